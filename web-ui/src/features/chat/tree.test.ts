import { describe, expect, it } from 'vitest';
import type { Message } from '@/api/types';
import { branchOf } from './tree';

const message = (id: string, parent: string | null, role: Message['role'] = 'user'): Message => ({
  id,
  parent,
  role,
  createdAt: '2026-01-01T00:00:00Z',
  parts: [{ type: 'text', text: id }],
  generation: null,
  feedback: null,
});

const tree = [
  message('q1', null),
  message('a1', 'q1', 'assistant'),
  message('q2', 'a1'),
  message('a2', 'q2', 'assistant'),
  message('q2b', 'a1'),
  message('a2b', 'q2b', 'assistant'),
];

const ids = (choices: [string | null, string][]) => branchOf(tree, new Map(choices)).map((entry) => entry.message.id);

describe('branchOf', () => {
  it('shows the newest branch unless another is chosen', () => {
    expect(ids([])).toEqual(['q1', 'a1', 'q2b', 'a2b']);
    expect(ids([['a1', 'q2']])).toEqual(['q1', 'a1', 'q2', 'a2']);
  });

  it('forgets a choice whose message is gone', () => {
    expect(ids([['a1', 'gone']])).toEqual(['q1', 'a1', 'q2b', 'a2b']);
  });

  it('tells what stands beside a message', () => {
    const entry = branchOf(tree, new Map()).find(({ message: { id } }) => id === 'q2b');
    expect(entry?.siblings.map(({ id }) => id)).toEqual(['q2', 'q2b']);
  });

  it('takes a message whose parent is not there for a beginning', () => {
    expect(branchOf([message('x', 'deleted')], new Map()).map((entry) => entry.message.id)).toEqual(['x']);
  });
});
