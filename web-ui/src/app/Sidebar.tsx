import { Search, SquarePen } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { IconButton } from '@/components/Button';
import { ConversationList } from '@/features/conversations/ConversationList';
import { ViewPicker } from '@/features/conversations/ViewPicker';
import type { View } from '@/features/conversations/views';
import { SettingsMenu } from '@/features/settings/SettingsMenu';
import styles from './App.module.css';

const SearchDialog = lazy(() => import('@/features/search/SearchDialog'));

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
  const [searching, setSearching] = useState(false);
  useSearchKey(() => setSearching(true));
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
        <IconButton label={t('search.open')} icon={<Search size={18} />} onClick={() => setSearching(true)} />
      </div>
      <div><ViewPicker view={view} onView={setView} /></div>
      <ConversationList key={JSON.stringify(view)} view={view} current={current} onOpen={onOpen} onDeleted={onDeleted} />
      {searching && (
        <Suspense fallback={null}>
          <SearchDialog
            onClose={() => {
              setSearching(false);
              onOpen();
            }}
          />
        </Suspense>
      )}
      <div className={styles.foot}>
        <SettingsMenu />
      </div>
    </>
  );
}

/** Ctrl + K, or Command + K. */
function useSearchKey(open: () => void): void {
  const onOpen = useEffectEvent(open);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key === 'k' && (event.ctrlKey || event.metaKey)) {
        event.preventDefault();
        onOpen();
      }
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
}
