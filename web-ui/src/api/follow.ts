import { Problem, send } from './http';
import { eventsOf } from './sse';
import type { GenerationEvent } from './types';

export interface FollowOptions {
  signal: AbortSignal;
  /** Told whenever the connection is lost and found again. */
  onConnection?: (connected: boolean) => void;
  /** Waits before another try; a test gives its own. */
  wait?: (milliseconds: number, signal: AbortSignal) => Promise<void>;
}

const LONGEST_WAIT = 10_000;

/**
 * The events of a generation from the first to its end, however often the connection breaks in between: it comes back
 * with the id of the last event that it has. A page that nobody looks at lets go of its connection, of which a browser has
 * six to a server for all its tabs together.
 *
 * @throws Problem where the server refuses for good, such as for a conversation that is gone
 */
export async function* follow(generation: string, options: FollowOptions): AsyncGenerator<GenerationEvent> {
  const { signal, onConnection, wait = pause } = options;
  let last = '0';
  let failures = 0;
  while (!signal.aborted) {
    await untilVisible(signal);
    const hidden = new AbortController();
    const hide = () => isHidden() && hidden.abort();
    document.addEventListener('visibilitychange', hide);
    try {
      const response = await send('GET', `/generations/${generation}/events`, {
        headers: { Accept: 'text/event-stream', 'Last-Event-ID': last },
        signal: AbortSignal.any([signal, hidden.signal]),
      });
      onConnection?.(true);
      if (response.status === 204) {
        return;
      }
      for await (const event of eventsOf(response)) {
        failures = 0;
        last = event.id ?? last;
        yield JSON.parse(event.data) as GenerationEvent;
        if (event.event === 'end') {
          return;
        }
      }
    } catch (error) {
      if (isAborted(signal) || isFinal(error)) {
        throw error;
      }
    } finally {
      document.removeEventListener('visibilitychange', hide);
    }
    if (isAborted(hidden.signal)) {
      continue;
    }
    onConnection?.(false);
    await wait(Math.min(LONGEST_WAIT, 250 * 2 ** failures++), signal);
  }
}

// A call, since it may have changed after the loop looked at it.
function isAborted(signal: AbortSignal): boolean {
  return signal.aborted;
}

function isFinal(error: unknown): boolean {
  return error instanceof Problem && error.status < 500 && error.status !== 429 && error.status !== 408;
}

function isHidden(): boolean {
  return document.visibilityState === 'hidden';
}

function untilVisible(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const look = () => {
      if (!isHidden() || isAborted(signal)) {
        document.removeEventListener('visibilitychange', look);
        signal.removeEventListener('abort', look);
        resolve();
      }
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
    look();
  });
}

/** Waits, but no longer than until the network or the person comes back. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener('online', done);
      document.removeEventListener('visibilitychange', whenVisible);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const whenVisible = () => {
      if (!isHidden()) {
        done();
      }
    };
    const timer = setTimeout(done, milliseconds);
    window.addEventListener('online', done);
    document.addEventListener('visibilitychange', whenVisible);
    signal.addEventListener('abort', done);
  });
}
