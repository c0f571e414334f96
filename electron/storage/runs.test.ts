import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Action } from '../../shared/domain/outcome.ts';
import type { RunDevice, RunDeviceChange, StoredOutcome } from './runs.ts';
import { openSqlite } from './sqlite.ts';
import { macOf, openStore, startCompanion, temporaryFolder, unwrap } from './storage-testing.ts';
import type { Store } from './store.ts';

const DONE: StoredOutcome = {
  kind: 'done',
  reason: null,
  aspect: null,
  detail: null,
  serviceWords: 'OK: ***',
  now: { url: 'https://pbx.example/', name: 'ACME', date: null, company: null },
  endedAt: '2026-11-21T10:00:00.000Z',
};

const FAILED: StoredOutcome = {
  kind: 'failed',
  reason: 'unreachable',
  aspect: 'dns',
  detail: { host: 'prov.example', port: 443 },
  serviceWords: null,
  now: null,
  endedAt: '2026-11-21T10:00:01.000Z',
};

type Planned = Omit<RunDevice, 'sends' | 'isRemoved' | 'refusal'>;

function planned(position: number, fields: Partial<Planned> = {}): Planned {
  return {
    position,
    mac: macOf(position),
    checkCode: '55DF',
    action: 'register',
    group: 'new',
    target: { url: 'https://pbx.example/', name: 'ACME' },
    before: null,
    stage: 'waiting',
    outcome: null,
    ...fields,
  };
}

const ended = (position: number, outcome: StoredOutcome = DONE): Planned =>
  planned(position, { stage: 'ended', outcome });

function change(position: number, fields: Partial<RunDeviceChange> = {}): RunDeviceChange {
  return { position, stage: 'waiting', sends: 0, isRemoved: false, refusal: null, outcome: null, ...fields };
}

function addRun(store: Store, rolloutId: number, devices: readonly Planned[], action: Action = 'register') {
  return store.runs.add({ rolloutId, account: 'giga', service: 'gigaset', action, undoOf: null }, devices);
}

async function openSite(folder = temporaryFolder()): Promise<{ store: Store; site: number; folder: string }> {
  const store = await openStore(folder);
  return { store, site: store.rollouts.add('site'), folder };
}

describe('a run', () => {
  test('is running from its begin on, then finished', async () => {
    const { store, site } = await openSite();
    const id = await addRun(store, site, [planned(0)]);
    expect(store.runs.find(id)).toMatchObject({
      id,
      rolloutId: site,
      account: 'giga',
      service: 'gigaset',
      action: 'register',
      undoOf: null,
      state: 'running',
      finishedAt: null,
    });
    expect(store.runs.findUnfinished(site)?.id).toBe(id);
    store.runs.finish(id);
    expect(store.runs.findUnfinished(site)).toBe(null);
    expect(store.runs.find(id)).toMatchObject({ state: 'finished', finishedAt: expect.stringMatching(/^\d{4}-.*Z$/) });
    expect(store.runs.find(id + 1)).toBe(null);
  });

  test('comes back after a restart as it was, each device with all that was known', async () => {
    const { store, site, folder } = await openSite();
    const before = { url: 'https://old.example/', name: 'Former', date: '2024-05-06', company: null };
    const nowhere = { url: null, name: null, date: null, company: 'snom' };
    const devices = [
      planned(0, { before, group: 're-point' }),
      planned(1, { before: nowhere, action: 'deregister', checkCode: '' }),
      planned(2),
      ended(3),
      ended(4, FAILED),
    ];
    const id = await addRun(store, site, devices);
    const refusal = {
      kind: 'refused',
      reason: 'bad-url',
      aspect: 'x',
      detail: { a: 1 },
      words: 'url_invalid:"',
    } as const;
    store.runs.update(id, [
      change(0, { stage: 'restoring', sends: 2, isRemoved: true, refusal }),
      change(2, { stage: 'ended', sends: 1, outcome: FAILED }),
    ]);
    store.close();
    const next = await openStore(folder);
    expect(next.runs.devices(id)).toEqual([
      { ...devices[0], stage: 'restoring', sends: 2, isRemoved: true, refusal },
      { ...devices[1], sends: 0, isRemoved: false, refusal: null },
      { ...devices[2], stage: 'ended', sends: 1, isRemoved: false, refusal: null, outcome: FAILED },
      { ...devices[3], sends: 0, isRemoved: false, refusal: null },
      { ...devices[4], sends: 0, isRemoved: false, refusal: null },
    ]);
    expect(next.runs.counts(id)).toEqual({ open: 2, done: 1, failed: 2 });
  });

  test('keeps passwords in URLs sealed', async () => {
    const { store, site } = await openSite();
    unwrap(await store.vault.open('passphrase'));
    const url = 'http://anna:T0pSecret@pbx.example/';
    const sealed = unwrap(store.vault.protectUrl(url));
    const before = { url: sealed, name: null, date: null, company: null };
    const id = await addRun(store, site, [planned(0, { target: { url: sealed, name: '' }, before })]);
    store.runs.update(id, [change(0, { stage: 'ended', outcome: { ...DONE, now: before } })]);
    const [device] = store.runs.devices(id);
    for (const stored of [device?.target.url, device?.before?.url, device?.outcome?.now?.url]) {
      expect(stored).not.toContain('T0pSecret');
      expect(store.vault.revealUrl(stored ?? '')).toEqual({ ok: true, value: url });
    }
  });

  test('that a crash kept from beginning is gone at the next start; none of it was sent', async () => {
    const { store, site, folder } = await openSite();
    const finished = await addRun(store, site, [ended(0)]);
    store.runs.finish(finished);
    store.close();
    const companion = startCompanion(
      folder,
      `
      const { openStoreForChanges } = await load('./store.ts');
      const { runs } = (await openStoreForChanges(folder)).value;
      const device = ${JSON.stringify(planned(0))};
      const devices = Array.from({ length: 60000 }, (_, position) => ({ ...device, position }));
      runs.add({ rolloutId: ${site}, account: 'giga', service: 'gigaset', action: 'register', undoOf: null }, devices);
      say('adding');
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
      process.kill(process.pid, 'SIGKILL');`,
    );
    expect(await companion.nextLine()).toBe('adding');
    await new Promise((resolve) => companion.process.once('exit', resolve));
    const next = await openStore(folder);
    expect(next.runs.list(site).map(({ id }) => id)).toEqual([finished]);
    expect(next.runs.findUnfinished(site)).toBe(null);
    expect(next.runs.devices(finished + 1)).toEqual([]);
  });

  test('of many devices does not hold up everything else while it is stored', async () => {
    const { store, site } = await openSite();
    let turns = 0;
    const ticking = setInterval(() => {
      turns += 1;
    }, 1);
    await addRun(
      store,
      site,
      Array.from({ length: 40_000 }, (_, n) => planned(n)),
    );
    clearInterval(ticking);
    expect(turns).toBeGreaterThanOrEqual(5);
  });

  test('goes with its rollout, one that takes another back included', async () => {
    const { store, site } = await openSite();
    const other = store.rollouts.add('other');
    const id = await addRun(store, site, [ended(0)]);
    const undo = { rolloutId: site, account: 'giga', service: 'gigaset', action: 'deregister', undoOf: id } as const;
    const undoId = await store.runs.add(undo, [ended(0)]);
    const kept = await addRun(store, other, [ended(0)]);
    expect(store.runs.list(site)).toMatchObject([
      { id: undoId, undoOf: id },
      { id, undoOf: null },
    ]);
    store.rollouts.remove(site);
    expect(store.runs.find(id)).toBe(null);
    expect(store.runs.devices(undoId)).toEqual([]);
    expect(store.runs.devices(kept)).toHaveLength(1);
  });
});

describe('the latest outcome', () => {
  test('of each device is the one of the latest run that brought one', async () => {
    const { store, site } = await openSite();
    const other = store.rollouts.add('other');
    const first = await addRun(store, site, [ended(0), ended(1), ended(2)]);
    const second = await addRun(store, site, [ended(1, FAILED), planned(2)]);
    await addRun(store, other, [ended(0, FAILED)]);
    const latest = store.runs.latestOutcomes(site);
    expect([...latest].map(([mac, { runId, outcome }]) => [mac, runId, outcome.kind]).sort()).toEqual([
      [macOf(0), first, 'done'],
      [macOf(1), second, 'failed'],
      [macOf(2), first, 'done'],
    ]);
    expect(latest.get(macOf(1))).toMatchObject({ account: 'giga', outcome: FAILED });
    expect(store.runs.latestOutcomes(other).get(macOf(0))?.outcome.kind).toBe('failed');
    expect(store.runs.history(macOf(0))).toMatchObject([
      { rolloutId: other, outcome: { kind: 'failed' } },
      { rolloutId: site, outcome: { kind: 'done' } },
    ]);
  });

  test('of 100,000 devices in three runs is there within moments, and does not wait for the runs before', async () => {
    const { store, site } = await openSite();
    const devices = Array.from({ length: 100_000 }, (_, n) => ended(n));
    await addRun(store, site, devices);
    const once = await timed(() => store.runs.latestOutcomes(site).size);
    await addRun(store, site, devices);
    const last = await addRun(store, site, devices);
    const thrice = await timed(() => store.runs.latestOutcomes(site).size);
    expect(once.value).toBe(100_000);
    expect(thrice.value).toBe(100_000);
    expect(store.runs.latestOutcomes(site).get(macOf(77_777))?.runId).toBe(last);
    expect(thrice.tookMs).toBeLessThan(Math.max(once.tookMs * 4, 1_000));
  }, 60_000);

  test('a folder with that much in it is opened at once after a clean end', async () => {
    const { store, site, folder } = await openSite();
    const wordy = { ...DONE, serviceWords: 'words '.repeat(80) };
    const devices = Array.from({ length: 100_000 }, (_, n) => ended(n, wordy));
    for (let run = 0; run < 2; run += 1) await addRun(store, site, devices);
    store.close();
    const opening = await timed(async () => (await openStore(folder)).close());
    const database = openSqlite(join(folder, 'rollcall.db'));
    const checking = await timed(() => database.prepare('PRAGMA quick_check').all());
    database.close();
    expect(opening.tookMs).toBeLessThan(checking.tookMs / 2);
  }, 60_000);
});

async function timed<T>(work: () => T | Promise<T>): Promise<{ value: T; tookMs: number }> {
  const startedAtMs = performance.now();
  const value = await work();
  return { value, tookMs: performance.now() - startedAtMs };
}

test('every change that was reported survives a kill', async () => {
  const { store, site, folder } = await openSite();
  const id = await addRun(
    store,
    site,
    Array.from({ length: 5_000 }, (_, n) => planned(n)),
  );
  store.close();
  for (let round = 0; round < 4; round += 1) {
    const companion = startCompanion(
      folder,
      `
      const { openStoreForChanges } = await load('./store.ts');
      const { runs, devices, rollouts, vault } = (await openStoreForChanges(folder)).value;
      const outcome = ${JSON.stringify(DONE)};
      const first = runs.devices(${id}).findIndex((device) => device.outcome === null);
      for (let position = first; position < 5000; position += 1) {
        runs.update(${id}, [{ position, stage: 'ended', sends: 1, isRemoved: false, refusal: null, outcome }]);
        rollouts.add('${round}-' + position);
        say(String(position));
      }`,
    );
    let last = await companion.nextLine();
    const until = performance.now() + 50 + round * 37;
    while (performance.now() < until) last = await companion.nextLine();
    await companion.kill();
    const next = await openStore(folder);
    const devices = next.runs.devices(id);
    expect(devices[Number(last)]?.outcome).toEqual(DONE);
    expect(devices.slice(0, Number(last) + 1).every(({ outcome }) => outcome !== null)).toBe(true);
    expect(next.rollouts.find(`${round}-${last}`)).not.toBe(null);
    next.close();
  }
});
