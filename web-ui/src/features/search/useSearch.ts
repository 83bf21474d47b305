import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { api } from '@/api/calls';
import { useSettled } from '@/lib/useSettled';

/** Searches in each pause of writing. */
export function useSearch(words: string) {
  const settled = useSettled(words);
  return useInfiniteQuery({
    queryKey: ['search', settled],
    queryFn: ({ pageParam, signal }) => api.search(settled, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: /[\p{L}\p{N}]/u.test(settled),
    placeholderData: keepPreviousData,
    retry: false,
  });
}
