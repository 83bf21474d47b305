import { describe, expect, it, vi } from 'vitest';
import type { follow } from '@/api/follow';
import type { GenerationEvent } from '@/api/types';
import { LiveAnswers } from './liveAnswers';

const usage = { promptTokens: 5, imageTokens: 0, cachedTokens: 0, completionTokens: 2 };
const timings = { queuedAt: '2026-01-01T00:00:00Z', startedAt: null, firstTokenAt: null, endedAt: null };
const events: GenerationEvent[] = [
  { type: 'started' },
  { type: 'text', text: 'Hel' },
  { type: 'text', text: 'lo' },
  { type: 'end', status: 'completed', finishReason: 'stop', error: null, usage, timings },
];

function following(answer: typeof follow) {
  return new Promise<{ answers: LiveAnswers; calls: number }>((resolve) => {
    const follower = vi.fn(answer);
    const answers: LiveAnswers = new LiveAnswers(() => resolve({ answers, calls: follower.mock.calls.length }), follower);
    answers.start('g');
    answers.start('g');
  });
}

describe('LiveAnswers', () => {
  it('puts the pieces together, and follows an answer once however often it is asked to', async () => {
    const { answers, calls } = await following(async function* () {
      await Promise.resolve();
      yield* events;
    });
    expect(calls).toBe(1);
    expect(answers.get('g')).toMatchObject({ text: 'Hello', status: 'completed', finishReason: 'stop', usage });
  });

  it('tells why an answer cannot be followed', async () => {
    // eslint-disable-next-line require-yield
    const { answers } = await following(async function* () {
      await Promise.resolve();
      throw new Error('It is gone.');
    });
    expect(answers.get('g')).toMatchObject({ status: 'failed', error: 'It is gone.' });
  });

  it('tells its listeners of each piece', async () => {
    const seen: (string | undefined)[] = [];
    await new Promise<void>((resolve) => {
      const answers = new LiveAnswers(
        () => resolve(),
        async function* () {
          await Promise.resolve();
          yield* events;
        },
      );
      answers.subscribe('g', () => seen.push(answers.get('g')?.text));
      answers.start('g');
    });
    expect(seen).toContain('Hel');
    expect(seen.at(-1)).toBe('Hello');
  });
});
