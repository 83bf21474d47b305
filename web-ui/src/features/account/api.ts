import { Problem, request } from '@/api/http';
import type { components } from '@/api/schema';

/** Who is logged in, and how people log in here: local means that nobody has to. */
export type Me = components['schemas']['Me'];

export const accountApi = {
  me: (signal?: AbortSignal) => request<Me>('GET', '/me', { signal }),
  login: (name: string, password: string) => request<Me>('POST', '/session', { body: { name, password } }),
  logout: () => request<components['schemas']['SessionLoggedOut'] | undefined>('DELETE', '/session'),
  /** Where people log in at a provider; null where they have passwords. */
  providerLogin: async (signal?: AbortSignal): Promise<string | null> => {
    try {
      await accountApi.me(signal);
      return null;
    } catch (error) {
      if (error instanceof Problem && error.status === 401) {
        return typeof error.properties.login === 'string' ? error.properties.login : null;
      }
      throw error;
    }
  },
  accept: (token: string, name: string, displayName: string, password: string) =>
    request<Me>('POST', `/invitations/${encodeURIComponent(token)}`, {
      body: { name, password, ...(displayName !== '' && { displayName }) },
    }),
  reset: (token: string, password: string) =>
    request<Me>('POST', `/password-reset/${encodeURIComponent(token)}`, { body: { password } }),
};
