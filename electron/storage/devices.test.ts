import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { draft, macOf, openStore, temporaryFolder, unwrap } from './storage-testing.ts';
import type { Store } from './store.ts';

async function openSite(): Promise<{ store: Store; site: number }> {
  const store = await openStore(temporaryFolder());
  return { store, site: store.rollouts.add('site') };
}

const FULL = {
  checkCode: '55DF',
  serial: '0012345',
  pin: '0042',
  vendor: 'gigaset',
  model: 'N670',
  user: 'Müller, "Jo"',
  extension: '0123',
  room: '1.07',
  note: '=1+1\nsecond line',
  url: 'https://pbx.example/%MACD.xml',
} as const;

describe('an import', () => {
  test('keeps every field to the letter, in the order of the list', async () => {
    const { store, site } = await openSite();
    const devices = [draft(3, FULL), draft(1), draft(2, { user: 'x' })];
    expect(store.devices.import(site, devices)).toEqual({ added: 3, updated: 0 });
    expect(store.devices.list(site)).toMatchObject(devices);
    expect(store.devices.find(site, macOf(3))).toMatchObject(FULL);
    expect(store.devices.find(site, macOf(9))).toBe(null);
  });

  test('of the same list adds and updates nothing', async () => {
    const { store, site } = await openSite();
    const devices = Array.from({ length: 33 }, (_, n) => draft(n, FULL));
    expect(store.devices.import(site, devices)).toEqual({ added: 33, updated: 0 });
    const before = store.devices.list(site);
    expect(store.devices.import(site, devices)).toEqual({ added: 0, updated: 0 });
    expect(store.devices.list(site)).toEqual(before);
  });

  test('updates what changed, counts that alone, and leaves what the list does not say', async () => {
    const { store, site } = await openSite();
    store.devices.import(site, [draft(0, FULL), draft(1, FULL), draft(2, FULL), draft(3, FULL)]);
    const counts = store.devices.import(site, [
      draft(0, { room: '2.01' }),
      draft(1),
      draft(2, { ...FULL, user: '', checkCode: '1910' }),
      draft(4, FULL),
    ]);
    expect(counts).toEqual({ added: 1, updated: 2 });
    expect(store.devices.find(site, macOf(0))).toMatchObject({ ...FULL, room: '2.01' });
    expect(store.devices.find(site, macOf(1))).toMatchObject(FULL);
    expect(store.devices.find(site, macOf(2))).toMatchObject({ ...FULL, checkCode: '1910' });
  });

  test('tells fields apart that differ only in letter case or in leading zeros', async () => {
    const { store, site } = await openSite();
    store.devices.import(site, [draft(0, { extension: '012', user: 'Anna' })]);
    expect(store.devices.import(site, [draft(0, { extension: '12', user: 'anna' })])).toEqual({ added: 0, updated: 1 });
    expect(store.devices.find(site, macOf(0))).toMatchObject({ extension: '12', user: 'anna' });
  });

  test('is all or nothing', async () => {
    const { store, site } = await openSite();
    function* breakingOff() {
      for (let n = 0; n < 25; n += 1) yield draft(n);
      throw new Error('the file ended in the middle');
    }
    expect(() => store.devices.import(site, breakingOff())).toThrow('the file ended');
    expect(store.devices.count(site)).toBe(0);
    expect(store.devices.import(site, [])).toEqual({ added: 0, updated: 0 });
  });

  test('of staged devices does the same in one step, once for each time it is asked', async () => {
    const { store, site } = await openSite();
    store.devices.import(site, [draft(0, FULL)]);
    const devices = [
      draft(0, { room: '2.01' }),
      ...Array.from({ length: 4_500 }, (_, n) => draft(n + 1, { user: `${n}` })),
    ];
    const [staged, others] = await Promise.all([store.devices.stage(devices), store.devices.stage([draft(1, FULL)])]);
    expect(store.devices.count(site)).toBe(1);
    expect(store.devices.importStaged(site, staged)).toEqual({ added: 4_500, updated: 1 });
    expect(store.devices.importStaged(site, staged)).toEqual({ added: 0, updated: 0 });
    expect(store.devices.find(site, macOf(0))).toMatchObject({ ...FULL, room: '2.01' });
    expect(store.devices.list(site).map(({ mac }) => mac)).toEqual(devices.map(({ mac }) => mac));
    expect(() => store.devices.importStaged(site + 1, staged)).toThrow(/FOREIGN KEY/);
    store.devices.dropStaged(staged);
    expect(store.devices.importStaged(site, others)).toEqual({ added: 0, updated: 1 });
  });

  test('into one rollout leaves the others alone; a device is found in all of them', async () => {
    const { store, site } = await openSite();
    const other = store.rollouts.add('other');
    store.devices.import(site, [draft(0, { room: 'here' })]);
    store.devices.import(other, [draft(0, { room: 'there' }), draft(1)]);
    expect(store.devices.list(site)).toHaveLength(1);
    expect(store.devices.findEverywhere(macOf(0))).toMatchObject([
      { rollout: 'other', room: 'there' },
      { rollout: 'site', room: 'here' },
    ]);
    expect(store.rollouts.list()).toMatchObject([{ name: 'other' }, { name: 'site' }]);
    store.rollouts.remove(other);
    expect(store.devices.findEverywhere(macOf(1))).toEqual([]);
    expect(store.devices.count(site)).toBe(1);
  });

  test('of URLs with passwords keeps no password in the clear in any file of the folder', async () => {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    unwrap(await store.vault.open('passphrase'));
    const site = store.rollouts.add('site');
    const url = unwrap(store.vault.protectUrl('http://anna:T0pSecret@pbx.example/'));
    store.devices.import(site, [draft(0, { url }), draft(1, { url: 'http://pbx.example/' })]);
    expect([...store.devices.sealedUrls(site)]).toEqual([[macOf(0), url]]);
    store.close();
    for (const name of readdirSync(folder)) {
      expect(readFileSync(`${folder}/${name}`).includes('T0pSecret')).toBe(false);
    }
  });
});
