import { z } from 'zod';
import { call, name, nothing } from './parts.ts';

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
});

/** An account as anybody may see it: never with its password. */
export type AccountRow = z.infer<typeof accountRow>;

/** The calls about accounts. */
export const accounts = {
  add: call(
    z.object({
      name,
      service: z.string(),
      url: z.string().max(2_000),
      user: z.string().min(1).max(200),
      password: z.string().min(1).max(1_000),
      /** Path of a PEM file; empty: none. Its text is kept. */
      caFile: z.string(),
      /** The PEM text itself, where a window read the file; wins over `caFile`. */
      caText: z.string().max(1_000_000).optional(),
      pin: z.string(),
      proxy: z.string(),
      concurrency: z.number().int().min(1).max(16).nullable(),
      batch: z.number().int().min(1).max(200).nullable(),
    }),
    nothing,
  ),
  list: call(nothing, z.object({ accounts: z.array(accountRow) })),
  /** Address, TLS and login; changes nothing. */
  test: call(z.object({ name }), z.object({ service: z.string(), milliseconds: z.number() })),
  remove: call(z.object({ name }), nothing),
  /** URLs and provider names that plans of this account used, the latest first; never one with a password. */
  targets: call(z.object({ name }), z.object({ urls: z.array(z.string()), providers: z.array(z.string()) })),
} as const;
