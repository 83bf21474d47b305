import { request } from '@/api/http';
import type { components } from '@/api/schema';

/** Who is logged in, and how people log in here: local means that nobody has to. */
export type Me = components['schemas']['Me'];

export const accountApi = {
  me: (signal?: AbortSignal) => request<Me>('GET', '/me', { signal }),
  login: (name: string, password: string) => request<Me>('POST', '/session', { body: { name, password } }),
  logout: () => request<undefined>('DELETE', '/session'),
  accept: (token: string, name: string, displayName: string, password: string) =>
    request<Me>('POST', `/invitations/${encodeURIComponent(token)}`, {
      body: { name, password, ...(displayName !== '' && { displayName }) },
    }),
  reset: (token: string, password: string) =>
    request<Me>('POST', `/password-reset/${encodeURIComponent(token)}`, { body: { password } }),
};
