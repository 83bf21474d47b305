import { request, send } from '@/api/http';
import type { components } from '@/api/schema';
import { eventsOf } from '@/api/sse';

type Schemas = components['schemas'];

export type Settings = Record<string, string>;
/** A backend on the instance that answers. */
export type Backend = Schemas['BackendView'];
export type BackendState = Backend['state'];
export type ServedModel = Schemas['ModelDescriptor'];
export type Deployment = Schemas['DeploymentView'];
export type DeploymentForm = Schemas['DeploymentForm'];

export interface BackendForm {
  name?: string;
  type: string;
  settings: Settings;
  models: Record<string, Settings>;
}

export interface DevicePlacement {
  device: string;
  module: string;
  bytes: number;
}

export const admin = {
  backends: (signal?: AbortSignal) =>
    request<Schemas['BackendPage']>('GET', '/admin/backends', { signal }).then((page) => page.backends),
  types: (signal?: AbortSignal) => request<Schemas['BackendTypes']>('GET', '/admin/backend-types', { signal }).then((page) => page.types),
  addBackend: (form: BackendForm) => request<Backend>('POST', '/admin/backends', { body: form }),
  changeBackend: (name: string, form: BackendForm) => request<Backend>('PUT', `/admin/backends/${encodeURIComponent(name)}`, { body: form }),
  deleteBackend: (name: string) => request<undefined>('DELETE', `/admin/backends/${encodeURIComponent(name)}`),
  load: (name: string) => request<Backend>('POST', `/admin/backends/${encodeURIComponent(name)}/load`),
  unload: (name: string) => request<Backend>('POST', `/admin/backends/${encodeURIComponent(name)}/unload`),

  deployments: (signal?: AbortSignal) =>
    request<Schemas['DeploymentPage']>('GET', '/admin/deployments', { signal }).then((page) => page.deployments),
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
