import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/calls';
import { tagsKey } from '@/features/chat/cache';

/** The tags that there are, with how many conversations have each. */
export function useTags() {
  return useQuery({ queryKey: tagsKey, queryFn: ({ signal }) => api.tags(signal), staleTime: 60_000 }).data ?? [];
}
