import type { Backend } from './api';

/** How many answers a backend had in progress and waiting at a time. */
export interface LoadSample {
  at: number;
  running: number;
  queued: number;
}

export type LoadHistory = Readonly<Record<string, readonly LoadSample[]>>;

export const LOAD_PERIOD = 5 * 60_000;

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a backend tells of its models together; none where it tells nothing of its load. */
export function loadOf({ health }: Pick<Backend, 'health'>): { running: number; queued: number } | null {
  const models = health?.details.models;
  const told = (isObject(models) ? Object.values(models) : []).filter(isObject).filter((figures) => typeof figures.running === 'number');
  if (told.length === 0) {
    return null;
  }
  const sum = (name: string) => told.reduce((total, figures) => total + (typeof figures[name] === 'number' ? figures[name] : 0), 0);
  return { running: sum('running'), queued: sum('queued') };
}

/** The history with what the backends tell now; what is too old goes, and so do backends that are gone. */
export function withSamples(history: LoadHistory, backends: readonly Backend[], now: number): LoadHistory {
  return Object.fromEntries(
    backends.map((backend) => {
      const recent = (history[backend.name] ?? []).filter(({ at }) => at > now - LOAD_PERIOD);
      const load = loadOf(backend);
      return [backend.name, load === null ? recent : [...recent, { at: now, ...load }]];
    }),
  );
}
