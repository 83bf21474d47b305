import type { Message } from '@/api/types';

/** For each message (or the root), which of its children a person chose to see. */
export type Choices = ReadonlyMap<string | null, string>;

export interface BranchEntry {
  message: Message;
  /** The message and those beside it under the same parent, oldest first. */
  siblings: readonly Message[];
}

/** The path from the root that is shown: the chosen child everywhere, else the newest. */
export function branchOf(messages: readonly Message[], choices: Choices): BranchEntry[] {
  const children = childrenOf(messages);
  const branch: BranchEntry[] = [];
  let parent: string | null = null;
  for (;;) {
    const siblings: readonly Message[] = children.get(parent) ?? [];
    const chosen = choices.get(parent);
    const message: Message | undefined = siblings.find((each) => each.id === chosen) ?? siblings.at(-1);
    if (message === undefined) {
      return branch;
    }
    branch.push({ message, siblings });
    parent = message.id;
  }
}

function childrenOf(messages: readonly Message[]): Map<string | null, Message[]> {
  const children = new Map<string | null, Message[]>();
  const known = new Set(messages.map((message) => message.id));
  for (const message of messages) {
    const parent = message.parent !== null && known.has(message.parent) ? message.parent : null;
    const siblings = children.get(parent);
    if (siblings === undefined) {
      children.set(parent, [message]);
    } else {
      siblings.push(message);
    }
  }
  return children;
}

export function textOf(message: Message): string {
  return message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}

export function picturesOf(message: Message) {
  return message.parts.flatMap((part) => (part.type === 'attachment' ? [part.attachment] : []));
}

export function isUnfinished(message: Message): boolean {
  return message.generation !== null && (message.generation.status === 'queued' || message.generation.status === 'running');
}
