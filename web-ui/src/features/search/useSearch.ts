import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '@/api/calls';

const PAUSE = 200;

/** Searches in each pause of writing. */
export function useSearch(words: string) {
  const [settled, setSettled] = useState('');
  useEffect(() => {
    const later = setTimeout(() => setSettled(words.trim()), PAUSE);
    return () => clearTimeout(later);
  }, [words]);
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
