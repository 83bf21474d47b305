import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { AccountForm } from './AccountForm';
import { accountApi } from './api';
import { TextField } from './TextField';

export default function LoginPage() {
  const { t } = useTranslation('account');
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  return (
    <AccountForm title={t('login')} action={t('login')} submit={() => accountApi.login(name, password)}>
      <TextField label={t('name')} value={name} onValue={setName} autoComplete="username" required autoFocus />
      <TextField
        label={t('password')}
        type="password"
        value={password}
        onValue={setPassword}
        autoComplete="current-password"
        required
      />
    </AccountForm>
  );
}
