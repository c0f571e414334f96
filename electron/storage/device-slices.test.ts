import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DeviceDraft, MacAddress } from '../../shared/domain/device.ts';
import { openStoreForChanges } from './store.ts';

const EMPTY = {
  ...{
    checkCode: '',
    serial: '',
    pin: '',
    vendor: '',
    address: '',
    server: '',
    items: '',
    model: '',
    user: '',
    extension: '',
    room: '',
    note: '',
    url: '',
  },
};

function draft(index: number): DeviceDraft {
  return { ...EMPTY, mac: index.toString(16).padStart(12, '0') as MacAddress };
}

test('slices are the list, whatever their size and however rollouts came in turns', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  const opened = await openStoreForChanges(folder);
  if (!opened.ok) throw new Error(opened.error.reason);
  const store = opened.value;
  const turns = fc.array(fc.tuple(fc.nat(2), fc.array(fc.nat(50), { maxLength: 6 })), { maxLength: 8 });
  let round = 0;
  fc.assert(
    fc.property(turns, fc.array(fc.nat(50)), fc.integer({ min: 1, max: 9 }), (imports, removed, limit) => {
      round += 1;
      const rollouts = [0, 1, 2].map((number) => store.rollouts.add(`${round}.${number}`));
      for (const [number, indexes] of imports) store.devices.import(rollouts[number] ?? 0, indexes.map(draft));
      store.devices.remove(
        rollouts[0] ?? 0,
        removed.map((index) => draft(index).mac),
      );
      for (const id of rollouts) {
        const slices = [...store.devices.slices(id, limit)];
        const list = store.devices.list(id);
        expect(slices.flat()).toEqual(list);
        expect(slices.every(({ length }) => length > 0 && length <= limit)).toBe(true);
        expect(store.devices.listFrom(id, 2, limit)).toEqual(list.slice(2, 2 + limit));
        const macs = list.map(({ mac }) => mac).toReversed();
        expect(store.devices.findMany(id, [draft(99).mac, ...macs])).toEqual(list.toReversed());
      }
    }),
    { numRuns: 40 },
  );
  store.close();
  rmSync(folder, { recursive: true });
});
