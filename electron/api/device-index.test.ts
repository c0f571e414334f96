import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { type DeviceFilter, type DeviceSort, OUTCOME_FILTERS, SORT_COLUMNS } from '../../shared/contract/devices.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { OUTCOMES } from '../../shared/domain/outcome.ts';
import type { StoredDevice } from '../storage/devices.ts';
import { ANY, expectValue, openTestApi, sourceOf } from './api-testing.ts';
import { DeviceIndex, foldText, type LatestWord, sortKey } from './device-index.ts';

const text = fc.constantFrom('', 'Raum 2', 'Raum 10', 'raum 2', 'Büro', 'buro', 'Maxwell 3', '7', '007', 'Zürich');

const device = fc.record({
  mac: fc.stringMatching(/^7c2f80[0-9a-f]{6}$/).map((mac) => mac as MacAddress),
  checkCode: fc.constantFrom('', 'AB12'),
  serial: text,
  pin: fc.constant(''),
  vendor: text,
  address: fc.constant(''),
  server: text,
  items: fc.constant(''),
  model: text,
  user: text,
  extension: fc.constantFrom('', '9', '10', '100'),
  room: text,
  note: fc.constant(''),
  url: fc.constantFrom('', 'https://pbx/%MACD'),
});

const word = fc.record({
  outcome: fc.constantFrom(...OUTCOMES),
  reason: fc.constantFrom(null, 'timeout', 'bad-mac'),
  account: fc.constantFrom('a', 'b'),
  time: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-01-02T00:00:00.000Z'),
});

const entries = fc
  .uniqueArray(fc.tuple(device, fc.option(word)), { selector: ([{ mac }]) => mac, maxLength: 40 })
  .map((list) =>
    list.map(([draft, latest], index) => ({ stored: { ...draft, id: index + 1 } satisfies StoredDevice, latest })),
  );

const sort: fc.Arbitrary<DeviceSort> = fc.record({
  column: fc.constantFrom(...SORT_COLUMNS),
  direction: fc.constantFrom('ascending', 'descending'),
});

const filter: fc.Arbitrary<DeviceFilter> = fc.record({
  text: fc.constantFrom('', 'raum', 'RAUM 2', 'bur', 'BÜRO', '7c:2f', '7C2F80-0', '  ', 'maxwell zürich'),
  outcomes: fc.subarray([...OUTCOME_FILTERS], { maxLength: 3 }),
  room: fc.option(text),
  model: fc.option(text),
});

type Entry = { readonly stored: StoredDevice; readonly latest: LatestWord | null };

/** What the index does, in the simplest words. */
function naive(list: readonly Entry[], { column, direction }: DeviceSort, wanted: DeviceFilter): string[] {
  const attention = ['failed', 'refused', 'unknown', 'cancelled', 'skipped', 'done', 'unchanged'];
  const keyOf = ({ stored, latest }: Entry): string => {
    if (column === 'outcome') return latest === null ? '' : String(attention.indexOf(latest.outcome));
    if (column === 'reason' || column === 'account' || column === 'time') return latest?.[column] ?? '';
    if (column === 'position') return String(stored.id).padStart(9, '0');
    if (column === 'mac') return stored.mac;
    return sortKey(column === 'check-code' ? stored.checkCode : stored[column]);
  };
  const words = foldText(wanted.text)
    .split(' ')
    .filter((one) => one !== '');
  const passes = ({ stored, latest }: Entry): boolean => {
    const { id: _id, ...fields } = stored;
    const all = foldText(Object.values(fields).join(' | '));
    return (
      words.every(
        (one) => all.includes(one) || (/[:-]/.test(one) && stored.mac.includes(one.replaceAll(/[:-]/g, ''))),
      ) &&
      (wanted.outcomes.length === 0 || wanted.outcomes.includes(latest?.outcome ?? 'none')) &&
      (wanted.room === null || stored.room === wanted.room) &&
      (wanted.model === null || stored.model === wanted.model)
    );
  };
  const passing = list.filter(passes).map((entry) => ({ mac: entry.stored.mac, key: keyOf(entry) }));
  const filled = passing.filter(({ key }) => key !== '');
  filled.sort((a, b) => {
    const order = a.key < b.key ? -1 : Number(a.key > b.key);
    return direction === 'ascending' ? order : -order;
  });
  return [...filled, ...passing.filter(({ key }) => key === '')].map(({ mac }) => mac);
}

function indexOf(list: readonly Entry[]): DeviceIndex {
  const index = new DeviceIndex();
  for (const { stored, latest } of list) {
    index.put(stored);
    if (latest !== null) index.putLatest(stored.mac, latest);
  }
  return index;
}

describe('the index of a rollout', () => {
  test('sorts and filters as the naive way does', async () => {
    await fc.assert(
      fc.asyncProperty(entries, sort, filter, async (list, order, wanted) => {
        expect(await indexOf(list).select(order, wanted)).toEqual(naive(list, order, wanted));
      }),
      { numRuns: 500 },
    );
  });

  test('stays right when devices and outcomes change between questions', async () => {
    await fc.assert(
      fc.asyncProperty(
        entries,
        sort,
        filter,
        fc.array(fc.tuple(fc.nat(), device, fc.option(word)), { maxLength: 5 }),
        async (list, order, wanted, changes) => {
          const index = indexOf(list);
          const present = [...list];
          for (const [at, draft, latest] of changes) {
            await index.select(order, wanted);
            const entry = present[at % Math.max(present.length, 1)];
            if (entry === undefined) continue;
            const changed = {
              stored: { ...draft, mac: entry.stored.mac, id: entry.stored.id },
              latest: latest ?? entry.latest,
            };
            present[present.indexOf(entry)] = changed;
            index.put(changed.stored);
            if (latest !== null) index.putLatest(changed.stored.mac, latest);
            expect(await index.select(order, wanted)).toEqual(naive(present, order, wanted));
            expect(index.facets()).toEqual(indexOf(present).facets());
          }
        },
      ),
      { numRuns: 200 },
    );
  });

  test('counts add up', () => {
    fc.assert(
      fc.property(entries, (list) => {
        const { all, outcomes, rooms, models } = indexOf(list).facets();
        expect(all).toBe(list.length);
        expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(all);
        for (const facet of [rooms, models]) expect(facet.reduce((sum, { devices }) => sum + devices, 0)).toBe(all);
        for (const { value, devices } of rooms) {
          expect(devices).toBe(list.filter(({ stored }) => stored.room === value).length);
        }
      }),
    );
  });
});

test.each([
  { smaller: 'Raum 2', larger: 'Raum 10' },
  { smaller: '9', larger: '10' },
  { smaller: 'Büro 1', larger: 'Buro 2' },
  { smaller: 'apfel', larger: 'Birne' },
  { smaller: '1.9', larger: '1.10' },
  { smaller: '99999999999999999998', larger: '99999999999999999999' },
])('$smaller comes before $larger', ({ smaller, larger }) => {
  expect(sortKey(smaller) < sortKey(larger)).toBe(true);
});

describe('pages', () => {
  const line = (index: number): string =>
    `7C2F80${index.toString(16).padStart(6, '0')},Raum ${index % 7},Model ${index % 3}`;
  const list = sourceOf(['MAC,Raum,Modell', ...Array.from({ length: 120 }, (_, index) => line(index))].join('\n'));

  test('together they are what macs says, each device once, whatever their size', async () => {
    const { api } = await openTestApi();
    expectValue(await api.rollouts.create({ name: 'site' }));
    expectValue(
      await api.lists.importSource({ rollout: 'site', source: list, mapping: {}, sheet: '', language: 'en' }),
    );
    await fc.assert(
      fc.asyncProperty(sort, filter, fc.integer({ min: 1, max: 500 }), async (order, wanted, limit) => {
        const question = { rollout: 'site', sort: order, filter: wanted };
        const { macs } = expectValue(await api.devices.macs(question));
        const seen: string[] = [];
        for (let offset = 0; offset <= macs.length; offset += limit) {
          const page = expectValue(await api.devices.page({ ...question, offset, limit }));
          expect(page).toMatchObject({ total: macs.length, all: 120 });
          expect(page.rows.length).toBe(Math.min(limit, macs.length - offset));
          seen.push(...page.rows.map(({ mac }) => mac));
        }
        expect(seen).toEqual(macs);
      }),
      { numRuns: 60 },
    );
  });

  test('the first rows are there before the index is, and are the same after', async () => {
    const { api } = await openTestApi();
    expectValue(await api.rollouts.create({ name: 'site' }));
    expectValue(
      await api.lists.importSource({ rollout: 'site', source: list, mapping: {}, sheet: '', language: 'en' }),
    );
    const question = { rollout: 'site', sort: { column: 'position', direction: 'ascending' }, filter: ANY } as const;
    const before = expectValue(await api.devices.page({ ...question, offset: 30, limit: 50 }));
    expectValue(await api.devices.facets({ rollout: 'site' }));
    const after = expectValue(await api.devices.page({ ...question, offset: 30, limit: 50 }));
    expect(before).toEqual(after);
    expect(before.rows[0]?.mac).toBe('7c2f8000001e');
  });

  test('of a rollout whose data folder is closed meanwhile end quietly', async () => {
    const { api, store } = await openTestApi();
    expectValue(await api.rollouts.create({ name: 'site' }));
    expectValue(
      await api.lists.importSource({ rollout: 'site', source: list, mapping: {}, sheet: '', language: 'en' }),
    );
    const first = { column: 'position', direction: 'ascending' } as const;
    expectValue(await api.devices.page({ rollout: 'site', sort: first, filter: ANY, offset: 0, limit: 1 }));
    const unhandled = vi.fn();
    process.once('unhandledRejection', unhandled);
    store.close();
    await new Promise((resolve) => setTimeout(resolve, 50));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

test('rows keep their places while somebody reads them, and it is told how many changed', async () => {
  const macs = ['7c2f80820e01', '7c2f80820e02', '7c2f80820e03'];
  const blank = {
    checkCode: '',
    serial: '',
    pin: '',
    vendor: '',
    user: '',
    extension: '',
    room: '',
    note: '',
    url: '',
  };
  const index = new DeviceIndex();
  for (const [at, mac] of macs.entries()) {
    const fields = { ...blank, model: '', address: '', server: '', items: '' };
    index.put({ id: at + 1, mac: mac as MacAddress, ...fields });
  }
  const sort = { column: 'outcome', direction: 'ascending' } as const;
  const filter = { text: '', outcomes: [], room: null, model: null };
  expect(await index.select(sort, filter)).toEqual(macs);
  const time = '2026-01-01T00:00:00.000Z';
  index.putLatest('7c2f80820e03', { outcome: 'failed', reason: 'timeout', account: 'a', time });
  expect(await index.select(sort, filter, true)).toEqual(macs);
  expect(index.changedSince(sort, filter)).toBe(1);
  expect(index.changedSince({ column: 'mac', direction: 'ascending' }, filter)).toBe(0);
  expect(await index.select(sort, filter)).toEqual([macs[2], macs[0], macs[1]]);
  expect(index.changedSince(sort, filter)).toBe(0);
});
