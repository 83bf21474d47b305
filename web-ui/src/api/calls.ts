import { request } from './http';
import type {
  Accepted,
  AnswerRecord,
  Conversation,
  ConversationPage,
  ConversationSummary,
  GenerationOptions,
  Measure,
  MeasureRequest,
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

  /** Answers a question once more; the new answer stands beside the others. */
  regenerate: (conversation: string, message: string, change: { model?: string; options?: GenerationOptions }, key: string) =>
    request<Accepted>('POST', `/conversations/${conversation}/messages/${message}/regenerate`, {
      body: change,
      headers: { 'Idempotency-Key': key },
    }),

  /** Goes on with an answer that was cut off, as another answer beside it. */
  goOn: (conversation: string, answer: string, key: string) =>
    request<Accepted>('POST', `/conversations/${conversation}/messages/${answer}/continue`, {
      body: {},
      headers: { 'Idempotency-Key': key },
    }),

  deleteMessage: (conversation: string, message: string) =>
    request<undefined>('DELETE', `/conversations/${conversation}/messages/${message}`),

  fork: (conversation: string, message: string) =>
    request<ConversationSummary>('POST', `/conversations/${conversation}/fork`, { body: { message } }),

  measure: (what: MeasureRequest, signal?: AbortSignal) => request<Measure>('POST', '/measure', { body: what, signal }),

  stop: (generation: string) => request<AnswerRecord>('POST', `/generations/${generation}/stop`),
};
