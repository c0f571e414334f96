import { z } from 'zod';
import { call, certificate, nothing } from './parts.ts';

/** How narrow and how wide a device's story may be, in CSS pixels. */
export const STORY_PX = { min: 280, max: 900 } as const;

/** What a person chooses about the window. */
export const windowSettings = z.object({
  language: z.enum(['system', 'de', 'en']),
  theme: z.enum(['system', 'light', 'dark']),
  density: z.enum(['comfortable', 'compact', 'glove']),
  /** Whether the packaged program looks for newer ones. */
  updates: z.enum(['on', 'off']),
  /** Wire calls at once of accounts that are added from now on; `null`: as each service has it. */
  concurrency: z.number().int().min(1).max(16).nullable(),
  /** The proxy of accounts that name none: the system's, the one in `proxy`, none. */
  proxyMode: z.enum(['system', 'given', 'none']),
  /** `http://host:port`, `user:password@` allowed; shown with its password masked, and kept when it is set so. */
  proxy: z.string().max(2_000),
  /** The grid's columns in their order; empty: as Rollcall has them. */
  columns: z
    .array(z.object({ id: z.string().max(100), isShown: z.boolean(), width: z.number().min(0).max(4_000) }))
    .max(50),
  /** How wide a device's story is beside the grid, in CSS pixels. */
  storyWidth: z.number().int().min(STORY_PX.min).max(STORY_PX.max),
  /** Whether a scan is answered with a tone, too. */
  scanSound: z.enum(['on', 'off']),
});

/** See {@link windowSettings}. */
export type WindowSettings = z.infer<typeof windowSettings>;

/** The calls about settings. */
export const settings = {
  get: call(nothing, windowSettings),
  /** Changes what is named and leaves the rest; answers with all of them. */
  set: call(windowSettings.partial(), windowSettings),
  /** The authorities that every account trusts besides its own, the system's and those of Node. */
  authorities: call(nothing, z.object({ authorities: z.array(certificate) })),
  /** Adds the certificates of a PEM text to them; those that are there already stay once. */
  addAuthorities: call(z.object({ pem: z.string().max(500_000) }), z.object({ added: z.number() })),
  removeAuthority: call(z.object({ fingerprint: z.string() }), nothing),
} as const;
