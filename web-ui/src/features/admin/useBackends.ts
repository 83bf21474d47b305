import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { admin, type Backend, backendEvents } from './api';

export const backendsKey = ['admin', 'backends'] as const;
export const deploymentsKey = ['admin', 'deployments'] as const;

const LIVE = 3000;

export function useBackends() {
  return useQuery({ queryKey: backendsKey, queryFn: ({ signal }) => admin.backends(signal), refetchInterval: LIVE });
}

/** Follows a backend that is loading or unloading. */
export function useBackendEvents({ name, state }: Backend): void {
  const client = useQueryClient();
  const unsettled = state === 'loading' || state === 'unloading';
  useEffect(() => {
    if (!unsettled) {
      return;
    }
    const abort = new AbortController();
    const watch = async () => {
      for await (const changed of backendEvents(name, abort.signal)) {
        client.setQueryData<Backend[]>(backendsKey, (all) => all?.map((each) => (each.name === name ? changed : each)));
      }
      await client.invalidateQueries({ queryKey: ['models'] });
    };
    // What the events do not tell, the list that is read anew does.
    watch().catch(() => undefined);
    return () => abort.abort();
  }, [client, name, unsettled]);
}
