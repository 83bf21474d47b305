import { describe, expect, it } from 'vitest';
import { endOfDay, endOfGivenDay, untilIn } from './times';

const now = new Date('2026-03-30T20:30:00Z');
const after = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

describe('the time until then', () => {
  it.each([
    [0, 'in 0 minutes'],
    [12.2, 'in 13 minutes'],
    [3.5 * 60, 'in 4 hours'],
    [30 * 60, 'in 30 hours'],
    [20 * 24 * 60, 'in 20 days'],
  ])('%s minutes from now is told as %s', (minutes, text) => {
    expect(untilIn('en', after(minutes), now)).toBe(text);
  });

  it('is told in the language that is shown', () => {
    expect(untilIn('de', after(180), now)).toBe('in 3 Stunden');
  });
});

describe('the last day of a key', () => {
  it('ends at midnight, also beyond the end of a month', () => {
    const end = endOfDay(90, new Date(2026, 10, 28, 9));
    expect([end.getFullYear(), end.getMonth(), end.getDate(), end.getHours(), end.getSeconds()]).toEqual([2027, 1, 26, 23, 59]);
  });

  it('is the day that was given, and none where none was', () => {
    expect(endOfGivenDay('2027-02-28')).toEqual(new Date(2027, 1, 28, 23, 59, 59));
    expect(endOfGivenDay('')).toBeNull();
  });
});
