import type { components } from './schema';

/**
 * What the server sends and takes, made from its OpenAPI document. Here is only what that cannot say: what is asked is
 * written without nulls, and objects that the server passes on as they are have their form.
 */
type Schemas = components['schemas'];
type With<T, Changes> = Omit<T, keyof Changes> & Changes;
type Asked<T> = { [K in keyof T]?: Exclude<T[K], null> };

export type StoredAttachment = Schemas['StoredAttachment'];
export type Accepted = Schemas['Accepted'];
export type Folder = Schemas['Folder'];
export type TagCount = Schemas['TagCount'];
export type Measure = Schemas['Measure'];
export type SearchHit = Schemas['SearchHit'];
export type SearchPage = Schemas['SearchPage'];
export type Usage = Schemas['AnswerUsage'];
export type Timings = Schemas['AnswerTimings'];
export type ConversationSummary = Schemas['ConversationSummary'];
export type ConversationPage = Schemas['ConversationPage'];
export type Model = Schemas['ModelView'];
export type ModelPage = Schemas['ModelPage'];

export type GenerationOptions = Asked<Schemas['GenerationParameters']>;
export type GenerationStatus = Schemas['AnswerRecord']['status'];
export type AnswerRecord = With<Schemas['AnswerRecord'], { parameters: GenerationOptions }>;

export interface Feedback {
  rating: 'up' | 'down';
  comment: string | null;
}

export type Message = With<Schemas['ConversationMessageView'], { generation: AnswerRecord | null; feedback: Feedback | null }>;
export type Part = Message['parts'][number];
export type Conversation = With<Schemas['ConversationView'], { messages: Message[] }>;

/** What is absent stays as it is. */
export type ConversationChange = Partial<Pick<ConversationSummary, 'title' | 'model' | 'pinned' | 'archived' | 'folder' | 'tags'>>;

/** What is absent does not matter. */
export interface ConversationFilter {
  folder?: string;
  tag?: string;
  pinned?: 'true' | 'false';
  archived?: 'true';
  deleted?: 'true';
}

export type Preset = With<Schemas['Preset'], { options: GenerationOptions }>;
export type PresetForm = Omit<Preset, 'id'>;

/** Its parent, where absent, is the newest message; where null, there is none: it is another beginning. */
export type Question = With<Asked<Schemas['QuestionRequest']>, { text: string; attachments: string[]; parent?: string | null; options?: GenerationOptions }>;
export type MeasureRequest = With<Asked<Schemas['MeasureRequest']>, { text: string; attachments: string[]; parent?: string | null; options?: GenerationOptions }>;

/** An entry of a generation's stream. The document knows streams only as a whole. */
export type GenerationEvent =
  | { type: 'queued'; conversation: string; message: string; answer: string; generation: string; model: string }
  | { type: 'started' }
  | { type: 'seam'; offset: number }
  | { type: 'text'; text: string }
  | { type: 'end'; status: GenerationStatus; finishReason: string | null; error: string | null; usage: Usage; timings: Timings };
