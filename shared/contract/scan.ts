import { z } from 'zod';
import { call, mac, name, nothing } from './parts.ts';

/** The calls about phones seen on site; adding and completing them is `devices.add` and `devices.edit`. */
export const scan = {
  /** How many of the rollout's phones were seen, and the ones seen last, the latest first. */
  state: call(
    z.object({ rollout: name }),
    z.object({
      all: z.number(),
      seen: z.number(),
      latest: z.array(z.object({ mac, room: z.string(), user: z.string(), model: z.string(), seenAt: z.string() })),
    }),
  ),
  /** What is known of a MAC here: its fields where the rollout has it, and when it was seen first. */
  find: call(
    z.object({ rollout: name, mac }),
    z.object({
      device: z
        .object({
          checkCode: z.string(),
          serial: z.string(),
          pin: z.string(),
          room: z.string(),
          user: z.string(),
          model: z.string(),
        })
        .nullable(),
      seenAt: z.string().nullable(),
      /** Other rollouts that have it. */
      elsewhere: z.array(z.string()),
    }),
  ),
  /** Marks a phone as seen; safe to repeat. */
  mark: call(z.object({ rollout: name, mac }), nothing),
  /** Takes that back. */
  unmark: call(z.object({ rollout: name, mac }), nothing),
} as const;
