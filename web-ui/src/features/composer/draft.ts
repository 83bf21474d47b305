import type { StoredAttachment } from '@/api/types';
import { readStored, store } from '@/lib/storage';

/** A picture on its way into a message. */
export interface DraftPicture {
  key: string;
  name: string;
  preview: string;
  /** 0 to 1. */
  progress: number;
  attachment: StoredAttachment | null;
  error: string | null;
}

export interface Draft {
  text: string;
  pictures: DraftPicture[];
}

export type DraftAction =
  | { type: 'write'; text: string }
  | { type: 'add'; picture: DraftPicture }
  | { type: 'change'; key: string; change: Partial<DraftPicture> }
  | { type: 'remove'; key: string }
  | { type: 'move'; key: string; to: number }
  | { type: 'replace'; draft: Draft };

export const EMPTY: Draft = { text: '', pictures: [] };

export function reduceDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'write':
      return { ...draft, text: action.text };
    case 'add':
      return { ...draft, pictures: [...draft.pictures, action.picture] };
    case 'change':
      return {
        ...draft,
        pictures: draft.pictures.map((each) => (each.key === action.key ? { ...each, ...action.change } : each)),
      };
    case 'remove':
      return { ...draft, pictures: draft.pictures.filter((each) => each.key !== action.key) };
    case 'move': {
      const picture = draft.pictures.find((each) => each.key === action.key);
      if (picture === undefined) {
        return draft;
      }
      const pictures = draft.pictures.filter((each) => each !== picture);
      pictures.splice(Math.max(0, Math.min(action.to, pictures.length)), 0, picture);
      return { ...draft, pictures };
    }
    case 'replace':
      return action.draft;
  }
}

export function isUploading(draft: Draft): boolean {
  return draft.pictures.some((picture) => picture.attachment === null && picture.error === null);
}

export function attachmentsOf(draft: Draft): StoredAttachment[] {
  return draft.pictures.flatMap((picture) => (picture.attachment === null ? [] : [picture.attachment]));
}

export function canSend(draft: Draft): boolean {
  return !isUploading(draft) && (draft.text.trim() !== '' || attachmentsOf(draft).length > 0);
}

export function pictureFrom(attachment: StoredAttachment, previewOf: (id: string) => string): DraftPicture {
  return {
    key: attachment.id,
    name: attachment.fileName ?? '',
    preview: previewOf(attachment.id),
    progress: 1,
    attachment,
    error: null,
  };
}

const keyOf = (conversation: string | null) => `azulejo.draft.${conversation ?? 'new'}`;

/** What was written but not sent, as it was when the page was left. Uploads that had not ended are not in it. */
export function loadDraft(conversation: string | null, previewOf: (id: string) => string): Draft {
  const stored = readStored(keyOf(conversation));
  if (stored === null) {
    return EMPTY;
  }
  try {
    const { text, attachments } = JSON.parse(stored) as { text: string; attachments: StoredAttachment[] };
    return { text, pictures: attachments.map((each) => pictureFrom(each, previewOf)) };
  } catch {
    return EMPTY;
  }
}

export function saveDraft(conversation: string | null, draft: Draft): void {
  const attachments = attachmentsOf(draft);
  const empty = draft.text === '' && attachments.length === 0;
  store(keyOf(conversation), empty ? null : JSON.stringify({ text: draft.text, attachments }));
}
