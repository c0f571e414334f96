import { z } from 'zod';
import {
  CODE_SOURCES,
  CODE_STATES,
  CODE_TERMS,
  CODE_WARNINGS,
  CUSTOMER_STATES,
  USER_FIELDS,
  USER_LIST_FIELDS,
} from '../domain/code-state.ts';
import { ROW_REASONS } from '../domain/problem.ts';
import { SHEET_LANGUAGES } from '../domain/sheet-language.ts';
import { call, counts, detail, file, language, mac, name, nothing, reason, slice } from './parts.ts';

/** The most characters of base64 that 10 MiB make. */
const SOURCE_LENGTH = 14_400_000;
/** The most characters of base64 that half a mebibyte makes, and what stands before it. */
const LOGO_LENGTH = 720_000;

/** How codes are put on paper. */
export const SHEET_LAYOUTS = ['page', 'slips', 'list'] as const;

/** By what the board can be sorted. `place`: building, floor, room. */
export const BOARD_COLUMNS = ['place', 'user', 'extension', 'model', 'state', 'validUntil', 'mac'] as const;

/** The most users of a PBX that are read or taken at once. */
export const DIRECTORY_LIMIT = 10_000;

/** Users by their numbers, or everybody. */
const users = z.union([z.literal('all'), z.array(z.number().int()).max(50_000)]);
const mapping = z.partialRecord(z.enum(USER_LIST_FIELDS), z.string().max(300));
const source = z.object({ name: z.string().max(300), base64: z.string().max(SOURCE_LENGTH) });
const userFields = z.object({
  ...(Object.fromEntries(USER_FIELDS.map((field) => [field, z.string().max(300)])) as Record<
    (typeof USER_FIELDS)[number],
    z.ZodString
  >),
});
/** A user of the PBX. */
const person = userFields.pick({ user: true, extension: true, login: true });
/** In which language a user's sheet is printed; empty: in that of the print. */
const sheetLanguage = z.enum(['', ...SHEET_LANGUAGES]);
const separator = z.string();
const time = z.string().nullable();

const problem = z.object({
  row: z.number(),
  column: z.string(),
  value: z.string(),
  reason: z.enum(ROW_REASONS),
  detail,
});

const imported = z.object({
  /** Always `users` plus `problems`. */
  rows: z.number(),
  users: z.number(),
  added: z.number(),
  updated: z.number(),
  /** How many rows brought a code. */
  codes: z.number(),
  problems: z.array(problem),
  unusedColumns: z.array(z.string()),
});

const row = userFields.extend({
  id: z.number(),
  language: sheetLanguage,
  state: z.enum(CODE_STATES),
  customerState: z.enum(CUSTOMER_STATES),
  source: z.enum(CODE_SOURCES).nullable(),
  account: z.string(),
  app: z.string(),
  term: z.enum(CODE_TERMS).nullable(),
  /** Whether there is a code to be shown on request; the digits themselves come by `reveal` alone. */
  hasCode: z.boolean(),
  lastFour: z.string(),
  /** ISO 8601, UTC; so are all times here. */
  issuedAt: time,
  validUntil: time,
  printedAt: time,
  /** The phone that redeemed the code. */
  phone: z.string(),
  product: z.string(),
  firmware: z.string(),
  address: z.string(),
  redeemedAt: time,
  registeredAt: time,
  /** How many codes were asked for before this one. */
  reissues: z.number(),
  warnings: z.array(z.enum(CODE_WARNINGS)),
  cause: reason,
});

/** A user with the code that stands for it. Holds no code. */
export type CodeRow = z.infer<typeof row>;

const filter = z.object({
  text: z.string().max(500),
  /** Empty: all. */
  states: z.array(z.enum(CODE_STATES)),
});

const connection = z.object({
  account: z.string(),
  state: z.enum(['connecting', 'confirm', 'open', 'lost', 'closed']),
  /** What a two-factor login shows, to be confirmed elsewhere. */
  number: z.string(),
  cause: reason.nullable(),
});

/** How the connection of an account that gives out codes stands. */
export type CodeConnection = z.infer<typeof connection>;

const issued = z.object({
  /** Users that got a code now. */
  issued: z.number(),
  /** Users whose code lives, or whose phone has redeemed one: left as they are. */
  kept: z.number(),
  failed: z.number(),
  /** Users whose answer was lost, now or before: a code that nobody has read may live. */
  unknown: z.number(),
  /** Users whose code is over: `reissue` asks for another. */
  expired: z.number(),
  /** Users that were not asked for any more, since the person or the account stopped it. */
  open: z.number(),
  stopCause: reason.nullable(),
});

/** What came of asking for codes. */
export type IssueSummary = z.infer<typeof issued>;

const sheetSettings = z.object({
  customer: z.string().max(200),
  helpDesk: z.string().max(200),
  testCall: z.string().max(60),
  /** A `data:` address of a PNG or SVG; empty: none. */
  logo: z.string().max(LOGO_LENGTH),
});

/** What stands on every sheet of a rollout. */
export type SheetSettings = z.infer<typeof sheetSettings>;

const sheets = {
  rollout: name,
  layout: z.enum(SHEET_LAYOUTS),
  /** Only the last four digits, no QR symbol. */
  isArchive: z.boolean(),
  /** Of the list, and of the sheets of users who have none of their own. */
  language,
  users,
  /** Only those whose code was not printed since it was issued. */
  isOnlyChanged: z.boolean(),
};

const issue = {
  rollout: name,
  users,
  /** For users without one of their own. */
  category: z.string().max(200),
};

/** The calls about users and their provisioning codes. */
export const codes = {
  /**
   * Reads a list of users into a rollout. Doing it again changes only what the list changed.
   *
   * The problem rows are written to `problemsPath` to be mended; empty: nowhere. `language` of their reasons.
   */
  importUsers: call(
    z.object({ rollout: name, path: z.string(), mapping, sheet: z.string(), problemsPath: z.string(), language }),
    imported,
  ),
  /** As `importUsers`, with bytes in place of a path. Remembers the mapping for the list's header. */
  importUsersSource: call(z.object({ rollout: name, source, mapping, sheet: z.string() }), imported),
  /** Reads a list of users as the import would, and changes nothing. */
  previewUsers: call(
    z.object({ source, mapping, sheet: z.string() }),
    z.object({
      rows: z.number(),
      users: z.number(),
      codes: z.number(),
      head: z.object({
        format: z.enum(['csv', 'xlsx', 'text']),
        encoding: z.string(),
        /** Whether the columns' names are those of a header; else they are letters. */
        hasHeader: z.boolean(),
        /** Of a workbook. */
        sheets: z.array(z.string()),
        /** The sheet that was read; empty: there is none. */
        sheet: z.string(),
      }),
      columns: z.array(
        z.object({
          name: z.string(),
          field: z.enum(USER_LIST_FIELDS).nullable(),
          /** What stands first in it; empty where that could be a code. */
          sample: z.string(),
        }),
      ),
      unusedColumns: z.array(z.string()),
      first: z.array(userFields),
      /** The first problem rows, 200 at most. */
      problems: z.array(problem),
      /** Whether the mapping is one that was remembered for a list with this header. */
      isRemembered: z.boolean(),
    }),
  ),
  /** The rows of a list that become nobody, as a file to be mended and imported again. Codes are left out. */
  problemUsersFile: call(z.object({ source, mapping, sheet: z.string(), language }), file),
  /** Finds users of the PBX that an account reaches, by the beginning of their name; empty: all. Changes nothing. */
  directoryUsers: call(
    z.object({ account: name, search: z.string().max(200), limit: z.number().int().min(1).max(DIRECTORY_LIMIT) }),
    z.object({
      users: z.array(person),
      /** Whether the PBX has more than these. */
      isCut: z.boolean(),
    }),
  ),
  /** Takes users of the PBX into a rollout. Doing it again changes only what the PBX changed. */
  importDirectory: call(
    z.object({ rollout: name, users: z.array(person).max(DIRECTORY_LIMIT) }),
    z.object({ users: z.number(), added: z.number(), updated: z.number() }),
  ),
  /** Whether a rollout has users. */
  used: call(z.object({ rollout: name }), z.object({ isUsed: z.boolean() })),
  /** Users with their codes' states, sorted and filtered: a part of them. */
  board: call(
    z.object({
      rollout: name,
      sort: z.object({ column: z.enum(BOARD_COLUMNS), direction: z.enum(['ascending', 'descending']) }),
      filter,
      ...slice,
    }),
    z.object({
      total: z.number(),
      all: z.number(),
      rows: z.array(row),
      /** Users by state, whatever the filter. */
      states: counts,
      /** Users by warning, whatever the filter. */
      warnings: counts,
      /** How many live codes were not printed since they were issued. */
      unprinted: z.number(),
      /** The connections that follow this rollout. */
      connections: z.array(connection),
      /** Whether codes are being asked for. */
      isIssuing: z.boolean(),
    }),
  ),
  /** Gives codes: the only call that does so beside the files. Noted in the activity. */
  reveal: call(
    z.object({ rollout: name, users }),
    z.object({ codes: z.array(z.object({ id: z.number(), code: z.string() })) }),
  ),
  /** What can be chosen at an account. */
  options: call(
    z.object({ account: name, directory: z.string() }),
    z.object({ categories: z.array(z.object({ name: z.string(), domain: z.string() })) }),
  ),
  /**
   * Asks an account for codes. Users whose code lives keep it; those whose answer was lost, or whose code is over, are
   * left as they are: see `reissue`.
   */
  issue: call(
    z.object({
      ...issue,
      account: name,
      /** Account of the PBX where `account` doesn't reach it; empty: none. */
      directory: z.string(),
      app: z.string().max(200),
      term: z.enum(CODE_TERMS),
    }),
    issued,
  ),
  /** Issues own codes, for phones that Rollcall serves itself: no network. */
  issueOwn: call(z.object({ ...issue, validMs: z.number().int().min(60_000).max(31_536_000_000) }), issued),
  /** Asks again for users: everybody whose code is over, everybody who has none to use, or those named. */
  reissue: call(z.object({ rollout: name, which: z.union([z.enum(['expired', 'needed']), users]) }), issued),
  /** Stops asking for codes. What was asked for is brought to its end. */
  stop: call(z.object({ rollout: name }), nothing),
  /** Asks the accounts about every open code, once. `cause`: why that failed, where it did. */
  refresh: call(z.object({ rollout: name }), z.object({ cause: reason.nullable() })),
  /** Follows a rollout's codes from now on, until `unfollow`. */
  follow: call(z.object({ rollout: name }), nothing),
  /** Ends following. Without a name: everything, and closes all connections. */
  unfollow: call(z.object({ rollout: z.string() }), nothing),
  /** Says in which language the sheets of users are printed. `users`: how many that changed. */
  setLanguage: call(z.object({ rollout: name, users, language: sheetLanguage }), z.object({ users: z.number() })),
  /** Changes a user's fields. */
  edit: call(z.object({ rollout: name, id: z.number().int(), fields: userFields.partial() }), nothing),
  /** Says what a scanned label or slip means in a rollout. */
  match: call(
    z.object({ rollout: name, text: z.string().max(2_000) }),
    z.object({
      /** The user of a slip's bar code; `null`: it was something else. */
      user: z.number().nullable(),
      /** The MAC of a label; empty: there is none in it. */
      mac: z.string(),
      /** Users of this rollout with whom the MAC stands, planned or come. */
      holders: z.array(z.number()),
    }),
  ),
  /** Finds who has a MAC, in every rollout. */
  find: call(
    z.object({ mac }),
    z.object({
      holders: z.array(
        z.object({
          rollout: z.string(),
          user: z.string(),
          extension: z.string(),
          room: z.string(),
          isPlanned: z.boolean(),
        }),
      ),
    }),
  ),
  /** Exchanges the phones of two users, at the PBX too where there is one. */
  swap: call(z.object({ rollout: name, one: z.number().int(), other: z.number().int() }), nothing),
  /** Notes a test call, takes it back, or gives up codes that nobody redeemed. */
  mark: call(
    z.object({ rollout: name, users, as: z.enum(['tested', 'untested', 'cancelled']) }),
    z.object({ users: z.number() }),
  ),
  /** Writes the codes to a file, `.csv` or `.xlsx`. Noted in the activity. */
  export: call(
    z.object({ rollout: name, path: z.string(), separator, isTextFormula: z.boolean() }),
    z.object({ users: z.number(), codes: z.number() }),
  ),
  /** The file of `export` as bytes. */
  exportFile: call(
    z.object({ rollout: name, format: z.enum(['csv', 'xlsx']), separator, isTextFormula: z.boolean() }),
    file.extend({ users: z.number(), codes: z.number() }),
  ),
  /** Prints sheets into a `.pdf` or `.html` file. Only codes that live are printed; archive copies of all. */
  sheets: call(z.object({ ...sheets, path: z.string() }), z.object({ sheets: z.number() })),
  /** The file of `sheets` as bytes. */
  sheetsFile: call(z.object({ ...sheets, format: z.enum(['pdf', 'html']) }), file.extend({ sheets: z.number() })),
  /** What stands on every sheet; what was typed for the last rollout where nothing was for this one. */
  sheetSettings: call(z.object({ rollout: name }), sheetSettings),
  /** Keeps what stands on every sheet. `logo`: a file's bytes as base64 instead of an address; `keep`: as it is. */
  keepSheetSettings: call(
    z.object({ rollout: name, settings: sheetSettings.omit({ logo: true }), logo: z.string().max(LOGO_LENGTH) }),
    nothing,
  ),
  /** As `keepSheetSettings`, with the logo's file; what is empty stays as it is. */
  setSheets: call(
    z.object({ rollout: name, settings: sheetSettings.omit({ logo: true }).partial(), path: z.string() }),
    nothing,
  ),
} as const;
