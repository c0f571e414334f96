import { z } from 'zod';
import {
  PREFLIGHT_CHECKS,
  SCRIPT_KINDS,
  SCRIPT_WARNINGS,
  SYSCLIENT_PROBLEMS,
  SYSCLIENT_VALUES,
  SYSCLIENT_WARNINGS,
} from '../domain/sysclient.ts';
import { call, detail, nothing, reason } from './parts.ts';

const line = z.string().max(4000);
const value = z.string().max(500);

/** What a SYSCLIENT line is built from. */
const sysclient = z.object({ base: line, domain: value, token: value, category: value });

/** A phone whose HTTP interface is used. */
const phone = {
  address: z.string().trim().min(1).max(300),
  user: value,
  password: value,
  /** SHA-256 of its certificate; empty: none. */
  pin: z.string().max(200),
  /** Sends the password readably where the phone asks for it over `http:`. */
  allowsBasic: z.boolean(),
};

const builtUrl = z.object({
  /** Step 1. */
  values: z.object({ domain: z.string(), token: z.string(), category: z.string() }),
  /** Step 2. */
  url: z.string(),
  /** Step 3. */
  encoded: z.string(),
  command: z.string(),
  warnings: z.array(
    z.object({
      warning: z.enum([...SYSCLIENT_WARNINGS, 'no-such-category']),
      part: z.enum([...SYSCLIENT_VALUES, 'base']),
    }),
  ),
});

const problem = z.object({
  problem: z.enum(SYSCLIENT_PROBLEMS),
  part: z.enum([...SYSCLIENT_VALUES, 'base', 'line']),
});

/** See {@link builtUrl}; holds the token. */
export type BuiltSysclientUrl = z.infer<typeof builtUrl>;

const scriptWish = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('inventory'), url: line }),
  z.object({ kind: z.literal('sysclient'), wish: sysclient }),
  z.object({ kind: z.literal('prompt') }),
  z.object({
    kind: z.literal('local'),
    configuration: z.object({
      protocol: z.enum(['SIP', 'H323']),
      server: value,
      gatekeeperId: value,
      extension: value,
      authenticationName: value,
      password: value,
      timeServer: value,
    }),
  }),
  z.object({ kind: z.literal('v12-clean-up') }),
  z.object({ kind: z.literal('leave'), url: line }),
]);

/** What a script shall do. */
export type ScriptWishView = z.infer<typeof scriptWish>;

/** A check of a site before codes are given out. */
const finding = z.object({
  check: z.enum(PREFLIGHT_CHECKS),
  result: z.enum(['passed', 'failed', 'person', 'skipped']),
  facts: detail,
  cause: reason.nullable(),
});

/** See {@link finding}. */
export type PreflightFindingView = z.infer<typeof finding>;

/** The calls for automatic provisioning of innovaphone phones. Only `preflight`, `prompt` and `phoneUrl` use the network. */
export const innovaphone = {
  /**
   * Builds the SYSCLIENT line; the token is in the answer, since it was asked for. With an account (network) the category is
   * looked for there.
   */
  url: call(sysclient.extend({ account: z.string().trim().max(200) }), builtUrl),
  /** Reads a SYSCLIENT line or URL; `built` and `problem`: exactly one is there. */
  check: call(z.object({ line }), z.object({ built: builtUrl.nullable(), problem: problem.nullable() })),
  /** Builds an update script. */
  script: call(
    z.object({ wish: scriptWish, isOnce: z.boolean() }),
    z.object({
      kind: z.enum(SCRIPT_KINDS),
      lines: z.array(z.string()),
      /** Lines end with CR LF. */
      text: z.string(),
      warnings: z.array(z.enum(SCRIPT_WARNINGS)),
    }),
  ),
  /** Writes DHCP options for servers. */
  dhcp: call(
    z.object({ url: line, intervalMinutes: z.number().nullable() }),
    z.object({ dnsmasq: z.string(), isc: z.string(), hex: z.string() }),
  ),
  /** Looks at what codes need; an empty account: only the network. Changes nothing. */
  preflight: call(
    z.object({ account: z.string().trim().max(200), directory: z.string().trim().max(200), category: value }),
    z.object({ findings: z.array(finding) }),
  ),
  /** Has a phone show its form for a code again. */
  prompt: call(z.object(phone), nothing),
  /** Reads the Devices URL in effect from a phone, its token masked, and compares it with one that was built. */
  phoneUrl: call(
    z.object({ ...phone, built: line }),
    z.object({ shown: z.string(), isSame: z.boolean().nullable(), problem: problem.nullable() }),
  ),
} as const;
