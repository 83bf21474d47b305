import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import type { ChatActions } from './ChatActions';

const marks = [
  ['up', ThumbsUp],
  ['down', ThumbsDown],
] as const;

/** Says that an answer is good or bad. The same button again takes it back. */
export function RatingButtons({ message, actions }: { message: Message; actions: ChatActions }) {
  const { t } = useTranslation();
  const given = message.feedback?.rating;
  return marks.map(([rating, Mark]) => (
    <IconButton
      key={rating}
      size="small"
      label={t(`chat.rate.${rating}`)}
      icon={<Mark size={16} fill={given === rating ? 'currentColor' : 'none'} />}
      aria-pressed={given === rating}
      onClick={() => actions.rate(message, given === rating ? null : rating)}
    />
  ));
}
