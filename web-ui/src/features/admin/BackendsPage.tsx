import { Plus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ListHead } from '@/components/ListHead';
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
      <ListHead about={t('backends.about')} add={{ text: t('backends.add'), icon: Plus, onClick: () => setAdding(true) }} error={error} />
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
