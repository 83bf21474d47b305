const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long it is until then, in the largest unit that fits: "in 3 hours". */
export function untilIn(language: string, then: Date, now: Date): string {
  const left = Math.max(0, then.getTime() - now.getTime());
  const format = new Intl.RelativeTimeFormat(language);
  if (left >= 2 * DAY) {
    return format.format(Math.round(left / DAY), 'day');
  }
  return left >= HOUR ? format.format(Math.round(left / HOUR), 'hour') : format.format(Math.ceil(left / MINUTE), 'minute');
}

/** The end of a day that begins so many days from now, by the clock of who looks: a key is good on its last day. */
export function endOfDay(daysFromNow: number, now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + daysFromNow, 23, 59, 59);
}

/** A day as a date field gives it, at its end; null where it is none. */
export function endOfGivenDay(day: string): Date | null {
  const [, year, month, date] = /^(\d{4,})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return year === undefined ? null : new Date(Number(year), Number(month) - 1, Number(date), 23, 59, 59);
}
