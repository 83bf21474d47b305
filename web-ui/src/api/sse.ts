export interface ServerSentEvent {
  id: string | undefined;
  event: string;
  data: string;
}

/**
 * Turns the pieces of a response into its events, as the HTML standard says: lines end in CR, LF or both, a piece may
 * end anywhere, comments are skipped, and an event that the end cuts off is dropped.
 */
export class ServerSentEventDecoder {
  readonly #decoder = new TextDecoder();
  #rest = '';
  #id: string | undefined;
  #event = '';
  #data: string[] = [];

  decode(piece: Uint8Array): ServerSentEvent[] {
    this.#rest += this.#decoder.decode(piece, { stream: true });
    const events: ServerSentEvent[] = [];
    for (let line = this.#line(); line !== undefined; line = this.#line()) {
      const event = this.#take(line);
      if (event !== undefined) {
        events.push(event);
      }
    }
    return events;
  }

  #line(): string | undefined {
    const end = this.#rest.search(/[\r\n]/);
    if (end < 0) {
      return undefined;
    }
    const carriageReturn = this.#rest[end] === '\r';
    if (carriageReturn && end + 1 === this.#rest.length) {
      // Whether a line feed belongs to it is in the next piece.
      return undefined;
    }
    const line = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end + (carriageReturn && this.#rest[end + 1] === '\n' ? 2 : 1));
    return line;
  }

  #take(line: string): ServerSentEvent | undefined {
    if (line === '') {
      const event =
        this.#data.length === 0
          ? undefined
          : { id: this.#id, event: this.#event === '' ? 'message' : this.#event, data: this.#data.join('\n') };
      this.#event = '';
      this.#data = [];
      return event;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#event = value;
    } else if (field === 'id') {
      this.#id = value;
    }
    return undefined;
  }
}

/** The events of a response's body, until it closes. */
export async function* eventsOf(response: Response): AsyncGenerator<ServerSentEvent> {
  if (response.body === null) {
    return;
  }
  const decoder = new ServerSentEventDecoder();
  const reader = response.body.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) {
        return;
      }
      yield* decoder.decode(value);
    }
  } finally {
    reader.cancel().catch(() => undefined);
  }
}
