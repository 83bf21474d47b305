// Serves the pages, and to each of them the same answer at the same rate.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join } from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2', '.webmanifest': 'application/manifest+json' };
const NOW = '2026-01-01T00:00:00Z';
const ID = '00000000-0000-7000-8000-00000000000';
const [CONVERSATION, QUESTION, ANSWER, GENERATION] = [1, 2, 3, 4].map((number) => ID + number);

const record = {
  id: GENERATION, conversation: CONVERSATION, answer: ANSWER, model: 'model', parameters: {}, continues: null, seam: [], status: 'running',
  finishReason: null, error: null, usage: { promptTokens: null, imageTokens: null, cachedTokens: null, completionTokens: null },
  timings: { queuedAt: NOW, startedAt: NOW, firstTokenAt: null, endedAt: null },
};
const conversation = {
  id: CONVERSATION, title: 'A chart', titled: 'user', model: 'model', pinned: false, archived: false, folder: null, tags: [], expiresAt: null,
  deletedAt: null, createdAt: NOW, updatedAt: NOW,
};
const messages = [
  { id: QUESTION, parent: null, role: 'user', feedback: null, createdAt: NOW, parts: [{ type: 'text', text: 'Describe the chart.' }], generation: null },
  { id: ANSWER, parent: QUESTION, role: 'assistant', feedback: null, createdAt: NOW, parts: [], generation: record },
];
const model = {
  id: 'model', family: 'model', backend: 'model', isDefault: true, ready: true, message: null, contextLength: 32768, deployments: [], details: {},
  capabilities: { pictures: true, maxPictures: 16, maxTiles: 12, tools: false, attention: false, continues: true, maxTopLogprobs: 0, parameters: ['max_tokens'] },
};
/** What Azulejo's page asks for besides the answer. */
const API = {
  '/api/v1/me': { id: ID + 9, name: 'local', displayName: 'local', mode: 'local', roles: ['user'] },
  '/api/v1/models': { models: [model] },
  '/api/v1/conversations': { conversations: [], next: null },
  '/api/v1/folders': [],
  '/api/v1/tags': [],
  '/api/v1/presets': [],
  [`/api/v1/conversations/${CONVERSATION}`]: { ...conversation, messages },
};
export const AZULEJO = `/c/${CONVERSATION}`;

/** @param sites folders by the first part of the address; '' is the one for everything else */
export function serve({ pieces, rate, sites }) {
  const state = { endedAt: null };
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    if (pathname === '/answer' || pathname === `/api/v1/generations/${GENERATION}/events`) {
      stream(response, pathname === '/answer', request);
    } else if (pathname in API) {
      response.setHeader('Content-Type', 'application/json').end(JSON.stringify(API[pathname]));
    } else if (pathname.startsWith('/api/')) {
      response.writeHead(404, { 'Content-Type': 'application/problem+json' }).end('{"status":404,"title":"Not found"}');
    } else {
      file(response, pathname);
    }
  });

  function stream(response, plain, request) {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.socket.setNoDelay(true);
    state.endedAt = null;
    // Pages whose answer comes as they open begin as late as those that ask for it.
    const began = performance.now() + (plain ? 0 : 2000);
    let sent = 0;
    const write = (event, data) => response.write(`id: ${sent + 2}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
    write('update', { type: 'started' });
    const timer = setInterval(() => {
      const due = Math.min(pieces.length, Math.max(0, Math.floor(((performance.now() - began) / 1000) * rate)));
      for (; sent < due; sent++) {
        write('update', { type: 'text', text: pieces[sent] });
      }
      if (sent === pieces.length) {
        clearInterval(timer);
        write('end', plain ? { type: 'end' } : { type: 'end', status: 'completed', finishReason: 'stop', error: null, usage: record.usage, timings: record.timings });
        response.end();
        Object.assign(record, { status: 'completed', finishReason: 'stop' });
        messages[1].parts = [{ type: 'text', text: pieces.join('') }];
        state.endedAt = performance.now();
      }
    }, 1000 / rate);
    request.on('close', () => clearInterval(timer));
  }

  function file(response, pathname) {
    const site = pathname.split('/')[1];
    const [folder, name] = site in sites && site !== '' ? [sites[site], pathname.slice(site.length + 1)] : [sites[''], pathname];
    const wanted = join(folder, name);
    const found = existsSync(wanted) && statSync(wanted).isFile() ? wanted : join(folder, 'index.html');
    response.setHeader('Content-Type', TYPES[extname(found)] ?? 'application/octet-stream');
    createReadStream(found).pipe(response);
  }

  /** As if nothing had been answered yet. */
  function reset() {
    state.endedAt = null;
    Object.assign(record, { status: 'running', finishReason: null });
    messages[1].parts = [];
  }
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve({ port: server.address().port, state, reset, close: () => server.close() }));
  });
}
