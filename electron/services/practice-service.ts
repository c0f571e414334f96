import type { ActiveFaults } from './practice-faults.ts';

/** Faults that strike some calls, in the order in which they get their chance. */
export const CHANCE_FAULTS = ['drop-before', 'error-500', 'html', 'drop-after', 'truncated', 'odd-answer'] as const;

/** One of {@link CHANCE_FAULTS}. */
export type ChanceFault = (typeof CHANCE_FAULTS)[number];

/** A device as a practice service keeps it. */
export interface PracticeDevice {
  /** 12 lower-case hex digits. */
  readonly mac: string;
  /** To the letter as it was sent; may be empty (registered, but redirected nowhere). */
  readonly url: string;
  readonly name: string;
  /** When it was registered, `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly date: string;
  /** `other`: another account of the same service. */
  readonly owner: 'me' | 'other';
}

/** A device to put into a practice service before it is used. */
export interface PracticeSeed {
  /** 12 hex digits in any notation. */
  readonly mac: string;
  /** @default '' */
  readonly url?: string | undefined;
  /** @default '' */
  readonly name?: string | undefined;
  /** @default 'me' */
  readonly owner?: 'me' | 'other' | undefined;
}

/** One call a practice service received. Entries stand in the order in which the calls took effect. */
export interface PracticeLogEntry {
  /** 1, 2, 3 … */
  readonly seq: number;
  /** When it took effect, ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** As called; empty when the call was turned away unread. */
  readonly method: string;
  /** `none`: neither reads nor writes devices, or was turned away unread. */
  readonly kind: 'read' | 'write' | 'none';
  /** The devices the call names, in its order, 12 lower-case hex digits where they are MACs; `*` for the whole account. */
  readonly macs: readonly string[] | '*';
  /** The devices whose entry really changed: made, overwritten or removed. */
  readonly applied: readonly string[];
  /**
   * How it ended for the caller. Only `answered` calls told the caller what the service knows.
   *
   * `pending`: the answer isn't out yet. `undelivered`: the caller had gone before the answer was out. `fault`: an
   * XML-RPC `<fault>`. `not-xmlrpc`: the call couldn't be read. The others are the switched-on faults of these names.
   */
  readonly outcome:
    | 'pending'
    | 'answered'
    | 'undelivered'
    | 'fault'
    | 'not-xmlrpc'
    | 'rate-limit'
    | ChanceFault
    | 'unauthorized';
}

/** What a method answers, before its service writes it down in its dialect. */
export type PracticeAnswer = string | boolean | readonly PracticeAnswer[] | ReadonlyMap<string, PracticeAnswer>;

/** What a method of a practice service sees and may do during one call. */
export interface PracticeCall {
  /** As decoded: strings, numbers, booleans, `null`, arrays, maps. */
  readonly params: readonly unknown[];
  readonly faults: ActiveFaults;
  /** Finds a device in whichever account it is; `null` when it is in none. */
  find(mac: string): PracticeDevice | null;
  /** Every device of this account, oldest first. */
  ownDevices(): Iterable<PracticeDevice>;
  /** Makes or overwrites this account's entry. */
  register(mac: string, url: string, name: string): void;
  /** Removes this account's entry. */
  deregister(mac: string): void;
}

/** One XML-RPC method of a practice service. */
export interface PracticeMethod {
  readonly kind: PracticeLogEntry['kind'];
  /** `devices`: its first parameter is a MAC or a list of them. `account`: it is about all the account's devices. */
  readonly scope: 'devices' | 'account' | 'none';
  /** Answers the call; `null` when number or types of its parameters are wrong, which earns a fault. */
  run(call: PracticeCall): PracticeAnswer | null;
}

/** What a service's `practice.ts` exports: its methods and its dialect, written from the vendor's documentation. */
export interface PracticeService {
  readonly id: string;
  /** Path of its address, compared to the letter. */
  readonly path: string;
  readonly user: string;
  /** Whether a call without `Content-Type: text/xml` is turned away. */
  readonly needsXmlContentType: boolean;
  readonly methods: ReadonlyMap<string, PracticeMethod>;
  /** The text of the fault for wrong parameters. */
  readonly wrongParameters: string;
  /** The text of the fault for a method that it doesn't have. */
  unknownMethod(method: string): string;
  /** Writes a whole `<methodResponse>` document. */
  writeAnswer(answer: PracticeAnswer): string;
  /** Writes a whole `<methodResponse>` document with a `<fault>`. */
  writeFault(text: string): string;
}

/** Escapes text for XML content. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** Tells whether a decoded parameter is a string. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Tells whether a decoded parameter is an array of nothing but strings. */
export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}
