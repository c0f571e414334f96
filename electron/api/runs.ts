import { setImmediate } from 'node:timers/promises';
import { type ApiFailure, inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers, PlanRow, RunSummary } from '../../shared/contract/contract.ts';
import type { Action } from '../../shared/domain/outcome.ts';
import { checkUrlTemplate } from '../../shared/domain/url-template.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { Job, type JobListener, type JobStop, wishesToUndo } from '../rollouts/job.ts';
import type { Plan, Wish } from '../rollouts/plan.ts';
import type { RunEnd } from '../rollouts/runner.ts';
import type { Service } from '../services/service.ts';
import type { Account } from '../storage/accounts.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { Run } from '../storage/runs.ts';
import type { Store } from '../storage/store.ts';
import { type ApiEnvironment, jobFailure, requireAccount, requireRollout, vaultFailure } from './environment.ts';
import { toOutcomeRow, toPlanRow, toReasonView } from './views.ts';

/** How many rows of a plan are made before others get their turn. */
const ROWS_AT_ONCE = 10_000;

interface KeptPlan {
  readonly plan: Plan;
  readonly rollout: Rollout;
  readonly account: Account;
  readonly service: Service;
  readonly action: Action;
  readonly undoOf: number | null;
}

type Only = 'all' | 'failed' | 'unknown' | readonly string[];

/** What is wanted for the devices of a rollout; `null` macs mean all. */
function wishesOf(
  store: Store,
  rollout: Rollout,
  wanted: { readonly action: Action; readonly url: string; readonly provider: string; readonly only: Only },
): Result<readonly Wish[], ApiFailure> {
  const { action, only } = wanted;
  const latest = only === 'failed' || only === 'unknown' ? store.runs.latestOutcomes(rollout.id) : null;
  const macs = typeof only === 'string' ? null : new Set(only);
  const wishes: Wish[] = [];
  for (const device of store.devices.listForService(rollout.id)) {
    if (macs !== null && !macs.has(device.mac)) continue;
    if (latest !== null && latest.get(device.mac)?.outcome.kind !== only) continue;
    const own = action === 'register' && wanted.url === '' ? store.vault.revealUrl(device.url) : success(wanted.url);
    if (!own.ok) return failure(vaultFailure(own.error));
    wishes.push({
      mac: device.mac,
      checkCode: device.checkCode,
      action,
      url: action === 'register' ? own.value : '',
      name: wanted.provider === '' ? null : wanted.provider,
    });
  }
  return success(wishes);
}

function countGroups(rows: readonly PlanRow[]): Record<string, number> {
  const groups: Record<string, number> = {};
  for (const { group } of rows) groups[group] = (groups[group] ?? 0) + 1;
  return groups;
}

/** The run that an undo takes back unless one is named: the latest that wrote and wasn't taken back yet. */
function findRunToUndo(store: Store, rollout: Rollout): Run | null {
  const runs = store.runs.list(rollout.id);
  const undone = new Set(runs.map((run) => run.undoOf));
  return runs.find((run) => run.action !== 'check' && run.undoOf === null && !undone.has(run.id)) ?? null;
}

/** The handlers of the contract's group `runs`. */
export function createRunHandlers({ store, emit }: ApiEnvironment): GroupHandlers<'runs'> {
  const plans = new Map<number, KeptPlan>();
  let nextPlan = 1;
  let active: { readonly controller: AbortController; mode: 'keep' | 'cancel' } | null = null;

  /** Runs one job at a time, so that two plans never write to the same phones. */
  async function withJob<T>(
    account: Account,
    service: Service,
    progress: { readonly phase: 'plan' | 'run'; readonly total: number },
    work: (job: Job) => Promise<Result<T, ApiFailure>>,
  ): Promise<Result<T, ApiFailure>> {
    if (active !== null) return failure(inputFailure('input.busy'));
    const current: { readonly controller: AbortController; mode: 'keep' | 'cancel' } = {
      controller: new AbortController(),
      mode: 'keep',
    };
    const stop: JobStop = { signal: current.controller.signal, mode: () => current.mode };
    let done = 0;
    const listener: JobListener = {
      onRead: () => {
        done += 1;
        emit('progress', { ...progress, done });
      },
      onEnded: (devices) => {
        done += devices.length;
        emit('outcomes', devices.map(toOutcomeRow));
        emit('progress', { ...progress, done });
      },
      onWait: ({ waitMs, cause }) => emit('wait', { waitMs, cause: toReasonView(cause) }),
    };
    const job = Job.open(store, service, account, listener, stop);
    if (!job.ok) return failure(jobFailure(job.error));
    active = current;
    try {
      return await work(job.value);
    } finally {
      active = null;
      await job.value.close();
    }
  }

  async function keep(plan: KeptPlan): Promise<{ plan: number; rows: PlanRow[]; groups: Record<string, number> }> {
    const id = nextPlan;
    nextPlan += 1;
    // A newer plan replaces the older ones: what they read may no longer hold.
    plans.clear();
    plans.set(id, plan);
    const rows: PlanRow[] = [];
    for (const item of plan.plan.items) {
      rows.push(toPlanRow(item, plan.service.description));
      if (rows.length % ROWS_AT_ONCE === 0) await setImmediate();
    }
    return { plan: id, rows, groups: countGroups(rows) };
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

  function requireNoUnfinished(rollout: Rollout): Result<void, ApiFailure> {
    const unfinished = store.runs.findUnfinished(rollout.id);
    if (unfinished === null) return success(undefined);
    return failure(inputFailure('input.unfinished-run', { rollout: rollout.name, run: unfinished.id }));
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
      const found = requireAccount(store, wanted.account);
      if (!found.ok) return found;
      if (wanted.url !== '') {
        const url = checkUrlTemplate(wanted.url);
        if (!url.ok) return failure(inputFailure('input.bad-url'));
      }
      const wishes = wishesOf(store, rollout.value, wanted);
      if (!wishes.ok) return wishes;
      if (wanted.action === 'register' && wishes.value.length > 0 && wishes.value.every(({ url }) => url === '')) {
        return failure(inputFailure('input.no-url', { rollout: wanted.rollout }));
      }
      const { account, service } = found.value;
      return withJob(account, service, { phase: 'plan', total: wishes.value.length }, async (job) => {
        const plan = await job.plan(wishes.value);
        if (!plan.ok) return failure(serviceFailure(plan.error));
        return success(
          await keep({
            plan: plan.value,
            rollout: rollout.value,
            account,
            service,
            action: wanted.action,
            undoOf: null,
          }),
        );
      });
    },
    planUndo: async ({ rollout: name, run: runId }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const free = requireNoUnfinished(rollout.value);
      if (!free.ok) return free;
      const run = runId === null ? findRunToUndo(store, rollout.value) : store.runs.find(runId);
      if (run === null && runId === null) return success({ plan: 0, run: null, rows: [], groups: {} });
      if (run === null || run.rolloutId !== rollout.value.id) {
        return failure(inputFailure('input.no-run', { rollout: name, run: runId ?? 0 }));
      }
      const found = requireAccount(store, run.account);
      if (!found.ok) return found;
      const wishes = wishesToUndo(store, run);
      if (!wishes.ok) return failure(vaultFailure(wishes.error));
      const { account, service } = found.value;
      return withJob(account, service, { phase: 'plan', total: wishes.value.length }, async (job) => {
        const plan = await job.plan(wishes.value);
        if (!plan.ok) return failure(serviceFailure(plan.error));
        const action = run.action === 'register' ? 'deregister' : 'register';
        const kept = await keep({ plan: plan.value, rollout: rollout.value, account, service, action, undoOf: run.id });
        return success({ ...kept, run: run.id });
      });
    },
    start: async ({ plan: planId }) => {
      const kept = plans.get(planId);
      if (kept === undefined) return failure(inputFailure('input.no-plan'));
      const { plan, rollout, account, service, action, undoOf } = kept;
      const free = requireNoUnfinished(rollout);
      if (!free.ok) return free;
      return withJob(account, service, { phase: 'run', total: plan.items.length }, async (job) => {
        plans.delete(planId);
        const startedAtMs = performance.now();
        const runId = await job.begin(rollout.id, plan, action, undoOf);
        const end = await job.execute(runId, plan);
        return success(summarize(findRun(runId), end, startedAtMs));
      });
    },
    resume: async ({ rollout: name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const run = store.runs.findUnfinished(rollout.value.id);
      if (run === null) return success({ summary: null });
      const found = requireAccount(store, run.account);
      if (!found.ok) return found;
      const open = store.runs.counts(run.id).open ?? 0;
      return withJob(found.value.account, found.value.service, { phase: 'run', total: open }, async (job) => {
        const startedAtMs = performance.now();
        const end = await job.resume(run);
        if (!end.ok) return failure(jobFailure(end.error));
        return success({ summary: summarize(run, end.value, startedAtMs) });
      });
    },
    stop: async ({ mode }) => {
      if (active !== null) {
        active.mode = mode;
        active.controller.abort();
      }
      return success({});
    },
  };
}
