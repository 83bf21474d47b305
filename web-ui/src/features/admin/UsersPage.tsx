import { keepPreviousData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Trash2, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import { ConfirmDialog } from '@/components/ConfirmDialog';
import field from '@/components/field.module.css';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { useHasPasswords, useMe } from '@/features/account/useMe';
import { useSettled } from '@/lib/useSettled';
import styles from './admin.module.css';
import { InviteDialog, ResetDialog } from './LinkDialogs';
import { people, type Role, type User } from './people';
import { usersKey } from './usePeople';

const ROLES = ['user', 'admin'] as const;

/** Who has an account: their roles, whether they may log in, invitations, links for a new password, the end of an account. */
export function UsersPage() {
  const { t } = useTranslation('people');
  const hasPasswords = useHasPasswords();
  const [inviting, setInviting] = useState(false);
  const [written, setWritten] = useState('');
  const part = useSettled(written);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...usersKey, 'found', part],
    queryFn: ({ pageParam, signal }) => people.users(part, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const users = data?.pages.flatMap((page) => page.users) ?? [];
  const invite = { text: t('users.invite'), icon: UserPlus, onClick: () => setInviting(true) };
  return (
    <>
      <ListHead about={t(hasPasswords ? 'users.about' : 'users.aboutProvided')} {...(hasPasswords && { add: invite })} error={error} />
      <input
        type="search"
        className={`${field.input} ${styles.find}`}
        aria-label={t('users.find')}
        placeholder={t('users.find')}
        value={written}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setWritten(event.target.value)}
      />
      {data !== undefined && users.length === 0 && <p className={list.quiet}>{t('users.nobody')}</p>}
      {users.length > 0 && (
        <ListTable title={t('users.title')} heads={[t('users.name'), t('users.role'), t('users.state'), t('users.since'), { text: t('users.actions'), is: 'hidden' }]}>
          {users.map((user) => (
            <Row key={user.id} user={user} />
          ))}
        </ListTable>
      )}
      {hasNextPage && (
        <Button className={list.more} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('users.more')}
        </Button>
      )}
      {inviting && <InviteDialog onClose={() => setInviting(false)} />}
    </>
  );
}

function Row({ user }: { user: User }) {
  const { t, i18n } = useTranslation('people');
  const client = useQueryClient();
  const me = useMe();
  const hasPasswords = useHasPasswords();
  const [dialog, setDialog] = useState<'reset' | 'delete' | null>(null);
  const { id, name, displayName, role, enabled } = user;
  const change = useMutation({
    mutationFn: (to: { role?: Role; enabled?: boolean }) => people.changeUser(id, to),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: usersKey }),
  });
  const remove = useMutation({
    mutationFn: () => people.deleteUser(id),
    onSuccess: () => toasts.add({ description: t('users.deleted', { name }) }),
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: () => client.invalidateQueries({ queryKey: usersKey }),
  });
  // What was chosen is shown at once.
  const shown = { role, enabled, ...(change.isPending && change.variables) };
  return (
    <tr>
      <th scope="row">
        {name}
        {displayName !== name && <span className={list.aside}>{displayName}</span>}
      </th>
      <td data-label={t('users.role')}>
        {hasPasswords ? (
          <select
            className={`${field.input} ${list.inline}`}
            aria-label={t('users.roleOf', { name })}
            value={shown.role}
            disabled={change.isPending || id === me?.id}
            onChange={(event) => change.mutate({ role: event.target.value === 'admin' ? 'admin' : 'user' })}
          >
            {ROLES.map((each) => (
              <option key={each} value={each}>
                {t(`roles.${each}`)}
              </option>
            ))}
          </select>
        ) : (
          t(`roles.${role}`)
        )}
      </td>
      <td data-label={t('users.state')}>
        <label className={list.check}>
          <input
            type="checkbox"
            checked={shown.enabled}
            disabled={change.isPending || id === me?.id}
            aria-label={t('users.mayLogIn', { name })}
            onChange={(event) => change.mutate({ enabled: event.target.checked })}
          />
          {shown.enabled ? t('users.enabled') : t('users.disabled')}
        </label>
      </td>
      <td data-label={t('users.since')}>{new Date(user.createdAt).toLocaleDateString(i18n.language, { dateStyle: 'medium' })}</td>
      <td className={list.last}>
        <span className={list.rowActions}>
          {hasPasswords && <IconButton size="small" label={t('users.reset', { name })} icon={<KeyRound size={15} />} onClick={() => setDialog('reset')} />}
          {id !== me?.id && (
            <IconButton size="small" label={t('users.delete', { name })} icon={<Trash2 size={15} />} disabled={remove.isPending} onClick={() => setDialog('delete')} />
          )}
        </span>
        {dialog === 'reset' && <ResetDialog user={user} onClose={() => setDialog(null)} />}
        {dialog === 'delete' && (
          <ConfirmDialog
            title={t('users.deleteTitle', { name })}
            text={t('users.deleteText')}
            action={t('users.deleteIt')}
            onConfirm={() => remove.mutate()}
            onClose={() => setDialog(null)}
          />
        )}
      </td>
    </tr>
  );
}
