import { z } from 'zod';
import { DEVICE_FIELDS } from '../domain/device.ts';
import { REASONS } from '../domain/reason.ts';

/** Makes one call of the contract: what it takes, and what it answers when it succeeds. */
export function call<Argument extends z.ZodType, Value extends z.ZodType>(argument: Argument, value: Value) {
  return { argument, value } as const;
}

/** An argument or a value that says nothing. */
export const nothing = z.object({});

/** The name of a rollout or an account. */
export const name = z.string().trim().min(1).max(200);

const MAC = /^[0-9a-f]{12}$/;

/** A MAC: 12 lower-case hex digits. */
export const mac = z.string().regex(MAC);

/** How many MACs an argument may hold. */
const MOST_MACS = 1_000_000;

/** MACs, a million at most. Checked as one: as a schema for each, a hundred thousand would hold up everything else. */
export const macs = z.custom<string[]>(
  isMacList,
  `expected ${MOST_MACS} MACs at most, each of 12 lower-case hex digits`,
);

function isMacList(raw: unknown): boolean {
  if (!Array.isArray(raw) || raw.length > MOST_MACS) return false;
  // Not `every`, which passes over what an array has no element for.
  for (const each of raw as readonly unknown[]) if (typeof each !== 'string' || !MAC.test(each)) return false;
  return true;
}

/** A language with words of its own. */
export const language = z.enum(['de', 'en']);

/** How many of what: by outcome, group, warning … */
export const counts = z.record(z.string(), z.number());

/** What a sentence needs besides its key. */
export const detail = z.record(z.string(), z.union([z.string(), z.number()]));

/** What a service holds for a device; passwords in URLs are masked. */
export const entry = z.object({
  url: z.string().nullable(),
  name: z.string().nullable(),
  date: z.string().nullable(),
  company: z.string().nullable(),
});

/** Why something did not come through, ready to be worded. */
export const reason = z.object({
  reason: z.enum(REASONS).nullable(),
  aspect: z.string().nullable(),
  detail: detail.nullable(),
  /** The service's own words, redacted. */
  serviceWords: z.string().nullable(),
});

/** See {@link reason}. */
export type ReasonView = z.infer<typeof reason>;

/** Which column holds a field, by its header, its letter or its number; what isn't named is found. */
export const mapping = z.partialRecord(z.enum(DEVICE_FIELDS), z.string().max(300));

/** How many of the rows to skip, and how many to give. */
export const slice = {
  offset: z.number().int().min(0),
  limit: z.number().int().min(1).max(500),
};

/** A certificate as it is shown to a person. */
export const certificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  /** ISO 8601, UTC. */
  validFrom: z.string(),
  validTo: z.string(),
  /** SHA-256, 64 lower-case hex digits: what a pin holds. */
  fingerprint: z.string(),
  /** Whether it may sign others. */
  isAuthority: z.boolean(),
  pem: z.string(),
});

/** A file that the core made: bytes as base64. */
export const file = z.object({ name: z.string(), base64: z.string() });

/** The fields of a device as anybody may see them. */
export const deviceFields = {
  mac,
  checkCode: z.string(),
  serial: z.string(),
  pin: z.string(),
  vendor: z.string(),
  model: z.string(),
  user: z.string(),
  extension: z.string(),
  room: z.string(),
  note: z.string(),
  /** Its password masked. */
  url: z.string(),
  address: z.string(),
  server: z.string(),
  /** By name; secret values masked. */
  items: z.record(z.string(), z.string()),
};
