import { SquarePen } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { ConversationList } from '@/features/conversations/ConversationList';
import { ViewPicker } from '@/features/conversations/ViewPicker';
import type { View } from '@/features/conversations/views';
import { SettingsMenu } from '@/features/settings/SettingsMenu';
import styles from './App.module.css';

interface SidebarProps {
  current: string | null;
  close: ReactNode;
  onOpen: () => void;
  onNew: () => void;
  onDeleted: (id: string) => void;
}

export function Sidebar({ current, close, onOpen, onNew, onDeleted }: SidebarProps) {
  const { t } = useTranslation();
  const [view, setView] = useState<View>('all');
  return (
    <>
      <div className={styles.brand}>
        <Link href="/" className={styles.name} onClick={onOpen}>
          <img src="/icon.svg" alt="" width={24} height={24} />
          {t('app.name')}
        </Link>
        {close}
      </div>
      <div className={styles.new}>
        <button type="button" className={styles.newButton} onClick={onNew}>
          <SquarePen size={18} aria-hidden="true" />
          {t('conversations.new')}
        </button>
      </div>
      <div><ViewPicker view={view} onView={setView} /></div>
      <ConversationList key={JSON.stringify(view)} view={view} current={current} onOpen={onOpen} onDeleted={onDeleted} />
      <div className={styles.foot}>
        <SettingsMenu />
      </div>
    </>
  );
}
