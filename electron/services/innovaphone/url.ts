import {
  SYSCLIENT_VALUES,
  type SysclientProblem,
  type SysclientValue,
  type SysclientWarning,
} from '../../../shared/domain/sysclient.ts';
import { failure, type Result, success } from '../../../shared/result.ts';

/** What a SYSCLIENT line is built from. */
export interface SysclientWish {
  /** Address that phones register at, `wss://<platform>/<system domain>/devices/sysclients`. */
  readonly base: string;
  /** Name of the domain in Devices. */
  readonly domain: string;
  /** The domain's security token: a secret. */
  readonly token: string;
  /** Name of a provisioning category. */
  readonly category: string;
}

/** A SYSCLIENT line with its steps. Every part but the base and the domain holds the token. */
export interface SysclientUrl {
  /** Step 1: each value percent-encoded. */
  readonly values: Readonly<Record<SysclientValue, string>>;
  /** Step 2: the URL, which the phone must show to the letter after the line was executed. */
  readonly url: string;
  /** Step 3: the URL percent-encoded as a whole. */
  readonly encoded: string;
  /** The line for an update script. */
  readonly command: string;
  readonly warnings: readonly SysclientWarning[];
}

const COMMAND = 'config change SYSCLIENT /sysadmin ';

/** Percent-encodes as RFC 3986 wants it: everything but letters, digits and `-._~`; a blank is `%20`, never `+`. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (character) => {
    return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

/**
 * Tells whether a text can be an update URL: `http` or `https`, ASCII without blanks, no `user@`. Macros may stand in it.
 */
export function isUpdateUrl(text: string): boolean {
  return /^https?:\/\/[^\s/?#@]+(?:[/?#][\x21-\x7e]*)?$/i.test(text) && /^[\x21-\x7e]*$/.test(text);
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

/**
 * Builds the line with which phones register at Devices without a code. Pure.
 *
 * Each value is encoded, the URL put together, then encoded as a whole; both steps are decoded back and compared.
 * Source: innovaphone wiki, Concept Provisioning (13r1), "automatic provisioning", whose worked example is a test.
 *
 * @returns the first thing that is wrong, if any.
 */
export function buildSysclientUrl(wish: SysclientWish): Result<SysclientUrl, SysclientProblem> {
  const problem = checkBase(wish.base) ?? checkValues(wish);
  if (problem !== null) return failure(problem);
  const values = {
    domain: percentEncode(wish.domain),
    token: percentEncode(wish.token),
    category: percentEncode(wish.category),
  };
  const url = `${wish.base}?domain=${values.domain}&token=${values.token}&category=${values.category}`;
  const encoded = percentEncode(url);
  const isSame = decode(encoded) === url && SYSCLIENT_VALUES.every((name) => decode(values[name]) === wish[name]);
  if (!isSame) throw new Error('An encoded SYSCLIENT line does not decode to what it was made of');
  return success({ values, url, encoded, command: `${COMMAND}${encoded}`, warnings: findWarnings(wish) });
}

function checkBase(base: string): SysclientProblem | null {
  const wrong = (problem: SysclientProblem['problem']): SysclientProblem => ({ problem, part: 'base' });
  if (base === '') return wrong('missing');
  if (!/^wss?:\/\//i.test(base)) return wrong('scheme');
  if (/[^\x21-\x7e]/.test(base) || /["<>\\^`{|}]/.test(base) || /%(?![0-9a-f]{2})/i.test(base))
    return wrong('characters');
  const [authority = '', ...path] = base.replace(/^wss?:\/\//i, '').split('/');
  if (authority.includes('@')) return wrong('userinfo');
  if (base.includes('?') || base.includes('#')) return wrong('query');
  if (!/^(?:\[[0-9a-f:.]+\]|[^:[\]]+)(?::\d{1,5})?$/i.test(authority)) return wrong('host');
  const isRight = path.at(-1) === 'sysclients' && path.filter((part) => part === 'sysclients').length === 1;
  return isRight ? null : wrong('sysclients');
}

function checkValues(wish: SysclientWish): SysclientProblem | null {
  for (const part of SYSCLIENT_VALUES) {
    if (wish[part].trim() === '') return { problem: 'missing', part };
    // half of a surrogate pair can't be encoded, and no name holds line ends
    if (/\p{Cc}|\p{Cs}/u.test(wish[part])) return { problem: 'characters', part };
  }
  return null;
}

function findWarnings(wish: SysclientWish): readonly SysclientWarning[] {
  const plain: SysclientWarning[] = /^ws:/i.test(wish.base) ? [{ warning: 'plain-ws', part: 'base' }] : [];
  return SYSCLIENT_VALUES.reduce((warnings, part) => {
    if (/%[0-9a-f]{2}/i.test(wish[part])) warnings.push({ warning: 'percent', part });
    if (wish[part].trim() !== wish[part]) warnings.push({ warning: 'blank', part });
    return warnings;
  }, plain);
}

/**
 * Reads a SYSCLIENT line, whole or from its URL on, encoded or as a phone shows it. Pure.
 *
 * @returns what it was built from, with the built line to compare; or the first thing that is wrong with it.
 */
export function readSysclientUrl(
  line: string,
): Result<{ readonly wish: SysclientWish; readonly built: SysclientUrl }, SysclientProblem> {
  const wrong = (problem: SysclientProblem['problem'], part: SysclientProblem['part'] = 'line') =>
    failure({ problem, part });
  const text = line
    .trim()
    .replace(/^!?config\s+(?:change|add)\s+SYSCLIENT\s+/i, '')
    .replace(/^\/sysadmin\s+/i, '');
  if (text === '') return wrong('missing');
  const isCommand = text !== line.trim();
  const isBare = /^wss?:\/\//i.test(text);
  if (isCommand && isBare) return wrong('not-encoded');
  const url = isBare ? text : decode(text);
  if (url === null) return wrong('unreadable');
  if (/^wss?%3a/i.test(url)) return wrong('encoded-twice');
  const split = url.indexOf('?');
  const base = split < 0 ? url : url.slice(0, split);
  const values = new Map<string, string>();
  for (const pair of split < 0 ? [] : url.slice(split + 1).split('&')) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    const part = SYSCLIENT_VALUES.find((each) => each === name);
    if (part === undefined) return wrong('not-encoded');
    if (values.has(part)) return wrong('parameter-twice', part);
    const raw = equals < 0 ? '' : pair.slice(equals + 1);
    const value = decode(raw);
    if (value === null) return wrong('unreadable', part);
    if (/[^\w.~%!'()*-]/.test(raw)) return wrong('not-encoded', part);
    values.set(part, value);
  }
  const wish = {
    base,
    domain: values.get('domain') ?? '',
    token: values.get('token') ?? '',
    category: values.get('category') ?? '',
  };
  const built = buildSysclientUrl(wish);
  return built.ok ? success({ wish, built: built.value }) : built;
}
