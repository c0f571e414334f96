import { z } from 'zod';
import { call, language, nothing } from './parts.ts';

/** The calls about the practice services. */
export const practice = {
  /**
   * Starts the practice services in a process of their own, unless they run, and makes what is missing of the account
   * `Practice Gigaset` and of a rollout with a prepared list. The vault has to be open: the account has a password.
   * `language` is that of their names (default: English); those that are there already keep theirs.
   */
  start: call(
    z.object({ language: language.optional() }),
    z.object({ account: z.string(), rollout: z.string(), url: z.string() }),
  ),
  /** Ends them; account and rollout stay. Safe to repeat. */
  stop: call(nothing, nothing),
} as const;
