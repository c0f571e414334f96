import { z } from 'zod';
import { CHECK_NOTES, CONFIG_SCHEMES, FETCH_STATES, FILE_FINDINGS } from '../domain/config-check.ts';
import { call, counts, detail, file, language, mac, name, nothing, slice } from './parts.ts';

const fileCheck = z.object({
  mac,
  model: z.string(),
  file: z.string(),
  scheme: z.enum(CONFIG_SCHEMES),
  role: z.string(),
  status: z.number().nullable(),
  answers: z.array(z.string()),
  finding: z.enum(FILE_FINDINGS),
  aspect: z.string(),
  detail,
  notes: z.array(z.enum(CHECK_NOTES)),
  bytes: z.number().nullable(),
  hash: z.string(),
  summary: z.string(),
  checkedAt: z.string(),
});

const fetchedPhone = z.object({
  mac: z.string(),
  state: z.enum(FETCH_STATES),
  time: z.string().nullable(),
  address: z.string(),
  file: z.string(),
  status: z.number().nullable(),
  bytes: z.number().nullable(),
  firmware: z.string(),
  agent: z.string(),
  newerFirmware: z.string(),
  oddities: z.array(z.enum(['other-phone', 'small', 'own-check'])),
});

const site = z.object({
  scheme: z.enum(CONFIG_SCHEMES),
  account: z.string(),
  checkedAt: z.string(),
  controls: z.array(
    z.object({
      control: z.enum(['unknown-mac', 'wrong-password']),
      result: z.enum(['passed', 'failed', 'open']),
      file: z.string(),
      answers: z.array(z.string()),
    }),
  ),
  tls: z
    .object({
      kind: z.enum(['public', 'self-signed', 'name-or-date', 'wildcard']),
      problem: z.string(),
      subject: z.string(),
      issuer: z.string(),
      validTo: z.string(),
      versions: z.array(z.string()),
    })
    .nullable(),
});

/** What a check found of a site, one way. */
export type ConfigSite = z.infer<typeof site>;

const unasked = z.object({ mac, why: z.enum(['unknown-model', 'no-name', 'other-scheme']), vendor: z.string() });

/** A phone that was not asked for, and why. */
export type UnaskedRow = z.infer<typeof unasked>;

const logCounts = z.object({ lines: z.number(), notHttp: z.number(), unreadable: z.number(), others: z.number() });

const syslogLine = z.object({
  time: z.string(),
  address: z.string(),
  severity: z.number().nullable(),
  text: z.string(),
});

const port = z.number().int().min(1).max(65_535);

const filter = z.object({
  /** Every word of it occurs in MAC, model, file, user or room. */
  text: z.string().max(200),
  /** Empty: any. */
  findings: z.array(z.enum(FILE_FINDINGS)),
});

/** Which files to show. */
export type ConfigFilter = z.infer<typeof filter>;

const fileRow = fileCheck.extend({ user: z.string(), extension: z.string(), room: z.string() });

/** A file of a phone, with what the list says of the phone. */
export type ConfigFileRow = z.infer<typeof fileRow>;

const fetchRow = fetchedPhone.extend({ user: z.string(), room: z.string(), isListed: z.boolean() });

/** A phone as the access log shows it, with what the list says of it. */
export type FetchRow = z.infer<typeof fetchRow>;

/** The calls about configuration servers. */
export const configs = {
  /** Whether the rollout was checked, its log was read, or there is an account of such a server. */
  used: call(z.object({ rollout: name }), z.object({ isUsed: z.boolean() })),
  /** Which accounts there are, what is going, and what was found in numbers. */
  state: call(
    z.object({ rollout: name }),
    z.object({
      /** The rollout was checked, its log was read, or there is an account of such a server. */
      isUsed: z.boolean(),
      /** Names of the accounts that can be used. */
      accounts: z.array(z.string()),
      going: z.object({ done: z.number(), total: z.number() }).nullable(),
      /** How many files of each finding. */
      counts,
      sites: z.array(site),
      /** How many phones of each state by the access log; empty where none was read. */
      states: counts,
      /** The file that is followed, or `null`. */
      following: z.object({ path: z.string(), isGone: z.boolean() }).nullable(),
      syslog: z.object({ address: z.string(), port: z.number(), lines: z.number() }).nullable(),
      /** This computer's own IPv4 addresses, for the syslog receiver. */
      addresses: z.array(z.string()),
    }),
  ),
  /** Is each phone in turn at an account's server. Changes nothing there; what is found is kept. */
  check: call(
    z.object({
      rollout: name,
      account: name,
      /** Empty: the account's own way, and TFTP for phones that know nothing else. */
      schemes: z.array(z.object({ scheme: z.enum(CONFIG_SCHEMES), port: port.nullable() })).max(CONFIG_SCHEMES.length),
      /** Further paths for each phone, with `{mac}` or `{MAC}` in them. */
      paths: z.array(z.string().trim().min(1).max(300)).max(20),
    }),
    z.object({
      devices: z.number(),
      counts,
      sites: z.array(site),
      unasked: z.array(unasked),
      isCancelled: z.boolean(),
      files: z.array(fileCheck),
    }),
  ),
  /** Stops the check that is going; what was found is kept. */
  stopCheck: call(nothing, nothing),
  /** Some of the files that were checked, phone by phone. */
  files: call(
    z.object({ rollout: name, filter, ...slice }),
    z.object({ total: z.number(), all: z.number(), rows: z.array(fileRow) }),
  ),
  /** How phones stand by the access log: those of the list first, then others that were seen. */
  fetches: call(z.object({ rollout: name }), z.object({ phones: z.array(fetchRow) })),
  /** What is known of one phone: its files, its fetching, its syslog lines (the latest first). */
  story: call(
    z.object({ rollout: name, mac }),
    z.object({
      files: z.array(fileCheck),
      fetched: fetchedPhone.nullable(),
      lines: z.array(syslogLine),
    }),
  ),
  /**
   * Reads lines of an access log; with a rollout, its phones' states are kept.
   *
   * Text may come in parts: `isNew` begins anew, `isEnd` takes what is left as a last line.
   */
  readLog: call(
    z.object({
      rollout: name.nullable(),
      text: z.string().max(20_000_000),
      isNew: z.boolean(),
      isEnd: z.boolean(),
    }),
    z.object({ phones: z.array(fetchedPhone), counts: logCounts }),
  ),
  /** Follows a log file on this computer until `stopFollowing`; `logChanged` tells of changes. */
  follow: call(z.object({ rollout: name.nullable(), path: z.string().min(1).max(4_000) }), nothing),
  stopFollowing: call(nothing, nothing),
  /** Listens for the phones' syslog on one of this computer's addresses. Off until asked for, and when Rollcall ends. */
  startSyslog: call(
    z.object({ rollout: name, address: z.string().min(1).max(100), port: z.number().int().min(0).max(65_535) }),
    z.object({ address: z.string(), port: z.number() }),
  ),
  stopSyslog: call(nothing, nothing),
  /** Models of the catalogue whose name contains a text, in any spelling. */
  catalogue: call(
    z.object({ text: z.string().max(200) }),
    z.object({
      entries: z.array(
        z.object({
          vendor: z.string(),
          model: z.string(),
          firmware: z.string(),
          schemes: z.array(z.enum(CONFIG_SCHEMES)),
          files: z.array(z.string()),
          alternates: z.array(z.string()),
          userAgent: z.string(),
          isOwnAgent: z.boolean(),
          format: z.string(),
          notes: z.array(z.string()),
        }),
      ),
    }),
  ),
  /** The site report. Without a browser that prints, `pdf` fails with `pdf-not-made`; the others still work. */
  report: call(
    z.object({ rollout: name, format: z.enum(['csv', 'pdf', 'html']), language }),
    file.extend({ devices: z.number() }),
  ),
} as const;
