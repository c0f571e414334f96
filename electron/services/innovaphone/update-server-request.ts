import { isCode, type ProvisioningCode } from '../../../shared/domain/code.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { isMacAddress } from '../../../shared/domain/mac.ts';

/** A request of a phone as it came. */
export interface PhoneRequest {
  readonly method: string;
  /** Path and query to the letter. */
  readonly target: string;
  /** By lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a request says of the phone that made it. */
export interface PhoneIdentity {
  /** `null` when nothing in it is a MAC. */
  readonly mac: MacAddress | null;
  readonly model: string;
  readonly version: string;
  /** Serial of the last script that it ran to its end; empty when it named none. */
  readonly check: string;
  /** Build of its firmware as an earlier script put it there; empty when it named none. */
  readonly build: string;
  /** Every text of 12 digits that can be a typed code, each once. */
  readonly typed: readonly ProvisioningCode[];
}

/** Parameters that a phone appends by itself: what its own steps left behind, never something typed. */
const STANDARD_PARAMETERS: ReadonlySet<string> = new Set(
  ['VER', 'PROT', 'BOOT', 'BMC', 'CFG', 'SCFG', 'CHECK', 'CFG-BACKUP-NUM'].flatMap((name) => [name, `${name}DATE`]),
);
/** Parameters of the update URL that say which phone it is. */
const IDENTITY_PARAMETERS: ReadonlySet<string> = new Set(['MAC', 'HW', 'HWID', 'TYPE', 'MODEL', 'IP', 'LOCALIP']);
const IGNORED_HEADERS: ReadonlySet<string> = new Set([
  'host',
  'user-agent',
  'content-length',
  'date',
  'if-modified-since',
  'if-none-match',
]);
const INNOVAPHONE_OUI = '009033';
/** More candidates than these are not looked at: a person types one. */
const MAX_CANDIDATES = 25;
const TWELVE_DIGITS = /(?<![0-9])[0-9]{12}(?![0-9])/g;
const RAW_LENGTH = 8192;

function toMac(text: string): MacAddress | null {
  const bare = text.replace(/[-:.]/g, '').toLowerCase();
  return isMacAddress(bare) ? bare : null;
}

/** A MAC in a hardware id such as `IP232-30-00-af`: its last three bytes, behind innovaphone's own prefix. */
function macOfHardwareId(text: string): MacAddress | null {
  const [, ending] = /^[A-Z0-9()]{2,12}((?:-[0-9a-f]{2}){3})$/i.exec(text) ?? [];
  return ending === undefined ? null : toMac(INNOVAPHONE_OUI + ending);
}

function findMac(parameters: readonly (readonly [string, string])[], path: string): MacAddress | null {
  const named = parameters.find(([name]) => name.toUpperCase() === 'MAC');
  const found = named === undefined ? null : toMac(named[1]);
  if (found !== null) return found;
  const values = [...parameters.map(([, value]) => value), ...path.split('/')];
  const marked = values.find((value) => /^[0-9a-f]{2}(?:[-:][0-9a-f]{2}){5}$/i.test(value));
  if (marked !== undefined) return toMac(marked);
  const plain = values.find((value) => /^009033[0-9a-f]{6}$/i.test(value));
  if (plain !== undefined) return toMac(plain);
  for (const value of values) {
    const mac = macOfHardwareId(value);
    if (mac !== null) return mac;
  }
  return null;
}

function firstValue(parameters: readonly (readonly [string, string])[], ...names: readonly string[]): string {
  return parameters.find(([name]) => names.includes(name.toUpperCase()))?.[1].slice(0, 200) ?? '';
}

/**
 * Reads what a request says: who asks, and what can be a code that was typed.
 *
 * In which parameter a phone sends a typed code is not documented, so every query parameter, header and the body are
 * searched for 12 digits. Left out are a phone's standard parameters, those that say who it is, its MAC wherever it
 * stands (a MAC can be 12 decimal digits too), and headers of HTTP itself.
 *
 * No text makes it throw. Source: innovaphone wiki, Services/Update; innovaphone's PHP update server.
 */
export function readPhoneRequest({ target, headers, body }: PhoneRequest): PhoneIdentity {
  const [path = '', ...rest] = target.split('?');
  const parameters = [...new URLSearchParams(rest.join('?'))];
  const mac = findMac(parameters, path);
  const isSearched = ([name]: readonly [string, string]): boolean =>
    !STANDARD_PARAMETERS.has(name.toUpperCase()) && !IDENTITY_PARAMETERS.has(name.toUpperCase());
  const texts = [
    ...parameters.filter(isSearched).map(([, value]) => value),
    ...Object.entries(headers).flatMap(([name, value]) => (IGNORED_HEADERS.has(name) ? [] : [value])),
    body,
  ];
  const found = new Set<ProvisioningCode>();
  for (const text of texts) {
    for (const [digits] of text.matchAll(TWELVE_DIGITS)) {
      if (digits !== mac && isCode(digits) && found.size < MAX_CANDIDATES) found.add(digits);
    }
  }
  return {
    mac,
    model:
      firstValue(parameters, 'TYPE', 'MODEL') || (/update-([a-z0-9]+)\.htm$/i.exec(path)?.[1]?.toUpperCase() ?? ''),
    version: firstValue(parameters, 'VER'),
    check: firstValue(parameters, 'CHECK'),
    build: firstValue(parameters, 'PROT'),
    typed: [...found],
  };
}

/** A request to the letter, one line each for method and target, headers and body; cut after 8192 characters. */
export function writeRaw({ method, target, headers, body }: PhoneRequest): string {
  const lines = [`${method} ${target}`, ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`)];
  return [...lines, ...(body === '' ? [] : ['', body])].join('\n').slice(0, RAW_LENGTH);
}

/** Masks every run of 12 digits and more, for the ordinary log. */
export function maskDigits(text: string): string {
  return text.replace(/[0-9]{12,}/g, (digits) => '·'.repeat(digits.length));
}
