import { send } from '@/api/http';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];
export type Run = Omit<Schemas['Run'], 'seed'> & { seed: string | null };
export type RunManifest = Omit<Schemas['RunManifest'], 'runs'> & { runs: Run[] };

export async function readManifest(conversation: string, answer: string, signal?: AbortSignal): Promise<RunManifest> {
  const response = await send('GET', `/conversations/${conversation}/messages/${answer}/manifest`, { signal });
  return parseManifest(await response.text());
}

/** Seeds have 64 bits, more than a number holds exactly. */
export function parseManifest(json: string): RunManifest {
  return JSON.parse(json.replace(/"seed":\s*(-?\d+)/g, '"seed":"$1"')) as RunManifest;
}

/** As the server tells it. */
export function manifestJson(manifest: RunManifest): string {
  return JSON.stringify(manifest, null, 2).replace(/"seed": "(-?\d+)"/g, '"seed": $1');
}
