import type { LucideIcon } from 'lucide-react';
import { Button } from '@/components/Button';
import styles from './admin.module.css';

interface Props {
  about: string;
  action: string;
  icon: LucideIcon;
  onAction: () => void;
  error: Error | null;
}

/** What stands above each list of the administration: what it is, how to add to it, and why it cannot be read. */
export function ListHead({ about, action, icon: Icon, onAction, error }: Props) {
  return (
    <>
      <div className={styles.intro}>
        <p>{about}</p>
        <Button kind="primary" onClick={onAction}>
          <Icon size={16} aria-hidden="true" />
          {action}
        </Button>
      </div>
      {error !== null && (
        <p className={styles.problem} role="alert">
          {error.message}
        </p>
      )}
    </>
  );
}
