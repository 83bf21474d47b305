import type { Quota } from '../people';
import { nameIn, useUsers } from '../usePeople';
import { useKeyNames } from './useQuotas';

/** For whom a quota is, by name. */
export function useHolder({ user, group, key }: Quota): { kind: 'user' | 'group' | 'key'; name: string } {
  const { data: users } = useUsers();
  const keys = useKeyNames();
  if (user !== null) {
    return { kind: 'user', name: nameIn(users, user) };
  }
  if (group !== null) {
    return { kind: 'group', name: group };
  }
  return { kind: 'key', name: keys.get(key ?? '') ?? `${key?.slice(0, 8) ?? ''}…` };
}
