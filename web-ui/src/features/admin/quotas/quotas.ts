import { type Allowance, levelOf, type Level, type LimitName, limitNames, shareOf, UNLIMITED } from '@/features/limits/limits';
import type { UsageSum } from '../people';

/** What is written into the form: nothing, a number, or that there is no limit. */
export interface Entry {
  text: string;
  unlimited: boolean;
}

export type Entries = Record<LimitName, Entry>;

export function entriesOf(limits: Allowance | undefined): Entries {
  const entry = (value: number | null | undefined): Entry =>
    value === UNLIMITED ? { text: '', unlimited: true } : { text: value == null ? '' : String(value), unlimited: false };
  return {
    requestsPerMinute: entry(limits?.requestsPerMinute),
    requestsPerDay: entry(limits?.requestsPerDay),
    tokensPerDay: entry(limits?.tokensPerDay),
    tokensPerMonth: entry(limits?.tokensPerMonth),
    pictureTokensPerDay: entry(limits?.pictureTokensPerDay),
    concurrent: entry(limits?.concurrent),
  };
}

export function allowanceOf(entries: Entries): Allowance {
  return Object.fromEntries(
    limitNames.map((name) => {
      const { text, unlimited } = entries[name];
      return [name, unlimited ? UNLIMITED : text.trim() === '' ? null : Number(text)];
    }),
  );
}

/** What a quota says: each limit, or null where it says that there is none. */
export function quotasOf(limits: Allowance): { name: LimitName; value: number | null }[] {
  return limitNames.flatMap((name) => {
    const value = limits[name];
    return value == null ? [] : [{ name, value: value === UNLIMITED ? null : value }];
  });
}

export interface Nearness {
  name: LimitName;
  share: number;
  level: Level;
}

/** The limit of a day or a month of which most is used; none where none is limited. */
export function nearestOf(limits: Allowance, today: UsageSum | undefined, month: UsageSum | undefined): Nearness | null {
  const total = (sum: UsageSum | undefined) => (sum?.promptTokens ?? 0) + (sum?.completionTokens ?? 0);
  const used: Partial<Record<LimitName, number>> = {
    requestsPerDay: today?.requests ?? 0,
    tokensPerDay: total(today),
    pictureTokensPerDay: today?.pictureTokens ?? 0,
    tokensPerMonth: total(month),
  };
  let nearest: Nearness | null = null;
  for (const { name, value } of quotasOf(limits)) {
    const so = used[name];
    if (value !== null && so !== undefined) {
      const share = shareOf(so, value);
      if (nearest === null || share > nearest.share) {
        nearest = { name, share, level: levelOf(so, value) };
      }
    }
  }
  return nearest;
}
