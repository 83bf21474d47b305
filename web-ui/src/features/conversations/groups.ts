import type { ConversationSummary } from '@/api/types';

export type Period = 'pinned' | 'today' | 'yesterday' | 'week' | 'older';
export type Row = { kind: 'heading'; period: Period } | { kind: 'conversation'; conversation: ConversationSummary };

const DAY = 24 * 60 * 60 * 1000;

export function periodOf(updatedAt: string, now: Date): Period {
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const time = new Date(updatedAt).getTime();
  if (time >= midnight) {
    return 'today';
  }
  if (time >= midnight - DAY) {
    return 'yesterday';
  }
  return time >= midnight - 7 * DAY ? 'week' : 'older';
}

/**
 * Conversations, newest first, with a heading before each period's first; the pinned ones before all. A change is seen in both
 * lists before either is read again: each conversation is shown once, where it belongs by now.
 */
export function rowsOf(conversations: readonly ConversationSummary[], now: Date, pinned: readonly ConversationSummary[] = []): Row[] {
  const rows: Row[] = [];
  const first = pinned.filter((each) => each.pinned);
  const taken = new Set(first.map((each) => each.id));
  if (first.length > 0) {
    rows.push({ kind: 'heading', period: 'pinned' });
    rows.push(...first.map((conversation) => ({ kind: 'conversation' as const, conversation })));
  }
  let period: Period | undefined;
  for (const conversation of conversations) {
    if (taken.has(conversation.id)) {
      continue;
    }
    const its = periodOf(conversation.updatedAt, now);
    if (its !== period) {
      period = its;
      rows.push({ kind: 'heading', period });
    }
    rows.push({ kind: 'conversation', conversation });
  }
  return rows;
}
