import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/components/Button';
import list from '@/components/list.module.css';
import { toasts } from '@/components/toasts';
import { type Group, people } from '../people';
import { PersonPicker } from '../PersonPicker';
import { groupsKey } from '../usePeople';
import styles from './groups.module.css';

/** Who is in a group; somebody is put into it as soon as they are found. */
export function Members({ group }: { group: Group }) {
  const { t, i18n } = useTranslation('groups');
  const client = useQueryClient();
  const { name } = group;
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery({
    queryKey: [...groupsKey, name, 'members'],
    queryFn: ({ pageParam, signal }) => people.members(name, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const members = data?.pages.flatMap((page) => page.members) ?? [];
  const changed = {
    onError: (problem: Error) => toasts.add({ description: problem.message }),
    onSettled: () => client.invalidateQueries({ queryKey: groupsKey }),
  };
  const add = useMutation({ mutationFn: (id: string) => people.addMember(name, id), ...changed });
  const remove = useMutation({ mutationFn: (id: string) => people.removeMember(name, id), ...changed });
  return (
    <section className={styles.members} aria-label={t('members')}>
      <h3>
        {t('members')} <span>{group.members.toLocaleString(i18n.language)}</span>
      </h3>
      <PersonPicker label={t('addMember')} without={members.map(({ id }) => id)} onPick={(id) => id !== null && add.mutate(id)} />
      {error !== null && (
        <p className={list.problem} role="alert">
          {error.message}
        </p>
      )}
      {data !== undefined && members.length === 0 && <p className={list.quiet}>{t('noMembers')}</p>}
      {members.length > 0 && (
        <ul aria-label={t('members')}>
          {members.map((member) => (
            <li key={member.id}>
              <span>
                {member.name}
                {member.displayName !== member.name && <span className={list.aside}>{member.displayName}</span>}
              </span>
              <IconButton size="small" label={t('removeMember', { name: member.name })} icon={<X size={15} />} disabled={remove.isPending} onClick={() => remove.mutate(member.id)} />
            </li>
          ))}
        </ul>
      )}
      {hasNextPage && (
        <Button className={list.more} disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('moreMembers')}
        </Button>
      )}
    </section>
  );
}
