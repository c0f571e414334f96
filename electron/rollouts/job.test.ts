import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { failure, success } from '../../shared/result.ts';
import type { RedirectionService } from '../services/service.ts';
import { accountSecretName } from '../storage/accounts.ts';
import type { Run } from '../storage/runs.ts';
import { openStoreForChanges, type Store } from '../storage/store.ts';
import { Job, wishesToUndo } from './job.ts';
import type { Wish } from './plan.ts';
import { entryAt, lost, type MemoryOptions, MemoryService, macOf, OLD } from './rollouts-testing.ts';

const PASSPHRASE = 'passphrase';
const URL_WITH_SECRET = 'http://anna:T0pSecret@pbx.example/%MACD.xml';

/** A service of the given account in memory, as the core sees services. */
function serviceOf(memory: MemoryService): RedirectionService {
  return {
    description: {
      id: 'memory',
      kind: 'redirection',
      title: 'Memory',
      defaultUrl: '',
      vendors: [],
      placeholders: [],
      ...memory.rules,
      hasCheckCode: false,
      readTellsForeign: true,
      limits: { concurrency: 2, batch: 3, maxBatch: 10 },
    },
    connect: () => success(memory.session),
    writeCallFiles: () => failure(lost()),
  };
}

interface Site {
  readonly folder: string;
  readonly rolloutId: number;
  readonly memory: MemoryService;
  readonly store: Store;
  /** The same folder and service, as a new process finds them. */
  restart(): Promise<Site>;
}

async function createSite(options: MemoryOptions): Promise<Site> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-job-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const memory = new MemoryService(options);
  const store = await openStore(folder);
  const rolloutId = store.rollouts.add('site');
  addAccount(store);
  return siteOf({ folder, memory, rolloutId, store });
}

function siteOf(site: Omit<Site, 'restart'>): Site {
  const restart = async (): Promise<Site> => {
    site.store.close();
    return siteOf({ ...site, store: await openStore(site.folder) });
  };
  return { ...site, restart };
}

async function openStore(folder: string): Promise<Store> {
  const opened = await openStoreForChanges(folder);
  if (!opened.ok) throw new Error(opened.error.reason);
  await opened.value.vault.open(PASSPHRASE);
  return opened.value;
}

function openJob({ store, memory }: Site, signal: AbortSignal = new AbortController().signal) {
  const account = store.accounts.find('acme');
  if (account === null) throw new Error('The account is gone.');
  return Job.open(store, serviceOf(memory), account, {}, { signal, mode: () => 'keep' });
}

function startJob(site: Site, signal?: AbortSignal): Job {
  const job = openJob(site, signal);
  if (!job.ok) throw new Error(job.error.kind);
  return job.value;
}

function addAccount(store: Store): void {
  const connection = { url: '', user: 'u', ca: '', pin: '', proxy: '' };
  const id = store.accounts.add({ name: 'acme', service: 'memory', ...connection, concurrency: 2, batch: 3 });
  store.vault.setSecret(accountSecretName(id), 'password');
}

function wishesFor(count: number): readonly Wish[] {
  return Array.from({ length: count }, (_, n) => ({
    mac: macOf(n),
    checkCode: '',
    action: 'register',
    url: URL_WITH_SECRET,
    name: 'ACME',
  }));
}

async function planAndRun(
  site: Site,
  wishes: readonly Wish[],
  undoOf: number | null = null,
  stop?: AbortSignal,
): Promise<Run> {
  const job = startJob(site, stop);
  const plan = await job.plan(wishes);
  if (!plan.ok) throw new Error(plan.error.reason);
  const runId = await job.begin(site.rolloutId, plan.value, 'register', undoOf);
  await job.execute(runId, plan.value);
  const run = site.store.runs.find(runId);
  if (run === null) throw new Error('The run is gone.');
  return run;
}

async function undo(site: Site, run: Run): Promise<Run> {
  const wishes = wishesToUndo(site.store, run);
  if (!wishes.ok) throw new Error(wishes.error);
  return planAndRun(site, wishes.value, run.id);
}

/** 20 devices: every second one registered before, one of them at the target already. */
async function createMixedSite(options: MemoryOptions): Promise<Site> {
  const site = await createSite(options);
  for (let n = 0; n < 20; n += 2) site.memory.entries.set(macOf(n), OLD);
  site.memory.entries.set(macOf(4), entryAt(URL_WITH_SECRET, 'ACME'));
  return site;
}

describe.each<[string, MemoryOptions]>([
  ['that overwrites', { overwrite: 'replace' }],
  ['whose old entries must go first', { overwrite: 'remove-first' }],
])('at a service %s', (_, options) => {
  test('a run does what its plan says, and its undo brings back what was there', async () => {
    const site = await createMixedSite(options);
    const before = new Map(site.memory.entries);
    const run = await planAndRun(site, wishesFor(20));
    expect(run.state).toBe('finished');
    expect(site.store.runs.counts(run.id)).toEqual({ done: 19, unchanged: 1 });
    for (let n = 0; n < 20; n += 1) expect(site.memory.entries.get(macOf(n))?.url).toBe(URL_WITH_SECRET);
    const undone = await undo(site, run);
    expect(site.store.runs.counts(undone.id)).toEqual({ done: 19 });
    expect(site.memory.entries).toEqual(before);
  });

  test('a run that was cut off is brought to its end by a resume, whatever had been sent', async () => {
    let calls = 0;
    const stop = new AbortController();
    const site = await createMixedSite({
      ...options,
      disturb: ({ kind }) => {
        if (kind === 'read') return null;
        calls += 1;
        if (calls === 3) stop.abort();
        return calls === 3 ? { failure: lost('cancelled', { kind: 'cancelled' }), isApplied: true } : null;
      },
    });
    const run = await planAndRun(site, wishesFor(20), null, stop.signal);
    expect(run.state).toBe('running');
    const next = await site.restart();
    expect(await startJob(next).resume(run)).toMatchObject({ ok: true, value: { isFinished: true } });
    expect(next.store.runs.counts(run.id)).toEqual({ done: 19, unchanged: 1 });
    for (let n = 0; n < 20; n += 1) expect(site.memory.entries.get(macOf(n))?.url).toBe(URL_WITH_SECRET);
  });

  test('an undo leaves alone what somebody changed since', async () => {
    const site = await createMixedSite(options);
    const run = await planAndRun(site, wishesFor(20));
    site.memory.entries.set(macOf(0), entryAt('https://elsewhere.example/'));
    site.memory.entries.delete(macOf(1));
    const undone = await undo(site, run);
    expect(site.store.runs.counts(undone.id)).toEqual({ done: 17, skipped: 1, unchanged: 1 });
    expect(site.memory.entries.get(macOf(0))?.url).toBe('https://elsewhere.example/');
  });
});

test('an undo brings back a phone whose outcome stayed unknown after its entry was gone', async () => {
  let isDead = false;
  let isGivenUp = false;
  const site = await createSite({
    overwrite: 'remove-first',
    disturb: ({ kind }) => {
      if (kind === 'register' && !isGivenUp) isDead = true;
      return isDead ? { failure: lost('fault'), isApplied: false } : null;
    },
  });
  site.memory.entries.set(macOf(0), OLD);
  const run = await planAndRun(site, wishesFor(1));
  expect(site.store.runs.counts(run.id)).toEqual({ unknown: 1 });
  expect(site.memory.entries.size).toBe(0);
  isDead = false;
  isGivenUp = true;
  expect(site.store.runs.counts((await undo(site, run)).id)).toEqual({ done: 1 });
  expect(site.memory.entries.get(macOf(0))).toMatchObject({ url: OLD.url, name: 'Former' });
});

test('a run whose URLs were kept for a session only comes to its end after a restart, and sends nothing', async () => {
  const stop = new AbortController();
  let calls = 0;
  const { memory, folder, rolloutId, store } = await createSite({
    disturb: ({ kind }) => {
      if (kind !== 'register') return null;
      calls += 1;
      if (calls === 3) stop.abort();
      return calls === 3 ? { failure: lost('cancelled', { kind: 'cancelled' }), isApplied: true } : null;
    },
  });
  store.close();
  rmSync(join(folder, 'vault.json'));
  const openWindowSite = async (): Promise<Site> => {
    const opened = await openStoreForChanges(folder);
    if (!opened.ok) throw new Error(opened.error.reason);
    await opened.value.vault.begin(null, true);
    opened.value.vault.setSecret(accountSecretName(1), 'password');
    return siteOf({ memory, folder, rolloutId, store: opened.value });
  };
  const site = await openWindowSite();
  const run = await planAndRun(site, wishesFor(20), null, stop.signal);
  const { open = 0, done = 0 } = site.store.runs.counts(run.id);
  expect(open).toBeGreaterThan(3);
  expect(done).toBeGreaterThan(0);
  // One was being sent when the process was killed.
  const [going] = site.store.runs.devices(run.id).filter(({ outcome }) => outcome === null);
  if (going === undefined) throw new Error('Nothing is open.');
  const sending = { position: going.position, stage: 'registering', sends: 1, isRemoved: false } as const;
  site.store.runs.update(run.id, [{ ...sending, refusal: null, outcome: null }]);
  site.store.close();
  const next = await openWindowSite();
  const sent = calls;
  expect(await startJob(next).resume(run)).toMatchObject({ ok: true, value: { isFinished: true } });
  expect(calls).toBe(sent);
  expect(next.store.runs.counts(run.id)).toEqual({ done, unknown: 1, skipped: open - 1 });
  next.store.close();
});

test('no password of a URL lies in the clear in the data folder while a run is under way', async () => {
  const site = await createMixedSite({ overwrite: 'remove-first' });
  await planAndRun(site, wishesFor(20));
  for (const name of readdirSync(site.folder)) {
    expect(readFileSync(join(site.folder, name)).includes('T0pSecret')).toBe(false);
  }
});

test('an account is not opened without the passphrase', async () => {
  const site = await createSite({});
  site.store.close();
  const opened = await openStoreForChanges(site.folder);
  if (!opened.ok) throw new Error(opened.error.reason);
  expect(openJob({ ...site, store: opened.value })).toEqual({ ok: false, error: { kind: 'vault', reason: 'locked' } });
  opened.value.close();
});
