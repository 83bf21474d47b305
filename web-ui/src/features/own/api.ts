import { request } from '@/api/http';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type ApiKey = Schemas['ApiKey'];
export type Scope = ApiKey['scopes'][number];
export type OwnUsage = Schemas['OwnUsage'];

export interface NewKey {
  name: string;
  scopes: readonly Scope[];
  expiresAt: string | null;
}

export const keysKey = ['me', 'keys'] as const;

export const own = {
  usage: (signal?: AbortSignal) => request<OwnUsage>('GET', '/me/usage', { signal }),
  keys: (signal?: AbortSignal) => request<ApiKey[]>('GET', '/me/keys', { signal }),
  makeKey: (key: NewKey) => request<ApiKey>('POST', '/me/keys', { body: key }),
  changePassword: (old: string, password: string) => request<undefined>('PUT', '/me/password', { body: { old, password } }),
  deleteAccount: (password: string | null) => request<undefined>('DELETE', '/me', { body: { password } }),
  revokeKey: (id: string) => request<undefined>('DELETE', `/me/keys/${id}`),
};
