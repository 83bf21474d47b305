import type { AnswerRecord } from '@/api/types';

export interface Measures {
  firstTokenSeconds: number | null;
  tokensPerSecond: number | null;
}

/** How fast an answer came: the wait for its first token, and the rate of those after it. */
export function measuresOf({ timings, usage }: Pick<AnswerRecord, 'timings' | 'usage'>): Measures {
  const first = secondsBetween(timings.queuedAt, timings.firstTokenAt);
  const rest = secondsBetween(timings.firstTokenAt, timings.endedAt);
  const tokens = usage.completionTokens;
  return {
    firstTokenSeconds: first,
    tokensPerSecond: rest !== null && rest > 0 && tokens !== null && tokens > 1 ? (tokens - 1) / rest : null,
  };
}

function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000;
}
