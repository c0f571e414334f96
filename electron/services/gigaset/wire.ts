import type { MacAddress } from '../../../shared/domain/device.ts';
import { type Entry, NO_ENTRY } from '../../../shared/domain/outcome.ts';
import type { Reason } from '../../../shared/domain/reason.ts';
import { maskUserinfo, redactText } from '../../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { XmlRpcCall, XmlRpcResponse, XmlRpcValue } from '../../transport/xml-rpc.ts';
import type { Reading, RegisteredPhone, ServiceDevice, Target, WriteAnswer } from '../service.ts';
import { answerFailure } from '../xml-rpc-account.ts';
import { isDateTime, isList, readField, readFlag, readMac, splitCode, textsOf, wordsOf } from '../xml-rpc-answers.ts';

/**
 * Formats a device as the MAC-ID of its label: `7C2F80820EC0-55DF`, or the bare MAC where the check code is missing.
 *
 * Upper case, as peoplefone/provisioning-rpc sends it. Source: Gigaset wiki, Redirect server.
 */
export function formatMacId(device: ServiceDevice): string {
  const mac = device.mac.toUpperCase();
  return device.checkCode === '' ? mac : `${mac}-${device.checkCode.toUpperCase()}`;
}

/**
 * The call that registers devices: `autoprov.registerDevice` for one, `autoprov.registerDeviceList` for several.
 *
 * URL and provider name go out to the letter. Source: Gigaset wiki, Redirect server.
 */
export function registerCall(devices: readonly ServiceDevice[], target: Target): XmlRpcCall {
  const [only, ...others] = devices;
  if (only !== undefined && others.length === 0) {
    return { method: 'autoprov.registerDevice', params: [formatMacId(only), target.url, target.name] };
  }
  return { method: 'autoprov.registerDeviceList', params: [devices.map(formatMacId), target.url, target.name] };
}

/**
 * The call that removes devices: `autoprov.deregisterDevice` for one, `autoprov.deregisterDeviceList` for several.
 *
 * Source: Gigaset wiki, Redirect server.
 */
export function deregisterCall(devices: readonly ServiceDevice[]): XmlRpcCall {
  const [only, ...others] = devices;
  if (only !== undefined && others.length === 0) {
    return { method: 'autoprov.deregisterDevice', params: [formatMacId(only)] };
  }
  return { method: 'autoprov.deregisterDeviceList', params: [devices.map(formatMacId)] };
}

/** The call that reads one device: `autoprov.checkDevice`. Source: Gigaset wiki, Redirect server. */
export function checkCall(device: ServiceDevice): XmlRpcCall {
  return { method: 'autoprov.checkDevice', params: [formatMacId(device)] };
}

/**
 * The call that lists an account: `autoprov.listDevices`, each provider name a parameter of its own, none for everything.
 *
 * Source: Gigaset wiki, Redirect server.
 */
export function listCall(names: readonly string[]): XmlRpcCall {
  return { method: 'autoprov.listDevices', params: names };
}

type Write = 'register' | 'deregister';

/** Which codes say what, per kind of call; a code that isn't documented for a call is not understood there. */
const REFUSALS: ReadonlyMap<string, Reason> = new Map([
  ['mac_invalid', 'bad-mac'],
  // documented for lists only, but nethesis/falconieri and peoplefone/provisioning-rpc expect it on single calls too
  ['mac_not_exist', 'bad-check-code'],
]);
const REGISTER_REFUSALS: ReadonlyMap<string, Reason> = new Map([
  ...REFUSALS,
  ['url_invalid', 'bad-url'],
  ['name_invalid', 'bad-name'],
]);
const CODES = new Set([...REGISTER_REFUSALS.keys(), 'mac_already_in_use', 'mac_not_found']);
/** What these complain about is the same for every device of a call. */
const CALL_WIDE_CODES = new Set(['url_invalid', 'name_invalid']);

/** One text of an answer to a write. */
interface Saying {
  /** `ok`, a code in lower case, or empty where the text is neither. */
  readonly code: string;
  /** The device it names. */
  readonly mac: MacAddress | null;
  /** Whether something stands behind the colon. */
  readonly hasValue: boolean;
  readonly words: string;
}

/**
 * Reads the answer to `registerDevice` or `registerDeviceList`: one answer per device, in their order.
 *
 * Single: `[true, "OK: password"]`, `[false, "code"]`, `[false, "code:value"]`. List: a boolean, then such texts; a text
 * belongs to the device whose MAC stands behind its colon, never to the one in its place. `OK: password` names nobody:
 * it counts for the devices that are left over only when there are as many texts as devices and exactly the `OK`s are
 * left for them. Whatever isn't settled so is `open`.
 *
 * The text behind `OK:` is most likely the phone's own password: it never leaves this function.
 *
 * Sources: Gigaset wiki, Redirect server; nethesis/falconieri; peoplefone/provisioning-rpc.
 */
export function decodeRegister(response: XmlRpcResponse, devices: readonly ServiceDevice[]): readonly WriteAnswer[] {
  return decodeWrite(response, devices, 'register');
}

/** Reads the answer to `deregisterDevice` or `deregisterDeviceList`: as {@link decodeRegister}, with `OK` for success. */
export function decodeDeregister(response: XmlRpcResponse, devices: readonly ServiceDevice[]): readonly WriteAnswer[] {
  return decodeWrite(response, devices, 'deregister');
}

function decodeWrite(response: XmlRpcResponse, devices: readonly ServiceDevice[], write: Write): WriteAnswer[] {
  const answer = response.kind === 'fault' ? response.text : response.value;
  const open: WriteAnswer = { kind: 'open', words: wordsOfWrite(answer) };
  const allOpen = devices.map(() => open);
  if (response.kind === 'fault' || !isList(answer)) return allOpen;
  const flag = readFlag(answer[0]);
  if (flag === null) return allOpen;
  const sayings = answer.slice(1).map((text) => readSaying(text, devices, write));
  const [only, ...others] = devices;
  if (only === undefined || others.length > 0) return decodeList(flag, sayings, devices, write, open);
  const [saying, ...more] = sayings;
  if (saying === undefined || more.length > 0) return allOpen;
  const isAboutIt = saying.mac === null || saying.mac === only.mac;
  return [isAboutIt && flag === (saying.code === 'ok') ? toAnswer(saying, write) : open];
}

function decodeList(
  flag: boolean,
  sayings: readonly Saying[],
  devices: readonly ServiceDevice[],
  write: Write,
  open: WriteAnswer,
): WriteAnswer[] {
  const named = new Map<MacAddress, Saying | null>();
  for (const saying of sayings) {
    // named twice means that one of the two is about something else
    if (saying.mac !== null) named.set(saying.mac, named.has(saying.mac) ? null : saying);
  }
  const unnamed = sayings.filter((saying) => saying.mac === null);
  const rest = sayingOfTheRest(flag, sayings, unnamed, named, devices);
  return devices.map(({ mac }) => {
    const saying = named.has(mac) ? named.get(mac) : rest;
    return saying === null || saying === undefined ? open : toAnswer(saying, write);
  });
}

/** What holds for every device that no text names; `null` when nothing is sure to. */
function sayingOfTheRest(
  flag: boolean,
  sayings: readonly Saying[],
  unnamed: readonly Saying[],
  named: ReadonlyMap<MacAddress, Saying | null>,
  devices: readonly ServiceDevice[],
): Saying | null {
  const [first] = unnamed;
  if (first === undefined || unnamed.some(({ code }) => code !== first.code)) return null;
  const isWholeCall = unnamed.length === sayings.length;
  // an address or a name that the service doesn't take is the same for every device
  if (CALL_WIDE_CODES.has(first.code) && !flag && !sayings.some(({ code }) => code === 'ok')) return first;
  const macs = new Set(devices.map(({ mac }) => mac));
  const left = devices.filter(({ mac }) => !named.has(mac)).length;
  const fits =
    macs.size === devices.length &&
    unnamed.length === left &&
    [...named].every(([mac, saying]) => saying !== null && macs.has(mac));
  if (!fits) return null;
  if (first.code === 'ok') return flag || !isWholeCall ? first : null;
  return isWholeCall && !flag && unnamed.every(({ hasValue }) => !hasValue) ? first : null;
}

function readSaying(text: XmlRpcValue, devices: readonly ServiceDevice[], write: Write): Saying {
  const words = wordsOfWrite(text);
  if (typeof text !== 'string') return { code: '', mac: null, hasValue: false, words };
  const { code, value } = splitCode(text);
  const mac = readMac(value);
  if (/^\s*ok\s*(:|$)/i.test(text)) {
    // behind the OK of a registration stands a password, and a password can look like a MAC
    const isDevice = write === 'deregister' || (mac !== null && devices.some((device) => device.mac === mac));
    return { code: 'ok', mac: isDevice ? mac : null, hasValue: value !== '', words };
  }
  return { code: CODES.has(code) ? code : '', mac, hasValue: value !== '', words };
}

function toAnswer({ code, words }: Saying, write: Write): WriteAnswer {
  if (code === 'ok') return { kind: 'confirmed', words };
  if (write === 'register' && code === 'mac_already_in_use') return { kind: 'taken', words };
  if (write === 'deregister' && code === 'mac_not_found') return { kind: 'absent', words };
  const reason = (write === 'register' ? REGISTER_REFUSALS : REFUSALS).get(code);
  return reason === undefined ? { kind: 'open', words } : { kind: 'refused', reason, words };
}

/**
 * The words of an answer to a write.
 *
 * As soon as the answer says yes anywhere, every text but a known code is masked: in a shape that nobody documents the
 * device's password can stand anywhere.
 */
function wordsOfWrite(answer: XmlRpcValue): string {
  const texts = textsOf(answer);
  const saysYes = texts.some((text) => /\bok|^\s*(true|1)\s*$/i.test(text)) || hasTrue(answer);
  return wordsOf(answer, (text) => {
    if (/^\s*(ok|true|false|[01])\s*$/i.test(text)) return text;
    if (/^\s*ok\b/i.test(text)) return 'OK: ***';
    return saysYes && !CODES.has(splitCode(text).code) ? '***' : redactCode(text);
  });
}

function hasTrue(answer: XmlRpcValue): boolean {
  if (answer === true || answer === 1 || answer === 1n) return true;
  if (isList(answer)) return answer.some(hasTrue);
  return answer instanceof Map ? [...answer.values()].some(hasTrue) : false;
}

/** Masks the credentials in an address that is echoed behind a code: there it is one URL to its last character. */
function redactCode(text: string): string {
  const { code, value } = splitCode(text);
  return CODES.has(code) && value !== '' ? `${code}:${maskUserinfo(value)}` : redactText(text);
}

/**
 * Reads the answer to `checkDevice`.
 *
 * `[true, MAC, NAME, DATE, URL]`: registered; columns are told apart by shape, in the documented order where that
 * doesn't decide. `[false, "mac_not_found"]`, `[false, "mac_not_found:MAC"]`: absent. `[false, MAC]`: registered, though
 * the service doesn't say where to (peoplefone/provisioning-rpc takes it so). An answer about another MAC is `unclear`.
 *
 * Source: Gigaset wiki, Redirect server.
 */
export function decodeCheck(value: XmlRpcValue, device: ServiceDevice): Reading {
  const words = wordsOf(value);
  const unclear: Reading = { kind: 'unclear', words };
  if (!isList(value)) return unclear;
  const [status, about, ...columns] = value;
  const flag = readFlag(status);
  if (flag === null || typeof about !== 'string') return unclear;
  if (readMac(about) === device.mac) {
    const entry = readColumns(columns, 'date-url');
    return entry === null ? unclear : { kind: 'registered', entry, words };
  }
  const { code, value: named } = splitCode(about);
  const mac = readMac(named);
  if (flag || columns.length > 0 || (mac !== null && mac !== device.mac)) return unclear;
  if (code === 'mac_not_found') return { kind: 'absent', words };
  const reason = REFUSALS.get(code);
  return reason === undefined ? unclear : { kind: 'refused', reason, words };
}

/**
 * Reads the answer to `listDevices`: rows of `[MAC, NAME, URL, DATE]`, none at all for an empty account.
 *
 * Also taken: a status before the rows, and a single row whose fields stand directly in the answer.
 * @returns `service`, reason `unexpected-answer`, when any row can't be read: with a row missing, a device would look
 * as if it were not registered.
 * Source: Gigaset wiki, Redirect server.
 */
export function decodeDevices(value: XmlRpcValue): Result<readonly RegisteredPhone[]> {
  if (!isList(value)) return failure(answerFailure(value));
  const flag = readFlag(value[0]);
  if (flag === false) return failure(answerFailure(value));
  const members = flag === null ? value : value.slice(1);
  const rows = members.length === 0 || members.some(isList) ? members : [members];
  const phones: RegisteredPhone[] = [];
  for (const row of rows) {
    const phone = readRow(row);
    if (phone === null) return failure(answerFailure(row));
    phones.push(phone);
  }
  return success(phones);
}

function readRow(row: XmlRpcValue): RegisteredPhone | null {
  if (!isList(row)) return null;
  const [macText, ...columns] = row;
  const mac = readMac(macText);
  const entry = readColumns(columns, 'url-date');
  return mac === null || entry === null ? null : { mac, entry, model: '' };
}

/** Reads NAME and then URL and DATE, whose order differs between `listDevices` and `checkDevice`. */
function readColumns(columns: readonly XmlRpcValue[], documented: 'url-date' | 'date-url'): Entry | null {
  const [name, first, second] = columns.map(readField);
  if (columns.length > 3 || [name, first, second].some((field, at) => at < columns.length && field === undefined)) {
    return null;
  }
  const isUrl = (at: number): boolean => String(readField(columns[at]) ?? '').includes('://');
  const isDate = (at: number): boolean =>
    isDateTime(columns[at]) || /^\d{2,4}[-./]?\d{2}/.test(readField(columns[at]) ?? '');
  const [urlAt, dateAt] = documented === 'url-date' ? [1, 2] : [2, 1];
  const isSwapped = isUrl(dateAt) ? !isUrl(urlAt) : isDate(urlAt) && !isDate(dateAt);
  const fields = [name ?? null, first ?? null, second ?? null];
  const url = fields[isSwapped ? dateAt : urlAt] ?? null;
  const date = fields[isSwapped ? urlAt : dateAt] ?? null;
  return { ...NO_ENTRY, name: name ?? null, url, date };
}
