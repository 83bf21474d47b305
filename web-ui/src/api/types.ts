/** What the server sends, as the page uses it. */

export interface StoredAttachment {
  id: string;
  digest: string;
  mediaType: string;
  fileName: string | null;
  size: number;
  width: number;
  height: number;
}

export type Part = { type: 'text'; text: string } | { type: 'attachment'; attachment: StoredAttachment };

export type GenerationStatus = 'queued' | 'running' | 'completed' | 'stopped' | 'failed' | 'interrupted';

export interface Usage {
  promptTokens: number | null;
  imageTokens: number | null;
  cachedTokens: number | null;
  completionTokens: number | null;
}

export interface Timings {
  queuedAt: string;
  startedAt: string | null;
  firstTokenAt: string | null;
  endedAt: string | null;
}

export interface AnswerRecord {
  id: string;
  conversation: string;
  answer: string;
  model: string;
  parameters: GenerationOptions;
  status: GenerationStatus;
  finishReason: string | null;
  error: string | null;
  usage: Usage;
  timings: Timings;
}

export interface Feedback {
  rating: 'up' | 'down';
  comment: string | null;
}

export interface Message {
  id: string;
  parent: string | null;
  role: 'system' | 'user' | 'assistant';
  createdAt: string;
  parts: Part[];
  generation: AnswerRecord | null;
  feedback: Feedback | null;
}

export interface ConversationSummary {
  id: string;
  title: string;
  model: string | null;
  createdAt: string;
  updatedAt: string;
  pinned: boolean;
  archived: boolean;
  folder: string | null;
  tags: string[];
  /** When a temporary conversation goes. */
  expiresAt: string | null;
  deletedAt: string | null;
}

export type ConversationChange = Partial<Pick<ConversationSummary, 'title' | 'model' | 'pinned' | 'archived' | 'folder' | 'tags'>>;

/** What is absent does not matter. */
export interface ConversationFilter {
  folder?: string;
  pinned?: 'true' | 'false';
  archived?: 'true';
  deleted?: 'true';
}

/** Something that was found: a message, or a conversation by its title. */
export interface SearchHit {
  conversation: ConversationSummary;
  message: string | null;
  role: Message['role'] | null;
  snippet: { text: string; hit: boolean }[];
  at: string;
}

export interface Folder {
  id: string;
  name: string;
}

export interface Conversation extends ConversationSummary {
  messages: Message[];
}

export interface ConversationPage {
  conversations: ConversationSummary[];
  next: string | null;
}

export interface Model {
  id: string;
  family: string;
  backend: string;
  isDefault: boolean;
  ready: boolean;
  message: string | null;
  contextLength: number;
  capabilities: {
    pictures: boolean;
    maxPictures: number;
    maxTiles: number;
    tools: boolean;
    continues: boolean;
    attention?: boolean;
    parameters: string[];
  };
}

export interface GenerationOptions {
  max_tokens?: number;
  temperature?: number;
  top_p?: number;
  top_k?: number;
  seed?: number;
  repetition_penalty?: number;
  max_tiles?: number;
  stop?: string[];
}

export interface Question {
  text: string;
  attachments: string[];
  /** Absent: after the newest message. Null: another beginning. */
  parent?: string | null;
  model?: string;
  options?: GenerationOptions;
  title?: string;
  system?: string;
  temporary?: boolean;
}

export interface MeasureRequest {
  conversation?: string;
  parent?: string | null;
  text: string;
  attachments: string[];
  system?: string;
  model?: string;
  options?: GenerationOptions;
}

/** What a message would cost, with all that it follows. */
export interface Measure {
  model: string;
  contextLength: number;
  promptTokens: number;
  textTokens: number;
  imageTokens: number;
  fits: boolean;
  pictures: { attachment: string; tiles: number; tokens: number }[];
}

export interface Accepted {
  conversation: string;
  message: string;
  answer: string;
  generation: string;
}

export type GenerationEvent =
  | { type: 'queued'; conversation: string; message: string; answer: string; generation: string; model: string }
  | { type: 'started' }
  | { type: 'seam'; offset: number }
  | { type: 'text'; text: string }
  | {
      type: 'end';
      status: GenerationStatus;
      finishReason: string | null;
      error: string | null;
      usage: Usage;
      timings: Timings;
    };
