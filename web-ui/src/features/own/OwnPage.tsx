import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { type Tab, TabbedPage } from '@/components/TabbedPage';
import { useHasAccounts } from '@/features/account/useMe';
import { KeysPage } from './KeysPage';
import { OwnUsagePage } from './OwnUsagePage';

/** What everybody sees of themselves: what they have used, and the keys of their programs. */
export default function OwnPage({ lead }: { lead?: ReactNode }) {
  const { t } = useTranslation('own');
  const tabs: Tab[] = [{ path: '/settings', title: t('usage.title'), Page: OwnUsagePage }];
  if (useHasAccounts()) {
    tabs.push({ path: '/settings/keys', title: t('keys.title'), Page: KeysPage });
  }
  return <TabbedPage title={t('title')} lead={lead} tabs={tabs} />;
}
