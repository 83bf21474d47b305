import { follow } from '@/api/follow';
import type { GenerationEvent, GenerationStatus, Timings, Usage } from '@/api/types';

/** An answer while it is being made. A new object for each change. */
export interface LiveAnswer {
  readonly text: string;
  readonly status: GenerationStatus;
  readonly connected: boolean;
  /** Whether another deployment went on with it. */
  readonly seam: boolean;
  readonly finishReason: string | null;
  readonly error: string | null;
  readonly usage: Usage | null;
  readonly timings: Timings | null;
}

const NOTHING_YET: LiveAnswer = {
  text: '',
  status: 'queued',
  connected: true,
  seam: false,
  finishReason: null,
  error: null,
  usage: null,
  timings: null,
};

/** What an event makes of an answer. */
export function reduce(answer: LiveAnswer, event: GenerationEvent): LiveAnswer {
  switch (event.type) {
    case 'queued':
      return answer;
    case 'seam':
      return { ...answer, seam: true };
    case 'started':
      return { ...answer, status: 'running' };
    case 'text':
      return { ...answer, status: 'running', text: answer.text + event.text };
    case 'end': {
      const { status, finishReason, error, usage, timings } = event;
      return { ...answer, status, finishReason, error, usage, timings };
    }
  }
}

export function isOver(status: GenerationStatus): boolean {
  return status !== 'queued' && status !== 'running';
}

type Follower = typeof follow;

/** Follows the answers that are being made, each once, whoever looks at it. */
export class LiveAnswers {
  readonly #follow: Follower;
  readonly #onEnd: (generation: string, answer: LiveAnswer) => void;
  readonly #answers = new Map<string, LiveAnswer>();
  readonly #listeners = new Map<string, Set<() => void>>();
  readonly #running = new Map<string, AbortController>();

  constructor(onEnd: (generation: string, answer: LiveAnswer) => void, follower: Follower = follow) {
    this.#onEnd = onEnd;
    this.#follow = follower;
  }

  get(generation: string): LiveAnswer | undefined {
    return this.#answers.get(generation);
  }

  subscribe(generation: string, listener: () => void): () => void {
    const listeners = this.#listeners.get(generation) ?? new Set();
    this.#listeners.set(generation, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /** Begins to follow an answer from its first event, unless it is followed already. */
  start(generation: string): void {
    if (!this.#running.has(generation)) {
      const abort = new AbortController();
      this.#running.set(generation, abort);
      this.#set(generation, this.get(generation) ?? NOTHING_YET);
      void this.#run(generation, abort.signal);
    }
  }

  async #run(generation: string, signal: AbortSignal): Promise<void> {
    const onConnection = (connected: boolean) => this.#change(generation, (answer) => ({ ...answer, connected }));
    try {
      for await (const event of this.#follow(generation, { signal, onConnection })) {
        this.#change(generation, (answer) => reduce(answer, event));
      }
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      this.#change(generation, (answer) => ({ ...answer, status: 'failed', error: reason }));
    } finally {
      this.#running.delete(generation);
      const answer = this.get(generation);
      if (answer !== undefined && !signal.aborted) {
        this.#onEnd(generation, answer);
      }
    }
  }

  #change(generation: string, change: (answer: LiveAnswer) => LiveAnswer): void {
    const answer = this.get(generation) ?? NOTHING_YET;
    const changed = change(answer);
    // Most calls of onConnection say what is known.
    if (changed.connected !== answer.connected || changed.text !== answer.text || changed.status !== answer.status || changed.seam !== answer.seam) {
      this.#set(generation, changed);
    }
  }

  #set(generation: string, answer: LiveAnswer): void {
    this.#answers.set(generation, answer);
    this.#listeners.get(generation)?.forEach((listener) => listener());
  }
}
