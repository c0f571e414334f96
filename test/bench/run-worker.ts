// One whole run through the contract in a process of its own: imports a list, plans, registers, prints what it cost.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApi, openStoreForChanges } from '../../electron/api/index.ts';
import { makeCsv } from './list-of-phones.ts';

const { values: wanted } = parseArgs({
  options: {
    folder: { type: 'string', default: '' },
    devices: { type: 'string', default: '0' },
    batch: { type: 'string', default: '50' },
    concurrency: { type: 'string', default: '4' },
    url: { type: 'string', default: '' },
    user: { type: 'string', default: '' },
    password: { type: 'string', default: '' },
    target: { type: 'string', default: '' },
    // Port of an update server that serves phones meanwhile; none without it.
    serve: { type: 'string', default: '' },
  },
});

function unwrap<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }) {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const store = unwrap(await openStoreForChanges(wanted.folder));
unwrap(await store.vault.open('bench'));
let outcomes = 0;
const api = createApi({
  store,
  unlock: async () => true,
  emit: (name, value) => {
    if (name === 'outcomes') outcomes += (value as readonly unknown[]).length;
  },
});
unwrap(
  await api.accounts.add({
    name: 'bench',
    service: 'gigaset',
    url: wanted.url,
    user: wanted.user,
    password: wanted.password,
    caFile: '',
    pin: '',
    proxy: 'none',
    concurrency: Number(wanted.concurrency),
    batch: Number(wanted.batch),
  }),
);
unwrap(await api.rollouts.create({ name: 'bench' }));
const path = join(wanted.folder, 'list.csv');
const devices = Number(wanted.devices);
writeFileSync(path, makeCsv(devices));
unwrap(await api.lists.import({ rollout: 'bench', path, mapping: {}, sheet: '', problemsPath: '', language: 'en' }));

if (wanted.serve !== '')
  unwrap(await api.updateServer.start({ address: '127.0.0.1', port: Number(wanted.serve), allow: [] }));

const loop = monitorEventLoopDelay({ resolution: 1 });

/** Does one part of the work and tells what it cost. */
async function measure<T>(work: () => Promise<T>) {
  loop.reset();
  loop.enable();
  const cpuBefore = process.cpuUsage();
  const startedAt = performance.now();
  const value = await work();
  const tookMs = performance.now() - startedAt;
  const { user, system } = process.cpuUsage(cpuBefore);
  // The block of the last piece of work is counted when the loop turns again.
  await sleep(5);
  loop.disable();
  return { value, tookMs, cpuMs: (user + system) / 1000, blockMs: loop.max / 1e6 };
}

const planned = await measure(() =>
  api.runs.plan({
    rollout: 'bench',
    account: 'bench',
    action: 'register',
    url: wanted.target,
    provider: 'Bench',
    only: 'all',
  }),
);
const { plan } = unwrap(planned.value);
const ran = await measure(() => api.runs.start({ plan }));
const ended = unwrap(ran.value);
await api.updateServer.stop({});
store.close();

const good = (ended.counts.done ?? 0) + (ended.counts.unchanged ?? 0);
if (good !== devices || outcomes !== devices) {
  throw new Error(`${devices} devices, ${outcomes} outcomes told, stored: ${JSON.stringify(ended.counts)}`);
}

/** What plan and run cost together, and the event loop's longest block in each; in milliseconds. */
export interface RunCost {
  readonly wholeMs: number;
  /** Processor time of this process, all its threads. */
  readonly cpuMs: number;
  readonly planBlockMs: number;
  readonly runBlockMs: number;
}

const cost: RunCost = {
  wholeMs: planned.tookMs + ran.tookMs,
  cpuMs: planned.cpuMs + ran.cpuMs,
  planBlockMs: planned.blockMs,
  runBlockMs: ran.blockMs,
};
console.log(JSON.stringify(cost));
