import { Unplug } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { Markdown } from '@/components/Markdown';
import { AnswerActions } from './AnswerActions';
import { AnswerNotice } from './AnswerNotice';
import styles from './chat.module.css';
import { useLiveAnswer } from './LiveAnswersContext';
import { isOver } from './liveAnswers';
import { textOf } from './tree';
import { useSmoothText } from './useSmoothText';

interface AnswerViewProps {
  message: Message;
  siblings: readonly Message[];
  isLast: boolean;
}

export const AnswerView = memo(function AnswerView({ message, siblings, isLast }: AnswerViewProps) {
  const { t } = useTranslation();
  const live = useLiveAnswer(message);
  const record = message.generation;
  const status = live?.status ?? record?.status ?? 'completed';
  const growing = !isOver(status);
  const text = live?.text ?? textOf(message);
  const shown = useSmoothText(text, growing);
  return (
    <article className={styles.answer} aria-label={t('chat.answer', { model: record?.model ?? '' })} aria-busy={growing}>
      {shown === '' && growing ? (
        <p className={styles.thinking}>
          <span className={styles.dots} aria-hidden="true">
            <span />
            <span />
            <span />
          </span>
          {status === 'queued' ? t('chat.queued') : t('chat.thinking')}
        </p>
      ) : (
        <Markdown text={shown} growing={growing} />
      )}
      <AnswerNotice
        status={status}
        finishReason={live?.finishReason ?? record?.finishReason ?? null}
        error={live?.error ?? record?.error ?? null}
        connected={live?.connected ?? true}
      />
      {(live?.seam === true || (record !== null && record.seam.length > 0)) && (
        <p className={styles.notice} role={growing ? 'status' : undefined}>
          <Unplug size={15} aria-hidden="true" />
          {t('chat.seam')}
        </p>
      )}
      {!growing && <AnswerActions message={message} siblings={siblings} text={text} isLast={isLast} />}
    </article>
  );
});
