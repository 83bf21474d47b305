import { request } from '@/api/http';
import type { components } from '@/api/schema';
import type { Allowance } from '@/features/limits/limits';

type Schemas = components['schemas'];

export type User = Schemas['Account'];
export type Role = User['role'];
export type Link = Schemas['Link'];
export type UsageBy = Schemas['UsagePage']['by'];
export type UsageSum = Schemas['ConsumptionSum'];
export type Group = Schemas['Group'];
export type Member = Schemas['GroupsMember'];
export type ModelPermission = Schemas['ModelPermission'];
export type Quota = Schemas['Quota'];
export type QuotaHolder = { user: string } | { group: string } | { key: string };

const DAY = 86_400_000;
const at = (name: string) => encodeURIComponent(name);
const page = (limit: number, after: string | null) => `limit=${limit}${after === null ? '' : `&after=${at(after)}`}`;
const dayAgo = (ago: number) => new Date(Date.now() - ago * DAY).toISOString().slice(0, 10);

export const people = {
  /** @param part of their names; all users where it is empty */
  users: (part: string, after: string | null, signal?: AbortSignal) =>
    request<Schemas['UserPage']>('GET', `/admin/users?${page(200, after)}${part === '' ? '' : `&q=${at(part)}`}`, { signal }),
  changeUser: (id: string, change: { role?: Role; enabled?: boolean }) => request<User>('PATCH', `/admin/users/${id}`, { body: change }),
  deleteUser: (id: string) => request<undefined>('DELETE', `/admin/users/${id}`),
  invite: (role: Role) => request<Link>('POST', '/admin/invitations', { body: { role } }),
  resetPassword: (id: string) => request<Link>('POST', `/admin/users/${id}/password-reset`),

  groups: (after: string | null, signal?: AbortSignal) => request<Schemas['GroupPage']>('GET', `/admin/groups?${page(200, after)}`, { signal }),
  group: (name: string, signal?: AbortSignal) => request<Group>('GET', `/admin/groups/${at(name)}`, { signal }),
  addGroup: (name: string, description: string) => request<Group>('POST', '/admin/groups', { body: { name, description } }),
  describeGroup: (name: string, description: string) => request<Group>('PATCH', `/admin/groups/${at(name)}`, { body: { description } }),
  deleteGroup: (name: string) => request<undefined>('DELETE', `/admin/groups/${at(name)}`),
  members: (name: string, after: string | null, signal?: AbortSignal) =>
    request<Schemas['MemberPage']>('GET', `/admin/groups/${at(name)}/members?${page(100, after)}`, { signal }),
  addMember: (name: string, id: string) => request<undefined>('PUT', `/admin/groups/${at(name)}/members/${id}`),
  removeMember: (name: string, id: string) => request<undefined>('DELETE', `/admin/groups/${at(name)}/members/${id}`),

  permissions: (signal?: AbortSignal) =>
    request<Schemas['ModelPermissionPage']>('GET', '/admin/model-permissions', { signal }).then(({ permissions }) => permissions),
  restrict: (permission: ModelPermission) => request<ModelPermission>('PUT', '/admin/model-permissions', { body: permission }),
  openToAll: (model: string) => request<undefined>('DELETE', `/admin/model-permissions?model=${at(model)}`),

  quotas: (after: string | null, signal?: AbortSignal) => request<Schemas['QuotaPage']>('GET', `/admin/quotas?${page(100, after)}`, { signal }),
  addQuota: (holder: QuotaHolder, limits: Allowance) => request<Quota>('POST', '/admin/quotas', { body: { ...holder, limits } }),
  changeQuota: (id: string, limits: Allowance) => request<Quota>('PUT', `/admin/quotas/${id}`, { body: { limits } }),
  deleteQuota: (id: string) => request<undefined>('DELETE', `/admin/quotas/${id}`),

  /** @param days how many, up to today */
  usage: (by: UsageBy, days: number, signal?: AbortSignal) =>
    request<Schemas['UsagePage']>('GET', `/admin/usage?by=${by}&from=${dayAgo(days - 1)}&to=${dayAgo(0)}`, { signal }),
};

/** Everything of a list that comes in pages. */
export async function allOf<T>(read: (after: string | null) => Promise<{ items: T[]; next: string | null }>): Promise<T[]> {
  const all: T[] = [];
  let after: string | null = null;
  do {
    const { items, next }: { items: T[]; next: string | null } = await read(after);
    all.push(...items);
    after = next;
  } while (after !== null);
  return all;
}
