import { type InfiniteData, useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { api } from '@/api/calls';
import type { ConversationChange, ConversationFilter, ConversationPage, ConversationSummary } from '@/api/types';
import { toasts } from '@/components/toasts';
import { conversationKey, conversationsKey, tagsKey } from '@/features/chat/cache';

type Pages = InfiniteData<ConversationPage, string | null>;

export function useConversations(filter: ConversationFilter, enabled = true) {
  return useInfiniteQuery({
    queryKey: [...conversationsKey, filter],
    queryFn: ({ pageParam, signal }) => api.conversations(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled,
  });
}

/** The conversations of all pages that are loaded. */
export function all(data: Pick<Pages, 'pages'> | undefined): ConversationSummary[] {
  return data?.pages.flatMap((page) => page.conversations) ?? [];
}

/** What can be done to a conversation as a whole. Each is seen at once, and told where it fails. */
export function useConversationChanges(onGone: (id: string) => void) {
  const client = useQueryClient();
  const { t } = useTranslation();

  const settleLists = () => {
    void client.invalidateQueries({ queryKey: conversationsKey });
    void client.invalidateQueries({ queryKey: tagsKey });
  };
  const settle = (id: string) => {
    settleLists();
    void client.invalidateQueries({ queryKey: conversationKey(id) });
  };
  const takeOut = (id: string) =>
    client.setQueriesData<Pages>({ queryKey: conversationsKey }, (pages) => withEach(pages, (each) => (each.id === id ? null : each)));
  const tell = (error: Error) => toasts.add({ description: error.message });
  const offerUndo = (description: string, undo: () => void) => {
    const toast = toasts.add({
      description,
      actionProps: {
        children: t('app.undo'),
        onClick: () => {
          toasts.close(toast);
          undo();
        },
      },
    });
  };

  const change = useMutation({
    mutationFn: ({ id, change: to }: { id: string; change: ConversationChange }) => api.changeConversation(id, to),
    onMutate: ({ id, change: to }) => {
      client.setQueriesData<Pages>({ queryKey: conversationsKey }, (pages) =>
        withEach(pages, (each) => (each.id === id ? { ...each, ...to } : each)),
      );
    },
    onError: tell,
    onSettled: (_data, _error, { id }) => settle(id),
  });
  const restore = useMutation({
    mutationFn: (conversation: ConversationSummary) => api.restoreConversation(conversation.id),
    onError: tell,
    onSettled: (_data, _error, { id }) => settle(id),
  });
  const remove = useMutation({
    mutationFn: ({ conversation, permanently }: { conversation: ConversationSummary; permanently: boolean }) =>
      api.deleteConversation(conversation.id, permanently),
    onMutate: ({ conversation }) => {
      takeOut(conversation.id);
      onGone(conversation.id);
    },
    onSuccess: (_data, { conversation, permanently }) => {
      client.removeQueries({ queryKey: conversationKey(conversation.id) });
      if (!permanently) {
        offerUndo(t('conversations.deleted', { title: conversation.title }), () => restore.mutate(conversation));
      }
    },
    onError: tell,
    onSettled: settleLists,
  });

  return {
    change: (id: string, to: ConversationChange) => change.mutate({ id, change: to }),
    /** As by a swipe, which happens by mistake more easily than a choice in a menu. */
    pin: ({ id, title, pinned }: ConversationSummary) => {
      change.mutate({ id, change: { pinned: !pinned } });
      offerUndo(t(pinned ? 'conversations.unpinnedOne' : 'conversations.pinnedOne', { title }), () => change.mutate({ id, change: { pinned } }));
    },
    archive: (conversation: ConversationSummary) => {
      takeOut(conversation.id);
      change.mutate({ id: conversation.id, change: { archived: true } });
      offerUndo(t('conversations.archivedOne', { title: conversation.title }), () =>
        change.mutate({ id: conversation.id, change: { archived: false } }),
      );
    },
    remove: (conversation: ConversationSummary, permanently = false) => remove.mutate({ conversation, permanently }),
    restore: (conversation: ConversationSummary) => restore.mutate(conversation),
  };
}

export type ConversationChanges = ReturnType<typeof useConversationChanges>;

function withEach(pages: Pages | undefined, change: (each: ConversationSummary) => ConversationSummary | null): Pages | undefined {
  return (
    pages && {
      ...pages,
      pages: pages.pages.map((page) => ({
        ...page,
        conversations: page.conversations.flatMap((each) => change(each) ?? []),
      })),
    }
  );
}
