import { z } from 'zod';
import { call, file, language, nothing, slice } from './parts.ts';

/** What the activity can be about. */
export const ACTIVITY_KINDS = [
  'import',
  'plan',
  'run',
  'export',
  'secret',
  'account',
  'rollout',
  'settings',
  'error',
] as const;

/** One of {@link ACTIVITY_KINDS}. */
export type ActivityKind = (typeof ACTIVITY_KINDS)[number];

const activityRow = z.object({
  id: z.number(),
  /** ISO 8601, UTC. */
  at: z.string(),
  kind: z.enum(ACTIVITY_KINDS),
  /** Group and name of the call that was made, for instance `runs.start`; `error` for a failure of the program. */
  action: z.string(),
  result: z.enum(['done', 'refused', 'failed']),
  /** Name of the rollout it was about; empty: none. */
  rollout: z.string(),
  /** Name of the account it was about; empty: none. */
  account: z.string(),
  /** Counts by what they count: an import's `devices` and `problems`, a run's outcomes. */
  counts: z.record(z.string(), z.number()),
  /** Why it was not carried out: a key of `shared/words` and what fills it; empty otherwise. */
  words: z.string(),
  detail: z.record(z.string(), z.union([z.string(), z.number()])),
});

/** One thing that was done, and what came of it. */
export type ActivityRow = z.infer<typeof activityRow>;

/** The calls about what was done when. */
export const activity = {
  /** Entries, the newest first. */
  page: call(
    z.object({
      /** Words that an entry's names have to hold, of which the first ten different ones count; empty: any. */
      text: z.string().max(500),
      /** Empty: all. */
      kinds: z.array(z.enum(ACTIVITY_KINDS)).max(ACTIVITY_KINDS.length),
      /** Name of a rollout; `null`: any. */
      rollout: z.string().nullable(),
      ...slice,
    }),
    z.object({ total: z.number(), rows: z.array(activityRow) }),
  ),
} as const;

/** The calls for whoever is asked for help. */
export const support = {
  /** What is needed to help, in one archive: versions, settings, log, schema and counts; no password, code or token. */
  bundle: call(z.object({ language }), file),
  /** Writes a mistake of the window itself into the log. */
  report: call(z.object({ message: z.string().max(4_000) }), nothing),
} as const;
