import { describe, expect, it } from 'vitest';
import { levelOf, shareOf } from './limits';

describe('the level of what is used', () => {
  it.each([
    [0, 100, 'fine'],
    [79, 100, 'fine'],
    [80, 100, 'close'],
    [99, 100, 'close'],
    [100, 100, 'out'],
    [130, 100, 'out'],
    [0, 0, 'out'],
    [5000, null, 'fine'],
    [5000, undefined, 'fine'],
    [5000, -1, 'fine'],
  ] as const)('of %s with a limit of %s is %s', (used, limit, level) => {
    expect(levelOf(used, limit)).toBe(level);
  });

  it('fills a bar to its end at most, also where nothing is allowed', () => {
    expect([shareOf(25, 100), shareOf(130, 100), shareOf(0, 0)]).toEqual([0.25, 1, 1]);
  });
});
