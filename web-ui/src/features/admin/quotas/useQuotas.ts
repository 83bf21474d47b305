import { useQuery } from '@tanstack/react-query';
import { keysKey, own } from '@/features/own/api';
import { allOf, people, type Quota, type UsageBy, type UsageSum } from '../people';
import { quotasKey } from '../usePeople';

const LIVE = 15_000;

export function useQuotas() {
  return useQuery({
    queryKey: quotasKey,
    queryFn: ({ signal }) => allOf((after) => people.quotas(after, signal).then(({ quotas, next }) => ({ items: quotas, next }))),
  });
}

/** What users or keys have used today and this month, by their ids. */
export function useUse(by: Extract<UsageBy, 'user' | 'key'>): (quota: Quota) => { today: UsageSum | undefined; month: UsageSum | undefined } {
  const of = (days: () => number, period: string) => ({
    queryKey: ['admin', 'usage', by, period],
    queryFn: ({ signal }: { signal: AbortSignal }) => people.usage(by, days(), signal).then(({ usage }) => new Map(usage.map((sum) => [sum.of, sum]))),
    refetchInterval: LIVE,
  });
  const today = useQuery(of(() => 1, 'today'));
  const month = useQuery(of(() => new Date().getUTCDate(), 'month'));
  return (quota) => ({ today: today.data?.get(quota[by]), month: month.data?.get(quota[by]) });
}

/** The names of keys that are known: those that have been used of late, and one's own. */
export function useKeyNames(): ReadonlyMap<string, string> {
  const { data: used = [] } = useQuery({
    queryKey: ['admin', 'usage', 'key', 'names'],
    queryFn: ({ signal }) => people.usage('key', 90, signal).then(({ usage }) => usage),
  });
  const { data: mine = [] } = useQuery({ queryKey: keysKey, queryFn: ({ signal }) => own.keys(signal) });
  return new Map([...mine.map(({ id, name }) => [id, name] as const), ...used.flatMap(({ of, name }) => (of === null ? [] : [[of, name ?? of] as const]))]);
}
