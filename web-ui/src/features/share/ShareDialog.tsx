import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { copyText } from '@/lib/clipboard';
import { shareApi } from './api';
import { ShareList, sharesKey } from './ShareList';
import styles from './share.module.css';

const DAYS = [1, 7, 30] as const;
const DAY = 86_400_000;

interface ShareDialogProps {
  conversation: string;
  /** The last message that is shown. */
  message: string | null;
  onClose: () => void;
}

/** Makes a link to a conversation as it is now. */
export default function ShareDialog({ conversation, message, onClose }: ShareDialogProps) {
  const { t } = useTranslation(['share', 'translation']);
  const client = useQueryClient();
  const [days, setDays] = useState('');
  const [copied, setCopied] = useState(false);
  const make = useMutation({
    mutationFn: () => shareApi.make(conversation, message, days === '' ? null : new Date(Date.now() + Number(days) * DAY)),
    onSuccess: () => client.invalidateQueries({ queryKey: sharesKey }),
  });
  const link = make.data === undefined ? null : new URL(make.data.path, location.origin).href;
  return (
    <Dialog open onClose={onClose} title={t('title')} description={t('about')}>
      {link === null ? (
        <Field label={t('ends')}>
          {(field) => (
            <select {...field} value={days} onChange={(event) => setDays(event.target.value)}>
              <option value="">{t('never')}</option>
              {DAYS.map((count) => (
                <option key={count} value={count}>
                  {t('after', { count })}
                </option>
              ))}
            </select>
          )}
        </Field>
      ) : (
        <Field label={t('link')} help={t('once')}>
          {(field) => <input {...field} readOnly value={link} dir="ltr" autoFocus onFocus={(event) => event.target.select()} />}
        </Field>
      )}
      {make.isError && (
        <p className={styles.problem} role="alert">
          {make.error.message}
        </p>
      )}
      <DialogActions>
        <Button kind="quiet" onClick={onClose}>
          {t('translation:app.close')}
        </Button>
        {link === null ? (
          <Button kind="primary" disabled={make.isPending} onClick={() => make.mutate()}>
            {t('make')}
          </Button>
        ) : (
          <Button kind="primary" onClick={() => void copyText(link).then(setCopied)}>
            {copied ? <Check size={16} aria-hidden="true" /> : <Copy size={16} aria-hidden="true" />}
            {copied ? t('translation:chat.copied') : t('copy')}
          </Button>
        )}
      </DialogActions>
      <ShareList conversation={conversation} />
    </Dialog>
  );
}
