import { request } from './http';
import type {
  Accepted,
  AnswerRecord,
  Conversation,
  ConversationChange,
  ConversationFilter,
  ConversationPage,
  ConversationSummary,
  Feedback,
  Folder,
  GenerationOptions,
  Measure,
  MeasureRequest,
  ModelPage,
  Preset,
  PresetForm,
  Question,
  SearchPage,
  TagCount,
} from './types';

/** One function for each call of the server that the page makes. */
export const api = {
  models: (signal?: AbortSignal) =>
    request<ModelPage>('GET', '/models', { signal }).then((page) => page.models),

  conversations: (filter: ConversationFilter, before: string | null, signal?: AbortSignal) => {
    const query = new URLSearchParams({ limit: '50', ...filter, ...(before !== null && { before }) });
    return request<ConversationPage>('GET', `/conversations?${query.toString()}`, { signal });
  },

  conversation: (id: string, signal?: AbortSignal) => request<Conversation>('GET', `/conversations/${id}`, { signal }),

  changeConversation: (id: string, change: ConversationChange) =>
    request<ConversationSummary>('PATCH', `/conversations/${id}`, { body: change }),

  /** Into the bin, unless it is to be gone at once. */
  deleteConversation: (id: string, permanently = false) =>
    request<undefined>('DELETE', `/conversations/${id}${permanently ? '?permanently=true' : ''}`),

  restoreConversation: (id: string) => request<ConversationSummary>('POST', `/conversations/${id}/restore`),

  search: (words: string, before: string | null, signal?: AbortSignal) => {
    const query = new URLSearchParams({ q: words, limit: '20', ...(before !== null && { before }) });
    return request<SearchPage>('GET', `/search?${query.toString()}`, { signal });
  },

  folders: (signal?: AbortSignal) => request<Folder[]>('GET', '/folders', { signal }),
  makeFolder: (name: string) => request<Folder>('POST', '/folders', { body: { name } }),
  renameFolder: (id: string, name: string) => request<Folder>('PATCH', `/folders/${id}`, { body: { name } }),
  deleteFolder: (id: string) => request<undefined>('DELETE', `/folders/${id}`),

  tags: (signal?: AbortSignal) => request<TagCount[]>('GET', '/tags', { signal }),

  presets: (signal?: AbortSignal) => request<Preset[]>('GET', '/presets', { signal }),
  makePreset: (preset: PresetForm) => request<Preset>('POST', '/presets', { body: preset }),
  changePreset: (id: string, change: Partial<PresetForm>) => request<Preset>('PATCH', `/presets/${id}`, { body: change }),
  deletePreset: (id: string) => request<undefined>('DELETE', `/presets/${id}`),

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

  giveFeedback: (conversation: string, answer: string, feedback: Pick<Feedback, 'rating'> | null) =>
    feedback === null
      ? request<undefined>('DELETE', `/conversations/${conversation}/messages/${answer}/feedback`)
      : request<unknown>('PUT', `/conversations/${conversation}/messages/${answer}/feedback`, { body: feedback }),

  measure: (what: MeasureRequest, signal?: AbortSignal) => request<Measure>('POST', '/measure', { body: what, signal }),

  stop: (generation: string) => request<AnswerRecord>('POST', `/generations/${generation}/stop`),
};
