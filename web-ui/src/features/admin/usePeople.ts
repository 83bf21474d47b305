import { useQuery } from '@tanstack/react-query';
import { allOf, people, type User } from './people';

export const usersKey = ['admin', 'users'] as const;
export const groupsKey = ['admin', 'groups'] as const;
export const permissionsKey = ['admin', 'permissions'] as const;
export const quotasKey = ['admin', 'quotas'] as const;

const MINUTE = 60_000;

/** All users, to choose from and to name those that are known by their ids. */
export function useUsers() {
  return useQuery({
    queryKey: [...usersKey, 'all'],
    queryFn: ({ signal }) => allOf((after) => people.users('', after, signal).then(({ users, next }) => ({ items: users, next }))),
    staleTime: MINUTE,
  });
}

export function useGroups() {
  return useQuery({
    queryKey: groupsKey,
    queryFn: ({ signal }) => allOf((after) => people.groups(after, signal).then(({ groups, next }) => ({ items: groups, next }))),
  });
}

export function usePermissions() {
  return useQuery({ queryKey: permissionsKey, queryFn: ({ signal }) => people.permissions(signal) });
}

/** The name of somebody who has an account; else what can be told of the id. */
export function nameIn(users: readonly User[] | undefined, id: string): string {
  return users?.find((user) => user.id === id)?.name ?? `${id.slice(0, 8)}…`;
}
