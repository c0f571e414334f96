import { z } from 'zod';
import { DEVICE_FIELDS } from '../domain/device.ts';
import { call, counts, file, mac, name } from './parts.ts';

/** What the name of a rollout file ends with. */
export const ROLLCALL_ENDING = '.rollcall';
/** How many conflicts an answer to a window holds at most, and so can be chosen one by one; the rest are counted. */
export const SHOWN_CONFLICTS = 500;
/** The most characters of base64 that 64 MiB make: no rollout file is larger. */
const SOURCE_LENGTH = 90_000_000;

const take = z.enum(['mine', 'theirs']);

/** Whose value stays where both have one and they differ. */
export type Take = z.infer<typeof take>;

/** A field of a device, or `item:NAME`. */
const field = z.union([z.enum(DEVICE_FIELDS), z.templateLiteral(['item:', z.string().max(500)])]);

/** What can differ between two sides: see {@link HandoverConflict}. */
export type HandoverField = z.infer<typeof field>;

const conflict = z.object({
  mac,
  field,
  /** Masked where it is a URL with a password. */
  mine: z.string(),
  theirs: z.string(),
});

/** A field of a device that is one thing here and another in the file. */
export type HandoverConflict = z.infer<typeof conflict>;

const source = z.object({ name: z.string().max(300), base64: z.string().max(SOURCE_LENGTH) });

/** What opening a file did. */
const merged = z.object({
  rollout: z.string(),
  /** Whether the rollout was made for it. */
  isNew: z.boolean(),
  devices: z.number(),
  added: z.number(),
  /** Devices that were here and got something from the file. */
  updated: z.number(),
  /** Fields that differ and stayed as they were here. */
  kept: z.number(),
});

/** See {@link merged}. */
export type MergedFile = z.infer<typeof merged>;

/**
 * The calls about `.rollcall` files: a rollout to hand to a colleague, without secrets.
 *
 * Such a file holds devices with what their labels and lists say, and how each stood when it was saved. Secrets among
 * that (URLs with a password, items that are one) are left out and counted; accounts and provisioning codes are not in it.
 */
export const handover = {
  /** Makes the file as bytes. */
  saveFile: call(z.object({ rollout: name }), file.extend({ devices: z.number(), secretsLeftOut: z.number() })),
  /** Writes the file to a path; what is there is replaced. */
  save: call(
    z.object({ rollout: name, path: z.string() }),
    z.object({ devices: z.number(), secretsLeftOut: z.number() }),
  ),
  /** Says what opening a file would do. Changes nothing. */
  look: call(
    z.object({
      source,
      /** Into which rollout; `null`: the one of the same name. */
      rollout: name.nullable(),
    }),
    z.object({
      /** Into which rollout it would go. */
      rollout: z.string(),
      isNew: z.boolean(),
      /** ISO 8601, UTC. */
      savedAt: z.string(),
      devices: z.number(),
      added: z.number(),
      /** Devices that are here and would get something that is empty here. */
      filled: z.number(),
      /** Devices that are here and of which the file says nothing else. */
      same: z.number(),
      /** The first of them, {@link SHOWN_CONFLICTS} at most. */
      conflicts: z.array(conflict),
      conflictCount: z.number(),
      /** How the devices stood when the file was saved; `none` without a run. */
      outcomes: counts,
      secretsLeftOut: z.number(),
    }),
  ),
  /** Opens a file into a rollout, which is made when it isn't there: all of it or nothing. Again changes nothing. */
  merge: call(
    z.object({
      source,
      rollout: name.nullable(),
      /** For conflicts that `choices` doesn't name. */
      take,
      choices: z.array(z.object({ mac, field, take })).max(SHOWN_CONFLICTS),
    }),
    merged,
  ),
  /** Opens a file from a path, as `merge`. */
  open: call(z.object({ path: z.string(), rollout: name.nullable(), take }), merged),
} as const;
