import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import styles from './admin.module.css';
import { BackendCard } from './BackendCard';
import { BackendDialog } from './BackendDialog';
import { useBackends } from './useBackends';

export function BackendsPage() {
  const { t } = useTranslation('admin');
  const { data: backends, error } = useBackends();
  const [adding, setAdding] = useState(false);
  return (
    <>
      <div className={styles.intro}>
        <p>{t('backends.about')}</p>
        <Button kind="primary" onClick={() => setAdding(true)}>
          <Plus size={16} aria-hidden="true" />
          {t('backends.add')}
        </Button>
      </div>
      {error !== null && (
        <p className={styles.problem} role="alert">
          {error.message}
        </p>
      )}
      <ul className={styles.cards} aria-label={t('backends.title')}>
        {backends?.map((backend) => (
          <li key={backend.name}>
            <BackendCard backend={backend} />
          </li>
        ))}
      </ul>
      {adding && <BackendDialog backend={null} onClose={() => setAdding(false)} />}
    </>
  );
}
