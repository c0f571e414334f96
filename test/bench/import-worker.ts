// Imports one list through the contract in a process that does nothing else, and prints what it cost.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createApi, openStoreForChanges } from '../../electron/api/index.ts';

/** What one import cost. */
export interface ImportCost {
  readonly importMs: number;
  /** The event loop's longest block, in milliseconds. */
  readonly longestBlockMs: number;
  readonly added: number;
  readonly updated: number;
  /** Peak memory of the whole process so far, in MiB. */
  readonly peakMebibytes: number;
}

const { values: wanted } = parseArgs({
  options: { folder: { type: 'string', default: '' }, list: { type: 'string', default: '' } },
});

const store = await openStoreForChanges(wanted.folder);
if (!store.ok) throw new Error(store.error.reason);
const api = createApi({ store: store.value, unlock: async () => true, emit: () => {} });
await api.rollouts.create({ name: 'bench' });
const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
const startedAt = performance.now();
const imported = await api.lists.import({
  rollout: 'bench',
  path: wanted.list,
  mapping: {},
  sheet: '',
  problemsPath: '',
  language: 'en',
});
const importMs = performance.now() - startedAt;
// The block of the last piece of work is counted when the loop turns again.
await sleep(5);
loop.disable();
store.value.close();
if (!imported.ok) throw new Error(JSON.stringify(imported.error));
const cost: ImportCost = {
  importMs,
  longestBlockMs: loop.max / 1e6,
  added: imported.value.added,
  updated: imported.value.updated,
  peakMebibytes: process.resourceUsage().maxRSS / 1024,
};
console.log(JSON.stringify(cost));
