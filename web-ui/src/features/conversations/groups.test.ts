import { describe, expect, it } from 'vitest';
import type { ConversationSummary } from '@/api/types';
import { rowsOf } from './groups';

const now = new Date(2026, 5, 15, 12);
const conversation = (id: string, daysAgo: number): ConversationSummary => {
  const at = new Date(2026, 5, 15 - daysAgo, 9).toISOString();
  return { id, title: id, titled: 'text', model: null, createdAt: at, updatedAt: at, pinned: false, archived: false, folder: null, tags: [], expiresAt: null, deletedAt: null };
};
const shown = (rows: ReturnType<typeof rowsOf>) => rows.map((row) => (row.kind === 'heading' ? `# ${row.period}` : row.conversation.id));

describe('rowsOf', () => {
  it('puts a heading before each period that has conversations', () => {
    const list = [conversation('a', 0), conversation('b', 0), conversation('c', 1), conversation('d', 6), conversation('e', 40)];
    expect(shown(rowsOf(list, now))).toEqual(['# today', 'a', 'b', '# yesterday', 'c', '# week', 'd', '# older', 'e']);
  });

  it('shows one that both lists have for a moment once, where it belongs', () => {
    const pinned = { ...conversation('a', 0), pinned: true };
    expect(shown(rowsOf([pinned, conversation('b', 0)], now, [pinned]))).toEqual(['# pinned', 'a', '# today', 'b']);
    const unpinned = conversation('a', 0);
    expect(shown(rowsOf([unpinned], now, [unpinned]))).toEqual(['# today', 'a']);
  });

  it('begins with the pinned ones', () => {
    expect(shown(rowsOf([conversation('a', 0)], now, [{ ...conversation('p', 90), pinned: true }]))).toEqual(['# pinned', 'p', '# today', 'a']);
  });
});
