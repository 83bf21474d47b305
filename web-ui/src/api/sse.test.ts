import { describe, expect, it } from 'vitest';
import { ServerSentEventDecoder } from './sse';

const encoder = new TextEncoder();

function decode(...pieces: string[]) {
  const decoder = new ServerSentEventDecoder();
  return pieces.flatMap((piece) => decoder.decode(encoder.encode(piece)));
}

describe('ServerSentEventDecoder', () => {
  it.each([
    ['LF', 'id:1\nevent:update\ndata:{"a":1}\n\n'],
    ['CRLF', 'id:1\r\nevent:update\r\ndata:{"a":1}\r\n\r\nid:2\r\n'],
    ['CR', 'id:1\revent:update\rdata:{"a":1}\r\rid:2\r'],
  ])('reads lines that end in %s', (_name, stream) => {
    expect(decode(stream)).toEqual([{ id: '1', event: 'update', data: '{"a":1}' }]);
  });

  it('reads the same wherever the pieces end', () => {
    const stream = encoder.encode(': heartbeat\r\n\r\nid: 7\r\ndata: grün 😀\r\ndata: zwei\r\n\r\n');
    for (let cut = 0; cut <= stream.length; cut++) {
      const decoder = new ServerSentEventDecoder();
      const events = [...decoder.decode(stream.slice(0, cut)), ...decoder.decode(stream.slice(cut))];
      expect(events).toEqual([{ id: '7', event: 'message', data: 'grün 😀\nzwei' }]);
    }
  });

  it('keeps the id for events that have none', () => {
    expect(decode('id:3\ndata:a\n\ndata:b\n\n').map((event) => event.id)).toEqual(['3', '3']);
  });

  it('drops an event that is cut off', () => {
    expect(decode('data:whole\n\ndata:cut')).toHaveLength(1);
  });
});
