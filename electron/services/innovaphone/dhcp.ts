import { failure, type Result, success } from '../../../shared/result.ts';
import { isUpdateUrl } from './url.ts';

/** The vendor class (option 60) of innovaphone phones. Source: innovaphone wiki, DHCP client (12r1). */
export const VENDOR_CLASS = '1.3.6.1.4.1.6666';

const UPDATE_URL = 215;
const UPDATE_INTERVAL = 216;
const LONGEST_BYTES = 255;
const LARGEST_INTERVAL = 65_535;

/** What DHCP shall tell phones. */
export interface DhcpWish {
  /** Update URL; macros as `#m` are passed on to the letter. */
  readonly url: string;
  /** How often phones ask, in minutes, 1..65535; `null`: not told. */
  readonly intervalMinutes: number | null;
}

/** The same in the forms in which servers take it. */
export interface DhcpSnippets {
  readonly dnsmasq: string;
  readonly isc: string;
  /** Content of option 43: lower-case hex without separators. */
  readonly hex: string;
}

/** Why no snippet can be written: `url-long`: sub-options hold at most 255 bytes. */
export type DhcpProblem = 'url' | 'url-long' | 'interval';

/**
 * Writes DHCP sub-options 215 (update URL) and 216 (interval) for phones of {@link VENDOR_CLASS}. Pure.
 *
 * Where DHCP delivers an update URL before a phone's first contact with the vendor, provisioning codes don't work on it.
 * An interval is sent as a whole number in as few bytes as it needs: which type phones expect isn't documented.
 *
 * Source: innovaphone wiki, DHCP client (12r1) and Services/Update (13r1); a working configuration of the project uURU.
 */
export function buildDhcpSnippets({ url, intervalMinutes }: DhcpWish): Result<DhcpSnippets, DhcpProblem> {
  // quotes and backslashes would end the text in a server's configuration
  if (!isUpdateUrl(url) || /["\\]/.test(url)) return failure('url');
  if (url.length > LONGEST_BYTES) return failure('url-long');
  const isInterval =
    intervalMinutes === null ||
    (Number.isInteger(intervalMinutes) && intervalMinutes >= 1 && intervalMinutes <= LARGEST_INTERVAL);
  if (!isInterval) return failure('interval');
  const interval = intervalMinutes === null ? null : Buffer.from(toBytes(intervalMinutes));
  const bits = interval === null ? 0 : interval.length * 8;
  const hex = [
    encodeOption(UPDATE_URL, Buffer.from(url, 'ascii')),
    ...(interval === null ? [] : [encodeOption(UPDATE_INTERVAL, interval)]),
  ];
  const dnsmasq = [
    `dhcp-option=vendor:${VENDOR_CLASS},${UPDATE_URL},"${url}"`,
    ...(interval === null ? [] : [`dhcp-option=vendor:${VENDOR_CLASS},${UPDATE_INTERVAL},${intervalMinutes}`]),
  ];
  const isc = [
    'option space innovaphone;',
    `option innovaphone.update-url code ${UPDATE_URL} = text;`,
    ...(interval === null
      ? []
      : [`option innovaphone.update-interval code ${UPDATE_INTERVAL} = unsigned integer ${bits};`]),
    'class "innovaphone" {',
    `  match if option vendor-class-identifier = "${VENDOR_CLASS}";`,
    '  vendor-option-space innovaphone;',
    `  option innovaphone.update-url "${url}";`,
    ...(interval === null ? [] : [`  option innovaphone.update-interval ${intervalMinutes};`]),
    '}',
  ];
  return success({
    hex: Buffer.concat(hex).toString('hex'),
    dnsmasq: dnsmasq.join('\n'),
    isc: isc.join('\n'),
  });
}

function toBytes(value: number): readonly number[] {
  return value < 256 ? [value] : [value >> 8, value & 255];
}

function encodeOption(code: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([code, content.length]), content]);
}
