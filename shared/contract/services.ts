import { z } from 'zod';
import { call, file, mac, name, nothing } from './parts.ts';

const registeredPhone = z.object({
  mac,
  url: z.string().nullable(),
  name: z.string().nullable(),
  date: z.string().nullable(),
  model: z.string(),
});

/** One phone as an account holds it; passwords in URLs are masked. */
export type RegisteredRow = z.infer<typeof registeredPhone>;

/** Which phones of an account: by provider names (Gigaset), model and URL (snom); empty: all there are. */
const listing = { account: name, names: z.array(z.string()), model: z.string(), url: z.string() };

/** A phone of an account, and the rollouts that have it. */
const comparedPhone = registeredPhone.extend({ rollouts: z.array(z.string()) });

/** See {@link comparedPhone}. */
export type ComparedPhone = z.infer<typeof comparedPhone>;

/** The calls about services. */
export const services = {
  list: call(
    nothing,
    z.object({
      services: z.array(
        z.object({
          id: z.string(),
          title: z.string(),
          /** What it is for; `phones` has no accounts. */
          kind: z.enum(['redirection', 'codes', 'phones', 'configs']),
          defaultUrl: z.string(),
          /** Forms of address an account can have, where there are several. */
          addressForms: z.array(z.object({ id: z.enum(['pbx-user', 'pbx-app', 'platform']), example: z.string() })),
          concurrency: z.number(),
          batch: z.number(),
        }),
      ),
    }),
  ),
  /** What an account holds, as a file: CSV, or the XML answer of Gigaset's listing. */
  registeredFile: call(z.object({ ...listing, format: z.enum(['csv', 'xml']) }), file.extend({ phones: z.number() })),
  /** What an account holds, compared with the rollouts: there but in none, in one but not there. */
  compared: call(
    z.object(listing),
    z.object({
      phones: z.array(comparedPhone),
      /**
       * Phones that a run with this account left registered there, and that it doesn't hold now; always empty for a
       * listing of some phones only.
       */
      missing: z.array(z.object({ mac, rollout: z.string(), room: z.string(), user: z.string(), time: z.string() })),
    }),
  ),
  /** What an account holds. `path`: also written there, `.csv` or `.xml`. */
  registered: call(z.object({ ...listing, path: z.string() }), z.object({ phones: z.array(registeredPhone) })),
} as const;
