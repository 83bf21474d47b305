import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type SyntheticEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { Dialog } from '@/components/Dialog';
import { FormEnd } from '@/components/FormEnd';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { TextField } from '@/features/account/TextField';
import { ME } from '@/features/account/useMe';
import { fieldProblems } from '@/lib/fieldProblems';
import { forgetStored } from '@/lib/storage';
import { own } from './api';

/** Asks for the password once more; where a provider has it, the server asks for a login that is new. */
export function DeleteAccountDialog({ hasPassword, onClose }: { hasPassword: boolean; onClose: () => void }) {
  const { t } = useTranslation('own');
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const [password, setPassword] = useState('');
  const deleting = useMutation({
    mutationFn: () => own.deleteAccount(hasPassword ? password : null),
    onSuccess: () => {
      navigate('/', { replace: true });
      client.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
      client.setQueryData(ME, null);
      forgetStored('azulejo.draft.');
      toasts.add({ description: t('login.deleted') });
    },
  });
  const { at, elsewhere } = fieldProblems(deleting.error, ['password']);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    deleting.mutate();
  };
  return (
    <Dialog open onClose={onClose} title={t('login.deleteTitle')} description={t('login.deleteText')}>
      <form className={list.form} onSubmit={submit}>
        {hasPassword && <TextField label={t('login.password')} type="password" autoComplete="current-password" required maxLength={200} autoFocus value={password} onValue={setPassword} error={at('password')} />}
        <FormEnd problem={elsewhere} action={t('login.deleteIt')} kind="danger" isPending={deleting.isPending} onClose={onClose} />
      </form>
    </Dialog>
  );
}
