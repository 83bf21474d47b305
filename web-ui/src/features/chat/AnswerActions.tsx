import { clsx } from 'clsx';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { IconButton } from '@/components/Button';
import { copyText } from '@/lib/clipboard';
import { AnswerDetails } from './AnswerDetails';
import styles from './chat.module.css';

interface AnswerActionsProps {
  message: Message;
  text: string;
  isLast: boolean;
}

export function AnswerActions({ message, text, isLast }: AnswerActionsProps) {
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    setCopied(await copyText(text));
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <div className={clsx(styles.actions, !isLast && styles.later)}>
      <IconButton
        size="small"
        label={copied ? t('chat.copied') : t('chat.copy')}
        icon={copied ? <Check size={16} /> : <Copy size={16} />}
        onClick={copy}
      />
      {message.generation !== null && <AnswerDetails record={message.generation} />}
    </div>
  );
}
