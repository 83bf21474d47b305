import { request } from './http';
import type {
  Accepted,
  AnswerRecord,
  Conversation,
  ConversationPage,
  ConversationSummary,
  Model,
  Question,
} from './types';

/** One function for each call of the server that the page makes. */
export const api = {
  models: (signal?: AbortSignal) =>
    request<{ models: Model[] }>('GET', '/models', { signal }).then((page) => page.models),

  conversations: (before: string | null, signal?: AbortSignal) =>
    request<ConversationPage>('GET', `/conversations?limit=50${before === null ? '' : `&before=${before}`}`, { signal }),

  conversation: (id: string, signal?: AbortSignal) => request<Conversation>('GET', `/conversations/${id}`, { signal }),

  changeConversation: (id: string, change: Partial<Pick<ConversationSummary, 'title' | 'model' | 'pinned' | 'archived' | 'folder' | 'tags'>>) =>
    request<ConversationSummary>('PATCH', `/conversations/${id}`, { body: change }),

  deleteConversation: (id: string) => request<undefined>('DELETE', `/conversations/${id}`),

  /** @param key makes a question that is sent twice be asked once */
  ask: (conversation: string | null, question: Question, key: string) =>
    request<Accepted>('POST', conversation === null ? '/conversations' : `/conversations/${conversation}/messages`, {
      body: question,
      headers: { 'Idempotency-Key': key },
    }),

  stop: (generation: string) => request<AnswerRecord>('POST', `/generations/${generation}/stop`),
};
