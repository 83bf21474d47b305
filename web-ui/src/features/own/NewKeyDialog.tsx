import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { FormEnd } from '@/components/FormEnd';
import field from '@/components/field.module.css';
import list from '@/components/list.module.css';
import { SecretField } from '@/components/SecretField';
import { useMe } from '@/features/account/useMe';
import { fieldProblems } from '@/lib/fieldProblems';
import { keysKey, own, type Scope } from './api';
import styles from './own.module.css';
import { endOfDay, endOfGivenDay } from './times';

const PERIODS = [30, 90, 365] as const;

/** Makes a key, and shows it, once. */
export function NewKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation(['own', 'translation']);
  const client = useQueryClient();
  const me = useMe();
  const id = useId();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['read', 'chat']);
  const [period, setPeriod] = useState<string>('90');
  const [day, setDay] = useState('');
  const possible: readonly Scope[] = me?.roles.includes('admin') ? ['read', 'chat', 'admin'] : ['read', 'chat'];
  const expiry = () => (period === 'never' ? null : period === 'day' ? endOfGivenDay(day) : endOfDay(Number(period), new Date()));
  const making = useMutation({
    mutationFn: () => own.makeKey({ name, scopes, expiresAt: expiry()?.toISOString() ?? null }),
    onSuccess: () => client.invalidateQueries({ queryKey: keysKey }),
  });
  const made = making.data;
  if (made?.key != null) {
    return (
      <Dialog open onClose={onClose} title={t('keys.madeTitle', { name: made.name })}>
        <SecretField label={t('keys.key')} help={t('keys.once')} value={made.key} />
        <DialogActions>
          <Button kind="primary" onClick={onClose}>
            {t('translation:app.close')}
          </Button>
        </DialogActions>
      </Dialog>
    );
  }
  const { at, elsewhere } = fieldProblems(making.error, ['name', 'scopes', 'expiresAt']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    making.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t('keys.new')}>
      <form className={list.form} onSubmit={submit}>
        <Field label={t('keys.name')} help={t('keys.nameHelp')} error={at('name')}>
          {(attributes) => <input {...attributes} required maxLength={100} value={name} autoComplete="off" autoFocus onChange={(event) => setName(event.target.value)} />}
        </Field>
        <fieldset className={styles.scopes} aria-describedby={at('scopes') === undefined ? undefined : `${id}-scopes`}>
          <legend>{t('keys.may')}</legend>
          {possible.map((scope) => (
            <label key={scope}>
              <input
                type="checkbox"
                checked={scopes.includes(scope)}
                onChange={(event) => setScopes(possible.filter((each) => (each === scope ? event.target.checked : scopes.includes(each))))}
              />
              {t(`scopes.${scope}`)}
              <span>{t(`scopesHelp.${scope}`)}</span>
            </label>
          ))}
          {at('scopes') !== undefined && (
            <p className={field.error} id={`${id}-scopes`} role="alert">
              {at('scopes')}
            </p>
          )}
        </fieldset>
        <Field label={t('keys.expires')} error={period === 'day' ? undefined : at('expiresAt')}>
          {(attributes) => (
            <select {...attributes} value={period} onChange={(event) => setPeriod(event.target.value)}>
              {PERIODS.map((count) => (
                <option key={count} value={count}>
                  {t('keys.inDays', { count })}
                </option>
              ))}
              <option value="day">{t('keys.onDay')}</option>
              <option value="never">{t('keys.noEnd')}</option>
            </select>
          )}
        </Field>
        {period === 'day' && (
          <Field label={t('keys.lastDay')} error={at('expiresAt')}>
            {(attributes) => <input {...attributes} type="date" required value={day} onChange={(event) => setDay(event.target.value)} />}
          </Field>
        )}
        <FormEnd problem={elsewhere} action={t('keys.make')} isPending={making.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
