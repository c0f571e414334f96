import { failure, type Result, success } from '../result.ts';
import type { MacAddress } from './device.ts';

/** A placeholder that a vendor's phones fill in when they fetch the URL. */
export interface KnownPlaceholder {
  /** To the letter; case matters: `{mac}` and `{MAC}` belong to different vendors. */
  readonly token: string;
  /** The vendor's name as people write it. */
  readonly vendor: string;
  /** Ids of the services whose phones know it; never empty. */
  readonly services: readonly string[];
  /** What the phone puts there; `null` where nobody documents it. */
  readonly expand: ((mac: MacAddress) => string) | null;
}

/**
 * Why a text can't be sent as a URL template.
 *
 * `detail.context` picks the sentence: `start` (no `http://` or `https://`), `host` (nothing to connect to) or `space`
 * (white space or a control character, at `position`, counted from 1). The text itself is left out: it may hold a
 * password.
 */
export interface UrlProblem {
  readonly reason: 'url-bad';
  readonly detail: Readonly<Record<string, string | number>>;
}

/**
 * The placeholders of all vendors, as far as they are known.
 *
 * - `%MACD`: upper case without separators. Gigaset doesn't document the letter case; its product pages show files named so.
 * - `%DVID`: Gigaset's device id; what it expands to is not documented.
 * - `{mac}`: lower case without separators at snom, and at Gigaset's GRAPE, whose IP PRO phones are built by snom.
 *   Some old snom 3xx firmware is said to write colons.
 *
 * Source: Gigaset wiki, Redirect server; snom wiki, XML-RPC API; the others from public provisioning clients.
 */
export const KNOWN_PLACEHOLDERS: readonly KnownPlaceholder[] = [
  { token: '%MACD', vendor: 'Gigaset', services: ['gigaset'], expand: (mac) => mac.toUpperCase() },
  { token: '%DVID', vendor: 'Gigaset', services: ['gigaset'], expand: null },
  { token: '{mac}', vendor: 'snom', services: ['snom', 'grape'], expand: (mac) => mac },
  { token: '{MAC}', vendor: 'Panasonic', services: ['panasonic'], expand: null },
  { token: '{MODEL}', vendor: 'Panasonic', services: ['panasonic'], expand: null },
  { token: '{fwver}', vendor: 'Panasonic', services: ['panasonic'], expand: null },
  { token: '$mac', vendor: 'Fanvil', services: ['fanvil'], expand: null },
  { token: '<MACADR>', vendor: 'Auerswald', services: ['auerswald'], expand: null },
];

/** `$mac` alone has no end mark, so `$machine` must not count as one. */
const PLACEHOLDER_PATTERN = /%MACD|%DVID|\{mac\}|\{MAC\}|\{MODEL\}|\{fwver\}|\$mac(?![0-9A-Za-z_])|<MACADR>/g;

const KNOWN_BY_TOKEN: ReadonlyMap<string, KnownPlaceholder> = new Map(
  KNOWN_PLACEHOLDERS.map((placeholder) => [placeholder.token, placeholder]),
);

/**
 * Checks that a text can be a redirection URL: `http://` or `https://` in either case, then a host.
 *
 * The text comes back to the letter: never trimmed, parsed, encoded or mended, since a URL parser turns `%MACD` and
 * `{mac}` into something no phone understands. For the same reason white space and control characters are refused
 * rather than taken away, wherever they stand. `user:pass@` and ports are allowed; a host may hold placeholders.
 */
export function checkUrlTemplate(text: string): Result<string, UrlProblem> {
  const space = text.search(/[\s\p{Cc}\p{Cf}]/u);
  if (space !== -1) return badUrl({ context: 'space', position: space + 1 });
  const scheme = /^https?:\/\//i.exec(text)?.[0];
  if (scheme === undefined) return badUrl({ context: 'start' });
  const authority = /^[^/\\?#]*/.exec(text.slice(scheme.length))?.[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1).replace(/:[^:\]]*$/, '');
  return /[\p{L}\p{N}]/u.test(host) ? success(text) : badUrl({ context: 'host' });
}

function badUrl(detail: UrlProblem['detail']): { readonly ok: false; readonly error: UrlProblem } {
  return failure({ reason: 'url-bad', detail });
}

/**
 * Finds the placeholders of {@link KNOWN_PLACEHOLDERS} in a template: each once, in the order in which they occur.
 *
 * `%25MACD`, a placeholder spoilt by an encoder, is none.
 */
export function findPlaceholders(text: string): readonly string[] {
  return [...new Set(text.match(PLACEHOLDER_PATTERN) ?? [])];
}

/**
 * Finds the placeholders that the phones of a service don't know but those of another vendor do.
 *
 * @param serviceId Folder name of the service, for instance `gigaset`.
 * @returns the tokens in the order in which they occur, each with the name of the vendor whose phones know it.
 */
export function foreignPlaceholders(
  text: string,
  serviceId: string,
): readonly { readonly token: string; readonly vendor: string }[] {
  return findPlaceholders(text).flatMap((token) => {
    const placeholder = KNOWN_BY_TOKEN.get(token);
    const isForeign = placeholder !== undefined && !placeholder.services.includes(serviceId);
    return isForeign ? [{ token, vendor: placeholder.vendor }] : [];
  });
}

/**
 * Shows the URL that one phone will fetch: the service's own placeholders filled in as far as is known.
 *
 * Everything else stays as it is, other vendors' placeholders included, as the phone will leave them too. The result
 * may hold the template's `user:pass@`: mask it before it is shown or logged.
 */
export function previewUrl(template: string, mac: MacAddress, serviceId: string): string {
  return template.replace(PLACEHOLDER_PATTERN, (token) => {
    const placeholder = KNOWN_BY_TOKEN.get(token);
    return placeholder?.services.includes(serviceId) ? (placeholder.expand?.(mac) ?? token) : token;
  });
}
