import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useMe } from '@/features/account/useMe';
import styles from './admin.module.css';
import { BackendsPage } from './BackendsPage';
import { DeploymentsPage } from './DeploymentsPage';
import { ModelsPage } from './ModelsPage';
import { UsagePage } from './UsagePage';
import { UsersPage } from './UsersPage';

const pages: readonly { path: string; title: 'admin:backends.title' | 'admin:deployments.title' | 'admin:models.title' | 'people:users.title' | 'people:usage.title'; Page: () => ReactNode; accounts?: true }[] = [
  { path: '/admin', title: 'admin:backends.title', Page: BackendsPage },
  { path: '/admin/deployments', title: 'admin:deployments.title', Page: DeploymentsPage },
  { path: '/admin/models', title: 'admin:models.title', Page: ModelsPage },
  { path: '/admin/users', title: 'people:users.title', Page: UsersPage, accounts: true },
  { path: '/admin/usage', title: 'people:usage.title', Page: UsagePage },
];

/** What those see who keep the server running. */
export default function AdminPage({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation(['admin', 'people']);
  const me = useMe();
  const [location] = useLocation();
  // Where nobody logs in there are no users to look after.
  const shown = pages.filter((each) => each.accounts === undefined || (me != null && me.mode !== 'local'));
  const current = shown.find((each) => each.path === location) ?? shown[0];
  if (current === undefined) {
    return null;
  }
  return (
    <div className={styles.page}>
      <header className={styles.header}>
        {lead}
        <h1>{t('title')}</h1>
        <nav className={styles.tabs} aria-label={t('title')}>
          {shown.map((each) => (
            <Link key={each.path} href={each.path} aria-current={each === current ? 'page' : undefined}>
              {t(each.title)}
            </Link>
          ))}
        </nav>
      </header>
      {/* It scrolls; the focus lets the keyboard do so. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.body} role="region" aria-label={t(current.title)} tabIndex={0}>
        <div className={styles.column}>
          <current.Page />
        </div>
      </div>
    </div>
  );
}
