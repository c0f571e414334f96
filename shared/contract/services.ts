import { z } from 'zod';
import { call, mac, name, nothing } from './parts.ts';

const registeredPhone = z.object({
  mac,
  url: z.string().nullable(),
  name: z.string().nullable(),
  date: z.string().nullable(),
  model: z.string(),
});

/** One phone as an account holds it; passwords in URLs are masked. */
export type RegisteredRow = z.infer<typeof registeredPhone>;

/** The calls about services. */
export const services = {
  list: call(
    nothing,
    z.object({
      services: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          defaultUrl: z.string(),
          concurrency: z.number(),
          batch: z.number(),
        }),
      ),
    }),
  ),
  /** What an account holds. `path`: also written there, `.csv` or `.xml`. */
  registered: call(
    z.object({ account: name, names: z.array(z.string()), model: z.string(), url: z.string(), path: z.string() }),
    z.object({ phones: z.array(registeredPhone) }),
  ),
} as const;
