import { describe, expect, it } from 'vitest';
import { DELETE_AT, PIN_AT, stageOf } from './rowSwipe';

describe('stageOf', () => {
  it('does nothing for a short pull, pins for a longer, deletes for a long one', () => {
    expect(stageOf(PIN_AT - 1)).toBe('none');
    expect(stageOf(PIN_AT)).toBe('pin');
    expect(stageOf(DELETE_AT - 1)).toBe('pin');
    expect(stageOf(DELETE_AT)).toBe('delete');
  });
});
