import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import styles from './admin.module.css';
import { BackendsPage } from './BackendsPage';
import { DeploymentsPage } from './DeploymentsPage';
import { ModelsPage } from './ModelsPage';

const pages = [
  { path: '/admin', name: 'backends', Page: BackendsPage },
  { path: '/admin/deployments', name: 'deployments', Page: DeploymentsPage },
  { path: '/admin/models', name: 'models', Page: ModelsPage },
] as const;

/** What those see who keep the server running. */
export default function AdminPage({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation('admin');
  const [location] = useLocation();
  const current = pages.find((each) => each.path === location) ?? pages[0];
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        {lead}
        <h1>{t('title')}</h1>
        <nav className={styles.tabs} aria-label={t('title')}>
          {pages.map((each) => (
            <Link key={each.path} href={each.path} aria-current={each === current ? 'page' : undefined}>
              {t(`${each.name}.title`)}
            </Link>
          ))}
        </nav>
      </header>
      {/* It scrolls; the focus lets the keyboard do so. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.body} role="region" aria-label={t(`${current.name}.title`)} tabIndex={0}>
        <div className={styles.column}>
          <current.Page />
        </div>
      </div>
    </div>
  );
}
