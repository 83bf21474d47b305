import { Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { urlOf } from '@/api/http';
import { Button } from '@/components/Button';
import buttons from '@/components/Button.module.css';
import { useHasPasswords, useMe } from '@/features/account/useMe';
import { DeleteAccountDialog } from './DeleteAccountDialog';
import styles from './own.module.css';
import { PasswordForm } from './PasswordForm';

/** One's password, all that is kept of one, and the end of that. */
export function LoginAndDataPage() {
  const { t } = useTranslation('own');
  const me = useMe();
  const hasPasswords = useHasPasswords();
  const [deleting, setDeleting] = useState(false);
  if (me == null) {
    return null;
  }
  return (
    <div className={styles.periods}>
      <section className={styles.matter} aria-labelledby="password-title">
        <h2 id="password-title">{t('login.password')}</h2>
        {hasPasswords ? <PasswordForm name={me.name} /> : <p>{t('login.elsewhere')}</p>}
      </section>
      <section className={styles.matter} aria-labelledby="data-title">
        <h2 id="data-title">{t('login.data')}</h2>
        <p>{t('login.dataAbout')}</p>
        <a className={`${buttons.button} ${buttons.plain}`} href={urlOf('/me/export')} download>
          <Download size={16} aria-hidden="true" />
          {t('login.download')}
        </a>
      </section>
      <section className={styles.matter} aria-labelledby="delete-title">
        <h2 id="delete-title">{t('login.delete')}</h2>
        <p>{t('login.deleteAbout')}</p>
        <Button onClick={() => setDeleting(true)} className={styles.grave}>
          {t('login.deleteMine')}
        </Button>
      </section>
      {deleting && <DeleteAccountDialog hasPassword={hasPasswords} onClose={() => setDeleting(false)} />}
    </div>
  );
}
