import { Toast } from '@base-ui/react/toast';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './Button';
import styles from './toasts.module.css';

export const toasts = Toast.createToastManager();

/** Short messages at the edge of the page; each may offer one thing to do. */
export function Toasts() {
  return (
    <Toast.Provider toastManager={toasts} timeout={7000}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts: shown } = Toast.useToastManager();
  const { t } = useTranslation();
  return shown.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast} swipeDirection="down">
      <Toast.Content className={styles.content}>
        <Toast.Title className={styles.text}>{toast.description}</Toast.Title>
        <Toast.Action className={styles.action} />
        <Toast.Close render={<IconButton size="small" label={t('app.close')} icon={<X size={16} />} />} />
      </Toast.Content>
    </Toast.Root>
  ));
}
