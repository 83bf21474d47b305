import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { Problem, REFUSED } from '@/api/http';
import { accountApi, type Me } from './api';

export const ME = ['me'];

/** Who is logged in; null where nobody is, undefined where that is not known yet. */
export function useMe(): Me | null | undefined {
  const client = useQueryClient();
  const { data } = useQuery({
    queryKey: ME,
    queryFn: async ({ signal }) => {
      try {
        return await accountApi.me(signal);
      } catch (error) {
        if (error instanceof Problem && error.status === 401) {
          return null;
        }
        throw error;
      }
    },
    staleTime: Infinity,
  });
  useEffect(() => {
    // A login that has expired shows first in whatever is asked next.
    const look = () => void client.invalidateQueries({ queryKey: ME });
    window.addEventListener(REFUSED, look);
    return () => window.removeEventListener(REFUSED, look);
  }, [client]);
  return data;
}

/** Whether people log in here; in local mode nobody has to. */
export function useHasAccounts(): boolean {
  const me = useMe();
  return me != null && me.mode !== 'local';
}

/** Whether accounts and their roles are kept here; with a provider of logins they are its business. */
export function useHasPasswords(): boolean {
  return useMe()?.mode === 'accounts';
}
