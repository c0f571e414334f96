import type { MacAddress } from './device.ts';

declare const codeBrand: unique symbol;

/**
 * A provisioning code: 12 decimal digits as text, leading zeros kept, for instance `012345678901`.
 *
 * Made only by {@link parseCode} and {@link drawCode} (or by reading back what they made). A secret until it is used.
 * It has no structure and no check digit.
 * Source: innovaphone wiki, Concept Provisioning (13r1).
 */
export type ProvisioningCode = string & { readonly [codeBrand]: true };

/** How many digits a code has. */
export const CODE_DIGITS = 12;

/** How many codes there are. */
const CODE_COUNT = 10 ** CODE_DIGITS;
/** Five bytes hold a little more than all codes: one draw in eleven is thrown away. */
const DRAW_BYTES = 5;

/** Says whether a text is a code in its canonical form: 12 digits of ASCII and nothing else. */
export function isCode(text: string): text is ProvisioningCode {
  return /^[0-9]{12}$/.test(text);
}

/**
 * Reads a code as people and lists write it: digits in groups, with blanks, dashes or dots between them, with quotes or
 * Excel's `="…"` around them.
 *
 * @returns `null` for anything that doesn't hold exactly 12 digits; digits that Excel has cut off are never made up.
 */
export function parseCode(text: string): ProvisioningCode | null {
  if (text.length > 64) return null;
  const digits = text
    .normalize('NFKC')
    .replace(/^\s*(?:=\s*"|["'])?|"?\s*$/g, '')
    .replace(/(?<=[0-9])[\s.\u2010-\u2015-]{1,3}(?=[0-9])/g, '');
  return isCode(digits) ? digits : null;
}

/**
 * Groups a code 4-4-4: `1234-5678-9012`.
 *
 * @param separator What stands between the groups. @default '-'
 */
export function formatCode(code: ProvisioningCode, separator = '-'): string {
  return (code.match(/.{4}/g) ?? []).join(separator);
}

/** A code with its last four digits only, for archives and logs: `····-····-9012`. */
export function maskCode(code: ProvisioningCode): string {
  return `····-····-${code.slice(-4)}`;
}

/**
 * Draws a code: every one of them is equally likely.
 *
 * @param randomBytes Gives that many bytes of cryptographic randomness, for instance Node's `randomBytes`.
 * @param isTaken Whether a code can't be used, since a live one has the same digits; it is drawn again then.
 */
export function drawCode(
  randomBytes: (count: number) => Uint8Array,
  isTaken: (code: ProvisioningCode) => boolean,
): ProvisioningCode {
  for (;;) {
    const drawn = randomBytes(DRAW_BYTES).reduce((value, byte) => value * 256 + byte, 0);
    // A remainder would make the low codes likelier than the others.
    if (drawn >= CODE_COUNT) continue;
    const code = String(drawn).padStart(CODE_DIGITS, '0');
    if (isCode(code) && !isTaken(code)) return code;
  }
}

/** A code that Rollcall issued itself, for phones that it serves in the site's network. */
export interface OwnCode {
  readonly code: ProvisioningCode;
  /** What it was issued for, as its issuer numbers it; at most one live code each. */
  readonly rowId: number;
  /** The customer or site, as innovaphone's Devices groups phones. */
  readonly domain: string;
  /** Group within the domain that decides which software and configuration the phone gets. */
  readonly category: string;
  readonly issuedAtMs: number;
  /** From then on it can't be redeemed; UTC, in milliseconds since 1970. */
  readonly validUntilMs: number;
}

/** An own code that a phone has redeemed. */
export interface RedeemedCode extends OwnCode {
  readonly mac: MacAddress;
  readonly redeemedAtMs: number;
}

/** What became of a job on one phone. */
export interface JobOnPhone {
  /** When it first stood in the phone's script; UTC, in milliseconds since 1970. */
  readonly givenAtMs: number;
  /** When the phone first said that it has carried it out; `null`: it didn't say so yet. */
  readonly doneAtMs: number | null;
}

/** What a phone told the update server of itself: a line of the inventory. */
export interface PhoneContact {
  readonly mac: MacAddress;
  /** Address it asked from. */
  readonly address: string;
  /** As it names itself, for instance `IP112`; empty when it did not. */
  readonly model: string;
  /** Its version line to the letter (parameter `ver`), empty when it sent none. */
  readonly version: string;
  readonly firstSeenMs: number;
  readonly lastSeenMs: number;
  /** How often it asked. */
  readonly requests: number;
  /**
   * Its last request: method, target, headers and the beginning of the body, one a line, as sent.
   *
   * It can hold a code that was typed, and is shown only on request; the ordinary log has the digits masked.
   */
  readonly lastRequest: string;
  /** What it uploaded last, by the name under which it was asked for (`info`, `config`); at most 64 KiB each. */
  readonly uploads: Readonly<Record<string, string>>;
  /** The jobs that it was given, by their number. */
  readonly jobs: Readonly<Record<string, JobOnPhone>>;
}

/** What can become of a phone's request to the update server. */
export const UPDATE_OUTCOMES = [
  'prompt',
  'redeemed',
  'wrong-code',
  'slow',
  'locked',
  'jobs',
  'leave',
  'uploaded',
  'not-allowed',
  'no-such-page',
  'failed',
] as const;

/**
 * One of {@link UPDATE_OUTCOMES}.
 *
 * - `prompt`: the phone was told to show the form for a code
 * - `redeemed`: it brought a code that was good
 * - `wrong-code`, `slow`, `locked`: it brought a code, and none was good, or none was looked at since its address had sent
 *   too many wrong ones
 * - `jobs`: it has redeemed a code before and got what is meant for it
 * - `leave`: it was told to ask elsewhere
 * - `uploaded`: it put down what it was asked for
 * - `not-allowed`: it isn't among those let in, or didn't say who it is
 * - `no-such-page`
 * - `failed`: what is known of codes and phones could not be read or written
 */
export type UpdateOutcome = (typeof UPDATE_OUTCOMES)[number];

/** Types of configuration that innovaphone's Devices knows (SDK, com.innovaphone.devices). */
export const CONFIGURATION_TYPES = [
  'ALARM_SERVER',
  'EXPERT',
  'FXS_PHONE',
  'MEDIA',
  'NTP',
  'PHONE',
  'TLS_PROFILE',
] as const;

/** One of {@link CONFIGURATION_TYPES}. */
export type ConfigurationType = (typeof CONFIGURATION_TYPES)[number];

/** What every job has. It never changes: it keeps what was current when it was made. */
export interface PhoneJobHead {
  /** Counts up: of two jobs the later one has the higher number. */
  readonly id: number;
  readonly domain: string;
  /** `''`: for every category of the domain. */
  readonly category: string;
  readonly madeAtMs: number;
}

/** Puts a software version on the phones of a domain and category. */
export interface SoftwareJob extends PhoneJobHead {
  readonly kind: 'software';
  /** Files by model in lower case (`ip112`); a model without one gets nothing. */
  readonly files: Readonly<
    Record<
      string,
      {
        /** Address of the firmware file; without blanks. */
        readonly url: string;
        /** Build number, digits: a phone that has it leaves it be. */
        readonly build: string;
      }
    >
  >;
}

/** Puts a configuration on the phones of a domain and category. */
export interface ConfigurationJob extends PhoneJobHead {
  readonly kind: 'configuration';
  readonly type: ConfigurationType;
  /** Commands of an update script, one each. */
  readonly lines: readonly string[];
}

/** A job for phones that register, as innovaphone's Devices keeps them. */
export type PhoneJob = SoftwareJob | ConfigurationJob;
