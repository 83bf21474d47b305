import { request, send } from '@/api/http';
import { eventsOf } from '@/api/sse';

export type BackendState = 'ready' | 'loading' | 'failed' | 'unloading' | 'unloaded';
export type Settings = Record<string, string>;

export interface DevicePlacement {
  device: string;
  module: string;
  bytes: number;
}

export interface ServedModel {
  id: string;
  family: string;
  contextLength: number;
  details: Record<string, unknown>;
}

/** A backend on the instance that answers. */
export interface Backend {
  name: string;
  type: string | null;
  source: 'configuration' | 'database';
  state: BackendState;
  problem: string | null;
  loadingSince: string | null;
  progress: { model: string; bytesLoaded: number; bytesTotal: number } | null;
  settings: Settings;
  models: Record<string, Settings>;
  health: { ready: boolean; message: string | null; details: Record<string, unknown> } | null;
  serving: ServedModel[];
}

export interface BackendForm {
  name?: string;
  type: string;
  settings: Settings;
  models: Record<string, Settings>;
}

export interface Deployment {
  /** Null where the configuration names it. */
  id: string | null;
  model: string;
  backend: string | null;
  backendModel: string;
  weight: number;
  priority: number;
  pictures: boolean | null;
  minPromptTokens: number | null;
  maxPromptTokens: number | null;
  active: boolean;
}

export type DeploymentForm = Omit<Deployment, 'id' | 'active' | 'backendModel'> & { backendModel?: string };

export const admin = {
  backends: (signal?: AbortSignal) =>
    request<{ backends: Backend[] }>('GET', '/admin/backends', { signal }).then((page) => page.backends),
  types: (signal?: AbortSignal) => request<{ types: string[] }>('GET', '/admin/backend-types', { signal }).then((page) => page.types),
  addBackend: (form: BackendForm) => request<Backend>('POST', '/admin/backends', { body: form }),
  changeBackend: (name: string, form: BackendForm) => request<Backend>('PUT', `/admin/backends/${encodeURIComponent(name)}`, { body: form }),
  deleteBackend: (name: string) => request<undefined>('DELETE', `/admin/backends/${encodeURIComponent(name)}`),
  load: (name: string) => request<Backend>('POST', `/admin/backends/${encodeURIComponent(name)}/load`),
  unload: (name: string) => request<Backend>('POST', `/admin/backends/${encodeURIComponent(name)}/unload`),

  deployments: (signal?: AbortSignal) =>
    request<{ deployments: Deployment[] }>('GET', '/admin/deployments', { signal }).then((page) => page.deployments),
  addDeployment: (form: DeploymentForm) => request<Deployment>('POST', '/admin/deployments', { body: form }),
  changeDeployment: (id: string, form: DeploymentForm) => request<Deployment>('PUT', `/admin/deployments/${id}`, { body: form }),
  deleteDeployment: (id: string) => request<undefined>('DELETE', `/admin/deployments/${id}`),
};

/** A backend at once and at each change, until it neither loads nor unloads. */
export async function* backendEvents(name: string, signal: AbortSignal): AsyncGenerator<Backend> {
  const response = await send('GET', `/admin/backends/${encodeURIComponent(name)}/events`, {
    headers: { Accept: 'text/event-stream' },
    signal,
  });
  for await (const event of eventsOf(response)) {
    yield JSON.parse(event.data) as Backend;
  }
}
