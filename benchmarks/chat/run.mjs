// Measures how smoothly pages show a long answer while it comes: see docs/performance.md, "The page".
import { execFileSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { AZULEJO, serve } from './server.mjs';
import { answer, LAST_WORDS } from './workload.mjs';

const { values } = parseArgs({
  options: {
    tokens: { type: 'string', default: '10000' },
    rate: { type: 'string', default: '200' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'azulejo,assistant-ui,deep-chat' },
    out: { type: 'string' },
    profile: { type: 'string' },
  },
});
const [tokens, rate, rounds] = [values.tokens, values.rate, values.rounds].map(Number);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const azulejo = here('../../web-ui/target/classes/META-INF/azulejo-web');
if (!existsSync(azulejo)) {
  execFileSync('npm', ['--prefix', here('../../web-ui'), 'run', 'build'], { stdio: 'inherit' });
}
const sites = { '': azulejo, peers: here('dist') };
const pages = { azulejo: AZULEJO, 'assistant-ui': '/peers/assistant-ui.html', 'deep-chat': '/peers/deep-chat.html' };
const subjects = values.only.split(',');
const pieces = answer(tokens);
const executable = [process.env.AZULEJO_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));

/** Runs in the page, from its beginning. */
function observe() {
  const seen = { frames: [], long: [], shift: 0, rate: 60 };
  window.seen = seen;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => seen.long.push(entry.duration))).observe({ type: 'longtask', buffered: true });
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => (seen.shift += entry.value))).observe({ type: 'layout-shift', buffered: true });
  let last = null;
  requestAnimationFrame(function step(now) {
    if (last !== null) {
      seen.frames.push(now - last);
    }
    last = now;
    requestAnimationFrame(step);
  });
  window.forgetAll = () => {
    seen.frames.length = 0;
    seen.long.length = 0;
    seen.shift = 0;
  };
  window.holds = (words) => {
    const within = (root) => root.textContent.includes(words) || [...root.querySelectorAll('*')].some((element) => element.shadowRoot !== null && within(element.shadowRoot));
    return within(document.body);
  };
}

async function metrics(session) {
  const { metrics: list } = await session.send('Performance.getMetrics');
  return Object.fromEntries(list.map(({ name, value }) => [name, value]));
}

async function measure(browser, server, subject) {
  server.reset();
  const context = await browser.newContext({ viewport: { width: 1280, height: 820 }, reducedMotion: 'no-preference' });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(`${subject}: ${error.message}`));
  await page.addInitScript(observe);
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable');
  await page.goto(`http://127.0.0.1:${server.port}${pages[subject]}`);
  await page.waitForFunction(() => document.body.textContent.length > 0);
  // Past the start of the page itself: what is measured is the answer.
  await page.waitForTimeout(2000);
  if (values.profile) {
    await session.send('Profiler.enable');
    await session.send('Profiler.start');
  }
  await page.evaluate(() => window.forgetAll());
  const before = await metrics(session);
  while (server.state.endedAt === null) {
    await page.waitForTimeout(250);
  }
  await page.waitForFunction((words) => window.holds(words), LAST_WORDS, { polling: 100, timeout: 120_000 });
  const behind = performance.now() - server.state.endedAt;
  await page.waitForTimeout(1000);
  const after = await metrics(session);
  const seen = await page.evaluate(() => window.seen);
  if (values.profile) {
    const { profile } = await session.send('Profiler.stop');
    writeFileSync(`${values.profile}-${subject}.cpuprofile`, JSON.stringify(profile));
  }
  await session.send('HeapProfiler.collectGarbage');
  const settled = await metrics(session);
  await context.close();
  const frame = 1000 / 60;
  const dropped = seen.frames.reduce((sum, gap) => sum + Math.max(0, Math.round(gap / frame) - 1), 0);
  const sorted = seen.frames.toSorted((a, b) => a - b);
  return {
    'frames a second': (1000 * seen.frames.length) / seen.frames.reduce((sum, gap) => sum + gap, 0),
    'frames dropped, %': (100 * dropped) / (seen.frames.length + dropped),
    '99 % of frames within, ms': sorted[Math.floor(sorted.length * 0.99)] ?? 0,
    'longest frame, ms': sorted.at(-1) ?? 0,
    'long tasks': seen.long.length,
    'blocking time, ms': seen.long.reduce((sum, duration) => sum + duration - 50, 0),
    'main thread, s': after.TaskDuration - before.TaskDuration,
    'of it script, s': after.ScriptDuration - before.ScriptDuration,
    'of it layout and style, s': after.LayoutDuration - before.LayoutDuration + after.RecalcStyleDuration - before.RecalcStyleDuration,
    'layout shift': seen.shift,
    'heap at the end, MB': settled.JSHeapUsedSize / 1e6,
    'behind the stream, ms': behind,
  };
}

function median(numbers) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const server = await serve({ pieces, rate, sites });
const browser = await chromium.launch({ executablePath: executable, args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] });
const results = Object.fromEntries(subjects.map((subject) => [subject, []]));
const load = [];
console.log(`${tokens} tokens (${pieces.join('').length} characters) at ${rate} a second, ${rounds} rounds, Chromium ${browser.version()}`);
for (let round = 0; round < rounds; round++) {
  // In alternation, each round beginning with another one: what the machine does besides meets all of them.
  for (let turn = 0; turn < subjects.length; turn++) {
    const subject = subjects[(turn + round) % subjects.length];
    load.push(loadavg()[0]);
    const result = await measure(browser, server, subject);
    results[subject].push(result);
    console.error(round + 1, subject, JSON.stringify(result, (_, value) => (typeof value === 'number' ? Number(value.toPrecision(3)) : value)));
  }
}
await browser.close();
server.close();

const names = Object.keys(results[subjects[0]][0]);
console.log(`\nMedians. Load of the machine: ${Math.min(...load).toFixed(1)} to ${Math.max(...load).toFixed(1)}\n`);
console.log(`| | ${subjects.join(' | ')} |\n| --- | ${subjects.map(() => '---:').join(' | ')} |`);
for (const name of names) {
  console.log(`| ${name} | ${subjects.map((subject) => Number(median(results[subject].map((result) => result[name])).toPrecision(3))).join(' | ')} |`);
}
if (values.out) {
  writeFileSync(values.out, JSON.stringify({ tokens, rate, load, results }, null, 2));
}
