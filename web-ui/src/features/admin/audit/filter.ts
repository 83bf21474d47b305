import { request } from '@/api/http';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type AuditEvent = Schemas['AuditEvent'];
export type Result = AuditEvent['result'];
export const RESULTS: readonly Result[] = ['done', 'refused', 'failed'];

/** What is shown of the log; what is empty does not matter. */
export interface AuditFilter {
  actor: string | null;
  /** An action, or the area of several. */
  action: string;
  result: string;
  /** Days, the last one included. */
  from: string;
  to: string;
}

export const NO_FILTER: AuditFilter = { actor: null, action: '', result: '', from: '', to: '' };

const midnight = (day: string, later = 0): string => {
  const [, year, month, date] = /^(\d{4,})-(\d\d)-(\d\d)$/.exec(day) ?? [];
  return new Date(Number(year), Number(month) - 1, Number(date) + later).toISOString();
};

/** As the server takes it: days are those of the clock of who looks, and times those of UTC. */
export function queryOf({ actor, action, result, from, to }: AuditFilter, before: string | null): URLSearchParams {
  return new URLSearchParams({
    limit: '50',
    ...(actor !== null && { actor }),
    ...(action !== '' && { action }),
    ...(result !== '' && { result }),
    ...(from !== '' && { from: midnight(from) }),
    ...(to !== '' && { to: midnight(to, 1) }),
    ...(before !== null && { before }),
  });
}

export const readAudit = (filter: AuditFilter, before: string | null, signal?: AbortSignal) =>
  request<Schemas['AuditPage']>('GET', `/admin/audit?${queryOf(filter, before).toString()}`, { signal });
