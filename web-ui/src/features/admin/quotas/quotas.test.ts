import { describe, expect, it } from 'vitest';
import { allowanceOf, entriesOf, nearestOf, quotasOf } from './quotas';

const nothing = { requestsPerMinute: null, requestsPerDay: null, tokensPerDay: null, tokensPerMonth: null, pictureTokensPerDay: null, concurrent: null };
const used = (requests: number, promptTokens: number, pictureTokens: number, completionTokens: number) => ({ of: 'x', name: 'x', requests, promptTokens, pictureTokens, completionTokens });

describe('the form of a quota', () => {
  it('gives back what it was filled with: a number, nothing, no limit, nothing allowed', () => {
    const limits = { ...nothing, requestsPerDay: 20, tokensPerMonth: -1, concurrent: 0 };
    expect(allowanceOf(entriesOf(limits))).toEqual(limits);
  });

  it('begins empty, and says nothing then', () => {
    expect(allowanceOf(entriesOf(undefined))).toEqual(nothing);
  });

  it('takes the tick for no limit before what was written', () => {
    const entries = { ...entriesOf(undefined), tokensPerDay: { text: '5000', unlimited: true } };
    expect(allowanceOf(entries).tokensPerDay).toBe(-1);
  });
});

describe('what a quota says', () => {
  it('is what it limits, and what it does away with', () => {
    expect(quotasOf({ ...nothing, tokensPerDay: 10, concurrent: -1 })).toEqual([
      { name: 'tokensPerDay', value: 10 },
      { name: 'concurrent', value: null },
    ]);
  });
});

describe('the nearest limit', () => {
  it('is that of which most is used, by day or by month', () => {
    const limits = { ...nothing, requestsPerDay: 100, tokensPerDay: 1000, tokensPerMonth: 2000, pictureTokensPerDay: 1000 };
    expect(nearestOf(limits, used(10, 300, 200, 100), used(50, 1500, 900, 300))).toEqual({ name: 'tokensPerMonth', share: 0.9, level: 'close' });
    expect(nearestOf(limits, used(99, 300, 200, 100), used(99, 300, 200, 100))?.name).toBe('requestsPerDay');
  });

  it('is used up where nothing is allowed, and not there where nothing of a day or month is limited', () => {
    expect(nearestOf({ ...nothing, tokensPerDay: 0 }, undefined, undefined)).toEqual({ name: 'tokensPerDay', share: 1, level: 'out' });
    expect(nearestOf({ ...nothing, concurrent: 2, tokensPerDay: -1 }, used(5, 5, 0, 5), undefined)).toBeNull();
  });
});
