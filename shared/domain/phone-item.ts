import { isSecretValue, MASKED_ITEM } from './items.ts';

/** Which item of a phone's configuration is meant. */
export interface PhoneItemKey {
  /** Case-sensitive, for instance `sip-user-id`. */
  readonly name: string;
  /** Instance of a repeated item, for instance a key; `null` for an item that occurs once. */
  readonly index: number | null;
}

/** An item of a phone's configuration, as a phone tells it or is told it. */
export interface PhoneItem extends PhoneItemKey {
  readonly value: string;
  /** What the phone says of this single item, for instance `failed` or `unknown item`; `null`: nothing. */
  readonly status: string | null;
}

const KEY = /^([A-Za-z][\w.-]{0,99})(?:\[(\d{1,6})\])?$/;

/** Reads the name of an item as lists and the command line write it: `sip-user-id`, `select-dial[3]`; `null` for others. */
export function parsePhoneItemKey(text: string): PhoneItemKey | null {
  const match = KEY.exec(text.trim());
  if (match === null) return null;
  return { name: match[1] ?? '', index: match[2] === undefined ? null : Number(match[2]) };
}

/** Writes the name of an item: `sip-user-id`, `select-dial[3]`. */
export function formatPhoneItemKey({ name, index }: PhoneItemKey): string {
  return index === null ? name : `${name}[${index}]`;
}

/** An item's value as anybody may see it; an empty secret stays empty, so that one sees that none is set. */
export function maskItemValue(name: string, value: string): string {
  return value !== '' && isSecretValue(name, value) ? MASKED_ITEM : value;
}

/** Items that switch a remote shell or the phone's security mode, or that belong to an action of their own. */
const NEVER =
  /ssh|shell|secure-mode|mode-secure|secure-port|certificate|server-ca|bootstrapping|^max-pin-retries$|^restart-|^file-|^send-solicited$|^cleanup-/i;

const WRITABLE: ReadonlySet<string> = new Set([
  'e164',
  'basic-e164',
  'hostname',
  'reg-addr',
  'reg-port',
  'registrar-addr',
  'registrar-port',
  'outbound-proxy-user',
  'default-domain',
  'sip-transport-user',
  'transaction-timer',
  'registration-backoff-timer',
  'reg-ttl',
  'realm',
  'register-by-name',
  'sip-user-id',
  'sip-pwd',
  'sip-name',
  'rtp-base-port',
  'server-type',
  'sgnl-gateway-addr-user',
  'sgnl-gateway-port-user',
  'display-id',
  'display-id-unicode',
  'use-display-id',
  'country-iso',
  'language-iso',
  'date-format',
  'time-format',
  'sntp-addr',
  'sntp-tz-offset',
  'daylight-save',
  'sntp-addr-backup',
  'function-key-def',
  'key-label-unicode',
  'select-dial',
  'codec-type',
  'codec-allowed',
  'codec-packet-size',
  'codec-rank',
  'ldap-server-address',
  'ldap-server-port',
  'ldap-transport',
  'ldap-user',
  'ldap-pwd',
]);

/**
 * Whether an item may be written.
 *
 * - `allowed`: telephony, display, keys, codecs and directory
 * - `expert`: anything else: it can cut a phone off its network or lock people out, so only when asked for
 * - `never`: remote shell and security mode, and items of actions that have their own command
 */
export type ItemPermission = 'allowed' | 'expert' | 'never';

/** Tells whether an item may be written. Names are taken from the vendor guide and from public provisioning templates. */
export function itemPermission(name: string): ItemPermission {
  if (NEVER.test(name)) return 'never';
  return WRITABLE.has(name) ? 'allowed' : 'expert';
}
