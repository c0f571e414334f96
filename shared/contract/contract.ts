import { z } from 'zod';
import { DEVICE_FIELDS } from '../domain/device.ts';
import { ACTIONS, OUTCOMES, PLAN_GROUPS } from '../domain/outcome.ts';
import { ROW_REASONS, ROW_WARNINGS } from '../domain/problem.ts';
import { REASONS } from '../domain/reason.ts';
import type { Result } from '../result.ts';
import type { ApiFailure } from './api-failure.ts';

const detail = z.record(z.string(), z.union([z.string(), z.number()]));
const name = z.string().trim().min(1).max(200);
/** 12 lower-case hex digits. */
const mac = z.string().regex(/^[0-9a-f]{12}$/);

/** What a service holds for a device; passwords in URLs are masked. */
const entry = z.object({
  url: z.string().nullable(),
  name: z.string().nullable(),
  date: z.string().nullable(),
  company: z.string().nullable(),
});

const reason = z.object({
  reason: z.enum(REASONS).nullable(),
  aspect: z.string().nullable(),
  detail: detail.nullable(),
  /** The service's own words, redacted. */
  serviceWords: z.string().nullable(),
});

/** A device's outcome as anybody may see it. */
export const outcomeRow = reason.extend({
  mac,
  checkCode: z.string(),
  action: z.enum(ACTIONS),
  outcome: z.enum(OUTCOMES),
  before: entry.nullable(),
  now: entry.nullable(),
});

/** See {@link outcomeRow}. */
export type OutcomeRow = z.infer<typeof outcomeRow>;

/** A device of a plan as anybody may see it. */
export const planRow = reason.extend({
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

const counts = z.record(z.string(), z.number());

const runSummary = z.object({
  run: z.number(),
  action: z.enum(ACTIONS),
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

const accountRow = z.object({
  name: z.string(),
  service: z.string(),
  url: z.string(),
  user: z.string(),
  hasCa: z.boolean(),
  pin: z.string(),
  proxy: z.string(),
  concurrency: z.number(),
  batch: z.number(),
});

/** An account as anybody may see it: never with its password. */
export type AccountRow = z.infer<typeof accountRow>;

const rowProblem = z.object({
  row: z.number(),
  column: z.string(),
  value: z.string(),
  reason: z.enum(ROW_REASONS),
  detail,
});

/** A row of a list that did not become a device, as anybody may see it. */
export type RowProblemView = z.infer<typeof rowProblem>;

const runView = z.object({
  run: z.number(),
  account: z.string(),
  service: z.string(),
  action: z.enum(ACTIONS),
  undoOf: z.number().nullable(),
  isFinished: z.boolean(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  counts,
});

const rolloutRow = z.object({
  name: z.string(),
  createdAt: z.string(),
  devices: z.number(),
  unfinishedRun: z.number().nullable(),
});

const wish = {
  rollout: name,
  account: name,
  action: z.enum(ACTIONS),
  /** URL template; empty: each device's own. */
  url: z.string().max(4_000),
  /** Provider name; empty: keep what is there, else the account's name. */
  provider: z.string().max(200),
};

const registeredPhone = z.object({
  mac,
  url: z.string().nullable(),
  name: z.string().nullable(),
  date: z.string().nullable(),
  model: z.string(),
});

/** One phone as an account holds it; passwords in URLs are masked. */
export type RegisteredRow = z.infer<typeof registeredPhone>;

function call<Argument extends z.ZodType, Value extends z.ZodType>(argument: Argument, value: Value) {
  return { argument, value } as const;
}

const nothing = z.object({});

/**
 * Every call there is between a screen (or the command line) and the core, once.
 *
 * Types of the handlers, of the bridges and of the command line derive from it; a missing handler does not compile.
 * Every argument is parsed before its handler sees it.
 */
export const contract = {
  vault: {
    /** Whether a passphrase was ever set and whether it was given. */
    state: call(nothing, z.object({ state: z.enum(['absent', 'locked', 'open']) })),
    /** Opens the vault, or makes it with this passphrase. */
    open: call(z.object({ passphrase: z.string().min(1) }), nothing),
  },
  accounts: {
    add: call(
      z.object({
        name,
        service: z.string(),
        url: z.string().max(2_000),
        user: z.string().min(1).max(200),
        password: z.string().min(1).max(1_000),
        /** Path of a PEM file; empty: none. Its text is kept. */
        caFile: z.string(),
        pin: z.string(),
        proxy: z.string(),
        concurrency: z.number().int().min(1).max(16).nullable(),
        batch: z.number().int().min(1).max(200).nullable(),
      }),
      nothing,
    ),
    list: call(nothing, z.object({ accounts: z.array(accountRow) })),
    /** Address, TLS and login; changes nothing. */
    test: call(z.object({ name }), z.object({ service: z.string(), milliseconds: z.number() })),
    remove: call(z.object({ name }), nothing),
  },
  rollouts: {
    create: call(z.object({ name }), nothing),
    list: call(nothing, z.object({ rollouts: z.array(rolloutRow) })),
    show: call(
      z.object({ name }),
      z.object({
        rollout: rolloutRow,
        /** Devices by latest outcome; `none` where no run brought one yet. */
        outcomes: counts,
        runs: z.array(runView),
      }),
    ),
    remove: call(z.object({ name }), nothing),
  },
  lists: {
    /** Reads a list into a rollout. Doing it again changes only what the file changed. */
    import: call(
      z.object({
        rollout: name,
        path: z.string(),
        mapping: z.partialRecord(z.enum(DEVICE_FIELDS), z.string()),
        sheet: z.string(),
        /** Where to write the problem rows; empty: nowhere. */
        problemsPath: z.string(),
        language: z.enum(['de', 'en']),
      }),
      z.object({
        rows: z.number(),
        devices: z.number(),
        added: z.number(),
        updated: z.number(),
        problems: z.array(rowProblem),
        warnings: counts,
        unusedColumns: z.array(z.string()),
      }),
    ),
    /** Reads only the MACs of a list; rows without one are counted. Changes nothing. */
    macs: call(z.object({ path: z.string() }), z.object({ macs: z.array(mac), problems: z.number() })),
  },
  runs: {
    /** Asks the service about every device. Changes nothing; the plan is kept for `start`. */
    plan: call(
      z.object({ ...wish, only: z.union([z.enum(['all', 'failed', 'unknown']), z.array(mac)]) }),
      z.object({ plan: z.number(), rows: z.array(planRow), groups: counts }),
    ),
    /** Reads what a run changed and plans to put it back. */
    planUndo: call(
      z.object({ rollout: name, run: z.number().nullable() }),
      z.object({ plan: z.number(), run: z.number().nullable(), rows: z.array(planRow), groups: counts }),
    ),
    /** Executes exactly the plan made before; ends when every device has its outcome or the run was stopped. */
    start: call(z.object({ plan: z.number() }), runSummary),
    /** Brings an interrupted run to its end. `null`: there was nothing to resume. */
    resume: call(z.object({ rollout: name }), z.object({ summary: runSummary.nullable() })),
    /** Stops the plan or run that is going. */
    stop: call(z.object({ mode: z.enum(['keep', 'cancel']) }), nothing),
  },
  devices: {
    /** Where a MAC occurs: every rollout, every outcome it ever had. */
    find: call(
      z.object({ mac }),
      z.object({
        rollouts: z.array(
          z.object({
            rollout: z.string(),
            room: z.string(),
            model: z.string(),
            user: z.string(),
            extension: z.string(),
            url: z.string(),
          }),
        ),
        outcomes: z.array(
          outcomeRow.extend({ rollout: z.string(), account: z.string(), run: z.number(), time: z.string() }),
        ),
      }),
    ),
  },
  services: {
    list: call(
      nothing,
      z.object({
        services: z.array(
          z.object({
            id: z.string(),
            title: z.string(),
            defaultUrl: z.string(),
            concurrency: z.number(),
            batch: z.number(),
          }),
        ),
      }),
    ),
    /** What an account holds. `path`: also written there, `.csv` or `.xml`. */
    registered: call(
      z.object({ account: name, names: z.array(z.string()), model: z.string(), url: z.string(), path: z.string() }),
      z.object({ phones: z.array(registeredPhone) }),
    ),
  },
  exports: {
    /** Writes one row a device; `.csv`, `.xlsx` or `.json`. */
    results: call(
      z.object({ rollout: name, path: z.string(), separator: z.string(), language: z.enum(['de', 'en']) }),
      z.object({ devices: z.number() }),
    ),
    /** Writes the calls of a run as files for a portal's upload or `curl`: no network, no secret. */
    prepare: call(
      z.object({ ...wish, folder: z.string() }),
      z.object({ files: z.array(z.string()), devices: z.number() }),
    ),
  },
} as const;

/** See {@link contract}. */
export type Contract = typeof contract;

/** What the core tells without being asked. */
export interface Pushes {
  /** Devices got their outcome; it is durable. */
  readonly outcomes: readonly OutcomeRow[];
  /** How far the plan or the run is. */
  readonly progress: { readonly phase: 'plan' | 'run'; readonly done: number; readonly total: number };
  /** The pace pauses, and why. */
  readonly wait: { readonly waitMs: number; readonly cause: z.infer<typeof reason> };
}

type CallOf<Group extends keyof Contract, Name extends keyof Contract[Group]> = Contract[Group][Name] extends {
  argument: infer Argument extends z.ZodType;
  value: infer Value extends z.ZodType;
}
  ? (argument: z.infer<Argument>) => Promise<Result<z.infer<Value>, ApiFailure>>
  : never;

/** The handlers of one group of the contract. */
export type GroupHandlers<Group extends keyof Contract> = {
  readonly [Name in keyof Contract[Group]]: CallOf<Group, Name>;
};

/** All handlers; the same type is what a screen or the command line calls. */
export type Api = { readonly [Group in keyof Contract]: GroupHandlers<Group> };
