import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Pencil, Play, Power, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import styles from './admin.module.css';
import { admin, type Backend } from './api';
import { BackendDialog } from './BackendDialog';
import { BackendFigures } from './BackendFigures';
import { DeviceMap } from './DeviceMap';
import { bytesIn } from './format';
import { LoadChart } from './LoadChart';
import { StateMark } from './StateMark';
import { backendsKey, useBackendEvents } from './useBackends';

/** A backend: how it is, what it serves and where, and what can be done with it. */
export function BackendCard({ backend }: { backend: Backend }) {
  const { t } = useTranslation('admin');
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'change' | 'delete' | null>(null);
  const { name, state } = backend;
  useBackendEvents(backend);
  const act = useMutation({
    mutationFn: (action: 'load' | 'unload' | 'deleteBackend') => admin[action](name),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: backendsKey }),
  });
  const stored = backend.source === 'database';
  const runs = state === 'ready' || state === 'loading';
  return (
    <article className={styles.card} aria-label={name}>
      <header className={styles.cardHead}>
        <h2>{name}</h2>
        <StateMark state={state} label={t(`states.${state}`)} />
        <span className={styles.actions}>
          {runs ? (
            <Button kind="quiet" disabled={act.isPending} onClick={() => act.mutate('unload')}>
              <Power size={15} aria-hidden="true" />
              {t('backends.unload')}
            </Button>
          ) : (
            <Button kind="quiet" disabled={act.isPending || state === 'unloading'} onClick={() => act.mutate('load')}>
              <Play size={15} aria-hidden="true" />
              {state === 'failed' ? t('backends.retry') : t('backends.load')}
            </Button>
          )}
          {stored && (
            <>
              <IconButton label={t('backends.change', { name })} icon={<Pencil size={16} />} onClick={() => setDialog('change')} />
              <IconButton label={t('backends.delete', { name })} icon={<Trash2 size={16} />} onClick={() => setDialog('delete')} />
            </>
          )}
        </span>
      </header>
      <p className={list.quiet}>
        {backend.type} · {t(`sources.${backend.source}`)}
      </p>
      {backend.problem !== null && (
        <p className={list.problem} role="alert">
          {backend.problem}
        </p>
      )}
      {state === 'loading' && <Loading backend={backend} />}
      {backend.health?.message != null && <p className={list.warning}>{backend.health.message}</p>}
      {backend.health !== null && <BackendFigures details={backend.health.details} />}
      <LoadChart backend={name} />
      {backend.serving.map((model) => (
        <DeviceMap key={model.id} model={model} />
      ))}
      {dialog === 'change' && <BackendDialog backend={backend} onClose={() => setDialog(null)} />}
      {dialog === 'delete' && (
        <ConfirmDialog
          title={t('backends.deleteTitle', { name })}
          text={t('backends.deleteText')}
          action={t('delete')}
          onConfirm={() => act.mutate('deleteBackend')}
          onClose={() => setDialog(null)}
        />
      )}
    </article>
  );
}

function Loading({ backend }: { backend: Backend }) {
  const { t, i18n } = useTranslation('admin');
  const { progress } = backend;
  const text =
    progress === null
      ? t('backends.waiting')
      : t('backends.progress', {
          model: progress.model,
          loaded: bytesIn(i18n.language, progress.bytesLoaded),
          total: bytesIn(i18n.language, progress.bytesTotal),
        });
  return (
    <div className={styles.loading}>
      <p>{text}</p>
      {progress === null ? (
        <progress aria-label={text} />
      ) : (
        <progress aria-label={text} max={progress.bytesTotal} value={progress.bytesLoaded} />
      )}
    </div>
  );
}
