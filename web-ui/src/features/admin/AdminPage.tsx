import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tab, TabbedPage } from '@/components/TabbedPage';
import { useHasAccounts } from '@/features/account/useMe';
import { AuditPage } from './audit/AuditPage';
import { BackendsPage } from './BackendsPage';
import { DeploymentsPage } from './DeploymentsPage';
import { GroupsPage } from './groups/GroupsPage';
import { ModelsPage } from './ModelsPage';
import { QuotasPage } from './quotas/QuotasPage';
import { UsagePage } from './UsagePage';
import { UsersPage } from './UsersPage';

/** What those see who keep the server running. */
export default function AdminPage({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation(['admin', 'people', 'groups', 'limits', 'audit']);
  const accounts = useHasAccounts();
  // Where nobody logs in there is nobody to look after.
  const peoplesTabs: Tab[] = accounts
    ? [
        { path: '/admin/users', title: t('people:users.title'), Page: UsersPage },
        { path: '/admin/groups', title: t('groups:title'), Page: GroupsPage },
        { path: '/admin/limits', title: t('limits:title'), Page: QuotasPage },
      ]
    : [];
  const tabs: Tab[] = [
    { path: '/admin', title: t('backends.title'), Page: BackendsPage },
    { path: '/admin/deployments', title: t('deployments.title'), Page: DeploymentsPage },
    { path: '/admin/models', title: t('models.title'), Page: ModelsPage },
    ...peoplesTabs,
    { path: '/admin/usage', title: t('people:usage.title'), Page: UsagePage },
    { path: '/admin/audit', title: t('audit:title'), Page: AuditPage },
  ];
  return <TabbedPage title={t('title')} lead={lead} tabs={tabs} />;
}
