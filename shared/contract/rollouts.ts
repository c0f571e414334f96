import { z } from 'zod';
import { RUN_ACTIONS } from '../domain/outcome.ts';
import { call, counts, name, nothing } from './parts.ts';

const runView = z.object({
  run: z.number(),
  account: z.string(),
  service: z.string(),
  action: z.enum(RUN_ACTIONS),
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

const overviewRow = z.object({
  name: z.string(),
  createdAt: z.string(),
  devices: z.number(),
  /** Devices by latest outcome; `none` where no run brought one yet. */
  outcomes: counts,
  /** The latest run; `null` before the first. */
  latest: z
    .object({ action: z.enum(RUN_ACTIONS), startedAt: z.string(), finishedAt: z.string().nullable() })
    .nullable(),
  /** The run that was begun and not ended; also while it goes. */
  unfinished: z.object({ run: z.number(), devices: z.number(), open: z.number() }).nullable(),
});

/** A rollout as an overview shows it. */
export type RolloutOverview = z.infer<typeof overviewRow>;

/** The calls about rollouts. */
export const rollouts = {
  create: call(z.object({ name }), nothing),
  list: call(nothing, z.object({ rollouts: z.array(rolloutRow) })),
  /** All rollouts with how far each is, the latest first. */
  overview: call(nothing, z.object({ rollouts: z.array(overviewRow) })),
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
  /**
   * Notes which rollout a window shows, `null` for none of them, and says which were opened lately: the latest first,
   * ten at most. It is kept for the next start.
   */
  visit: call(z.object({ name: name.nullable() }), z.object({ recent: z.array(z.string()) })),
} as const;
