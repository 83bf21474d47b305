import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '@/api/calls';
import { toasts } from '@/components/toasts';
import { conversationsKey } from '@/features/chat/cache';

const KEY = ['folders'] as const;

export function useFolders() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => api.folders(signal), staleTime: 60_000 }).data ?? [];
}

export function useFolderChanges() {
  const client = useQueryClient();
  const settle = () => {
    void client.invalidateQueries({ queryKey: KEY });
    void client.invalidateQueries({ queryKey: conversationsKey });
  };
  const onError = (error: Error) => toasts.add({ description: error.message });
  const make = useMutation({ mutationFn: api.makeFolder, onError, onSettled: settle });
  const rename = useMutation({ mutationFn: ({ id, name }: { id: string; name: string }) => api.renameFolder(id, name), onError, onSettled: settle });
  const remove = useMutation({ mutationFn: api.deleteFolder, onError, onSettled: settle });
  return { make, rename, remove };
}
