import { z } from 'zod';
import { call, nothing } from './parts.ts';

const updateState = z.object({
  /**
   * - `none`: this Rollcall does not update itself (a browser, a build of one's own, another way of installing)
   * - `idle`: nothing newer is known
   * - `available`: there is a newer one; it is downloaded when the person asks for it
   * - `ready`: it is downloaded and takes the place of this one when Rollcall ends
   * - `failed`: the last look or download did not come through; nothing was changed
   */
  state: z.enum(['none', 'idle', 'checking', 'available', 'downloading', 'ready', 'failed']),
  /** Of the newer one, once it is known. */
  version: z.string().nullable(),
  /** How much of it is downloaded, 0 to 100. */
  percent: z.number().nullable(),
});

/** Where the program stands with newer versions of itself. */
export type UpdateState = z.infer<typeof updateState>;

/** The calls about newer versions of the program. */
export const updates = {
  state: call(nothing, updateState),
  /** `check` looks for one now, `download` fetches the one that is available, `install` restarts into it. */
  act: call(z.object({ what: z.enum(['check', 'download', 'install']) }), updateState),
} as const;
