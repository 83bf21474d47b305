import { describe, expect, it } from 'vitest';
import { middleOf, pressed, spanned, within } from './region';

const size = { width: 1000, height: 500 };

describe('regions', () => {
  it('begin in the middle', () => {
    expect(middleOf(size)).toEqual({ x: 250, y: 125, width: 500, height: 250 });
    expect(middleOf({ width: 1, height: 1 })).toEqual({ x: 0, y: 0, width: 1, height: 1 });
  });

  it('stay in the picture', () => {
    expect(within({ x: 900, y: -20, width: 200, height: 900 }, size)).toEqual({ x: 800, y: 0, width: 200, height: 500 });
  });

  it('are drawn from any corner, also beyond the edge', () => {
    const expected = { x: 700, y: 100, width: 300, height: 400 };
    expect(spanned({ x: 700, y: 100 }, { x: 1200, y: 600 }, size)).toEqual(expected);
    expect(spanned({ x: 1200, y: 600 }, { x: 700, y: 100 }, size)).toEqual(expected);
  });

  it('move and grow by the arrow keys', () => {
    const region = { x: 10, y: 10, width: 100, height: 100 };
    expect(pressed('ArrowRight', false, false, region, size)).toEqual({ ...region, x: 30 });
    expect(pressed('ArrowLeft', false, true, region, size)).toEqual({ ...region, x: 9 });
    expect(pressed('ArrowUp', false, false, region, size)).toEqual({ ...region, y: 0 });
    expect(pressed('ArrowDown', true, false, region, size)).toEqual({ ...region, height: 120 });
    expect(pressed('ArrowDown', true, false, { ...region, height: 485 }, size)).toEqual({ ...region, height: 490 });
    expect(pressed('a', false, false, region, size)).toBeUndefined();
  });
});
