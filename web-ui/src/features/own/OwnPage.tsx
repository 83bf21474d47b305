import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tab, TabbedPage } from '@/components/TabbedPage';
import { useHasAccounts } from '@/features/account/useMe';
import { KeysPage } from './KeysPage';
import { LoginAndDataPage } from './LoginAndDataPage';
import { OwnUsagePage } from './OwnUsagePage';

/** What everybody sees of themselves: what they have used, the keys of their programs, their password and data. */
export default function OwnPage({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation('own');
  const tabs: Tab[] = [{ path: '/settings', title: t('usage.title'), Page: OwnUsagePage }];
  if (useHasAccounts()) {
    tabs.push({ path: '/settings/keys', title: t('keys.title'), Page: KeysPage }, { path: '/settings/login', title: t('login.title'), Page: LoginAndDataPage });
  }
  return <TabbedPage title={t('title')} lead={lead} tabs={tabs} />;
}
