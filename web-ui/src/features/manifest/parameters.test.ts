import { describe, expect, it } from 'vitest';
import { linesOf } from './parameters';

describe('linesOf', () => {
  it('names what is within by its path', () => {
    expect(linesOf({ temperature: 0, tiles: { max: 6, thumbnail: true } })).toEqual([
      ['temperature', '0'],
      ['tiles.max', '6'],
      ['tiles.thumbnail', 'true'],
    ]);
  });

  it('leaves out what is not set, and writes lists as one line', () => {
    expect(linesOf({ seed: null, stop: ['a', 'b'], detail: 'high' })).toEqual([
      ['stop', '["a","b"]'],
      ['detail', 'high'],
    ]);
  });
});
