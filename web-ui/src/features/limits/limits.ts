import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type Allowance = Schemas['Allowance'];
export type Use = Schemas['Use'];
export type LimitName = 'requestsPerMinute' | 'requestsPerDay' | 'tokensPerDay' | 'tokensPerMonth' | 'pictureTokensPerDay' | 'concurrent';

export const limitNames: readonly LimitName[] = ['requestsPerMinute', 'requestsPerDay', 'tokensPerDay', 'tokensPerMonth', 'pictureTokensPerDay', 'concurrent'];

/** In a quota: there is no limit, whatever others say. */
export const UNLIMITED = -1;

export type Level = 'fine' | 'close' | 'out';

/** From this share on it is said that a limit is near. */
const CLOSE = 0.8;

/** How near what was used is to its limit; nothing is near where there is none. */
export function levelOf(used: number, limit: number | null | undefined): Level {
  if (limit == null || limit < 0) {
    return 'fine';
  }
  if (used >= limit) {
    return 'out';
  }
  return used >= limit * CLOSE ? 'close' : 'fine';
}

/** What part of a limit is used, of 1. Nothing allowed is all used. */
export function shareOf(used: number, limit: number): number {
  return limit <= 0 ? 1 : Math.min(1, used / limit);
}
