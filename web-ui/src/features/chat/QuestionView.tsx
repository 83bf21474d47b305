import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Message } from '@/api/types';
import { MessagePictures } from '@/features/pictures/MessagePictures';
import styles from './chat.module.css';
import { picturesOf, textOf } from './tree';

export const QuestionView = memo(function QuestionView({ message }: { message: Message }) {
  const { t } = useTranslation();
  const text = textOf(message);
  return (
    <article className={styles.question} aria-label={t('chat.you')}>
      <MessagePictures pictures={picturesOf(message)} />
      {text !== '' && (
        <p className={styles.bubble} dir="auto">
          {text}
        </p>
      )}
    </article>
  );
});
