import { expect, test } from 'vitest';
import type { ActivityEntry } from './activity.ts';
import { openStore, temporaryFolder } from './storage-testing.ts';

const ENTRY: Omit<ActivityEntry, 'id'> = {
  at: '2026-01-02T03:04:05.000Z',
  kind: 'run',
  action: 'runs.start',
  result: 'done',
  rollout: '',
  account: '',
  counts: {},
  words: '',
  detail: {},
};

const ALL = { words: [], kinds: [], rollout: null } as const;

test('the activity gives the newest first, page by page, and outlives its process', async () => {
  const folder = temporaryFolder();
  const store = await openStore(folder);
  for (let index = 0; index < 25; index += 1) {
    store.activity.add({ ...ENTRY, rollout: `site ${index}`, counts: { done: index }, detail: { run: index } });
  }
  store.close();
  const { activity } = await openStore(folder);
  const { total, entries } = activity.page(ALL, 5, 10);
  expect(total).toBe(25);
  expect(entries.map(({ rollout }) => rollout)).toEqual(Array.from({ length: 10 }, (_, index) => `site ${19 - index}`));
  expect(entries[0]).toMatchObject({ counts: { done: 19 }, detail: { run: 19 }, at: ENTRY.at });
});

test('the activity is found by words, kinds and rollout; what means something to SQL is a character', async () => {
  const { activity } = await openStore(temporaryFolder());
  activity.add({ ...ENTRY, rollout: 'Town hall', account: 'Gigaset North' });
  activity.add({ ...ENTRY, kind: 'import', action: 'lists.importSource', rollout: '100 % done_' });
  activity.add({ ...ENTRY, kind: 'export', action: 'exports.resultsFile', rollout: 'Town hall' });
  const rolloutsOf = (filter: Partial<Parameters<typeof activity.page>[0]>) =>
    activity.page({ ...ALL, ...filter }, 0, 10).entries.map(({ rollout, kind }) => `${kind} ${rollout}`);
  expect(rolloutsOf({ words: ['town', 'NORTH'] })).toEqual(['run Town hall']);
  expect(rolloutsOf({ words: ['%'] })).toEqual(['import 100 % done_']);
  expect(rolloutsOf({ words: ['e_'] })).toEqual(['import 100 % done_']);
  expect(rolloutsOf({ words: ["'"] })).toEqual([]);
  expect(rolloutsOf({ kinds: ['export', 'import'] })).toEqual(['export Town hall', 'import 100 % done_']);
  expect(rolloutsOf({ rollout: 'Town hall', kinds: ['run'] })).toEqual(['run Town hall']);
});
