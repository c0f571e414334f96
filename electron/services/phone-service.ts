import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { PhoneItem, PhoneItemKey } from '../../shared/domain/phone-item.ts';
import type { Result } from '../../shared/result.ts';

/** A phone that may call. */
export interface PhoneAddress {
  /** `null` where only the address is known. */
  readonly mac: MacAddress | null;
  /** IPv4 address, or `address:port` where the phone listens on another port than its usual one. */
  readonly address: string;
}

/** The certificate a station shows to phones, PEM. */
export interface StationCertificate {
  readonly key: string;
  readonly cert: string;
}

/** What a phone said of itself when it called. */
export interface PhoneIdentity {
  readonly mac: MacAddress | null;
  /** Model as it names itself. */
  readonly model: string;
  readonly softwareType: string;
  readonly softwareVersion: string;
  readonly number: string;
}

/** A call of a phone, as a log shows it; holds no item's value. */
export interface PhoneCallEntry {
  /** ISO 8601, UTC. */
  readonly time: string;
  /** From where it came. */
  readonly address: string;
  /**
   * - `call`: a phone that may call said something
   * - `stranger`: it came from an address that isn't in the job; nothing was asked of it
   * - `tls`: the phone broke the handshake off, or had no version or cipher in common
   * - `unreadable`: the body was no message of a phone
   * - `poll`: a phone asked whether there is something for it
   * - `file`: a phone fetched a file
   */
  readonly kind: 'call' | 'stranger' | 'tls' | 'unreadable' | 'poll' | 'file';
  readonly mac: MacAddress | null;
  /** Why it called, the action and status of a reply, the words of an error, the name of a file. */
  readonly text: string;
  /** TLS version agreed on, for instance `TLSv1.2`; empty where there was none. */
  readonly tls: string;
  readonly identity: PhoneIdentity | null;
}

/**
 * What a phone answered to an action.
 *
 * - `accepted`: with its items; those of a write are only the ones it did not store
 * - `busy`: in a call; nothing was done
 * - `failed`: not accepted or not supported; `words` are its own
 * - `lost`: no answer came in time, or the phone began anew: whether it was done is not known
 */
export type PhoneAnswer =
  | { readonly kind: 'accepted'; readonly items: readonly PhoneItem[] }
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed'; readonly words: string }
  | { readonly kind: 'lost' };

/** How the transfer of a file to a phone went, in its own words. */
export interface FileReport {
  readonly name: string;
  /** `ok`, `failed`, or whatever else it says. */
  readonly status: string;
}

/** A file or firmware image that phones shall fetch. */
export interface PhoneFile {
  /** `LOGO`, `RINGTONE`, `MOH`, `PIC`, `LDAP`, `SCREENSAVER`; `APP` for firmware. */
  readonly type: string;
  /** Whole HTTPS URL, file name included; or `ftp://user:password@host:port/folder/name`. */
  readonly url: string;
  /** For firmware: the version as the phone reports it, for instance `V3 R5.21.0`; empty otherwise. */
  readonly version: string;
  /** For firmware: for instance `Siemens SIP`; empty otherwise. */
  readonly softwareType: string;
}

/**
 * What the station sees of a phone while it talks with it; one conversation at a time.
 *
 * Nothing throws for what a phone or a network does. Every wait ends after its time or as soon as the station closes.
 */
export interface PhoneLine {
  readonly phone: PhoneAddress;
  /** What the phone said of itself when it called last; `null`: it hasn't yet. */
  readonly identity: PhoneIdentity | null;
  /**
   * Waits until the phone calls; resolves at once when a call of it is open.
   *
   * @returns false when it didn't in time.
   */
  waitForCall(timeoutMs: number, signal: AbortSignal): Promise<boolean>;
  /** Reads every item (fragments merged), or the named ones in as many messages as the phone's limits ask for. */
  read(keys: readonly PhoneItemKey[] | 'all', signal: AbortSignal): Promise<PhoneAnswer>;
  /**
   * Writes items, in several messages where they are too many for one.
   *
   * `busy` can come after the first messages were stored: read back. Safe to repeat.
   */
  write(items: readonly (PhoneItemKey & { readonly value: string })[], signal: AbortSignal): Promise<PhoneAnswer>;
  /** Sends a file to the phone and waits for its report; `null`: none came in time. */
  deploy(file: PhoneFile, signal: AbortSignal): Promise<FileReport | Exclude<PhoneAnswer, { kind: 'accepted' }> | null>;
  /**
   * Restarts the phone: there is no answer, it calls again when it has started.
   *
   * @param factoryResetWord the vendor's word for a reset to the factory's state, which does that instead; `null`: none.
   * @returns false when the phone was gone before it could be told.
   */
  restart(factoryResetWord: string | null): Promise<boolean>;
  /** Ends the conversation; with `callAgain` the phone is asked to call when it is idle. Safe to repeat. */
  end(callAgain: boolean): void;
}

/** What came of asking a phone to call. */
export type ContactAnswer =
  /** It took the request (204). */
  | { readonly kind: 'accepted' }
  /** It doesn't take the request in this way: the other method is worth a try, after a pause. */
  | { readonly kind: 'wrong-method'; readonly status: number }
  /** Something else answers there, or nothing does. */
  | { readonly kind: 'failed'; readonly failure: Failure };

/** What a station tells while it is open. */
export interface StationListener {
  readonly onCall: (entry: PhoneCallEntry) => void;
  /** A file is being fetched. */
  readonly onFile: (progress: {
    readonly name: string;
    readonly address: string;
    readonly bytes: number;
    readonly total: number;
  }) => void;
}

/** How a station is opened. */
export interface StationOptions {
  /** One of this computer's own addresses. */
  readonly address: string;
  /** 0: any free one. */
  readonly port: number;
  readonly certificate: StationCertificate;
  /** The phones of the job; nobody else is talked with. */
  readonly phones: readonly PhoneAddress[];
  /** Whether calls of others are shown with what they say of themselves, and ended in peace; never more than that. */
  readonly hearsStrangers: boolean;
  readonly times: StationTimes;
  readonly listener: StationListener;
}

/** How long a station waits, in milliseconds. */
export interface StationTimes {
  /** For the phone's answer to an action. */
  readonly replyMs: number;
  /** For the report on a file. */
  readonly fileMs: number;
}

/** The provisioning service that phones call: open only as long as a job is. */
export interface PhoneStation {
  readonly address: string;
  readonly port: number;
  /** TLS versions it offers, the oldest first. */
  readonly offeredTls: readonly string[];
  /** The conversation with one of the job's phones. */
  line(phone: PhoneAddress): PhoneLine;
  /** Asks a phone to call this station: one request. The caller keeps the pace. */
  contact(phone: PhoneAddress, method: 'POST' | 'GET', signal: AbortSignal): Promise<ContactAnswer>;
  /** Why a phone that took the request didn't call, as far as the station saw. */
  explainSilence(phone: PhoneAddress): Failure;
  /** Serves a file of this computer to the job's phones by exactly its name, and gives its URL; `null`: no such file. */
  offerFile(path: string): Promise<string | null>;
  /** Marks a phone as wanted, so that it is told so when it polls. */
  setWanted(phone: PhoneAddress, isWanted: boolean): void;
  /** Ends every conversation and frees the port. Safe to repeat. */
  close(): Promise<void>;
}

/** What a service offers whose phones call Rollcall themselves. */
export interface PhoneSystem {
  /**
   * Opens a station.
   *
   * @returns `busy`, aspect `port`, when the port can't be had; `unreachable`, aspect `own-address`, when the address
   *   isn't this computer's.
   */
  openStation(options: StationOptions): Promise<Result<PhoneStation>>;
  /** Makes a certificate for stations: self-signed, RSA. Takes about a second. */
  makeCertificate(): Promise<StationCertificate>;
  /** Whether a phone with this firmware calls by itself once it is idle, when it was asked to. */
  callsBackWhenIdle(softwareVersion: string): boolean;
  /** Whether two firmware versions are the same however they are written; `null` when one can't be read. */
  isSameVersion(first: string, second: string): boolean | null;
}
