// The window in Chromium with 100,000 phones: how soon a rollout shows rows, how even frames are while one scrolls and
// filters (from Chromium's own trace), how soon a filter shows its result, whether anything blocks during a run, and
// whether the window's memory grows with the number of phones.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium, type Page } from 'playwright-core';
import { createApi, openStoreForChanges } from '../../electron/api/index.ts';
import { buildWhatChanged } from '../../electron/start/build.ts';
import { findChromium } from '../e2e/hosts.ts';
import { makeCsv } from './list-of-phones.ts';
import { median, report } from './support.ts';

const PHONES = 100_000;
/** A rollout of which the window can hold everything. */
const FEW_PHONES = 2_000;
const ROUNDS = 5;
const SCROLL_MS = 4_000;
/** How often a wheel turns and how far: some 15,000 pixels a second, faster than anybody reads. */
const WHEEL_MS = 16;
const WHEEL_PX = 240;
const TYPING_MS = 300;
const RUN_MS = 10_000;
/** How many phones the run is about, and how long the service takes for each: some 230 a second over two connections. */
const RUN_PHONES = 5_000;
const RUN_DELAY = 'delay=0+8';
const ROOT = resolve(import.meta.dirname, '../..');

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const data = join(folder, 'data');
const stops: (() => Promise<unknown>)[] = [];

/** Starts a program of the project and gives its first line. */
async function start(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  stops.push(() => {
    child.kill();
    return once(child, 'exit');
  });
  for await (const line of createInterface({ input: child.stdout })) return line;
  throw new Error(`${words.join(' ')} said nothing.`);
}

async function prepare(): Promise<void> {
  const opened = await openStoreForChanges(data);
  if (!opened.ok) throw new Error(opened.error.reason);
  const store = opened.value;
  const api = createApi({ store, unlock: async () => false, emit: () => {} });
  for (const [rollout, phones] of [
    ['bench', PHONES],
    ['few', FEW_PHONES],
  ] as const) {
    await api.rollouts.create({ name: rollout });
    const source = { name: 'bench.csv', base64: makeCsv(phones).toString('base64') };
    const imported = await api.lists.importSource({ rollout, source, mapping: {}, sheet: '', language: 'en' });
    if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  }
  store.close();
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** In microseconds. */
  readonly ts: number;
}

/**
 * Runs in the page: something changes with every frame, so that a frame that isn't drawn is one that was missed.
 *
 * Otherwise a screen at rest, which draws nothing, would count as one long frame.
 */
const TICK = `async () => {
  const tick = document.body.appendChild(document.createElement('div'));
  tick.style.cssText = 'position:fixed;right:0;bottom:0;width:1px;height:1px;background:#888';
  let isEven = false;
  const draw = () => {
    isEven = !isEven;
    tick.style.opacity = isEven ? '1' : '0.5';
    requestAnimationFrame(draw);
  };
  draw();
}`;

/** What the 95th of 100 frames took while something was done, in milliseconds. */
async function frameTime(page: Page, work: () => Promise<void>): Promise<number> {
  const browser = page.context().browser();
  if (browser === null) throw new Error('There is no browser.');
  await browser.startTracing(page, { categories: ['cc', 'benchmark', 'disabled-by-default-devtools.timeline.frame'] });
  await work();
  const trace = await browser.stopTracing();
  const { traceEvents } = JSON.parse(trace.toString()) as { readonly traceEvents: readonly TraceEvent[] };
  const drawn = traceEvents
    .filter(({ name }) => name === 'DrawFrame')
    .map(({ ts }) => ts)
    .sort((a, b) => a - b);
  const times = drawn.slice(1).map((at, index) => (at - (drawn[index] ?? at)) / 1_000);
  if (times.length < 60) throw new Error(`Only ${times.length} frames were drawn.`);
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

/** Turns the wheel evenly for a while, without waiting for the page as no hand does. */
async function scroll(page: Page, forMs: number): Promise<void> {
  const endsAtMs = performance.now() + forMs;
  const turned: Promise<void>[] = [];
  while (performance.now() < endsAtMs) {
    turned.push(page.mouse.wheel(0, WHEEL_PX));
    await sleep(WHEEL_MS);
  }
  await Promise.all(turned);
}

async function openRollout(page: Page, name: string): Promise<number> {
  await page.locator('.rail .rail-item').first().click();
  const link = page.locator('main').getByText(name, { exact: true }).first();
  await link.waitFor();
  const startedAtMs = performance.now();
  await link.click();
  await page.locator('.grid-row[data-row="0"] .mono').first().waitFor();
  return performance.now() - startedAtMs;
}

/** What the page's own objects take once nothing is left to throw away, in bytes. */
async function heapSize(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  await session.detach();
  return usedSize;
}

/** Runs in the page: types into the filter and waits until the count of what was found is another one. */
const FILTER = `async (value) => {
  const input = document.querySelector('.toolbar input');
  const count = document.querySelector('.toolbar .end .muted');
  const setter = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  return new Promise((found) => {
    const before = count.textContent;
    const startedAtMs = performance.now();
    const observer = new MutationObserver(() => {
      if (count.textContent === before) return;
      observer.disconnect();
      requestAnimationFrame(() => found(performance.now() - startedAtMs));
    });
    observer.observe(count, { subtree: true, characterData: true, childList: true });
    setter.call(input, value);
    input.dispatchEvent(new Event('input', { bubbles: true }));
  });
}`;

/** Runs in the page: adds the account, plans, starts the run, and notes the longest task from then on. */
const START_RUN = `async ({ login, phones }) => {
  const call = (group, name, argument) => window.rollcall.call(group, name, argument);
  await call('vault', 'open', { passphrase: 'bench' });
  const account = { name: 'bench', service: 'gigaset', ...login, caFile: '', pin: '', proxy: 'none' };
  await call('accounts', 'add', { ...account, concurrency: 2, batch: 50 });
  const wish = { rollout: 'bench', account: 'bench', action: 'register', url: 'https://pbx.example.net/%MACD.xml' };
  const sort = { column: 'position', direction: 'ascending' };
  const filter = { text: '', outcomes: [], room: null, model: null };
  const { value } = await call('devices', 'macs', { rollout: 'bench', sort, filter });
  const only = value.macs.slice(0, phones);
  const plan = await call('runs', 'plan', { ...wish, provider: '', only, rows: false });
  if (!plan.ok) throw new Error(JSON.stringify(plan.error));
  window.longestMs = 0;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) window.longestMs = Math.max(window.longestMs, duration);
  }).observe({ entryTypes: ['longtask'] });
  call('runs', 'start', { plan: plan.value.plan });
}`;

/** Runs in the page: how far the run is and how long the longest task took; ends the run. */
const END_RUN = `async () => {
  const state = await window.rollcall.call('runs', 'state', { rollout: 'bench' });
  await window.rollcall.call('runs', 'stop', { mode: 'keep' });
  if (state.value.going === null) throw new Error('The run was over too soon.');
  return { done: state.value.going.done, longestMs: window.longestMs };
}`;

function inPage<Value>(page: Page, script: string, argument: unknown = null): Promise<Value> {
  return page.evaluate(`(${script})(${JSON.stringify(argument)})`) as Promise<Value>;
}

if (!(await buildWhatChanged())) throw new Error('Rollcall could not be built.');
await prepare();
const delays = join(folder, 'delay.txt');
const watch = join(folder, 'watch.mjs');
// Inside the host: the longest time for which its event loop did nothing else, written twice a second.
writeFileSync(
  watch,
  `import { monitorEventLoopDelay } from 'node:perf_hooks';
import { writeFileSync } from 'node:fs';
const delay = monitorEventLoopDelay({ resolution: 5 });
delay.enable();
setInterval(() => { writeFileSync(${JSON.stringify(delays)}, String(delay.max / 1e6)); delay.reset(); }, 500).unref();
`,
);
const practice = JSON.parse(
  await start(['electron/cli/index.ts', 'practice', '--services', 'gigaset', '--fault', RUN_DELAY]),
) as {
  readonly gigaset: { readonly url: string; readonly user: string; readonly password: string };
};
const url = await start(['--import', watch, 'out/loopback/index.js', '--no-open', '--data', data]);
const browser = await chromium.launch({
  executablePath: findChromium() ?? '',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
stops.push(() => browser.close());
const page = await browser.newPage({ viewport: { width: 1366, height: 768 } });
await page.goto(url);
const measured = `${PHONES} phones`;
const limits = { unit: 'ms', measured };

const opening: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  opening.push(await openRollout(page, 'bench'));
}
report({ ...limits, name: 'frames: rollout opened until rows are seen', value: median(opening), limit: 1_000 });

await inPage(page, TICK);
await page.mouse.move(500, 400);
const scrolling = await frameTime(page, () => scroll(page, SCROLL_MS));
report({ ...limits, name: 'frames: scrolling, 95th percentile', value: scrolling, limit: 33 });

const found: number[] = [];
const filtering = await frameTime(page, async () => {
  for (const text of ['Raum 12', 'Raum 1', 'Hans 7', '1234', 'Hans 99', '2f8000', 'Raum 499', '7c2f80']) {
    found.push(await inPage<number>(page, FILTER, text));
    await scroll(page, TYPING_MS);
  }
});
report({ ...limits, name: 'frames: filtering, 95th percentile', value: filtering, limit: 33 });
report({ ...limits, name: 'frames: a filter until its result is seen', value: median(found), limit: 200 });
await inPage(page, FILTER, '');

const sizes: number[] = [];
for (const name of ['few', 'bench']) {
  await openRollout(page, name);
  await page.mouse.move(500, 400);
  await scroll(page, SCROLL_MS * 2);
  sizes.push(await heapSize(page));
}
const [few = 0, many = 0] = sizes;
report({
  name: `frames: memory of the window, compared with ${FEW_PHONES} phones`,
  measured,
  value: many / few,
  unit: '',
  limit: 1.2,
});

await inPage(page, START_RUN, { login: practice.gigaset, phones: RUN_PHONES });
let longestDelayMs = 0;
const runStartedAtMs = performance.now();
while (performance.now() < runStartedAtMs + RUN_MS) {
  await page.mouse.wheel(0, 480);
  await sleep(100);
  longestDelayMs = Math.max(longestDelayMs, Number(readFileSync(delays, 'utf8')) || 0);
}
const ended = await inPage<{ readonly done: number; readonly longestMs: number }>(page, END_RUN);
const rate = ended.done / ((performance.now() - runStartedAtMs) / 1_000);
report({
  name: 'frames: outcomes a second during the run',
  measured,
  value: rate,
  unit: '/s',
  limit: 200,
  isLowest: true,
});
report({ ...limits, name: 'frames: longest task in the renderer during a run', value: ended.longestMs, limit: 100 });
report({ ...limits, name: 'frames: longest block in the host during a run', value: longestDelayMs, limit: 100 });

for (const stop of stops.reverse()) await stop();
rmSync(folder, { recursive: true, force: true });
process.exit();
