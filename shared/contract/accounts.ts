import { z } from 'zod';
import { call, certificate, detail, name, nothing, reason } from './parts.ts';

const accountRow = z.object({
  name: z.string(),
  service: z.string(),
  url: z.string(),
  user: z.string(),
  hasCa: z.boolean(),
  pin: z.string(),
  proxy: z.string(),
  concurrency: z.number(),
  batch: z.number(),
  /** Whether its password is kept; without it the account can't be used until it is typed again. */
  hasPassword: z.boolean(),
});

/** An account as anybody may see it: never with its password. */
export type AccountRow = z.infer<typeof accountRow>;

/** What a check of an account looks at, in this order. */
export const DOCTOR_STEPS = ['address', 'dns', 'tcp', 'proxy', 'tls', 'login', 'rights', 'clock'] as const;

const doctorStep = z.object({
  step: z.enum(DOCTOR_STEPS),
  /**
   * `skipped`: not needed here, or not reached since an earlier step failed. `untold`: the service doesn't say.
   * `warned`: it goes, but see to it.
   */
  result: z.enum(['passed', 'warned', 'failed', 'skipped', 'untold']),
  milliseconds: z.number(),
  /** `host`, `port`, `addresses`; the proxy's where it is about the proxy; the clock's `seconds` this computer is ahead. */
  facts: detail,
  /** What the server showed, its own first: subject, issuer, ISO dates, and the fingerprint that a pin holds. */
  certificates: z.array(certificate),
  /** Why it failed, to be worded like any reason; `null` unless it failed. */
  failure: reason.nullable(),
});

/** One step of a check of an account. */
export type DoctorStep = z.infer<typeof doctorStep>;

const login = {
  url: z.string().max(2_000),
  user: z.string().min(1).max(200),
  password: z.string().min(1).max(1_000),
  /** PEM text of further authorities, where a window read the file. */
  caText: z.string().max(1_000_000).optional(),
  /** SHA-256 of the only certificate to trust; empty: none. */
  pin: z.string().max(200),
  /** Address, `none`, or empty for the environment's. */
  proxy: z.string().max(2_000),
  /** `null`: as the service's description says. */
  concurrency: z.number().int().min(1).max(16).nullable(),
  batch: z.number().int().min(1).max(200).nullable(),
};

/** The calls about accounts. */
export const accounts = {
  add: call(
    z.object({
      name,
      service: z.string(),
      ...login,
      /** Path of a PEM file, its text is kept; empty: none, or `caText`. */
      caFile: z.string(),
    }),
    nothing,
  ),
  /**
   * Changes what is named and leaves the rest; an empty `caText` takes the authorities away. Another address or user
   * needs the password again, so that it goes nowhere but where it was typed for. A proxy as `list` shows it, its
   * password masked, stays as it is.
   */
  edit: call(z.object({ name, ...z.object(login).partial().shape }), nothing),
  list: call(nothing, z.object({ accounts: z.array(accountRow) })),
  /** Address, TLS and login; changes nothing. */
  test: call(z.object({ name }), z.object({ service: z.string(), milliseconds: z.number() })),
  /** Goes the way to the service step by step, from the address to the login. Changes nothing. */
  doctor: call(z.object({ name }), z.object({ isHealthy: z.boolean(), steps: z.array(doctorStep) })),
  /**
   * Trusts a certificate that a server showed: as the only one (`pin`), or as an authority besides those the account
   * has. Nothing is sent.
   */
  trust: call(z.object({ name, pem: z.string().max(100_000), as: z.enum(['pin', 'authority']) }), nothing),
  remove: call(z.object({ name }), nothing),
  /** URLs and provider names that plans of this account used, the latest first; never one with a password. */
  targets: call(z.object({ name }), z.object({ urls: z.array(z.string()), providers: z.array(z.string()) })),
} as const;
