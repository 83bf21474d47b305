import { request } from '@/api/http';
import type { components } from '@/api/schema';

type Schemas = components['schemas'];

export type User = Schemas['Account'];
export type Role = User['role'];
export type Link = Schemas['Link'];
export type UsageBy = Schemas['UsagePage']['by'];
export type UsageSum = Schemas['ConsumptionSum'];

export const people = {
  users: (after: string | null, signal?: AbortSignal) =>
    request<Schemas['UserPage']>('GET', `/admin/users?limit=100${after === null ? '' : `&after=${after}`}`, { signal }),
  changeUser: (id: string, change: { role?: Role; enabled?: boolean }) => request<User>('PATCH', `/admin/users/${id}`, { body: change }),
  invite: (role: Role) => request<Link>('POST', '/admin/invitations', { body: { role } }),
  resetPassword: (id: string) => request<Link>('POST', `/admin/users/${id}/password-reset`),

  /** @param days how many, up to today */
  usage: (by: UsageBy, days: number, signal?: AbortSignal) => {
    const day = (ago: number) => new Date(Date.now() - ago * 86_400_000).toISOString().slice(0, 10);
    return request<Schemas['UsagePage']>('GET', `/admin/usage?by=${by}&from=${day(days - 1)}&to=${day(0)}`, { signal });
  },
};
