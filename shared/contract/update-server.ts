import { z } from 'zod';
import { call, mac, nothing, slice } from './parts.ts';

/** What became of a phone's request to the update server; see `UPDATE_OUTCOMES`. */
export const UPDATE_OUTCOMES = [
  'prompt',
  'redeemed',
  'wrong-code',
  'slow',
  'locked',
  'jobs',
  'leave',
  'uploaded',
  'not-allowed',
  'no-such-page',
  'failed',
] as const;

const address = z.string().trim().min(1).max(100);
const opened = z.object({ url: z.string(), address: z.string(), port: z.number() });

const requestRow = z.object({
  /** ISO 8601, UTC. */
  at: z.string(),
  address: z.string(),
  /** `null` when the request didn't say. */
  mac: mac.nullable(),
  model: z.string(),
  /** Method and target, what can be a code masked. */
  request: z.string(),
  outcome: z.enum(UPDATE_OUTCOMES),
  /** The rollout's user whose code was redeemed. */
  user: z.number().nullable(),
});

/** A line of the update server's log. */
export type UpdateRequestRow = z.infer<typeof requestRow>;

/**
 * The calls about the update server, which redeems own codes for phones in the site's network.
 *
 * It is off until it is started, and ends with the program. Redeeming by real phones is experimental.
 */
export const updateServer = {
  /** Whether it runs, on which addresses it could, and who is locked out for guessing. */
  state: call(
    nothing,
    z.object({
      running: opened.extend({ allow: z.array(z.string()), phones: z.number() }).nullable(),
      addresses: z.array(z.object({ address: z.string(), name: z.string() })),
      locked: z.array(z.string()),
      leaves: z.boolean(),
    }),
  ),
  /**
   * Starts it on one of this computer's addresses.
   *
   * `port` 0: any free one. `allow`: MACs and first halves of MACs, in any notation; empty: innovaphone's own.
   */
  start: call(
    z.object({ address, port: z.number().int().min(0).max(65_535), allow: z.array(z.string().max(60)).max(5000) }),
    opened,
  ),
  /** Ends it. Safe to repeat. */
  stop: call(nothing, nothing),
  /** Its latest requests, newest first. */
  log: call(
    z.object({ limit: z.number().int().min(1).max(500) }),
    z.object({ total: z.number(), rows: z.array(requestRow) }),
  ),
  /** The phones that asked, by MAC; also while it doesn't run. */
  inventory: call(
    z.object(slice),
    z.object({
      total: z.number(),
      rows: z.array(
        z.object({
          mac,
          address: z.string(),
          model: z.string(),
          version: z.string(),
          firstSeen: z.string(),
          lastSeen: z.string(),
          requests: z.number(),
          uploads: z.record(z.string(), z.string()),
        }),
      ),
    }),
  ),
  /** A phone's last request to the letter, which can hold a code that was typed; empty when it never asked. */
  lastRequest: call(z.object({ mac }), z.object({ text: z.string() })),
  /** Lets an address that was locked out try codes again. */
  unlock: call(z.object({ address }), nothing),
  /** Tells phones to ask this computer no more but `url` (empty: nobody); `null` takes it back. */
  leave: call(z.object({ url: z.string().max(1000).nullable() }), nothing),
} as const;
