import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { createApi, openStoreForChanges, type Store } from '../../electron/api/index.ts';
import { startPractice } from '../../electron/services/practice.ts';
import { parseFault, type RunningPractice } from '../../electron/services/practice-host.ts';
import type { PracticeDevice, PracticeLogEntry, PracticeSeed } from '../../electron/services/practice-service.ts';
import type { Api, OutcomeRow, PlanRow, Pushes, RunSummary } from '../../shared/contract/contract.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Action } from '../../shared/domain/outcome.ts';
import type { Result } from '../../shared/result.ts';
import { outcomeMessage } from '../../shared/words/messages.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import { listOf } from '../support/command-line.ts';

export const TARGET = 'https://pbx.example.net/prov/%MACD.xml';
export const OLD_URL = 'https://old.example.net/%MACD.xml';
export const OLD_NAME = 'before';
export const NAME = 'now';

const closing: (() => unknown)[] = [];

afterAll(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Takes the value of a result that a test needs to be one. */
export function unwrap<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Opens a data folder with an open vault, for all tests of a file. */
export async function openStore(): Promise<Store> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-faults-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const store = unwrap(await openStoreForChanges(folder));
  closing.push(() => store.close());
  unwrap(await store.vault.open('faults'));
  return store;
}

/** What came of one run. */
export interface Ran {
  readonly outcomes: ReadonlyMap<string, OutcomeRow>;
  readonly summary: RunSummary;
  readonly waits: readonly Pushes['wait'][];
  /** Calls the service received during the run, the plan's reading included. */
  readonly log: readonly PracticeLogEntry[];
  /** What the service held before and holds now: the truth. */
  readonly before: ReadonlyMap<string, PracticeDevice>;
  readonly after: ReadonlyMap<string, PracticeDevice>;
}

/** What is different in a run, and what happens between its plan and its end. */
export interface Interference {
  /** @default NAME */
  readonly provider?: string;
  /** After the plan was made, before anything is sent. */
  readonly afterPlan?: () => void;
  /** Each time devices have got their outcome. */
  readonly onOutcomes?: () => void;
}

/**
 * A practice service of its own, an account on it and a rollout: the whole client but the command line, on real sockets.
 */
export class Rig {
  readonly service: 'gigaset' | 'snom';
  readonly practice: RunningPractice;
  readonly #api: Api;
  readonly #rollout: string;
  #outcomes: OutcomeRow[] = [];
  #waits: Pushes['wait'][] = [];
  #interference: Interference = {};

  private constructor(store: Store, service: 'gigaset' | 'snom', practice: RunningPractice, rollout: string) {
    this.service = service;
    this.practice = practice;
    this.#rollout = rollout;
    this.#api = createApi({
      store,
      unlock: async () => true,
      emit: (name, value) => {
        if (name === 'outcomes') {
          this.#outcomes.push(...(value as Pushes['outcomes']));
          this.#interference.onOutcomes?.();
        }
        if (name === 'wait') this.#waits.push(value as Pushes['wait']);
      },
    });
  }

  /** Starts the service, adds the account and imports the phones. */
  static async make(
    store: Store,
    service: 'gigaset' | 'snom',
    macs: readonly string[],
    { batch = 10, concurrency = 2 } = {},
  ): Promise<Rig> {
    const practice = unwrap(await startPractice({ services: [service] }));
    closing.push(() => practice.close());
    const name = crypto.randomUUID();
    const rig = new Rig(store, service, practice, name);
    const address = practice.addresses[service];
    if (address === undefined) throw new Error(`No address of ${service}.`);
    const login = { url: address.url, user: address.user, password: address.password };
    const tls = { caFile: '', pin: '', proxy: 'none' };
    unwrap(await rig.#api.accounts.add({ name, service, ...login, ...tls, concurrency, batch }));
    unwrap(await rig.#api.rollouts.create({ name }));
    const path = join(store.folder, `${name}.csv`);
    writeFileSync(path, listOf(macs));
    unwrap(
      await rig.#api.lists.import({ rollout: name, path, mapping: {}, sheet: '', problemsPath: '', language: 'en' }),
    );
    return rig;
  }

  /** Switches these faults on and all others off. */
  setFaults(...faults: readonly string[]): void {
    for (const fault of faults) unwrap(parseFault(fault));
    this.practice.setFaults(this.service, faults);
  }

  seed(devices: readonly PracticeSeed[]): void {
    this.practice.seed(this.service, devices);
  }

  /** What the service holds now, by MAC. */
  state(): ReadonlyMap<string, PracticeDevice> {
    return new Map(this.practice.state(this.service).map((device) => [device.mac, device]));
  }

  log(): readonly PracticeLogEntry[] {
    return this.practice.log(this.service);
  }

  /** Only plans: the answer as it came. */
  plan(action: Action, provider: string = NAME): ReturnType<Api['runs']['plan']> {
    const url = action === 'register' ? TARGET : '';
    const wish = { rollout: this.#rollout, account: this.#rollout, action, url, provider };
    return this.#api.runs.plan({ ...wish, only: 'all' });
  }

  /** Plans and runs. */
  async run(action: Action, interference: Interference = {}): Promise<Ran> {
    return this.#execute(() => this.plan(action, interference.provider), interference);
  }

  /** Takes the latest run back. */
  async undo(interference: Interference = {}): Promise<Ran> {
    return this.#execute(() => this.#api.runs.planUndo({ rollout: this.#rollout, run: null }), interference);
  }

  async #execute(
    plan: () => Promise<Result<{ readonly plan: number; readonly rows: readonly PlanRow[] }, unknown>>,
    interference: Interference,
  ): Promise<Ran> {
    this.#outcomes = [];
    this.#waits = [];
    this.#interference = interference;
    const before = this.state();
    const calls = this.log().length;
    const planned = unwrap(await plan());
    interference.afterPlan?.();
    const summary = unwrap(await this.#api.runs.start({ plan: planned.plan }));
    this.#interference = {};
    const outcomes = new Map(this.#outcomes.map((row) => [row.mac, row]));
    // Each device was told of exactly once, and the summary counts the same.
    expect(outcomes.size).toBe(this.#outcomes.length);
    expect(outcomes.size).toBe(planned.rows.length);
    expect(summary).toMatchObject({ devices: planned.rows.length, isFinished: true });
    const log = this.log().slice(calls);
    return { outcomes, summary, waits: [...this.#waits], log, before, after: this.state() };
  }
}

const german = createTranslator('de');
const english = createTranslator('en');

function isAt(device: PracticeDevice | undefined, url: string): boolean {
  return device?.owner === 'me' && device.url === url;
}

function isSame(before: PracticeDevice | undefined, after: PracticeDevice | undefined): boolean {
  return before?.owner === after?.owner && before?.url === after?.url && before?.name === after?.name;
}

/** Whether an outcome is what the service's own state says of the device. */
export function isTrue(
  row: OutcomeRow,
  before: PracticeDevice | undefined,
  after: PracticeDevice | undefined,
): boolean {
  switch (row.outcome) {
    case 'done':
    case 'unchanged':
      if (row.action === 'check') return isSame(before, after);
      return row.action === 'register' ? isAt(after, TARGET) : after?.owner !== 'me';
    case 'failed':
      if (row.reason === 'left-unregistered') return after === undefined && row.before?.url === before?.url;
      return isSame(before, after);
    case 'refused':
    case 'skipped':
    case 'cancelled':
      return isSame(before, after);
    case 'unknown':
      return true;
  }
}

/**
 * Expects that every outcome is what the service holds, and that whatever isn't good has a sentence in both languages.
 *
 * Only for runs with the target {@link TARGET}, on phones that nobody else changes.
 */
export function expectTruth({ outcomes, before, after }: Ran): void {
  for (const row of outcomes.values()) {
    expect(isTrue(row, before.get(row.mac), after.get(row.mac)), JSON.stringify([row, after.get(row.mac)])).toBe(true);
    expectSentences(row);
  }
}

/** Expects at least two sentences in both languages (what happened, what to do) where a phone did not come through. */
export function expectSentences(row: OutcomeRow): void {
  if (row.outcome === 'done' || row.outcome === 'unchanged') return;
  expect(row.reason).not.toBeNull();
  const [de, en] = [german, english].map((translate) =>
    outcomeMessage(translate, { ...row, kind: row.outcome }, row.mac as MacAddress),
  );
  for (const sentence of [de, en]) {
    expect(sentence).toMatch(/^\S.*[.!] \S.*[.!]$/s);
    expect(sentence).not.toMatch(/\{\{|undefined|null|NaN/);
  }
  expect(de).not.toBe(en);
}

/** Counts outcomes as `kind` or `kind(reason)`. */
export function countsOf({ outcomes }: Ran): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { outcome, reason } of outcomes.values()) {
    const key = reason === null ? outcome : `${outcome}(${reason})`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** How often each device was named in writing calls, those that were turned away unread left out. */
export function writesByMac(log: readonly PracticeLogEntry[]): ReadonlyMap<string, readonly string[]> {
  const writes = new Map<string, string[]>();
  for (const { kind, macs, method } of log) {
    if (kind !== 'write' || macs === '*') continue;
    const verb = method.replace(/^\w+\.(deregister|register).*$/, '$1');
    for (const mac of macs) writes.set(mac, [...(writes.get(mac) ?? []), verb]);
  }
  return writes;
}
