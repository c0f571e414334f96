import { z } from 'zod';
import { OUTCOMES, RUN_ACTIONS } from '../domain/outcome.ts';
import { ITEM_CHANGES, ITEM_RESULTS, PHONE_STAGES } from '../domain/phone-job.ts';
import { call, counts, file, mac, macs, name, nothing, reason } from './parts.ts';
import { runSummary } from './runs.ts';

/** The types of file a phone takes; `APP` is firmware and has a call of its own. */
export const PHONE_FILE_TYPES = ['LOGO', 'RINGTONE', 'MOH', 'PIC', 'LDAP', 'SCREENSAVER'] as const;

/** The port on which phones expect their provisioning service unless they are told another. */
export const PHONE_STATION_PORT = 18_443;

/** Where Rollcall listens for phones. */
const station = {
  /** One of this computer's addresses; empty: the one from which the phones are reached. */
  address: z.string().max(60),
  /** 0: any free one. */
  port: z.number().int().min(0).max(65_535),
};

const only = z.union([z.literal('all'), macs]);

const key = { name: z.string().max(100), index: z.number().int().nullable() };

const itemKey = z.string().max(120);

const writtenItem = z.object({
  ...key,
  /** `null`: not known; secrets are masked. */
  before: z.string().nullable(),
  wanted: z.string(),
  after: z.string().nullable(),
  result: z.enum(ITEM_RESULTS),
  /** The phone's own word for it. */
  status: z.string().nullable(),
});

const plannedItem = z.object({
  ...key,
  /** `null`: the phone doesn't say; secrets are masked. */
  before: z.string().nullable(),
  wanted: z.string(),
  change: z.enum(ITEM_CHANGES),
  /** Holds `&`, `<` or `>`, which early firmware is known to misread. */
  isRisky: z.boolean(),
});

const planRow = reason.extend({
  mac,
  address: z.string(),
  /** The outcome it gets without anything being sent; `null` where the run will send. */
  outcome: z.enum(OUTCOMES).nullable(),
  items: z.array(plannedItem),
});

/** A phone of a plan as anybody may see it. */
export type PhonePlanRow = z.infer<typeof planRow>;

const plan = z.object({
  plan: z.number(),
  /** The run it takes back, or `null`. */
  undoOf: z.number().nullable(),
  isExpert: z.boolean(),
  rows: z.array(planRow),
  /** How many phones the run will write to, and how many items. */
  phones: z.number(),
  items: z.number(),
  madeAt: z.string(),
});

/** A plan for phones as anybody may see it. */
export type PhonePlan = z.infer<typeof plan>;

const identity = {
  model: z.string(),
  softwareVersion: z.string(),
  number: z.string(),
};

const phoneRow = reason.extend({
  mac,
  address: z.string(),
  user: z.string(),
  ...identity,
  /** When it was last read, ISO 8601, UTC; `null`: never. */
  readAt: z.string().nullable(),
  /** How many items of it are kept. */
  items: z.number(),
  /** How many items the list wants. */
  wanted: z.number(),
  /** What it is about in the job that goes; `null`: it isn't in one. */
  stage: z.enum(PHONE_STAGES).nullable(),
  /** Until when the phone ignores a request to call, ISO 8601, UTC; `null`: it takes one now. */
  waitsUntil: z.string().nullable(),
  /** How its latest run with the phone itself ended. */
  outcome: z.enum(OUTCOMES).nullable(),
  /** Items of that run, one by one. */
  written: z.array(writtenItem),
});

/** A phone of a rollout as the screen shows it. */
export type PhoneRow = z.infer<typeof phoneRow>;

const callEntry = z.object({
  /** Counts up. */
  id: z.number(),
  time: z.string(),
  address: z.string(),
  kind: z.enum(['call', 'stranger', 'tls', 'unreadable', 'poll', 'file']),
  mac: mac.nullable(),
  text: z.string(),
  tls: z.string(),
  identity: z.object({ mac: mac.nullable(), ...identity, softwareType: z.string() }).nullable(),
});

/** A call of a phone, as a log shows it. */
export type PhoneCall = z.infer<typeof callEntry>;

const going = z.object({
  rollout: z.string(),
  what: z.enum(['read', 'plan', 'listen', 'contact', ...RUN_ACTIONS]),
  done: z.number(),
  total: z.number(),
  address: z.string(),
  port: z.number(),
  /** TLS versions the station offers, the oldest first. */
  offeredTls: z.array(z.string()),
  /** A file being fetched, and how much of it. */
  file: z.object({ name: z.string(), address: z.string(), bytes: z.number(), total: z.number() }).nullable(),
  isStopping: z.boolean(),
});

/** The job with phones that is going. */
export type GoingPhoneJob = z.infer<typeof going>;

const read = reason.extend({
  mac,
  address: z.string(),
  ...identity,
  isRead: z.boolean(),
  items: z.array(z.object({ ...key, value: z.string(), status: z.string().nullable() })),
});

/** What was read of a phone; secrets are masked. */
export type PhoneReadRow = z.infer<typeof read>;

const contactRow = reason.extend({
  address: z.string(),
  /** It took the request and called. */
  hasCalled: z.boolean(),
  mac: mac.nullable(),
  ...identity,
});

/** What came of asking an address to call. */
export type PhoneContactRow = z.infer<typeof contactRow>;

const confirmed = {
  /** The number of phones, as it was typed: without it nothing is sent. */
  confirmedPhones: z.number().int(),
};

/** The calls about phones that Rollcall speaks with directly. */
export const openstage = {
  /** This computer's own IPv4 addresses. */
  interfaces: call(
    nothing,
    z.object({ interfaces: z.array(z.object({ name: z.string(), address: z.string(), prefix: z.number() })) }),
  ),
  /** DHCP option 43, with which phones find the station by themselves. */
  dhcp: call(
    z.object({
      address: z.string().trim().min(1).max(200),
      port: z.number().int().min(1).max(65_535),
      vlan: z.number().int().min(1).max(4_094).nullable(),
    }),
    z.object({ hex: z.string(), isc: z.string(), dnsmasq: z.string() }),
  ),
  /** Whether a rollout's list has addresses of phones, or items for them. */
  used: call(z.object({ rollout: name }), z.object({ isUsed: z.boolean() })),
  /** Everything the screen shows of a rollout's phones. */
  state: call(
    z.object({ rollout: name }),
    z.object({
      phones: z.array(phoneRow),
      plan: plan.nullable(),
      /** Of whichever rollout: there is one at a time. */
      going: going.nullable(),
      /** The last calls of phones, the latest first. */
      calls: z.array(callEntry),
      /** The latest run that wrote items and wasn't taken back. */
      undoable: z.number().nullable(),
    }),
  ),
  /** Reads items of phones and keeps them; none named: every item. Changes nothing. */
  read: call(
    z.object({ rollout: name, only, items: z.array(itemKey), ...station }),
    z.object({ phones: z.array(read) }),
  ),
  /** Reads what phones hold and sets what the list wants beside it. Changes nothing; the plan is kept for `start`. */
  plan: call(z.object({ rollout: name, only, isExpert: z.boolean(), ...station }), plan),
  /** Plans to put back what a run overwrote; `null`: the latest. `plan` `null`: there is nothing to take back. */
  planUndo: call(
    z.object({ rollout: name, run: z.number().nullable(), ...station }),
    z.object({ plan: plan.nullable() }),
  ),
  discardPlan: call(z.object({ plan: z.number() }), nothing),
  /** Writes exactly what the plan says and reads it back. */
  start: call(z.object({ plan: z.number() }), runSummary),
  /** Stops the job that is going: what was not begun is cancelled. */
  stop: call(nothing, nothing),
  /** Asks addresses to call, and tells who did. Reads and writes nothing. */
  contact: call(
    z.object({ addresses: z.array(z.string().max(60)).min(1).max(500), ...station }),
    z.object({ contacts: z.array(contactRow) }),
  ),
  /** The same for a range of addresses of the station's own subnet, slowly; `isConfirmed` must be true. */
  sweep: call(
    z.object({ first: z.string().max(60), last: z.string().max(60), isConfirmed: z.boolean(), ...station }),
    z.object({ contacts: z.array(contactRow) }),
  ),
  /** Listens, until it is stopped, for phones that call by themselves, and tells of each; talks with none. */
  listen: call(z.object(station), z.object({ calls: z.number() })),
  /** Reads every item of phones and writes one file for each into a folder; secrets are left out. */
  backup: call(
    z.object({ rollout: name, folder: z.string().min(1), ...station }),
    z.object({ files: z.array(z.string()), phones: z.array(read) }),
  ),
  /** What was last read of one phone as a file; secrets are left out. */
  backupFile: call(z.object({ rollout: name, mac }), file),
  /** What was last read of two phones, side by side; only items that differ. */
  compare: call(
    z.object({ rollout: name, left: mac, right: mac }),
    z.object({
      rows: z.array(z.object({ ...key, left: z.string().nullable(), right: z.string().nullable() })),
      same: z.number(),
    }),
  ),
  /** Sends a file of this computer (`path`), or one on an FTP or HTTPS server (`url`), to phones. */
  files: call(
    z.object({
      rollout: name,
      only,
      path: z.string().max(4_000),
      url: z.string().max(2_000),
      type: z.enum(PHONE_FILE_TYPES),
      ...station,
    }),
    runSummary,
  ),
  /** Sends firmware to phones and compares the version they start with. */
  firmware: call(
    z.object({
      rollout: name,
      only,
      path: z.string().max(4_000),
      url: z.string().max(2_000),
      version: z.string().trim().min(1).max(60),
      ...confirmed,
      ...station,
    }),
    runSummary,
  ),
  /** Restarts phones; with the vendor's word resets them to the factory's state instead. */
  restart: call(
    z.object({ rollout: name, only, factoryResetWord: z.string().max(100).nullable(), ...confirmed, ...station }),
    runSummary,
  ),
  /** What the runs of a rollout wrote to one phone, the latest first. */
  story: call(
    z.object({ rollout: name, mac }),
    z.object({
      readAt: z.string().nullable(),
      items: z.array(z.object({ ...key, value: z.string(), status: z.string().nullable() })),
      runs: z.array(z.object({ run: z.number(), undoOf: z.number().nullable(), items: z.array(writtenItem) })),
    }),
  ),
  /** How many phones of a rollout are open to anyone in their network, for the site's report. */
  findings: call(z.object({ rollout: name }), z.object({ defaultMode: macs, counts })),
} as const;
