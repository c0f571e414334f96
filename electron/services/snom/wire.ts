import type { MacAddress } from '../../../shared/domain/device.ts';
import { NO_ENTRY } from '../../../shared/domain/outcome.ts';
import type { Reason } from '../../../shared/domain/reason.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { XmlRpcCall, XmlRpcResponse, XmlRpcValue } from '../../transport/xml-rpc.ts';
import type { Reading, ServiceDevice, WriteAnswer } from '../service.ts';
import { answerFailure } from '../xml-rpc-account.ts';
import { isList, readField, readFlag, readMac, splitCode, wordsOf } from '../xml-rpc-answers.ts';

/** Formats a MAC as the service's examples do: 12 upper-case hex digits. Source: snom wiki, XML-RPC API. */
export function formatMac(mac: MacAddress): string {
  return mac.toUpperCase();
}

/** The call that proves a login without touching a phone: `network.echo`. Source: Snomio/RDS-CLI; snom's wiki has it not. */
export const ECHO_CALL: XmlRpcCall = { method: 'network.echo', params: ['ping'] };

/**
 * The call that proves a login where {@link ECHO_CALL} is not known: a check of a MAC that no phone has.
 *
 * Source: snom wiki, XML-RPC API.
 */
export const PROBE_CALL: XmlRpcCall = { method: 'redirect.checkPhone', params: ['000000000000'] };

/**
 * The call that registers phones: `redirect.registerPhone` for one, `redirect.registerPhoneList` for several. The URL
 * goes out to the letter.
 *
 * Source: snom wiki, XML-RPC API.
 */
export function registerCall(devices: readonly ServiceDevice[], url: string): XmlRpcCall {
  const [only, ...others] = devices;
  if (only !== undefined && others.length === 0) {
    return { method: 'redirect.registerPhone', params: [formatMac(only.mac), url] };
  }
  return { method: 'redirect.registerPhoneList', params: [devices.map(({ mac }) => formatMac(mac)), url] };
}

/**
 * The call that removes phones: `redirect.deregisterPhone` for one, `redirect.deregisterPhoneList` for several.
 *
 * Source: snom wiki, XML-RPC API.
 */
export function deregisterCall(devices: readonly ServiceDevice[]): XmlRpcCall {
  const [only, ...others] = devices;
  if (only !== undefined && others.length === 0) {
    return { method: 'redirect.deregisterPhone', params: [formatMac(only.mac)] };
  }
  return { method: 'redirect.deregisterPhoneList', params: [devices.map(({ mac }) => formatMac(mac))] };
}

/** The call that tells whether a phone is in this account: `redirect.checkPhone`. Source: snom wiki, XML-RPC API. */
export function checkCall(mac: MacAddress): XmlRpcCall {
  return { method: 'redirect.checkPhone', params: [formatMac(mac)] };
}

/** The call that tells where a phone goes: `redirect.getPhoneRedirection`. Source: snom wiki, XML-RPC API. */
export function redirectionCall(mac: MacAddress): XmlRpcCall {
  return { method: 'redirect.getPhoneRedirection', params: [formatMac(mac)] };
}

/**
 * The call that lists the account's phones of one model: `redirect.listPhones`; an empty `url` is left out.
 *
 * Source: snom wiki, XML-RPC API.
 */
export function listCall(model: string, url: string): XmlRpcCall {
  return { method: 'redirect.listPhones', params: url === '' ? [model] : [model, url] };
}

type Write = 'register' | 'deregister';

const REFUSALS: ReadonlyMap<string, Reason> = new Map([
  ['owned_by_other_user', 'owned-by-other'],
  ['malformed_mac', 'bad-mac'],
]);
const REGISTER_REFUSALS: ReadonlyMap<string, Reason> = new Map([
  ...REFUSALS,
  ['malformed_url', 'bad-url'],
  ['no_such_mac', 'bad-mac'],
]);

/**
 * Reads the answer to `registerPhone` or `registerPhoneList`: one answer per device, in their order.
 *
 * `[True, "Ok"]` and `[False, "Error:code"]` hold for the one device of a single call; as the answer to a list, one word
 * for all, `[True, "Ok"]` leaves each device `open`: only a read shows what became of it. A list
 * of which a part fails is answered with pairs of MAC and error text, as a struct, as text in braces or as arrays, with
 * or without a status before: those named are refused, what becomes of the others is `open`.
 *
 * Source: snom wiki, XML-RPC API; the wire form of the pairs is documented nowhere.
 */
export function decodeRegister(response: XmlRpcResponse, devices: readonly ServiceDevice[]): readonly WriteAnswer[] {
  return decodeWrite(response, devices, 'register');
}

/** Reads the answer to `deregisterPhone` or `deregisterPhoneList`: as {@link decodeRegister}. */
export function decodeDeregister(response: XmlRpcResponse, devices: readonly ServiceDevice[]): readonly WriteAnswer[] {
  return decodeWrite(response, devices, 'deregister');
}

function decodeWrite(response: XmlRpcResponse, devices: readonly ServiceDevice[], write: Write): WriteAnswer[] {
  const answer = response.kind === 'fault' ? response.text : response.value;
  const words = wordsOf(answer);
  const open: WriteAnswer = { kind: 'open', words };
  const allOpen = devices.map(() => open);
  if (response.kind === 'fault') return allOpen;
  const status = readStatus(answer);
  const isSingle = devices.length === 1;
  // one word for a whole list is no answer for each of its devices: a read has to show them
  if (status?.flag === true && isOk(status.text)) return isSingle ? [{ kind: 'confirmed', words }] : allOpen;
  if (status?.flag === false && (isSingle || splitCode(status.text).code === 'malformed_url')) {
    // the address is the same for the whole call; every other code says nothing about a device it doesn't name
    const said = devices.map((device) => toAnswer(status.text, device.mac, write, open));
    if (said.some(({ kind }) => kind !== 'open')) return said;
  }
  if (isSingle) return allOpen;
  const pairs = readPairs(answer);
  return devices.map(({ mac }) => {
    const text = pairs.get(mac);
    if (text === undefined || text === null) return open;
    return isOk(text) ? { kind: 'confirmed', words: wordsOf(text) } : toAnswer(text, mac, write, open);
  });
}

/** The two-part answer of most methods; `null` for anything else. */
function readStatus(answer: XmlRpcValue): { readonly flag: boolean; readonly text: string } | null {
  if (!isList(answer) || answer.length !== 2) return null;
  const [status, text] = answer;
  const flag = readFlag(status);
  return flag === null || typeof text !== 'string' ? null : { flag, text };
}

function isOk(text: string): boolean {
  return text.trim().toLowerCase() === 'ok';
}

function toAnswer(text: string, mac: MacAddress, write: Write, open: WriteAnswer): WriteAnswer {
  const { code, value } = splitCode(text);
  const named = readMac(value);
  if (named !== null && named !== mac) return open;
  const words = wordsOf(text);
  if (write === 'deregister' && code === 'no_such_mac') return { kind: 'absent', words };
  const reason = (write === 'register' ? REGISTER_REFUSALS : REFUSALS).get(code);
  return reason === undefined ? open : { kind: 'refused', reason, words };
}

/**
 * Finds the pairs of MAC and text in the answer to a list that failed in part; `null` for a MAC named twice with
 * different texts, or with something that is no text.
 */
function readPairs(answer: XmlRpcValue): ReadonlyMap<MacAddress, string | null> {
  const pairs = new Map<MacAddress, string | null>();
  const add = (mac: MacAddress, text: XmlRpcValue | undefined): void => {
    const known = typeof text === 'string' ? text : null;
    pairs.set(mac, !pairs.has(mac) || pairs.get(mac) === known ? known : null);
  };
  const collect = (value: XmlRpcValue | undefined): void => {
    if (typeof value === 'string') {
      for (const [mac, text] of splitPairs(value)) add(mac, text);
    } else if (isList(value)) {
      const mac = value.length === 2 ? readMac(value[0]) : null;
      if (mac === null) value.forEach(collect);
      else add(mac, value[1]);
    } else if (value instanceof Map) {
      for (const [name, text] of value) {
        const mac = readMac(name);
        if (mac !== null) add(mac, text);
      }
    }
  };
  collect(answer);
  return pairs;
}

/**
 * Splits `{mac: text, mac:text}`: a pair begins with 12 hex digits and a colon, at the beginning or behind a comma; the
 * text goes on to the next pair and may hold commas and colons. Quotes around either are taken off.
 */
function splitPairs(text: string): readonly (readonly [MacAddress, string])[] {
  const inner = text.trim().replace(/^\{/, '').replace(/\}$/, '');
  const begins = [...inner.matchAll(/(?:^|,)\s*["']?([0-9a-f]{12})["']?\s*:/gi)];
  return begins.flatMap((begin, at) => {
    const mac = readMac(begin[1]);
    const said = inner.slice(begin.index + begin[0].length, begins[at + 1]?.index);
    return mac === null ? [] : [[mac, said.trim().replace(/^(["'])(.*)\1$/s, '$2')] as const];
  });
}

/**
 * Reads the answer to `checkPhone`: `[True, "Ok"]` means registered in this very account, though not where to.
 *
 * Source: snom wiki, XML-RPC API.
 */
export function decodeCheck(value: XmlRpcValue, device: ServiceDevice): Reading {
  const status = readStatus(value);
  const words = wordsOf(value);
  if (status === null) return { kind: 'unclear', words };
  if (status.flag)
    return isOk(status.text) ? { kind: 'registered', entry: NO_ENTRY, words } : { kind: 'unclear', words };
  return readError(status.text, device, words);
}

function readError(text: string, device: ServiceDevice, words: string): Reading {
  const { code, value } = splitCode(text);
  const named = readMac(value);
  if (named !== null && named !== device.mac) return { kind: 'unclear', words };
  if (code === 'owned_by_other_user') return { kind: 'foreign', words };
  if (code === 'no_such_mac') return { kind: 'absent', words };
  return code === 'malformed_mac' ? { kind: 'refused', reason: 'bad-mac', words } : { kind: 'unclear', words };
}

/**
 * Reads the answer to `getPhoneRedirection`: `[company, url]`, `[True, company, url]` or `[True, url]`, each maybe empty
 * or nil; `[False, text]` for an error.
 *
 * An empty `url` in what it returns says "known, but not redirected": whether the phone is in this account at all only
 * `checkPhone` tells.
 *
 * Sources: snom wiki, XML-RPC API (two texts); Snomio/RDS-CLI (three elements).
 */
export function decodeRedirection(value: XmlRpcValue, device: ServiceDevice): Reading {
  const words = wordsOf(value);
  const unclear: Reading = { kind: 'unclear', words };
  if (!isList(value)) return unclear;
  const status = readStatus(value);
  // a company may be called "0" or "True": a status that is text counts only where an error text follows it
  const isError = typeof value[0] === 'string' ? isErrorText(status?.text) : true;
  if (status?.flag === false && isError) return readError(status.text, device, words);
  const hasFlag = typeof value[0] === 'string' ? value.length === 3 : readFlag(value[0]) !== null;
  const fields = (hasFlag ? value.slice(1) : value).map(readField);
  const url = fields.at(-1);
  const company = fields.length === 2 ? fields[0] : null;
  if (fields.length > 2 || url === undefined || company === undefined) return unclear;
  if (hasFlag ? readFlag(value[0]) !== true : fields.length !== 2) return unclear;
  // an error or a bare "Ok" in the URL's place is no address
  if (url !== null && (isErrorText(url) || isOk(url))) return unclear;
  return { kind: 'registered', entry: { ...NO_ENTRY, url: url ?? '', company }, words };
}

function isErrorText(text: string | undefined): boolean {
  if (text === undefined) return false;
  return /^\s*error\s*:/i.test(text) || REGISTER_REFUSALS.has(splitCode(text).code);
}

/** What `listPhones` says: phones, or that it doesn't take the question (a model it doesn't know, for instance). */
export type ListAnswer =
  | { readonly kind: 'phones'; readonly macs: readonly MacAddress[] }
  | { readonly kind: 'rejected'; readonly words: string };

/**
 * Reads the answer to `listPhones`: MACs, none for an empty list; anything that stands for "no" first makes it an error.
 *
 * @returns `service`, reason `unexpected-answer`, for any other shape.
 * Sources: snom wiki, XML-RPC API; Snomio/RDS-CLI (`[False, text]`).
 */
export function decodeList(value: XmlRpcValue): Result<ListAnswer> {
  if (!isList(value)) return failure(answerFailure(value));
  const flag = readFlag(value[0]);
  if (flag === false || (value.length === 2 && (value[0] === null || value[0] === ''))) {
    return success({ kind: 'rejected', words: wordsOf(value) });
  }
  const macs: MacAddress[] = [];
  for (const text of flag === true ? value.slice(1) : value) {
    const mac = readMac(text);
    if (mac === null) return failure(answerFailure(value));
    macs.push(mac);
  }
  return success({ kind: 'phones', macs });
}
