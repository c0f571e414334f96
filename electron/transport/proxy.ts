import type { Failure } from '../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';

/** A HTTP proxy and the login for it. */
export interface HttpProxy {
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  /** Value of `Proxy-Authorization`, a secret; `null` without a login. */
  readonly authorization: string | null;
}

/** The environment's variables that concern proxies, as `process.env` has them. */
export type ProxyEnvironment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the address of a HTTP proxy: `http://host:port`, `http://user:password@host:port`, or without the scheme.
 *
 * User and password may be percent-encoded; a password may hold any character but a line break, `@` and `/` too. The
 * port is 80 when left out. Pure.
 *
 * @returns `validation` with reason `proxy` and aspect `address` for anything else, `https:` and `socks:` included.
 */
export function parseProxy(address: string): Result<HttpProxy> {
  const withoutScheme = address.trim().replace(/^http:\/\//i, '');
  const at = withoutScheme.lastIndexOf('@');
  const match = /^(?:\[([0-9a-f:.]+)\]|([^\s:/?#[\]]+))(?::(\d{1,5}))?\/?$/i.exec(withoutScheme.slice(at + 1));
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3] ?? 80);
  const userinfo = at < 0 ? null : withoutScheme.slice(0, at);
  if (host === undefined || port < 1 || port > 65_535 || /^[a-z][a-z0-9+.-]*:\/\//i.test(withoutScheme)) {
    return failure(badProxyAddress());
  }
  return success({ host, port, authorization: userinfo === null ? null : toBasic(userinfo) });
}

/** The failure of a proxy address that can't be used. */
export function badProxyAddress(): Failure {
  return { kind: 'validation', reason: 'proxy', aspect: 'address', sent: 'no', concernsAccount: true };
}

function toBasic(userinfo: string): string {
  const colon = userinfo.indexOf(':');
  const user = decode(colon < 0 ? userinfo : userinfo.slice(0, colon));
  const password = colon < 0 ? '' : decode(userinfo.slice(colon + 1));
  return `Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Finds the proxy for a URL in the environment: `https_proxy` or `http_proxy` by the URL's scheme, and `no_proxy`.
 *
 * The lower-case name wins over the upper-case one. `no_proxy` is a list separated by commas or blanks of `*`, names
 * (which cover their subdomains; a leading `.` or `*.` changes nothing), addresses, each with an optional `:port`.
 * This machine itself (`localhost`, 127.0.0.0/8, `::1`) is never asked for through a proxy. Pure.
 *
 * @returns `null` for a direct connection; `validation` as in {@link parseProxy} where the variable can't be used.
 */
export function findProxy(url: URL, environment: ProxyEnvironment): Result<HttpProxy | null> {
  const read = (name: string): string => environment[name] ?? environment[name.toUpperCase()] ?? '';
  const address = read(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy').trim();
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (address === '' || isThisMachine(host) || isExcepted(host, port, read('no_proxy'))) return success(null);
  return parseProxy(address);
}

/** Tells whether a host name, lower case and without brackets, is this machine's: `localhost`, 127.0.0.0/8, `::1`. */
export function isThisMachine(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isExcepted(host: string, port: string, exceptions: string): boolean {
  return exceptions
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const withPort = /^(\[[^\]]*\]|[^:]+):(\d+)$/.exec(entry);
      const onlyPort = withPort?.[2];
      const bare = (withPort?.[1] ?? entry).replace(/^\*?\.|^\[|\]$/g, '');
      return (onlyPort === undefined || onlyPort === port) && (host === bare || host.endsWith(`.${bare}`));
    });
}
