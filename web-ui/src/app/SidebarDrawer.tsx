import { Drawer } from '@base-ui/react/drawer';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './App.module.css';

interface SidebarDrawerProps {
  open: boolean;
  onOpen: (open: boolean) => void;
  children: ReactNode;
}

/** The sidebar of a narrow window: over the page, and away by a swipe. */
export default function SidebarDrawer({ open, onOpen, children }: SidebarDrawerProps) {
  const { t } = useTranslation();
  return (
    <Drawer.Root open={open} onOpenChange={onOpen} swipeDirection={document.dir === 'rtl' ? 'right' : 'left'}>
      <Drawer.Portal>
        <Drawer.Backdrop className={styles.backdrop} />
        <Drawer.Viewport className={styles.drawerFrame}>
          <Drawer.Popup className={styles.drawer} aria-label={t('conversations.list')}>
            {children}
          </Drawer.Popup>
        </Drawer.Viewport>
      </Drawer.Portal>
    </Drawer.Root>
  );
}
