import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import field from '@/components/field.module.css';
import { ListHead } from '@/components/ListHead';
import { ListTable } from '@/components/ListTable';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { useMe } from '@/features/account/useMe';
import { InviteDialog, ResetDialog } from './LinkDialogs';
import { people, type Role, type User } from './people';
import { usersKey } from './usePeople';

const ROLES = ['user', 'admin'] as const;

/** Who has an account: their roles, whether they may log in, invitations and links for a new password. */
export function UsersPage() {
  const { t } = useTranslation('people');
  const [inviting, setInviting] = useState(false);
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: usersKey,
    queryFn: ({ pageParam, signal }) => people.users(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const users = data?.pages.flatMap((page) => page.users) ?? [];
  return (
    <>
      <ListHead about={t('users.about')} add={{ text: t('users.invite'), icon: UserPlus, onClick: () => setInviting(true) }} error={error} />
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
  const [resetting, setResetting] = useState(false);
  const { id, name, displayName, role, enabled } = user;
  const change = useMutation({
    mutationFn: (to: { role?: Role; enabled?: boolean }) => people.changeUser(id, to),
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
        <IconButton label={t('users.reset', { name })} icon={<KeyRound size={16} />} onClick={() => setResetting(true)} />
        {resetting && <ResetDialog user={user} onClose={() => setResetting(false)} />}
      </td>
    </tr>
  );
}
