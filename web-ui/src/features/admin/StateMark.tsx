import { clsx } from 'clsx';
import styles from './admin.module.css';
import type { BackendState } from './api';

const tones: Record<BackendState, string | undefined> = {
  ready: styles.good,
  loading: styles.busy,
  unloading: styles.busy,
  failed: styles.bad,
  unloaded: undefined,
};

export function StateMark({ state, label }: { state: BackendState; label: string }) {
  return (
    <span className={clsx(styles.state, tones[state])} role="status">
      {label}
    </span>
  );
}
