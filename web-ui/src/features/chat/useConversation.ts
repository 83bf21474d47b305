import { useQuery } from '@tanstack/react-query';
import { api } from '@/api/calls';
import { Problem } from '@/api/http';
import { conversationKey } from './cache';

export function useConversation(id: string | null) {
  return useQuery({
    queryKey: conversationKey(id ?? ''),
    queryFn: ({ signal }) => api.conversation(id ?? '', signal),
    enabled: id !== null,
    retry: (failures, error) => !(error instanceof Problem && error.status < 500) && failures < 3,
  });
}
