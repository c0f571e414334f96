import { z } from 'zod';
import { CONFIGURATION_TYPES, UPDATE_OUTCOMES } from '../domain/code.ts';
import { call, mac, name, nothing, slice } from './parts.ts';

const address = z.string().trim().min(1).max(100);
const opened = z.object({ url: z.string(), address: z.string(), port: z.number() });

/** A category; empty: every one of the rollout. */
const category = z.string().trim().max(200);
/** `isNew` is false where the latest job of the category is the same: nothing was made then. */
const made = z.object({ id: z.number(), isNew: z.boolean() });

const file = z.object({
  model: z.string().regex(/^[a-z0-9]{2,16}$/i),
  url: z.string().max(1000),
  build: z.string().regex(/^\d{1,12}$/),
});

const jobRow = z.object({
  id: z.number(),
  /** ISO 8601, UTC. */
  made: z.string(),
  category: z.string(),
  /** `null`: software. */
  type: z.enum(CONFIGURATION_TYPES).nullable(),
  /** Of software: the models. */
  models: z.array(z.string()),
  /** Of a configuration: how many commands. */
  commands: z.number(),
  /** Whether phones that register now can get it: no later job stands before it. */
  isCurrent: z.boolean(),
  /** How many phones it was given to. */
  given: z.number(),
  /** How many of them said that they have carried it out. */
  done: z.number(),
});

/** A software or configuration job, as lists show it. */
export type JobRow = z.infer<typeof jobRow>;
/** A firmware file of a software job. */
export type JobFile = z.infer<typeof file>;

const window = {
  /** In which firmware may be loaded, in the phone's own time; none: any. */
  hours: z.array(z.number().int().min(0).max(23)).max(24),
  /** For how long phones are left alone after they started; 0: not at all. */
  initialMinutes: z.number().int().min(0).max(1440),
};

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
      running: opened.extend({ allow: z.array(z.string()), phones: z.number(), ...window }).nullable(),
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
    z.object({
      address,
      port: z.number().int().min(0).max(65_535),
      allow: z.array(z.string().max(60)).max(5000),
      hours: window.hours.optional(),
      initialMinutes: window.initialMinutes.optional(),
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
   * What phones of a rollout get when they have redeemed a code, newest first. `categories` and `models` are those that its
   * users, codes and phones have.
   */
  jobs: call(
    z.object({ rollout: name }),
    z.object({ rows: z.array(jobRow), categories: z.array(z.string()), models: z.array(z.string()) }),
  ),
  /**
   * What one job holds and which phones got it, those that were given it last first.
   *
   * A command that can hold a password is told as `***`.
   */
  job: call(
    z.object({ rollout: name, id: z.number().int() }),
    z.object({
      job: jobRow,
      files: z.array(file),
      commands: z.array(z.string()),
      /** At most 1000. */
      phones: z.array(
        z.object({
          mac,
          model: z.string(),
          given: z.string(),
          /** `null`: it didn't say so yet. */ done: z.string().nullable(),
        }),
      ),
    }),
  ),
  /** Takes a job away. Phones that have it keep it; the one before it counts again. Safe to repeat. */
  removeJob: call(z.object({ rollout: name, id: z.number().int() }), nothing),
  /**
   * Makes a software job. It keeps these files, whatever is current later; the latest one of a category counts. Making the
   * same again changes nothing.
   */
  makeSoftwareJob: call(
    z.object({
      rollout: name,
      category,
      files: z.array(file).min(1).max(50),
    }),
    made,
  ),
  /**
   * Makes a configuration job of one type out of the commands of an update script, one a line; blank lines don't count.
   * Making the same again changes nothing.
   */
  makeConfigurationJob: call(
    z.object({
      rollout: name,
      category,
      type: z.enum(CONFIGURATION_TYPES),
      commands: z.string().max(60_000),
    }),
    made,
  ),
  /** Tells phones to ask this computer no more but `url` (empty: nobody); `null` takes it back. */
  leave: call(z.object({ url: z.string().max(200).nullable() }), nothing),
} as const;
