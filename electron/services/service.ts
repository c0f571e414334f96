import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Action, Entry } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import type { Result } from '../../shared/result.ts';
import type { PracticeProgram } from './practice-program.ts';
import type { PracticeService } from './practice-service.ts';

/** A device as a redirection service sees it. */
export interface ServiceDevice {
  readonly mac: MacAddress;
  /** Upper case, or empty when the list had none. */
  readonly checkCode: string;
}

/** Where a device shall be redirected to. */
export interface Target {
  /** URL template, sent to the letter. */
  readonly url: string;
  /** Provider name (Gigaset); services without one ignore it. */
  readonly name: string;
}

/** An account, opened: the only place outside the vault where its password is held in memory. */
export interface OpenAccount {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** PEM text of additional authorities. */
  readonly ca?: string;
  /** SHA-256 of the server's certificate, hex, with or without colons. */
  readonly pin?: string;
  /** Proxy address, `none`, or undefined for the environment's. */
  readonly proxy?: string;
  /** Wire calls at once. */
  readonly concurrency: number;
}

/**
 * What a read found for one device.
 *
 * - `registered`: in this account. A `url` of `null` means the service did not say where to.
 * - `absent`: not in this account, and the service doesn't say that it is in another one
 * - `foreign`: the service says that another account owns it
 * - `refused`: the service doesn't take this device at all (bad MAC, bad check code)
 * - `unclear`: an answer came that can't be understood: kept in `words`, never taken for success
 * - `failed`: no usable answer
 */
export type Reading =
  | { readonly kind: 'registered'; readonly entry: Entry; readonly words: string }
  | { readonly kind: 'absent'; readonly words: string }
  | { readonly kind: 'foreign'; readonly words: string }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly words: string }
  | { readonly kind: 'unclear'; readonly words: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/**
 * What one write call said of one device.
 *
 * - `confirmed`: the service's own answer for this very device
 * - `refused`: the service said no, and why; nothing was changed
 * - `taken`: registered already, by this account or another: a read tells which
 * - `absent`: (deregister) there is no entry to remove
 * - `open`: the call was answered, but not about this device, or not understandably: read back
 * - `failed`: no usable answer; `failure.sent` says whether it can have been applied
 */
export type WriteAnswer =
  | { readonly kind: 'confirmed'; readonly words: string }
  | { readonly kind: 'refused'; readonly reason: Reason; readonly words: string }
  | { readonly kind: 'taken'; readonly words: string }
  | { readonly kind: 'absent'; readonly words: string }
  | { readonly kind: 'open'; readonly words: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** One phone as an account's listing shows it. */
export interface RegisteredPhone {
  readonly mac: MacAddress;
  readonly entry: Entry;
  /** Model name as the service spells it, or empty. */
  readonly model: string;
}

/** Which of an account's phones to list. */
export interface ListFilter {
  /** Provider names (Gigaset); none means all. */
  readonly names: readonly string[];
  /** Model name (snom); empty means every model known. */
  readonly model: string;
  /** Only those redirected to this URL (snom); empty means any. */
  readonly url: string;
}

/** An account of any service, ready for calls. */
export interface AccountSession {
  /** Proves address, TLS and login without changing anything. */
  probe(signal: AbortSignal): Promise<Result<void>>;
  /** Closes connections. */
  close(): Promise<void>;
}

/**
 * One account of a redirection service, ready for calls.
 *
 * Each method makes one wire call (`readOne` at most three, `list` as many as the filter needs); pace, retries and batches are the
 * core's. No method throws for anything a network or a service can do. Every method ends within its HTTP time-outs
 * or as soon as `signal` aborts.
 */
export interface RedirectionSession extends AccountSession {
  /** Reads one device. Changes nothing; safe to repeat. */
  readOne(device: ServiceDevice, signal: AbortSignal): Promise<Reading>;
  /**
   * Reads everything this account holds in one call, where the service has such a call.
   *
   * A device missing in it is not registered in this account, as far as the service's list can be trusted.
   */
  readonly readAll?: (signal: AbortSignal) => Promise<Result<ReadonlyMap<MacAddress, Entry>>>;
  /**
   * Registers devices: one call. One device: the service's single call; several: its list call.
   *
   * @returns one answer per device, in the order of `devices`. Not safe to repeat before a read.
   */
  register(devices: readonly ServiceDevice[], target: Target, signal: AbortSignal): Promise<readonly WriteAnswer[]>;
  /** Removes devices: one call, single or list as in `register`. */
  deregister(devices: readonly ServiceDevice[], signal: AbortSignal): Promise<readonly WriteAnswer[]>;
  /** Lists the account's phones; `signal` aborts between and within calls. */
  list(filter: ListFilter, signal: AbortSignal): Promise<Result<readonly RegisteredPhone[]>>;
}

/** A file of one prepared call, written without network and without any secret. */
export interface CallFile {
  /** File name without folder, for instance `0001-registerDeviceList.xml`. */
  readonly name: string;
  readonly content: string;
}

/** What a service's call file holds, read back as a list of devices. */
export interface CallFileContent {
  /** The method as the file names it. */
  readonly method: string;
  /** One per device named, MAC text as in the file (check code included where there is one). */
  readonly devices: readonly { readonly macText: string; readonly url: string; readonly name: string }[];
}

/** A placeholder of a service's URL templates. */
export interface Placeholder {
  /** To the letter, for instance `%MACD` or `{mac}`. */
  readonly token: string;
  /** What the phone puts there for a given device, for the preview; `null` where nobody documents it. */
  readonly expand: (mac: MacAddress) => string | null;
}

/**
 * What a service is for.
 *
 * - `redirection`: phones ask it where to go: registered, deregistered, checked
 * - `codes`: it gives out provisioning codes for users
 * - `phones`: the phones themselves, which call Rollcall; it has no account
 * - `configs`: it answers phones with their configuration files
 */
export type ServiceKind = 'redirection' | 'codes' | 'phones' | 'configs';

/** What the core, the command line and the window need to know of any service, as data. */
export interface ServiceDescription {
  /** Folder name, account field, `--service`. */
  readonly id: string;
  /** As people write it. */
  readonly title: string;
  readonly kind: ServiceKind;
  /** The vendor's public address; empty where each customer has one of his own. */
  readonly defaultUrl: string;
  /** Vendor ids of the OUI data whose phones belong here. */
  readonly vendors: readonly string[];
  readonly limits: {
    /** Calls at once unless the account says otherwise. */
    readonly concurrency: number;
    /** Devices per list call unless the account says otherwise; 1 means single calls. */
    readonly batch: number;
    readonly maxBatch: number;
  };
}

/** What is to be known of a redirection service besides. */
export interface RedirectionDescription extends ServiceDescription {
  readonly kind: 'redirection';
  /** Its own placeholders; those of the others are warned about. */
  readonly placeholders: readonly Placeholder[];
  /** `replace`: registering again overwrites; `remove-first`: the old entry must go before. */
  readonly overwrite: 'replace' | 'remove-first';
  /** Whether registrations carry a provider name. */
  readonly hasProviderName: boolean;
  /** Whether its devices carry a check code on the label, so that a missing one is worth a warning. */
  readonly hasCheckCode: boolean;
  /** Whether a read tells that another account owns a device. */
  readonly readTellsForeign: boolean;
}

/**
 * What every service offers; what it offers besides is a matter of its kind.
 *
 * A new one is a folder that exports one of these, and a line in `registry.ts`.
 */
export interface Service {
  readonly description: ServiceDescription;
  /** Opens an account. No network yet: the first call connects. Missing where a service has no accounts. */
  readonly connect?: (account: OpenAccount) => Result<AccountSession>;
  /** Loads its practice service; missing where it has none. The practice service knows nothing of the rest. */
  readonly loadPractice?: () => Promise<PracticeService | PracticeProgram>;
}

/** What every redirection service offers: sessions and call files. Plan and run know them only through this. */
export interface RedirectionService extends Service {
  readonly description: RedirectionDescription;
  readonly connect: (account: OpenAccount) => Result<RedirectionSession>;
  /**
   * Writes calls as files, for a portal's upload or `curl`. No network; refused when `target.url` holds a password.
   */
  writeCallFiles(
    action: Action,
    devices: readonly ServiceDevice[],
    target: Target,
    batch: number,
    account: { readonly url: string; readonly user: string },
  ): Result<readonly CallFile[]>;
  /** Reads one of its call files; `null` where the service has no such format or the bytes aren't one. */
  readonly readCallFile?: (bytes: Uint8Array) => Promise<Result<CallFileContent> | null>;
}
