import { PanelLeft, X } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useRoute } from 'wouter';
import { IconButton } from '@/components/Button';
import { ChatPage } from '@/features/chat/ChatPage';
import { readStored, store } from '@/lib/storage';
import { useIsNarrow } from '@/lib/useMediaQuery';
import { useSwipeOpen } from '@/lib/useSwipeOpen';
import styles from './App.module.css';
import { Sidebar } from './Sidebar';

const SidebarDrawer = lazy(() => import('./SidebarDrawer'));
const AdminPage = lazy(() => import('@/features/admin/AdminPage'));
const OwnPage = lazy(() => import('@/features/own/OwnPage'));
const SIDEBAR = 'azulejo.sidebar';

export function App() {
  const { t } = useTranslation();
  const narrow = useIsNarrow();
  const [, params] = useRoute('/c/:id');
  const [isAdministration] = useRoute('/admin/*?');
  const [isOwn] = useRoute('/settings/*?');
  const [, navigate] = useLocation();
  const [docked, setDocked] = useState(() => readStored(SIDEBAR) !== 'closed');
  const [drawer, setDrawer] = useState(false);
  // A second click on "New chat" begins anew, although the address stays.
  const [fresh, setFresh] = useState(0);
  const current = params?.id ?? null;
  useSwipeOpen('content', narrow, () => setDrawer(true));

  const show = (open: boolean) => {
    if (narrow) {
      setDrawer(open);
    } else {
      setDocked(open);
      store(SIDEBAR, open ? null : 'closed');
    }
  };
  const sidebar = (
    <Sidebar
      current={current}
      close={
        <IconButton
          label={t('app.closeSidebar')}
          icon={narrow ? <X size={19} /> : <PanelLeft size={19} />}
          onClick={() => show(false)}
        />
      }
      onOpen={() => setDrawer(false)}
      onNew={() => {
        navigate('/');
        setFresh((count) => count + 1);
        setDrawer(false);
      }}
      onDeleted={(id) => id === current && navigate('/')}
    />
  );
  const opened = narrow ? drawer : docked;
  const lead = !opened && <IconButton label={t('app.openSidebar')} icon={<PanelLeft size={19} />} onClick={() => show(true)} />;
  return (
    <div className={styles.app}>
      <a className={styles.skip} href="#content">
        {t('app.skip')}
      </a>
      {!narrow && docked && (
        <nav className={styles.sidebar} aria-label={t('conversations.list')}>
          {sidebar}
        </nav>
      )}
      {narrow && (
        <Suspense fallback={null}>
          <SidebarDrawer open={drawer} onOpen={setDrawer}>
            {sidebar}
          </SidebarDrawer>
        </Suspense>
      )}
      <main id="content" className={styles.main} tabIndex={-1}>
        {isAdministration || isOwn ? (
          <Suspense fallback={null}>{isAdministration ? <AdminPage lead={lead} /> : <OwnPage lead={lead} />}</Suspense>
        ) : (
          <ChatPage key={current ?? `new-${fresh}`} conversation={current} lead={lead} />
        )}
      </main>
    </div>
  );
}
