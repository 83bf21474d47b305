import type { QueryClient } from '@tanstack/react-query';
import type { Accepted, Conversation, Message, Model, StoredAttachment } from '@/api/types';
import { onOtherTabs, tellOtherTabs } from '@/lib/otherTabs';
import type { LiveAnswer } from './liveAnswers';

export const conversationKey = (id: string) => ['conversation', id] as const;
export const conversationsKey = ['conversations'] as const;
export const tagsKey = ['tags'] as const;

interface Asked {
  accepted: Accepted;
  text: string;
  attachments: StoredAttachment[];
  parent: string | null;
  model: Model | undefined;
}

const NO_USAGE = { promptTokens: null, imageTokens: null, cachedTokens: null, completionTokens: null };

/** The answer that the server has promised, before anything of it is there. */
export function promisedAnswer(accepted: Accepted, model: string, now: string): Message {
  return {
    id: accepted.answer,
    parent: accepted.message,
    role: 'assistant',
    feedback: null,
    createdAt: now,
    parts: [],
    generation: {
      id: accepted.generation,
      conversation: accepted.conversation,
      answer: accepted.answer,
      model,
      parameters: {},
      continues: null,
      seam: [],
      status: 'queued',
      finishReason: null,
      error: null,
      usage: NO_USAGE,
      timings: { queuedAt: now, startedAt: null, firstTokenAt: null, endedAt: null },
    },
  };
}

/** Shows a question at once, without waiting until the conversation is read again. */
export function addQuestion(client: QueryClient, asked: Asked): void {
  const now = new Date().toISOString();
  const { accepted, text, attachments } = asked;
  const question: Message = {
    id: accepted.message,
    parent: asked.parent,
    role: 'user',
    feedback: null,
    createdAt: now,
    parts: [
      ...attachments.map((attachment) => ({ type: 'attachment' as const, attachment })),
      ...(text === '' ? [] : [{ type: 'text' as const, text }]),
    ],
    generation: null,
  };
  addMessages(client, accepted.conversation, [question, promisedAnswer(accepted, asked.model?.id ?? '', now)]);
}

const NEW: Omit<Conversation, 'id' | 'createdAt' | 'updatedAt'> = {
  title: '',
  titled: 'text',
  model: null,
  pinned: false,
  archived: false,
  folder: null,
  tags: [],
  expiresAt: null,
  deletedAt: null,
  messages: [],
};

export function addMessages(client: QueryClient, id: string, messages: Message[]): void {
  const now = new Date().toISOString();
  client.setQueryData<Conversation>(conversationKey(id), (old) => ({
    ...(old ?? { ...NEW, id, createdAt: now }),
    updatedAt: now,
    messages: [...(old?.messages ?? []), ...messages],
  }));
}

/** Makes an answer that has ended part of its conversation. */
export function settleAnswer(client: QueryClient, generation: string, answer: LiveAnswer): void {
  for (const [key, conversation] of client.getQueriesData<Conversation>({ queryKey: ['conversation'] })) {
    const message = conversation?.messages.find((each) => each.generation?.id === generation);
    if (conversation === undefined || message?.generation == null) {
      continue;
    }
    const record = message.generation;
    const settled: Message = {
      ...message,
      parts: answer.text === '' ? [] : [{ type: 'text', text: answer.text }],
      generation: {
        ...record,
        status: answer.status,
        finishReason: answer.finishReason,
        error: answer.error,
        usage: answer.usage ?? record.usage,
        timings: answer.timings ?? record.timings,
      },
    };
    client.setQueryData<Conversation>(key, {
      ...conversation,
      messages: conversation.messages.map((each) => (each === message ? settled : each)),
    });
    void client.invalidateQueries({ queryKey: key });
    void client.invalidateQueries({ queryKey: conversationsKey });
    tellOtherTabs();
  }
}

const SHARED = new Set<unknown>(['conversations', 'conversation', 'folders', 'tags', 'presets', 'shares']);

/** Reads anew what other tabs may have changed; a tab that nobody looks at does so once it is looked at. */
export function followOtherTabs(client: QueryClient): void {
  onOtherTabs(
    () =>
      void client.invalidateQueries({
        predicate: ({ queryKey }) => SHARED.has(queryKey[0]),
        refetchType: document.visibilityState === 'visible' ? 'active' : 'none',
      }),
  );
}

/** Changes one message of a conversation where it is shown. */
export function changeMessage(client: QueryClient, id: string, message: string, change: Partial<Message>): void {
  client.setQueryData<Conversation>(conversationKey(id), (old) =>
    old && { ...old, messages: old.messages.map((each) => (each.id === message ? { ...each, ...change } : each)) },
  );
}
