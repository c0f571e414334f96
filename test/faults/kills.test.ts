import { describe, expect, test } from 'vitest';
import { openStoreForReading } from '../../electron/api/index.ts';
import { startPractice } from '../../electron/services/practice.ts';
import { isPickedByMac, seededRandom } from '../../electron/services/practice-faults.ts';
import { parseFault, type RunningPractice } from '../../electron/services/practice-host.ts';
import type { PracticeDevice, PracticeLogEntry } from '../../electron/services/practice-service.ts';
import { Desk, listOf, macsFrom, type Running } from '../support/command-line.ts';
import { unwrap } from './faults-testing.ts';

/** Repeats an earlier suite: `ROLLCALL_SEED=… npx vitest run test/faults/kills.test.ts`. */
const SEED = process.env.ROLLCALL_SEED || crypto.randomUUID().slice(0, 8);
process.stderr.write(`kills: seed ${SEED}\n`);

/** How much one site has to do. snom's service has no listing of an account, so there each phone is read by itself. */
const SIZES = { gigaset: { devices: 2_000, delay: '20+0.3' }, snom: { devices: 500, delay: '4+0.3' } };
/** One phone in twenty belongs to another account. */
const OWNED_EVERY = 20;
const OLD_URL = 'https://old.example.net/%MACD.xml';
const ROLLOUT = 'site';

/** What one run after the other shall bring: all new or re-pointed, then all re-pointed, then all gone, and again. */
const TARGETS = ['https://one.example.net/%MACD.xml', 'https://two.example.net/%MACD.xml', null] as const;

/** One data folder, its practice service and its kills. */
class Site {
  readonly desk = new Desk();
  readonly service: 'gigaset' | 'snom';
  readonly macs: readonly string[];
  readonly practice: RunningPractice;
  readonly random: () => number;
  /** Outcomes as they were told, by run and MAC: what was shown must be durable. */
  readonly told = new Map<string, string>();
  kills = 0;
  failed = 0;

  constructor(service: 'gigaset' | 'snom', index: number, practice: RunningPractice) {
    this.service = service;
    this.macs = macsFrom(service === 'gigaset' ? '7c2f80100000' : '000413260000', SIZES[service].devices);
    this.practice = practice;
    this.random = seededRandom(`${SEED} ${service} ${index}`);
  }

  static async make(service: 'gigaset' | 'snom', index: number): Promise<Site> {
    const faults = [`owned=${OWNED_EVERY}`, `delay=${SIZES[service].delay}`, 'drop-before=0.02', 'drop-after=0.04'];
    const practice = unwrap(
      await startPractice({ services: [service], faults: faults.map((text) => unwrap(parseFault(text))) }),
    );
    const site = new Site(service, index, practice);
    // Most are new; one in six points elsewhere.
    const old = site.macs.filter((_, position) => position % 6 === 3);
    practice.seed(
      service,
      old.map((mac) => ({ mac, url: OLD_URL, ...(service === 'gigaset' && { name: 'before' }) })),
    );
    const address = practice.addresses[service];
    if (address === undefined) throw new Error('No address.');
    const concurrency = 2 + (index % 3);
    await site.desk.addAccount('main', service, address, '--batch', '50', '--concurrency', String(concurrency));
    await site.desk.importList(ROLLOUT, 'site.csv', listOf(site.macs));
    return site;
  }

  /** The rollout's runs as they are stored, oldest first, and what they brought. */
  async runs(): Promise<
    readonly {
      readonly id: number;
      readonly isFinished: boolean;
      readonly outcomes: ReadonlyMap<string, { readonly kind: string; readonly reason: string | null }>;
    }[]
  > {
    const store = unwrap(await openStoreForReading(this.desk.dataFolder));
    const rollout = store.rollouts.find(ROLLOUT);
    if (rollout === null) throw new Error('The rollout is gone.');
    const runs = store.runs.list(rollout.id).map(({ id, state }) => ({
      id,
      isFinished: state === 'finished',
      outcomes: new Map(
        [...store.runs.devices(id)].flatMap(({ mac, outcome }) => (outcome === null ? [] : [[mac, outcome] as const])),
      ),
    }));
    store.close();
    return runs.toSorted((one, other) => one.id - other.id);
  }

  /** Starts the run or goes on with it. */
  start(target: string | null, isBegun: boolean): Running {
    const wish =
      target === null ? ['--action', 'deregister'] : ['--action', 'register', '--url', target, '--provider', 'now'];
    const words = isBegun ? ['resume', ROLLOUT] : ['run', ROLLOUT, '--account', 'main', ...wish, '--yes'];
    return this.desk.start([...words, '--json']);
  }

  /**
   * Kills a process at a random moment: one in eight anywhere since its start, the others after its first call.
   *
   * @returns whether it was killed; not when it had ended by itself.
   */
  async kill(running: Running): Promise<boolean> {
    const calls = this.practice.log(this.service).length;
    const isEarly = this.random() < 1 / 8;
    const afterMs = this.random() * (isEarly ? 600 : 900);
    let killAt = isEarly ? performance.now() + afterMs : Number.POSITIVE_INFINITY;
    const timer = setInterval(() => {
      const now = performance.now();
      if (killAt === Number.POSITIVE_INFINITY && this.practice.log(this.service).length > calls) killAt = now + afterMs;
      if (now >= killAt) running.kill('SIGKILL');
    }, 1);
    const { code } = await running.ended;
    clearInterval(timer);
    return code === null;
  }

  /** Keeps what a process told of run `id`; whole lines only, since a kill may cut the last one. */
  keepTold(id: number, stdout: string): void {
    for (const line of stdout.split('\n').slice(0, -1)) {
      const { mac, outcome, reason } = JSON.parse(line) as Record<string, string | null | undefined>;
      if (mac === undefined) continue;
      const key = `${id} ${mac}`;
      // Nobody is told twice.
      expect(this.told.has(key), `${SEED}: ${key}`).toBe(false);
      this.told.set(key, `${outcome} ${reason}`);
    }
  }

  /** Makes and kills runs until that many kills are used up, then lets the last one end. */
  async endure(kills: number): Promise<void> {
    for (let run = 0; this.kills < kills || run === 0; run += 1) {
      const target = TARGETS[run % TARGETS.length] ?? null;
      const before = this.state();
      for (;;) {
        const stored = await this.runs();
        const current = stored[run];
        expect(stored.length).toBeLessThanOrEqual(run + 1);
        if (current?.isFinished === true) break;
        const running = this.start(target, current !== undefined);
        if (this.kills < kills) this.kills += (await this.kill(running)) ? 1 : 0;
        const { code, stdout, stderr } = await running.ended;
        const left = (await this.runs())[run];
        this.keepTold(left?.id ?? 0, stdout);
        if (code === null) continue;
        // Nobody killed it, so it has brought its run to the end.
        expect([0, 1], `${SEED}: ${stderr}`).toContain(code);
        expect(left?.isFinished, `${SEED}: ${stderr}`).toBe(true);
      }
      await this.expectTruth(run, target, before);
    }
  }

  state(): ReadonlyMap<string, PracticeDevice> {
    return new Map(this.practice.state(this.service).map((device) => [device.mac, device]));
  }

  /** Every device has one outcome, and it is what the service holds. */
  async expectTruth(run: number, target: string | null, before: ReadonlyMap<string, PracticeDevice>): Promise<void> {
    const { id = 0, outcomes = new Map() } = (await this.runs())[run] ?? {};
    const after = this.state();
    expect([...outcomes.keys()].toSorted(), SEED).toEqual(this.macs);
    for (const mac of this.macs) {
      const outcome = outcomes.get(mac);
      const device = after.get(mac);
      const mine = device?.owner === 'me' ? device.url : null;
      const was = before.get(mac);
      const old = was?.owner === 'me' ? was.url : null;
      const truth = { seed: SEED, run, mac, outcome, mine, old };
      const isOwned = isPickedByMac(mac, OWNED_EVERY);
      const told = this.told.get(`${id} ${mac}`);
      if (told !== undefined) expect(told).toBe(`${outcome.kind} ${outcome.reason}`);
      if (isOwned && outcome.kind !== 'failed') {
        const expected = target === null && this.service === 'gigaset' ? 'unchanged null' : 'refused owned-by-other';
        expect(`${outcome.kind} ${outcome.reason}`, JSON.stringify(truth)).toBe(expected);
      } else if (outcome.kind === 'done' || outcome.kind === 'unchanged') {
        // What an earlier life of this run wrote is no `unchanged`: an undo would forget it.
        expect(outcome.kind, JSON.stringify(truth)).toBe(old === target ? 'unchanged' : 'done');
        expect(mine, JSON.stringify(truth)).toBe(target);
      } else {
        // Three sends that nobody answered, be it for drops or for kills: given up, and nothing was changed.
        expect(outcome.kind, JSON.stringify(truth)).toBe('failed');
        expect(mine, JSON.stringify(truth)).toBe(outcome.reason === 'left-unregistered' ? null : old);
        this.failed += 1;
      }
    }
  }
}

/**
 * Finds devices that were changed twice without a read in between.
 *
 * Only a read that was answered counts, of this device or of the whole account. One pair of changes needs none: at
 * Gigaset an entry is overwritten by a deregistration and a registration, and the answer to the first says for this very
 * device what a read would say, that nothing is there any more. So it counts as the read, if it was answered; when it
 * was dropped or its caller killed, the device must be read before the register.
 */
function changedTwiceUnread(log: readonly PracticeLogEntry[], isOverwritePaired: boolean): readonly string[] {
  const unread = new Map<string, PracticeLogEntry>();
  const found: string[] = [];
  for (const entry of log) {
    if (entry.kind === 'read' && entry.outcome === 'answered') {
      if (entry.macs === '*') unread.clear();
      else for (const mac of entry.macs) unread.delete(mac);
    }
    for (const mac of entry.applied) {
      const last = unread.get(mac);
      if (last !== undefined) {
        const isPair =
          isOverwritePaired &&
          last.outcome === 'answered' &&
          last.method.includes('.deregister') &&
          entry.method.includes('.register');
        if (!isPair) found.push(`${mac}: ${last.seq} ${last.method} (${last.outcome}), ${entry.seq} ${entry.method}`);
      }
      unread.set(mac, entry);
    }
  }
  return found;
}

test('the judge of the log sees what it shall see', () => {
  const entry = (seq: number, method: string, outcome: PracticeLogEntry['outcome'], macs: readonly string[] | '*') => {
    const kind = method.includes('egister') ? ('write' as const) : ('read' as const);
    return { seq, at: '', method, kind, macs, applied: kind === 'write' && macs !== '*' ? macs : [], outcome };
  };
  const first = entry(1, 'autoprov.deregisterDevice', 'answered', ['a']);
  const lost = entry(1, 'autoprov.deregisterDevice', 'drop-after', ['a']);
  const second = entry(3, 'autoprov.registerDeviceList', 'answered', ['b', 'a']);
  const read = (outcome: PracticeLogEntry['outcome'], macs: readonly string[] | '*') =>
    entry(2, 'autoprov.checkDevice', outcome, macs);
  expect(changedTwiceUnread([first, second], true)).toEqual([]);
  expect(changedTwiceUnread([first, second], false)).toHaveLength(1);
  expect(changedTwiceUnread([lost, second], true)).toHaveLength(1);
  expect(changedTwiceUnread([lost, read('undelivered', ['a']), second], true)).toHaveLength(1);
  expect(changedTwiceUnread([lost, read('answered', ['b']), second], true)).toHaveLength(1);
  expect(changedTwiceUnread([lost, read('answered', ['a']), second], true)).toEqual([]);
  expect(changedTwiceUnread([lost, read('answered', '*'), second], true)).toEqual([]);
  expect(changedTwiceUnread([second, { ...second, seq: 4 }], true)).toHaveLength(2);
});

/** Kills the runs of one site and judges what is left. */
async function endure(service: 'gigaset' | 'snom', index: number, kills: number): Promise<Site> {
  const site = await Site.make(service, index);
  await site.endure(kills);
  const log = site.practice.log(service);
  expect(changedTwiceUnread(log, service === 'gigaset'), SEED).toEqual([]);
  expect(site.kills).toBe(kills);
  await site.practice.close();
  return site;
}

describe.concurrent('killed at random moments and resumed, nothing is lost and nothing done twice', () => {
  test('Gigaset: 100 kills of 2,000-device runs', { timeout: 400_000 }, async () => {
    const sites = await Promise.all([0, 1, 2, 3].map((index) => endure('gigaset', index, 25)));
    // Failed are only those that had bad luck three times.
    expect(sites.reduce((failed, site) => failed + site.failed, 0)).toBeLessThan(80);
  });

  test('snom: 20 kills', { timeout: 400_000 }, async () => {
    const { failed } = await endure('snom', 4, 20);
    expect(failed).toBeLessThan(20);
  });
});
