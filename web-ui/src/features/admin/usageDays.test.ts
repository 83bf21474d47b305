import { describe, expect, it } from 'vitest';
import { daysOf } from './UsageChart';

describe('the days of a period', () => {
  it('are all there, across a month, those without use too', () => {
    const usage = [{ of: '2026-03-01', name: null, requests: 1, promptTokens: 10, pictureTokens: 4, completionTokens: 5 }];
    expect(daysOf({ from: '2026-02-27', to: '2026-03-02', usage })).toEqual([
      { day: '2026-02-27', prompt: 0, answer: 0 },
      { day: '2026-02-28', prompt: 0, answer: 0 },
      { day: '2026-03-01', prompt: 10, answer: 5 },
      { day: '2026-03-02', prompt: 0, answer: 0 },
    ]);
  });
});
