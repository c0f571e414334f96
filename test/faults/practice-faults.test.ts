import { beforeAll, describe, expect, test } from 'vitest';
import type { Store } from '../../electron/api/index.ts';
import { PRACTICE_FAULTS } from '../../electron/services/practice-host.ts';
import { macsFrom } from '../support/command-line.ts';
import {
  countsOf,
  expectSentences,
  expectTruth,
  NAME,
  OLD_NAME,
  OLD_URL,
  openStore,
  Rig,
  TARGET,
  writesByMac,
} from './faults-testing.ts';

let store: Store;

beforeAll(async () => {
  store = await openStore();
});

/** 24 phones: 14 new ones, 8 that point elsewhere, 2 that are right already. */
const MACS = { gigaset: macsFrom('7c2f80000100', 24), snom: macsFrom('000413260100', 24) };
const REPOINTED = 8;
const UNCHANGED = 2;
const NEW = 24 - REPOINTED - UNCHANGED;

function isNew(index: number): boolean {
  return index < NEW;
}

function isRepointed(index: number): boolean {
  return index >= NEW && index < NEW + REPOINTED;
}

async function makeRig(
  service: 'gigaset' | 'snom',
  options: { batch?: number; concurrency?: number } = {},
): Promise<Rig> {
  const rig = await Rig.make(store, service, MACS[service], options);
  rig.seed(
    MACS[service].slice(NEW).map((mac, index) =>
      // snom's service knows no names.
      index < REPOINTED
        ? { mac, url: OLD_URL, ...(service === 'gigaset' && { name: OLD_NAME }) }
        : { mac, url: TARGET, ...(service === 'gigaset' && { name: NAME }) },
    ),
  );
  return rig;
}

const SERVICES = ['gigaset', 'snom'] as const;
const tried = new Set<string>();

/** Remembers which faults some test below tries. */
function trying(...faults: readonly string[]): readonly string[] {
  for (const fault of faults) tried.add(fault.replace(/=.*/, ''));
  return faults;
}

describe.concurrent.each(SERVICES)('%s: faults that all phones survive', (service) => {
  test.each([
    trying('rate-limit=4'),
    trying('delay=30+1'),
    trying('slow-body=300'),
    trying('drop-after=1,write'),
    trying('drop-after=0.4,write'),
    trying('truncated=1,write'),
    trying('truncated=0.4,write'),
    trying('odd-answer=1,write'),
    trying('odd-answer=0.4,write'),
    trying('pairs=string', 'shape=three'),
    trying('pairs=array,flag', 'shape=two'),
  ])('%s', async (...faults) => {
    const rig = await makeRig(service);
    const own = faults.filter((fault) => service === 'snom' || !/^(?:pairs|shape)/.test(fault));
    rig.setFaults(...own);
    const registered = await rig.run('register');
    expectTruth(registered);
    expect(countsOf(registered)).toEqual({ done: NEW + REPOINTED, unchanged: UNCHANGED });
    const removed = await rig.run('deregister');
    expectTruth(removed);
    expect(countsOf(removed)).toEqual({ done: 24 });
    if (faults[0] === 'rate-limit=4') {
      const waits = [...registered.waits, ...removed.waits];
      expect(waits.length).toBeGreaterThan(0);
      expect(waits).toContainEqual(
        expect.objectContaining({ cause: expect.objectContaining({ reason: 'rate-limited' }) }),
      );
    }
    if (/^(?:drop-after|truncated)=1,write$/.test(faults[0] ?? '')) {
      // What was applied is never sent a second time.
      const writes = writesByMac(registered.log);
      const overwrite = service === 'gigaset' ? ['deregister', 'register'] : ['register'];
      for (const [index, mac] of MACS[service].entries()) {
        const expected = isNew(index) ? ['register'] : isRepointed(index) ? overwrite : undefined;
        expect(writes.get(mac), mac).toEqual(expected);
      }
      for (const mac of MACS[service]) expect(writesByMac(removed.log).get(mac)).toEqual(['deregister']);
    }
  });
});

describe.concurrent.each(SERVICES)('%s: faults that strike some calls, reading or writing', (service) => {
  test.each([
    { fault: 'drop-before=0.3', reason: 'unreachable' },
    { fault: 'drop-after=0.3', reason: 'unreachable' },
    { fault: 'truncated=0.3', reason: 'not-xmlrpc' },
    { fault: 'html=0.3', reason: 'not-xmlrpc' },
    { fault: 'error-500=0.3', reason: 'server-error' },
    { fault: 'odd-answer=0.3', reason: 'unexpected-answer' },
  ])(
    '$fault: every outcome is true; what is left comes through later',
    { timeout: 90_000 },
    async ({ fault, reason }) => {
      const rig = await makeRig(service);
      rig.setFaults(fault);
      for (const action of ['register', 'deregister'] as const) {
        const ran = await rig.run(action);
        expectTruth(ran);
        const counts = countsOf(ran);
        const known = ['done', 'unchanged', `failed(${reason})`, `unknown(${reason})`, 'unknown(no-answer)'];
        expect(known).toEqual(expect.arrayContaining(Object.keys(counts)));
        expect(counts.done).toBeGreaterThan(4);
      }
      rig.setFaults();
      const last = await rig.run('register');
      expectTruth(last);
      const { done = 0, unchanged = 0 } = countsOf(last);
      expect(done + unchanged).toBe(24);
    },
  );
});

describe.concurrent.each(SERVICES)('%s: faults that nothing gets through', (service) => {
  test.each([
    { fault: 'html=1,write', reason: 'not-xmlrpc' },
    { fault: 'error-500=1,write', reason: 'server-error' },
    { fault: 'drop-before=1,write', reason: 'unreachable' },
  ])('$fault: failed($reason), and nothing was changed', async ({ fault, reason }) => {
    trying(fault);
    const rig = await makeRig(service);
    rig.setFaults(fault);
    const registered = await rig.run('register');
    expectTruth(registered);
    expect(countsOf(registered)).toEqual({ [`failed(${reason})`]: NEW + REPOINTED, unchanged: UNCHANGED });
    const removed = await rig.run('deregister');
    expectTruth(removed);
    expect(countsOf(removed)).toEqual({ [`failed(${reason})`]: REPOINTED + UNCHANGED, unchanged: NEW });
    expect(rig.log().flatMap(({ applied }) => applied)).toEqual([]);
    // It was tried more than once, and not for ever.
    for (const [mac, writes] of writesByMac(registered.log)) {
      expect([mac, writes.length]).toEqual([mac, expect.toBeOneOf([2, 3])]);
    }
  });

  test.each([
    { faults: trying('unauthorized'), reason: 'auth-failed' },
    { faults: trying('html'), reason: 'not-xmlrpc' },
    { faults: trying('truncated'), reason: 'not-xmlrpc' },
    { faults: trying('error-500'), reason: 'server-error' },
    { faults: trying('drop-before'), reason: 'unreachable' },
    { faults: trying('drop-after'), reason: 'unreachable' },
  ])(
    '$faults from the beginning: the account is unusable, found before anything was sent',
    { timeout: 90_000 },
    async ({ faults, reason }) => {
      const rig = await makeRig(service);
      rig.setFaults(...faults);
      const planned = await rig.plan('register');
      expect(planned).toMatchObject({
        ok: false,
        error: { concern: 'service', isUnchanged: true, failure: { reason, sent: 'no' } },
      });
      expect(rig.log().filter(({ kind }) => kind === 'write')).toEqual([]);
    },
  );

  test('odd-answer from the beginning: unknown, never done, nothing sent', async () => {
    const rig = await makeRig(service);
    rig.setFaults('odd-answer');
    for (const action of ['register', 'deregister', 'check'] as const) {
      const ran = await rig.run(action);
      expectTruth(ran);
      expect(countsOf(ran)).toEqual({ 'unknown(unexpected-answer)': 24 });
      expect(ran.log.filter(({ kind }) => kind === 'write')).toEqual([]);
    }
  });
});

describe.concurrent.each(SERVICES)('%s: faults that begin after the plan', (service) => {
  test.each(['odd-answer', 'truncated', 'drop-after', 'drop-before', 'html', 'error-500'])(
    '%s: what can not be read back is unknown, never done',
    { timeout: 90_000 },
    async (fault) => {
      const rig = await makeRig(service);
      const ran = await rig.run('register', { afterPlan: () => rig.setFaults(fault) });
      expectTruth(ran);
      const kinds = new Set([...ran.outcomes.values()].map(({ outcome }) => outcome));
      expect(kinds).not.toContain('done');
      expect(kinds).toContain('unknown');
      for (const mac of MACS[service].slice(NEW + REPOINTED)) {
        expect(ran.outcomes.get(mac)).toMatchObject({ outcome: 'unchanged' });
      }
      // Once the service is itself again, a check finds out, and a second run makes it so.
      rig.setFaults();
      const checked = await rig.run('check');
      expectTruth(checked);
      expect([...checked.outcomes.values()].map(({ outcome }) => outcome)).not.toContain('unknown');
      const again = await rig.run('register');
      expectTruth(again);
      const counts = countsOf(again);
      expect((counts.done ?? 0) + (counts.unchanged ?? 0)).toBe(24);
    },
  );

  test('unauthorized in the middle stops at once; each device has one outcome', async () => {
    const rig = await makeRig(service, { batch: 1, concurrency: 2 });
    let calls = 0;
    const ran = await rig.run('register', {
      onOutcomes: () => {
        // The first to be told of are those that were right already.
        calls += 1;
        if (calls === 4) rig.setFaults('unauthorized');
      },
    });
    expectTruth(ran);
    expect(ran.summary.stopCause).toMatchObject({ reason: 'auth-failed' });
    const counts = countsOf(ran);
    expect(counts.done).toBeGreaterThan(0);
    const { 'failed(auth-failed)': failed = 0 } = counts;
    expect(failed).toBeGreaterThan(10);
    // At most the calls that were on their way; nobody goes on asking with a login that is refused.
    expect(ran.log.filter(({ outcome }) => outcome === 'unauthorized').length).toBeLessThanOrEqual(2);
  });
});

describe.concurrent.each(SERVICES)('%s: half of each list fails', (service) => {
  const pairs = service === 'snom' ? ['struct', 'struct,flag', 'string', 'string,flag', 'array', 'array,flag'] : [''];
  const cases = ['errors', 'silent'].flatMap((half) =>
    pairs.map((pair) => trying(`half-list=${half}`, ...(pair === '' ? [] : [`pairs=${pair}`]))),
  );

  test.each(cases)('%s %s: each is settled rightly', async (...faults) => {
    const rig = await makeRig(service);
    rig.setFaults(...faults.filter((fault) => fault !== undefined));
    const registered = await rig.run('register');
    expectTruth(registered);
    const kinds = new Set([...registered.outcomes.values()].map(({ outcome }) => outcome));
    expect(kinds).toContain('done');
    expect(kinds).not.toContain('unknown');
    const removed = await rig.run('deregister');
    expectTruth(removed);
    expect(countsOf(removed).done).toBeGreaterThan(0);
  });
});

describe.concurrent('owned by another account', () => {
  test('Gigaset tells only when a phone is registered: refused(owned-by-other), state as before', async () => {
    const rig = await makeRig('gigaset');
    const owned = [MACS.gigaset[0], MACS.gigaset[5], MACS.gigaset[13]].join(',');
    rig.setFaults(...trying(`owned=${owned}`));
    const registered = await rig.run('register');
    expectTruth(registered);
    expect(countsOf(registered)).toEqual({
      'refused(owned-by-other)': 3,
      done: NEW + REPOINTED - 3,
      unchanged: UNCHANGED,
    });
    for (const mac of owned.split(',')) {
      expect(registered.outcomes.get(mac)).toMatchObject({ serviceWords: expect.stringContaining('mac_') });
    }
    // To deregister, the service says of them what it says of phones it never heard of.
    const removed = await rig.run('deregister');
    expect(countsOf(removed)).toEqual({ done: 21, unchanged: 3 });
    for (const mac of owned.split(',')) expect(writesByMac(removed.log).has(mac)).toBe(false);
  });

  test('snom tells before: refused without a write', async () => {
    const rig = await makeRig('snom');
    const owned = [MACS.snom[0], MACS.snom[5], MACS.snom[15]].join(',');
    rig.setFaults(`owned=${owned}`);
    for (const action of ['register', 'deregister', 'check'] as const) {
      const ran = await rig.run(action);
      expectTruth(ran);
      for (const mac of owned.split(',')) {
        expect(ran.outcomes.get(mac)).toMatchObject({ outcome: 'refused', reason: 'owned-by-other' });
        expect(writesByMac(ran.log).has(mac)).toBe(false);
      }
      expect(countsOf(ran)['refused(owned-by-other)']).toBe(3);
    }
  });

  test('a phone that another account takes between plan and run', async () => {
    const rigs = await Promise.all(SERVICES.map((service) => makeRig(service)));
    for (const rig of rigs) {
      const macs = MACS[rig.service].slice(2, 5);
      const seize = () => rig.seed(macs.map((mac) => ({ mac, url: 'https://theirs.example.net/', owner: 'other' })));
      const ran = await rig.run('register', { afterPlan: seize });
      for (const mac of macs) {
        expect(ran.outcomes.get(mac)).toMatchObject({ outcome: 'refused', reason: 'owned-by-other' });
        expect(ran.after.get(mac)).toMatchObject({ owner: 'other', url: 'https://theirs.example.net/' });
      }
      expect(countsOf(ran)).toMatchObject({ 'refused(owned-by-other)': 3 });
    }
  });
});

describe.concurrent('check codes at Gigaset', () => {
  test('a wrong one: refused(bad-check-code), state as before', async () => {
    const rig = await makeRig('gigaset');
    const wrong = [MACS.gigaset[1], MACS.gigaset[15]].join(',');
    rig.setFaults(...trying(`check-code=${wrong}`));
    for (const action of ['register', 'deregister'] as const) {
      const ran = await rig.run(action);
      expectTruth(ran);
      expect(countsOf(ran)).toMatchObject({ 'refused(bad-check-code)': 2 });
      for (const mac of wrong.split(',')) {
        expect(ran.outcomes.get(mac)).toMatchObject({ outcome: 'refused', reason: 'bad-check-code' });
      }
    }
  });

  test('an account that wants them, and a list without', async () => {
    const rig = await makeRig('gigaset');
    rig.setFaults('check-code');
    const ran = await rig.run('register');
    expectTruth(ran);
    expect(countsOf(ran)).toEqual({ 'refused(bad-check-code)': 24 });
    expect(ran.log.flatMap(({ applied }) => applied)).toEqual([]);
  });
});

describe.concurrent('a service that lies', () => {
  trying('lie');

  test('Gigaset: its own "OK" counts as done, as it must; a check finds the truth', async () => {
    const rig = await makeRig('gigaset');
    rig.setFaults('lie');
    const ran = await rig.run('register');
    for (const [index, mac] of MACS.gigaset.entries()) {
      // Where the old entry "was removed" and is still there, the register is refused and the read tells: so nothing
      // is claimed for those.
      const expected = isNew(index) ? 'done' : isRepointed(index) ? 'skipped' : 'unchanged';
      expect([mac, ran.outcomes.get(mac)?.outcome]).toEqual([mac, expected]);
    }
    expect(ran.after).toEqual(ran.before);
    const checked = await rig.run('check');
    expectTruth(checked);
    expect(countsOf(checked)).toEqual({ done: REPOINTED + UNCHANGED, 'refused(not-registered)': NEW });
    for (const mac of MACS.gigaset.slice(NEW, NEW + REPOINTED)) {
      expect(checked.outcomes.get(mac)).toMatchObject({ now: { url: OLD_URL, name: OLD_NAME } });
    }
  });

  test('snom: the same', async () => {
    const rig = await makeRig('snom');
    rig.setFaults('lie');
    const ran = await rig.run('register');
    expect(countsOf(ran)).toEqual({ done: NEW + REPOINTED, unchanged: UNCHANGED });
    expect(ran.after).toEqual(ran.before);
    expect(countsOf(await rig.run('check'))).toEqual({ done: REPOINTED + UNCHANGED, 'refused(not-registered)': NEW });
  });
});

describe.concurrent('overwriting at Gigaset', () => {
  const repointed = MACS.gigaset.slice(NEW, NEW + REPOINTED);

  /** Does something as soon as the first of these phones has lost its old entry. */
  function whenGone(rig: Rig, act: (gone: readonly string[]) => void): () => void {
    const timer = setInterval(() => {
      const state = rig.state();
      const gone = repointed.filter((mac) => !state.has(mac));
      if (gone.length > 0) act(gone);
    }, 1);
    return () => clearInterval(timer);
  }

  test('the new entry is refused: the old one is put back, name and all', async () => {
    const rig = await makeRig('gigaset');
    // The service takes no name of nothing but blanks.
    const ran = await rig.run('register', { provider: ' ' });
    expectTruth(ran);
    expect(countsOf(ran)).toEqual({ 'refused(bad-name)': NEW + REPOINTED + UNCHANGED });
    for (const mac of repointed) {
      const old = { url: OLD_URL, name: OLD_NAME };
      expect(ran.outcomes.get(mac)).toMatchObject({ before: old, now: old });
      expect(ran.after.get(mac)).toMatchObject({ ...old, owner: 'me' });
      expect(writesByMac(ran.log).get(mac)).toEqual(['deregister', 'register', 'register']);
    }
  });

  test('the old one can not be put back either: left-unregistered, the old one shown; undo brings it back', async () => {
    const rig = await makeRig('gigaset');
    const before = rig.state();
    // The removals take effect at once and are answered later, so the codes are wrong from then on.
    rig.setFaults('delay=100');
    const release = whenGone(rig, () => rig.setFaults(`check-code=${repointed.join(',')}`));
    const ran = await rig.run('register');
    release();
    expectTruth(ran);
    expect(countsOf(ran)).toEqual({ 'failed(left-unregistered)': REPOINTED, done: NEW, unchanged: UNCHANGED });
    for (const mac of repointed) {
      const old = { url: OLD_URL, name: OLD_NAME };
      expect(ran.outcomes.get(mac)).toMatchObject({ before: old, now: null });
      expect(ran.after.has(mac)).toBe(false);
    }
    rig.setFaults();
    const undone = await rig.undo();
    expect(countsOf(undone)).toEqual({ done: NEW + REPOINTED });
    const strip = (state: typeof before) =>
      [...state.values()].map(({ mac, url, name }) => [mac, url, name]).toSorted();
    expect(strip(undone.after)).toEqual(strip(before));
  });

  test('another account takes the phones in between: left-unregistered too', async () => {
    const rig = await makeRig('gigaset');
    rig.setFaults('delay=100');
    const release = whenGone(rig, (gone) =>
      rig.seed(gone.map((mac) => ({ mac, url: 'https://theirs.example.net/', owner: 'other' }))),
    );
    const ran = await rig.run('register');
    release();
    expect(countsOf(ran)).toEqual({ 'failed(left-unregistered)': REPOINTED, done: NEW, unchanged: UNCHANGED });
    for (const mac of repointed) {
      const row = ran.outcomes.get(mac);
      expect(row).toMatchObject({ before: { url: OLD_URL, name: OLD_NAME }, now: null });
      if (row !== undefined) expectSentences(row);
      expect(ran.after.get(mac)).toMatchObject({ owner: 'other', url: 'https://theirs.example.net/' });
    }
  });
});

test('every practice fault there is was tried', () => {
  expect([...tried].toSorted()).toEqual(PRACTICE_FAULTS.map(({ name }) => name).toSorted());
});
