import { z } from 'zod';
import { call, nothing } from './parts.ts';

/** Where the key lies that opens the passwords: behind a passphrase, behind the system's keychain, in memory only. */
export const SECRETS_MODES = ['passphrase', 'keychain', 'session'] as const;

/** The calls about where passwords are kept. */
export const vault = {
  /** Whether passwords can be read now, and where they lie. */
  state: call(
    nothing,
    z.object({
      /** `absent`: a passphrase is needed and was never set. */
      state: z.enum(['absent', 'locked', 'open']),
      mode: z.enum(SECRETS_MODES),
      /** The keychain of this system as it calls itself; `null` where there is none that protects anything. */
      keychain: z.string().nullable(),
      /** Whether there are passwords of a keychain that can't be read here; they are left as they are. */
      hasUnreadable: z.boolean(),
    }),
  ),
  /** Opens the vault; where none is behind a passphrase yet, makes it with this one and moves every password into it. */
  open: call(z.object({ passphrase: z.string().min(1) }), nothing),
  /** Moves every password to another place; to a passphrase it is `open` that does. */
  move: call(z.object({ mode: z.enum(['keychain', 'session']) }), nothing),
} as const;
