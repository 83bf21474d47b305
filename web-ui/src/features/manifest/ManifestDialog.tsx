import { useQuery } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { copyText } from '@/lib/clipboard';
import { manifestJson, readManifest, type Run, type RunManifest } from './api';
import styles from './manifest.module.css';
import { linesOf } from './parameters';

interface ManifestDialogProps {
  conversation: string;
  answer: string;
  onClose: () => void;
}

/** All that an answer came from, so that it can be made again or explained. */
export default function ManifestDialog({ conversation, answer, onClose }: ManifestDialogProps) {
  const { t } = useTranslation(['vision', 'translation']);
  const [copied, setCopied] = useState(false);
  const { data, error } = useQuery({
    queryKey: ['manifest', answer],
    queryFn: ({ signal }) => readManifest(conversation, answer, signal),
    retry: false,
  });
  const copy = async () => {
    setCopied(data !== undefined && (await copyText(manifestJson(data))));
    setTimeout(() => setCopied(false), 1500);
  };
  return (
    <Dialog open wide onClose={onClose} title={t('manifest.title')}>
      <div className={styles.body} aria-busy={data === undefined && error === null}>
        {error !== null && (
          <p className={styles.problem} role="alert">
            {error.message}
          </p>
        )}
        {data !== undefined && <Manifest manifest={data} />}
      </div>
      <DialogActions>
        <Button disabled={data === undefined} onClick={() => void copy()}>
          {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
          {copied ? t('translation:chat.copied') : t('manifest.copy')}
        </Button>
        <Button kind="primary" onClick={onClose}>
          {t('translation:app.close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function Manifest({ manifest }: { manifest: RunManifest }) {
  const { t } = useTranslation('vision');
  const { model, runs, pictures } = manifest;
  return (
    <>
      <dl className={styles.rows}>
        <Row name={t('manifest.model')} value={model} />
      </dl>
      {runs.length === 0 && <p className={styles.quiet}>{t('manifest.nothing')}</p>}
      {runs.map((run, index) => (
        <section key={run.offset} className={styles.section}>
          <h3>{runs.length === 1 ? t('manifest.run') : t('manifest.part', { number: index + 1, offset: run.offset })}</h3>
          <RunView run={run} />
        </section>
      ))}
      {pictures.length > 0 && (
        <section className={styles.section}>
          <h3>{t('manifest.pictures')}</h3>
          <dl className={styles.rows}>
            {pictures.map(({ width, height, columns, rows, tileSize, thumbnail, tokens }, index) => (
              <Row
                key={index}
                name={t('manifest.picture', { number: index + 1, width, height })}
                value={[
                  t('manifest.tiles', { columns, rows }),
                  ...(tileSize > 0 ? [t('manifest.tileSize', { side: tileSize })] : []),
                  ...(thumbnail ? [t('manifest.thumbnail')] : []),
                  t('manifest.tokens', { count: tokens }),
                ].join(' · ')}
              />
            ))}
          </dl>
        </section>
      )}
    </>
  );
}

function RunView({ run }: { run: Run }) {
  const { t } = useTranslation('vision');
  const parts: [string, string | null][] = [
    [t('manifest.deployment'), run.deployment],
    [t('manifest.family'), run.family],
    [t('manifest.checkpoint'), run.checkpoint],
    [t('manifest.tokenizer'), run.tokenizer],
    [t('manifest.processor'), run.processor],
    [t('manifest.prompt'), run.prompt],
    [t('manifest.seed'), run.seed],
  ];
  return (
    <>
      <dl className={styles.rows}>
        {parts.map(([name, value]) => value !== null && value !== '' && <Row key={name} name={name} value={value} code />)}
        {linesOf(run.parameters).map(([name, value]) => (
          <Row key={name} name={name} value={value} code />
        ))}
      </dl>
      {run.tokens.length > 0 && (
        <details className={styles.tokens}>
          <summary>{t('manifest.tokens', { count: run.tokens.length })}</summary>
          {/* It scrolls; the focus lets the keyboard do so. */}
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <p tabIndex={0}>{run.tokens.join(' ')}</p>
        </details>
      )}
    </>
  );
}

function Row({ name, value, code = false }: { name: string; value: string; code?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={code ? styles.code : undefined}>{value}</dd>
    </div>
  );
}
