import type { ConfigScheme, FetchedPhone, FileCheck } from '../../shared/domain/config-check.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Result } from '../../shared/result.ts';
import type { AccountSession, OpenAccount, Service } from './service.ts';

/** A phone of a list, as far as its files can be compared with it. Empty: the list says nothing. */
export interface ListedPhone {
  readonly mac: MacAddress;
  readonly vendor: string;
  readonly model: string;
  readonly user: string;
  readonly extension: string;
  readonly server: string;
  /** Where the list says the phone is; for the access log. */
  readonly address: string;
}

/** A way to ask, and the port where it isn't the usual one. */
export interface SchemeWish {
  readonly scheme: ConfigScheme;
  readonly port: number | null;
}

/** What to check. */
export interface CheckWish {
  /** Empty: the account's own scheme, and TFTP for phones that know nothing else. */
  readonly schemes: readonly SchemeWish[];
  /** Further paths to ask for each phone, with `{mac}` or `{MAC}` in them, for instance `_directory/{mac}`. */
  readonly paths: readonly string[];
}

/**
 * The four results of looking at a server's certificate.
 *
 * - `public`: a public authority stands behind it, for this very name
 * - `self-signed`: nobody stands behind it, or an authority that is not public
 * - `name-or-date`: for another name, not yet valid or no more
 * - `wildcard`: public, for `*.domain`; some phones refuse it
 */
export type CertificateKind = 'public' | 'self-signed' | 'name-or-date' | 'wildcard';

/** What a server shows of its TLS. */
export interface TlsFinding {
  readonly kind: CertificateKind;
  /** Node's word for what is wrong; empty: nothing. */
  readonly problem: string;
  readonly subject: string;
  readonly issuer: string;
  /** ISO 8601, UTC. */
  readonly validTo: string;
  /** For instance `TLSv1.2`; old phones know only `TLSv1`. Oldest first. */
  readonly versions: readonly string[];
}

/** One of the two controls that prove that an answer proves something. */
export interface SiteControl {
  readonly control: 'unknown-mac' | 'wrong-password';
  /** `failed`: the server gave a file where it must not. `open`: it could not be tried. */
  readonly result: 'passed' | 'failed' | 'open';
  readonly file: string;
  /** Raw, in their order. */
  readonly answers: readonly string[];
}

/** What a check found of the site, one way. */
export interface SiteFinding {
  readonly scheme: ConfigScheme;
  readonly controls: readonly SiteControl[];
  /** `null`: not HTTPS, or no TLS was spoken. */
  readonly tls: TlsFinding | null;
}

/** A phone that was not asked for, and why. */
export interface UnaskedPhone {
  readonly mac: MacAddress;
  /**
   * - `unknown-model`: neither list nor MAC tell what it is
   * - `no-name`: nobody publishes the name of its file
   * - `other-scheme`: it fetches in none of the ways that were asked for
   */
  readonly why: 'unknown-model' | 'no-name' | 'other-scheme';
  /** Its vendor, or empty. */
  readonly vendor: string;
}

/** What a check tells while it goes. */
export interface CheckListener {
  readonly onSite: (site: SiteFinding) => void;
  /** All files of one phone, one way. */
  readonly onPhone: (mac: MacAddress, scheme: ConfigScheme, files: readonly FileCheck[]) => void;
  readonly onUnasked: (phone: UnaskedPhone) => void;
  /** How many phone-and-way pairs are done, of how many. */
  readonly onProgress: (done: number, total: number) => void;
}

/** An account of a configuration server. */
export interface ConfigSession extends AccountSession {
  /**
   * Is each phone in turn: asks for its files as it does. Changes nothing at the server.
   *
   * At most four requests at once, ten seconds each, one retry for time-outs only. Ends early, without a failure, when
   * `signal` aborts: what was not told of was not checked.
   */
  check(phones: readonly ListedPhone[], wish: CheckWish, listener: CheckListener, signal: AbortSignal): Promise<void>;
}

/** One line of the catalogue, for people. */
export interface CatalogueEntry {
  readonly vendor: string;
  /** Empty: the vendor has no models in the catalogue. */
  readonly model: string;
  readonly firmware: string;
  readonly schemes: readonly ConfigScheme[];
  /** Names of files with a MAC of the vendor's in them. */
  readonly files: readonly string[];
  readonly alternates: readonly string[];
  readonly userAgent: string;
  readonly isOwnAgent: boolean;
  readonly format: string;
  readonly notes: readonly string[];
}

/** One line of an access log, understood. */
export interface LogEvent {
  readonly mac: string;
  /** What this line says by itself. */
  readonly what: 'asked' | 'fetched' | 'refused' | 'unknown' | 'phone-book' | 'upload' | 'noise' | 'error';
  /** ISO 8601, UTC; empty where the line's time can't be read. */
  readonly time: string;
  readonly address: string;
  readonly file: string;
  readonly status: number;
  readonly bytes: number;
  readonly agent: string;
  readonly firmware: string;
  readonly isOtherPhone: boolean;
}

/** Gathers the lines of an access log. */
export interface LogReader {
  /** Takes text as it comes, whole lines or parts of them; returns what the whole lines among it said. */
  add(text: string): readonly LogEvent[];
  /** Takes what is left as a last line. */
  end(): readonly LogEvent[];
  /** How each phone stands by now: those of the list first, then others that were seen. */
  phones(): readonly FetchedPhone[];
  /** How many lines were understood, were about something else (`not-http`: TLS at the HTTP port), or could not be read. */
  counts(): { readonly lines: number; readonly notHttp: number; readonly unreadable: number; readonly others: number };
}

/** Reads an access log that grows, is rotated and cut. */
export interface LogFollower {
  stop(): Promise<void>;
}

/** A line that a phone sent to the syslog receiver. */
export interface SyslogLine {
  /** ISO 8601, UTC: when it came. */
  readonly time: string;
  readonly address: string;
  /** 12 lower-case hex digits; `null`: its words name none. */
  readonly mac: string | null;
  readonly severity: number | null;
  /** Secrets in it are masked. */
  readonly text: string;
}

/** A syslog receiver that runs. */
export interface SyslogReceiver {
  readonly address: string;
  readonly port: number;
  close(): Promise<void>;
}

/** A service whose phones fetch configuration files from a server. */
export interface ConfigService extends Service {
  readonly connect: (account: OpenAccount) => Result<ConfigSession>;
  /** Vendors and models whose name contains a text in any spelling; the one it names first. */
  readonly searchCatalogue: (text: string) => readonly CatalogueEntry[];
  /** Begins to read an access log; `phones` are those of a list. */
  readonly readLog: (phones: readonly ListedPhone[]) => LogReader;
  /**
   * Follows a file from its beginning: what is there and what comes, over rotations and truncations.
   *
   * Disk only. `onText` gets text as it is read; `onGone` tells that the file can't be read (`true`) or can again.
   */
  readonly followFile: (path: string, onText: (text: string) => void, onGone: (isGone: boolean) => void) => LogFollower;
  /** Listens for syslog on one address; `null` when the port can't be had. */
  readonly receiveSyslog: (
    address: string,
    port: number,
    onLine: (line: SyslogLine) => void,
  ) => Promise<SyslogReceiver | null>;
}
