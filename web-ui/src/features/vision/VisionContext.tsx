import { createContext, use } from 'react';
import type { Message, StoredAttachment } from '@/api/types';
import type { BranchEntry } from '@/features/chat/tree';
import { picturesOf } from '@/features/chat/tree';
import type { Sight } from './api';

/** What the views of pictures know of the conversation around them. */
export interface Vision {
  conversation: string;
  branch: readonly BranchEntry[];
  /** Puts a stored picture into the message that is being written. */
  attach: (picture: StoredAttachment) => void;
}

export const VisionContext = createContext<Vision | null>(null);

/** Null where a conversation is only read. */
export function useVision(): Vision | null {
  return use(VisionContext);
}

/** How the pictures of a question were looked at: as the answer to it that is shown was made. */
export function sightOf({ branch }: Pick<Vision, 'branch'>, question: string): Sight {
  const at = branch.findIndex(({ message }) => message.id === question);
  const record = branch.slice(at + 1).find(({ message }) => message.generation !== null)?.message.generation;
  return at < 0 ? { model: undefined, maxTiles: undefined } : { model: record?.model, maxTiles: record?.parameters.max_tiles };
}

/** The pictures that the model had before it when it gave an answer, in the order of the prompt. */
export function picturesBefore({ branch }: Pick<Vision, 'branch'>, answer: Message): StoredAttachment[] {
  const at = branch.findIndex(({ message }) => message.id === answer.id || message.parent === answer.parent);
  return branch.slice(0, Math.max(at, 0)).flatMap(({ message }) => picturesOf(message));
}
