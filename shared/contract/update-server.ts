import { z } from 'zod';
import { CONFIGURATION_TYPES, UPDATE_OUTCOMES } from '../domain/code.ts';
import { call, mac, name, nothing, slice } from './parts.ts';

const address = z.string().trim().min(1).max(100);
const opened = z.object({ url: z.string(), address: z.string(), port: z.number() });

/** A category; empty: every one of the rollout. */
const category = z.string().trim().max(200);
const made = z.object({ id: z.number() });

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
   * `port` 0: any free one. `allow`: MACs and first halves of MACs, in any notation; empty: innovaphone's own. `hours`: in
   * which firmware may be loaded, in the phone's own time; missing or empty: any. `initialMinutes`: for how long phones are
   * left alone after they started.
   */
  start: call(
    z.object({
      address,
      port: z.number().int().min(0).max(65_535),
      allow: z.array(z.string().max(60)).max(5000),
      hours: z.array(z.number().int().min(0).max(23)).max(24).optional(),
      initialMinutes: z.number().int().min(0).max(1440).optional(),
    }),
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
  /**
   * What phones of a rollout get when they have redeemed a code, newest first. Their commands are not told: they can hold
   * passwords.
   */
  jobs: call(
    z.object({ rollout: name }),
    z.object({
      rows: z.array(
        made.extend({
          /** ISO 8601, UTC. */
          made: z.string(),
          category: z.string(),
          /** `null`: software. */
          type: z.enum(CONFIGURATION_TYPES).nullable(),
          /** Of software: the models. */
          models: z.array(z.string()),
          /** Of a configuration: how many commands. */
          commands: z.number(),
        }),
      ),
    }),
  ),
  /** Makes a software job. It keeps these files, whatever is current later; the latest one of a category counts. */
  makeSoftwareJob: call(
    z.object({
      rollout: name,
      category,
      files: z
        .array(
          z.object({
            model: z.string().regex(/^[a-z0-9]{2,16}$/i),
            url: z.string().max(1000),
            build: z.string().regex(/^\d{1,12}$/),
          }),
        )
        .min(1)
        .max(50),
    }),
    made,
  ),
  /** Makes a configuration job of one type out of the commands of an update script, one a line. */
  makeConfigurationJob: call(
    z.object({
      rollout: name,
      category,
      type: z.enum(CONFIGURATION_TYPES),
      commands: z.string().min(1).max(60_000),
    }),
    made,
  ),
  /** Tells phones to ask this computer no more but `url` (empty: nobody); `null` takes it back. */
  leave: call(z.object({ url: z.string().max(200).nullable() }), nothing),
} as const;
