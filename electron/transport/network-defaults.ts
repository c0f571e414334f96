import { failure, type Result, success } from '../../shared/result.ts';
import { badProxyAddress, findProxy, type HttpProxy, isThisMachine, parseProxy } from './proxy.ts';

/** What every connection of this process starts from, unless an account says otherwise. */
export interface NetworkDefaults {
  /** The way to a server for accounts that name no proxy. */
  readonly findProxy: (url: URL) => Promise<Result<HttpProxy | null>>;
  /** PEM text of authorities trusted besides those of Node, of the system and of the account; empty: none. */
  readonly authorities: () => string;
}

const ENVIRONMENT: NetworkDefaults = {
  findProxy: async (url) => findProxy(url, process.env),
  authorities: () => '',
};

let defaults: NetworkDefaults = ENVIRONMENT;

/**
 * Sets what connections start from, for the whole process; asked anew for each connection.
 *
 * @param wanted `null`: the environment's proxy variables, and no further authorities, as without this call.
 */
export function setNetworkDefaults(wanted: NetworkDefaults | null): void {
  defaults = wanted ?? ENVIRONMENT;
}

/** What was set with {@link setNetworkDefaults}. */
export function networkDefaults(): NetworkDefaults {
  return defaults;
}

/**
 * Chooses the way to a server as an account has it: its own proxy, none, or the default one.
 *
 * @param option `http://host:port`, `none`, or undefined for the default.
 */
export async function chooseProxy(url: URL, option: string | undefined): Promise<Result<HttpProxy | null>> {
  if (option === undefined) return defaults.findProxy(url);
  return option === 'none' ? success(null) : parseProxy(option);
}

/**
 * Chooses out of a list as proxy scripts give it: `PROXY one:8080; PROXY two:8080; DIRECT`.
 *
 * The first that Rollcall can use counts; `SOCKS` and `HTTPS` proxies it can't. This machine itself is never asked for
 * through a proxy. Pure.
 *
 * @returns `null` for a direct connection; `validation`, reason `proxy`, aspect `address`, where none can be used.
 * Source: Netscape, Proxy Auto-Config File Format; `Session.resolveProxy` of Electron answers so.
 */
export function parseProxyList(url: URL, list: string): Result<HttpProxy | null> {
  if (isThisMachine(url.hostname.replace(/^\[|\]$/g, '').toLowerCase())) return success(null);
  const entries = list.split(';').map((entry) => entry.trim());
  for (const entry of entries) {
    const [kind = '', address = ''] = entry.split(/\s+/);
    if (kind.toUpperCase() === 'DIRECT') return success(null);
    if (!/^(?:PROXY|HTTP)$/i.test(kind)) continue;
    const proxy = parseProxy(address);
    if (proxy.ok) return proxy;
  }
  return entries.every((entry) => entry === '') ? success(null) : failure(badProxyAddress());
}
