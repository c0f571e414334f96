import type { Failure, FailureKind } from '../../shared/domain/failure.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { redactText } from '../../shared/domain/redact.ts';

const RETRY_AFTER_CAP_MS = 3_600_000;
const SERVICE_WORDS_LENGTH = 200;
/** Enough for any sentence; keeps the work small for a page of megabytes. */
const SERVICE_WORDS_SOURCE_BYTES = 65_536;

/** An answer that isn't taken for a success. */
export interface RefusedResponse {
  readonly url: URL;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Texts that must not be shown should the answer echo them: the password, the `Authorization` header. */
  readonly secrets: readonly string[];
}

/**
 * Names what an HTTP status means. Pure.
 *
 * - 401 `auth-failed`, 403 `forbidden`: kind `auth`, sent `no`
 * - 404 `not-found`, 429 `rate-limited`: kind `service`, sent `no`
 * - 511, and a redirect from `http:` to another host: `captive-portal`. Over `https:` the server has proved who it is, so
 *   that is no portal but `redirected`, as a redirect within the host is. Sent `no` for 511, 301, 307 and 308, which
 *   refuse to act; `maybe` for the others
 * - 5xx `server-error` (aspect none) and every other status `server-error` with aspect `refused`: sent `maybe`, since a
 *   service may answer so in the middle of a list
 *
 * `Retry-After` (seconds or a date, read against the answer's own `Date`) becomes `retryAfterMs`, 0 to one hour.
 */
export function refusedResponse(response: RefusedResponse): Failure {
  const { url, status, headers } = response;
  const location = status >= 300 && status < 400 ? parseLocation(headers.location, url) : null;
  const isElsewhere = location !== null && location.hostname !== url.hostname;
  const words = serviceWords(response);
  const retryAfterMs = status === 429 || status >= 500 ? parseRetryAfter(headers) : null;
  return {
    ...meaning(status, isElsewhere && url.protocol === 'http:'),
    detail: {
      host: url.hostname,
      port: portOf(url),
      status,
      ...(location === null ? {} : { url: redactText(`${location.origin}${location.pathname}`).slice(0, 200) }),
      ...(retryAfterMs === null ? {} : { seconds: Math.ceil(retryAfterMs / 1000) }),
    },
    ...(words === '' ? {} : { serviceWords: words }),
    ...(retryAfterMs === null ? {} : { retryAfterMs }),
  };
}

function meaning(status: number, isPortal: boolean): Failure {
  const named = (kind: FailureKind, reason: Reason, sent: Failure['sent'], concernsAccount: boolean): Failure => {
    return { kind, reason, sent, concernsAccount };
  };
  if (status === 511) return named('transport', 'captive-portal', 'no', true);
  if (status >= 300 && status < 400) {
    const sent = [301, 307, 308].includes(status) && !isPortal ? 'no' : 'maybe';
    return isPortal ? named('transport', 'captive-portal', sent, true) : named('protocol', 'redirected', sent, true);
  }
  switch (status) {
    case 401:
      return named('auth', 'auth-failed', 'no', true);
    case 403:
      return named('auth', 'forbidden', 'no', true);
    case 404:
      return named('service', 'not-found', 'no', true);
    case 429:
      return named('service', 'rate-limited', 'no', true);
    default:
      return {
        ...named('service', 'server-error', 'maybe', false),
        ...(status >= 500 ? {} : { aspect: 'refused' }),
      };
  }
}

/** Port of a URL, the scheme's own where it names none. */
export function portOf(url: URL): number {
  return url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
}

function parseLocation(location: string | undefined, base: URL): URL | null {
  return location === undefined || !URL.canParse(location, base.href) ? null : new URL(location, base);
}

function parseRetryAfter(headers: Readonly<Record<string, string>>): number | null {
  const text = headers['retry-after']?.trim() ?? '';
  const serverNow = Date.parse(headers.date ?? '');
  const waitMs = /^\d+$/.test(text)
    ? Number(text) * 1000
    : Date.parse(text) - (Number.isNaN(serverNow) ? Date.now() : serverNow);
  return Number.isNaN(waitMs) ? null : Math.min(Math.max(waitMs, 0), RETRY_AFTER_CAP_MS);
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'", nbsp: ' ' };

/** Plain text of an error page: what a person would read there. */
function serviceWords({ headers, body, secrets }: RefusedResponse): string {
  if (/^(?:image|audio|video|font)\//i.test(headers['content-type'] ?? '')) return '';
  const page = new TextDecoder().decode(body.subarray(0, SERVICE_WORDS_SOURCE_BYTES));
  const text = page
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/<[^<>]*(?:>|$)/g, ' ')
    .replace(/&(\w{2,4});/g, (entity, name: string) => ENTITIES[name] ?? entity);
  const withoutSecrets = secrets
    .filter((secret) => secret !== '')
    .reduce((masked, secret) => masked.replaceAll(secret, '***'), text);
  return redactText(withoutSecrets)
    .replace(/[\s\p{Cc}\p{Cf}\uFFFD]+/gu, ' ')
    .trim()
    .slice(0, SERVICE_WORDS_LENGTH);
}
