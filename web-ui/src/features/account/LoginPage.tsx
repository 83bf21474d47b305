import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { Button } from '@/components/Button';
import field from '@/components/field.module.css';
import { AccountForm } from './AccountForm';
import styles from './account.module.css';
import { accountApi } from './api';
import { TextField } from './TextField';

export default function LoginPage() {
  const { data: provider } = useQuery({
    queryKey: ['login'],
    queryFn: ({ signal }) => accountApi.providerLogin(signal),
    staleTime: Infinity,
  });
  if (provider === undefined) {
    return null;
  }
  return provider === null ? <PasswordLogin /> : <ProviderLogin path={provider} />;
}

function PasswordLogin() {
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

const PROBLEMS = [
  'login-not-allowed',
  'claim-missing',
  'switched-off',
  'login-refused',
  'login-stale',
  'login-not-valid',
  'provider-unreachable',
  'provider-failed',
] as const;

/** People log in at a provider, and come back to where they are; what went wrong there is in the address. */
function ProviderLogin({ path }: { path: string }) {
  const { t } = useTranslation('account');
  const [search] = useSearchParams();
  const told = search.get('problem');
  const problem = PROBLEMS.find((known) => known === told);
  const logIn = () => {
    const here = window.location.pathname === '/login' ? '/' : window.location.pathname + window.location.search;
    window.location.assign(`${path}?return=${encodeURIComponent(here)}`);
  };
  return (
    <main className={styles.page}>
      <div className={styles.form}>
        <img src="/icon.svg" alt="" width={44} height={44} />
        <h1 className={styles.title}>{t('login')}</h1>
        <p className={styles.about}>{t('aboutProvider')}</p>
        {told !== null && (
          <p className={field.error} role="alert">
            {t(`problems.${problem ?? 'other'}`)}
          </p>
        )}
        <Button kind="primary" className={styles.submit} onClick={logIn} autoFocus>
          {t('login')}
        </Button>
      </div>
    </main>
  );
}
