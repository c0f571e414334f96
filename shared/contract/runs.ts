import { z } from 'zod';
import { ACTIONS, OUTCOMES, PLAN_GROUPS, RUN_ACTIONS } from '../domain/outcome.ts';
import { ROW_WARNINGS } from '../domain/problem.ts';
import { call, counts, entry, mac, macs, name, nothing, reason, slice } from './parts.ts';

/** A device's outcome as anybody may see it. */
export const outcomeRow = reason.extend({
  mac,
  checkCode: z.string(),
  action: z.enum(RUN_ACTIONS),
  outcome: z.enum(OUTCOMES),
  before: entry.nullable(),
  now: entry.nullable(),
});

/** See {@link outcomeRow}. */
export type OutcomeRow = z.infer<typeof outcomeRow>;

/** A device of a plan as anybody may see it. */
const planRow = reason.extend({
  mac,
  checkCode: z.string(),
  action: z.enum(ACTIONS),
  group: z.enum(PLAN_GROUPS),
  /** The outcome it will get without anything being sent, or `null`. */
  outcome: z.enum(OUTCOMES).nullable(),
  before: entry.nullable(),
  target: z.object({ url: z.string(), name: z.string() }),
  warnings: z.array(z.enum(ROW_WARNINGS)),
});

/** See {@link planRow}. */
export type PlanRow = z.infer<typeof planRow>;

/** See {@link RunSummary}. */
export const runSummary = z.object({
  run: z.number(),
  action: z.enum(RUN_ACTIONS),
  devices: z.number(),
  /** Devices by outcome; `open` where the run was interrupted. */
  counts,
  isFinished: z.boolean(),
  /** Why the account became unusable on the way. */
  stopCause: reason.nullable(),
  seconds: z.number(),
});

/** How a run ended, or where it stands. */
export type RunSummary = z.infer<typeof runSummary>;

/** What is wanted of a rollout's devices at a service. */
export const wish = {
  rollout: name,
  account: name,
  action: z.enum(ACTIONS),
  /** URL template; empty: each device's own. */
  url: z.string().max(4_000),
  /** Provider name; empty: keep what is there, else the account's name. */
  provider: z.string().max(200),
};

/** A wish, and which of the rollout's devices it is for: all, those whose latest outcome is this, or those named. */
export const wishFor = { ...wish, only: z.union([z.enum(['all', 'failed', 'unknown']), macs]) };

/** Whether the answer holds the plan's rows; without them it is read by `planPage`. @default true */
const rows = z.boolean().optional();

const keptPlan = z.object({
  plan: z.number(),
  account: z.string(),
  service: z.string(),
  action: z.enum(ACTIONS),
  undoOf: z.number().nullable(),
  devices: z.number(),
  groups: counts,
  /** How many of its devices need a call that may change something. */
  writes: z.number(),
  /** How long carrying it out will take, by earlier runs of this account, else by how long reading took; `null`: unknown. */
  estimatedSeconds: z.number().nullable(),
  madeAt: z.string(),
});

/** A plan that waits to be started. */
export type KeptPlanView = z.infer<typeof keptPlan>;

const goingJob = z.object({
  rollout: z.string(),
  phase: z.enum(['plan', 'run']),
  /** `null` while a plan is made. */
  run: z.number().nullable(),
  account: z.string(),
  action: z.enum(ACTIONS),
  done: z.number(),
  total: z.number(),
  startedAt: z.string(),
  /** Devices a second over the last few seconds; 0 until known. */
  rate: z.number(),
  /** At that rate; `null` until known. */
  secondsLeft: z.number().nullable(),
  /** The pace pauses until then, and why. */
  wait: z.object({ until: z.string(), cause: reason }).nullable(),
  /** It was told to stop and ends what it began. */
  isStopping: z.boolean(),
});

/** The plan or run that is going. */
export type GoingJob = z.infer<typeof goingJob>;

const unfinishedRun = z.object({
  run: z.number(),
  account: z.string(),
  service: z.string(),
  action: z.enum(RUN_ACTIONS),
  startedAt: z.string(),
  devices: z.number(),
  /** Devices without an outcome. */
  open: z.number(),
});

/** The calls about plans and runs. */
export const runs = {
  /** Asks the service about every device. Changes nothing; the plan is kept for `start`. */
  plan: call(z.object({ ...wishFor, rows }), z.object({ plan: z.number(), rows: z.array(planRow), groups: counts })),
  /** Reads what a run changed and plans to put it back. */
  planUndo: call(
    z.object({ rollout: name, run: z.number().nullable(), rows }),
    z.object({ plan: z.number(), run: z.number().nullable(), rows: z.array(planRow), groups: counts }),
  ),
  /** Rows of a plan that is kept, in its order; `group` `null`: all groups. */
  planPage: call(
    z.object({ plan: z.number(), group: z.enum(PLAN_GROUPS).nullable(), ...slice }),
    z.object({ total: z.number(), rows: z.array(planRow) }),
  ),
  /** Forgets the plan that is kept for a rollout. */
  discardPlan: call(z.object({ plan: z.number() }), nothing),
  /** Executes exactly the plan made before; ends when every device has its outcome or the run was stopped. */
  start: call(z.object({ plan: z.number() }), runSummary),
  /** Brings an interrupted run to its end. `null`: there was nothing to resume. */
  resume: call(z.object({ rollout: name }), z.object({ summary: runSummary.nullable() })),
  /** Stops the plan or run that is going. */
  stop: call(z.object({ mode: z.enum(['keep', 'cancel']) }), nothing),
  /** What there is of plans and runs now: everything a window that was just loaded needs. */
  state: call(
    z.object({ rollout: name }),
    z.object({
      plan: keptPlan.nullable(),
      /** Of whichever rollout: there is one at a time. */
      going: goingJob.nullable(),
      /** The rollout's run that was begun and not ended; also while it goes. */
      unfinished: unfinishedRun.nullable(),
    }),
  ),
} as const;
