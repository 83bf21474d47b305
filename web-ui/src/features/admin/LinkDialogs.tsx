import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/components/Button';
import { Dialog, DialogActions } from '@/components/Dialog';
import { Field } from '@/components/Field';
import { SecretField } from '@/components/SecretField';
import list from '@/components/list.module.css';
import { type Link, people, type Role, type User } from './people';

interface LinkDialogProps {
  title: string;
  about: string;
  make: () => Promise<Link>;
  onClose: () => void;
  children?: ReactNode;
}

/** Makes a link that is good for one use. */
function LinkDialog({ title, about, make: send, onClose, children }: LinkDialogProps) {
  const { t, i18n } = useTranslation(['people', 'translation']);
  const make = useMutation({ mutationFn: send });
  const until = make.data === undefined ? '' : new Date(make.data.expiresAt).toLocaleString(i18n.language, { dateStyle: 'medium', timeStyle: 'short' });
  return (
    <Dialog open onClose={onClose} title={title} description={about}>
      {make.data === undefined ? (
        children
      ) : (
        <SecretField label={t('link.link')} help={t('link.once', { until })} value={new URL(make.data.path, location.origin).href} />
      )}
      {make.isError && (
        <p className={list.problem} role="alert">
          {make.error.message}
        </p>
      )}
      <DialogActions>
        <Button kind={make.data === undefined ? 'quiet' : 'primary'} onClick={onClose}>
          {t('translation:app.close')}
        </Button>
        {make.data === undefined && (
          <Button kind="primary" disabled={make.isPending} onClick={() => make.mutate()}>
            {t('link.make')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

export function InviteDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('people');
  const [role, setRole] = useState<Role>('user');
  return (
    <LinkDialog title={t('users.invite')} about={t('link.invitation')} make={() => people.invite(role)} onClose={onClose}>
      <Field label={t('users.role')}>
        {(field) => (
          <select {...field} value={role} onChange={(event) => setRole(event.target.value === 'admin' ? 'admin' : 'user')}>
            <option value="user">{t('roles.user')}</option>
            <option value="admin">{t('roles.admin')}</option>
          </select>
        )}
      </Field>
    </LinkDialog>
  );
}

export function ResetDialog({ user, onClose }: { user: User; onClose: () => void }) {
  const { t } = useTranslation('people');
  return <LinkDialog title={t('users.reset', { name: user.name })} about={t('link.reset')} make={() => people.resetPassword(user.id)} onClose={onClose} />;
}
