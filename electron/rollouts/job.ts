import type { Failure } from '../../shared/domain/failure.ts';
import { type Action, type Entry, isAction, NO_ENTRY } from '../../shared/domain/outcome.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { AccountSession, OpenAccount, RedirectionService, RedirectionSession } from '../services/service.ts';
import { type Account, accountSecretName } from '../storage/accounts.ts';
import type { Run, RunDevice } from '../storage/runs.ts';
import type { Store } from '../storage/store.ts';
import type { VaultFailure } from '../storage/vault.ts';
import type { DeviceState } from './machine.ts';
import { Pace, type Wait } from './pace.ts';
import { makePlan, type Plan, type Wish } from './plan.ts';
import { executeRun, type RunEnd } from './runner.ts';
import {
  revealStoredEntry,
  toForgottenState,
  toFreshState,
  toResumedState,
  toStoredChange,
  toStoredDevice,
} from './stored.ts';

/** What a job tells while it goes; every call comes after what it tells of is durable. */
export interface JobListener {
  /** A device was read for the plan. */
  readonly onRead?: () => void;
  /** Devices got their outcome. URLs are plain text: mask them before they are shown. */
  readonly onEnded?: (devices: readonly DeviceState[]) => void;
  /** The pace pauses. */
  readonly onWait?: (wait: Wait) => void;
}

/** How a job is stopped: see `RunnerOptions.stop`. */
export interface JobStop {
  readonly signal: AbortSignal;
  readonly mode: () => 'keep' | 'cancel';
}

/** A failure of the vault or of the account's login data, before anything was sent. */
export type JobFailure =
  | {
      readonly kind: 'vault';
      readonly reason: VaultFailure;
      /** The account whose password it is about. */
      readonly account?: string;
    }
  | { readonly kind: 'account'; readonly failure: Failure };

/**
 * One account at work on one rollout: plans, runs, resumes and takes back.
 *
 * The vault must be open. Close it when done.
 */
export class Job {
  readonly #store: Store;
  readonly #service: RedirectionService;
  readonly #account: Account;
  readonly #session: RedirectionSession;
  readonly #pace: Pace;
  readonly #listener: JobListener;
  readonly #stop: JobStop;

  private constructor(
    store: Store,
    service: RedirectionService,
    account: Account,
    session: RedirectionSession,
    listener: JobListener,
    stop: JobStop,
  ) {
    this.#store = store;
    this.#service = service;
    this.#account = account;
    this.#session = session;
    this.#pace = new Pace(account.concurrency, listener.onWait);
    this.#listener = listener;
    this.#stop = stop;
  }

  /** Opens the account with its password from the vault. No network yet. */
  static open(
    store: Store,
    service: RedirectionService,
    account: Account,
    listener: JobListener,
    stop: JobStop,
  ): Result<Job, JobFailure> {
    const session = openSession(store, service.connect, account);
    return session.ok ? success(new Job(store, service, account, session.value, listener, stop)) : session;
  }

  /** Closes the account's connections. */
  async close(): Promise<void> {
    await this.#session.close();
  }

  /** Asks the service about every device and sorts them. Changes nothing. */
  plan(wishes: readonly Wish[]): Promise<Result<Plan>> {
    return makePlan(wishes, {
      session: this.#session,
      rules: this.#service.description,
      pace: this.#pace,
      signal: this.#stop.signal,
      defaultName: this.#account.name,
      onReading: () => this.#listener.onRead?.(),
    });
  }

  /** Stores the plan as a run. From here on each of its devices will get exactly one outcome. */
  begin(rolloutId: number, plan: Plan, action: Action, undoOf: number | null): Promise<number> {
    const { vault } = this.#store;
    return this.#store.runs.add(
      { rolloutId, account: this.#account.name, service: this.#service.description.id, action, undoOf },
      plan.items.map((item) => toStoredDevice(vault, item)),
    );
  }

  /** Executes exactly this plan, which {@link Job.begin} stored. */
  execute(runId: number, plan: Plan): Promise<RunEnd> {
    const states = plan.items.map(toFreshState);
    const ended = states.filter((state) => state.stage === 'ended');
    if (ended.length > 0) this.#listener.onEnded?.(ended);
    return this.#run(
      runId,
      states.filter((state) => state.stage !== 'ended'),
      plan.readAtMs,
    );
  }

  /** Brings an interrupted run to its end: each device that has no outcome yet is read first. */
  async resume(run: Run): Promise<Result<RunEnd, JobFailure>> {
    const states: DeviceState[] = [];
    const forgotten: DeviceState[] = [];
    for (const device of this.#store.runs.devices(run.id)) {
      if (device.outcome !== null) continue;
      const state = toResumedState(this.#store.vault, device);
      if (state.ok) states.push(state.value);
      else if (state.error !== 'forgotten-url' || !isAction(device.action)) {
        return failure({ kind: 'vault', reason: state.error });
      } else forgotten.push(toForgottenState({ ...device, action: device.action }));
    }
    // A run that could never be resumed would keep every other one from beginning.
    if (forgotten.length > 0) {
      const { runs, vault } = this.#store;
      runs.update(
        run.id,
        forgotten.map((state) => toStoredChange(vault, state)),
      );
      this.#listener.onEnded?.(forgotten);
    }
    return success(await this.#run(run.id, states, performance.now()));
  }

  async #run(runId: number, states: readonly DeviceState[], readAtMs: number): Promise<RunEnd> {
    const { runs, vault } = this.#store;
    const end = await executeRun(states, {
      session: this.#session,
      rules: this.#service.description,
      pace: this.#pace,
      batch: this.#account.batch,
      readAtMs,
      save: (changed) =>
        runs.update(
          runId,
          changed.map((state) => toStoredChange(vault, state)),
        ),
      onEnded: (ended) => this.#listener.onEnded?.(ended),
      stop: this.#stop.signal,
      stopMode: this.#stop.mode,
    });
    if (end.isFinished) runs.finish(runId);
    return end;
  }
}

/** An account with its password from the vault, ready to be connected. */
export function unlockAccount(store: Store, account: Account): Result<OpenAccount, JobFailure> {
  const password = store.vault.getSecret(accountSecretName(account.id));
  if (!password.ok) {
    const about = password.error === 'locked' ? {} : { account: account.name };
    return failure({ kind: 'vault', reason: password.error, ...about });
  }
  const proxy = store.vault.revealUrl(account.proxy);
  if (!proxy.ok) return failure({ kind: 'vault', reason: proxy.error });
  return success({
    url: account.url,
    user: account.user,
    password: password.value,
    concurrency: account.concurrency,
    ...(account.ca === '' ? {} : { ca: account.ca }),
    ...(account.pin === '' ? {} : { pin: account.pin }),
    ...(proxy.value === '' ? {} : { proxy: proxy.value }),
  });
}

/**
 * Opens a session of an account with its password from the vault. No network yet.
 *
 * @param connect the `connect` of the account's service.
 */
export function openSession<Session extends AccountSession>(
  store: Store,
  connect: (account: OpenAccount) => Result<Session>,
  account: Account,
): Result<Session, JobFailure> {
  const opened = unlockAccount(store, account);
  if (!opened.ok) return opened;
  const session = connect(opened.value);
  return session.ok ? session : failure({ kind: 'account', failure: session.error });
}

/** Outcomes after which the service may hold something else than before. */
function mayHaveChanged(device: RunDevice): boolean {
  const { outcome } = device;
  if (outcome === null || device.action === 'check') return false;
  return outcome.kind === 'done' || outcome.kind === 'unknown' || outcome.reason === 'left-unregistered';
}

/** What a device can hold after a run that wrote it, as far as its outcome tells. */
function expectedToUndo(device: RunDevice, written: Entry): readonly (Entry | null)[] {
  if (device.action === 'deregister' || device.outcome?.reason === 'left-unregistered') return [null];
  // In between, an entry that is overwritten can have been gone.
  return device.outcome?.kind === 'unknown' && device.before !== null ? [written, null] : [written];
}

/**
 * What takes a run back: each device that it changed shall hold again what it held before.
 *
 * A device that meanwhile holds neither what the run wrote nor what was there before is left alone
 * (`changed-since-plan`). Needs the open vault for URLs with passwords.
 */
export function wishesToUndo(store: Store, run: Run): Result<readonly Wish[], VaultFailure> {
  const wishes: Wish[] = [];
  for (const device of store.runs.devices(run.id)) {
    if (!mayHaveChanged(device)) continue;
    const before = revealStoredEntry(store.vault, device.before);
    if (!before.ok) return before;
    const target = store.vault.revealUrl(device.target.url);
    if (!target.ok) return target;
    const expected = expectedToUndo(device, { ...NO_ENTRY, url: target.value, name: device.target.name });
    const common = { mac: device.mac, checkCode: device.checkCode, expected };
    wishes.push(
      before.value === null
        ? { ...common, action: 'deregister', url: '', name: null }
        : { ...common, action: 'register', url: before.value.url ?? '', name: before.value.name },
    );
  }
  return success(wishes);
}
