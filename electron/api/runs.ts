import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure, readingFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers, PlanRow, RunSummary } from '../../shared/contract/contract.ts';
import type { KeptPlanView } from '../../shared/contract/runs.ts';
import { type Action, isAction } from '../../shared/domain/outcome.ts';
import { checkUrlTemplate } from '../../shared/domain/url-template.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { Job, type JobListener, type JobStop, wishesToUndo } from '../rollouts/job.ts';
import { settlePhoneRun } from '../rollouts/openstage/phone-runs.ts';
import type { Plan, PlanItem, Wish } from '../rollouts/plan.ts';
import type { RunEnd } from '../rollouts/runner.ts';
import type { RedirectionService } from '../services/service.ts';
import type { Account } from '../storage/accounts.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { Run } from '../storage/runs.ts';
import type { Store } from '../storage/store.ts';
import { makeChooser, type Only } from './chosen-devices.ts';
import { type ApiContext, jobFailure, requireRedirection, requireRollout, vaultFailure } from './environment.ts';
import { JobProgress } from './going-job.ts';
import { toLatestWord, toOutcomeRow, toPlanRow, toReasonView } from './views.ts';

/** What a call that changes something takes over the internet, where nothing was measured yet. */
const LEAST_CALL_SECONDS = 0.1;
/** How many devices are read, or rows of a plan are made, before others get their turn. */
const ROWS_AT_ONCE = 10_000;

interface KeptPlan {
  readonly plan: Plan;
  readonly rollout: Rollout;
  readonly account: Account;
  readonly service: RedirectionService;
  readonly action: Action;
  readonly undoOf: number | null;
  /** What was asked for; empty where nothing was. */
  readonly url: string;
  readonly provider: string;
  readonly groups: Record<string, number>;
  /** How long reading its devices took, in seconds. */
  readonly readSeconds: number;
  readonly madeAt: string;
  /** The devices' revision that it was made of. */
  readonly revision: number;
}

/** The plan or run that is going, and how to stop it. */
interface ActiveJob {
  readonly controller: AbortController;
  readonly progress: JobProgress;
  mode: 'keep' | 'cancel';
}

/** What is wanted for the devices of a rollout. */
async function wishesOf(
  context: ApiContext,
  rollout: Rollout,
  wanted: { readonly action: Action; readonly url: string; readonly provider: string; readonly only: Only },
): Promise<Result<readonly Wish[], ApiFailure>> {
  const { store } = context;
  const { action } = wanted;
  const isChosen = await makeChooser(context, rollout, wanted.only);
  // To look is allowed: it may be free again.
  const parked = action === 'check' ? null : store.ownership.parkedMacs(rollout.id);
  const wishes: Wish[] = [];
  for (const devices of store.devices.slicesForService(rollout.id, ROWS_AT_ONCE)) {
    for (const device of devices) {
      if (!isChosen(device.mac)) continue;
      const own = action === 'register' && wanted.url === '' ? store.vault.revealUrl(device.url) : success(wanted.url);
      if (!own.ok) return failure(vaultFailure(own.error));
      wishes.push({
        mac: device.mac,
        checkCode: device.checkCode,
        action,
        url: action === 'register' ? own.value : '',
        name: wanted.provider === '' ? null : wanted.provider,
        ...(parked?.has(device.mac) ? { isParked: true } : null),
      });
    }
    await setImmediate();
  }
  return success(wishes);
}

function countGroups(items: readonly PlanItem[]): Record<string, number> {
  const groups: Record<string, number> = {};
  for (const { group } of items) groups[group] = (groups[group] ?? 0) + 1;
  return groups;
}

/** The run that an undo takes back unless one is named: the latest that changed something and wasn't taken back yet. */
function findRunToUndo(store: Store, rollout: Rollout): Run | null {
  const runs = store.runs.list(rollout.id);
  const undone = new Set(runs.map((run) => run.undoOf));
  return (
    runs.find(
      (run) =>
        run.action !== 'check' &&
        isAction(run.action) &&
        run.undoOf === null &&
        !undone.has(run.id) &&
        // A run that found everything as it should be hides none that changed something.
        (run.state !== 'finished' || store.runs.mayHaveChanged(run.id)),
    ) ?? null
  );
}

/** The handlers of the contract's group `runs`. */
export function createRunHandlers(context: ApiContext): GroupHandlers<'runs'> {
  const { store, emit, indexes, counts: runCounts, changed } = context;
  const plans = new Map<number, KeptPlan>();
  let nextPlan = 1;
  let active: ActiveJob | null = null;

  /** Runs one job at a time, so that two plans never write to the same phones. */
  async function withJob<T>(
    about: {
      readonly rollout: Rollout;
      readonly account: Account;
      readonly service: RedirectionService;
      readonly action: Action;
      readonly phase: 'plan' | 'run';
      readonly total: number;
    },
    work: (job: Job, progress: JobProgress) => Promise<Result<T, ApiFailure>>,
  ): Promise<Result<T, ApiFailure>> {
    const { rollout, account, service, action, phase, total } = about;
    // No run may begin with devices that are being removed.
    if (active !== null || context.work.has('sweep') || context.work.isIn(rollout.name, 'removal')) {
      return failure(inputFailure('input.busy'));
    }
    const progress = new JobProgress({ rollout: rollout.name, account: account.name, action, phase, total });
    const current: ActiveJob = { controller: new AbortController(), progress, mode: 'keep' };
    const stop: JobStop = { signal: current.controller.signal, mode: () => current.mode };
    const advance = (devices: number): void => {
      progress.advance(devices);
      emit('progress', { phase, total, done: progress.done });
      changed(rollout.name);
    };
    const listener: JobListener = {
      onRead: () => advance(1),
      onEnded: (devices) => {
        const words = devices.map(toLatestWord(account));
        indexes.end(rollout.id, words);
        const { run } = progress;
        if (run !== null) {
          runCounts.add(
            run,
            words.map(({ outcome }) => outcome),
          );
        }
        emit('outcomes', devices.map(toOutcomeRow));
        advance(devices.length);
      },
      onWait: ({ waitMs, cause }) => {
        progress.wait(waitMs, cause);
        emit('wait', { waitMs, cause: toReasonView(cause) });
        changed(rollout.name);
      },
    };
    const job = Job.open(store, service, account, listener, stop);
    if (!job.ok) return failure(jobFailure(job.error));
    active = current;
    const ended = context.work.begin('job', rollout.name);
    changed(rollout.name);
    try {
      return await work(job.value, progress);
    } finally {
      active = null;
      ended();
      if (progress.run !== null) runCounts.forget(progress.run);
      changed(rollout.name);
      await job.value.close();
    }
  }

  async function keep(
    wanted: Omit<KeptPlan, 'groups' | 'madeAt' | 'revision'>,
    revision: number,
    withRows: boolean,
  ): Promise<{ plan: number; rows: PlanRow[]; groups: Record<string, number> }> {
    const id = nextPlan;
    nextPlan += 1;
    const { items } = wanted.plan;
    const groups = countGroups(items);
    // A newer plan replaces the older ones: what they read may no longer hold.
    plans.clear();
    plans.set(id, { ...wanted, groups, revision, madeAt: new Date().toISOString() });
    const rows: PlanRow[] = [];
    for (const item of withRows ? items : []) {
      rows.push(toPlanRow(item, wanted.service.description));
      if (rows.length % ROWS_AT_ONCE === 0) await setImmediate();
    }
    return { plan: id, rows, groups };
  }

  /** Nobody knows how quick a service is today; how quick it was says most. */
  function estimate(
    account: Account,
    { description: { limits, overwrite } }: RedirectionService,
    action: Action,
    writes: number,
    reads: number,
    readSeconds: number,
  ): number | null {
    if (writes === 0) return 0;
    const known = store.runs.secondsPerDevice(account.name, action);
    if (known !== null) return known * writes;
    if (reads === 0) return null;
    const calls = Math.ceil(writes / Math.min(account.batch, limits.maxBatch)) * (overwrite === 'remove-first' ? 2 : 1);
    // A service that lists everything at once is read far quicker than it is written to.
    const least = (calls * LEAST_CALL_SECONDS) / Math.min(calls, account.concurrency);
    return Math.max(least, calls * (readSeconds / reads));
  }

  function findKept(rollout: Rollout): KeptPlanView | null {
    const [entry] = [...plans].filter(
      ([, kept]) => kept.rollout.createdAt === rollout.createdAt && kept.rollout.id === rollout.id,
    );
    if (entry === undefined) return null;
    const [plan, { plan: made, account, service, action, undoOf, groups, readSeconds, madeAt }] = entry;
    const writes = action === 'check' ? 0 : made.items.filter(({ outcome }) => outcome === null).length;
    return {
      plan,
      account: account.name,
      service: service.description.id,
      action,
      undoOf,
      devices: made.items.length,
      groups: { ...groups },
      writes,
      estimatedSeconds: estimate(account, service, action, writes, made.items.length, readSeconds),
      madeAt,
    };
  }

  function summarize(run: Run, end: RunEnd, startedAtMs: number): RunSummary {
    const counts = { ...store.runs.counts(run.id) };
    return {
      run: run.id,
      action: run.action,
      devices: Object.values(counts).reduce((sum, count) => sum + count, 0),
      counts,
      isFinished: end.isFinished,
      stopCause: end.stopCause === null ? null : toReasonView(end.stopCause),
      seconds: Math.round((performance.now() - startedAtMs) / 100) / 10,
    };
  }

  /** Ends an interrupted run with phones themselves: what it left open is read anew by the next plan. */
  function settle(run: Run): RunSummary {
    settlePhoneRun(store, run);
    runCounts.forget(run.id);
    indexes.forget(run.rolloutId);
    return summarize(run, { isFinished: true, stopCause: null }, performance.now());
  }

  function requireNoUnfinished(rollout: Rollout): Result<void, ApiFailure> {
    const unfinished = store.runs.findUnfinished(rollout.id);
    if (unfinished === null) return success(undefined);
    return failure(inputFailure('input.unfinished-run', { rollout: rollout.name, run: unfinished.id }));
  }

  /** A convenience must not keep a run from starting. */
  function rememberTarget(account: string, url: string, provider: string): void {
    try {
      store.settings.rememberTarget(account, url, provider);
    } catch {
      // the settings can't be written: the next ones will say so
    }
  }

  /** Whether a device that a plan would write isn't in the rollout any more. */
  async function lacksDevices(rollout: Rollout, { items }: Plan): Promise<boolean> {
    const present = new Set<string>();
    for (const devices of store.devices.slicesForService(rollout.id, ROWS_AT_ONCE)) {
      for (const { mac } of devices) present.add(mac);
      await setImmediate();
    }
    return items.some(({ mac, outcome }) => outcome === null && !present.has(mac));
  }

  function findRun(runId: number): Run {
    const run = store.runs.find(runId);
    if (run === null) throw new Error(`Run ${runId} vanished.`);
    return run;
  }

  return {
    plan: async (wanted) => {
      const rollout = requireRollout(store, wanted.rollout);
      if (!rollout.ok) return rollout;
      const found = requireRedirection(store, wanted.account);
      if (!found.ok) return found;
      if (wanted.url !== '') {
        const url = checkUrlTemplate(wanted.url);
        if (!url.ok) return failure(inputFailure('input.bad-url'));
      }
      const { revision } = store.devices;
      const wishes = await wishesOf(context, rollout.value, wanted);
      if (!wishes.ok) return wishes;
      if (wanted.action === 'register' && wishes.value.length > 0 && wishes.value.every(({ url }) => url === '')) {
        return failure(inputFailure('input.no-url', { rollout: wanted.rollout }));
      }
      const { account, service } = found.value;
      const about = { rollout: rollout.value, account, service, action: wanted.action };
      return withJob({ ...about, phase: 'plan', total: wishes.value.length }, async (job) => {
        const startedAtMs = performance.now();
        const plan = await job.plan(wishes.value);
        if (!plan.ok) return failure(readingFailure(plan.error));
        const readSeconds = (performance.now() - startedAtMs) / 1_000;
        const { url, provider } = wanted;
        return success(
          await keep(
            { ...about, plan: plan.value, undoOf: null, url, provider, readSeconds },
            revision,
            wanted.rows !== false,
          ),
        );
      });
    },
    planUndo: async ({ rollout: name, run: runId, rows }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const free = requireNoUnfinished(rollout.value);
      if (!free.ok) return free;
      const run = runId === null ? findRunToUndo(store, rollout.value) : store.runs.find(runId);
      if (run === null && runId === null) return success({ plan: 0, run: null, rows: [], groups: {} });
      if (run === null || run.rolloutId !== rollout.value.id) {
        return failure(inputFailure('input.no-run', { rollout: name, run: runId ?? 0 }));
      }
      const found = requireRedirection(store, run.account);
      if (!found.ok) return found;
      const wishes = wishesToUndo(store, run);
      if (!wishes.ok) return failure(vaultFailure(wishes.error));
      const { account, service } = found.value;
      const action = run.action === 'register' ? 'deregister' : 'register';
      const about = { rollout: rollout.value, account, service, action } as const;
      return withJob({ ...about, phase: 'plan', total: wishes.value.length }, async (job) => {
        const startedAtMs = performance.now();
        const plan = await job.plan(wishes.value);
        if (!plan.ok) return failure(readingFailure(plan.error));
        const readSeconds = (performance.now() - startedAtMs) / 1_000;
        const wanted = { ...about, plan: plan.value, undoOf: run.id, url: '', provider: '', readSeconds };
        return success({ ...(await keep(wanted, store.devices.revision, rows !== false)), run: run.id });
      });
    },
    planPage: async ({ plan, group, offset, limit }) => {
      const kept = plans.get(plan);
      if (kept === undefined) return failure(inputFailure('input.no-plan'));
      const items = group === null ? kept.plan.items : kept.plan.items.filter((item) => item.group === group);
      const rows = items.slice(offset, offset + limit).map((item) => toPlanRow(item, kept.service.description));
      return success({ total: items.length, rows });
    },
    discardPlan: async ({ plan }) => {
      const kept = plans.get(plan);
      plans.delete(plan);
      if (kept !== undefined) changed(kept.rollout.name);
      return success({});
    },
    start: async ({ plan: planId }) => {
      const kept = plans.get(planId);
      // The rollout may be gone meanwhile, or another one have its name, and its number.
      if (kept === undefined || store.rollouts.find(kept.rollout.name)?.createdAt !== kept.rollout.createdAt) {
        return failure(inputFailure('input.no-plan'));
      }
      const { plan, rollout, account, action, undoOf } = kept;
      const parked = action === 'check' || undoOf !== null ? null : store.ownership.parkedMacs(rollout.id);
      // What was parked after the plan was made is not to be written: a new plan leaves it out.
      if (parked?.size && plan.items.some(({ mac, outcome }) => outcome === null && parked.has(mac))) {
        plans.delete(planId);
        changed(rollout.name);
        return failure(inputFailure('input.no-plan'));
      }
      const free = requireNoUnfinished(rollout);
      if (!free.ok) return free;
      return withJob({ ...kept, phase: 'run', total: plan.items.length }, async (job, progress) => {
        plans.delete(planId);
        // Who was taken out of the rollout after the plan was made is not to be written. None goes while a job does.
        if (undoOf === null && kept.revision !== store.devices.revision && (await lacksDevices(rollout, plan))) {
          return failure(inputFailure('input.no-plan'));
        }
        if (undoOf === null) rememberTarget(account.name, kept.url, kept.provider);
        const startedAtMs = performance.now();
        const runId = await job.begin(rollout.id, plan, action, undoOf);
        progress.begin(runId);
        runCounts.begin(runId, plan.items.length);
        const end = await job.execute(runId, plan);
        return success(summarize(findRun(runId), end, startedAtMs));
      });
    },
    resume: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const run = store.runs.findUnfinished(rollout.value.id);
      if (run === null) return success({ summary: null });
      if (!isAction(run.action)) return success({ summary: settle(run) });
      const found = requireRedirection(store, run.account);
      if (!found.ok) return found;
      const total = store.runs.counts(run.id).open ?? 0;
      const { action } = run;
      const about = { ...found.value, rollout: rollout.value, action, phase: 'run', total } as const;
      return withJob(about, async (job, progress) => {
        progress.begin(run.id);
        const startedAtMs = performance.now();
        const end = await job.resume(run);
        if (!end.ok) return failure(jobFailure(end.error));
        return success({ summary: summarize(run, end.value, startedAtMs) });
      });
    },
    state: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const run = store.runs.findUnfinished(rollout.value.id);
      const counts = run === null ? {} : runCounts.of(run.id);
      return success({
        plan: findKept(rollout.value),
        going: active?.progress.view() ?? null,
        unfinished:
          run === null
            ? null
            : {
                run: run.id,
                account: run.account,
                service: run.service,
                action: run.action,
                startedAt: run.startedAt,
                devices: Object.values(counts).reduce((sum, count) => sum + count, 0),
                open: counts.open ?? 0,
              },
      });
    },
    stop: async ({ mode }) => {
      if (active !== null) {
        active.mode = mode;
        active.progress.stop();
        active.controller.abort();
      }
      return success({});
    },
  };
}
