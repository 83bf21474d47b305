import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { AccountForm } from './AccountForm';
import { accountApi } from './api';
import { TextField } from './TextField';

/** What a link that is good for one use leads to: a new account, or a new password of one. */
export default function LinkPage({ token, isInvitation }: { token: string; isInvitation: boolean }) {
  const { t } = useTranslation('account');
  const [, navigate] = useLocation();
  const [name, setName] = useState('');
  const [displayName, setDisplayName] = useState('');
  const [password, setPassword] = useState('');
  return (
    <AccountForm
      title={isInvitation ? t('welcome') : t('newPassword')}
      about={isInvitation ? t('aboutInvitation') : t('aboutReset')}
      action={isInvitation ? t('make') : t('set')}
      submit={() =>
        isInvitation ? accountApi.accept(token, name, displayName, password) : accountApi.reset(token, password)
      }
      onDone={() => navigate('/', { replace: true })}
    >
      {isInvitation && (
        <>
          <TextField label={t('name')} value={name} onValue={setName} autoComplete="username" required autoFocus />
          <TextField label={t('displayName')} value={displayName} onValue={setDisplayName} autoComplete="name" />
        </>
      )}
      <TextField
        label={t('password')}
        help={t('passwordHelp')}
        type="password"
        value={password}
        onValue={setPassword}
        autoComplete="new-password"
        minLength={12}
        required
      />
    </AccountForm>
  );
}
