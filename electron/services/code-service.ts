import type { ProvisioningCode } from '../../shared/domain/code.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { AccountSession, OpenAccount, Service, ServiceDescription } from './service.ts';

/** What is to be known of a service that gives out provisioning codes, besides. */
export interface CodeServiceDescription extends ServiceDescription {
  readonly kind: 'codes';
  /** Forms of address that an account can have, for the account form's help; each with what user and password are then. */
  readonly addressForms: readonly {
    /** `pbx-user`: a person's own login; `pbx-app`: an object of the PBX; `platform`: the app that gives out codes. */
    readonly id: 'pbx-user' | 'pbx-app' | 'platform';
    /** For instance `https://pbx.example.com`. */
    readonly example: string;
  }[];
}

/** A user as the PBX knows one. */
export interface DirectoryUser {
  /** The PBX's own id; empty where it gave none. */
  readonly id: string;
  /** The name that stands for the object: unique. */
  readonly name: string;
  /** For people; the same as `name` where there is none. */
  readonly displayName: string;
  /** SIP or H.323 name. */
  readonly login: string;
  /** Empty where it isn't known: a search doesn't tell it. */
  readonly extension: string;
}

/** Which user is meant: by the first of `id`, `login` and `name` that isn't empty. */
export type UserKey = Pick<DirectoryUser, 'id' | 'login' | 'name'>;

/** A provisioning category: only one of these can be named when a code is asked for. */
export interface CodeCategory {
  readonly name: string;
  /** Name of the domain it belongs to. */
  readonly domain: string;
}

/** What a code is asked for. */
export interface CodeRequest {
  /** SIP or H.323 name of the user; the phone gets it as its name. */
  readonly login: string;
  /** Name of a category that {@link CodeSession.categories} listed. */
  readonly category: string;
  /** Name of the category's domain; empty: the account's own. */
  readonly domain: string;
  /** `true`: for days; `false`: for minutes. */
  readonly isRollout: boolean;
  /** Number of the row, for the log at the service; any whole number. */
  readonly row: number;
}

/** A code, fresh from the service: a secret. Keep it durably before it is shown. */
export interface IssuedCode {
  readonly code: ProvisioningCode;
  /** UTC, in milliseconds since 1970; `null` where the service didn't say: see `CODE_LIFE_MS`. */
  readonly validUntilMs: number | null;
}

/** A device as the platform lists it. */
export interface PlatformDevice {
  /** As the platform spells it: a MAC for phones, anything for other devices. */
  readonly hardwareId: string;
  /** `null` where the hardware id is no MAC. */
  readonly mac: MacAddress | null;
  /** As it names itself, for instance `IP112`. */
  readonly model: string;
  /** Mostly the login its code was issued for; empty without. */
  readonly name: string;
  /** Its version line. */
  readonly firmware: string;
  /** IPv4 or IPv6 address; empty where it isn't known. */
  readonly address: string;
  /** Whether its connection stands; `null`: not said. */
  readonly isOnline: boolean | null;
  /** Whether no domain has it yet. */
  readonly isUnassigned: boolean;
}

/** A code and the phone that redeemed it. */
export interface RedeemedBy {
  readonly code: ProvisioningCode;
  readonly device: PlatformDevice;
}

/** What came of writing a phone to a user of the PBX: read back before it is said. */
export type Assignment = 'assigned' | 'unchanged';

/** A registration that the PBX lists. */
export interface Registration {
  /** As the PBX spells it. */
  readonly hardwareId: string;
  readonly mac: MacAddress | null;
  /** Empty where the PBX doesn't say. */
  readonly address: string;
}

/**
 * How the connection stands; told to {@link CodeSession.onConnection}.
 *
 * - `connecting`: under way
 * - `confirm`: the PBX waits until the person has confirmed this number in another client of theirs (two-factor login)
 * - `open`: logged in
 * - `lost`: broken off or not come about; the next attempt follows by itself in `retryInMs`, or at the next call where that
 *   is `null`
 * - `closed`: by {@link CodeSession.close}
 */
export type ConnectionState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'confirm'; readonly number: string }
  | { readonly kind: 'open' }
  | { readonly kind: 'lost'; readonly failure: Failure; readonly retryInMs: number | null }
  | { readonly kind: 'closed' };

/**
 * One account of a service that gives out codes, ready for calls.
 *
 * The connection is made at the first call, kept, and made anew when it breaks; a call that finds it broken waits for the next
 * attempt. No method throws for anything a network or a service can do. Every method ends within its time-outs or as soon as
 * `signal` aborts. `failure.sent` says whether the call can have changed something.
 *
 * Users, {@link CodeSession.assign}, {@link CodeSession.unassign} and {@link CodeSession.registrations} need the PBX. Where
 * the account doesn't reach it they fail with `forbidden`, aspect `no-pbx`.
 */
export interface CodeSession extends AccountSession {
  /** Whether calls about users of the PBX can work at all: known after the first call that succeeded; `null` before. */
  readonly hasDirectory: boolean | null;
  /** The categories that phones can be provisioned with, of every domain the account may see. Safe to repeat. */
  categories(signal: AbortSignal): Promise<Result<readonly CodeCategory[]>>;
  /**
   * Finds users of the PBX, sorted by name, extensions filled in where the PBX tells them.
   *
   * @param search Beginning of a name, in any case; empty: all of them. Safe to repeat.
   * @param limit How many at most.
   */
  users(search: string, limit: number, signal: AbortSignal): Promise<Result<readonly DirectoryUser[]>>;
  /**
   * Asks for a code: once, never repeated by itself. The code lives at the service from then on.
   *
   * @returns `not-found` (aspect `category`, `domain`), `server-error` with the service's words (sent `no`) where it
   * refused, and network failures; with sent `maybe` a code may live that nobody has read.
   */
  issueCode(request: CodeRequest, signal: AbortSignal): Promise<Result<IssuedCode>>;
  /**
   * Reads whether a phone has redeemed a code, and arms the notice for it: ask for every open code again after each
   * `open` of {@link CodeSession.onConnection}. Safe to repeat.
   *
   * @param domain Name of the domain it was issued for; empty: the account's own.
   * @returns `null`: nobody has, as far as the service knows. `code-expired` (kind `service`) where it says that it doesn't
   * know the code (any more).
   */
  readCode(code: ProvisioningCode, domain: string, signal: AbortSignal): Promise<Result<PlatformDevice | null>>;
  /** Lists the devices that the platform knows: all pages. `isUnassigned`: only those that no domain has yet. */
  devices(filter: { readonly isUnassigned: boolean }, signal: AbortSignal): Promise<Result<readonly PlatformDevice[]>>;
  /**
   * Calls a listener for each code that a phone redeems while the connection stands. Can be told twice of the same.
   *
   * @returns what ends it.
   */
  onProvisioned(listener: (redeemed: RedeemedBy) => void): () => void;
  /**
   * Calls a listener for each device that appears or changes at the platform, from the first {@link CodeSession.devices} on and
   * while the connection stands. @returns what ends it.
   */
  onDevice(listener: (device: PlatformDevice) => void): () => void;
  /** Calls a listener whenever the connection's state changes, and at once with the present one. @returns what ends it. */
  onConnection(listener: (state: ConnectionState) => void): () => void;
  /**
   * Writes a phone to a user of the PBX: reads the user, appends, writes all devices, reads back.
   *
   * Safe to repeat: a phone that stands there already is left as it is.
   * @param app Phone app, empty for the first that the user's other devices name, else none.
   * @returns `not-found` aspect `user`; `changed-since-plan` where the read-back doesn't show the phone.
   */
  assign(
    user: UserKey,
    device: Pick<PlatformDevice, 'hardwareId' | 'model'>,
    app: string,
    signal: AbortSignal,
  ): Promise<Result<Assignment>>;
  /** Takes a phone from a user of the PBX, read back as in {@link CodeSession.assign}. Safe to repeat. */
  unassign(user: UserKey, hardwareId: string, signal: AbortSignal): Promise<Result<Assignment>>;
  /** Reads what the PBX lists as registered for each user. @returns one result per user, in their order. Safe to repeat. */
  registrations(users: readonly UserKey[], signal: AbortSignal): Promise<readonly Result<readonly Registration[]>[]>;
}

/** What every service that gives out codes offers. Code rollouts know them only through this. */
export interface CodeService extends Service {
  readonly description: CodeServiceDescription;
  /**
   * Opens an account. No network yet: the first call connects.
   *
   * @param directory The account of the PBX, where `account` reaches only the platform; its users are used then.
   */
  readonly connect: (account: OpenAccount, directory?: OpenAccount) => Result<CodeSession>;
}
