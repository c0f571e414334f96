// What a window asks of a rollout of 100,000 phones, whose outcomes are known: the first page, sorted and filtered
// pages, a preview and an import. How long each takes, and the longest time for which the event loop did nothing else.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { createApi, openStoreForChanges, type Store } from '../../electron/api/index.ts';
import type { Api } from '../../shared/contract/contract.ts';
import type { DeviceFilter, DeviceSort } from '../../shared/contract/devices.ts';
import type { Result } from '../../shared/result.ts';
import { makeCsv } from './list-of-phones.ts';
import { median, report } from './support.ts';

const PHONES = 100_000;
const ROUNDS = 5;
const LONGEST_BLOCK_MS = 100;
const ANY: DeviceFilter = { text: '', outcomes: [], room: null, model: null };

const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
const store = await openStore();
const apis = (): Api => createApi({ store, unlock: async () => false, emit: () => {} });

async function openStore(): Promise<Store> {
  const opened = await openStoreForChanges(folder);
  if (!opened.ok) throw new Error(opened.error.reason);
  return opened.value;
}

/** Times some work several times, each with an api of its own where `isFresh`, so that nothing is at hand. */
async function measure(
  name: string,
  limitMs: number | null,
  work: (api: Api, round: number) => Promise<Result<unknown, unknown>>,
  isFresh = false,
): Promise<void> {
  const times: number[] = [];
  const blocks: number[] = [];
  let api = apis();
  for (let round = 0; round < ROUNDS; round += 1) {
    if (isFresh) api = apis();
    const delay = monitorEventLoopDelay({ resolution: 5 });
    await sleep(30);
    delay.enable();
    const startedAtMs = performance.now();
    const answer = await work(api, round);
    // The first round of what is at hand is what brings it there.
    if (isFresh || round > 0) times.push(performance.now() - startedAtMs);
    await sleep(30);
    delay.disable();
    blocks.push(delay.max / 1e6);
    if (!answer.ok) throw new Error(`${name} failed: ${JSON.stringify(answer.error)}`);
  }
  const measured = `${PHONES} phones`;
  report({ name: `window: ${name}`, measured, value: median(times), unit: 'ms', limit: limitMs });
  const block = { value: median(blocks), unit: 'ms', limit: LONGEST_BLOCK_MS };
  report({ name: `window: ${name}, longest block`, measured, ...block });
}

const source = { name: 'bench.csv', base64: Buffer.from(makeCsv(PHONES, false)).toString('base64') };
const reading = { source, mapping: {}, sheet: '' };
const page =
  (sort: DeviceSort, filter: Partial<DeviceFilter> = {}) =>
  (api: Api, round: number) =>
    api.devices.page({ rollout: '0', sort, filter: { ...ANY, ...filter }, offset: round * 1_000, limit: 200 });

await measure('preview of a list', null, (api) => api.lists.preview(reading));
await measure('import of a list', null, async (api, round) => {
  await api.rollouts.create({ name: String(round) });
  return api.lists.importSource({ rollout: String(round), ...reading, language: 'en' });
});
const rollout = store.rollouts.find('0');
if (rollout === null) throw new Error('There is no rollout.');
const devices = store.devices.list(rollout.id).map(({ mac }, position) => ({
  ...({ position, mac, checkCode: '', action: 'register', group: 'new', before: null, stage: 'ended' } as const),
  target: { url: 'https://pbx.example.net/%MACD.xml', name: 'bench' },
  outcome: {
    ...{ aspect: null, detail: null, serviceWords: null, now: null, endedAt: new Date().toISOString() },
    ...(position % 3 === 0
      ? ({ kind: 'failed', reason: 'timeout' } as const)
      : ({ kind: 'done', reason: null } as const)),
  },
}));
const about = {
  rolloutId: rollout.id,
  account: 'bench',
  service: 'gigaset',
  action: 'register',
  undoOf: null,
} as const;
store.runs.finish(await store.runs.add(about, devices));

const ascending = 'ascending';
await measure('first rows of a rollout just opened', 1_000, page({ column: 'position', direction: ascending }), true);
await measure(
  'rows by outcome of a rollout just opened',
  null,
  page({ column: 'outcome', direction: ascending }),
  true,
);
await measure('rows by outcome', 200, page({ column: 'outcome', direction: ascending }));
await measure('rows by a text that nobody asked for before', 200, (api, round) =>
  page({ column: 'room', direction: ascending }, { text: `1${round}` })(api, 0),
);
await measure(
  'rows that failed, by model',
  200,
  page({ column: 'model', direction: 'descending' }, { outcomes: ['failed'] }),
);
await measure('counts by outcome, room and model', 200, (api) => api.devices.facets({ rollout: '0' }));
store.close();
rmSync(folder, { recursive: true, force: true });
