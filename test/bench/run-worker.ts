// One whole run through the contract in a process of its own: imports a list, plans, registers, prints what it cost.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { createApi, openStoreForChanges } from '../../electron/api/index.ts';
import { makeCsv } from './list-of-phones.ts';

/** What {@link RunCost} was asked for, as command-line options. */
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
  },
});

function valueOf<T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }) {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const store = valueOf(await openStoreForChanges(wanted.folder));
valueOf(await store.vault.open('bench'));
let outcomes = 0;
const api = createApi({
  store,
  unlock: async () => true,
  emit: (name, value) => {
    if (name === 'outcomes') outcomes += (value as readonly unknown[]).length;
  },
});
valueOf(
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
valueOf(await api.rollouts.create({ name: 'bench' }));
const path = join(wanted.folder, 'list.csv');
const devices = Number(wanted.devices);
writeFileSync(path, makeCsv(devices));
valueOf(
  await api.lists.import({ rollout: 'bench', path, mapping: {}, sheet: '', problemsPath: '', language: 'en' }),
);

const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const planned = valueOf(
  await api.runs.plan({
    rollout: 'bench',
    account: 'bench',
    action: 'register',
    url: wanted.target,
    provider: 'Bench',
    only: 'all',
  }),
);
const plannedMs = performance.now() - startedAt;
const planCpu = process.cpuUsage(cpuBefore);
const planDelayMs = loop.max / 1e6;
loop.reset();
const ended = valueOf(await api.runs.start({ plan: planned.plan }));
const wholeMs = performance.now() - startedAt;
const cpu = process.cpuUsage(cpuBefore);
loop.disable();
store.close();

const good = (ended.counts.done ?? 0) + (ended.counts.unchanged ?? 0);
if (good !== devices || outcomes !== devices) {
  throw new Error(`${devices} devices, ${outcomes} outcomes told, stored: ${JSON.stringify(ended.counts)}`);
}

/** What a run cost; times in milliseconds. */
export interface RunCost {
  readonly wholeMs: number;
  readonly plannedMs: number;
  /** Processor time of this process, all its threads, plan and run. */
  readonly cpuMs: number;
  readonly planCpuMs: number;
  readonly planDelayMs: number;
  readonly runDelayMs: number;
  readonly counts: Readonly<Record<string, number>>;
}

const cost: RunCost = {
  wholeMs,
  plannedMs,
  cpuMs: (cpu.user + cpu.system) / 1000,
  planCpuMs: (planCpu.user + planCpu.system) / 1000,
  planDelayMs,
  runDelayMs: loop.max / 1e6,
  counts: ended.counts,
};
console.log(JSON.stringify(cost));
