import { clsx } from 'clsx';
import list from '@/components/list.module.css';
import type { BackendState } from './api';

const tones: Record<BackendState, string | undefined> = {
  ready: list.good,
  loading: list.busy,
  unloading: list.busy,
  failed: list.bad,
  unloaded: undefined,
};

export function StateMark({ state, label }: { state: BackendState; label: string }) {
  return (
    <span className={clsx(list.state, tones[state])} role="status">
      {label}
    </span>
  );
}
