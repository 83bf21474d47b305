import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import styles from './chat.module.css';

export function Missing({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <div className={styles.page}>
      <header className={styles.header}>{lead}</header>
      <div className={styles.missing}>
        <h1>{t('conversations.notFound')}</h1>
        <p>{t('conversations.notFoundHint')}</p>
        <p>
          <Link href="/">{t('conversations.new')}</Link>
        </p>
      </div>
    </div>
  );
}
