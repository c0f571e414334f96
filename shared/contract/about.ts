import { z } from 'zod';
import { call, nothing } from './parts.ts';

/** The calls about the program itself. */
export const about = {
  /** Its version and where its data lie. */
  info: call(
    nothing,
    z.object({
      version: z.string(),
      dataFolder: z.string(),
      /** Whether `showFolder` can show it. */
      canShowFolder: z.boolean(),
    }),
  ),
  /** Shows the data folder in the system's file manager; does nothing where the host can't. */
  showFolder: call(nothing, nothing),
  /** The licences of what is built into the program, by name; empty where it runs from its sources. */
  licences: call(
    nothing,
    z.object({
      packages: z.array(z.object({ name: z.string(), version: z.string(), licence: z.string(), text: z.string() })),
    }),
  ),
} as const;
