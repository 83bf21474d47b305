import { tellOtherTabs } from '@/lib/otherTabs';

/** An answer of the server that is not a success, in its own words. */
export class Problem extends Error {
  readonly status: number;
  readonly type: string;
  readonly title: string;
  readonly parameter: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly properties: Record<string, unknown>;

  constructor(status: number, body: Record<string, unknown>) {
    super(text(body.detail) ?? text(body.title) ?? `The server answered ${status}.`);
    this.name = 'Problem';
    this.status = status;
    this.type = (text(body.type) ?? '').replace('urn:azulejo:problem:', '');
    this.title = text(body.title) ?? '';
    this.parameter = text(body.parameter);
    this.retryAfterSeconds = typeof body.retryAfterSeconds === 'number' ? body.retryAfterSeconds : undefined;
    this.properties = body;
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super('The server cannot be reached.', { cause });
    this.name = 'Unreachable';
  }
}

const API = '/api/v1';

/** What is sent without changing anything that other tabs show. */
const ONLY_ASKS = /\/(measure|attention|crop|session)$/;

/** Told to the window when the server wants a login. */
export const REFUSED = 'azulejo:refused';

export interface RequestOptions {
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
}

export async function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const headers = new Headers(options.headers);
  let body: BodyInit | null = null;
  if (options.body instanceof FormData) {
    body = options.body;
  } else if (options.body !== undefined) {
    headers.set('Content-Type', 'application/json');
    body = JSON.stringify(options.body);
  }
  if (method !== 'GET') {
    withCsrfToken((name, value) => headers.set(name, value));
  }
  let response: Response;
  try {
    response = await fetch(API + path, { method, headers, body, keepalive: outlivesThePage(method, body), signal: options.signal ?? null });
  } catch (error) {
    if (options.signal?.aborted) {
      throw error;
    }
    throw new Unreachable(error);
  }
  if (!response.ok) {
    if (response.status === 401 && path !== '/me' && path !== '/session') {
      window.dispatchEvent(new Event(REFUSED));
    }
    throw await problemOf(response);
  }
  if (method !== 'GET' && !ONLY_ASKS.test(path)) {
    tellOtherTabs();
  }
  return response;
}

/** A change is made even where the page is left at once. Browsers allow that for small bodies only. */
function outlivesThePage(method: string, body: BodyInit | null): boolean {
  return method !== 'GET' && (body === null || (typeof body === 'string' && body.length < 16_000));
}

export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  const response = await send(method, path, options);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function problemOf(response: Response): Promise<Problem> {
  return problemFrom(response.status, await response.text().catch(() => ''));
}

export function problemFrom(status: number, body: string): Problem {
  try {
    const parsed: unknown = JSON.parse(body);
    return new Problem(status, typeof parsed === 'object' && parsed !== null ? { ...parsed } : {});
  } catch {
    return new Problem(status, {});
  }
}

/** With a session, whatever changes something carries the token that only this site's pages can read. */
export function withCsrfToken(set: (name: string, value: string) => void): void {
  const token = /(?:^|; )XSRF-TOKEN=([^;]+)/.exec(document.cookie)?.[1];
  if (token !== undefined) {
    set('X-XSRF-TOKEN', decodeURIComponent(token));
  }
}

export function urlOf(path: string): string {
  return API + path;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
