import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/calls';
import type { ConversationPage, ConversationSummary } from '@/api/types';
import { toasts } from '@/components/toasts';
import { conversationKey, conversationsKey } from '@/features/chat/cache';

type Pages = InfiniteData<ConversationPage, string | null>;

export function useConversations() {
  return useInfiniteQuery({
    queryKey: conversationsKey,
    queryFn: ({ pageParam, signal }) => api.conversations(pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
}

function withEach(pages: Pages | undefined, change: (each: ConversationSummary) => ConversationSummary | null): Pages | undefined {
  return pages && {
    ...pages,
    pages: pages.pages.map((page) => ({
      ...page,
      conversations: page.conversations.flatMap((each) => change(each) ?? []),
    })),
  };
}

export function useRename() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ id, title }: { id: string; title: string }) => api.changeConversation(id, { title }),
    onMutate: ({ id, title }) => {
      client.setQueryData<Pages>(conversationsKey, (pages) => withEach(pages, (each) => (each.id === id ? { ...each, title } : each)));
    },
    onError: (error) => toasts.add({ description: error.message }),
    onSettled: (_data, _error, { id }) => {
      void client.invalidateQueries({ queryKey: conversationsKey });
      void client.invalidateQueries({ queryKey: conversationKey(id) });
    },
  });
}

/** Deletes after a while in which it can be undone; it disappears at once. */
export function useDelete(onDeleted: (id: string) => void) {
  const client = useQueryClient();
  const { t } = useTranslation();
  return (conversation: ConversationSummary) => {
    client.setQueryData<Pages>(conversationsKey, (pages) => withEach(pages, (each) => (each.id === conversation.id ? null : each)));
    onDeleted(conversation.id);
    let undone = false;
    const toast = toasts.add({
      description: t('conversations.deleted', { title: conversation.title }),
      actionProps: {
        children: t('app.undo'),
        onClick: () => {
          undone = true;
          toasts.close(toast);
          void client.invalidateQueries({ queryKey: conversationsKey });
        },
      },
      onClose: () => {
        if (!undone) {
          void api
            .deleteConversation(conversation.id)
            .then(() => client.removeQueries({ queryKey: conversationKey(conversation.id) }))
            .catch((error: unknown) => toasts.add({ description: error instanceof Error ? error.message : String(error) }))
            .finally(() => client.invalidateQueries({ queryKey: conversationsKey }));
        }
      },
    });
  };
}
