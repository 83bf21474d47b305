import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tab, TabbedPage } from '@/components/TabbedPage';
import { useHasAccounts } from '@/features/account/useMe';
import { BackendsPage } from './BackendsPage';
import { DeploymentsPage } from './DeploymentsPage';
import { ModelsPage } from './ModelsPage';
import { UsagePage } from './UsagePage';
import { UsersPage } from './UsersPage';

/** What those see who keep the server running. */
export default function AdminPage({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation(['admin', 'people']);
  const accounts = useHasAccounts();
  // Where nobody logs in there is nobody to look after.
  const peoplesTabs: Tab[] = accounts
    ? [
        { path: '/admin/users', title: t('people:users.title'), Page: UsersPage },
      ]
    : [];
  const tabs: Tab[] = [
    { path: '/admin', title: t('backends.title'), Page: BackendsPage },
    { path: '/admin/deployments', title: t('deployments.title'), Page: DeploymentsPage },
    { path: '/admin/models', title: t('models.title'), Page: ModelsPage },
    ...peoplesTabs,
    { path: '/admin/usage', title: t('people:usage.title'), Page: UsagePage },
  ];
  return <TabbedPage title={t('title')} lead={lead} tabs={tabs} />;
}
