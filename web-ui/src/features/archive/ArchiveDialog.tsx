import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Download, FileUp } from 'lucide-react';
import { type ChangeEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/http';
import type { components } from '@/api/schema';
import { upload } from '@/api/upload';
import { Button } from '@/components/Button';
import buttons from '@/components/Button.module.css';
import { Dialog, DialogActions } from '@/components/Dialog';
import styles from './archive.module.css';

type Imported = components['schemas']['ImportsResult'];

/** All of one's conversations as a file, and files of conversations back into the list. */
export default function ArchiveDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['share', 'translation']);
  return (
    <Dialog open onClose={onClose} title={t('archive.title')}>
      <section className={styles.section}>
        <h3>{t('archive.export')}</h3>
        <p>{t('archive.exportHelp')}</p>
        <a className={`${buttons.button} ${buttons.plain} ${styles.button}`} href={urlOf('/export')} download>
          <Download size={16} aria-hidden="true" />
          {t('archive.exportAll')}
        </a>
      </section>
      <section className={styles.section}>
        <h3>{t('archive.import')}</h3>
        <p>{t('archive.importHelp')}</p>
        <Import />
      </section>
      <DialogActions>
        <Button onClick={onClose}>{t('translation:app.close')}</Button>
      </DialogActions>
    </Dialog>
  );
}

function Import() {
  const { t } = useTranslation('share');
  const client = useQueryClient();
  const picker = useRef<HTMLInputElement>(null);
  const [sent, setSent] = useState(0);
  const abort = useRef<AbortController>(null);
  const { mutate, isPending, data, error, variables } = useMutation({
    mutationFn: (file: File) => {
      abort.current = new AbortController();
      return upload<Imported>('/import', file, abort.current.signal, setSent);
    },
    onSuccess: () => client.invalidateQueries(),
  });
  useEffect(() => () => abort.current?.abort(), []);

  const onPick = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (file !== undefined) {
      setSent(0);
      mutate(file);
    }
  };
  const percent = Math.round(sent * 100);
  const name = variables?.name ?? '';
  return (
    <>
      <input ref={picker} type="file" className="visually-hidden" accept=".zip,.json,application/zip,application/json" tabIndex={-1} aria-hidden="true" onChange={onPick} />
      <Button className={styles.button} disabled={isPending} onClick={() => picker.current?.click()}>
        <FileUp size={16} aria-hidden="true" />
        {t('archive.choose')}
      </Button>
      {isPending && (
        // Once the file is there, how long the server needs is not known.
        <progress className={styles.progress} max={100} {...(percent < 100 && { value: percent })} aria-label={percent < 100 ? t('archive.sending', { name, percent }) : t('archive.reading', { name })} />
      )}
      <div role="status">
        {isPending && <p className={styles.quiet}>{percent < 100 ? t('archive.sending', { name, percent }) : t('archive.reading', { name })}</p>}
        {data !== undefined && (
          <p className={styles.done}>
            {name}: {t('archive.imported', { count: data.conversations })}, {t('archive.skipped', { count: data.skipped })}
          </p>
        )}
      </div>
      {error !== null && (
        <p className={styles.problem} role="alert">
          {t('archive.failed', { name, reason: error.message })}
        </p>
      )}
    </>
  );
}
