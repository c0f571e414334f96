import { z } from 'zod';
import { FINDINGS, STANDINGS } from '../domain/ownership.ts';
import { REASONS } from '../domain/reason.ts';
import type { ApiFailure } from './api-failure.ts';
import { call, file, language, mac, macs, name, nothing } from './parts.ts';

const look = z.object({
  account: z.string(),
  finding: z.enum(FINDINGS),
  reason: z.enum(REASONS).nullable(),
  serviceWords: z.string().nullable(),
  lookedAt: z.string(),
});

const ownedPhone = z.object({
  mac,
  checkCode: z.string(),
  serial: z.string(),
  model: z.string(),
  user: z.string(),
  room: z.string(),
  /** The service that refused it, with its title. */
  service: z.string(),
  serviceTitle: z.string(),
  /** The account it was refused in, and when; empty where it was parked before any run. */
  account: z.string(),
  refusedAt: z.string(),
  serviceWords: z.string().nullable(),
  parked: z.object({ at: z.string(), note: z.string() }).nullable(),
  standing: z.enum(STANDINGS),
  /** Whether a read at its service tells that somebody else owns it; where not, only registering it again does. */
  tellsForeign: z.boolean(),
  /** The own account that holds it; `null`: none is known to. */
  heldBy: z.string().nullable(),
  /** Each own account's latest word. */
  looks: z.array(look),
});

/** A phone that was refused since another account owns it, or that is parked. */
export type OwnedPhone = z.infer<typeof ownedPhone>;

/** What a person types for the letter to the previous provider. */
export const letterFields = z.object({
  /** Several lines: name and address of the previous provider. */
  addressee: z.string().max(1_000),
  /** Several lines: name and address of one's own company. */
  sender: z.string().max(1_000),
  /** Whom to tell, for instance an e-mail address. */
  contact: z.string().max(300),
  /** On whose behalf: the customer who owns the phones. */
  customer: z.string().max(300),
  place: z.string().max(200),
  signatory: z.string().max(300),
});

/** See {@link letterFields}. */
export type LetterFields = z.infer<typeof letterFields>;

function isObject(raw: unknown): boolean {
  return typeof raw === 'object' && raw !== null;
}

/** Which of a rollout's refused phones; `null`: all of them, parked or not. */
const wanted = macs.nullable();

/** The calls about phones that another account owns. */
export const ownership = {
  /** How many such phones there are, and whether somebody is looking right now. */
  state: call(
    z.object({ rollout: name }),
    z.object({
      phones: z.number(),
      parked: z.number(),
      going: z.object({ account: z.string(), done: z.number(), total: z.number() }).nullable(),
    }),
  ),
  /** The phones whose latest outcome is that another account owns them, and those that are parked. */
  list: call(z.object({ rollout: name }), z.object({ phones: z.array(ownedPhone) })),
  /**
   * Reads the phones at every own account of their service, one account after the other. Changes nothing at a service.
   *
   * Fails as its first account does when none of them can be looked into. What is found is kept, phone by phone, and parked phones that turn out to be free are taken out of parking.
   */
  sweep: call(
    z.object({ rollout: name, macs: wanted }),
    z.object({
      /** How many phones were looked for. */
      phones: z.number(),
      /** How many there are of each standing now. */
      standings: z.record(z.enum(STANDINGS), z.number()),
      /** How many accounts could be looked into. */
      accounts: z.number(),
      /** The accounts that could not, for instance without their password, and why; the others were looked into. */
      unlooked: z.array(z.object({ account: z.string(), failure: z.custom<ApiFailure>(isObject) })),
      unparked: z.number(),
      isCancelled: z.boolean(),
    }),
  ),
  /** Stops the looking that is going; what was found is kept. */
  stopSweep: call(nothing, nothing),
  /** Leaves phones of the rollout out of plans until they are taken out of parking: all of them or none. */
  park: call(
    z.object({ rollout: name, macs, note: z.string().max(1_000) }),
    z.object({
      /** How many of them are devices of the rollout, and parked now. */
      parked: z.number(),
    }),
  ),
  /** Takes phones out of parking. */
  unpark: call(z.object({ rollout: name, macs }), z.object({ unparked: z.number() })),
  /** What was typed for this rollout's letter; one's own company of the latest other one where nothing was. */
  letterFields: call(z.object({ rollout: name }), letterFields),
  /** Keeps what was typed. */
  keepLetter: call(z.object({ rollout: name, fields: letterFields }), nothing),
  /** The letter to the previous provider: phones that are in none of the own accounts. */
  letter: call(
    z.object({ rollout: name, macs: wanted, format: z.enum(['pdf', 'html', 'txt']), language }),
    file.extend({ devices: z.number() }),
  ),
  /** Writes the letter to a path: `.pdf`, `.html` or `.txt`. */
  writeLetter: call(
    z.object({ rollout: name, macs: wanted, path: z.string(), language }),
    z.object({ devices: z.number() }),
  ),
} as const;
