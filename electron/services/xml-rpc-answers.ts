import type { MacAddress } from '../../shared/domain/device.ts';
import { isMacAddress } from '../../shared/domain/mac.ts';
import { redactText } from '../../shared/domain/redact.ts';
import type { XmlRpcValue } from '../transport/xml-rpc.ts';

/** The most characters of a service's own words that are kept: what an outcome and a report have room for. */
export const MAX_WORDS = 500;

/** Tells whether a decoded value is an array. */
export function isList(value: XmlRpcValue | undefined): value is readonly XmlRpcValue[] {
  return Array.isArray(value);
}

/**
 * Reads the status that stands first in an answer.
 *
 * Accepts a boolean, 0 or 1 as a number, and the strings `true`, `false`, `1` and `0` in any case with white space
 * around: which of them a service sends depends on its XML-RPC library. `null` for anything else.
 */
export function readFlag(value: XmlRpcValue | undefined): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.trim().toLowerCase() : String(value);
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') return null;
  if (text === '1' || text === 'true') return true;
  return text === '0' || text === 'false' ? false : null;
}

/**
 * Reads a field that may be text, a date, a number or nil; text is not trimmed.
 *
 * @returns `null` for nil and for what is missing, `undefined` for what is no such field (array, struct, boolean, bytes).
 */
export function readField(value: XmlRpcValue | undefined): string | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return isDateTime(value) ? value.text : undefined;
}

/** Tells whether a decoded value is a date. */
export function isDateTime(value: XmlRpcValue | undefined): value is Extract<XmlRpcValue, { kind: 'dateTime' }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'dateTime';
}

/**
 * Reads a MAC address as services write it: 12 hex digits in either case, with or without separators, or a Gigaset MAC-ID
 * with its check code, which is dropped. `null` when the text is anything else.
 *
 * Wider than `parseMac` in one way: a multicast or all-zero address that a service lists is still an address.
 */
export function readMac(text: XmlRpcValue | undefined): MacAddress | null {
  if (typeof text !== 'string' || text.length > 40) return null;
  const plain = text.trim().toLowerCase();
  const mac = /^([0-9a-f]{12})-?[0-9a-z]{4}$/.exec(plain)?.[1] ?? plain.replace(/[:.-]/g, '');
  return isMacAddress(mac) ? mac : null;
}

/** An error text taken apart. */
export interface SplitCode {
  /** Lower case, without white space around and without a leading `Error:`. */
  readonly code: string;
  /** What follows the first colon after the code, to the letter; empty when nothing does. */
  readonly value: string;
}

/**
 * Splits `code`, `code:value`, `Error:code`, `Error: code` and `Error:code:value`; the value may hold colons itself.
 *
 * Sources: Gigaset wiki, Redirect server (bare codes); nethesis/falconieri and peoplefone/provisioning-rpc
 * (`code:value`); snom wiki, XML-RPC API (`Error:code`).
 */
export function splitCode(text: string): SplitCode {
  const bare = text.replace(/^\s*error\s*:/i, '');
  const colon = bare.indexOf(':');
  if (colon < 0) return { code: bare.trim().toLowerCase(), value: '' };
  return { code: bare.slice(0, colon).trim().toLowerCase(), value: bare.slice(colon + 1) };
}

/**
 * Renders an answer as the service's own words: one line of at most {@link MAX_WORDS} characters.
 *
 * A status followed by one text is that text alone; everything else is written like JSON.
 * @param textOf Masks one text of the answer. @default redactText
 */
export function wordsOf(value: XmlRpcValue, textOf: (text: string) => string = redactText): string {
  const [flag, text, ...rest] = isList(value) ? value : [];
  const alone = typeof text === 'string' && rest.length === 0 && readFlag(flag) !== null ? text : value;
  const words = typeof alone === 'string' ? textOf(alone) : render(alone, textOf);
  return words.length > MAX_WORDS ? `${words.slice(0, MAX_WORDS - 1)}…` : words;
}

function render(value: XmlRpcValue, textOf: (text: string) => string): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(textOf(value));
  if (typeof value === 'number' || typeof value === 'bigint') return textOf(String(value));
  if (value instanceof Uint8Array) return `<${value.length} bytes>`;
  if (isList(value)) return `[${value.map((member) => render(member, textOf)).join(', ')}]`;
  if (isDateTime(value)) return textOf(value.text);
  const members = [...value].map(([name, member]) => `${textOf(name)}: ${render(member, textOf)}`);
  return `{${members.join(', ')}}`;
}

/** Every text of an answer, struct names included, in the order in which they come. */
export function textsOf(value: XmlRpcValue): readonly string[] {
  if (typeof value === 'string') return [value];
  if (isList(value)) return value.flatMap(textsOf);
  return value instanceof Map ? [...value].flatMap(([name, member]) => [String(name), ...textsOf(member)]) : [];
}
