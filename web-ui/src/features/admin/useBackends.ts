import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { admin, type Backend, backendEvents } from './api';
import { type LoadHistory, withSamples } from './load';

export const backendsKey = ['admin', 'backends'] as const;
/** Beside the others, so that it is not forgotten with them. */
export const loadKey = ['load'] as const;
export const deploymentsKey = ['admin', 'deployments'] as const;

const LIVE = 3000;

/** Live; each look is kept for the chart of the load. */
export function useBackends() {
  const client = useQueryClient();
  return useQuery({
    queryKey: backendsKey,
    queryFn: async ({ signal }) => {
      const backends = await admin.backends(signal);
      client.setQueryData<LoadHistory>(loadKey, (history = {}) => withSamples(history, backends, Date.now()));
      return backends;
    },
    refetchInterval: LIVE,
  });
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
