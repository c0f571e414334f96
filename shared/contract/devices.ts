import { z } from 'zod';
import { DEVICE_FIELDS } from '../domain/device.ts';
import { HINTS } from '../domain/hint.ts';
import { OUTCOMES, PLAN_GROUPS, RUN_ACTIONS } from '../domain/outcome.ts';
import { ROW_WARNINGS } from '../domain/problem.ts';
import { call, counts, deviceFields, entry, mac, macs, name, reason, slice } from './parts.ts';
import { outcomeRow } from './runs.ts';

/** Where a device stands in a run that goes or was interrupted. */
export const RUNNING_STAGES = ['waiting', 'removing', 'removed', 'registering', 'restoring'] as const;

/** What devices can be sorted by; `position`: the order in which they came. */
export const SORT_COLUMNS = ['position', ...DEVICE_FIELDS, 'outcome', 'reason', 'account', 'time'] as const;

/** One of {@link SORT_COLUMNS}. */
export type SortColumn = (typeof SORT_COLUMNS)[number];

/** What devices can be filtered by: an outcome, or `none` where no run brought one yet. */
export const OUTCOME_FILTERS = [...OUTCOMES, 'none'] as const;

/** One of {@link OUTCOME_FILTERS}. */
export type OutcomeFilter = (typeof OUTCOME_FILTERS)[number];

/** How many cells can be changed at once. */
export const MOST_EDITS = 20_000;

const deviceRow = reason.extend({
  ...deviceFields,
  /** The latest word on it, with its reason; `null`: no run brought one yet. */
  outcome: z.enum(OUTCOMES).nullable(),
  /** What that run did. */
  action: z.enum(RUN_ACTIONS).nullable(),
  /** Name of the account it was with. */
  account: z.string().nullable(),
  /** ISO 8601, UTC. */
  time: z.string().nullable(),
  /** Where it stands in the unfinished run; `null`: it isn't in one, or has its outcome there. */
  running: z.enum(RUNNING_STAGES).nullable(),
});

/** A device of a rollout as a grid shows it. */
export type DeviceRow = z.infer<typeof deviceRow>;

const filter = z.object({
  /** Every word of it occurs in a field: MAC (however written), user, room …; case and accents don't matter. */
  text: z.string().max(200),
  /** Empty: any. */
  outcomes: z.array(z.enum(OUTCOME_FILTERS)).max(OUTCOME_FILTERS.length),
  /** `null`: any. Empty: those without one. */
  room: z.string().max(1_000).nullable(),
  /** `null`: any. Empty: those without one. */
  model: z.string().max(1_000).nullable(),
});

/** Which devices of a rollout to show. */
export type DeviceFilter = z.infer<typeof filter>;

const sort = z.object({ column: z.enum(SORT_COLUMNS), direction: z.enum(['ascending', 'descending']) });

/** In which order to show them; equal ones stay in the order in which they came. */
export type DeviceSort = z.infer<typeof sort>;

const facet = z.array(z.object({ value: z.string(), devices: z.number() }));

const storyRun = reason.extend({
  run: z.number(),
  account: z.string(),
  service: z.string(),
  action: z.enum(RUN_ACTIONS),
  /** The run it takes back, or `null`. */
  undoOf: z.number().nullable(),
  group: z.enum(PLAN_GROUPS),
  /** `null` as long as the run isn't at its end for this device. */
  outcome: z.enum(OUTCOMES).nullable(),
  stage: z.enum([...RUNNING_STAGES, 'ended']),
  /** What was wanted; masked. */
  target: z.object({ url: z.string(), name: z.string() }),
  before: entry.nullable(),
  now: entry.nullable(),
  startedAt: z.string(),
  /** When it got its outcome. */
  time: z.string().nullable(),
});

/** The calls about devices. */
export const devices = {
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
  /** Some rows of a rollout's devices, sorted and filtered. */
  page: call(
    z.object({
      rollout: name,
      sort,
      filter,
      ...slice,
      /** Rows keep the place they had in the last answer although outcomes came since. @default false */
      keepsOrder: z.boolean().optional(),
    }),
    z.object({
      /** How many pass the filter. */
      total: z.number(),
      /** How many rows got an outcome since they were sorted and filtered; 0 where that makes no difference. */
      changedSince: z.number(),
      /** How many there are. */
      all: z.number(),
      rows: z.array(deviceRow),
    }),
  ),
  /** The MACs of all devices that pass the filter, in the order of `page`: what "select all" and ranges need. */
  macs: call(z.object({ rollout: name, sort, filter }), z.object({ macs })),
  /** How many devices there are by outcome (`none` without one), room and model, the last two by value. */
  facets: call(
    z.object({ rollout: name }),
    z.object({ all: z.number(), outcomes: counts, rooms: facet, models: facet }),
  ),
  /** Everything about one device. */
  story: call(
    z.object({ rollout: name, mac }),
    z.object({
      device: deviceRow,
      /** What its MAC's block says of it; `null`: nothing. */
      vendor: z.object({ title: z.string(), model: z.string(), service: z.string() }).nullable(),
      warnings: z.array(z.enum(ROW_WARNINGS)),
      /** The latest first. */
      runs: z.array(storyRun),
      /** What this phone will fetch; masked. */
      urls: z.array(
        z.object({
          /** `registered`: what a service last said it holds. `own`: the device's own. */
          source: z.enum(['registered', 'own']),
          service: z.string(),
          template: z.string(),
          url: z.string(),
        }),
      ),
      hints: z.array(z.enum(HINTS)),
    }),
  ),
  /** Adds one device by its fields, checked as an import checks them: typed, scanned or pasted. */
  add: call(
    z.object({
      rollout: name,
      values: z.partialRecord(z.enum(DEVICE_FIELDS), z.string().max(4_000)),
    }),
    z.object({ row: deviceRow, warnings: z.array(z.enum(ROW_WARNINGS)) }),
  ),
  /** Changes one field of one device, checked as an import checks it. Fails with the words of a row problem. */
  edit: call(
    z.object({ rollout: name, mac, field: z.enum(DEVICE_FIELDS), value: z.string().max(4_000) }),
    z.object({ row: deviceRow, warnings: z.array(z.enum(ROW_WARNINGS)) }),
  ),
  /**
   * Changes fields of many devices, as pasted from a spreadsheet: each checked as by `edit`, all of them or none.
   *
   * Fails with the words of the first row problem, its `detail` with the `device`. MACs can't be pasted over.
   */
  editMany: call(
    z.object({
      rollout: name,
      edits: z
        .array(z.object({ mac, field: z.enum(DEVICE_FIELDS).exclude(['mac']), value: z.string().max(4_000) }))
        .min(1)
        .max(MOST_EDITS),
    }),
    z.object({ devices: z.number() }),
  ),
  /**
   * Takes devices out of a rollout; what runs did with them stays known. No run begins meanwhile.
   *
   * A crash in between leaves those that come later in `macs`: doing it again removes them.
   */
  remove: call(z.object({ rollout: name, macs }), z.object({ removed: z.number() })),
} as const;
