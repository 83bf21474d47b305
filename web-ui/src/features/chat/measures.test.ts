import { describe, expect, it } from 'vitest';
import { measuresOf } from './measures';
import { nextLength } from './useSmoothText';

const usage = { promptTokens: 1, imageTokens: 0, cachedTokens: 0, completionTokens: 11 };

describe('measuresOf', () => {
  it('counts the rate without the wait for the first token', () => {
    const timings = {
      queuedAt: '2026-01-01T00:00:00.000Z',
      startedAt: '2026-01-01T00:00:00.100Z',
      firstTokenAt: '2026-01-01T00:00:00.500Z',
      endedAt: '2026-01-01T00:00:02.500Z',
    };
    expect(measuresOf({ timings, usage })).toEqual({ firstTokenSeconds: 0.5, tokensPerSecond: 5 });
  });

  it('knows nothing of an answer that never began', () => {
    const timings = { queuedAt: '2026-01-01T00:00:00Z', startedAt: null, firstTokenAt: null, endedAt: '2026-01-01T00:00:01Z' };
    expect(measuresOf({ timings, usage })).toEqual({ firstTokenSeconds: null, tokensPerSecond: null });
  });
});

describe('nextLength', () => {
  it('comes to the end, and never goes beyond it or back', () => {
    let shown = 0;
    let frames = 0;
    while (shown < 1000) {
      const next = nextLength(shown, 1000);
      expect(next).toBeGreaterThan(shown);
      shown = next;
      frames++;
    }
    expect(shown).toBe(1000);
    expect(frames).toBeLessThan(60);
  });
});
