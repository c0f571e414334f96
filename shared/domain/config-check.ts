/**
 * What a check found of one file of one phone: one closed list, a contract for scripts.
 *
 * - `ok`: fetched, understood, and what it says agrees with the list as far as the list says something
 * - `unproven`: the answer looks right, but the site's controls failed, so that it proves nothing
 * - `optional-missing`: not there, and the phone does without it
 */
export const FILE_FINDINGS = [
  'ok',
  'empty',
  'html',
  'bad-xml',
  'bad-text',
  'bad-checksum',
  'wrong-mac',
  'wrong-account',
  'no-account',
  'not-found',
  'login-refused',
  'server-error',
  'unreachable',
  'tls',
  'optional-missing',
  'unproven',
] as const;

/** One of {@link FILE_FINDINGS}. */
export type FileFinding = (typeof FILE_FINDINGS)[number];

/** Ways in which a phone fetches its files. */
export const CONFIG_SCHEMES = ['http', 'https', 'tftp'] as const;

/** One of {@link CONFIG_SCHEMES}. */
export type ConfigScheme = (typeof CONFIG_SCHEMES)[number];

/**
 * What is remarkable beside the finding: each has a sentence of its own.
 *
 * - `guessed`: the vendor was guessed from the MAC
 * - `neutral-agent`: asked without the phone's own User-Agent
 * - `other-case`: only a name in another letter case or spelling is there
 * - `unknown-root`: XML with a root element nobody has described
 * - `no-gnkey`, `duplicate-numbers`: a Grandstream file that a phone may not take
 * - `user-not-compared`: the list's user is a person's name, and the file names nobody
 * - `account-unrecognised`: nothing in the file could be recognised as an account
 * - `admin-password`: sets the phone's administrator password
 * - `no-admin-password`: leaves the phone's factory password as it is
 * - `tftp-open`: anybody in that network can read it
 * - `tftp-version`: over TFTP the server can't see which firmware's syntax is wanted
 * - `elsewhere`: on another server, asked without the login
 * - `private-certificate`: no public authority stands behind it: the phone must be told to trust it
 */
export const CHECK_NOTES = [
  'guessed',
  'neutral-agent',
  'other-case',
  'unknown-root',
  'no-gnkey',
  'duplicate-numbers',
  'user-not-compared',
  'account-unrecognised',
  'admin-password',
  'no-admin-password',
  'tftp-open',
  'tftp-version',
  'elsewhere',
  'private-certificate',
] as const;

/** One of {@link CHECK_NOTES}. */
export type CheckNote = (typeof CHECK_NOTES)[number];

/** What a check says of one file, with nothing secret in it. */
export interface FileCheck {
  /** 12 lower-case hex digits. */
  readonly mac: string;
  /** Vendor and model as the catalogue spells them, or empty. */
  readonly model: string;
  /** Path below the server's base, or a whole address where it lies on another server. */
  readonly file: string;
  readonly scheme: ConfigScheme;
  /** Which file it is to the phone: main, master, linked, optional, directory, firmware or hand. */
  readonly role: string;
  /** The last HTTP status; `null` where none came, and with TFTP. */
  readonly status: number | null;
  /** Every answer in its order, raw: `401`, `200`, `TFTP error 1: File not found`. */
  readonly answers: readonly string[];
  readonly finding: FileFinding;
  /** Which face of the finding, for its sentence; empty: none. */
  readonly aspect: string;
  readonly detail: Readonly<Record<string, string | number>>;
  readonly notes: readonly CheckNote[];
  /** Bytes of the file; `null` where none came. */
  readonly bytes: number | null;
  /** SHA-256 of the file, hex; empty where none came. */
  readonly hash: string;
  /** What it says, passwords only as their length. */
  readonly summary: string;
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
}

/** What is known of a phone's fetching from the server's access log. */
export const FETCH_STATES = ['never-seen', 'asking', 'refused', 'unknown', 'fetched', 'fetched-elsewhere'] as const;

/** One of {@link FETCH_STATES}. */
export type FetchState = (typeof FETCH_STATES)[number];

/** One phone as the access log shows it. */
export interface FetchedPhone {
  /** 12 lower-case hex digits. */
  readonly mac: string;
  readonly state: FetchState;
  /** The request it is about, ISO 8601, UTC; `null`: never seen. */
  readonly time: string | null;
  readonly address: string;
  readonly file: string;
  readonly status: number | null;
  readonly bytes: number | null;
  /** As the User-Agent names them, or empty. */
  readonly firmware: string;
  readonly agent: string;
  /** The catalogue names a newer firmware for this model: this one; empty: it doesn't. */
  readonly newerFirmware: string;
  /**
   * What is odd besides: `other-phone` (its User-Agent names another MAC), `small` (0 bytes, or far less than others of
   * the model), `own-check` (a check came from the same address, so that it may be what was seen).
   */
  readonly oddities: readonly ('other-phone' | 'small' | 'own-check')[];
}
