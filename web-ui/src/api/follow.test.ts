import { afterEach, describe, expect, it, vi } from 'vitest';
import { follow } from './follow';
import type { GenerationEvent } from './types';

const event = (id: number, data: object, name = 'update') => `id:${id}\nevent:${name}\ndata:${JSON.stringify(data)}\n\n`;
const text = (id: number, words: string) => event(id, { type: 'text', text: words });
const end = (id: number) => event(id, { type: 'end', status: 'completed' }, 'end');

/** Answers each request with the next of the given responses, and keeps what was asked. */
function serve(...answers: (string | number | Error)[]) {
  const after: (string | null)[] = [];
  vi.stubGlobal('fetch', (_url: string, init: RequestInit) => {
    after.push(new Headers(init.headers).get('Last-Event-ID'));
    const answer = answers.shift() ?? new Error('no more answers');
    if (answer instanceof Error) {
      return Promise.reject(answer);
    }
    return Promise.resolve(typeof answer === 'number' ? new Response(null, { status: answer }) : new Response(answer));
  });
  return after;
}

async function collect(onConnection?: (connected: boolean) => void): Promise<GenerationEvent[]> {
  const events: GenerationEvent[] = [];
  const options = { signal: new AbortController().signal, wait: () => Promise.resolve(), ...(onConnection && { onConnection }) };
  for await (const each of follow('g', options)) {
    events.push(each);
  }
  return events;
}

afterEach(() => vi.unstubAllGlobals());

describe('follow', () => {
  it('goes on after the last event that it had when the stream closes without an end', async () => {
    const after = serve(text(1, 'one ') + text(2, 'two '), new TypeError('network'), text(3, 'three') + end(4));
    const events = await collect();
    expect(after).toEqual(['0', '2', '2']);
    expect(events.map((each) => (each.type === 'text' ? each.text : each.type)).join('')).toBe('one two threeend');
  });

  it('comes back after an error of the server', async () => {
    serve(503, end(1));
    expect(await collect()).toHaveLength(1);
  });

  it('ends where the server says that it has had everything', async () => {
    serve(204);
    expect(await collect()).toEqual([]);
  });

  it('gives up what is not there', async () => {
    serve(404);
    await expect(collect()).rejects.toMatchObject({ status: 404 });
  });

  it('lets go of its connection while the page is hidden, and goes on when it is seen', async () => {
    const after = serve(text(1, 'one'), text(2, 'two') + end(3));
    const visibility = vi.spyOn(document, 'visibilityState', 'get');
    const show = (state: DocumentVisibilityState) => {
      visibility.mockReturnValue(state);
      document.dispatchEvent(new Event('visibilitychange'));
    };
    const seen: boolean[] = [];
    const events = follow('g', { signal: new AbortController().signal, onConnection: (connected) => seen.push(connected) });
    expect((await events.next()).value).toEqual({ type: 'text', text: 'one' });
    show('hidden');
    const next = events.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(after).toEqual(['0']);
    show('visible');
    expect((await next).value).toEqual({ type: 'text', text: 'two' });
    expect(after).toEqual(['0', '1']);
    expect(seen).toEqual([true, true]);
    visibility.mockRestore();
  });

  it('tells when the connection is lost and found', async () => {
    serve(text(1, 'a'), end(2));
    const seen: boolean[] = [];
    await collect((connected) => seen.push(connected));
    expect(seen).toEqual([true, false, true]);
  });
});
