import { useMutation } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { TextField } from '@/features/account/TextField';
import { fieldProblems } from '@/lib/fieldProblems';
import { own } from './api';
import styles from './own.module.css';

/** @param name by which keepers of passwords know whose it is */
export function PasswordForm({ name }: { name: string }) {
  const { t } = useTranslation('own');
  const [old, setOld] = useState('');
  const [password, setPassword] = useState('');
  const changing = useMutation({
    mutationFn: () => own.changePassword(old, password),
    onSuccess: () => {
      setOld('');
      setPassword('');
      toasts.add({ description: t('login.changed') });
    },
  });
  const { at, elsewhere } = fieldProblems(changing.error, ['old', 'password']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    changing.mutate();
  };
  return (
    <form className={styles.password} onSubmit={submit}>
      <input className="visually-hidden" type="text" autoComplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" />
      <TextField label={t('login.old')} type="password" autoComplete="current-password" required maxLength={200} value={old} onValue={setOld} error={at('old')} />
      <TextField label={t('login.new')} help={t('login.newHelp')} type="password" autoComplete="new-password" required minLength={12} maxLength={200} value={password} onValue={setPassword} error={at('password')} />
      {elsewhere !== null && (
        <p className={list.problem} role="alert">
          {elsewhere}
        </p>
      )}
      <Button type="submit" kind="primary" disabled={changing.isPending}>
        {t('login.change')}
      </Button>
    </form>
  );
}
