import { CircleStop, TriangleAlert, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { GenerationStatus } from '@/api/types';
import styles from './chat.module.css';

interface AnswerNoticeProps {
  status: GenerationStatus;
  finishReason: string | null;
  error: string | null;
  connected: boolean;
}

/** What a reader must know about an answer that is not simply complete. */
export function AnswerNotice({ status, finishReason, error, connected }: AnswerNoticeProps) {
  const { t } = useTranslation();
  if (!connected && (status === 'queued' || status === 'running')) {
    return (
      <p className={styles.notice} role="status">
        <WifiOff size={15} aria-hidden="true" />
        {t('chat.reconnecting')}
      </p>
    );
  }
  if (status === 'failed') {
    return (
      <p className={`${styles.notice} ${styles.failure}`} role="alert">
        <TriangleAlert size={15} aria-hidden="true" />
        <span>
          {t('chat.failed')} {error}
        </span>
      </p>
    );
  }
  const text =
    status === 'stopped'
      ? t('chat.stopped')
      : status === 'interrupted'
        ? t('chat.interrupted')
        : finishReason === 'length'
          ? t('chat.cutOff')
          : null;
  return (
    text !== null && (
      <p className={styles.notice}>
        <CircleStop size={15} aria-hidden="true" />
        {text}
      </p>
    )
  );
}
