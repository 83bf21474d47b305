import { clsx } from 'clsx';
import { Check, Copy, StepForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import { LookButton } from '@/features/vision/LookButton';
import { copyText } from '@/lib/clipboard';
import { AnswerDetails } from './AnswerDetails';
import { BranchSwitch } from './BranchSwitch';
import styles from './chat.module.css';
import { useChatActions } from './ChatActions';
import { MoreMenu } from './MoreMenu';
import { RatingButtons } from './RatingButtons';
import { RegenerateButton } from './RegenerateButton';

interface AnswerActionsProps {
  message: Message;
  siblings: readonly Message[];
  text: string;
  isLast: boolean;
}

/** What can be done with an answer that is over. */
export function AnswerActions({ message, siblings, text, isLast }: AnswerActionsProps) {
  const { t } = useTranslation();
  const actions = useChatActions();
  const [copied, setCopied] = useState(false);
  const record = message.generation;
  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 1500);
  };
  const model = actions?.models.find((each) => each.id === record?.model);
  const isCut = record !== null && (record.finishReason === 'length' || record.status !== 'completed');
  const goesOn = isCut && text !== '' && model?.capabilities.continues === true;
  return (
    <div className={clsx(styles.actions, !isLast && styles.later)}>
      <BranchSwitch message={message} siblings={siblings} />
      <IconButton
        size="small"
        label={copied ? t('chat.copied') : t('chat.copy')}
        icon={copied ? <Check size={16} /> : <Copy size={16} />}
        onClick={copy}
      />
      {actions !== null && (
        <>
          {goesOn && <IconButton size="small" label={t('chat.goOn')} icon={<StepForward size={16} />} onClick={() => actions.goOn(message)} />}
          <RegenerateButton message={message} actions={actions} />
          <RatingButtons message={message} actions={actions} />
        </>
      )}
      <LookButton message={message} text={text} />
      {record !== null && <AnswerDetails record={record} />}
      {actions !== null && <MoreMenu message={message} text={text} actions={actions} />}
    </div>
  );
}
