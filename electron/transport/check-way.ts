import { X509Certificate } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate } from 'node:tls';
import type { Failure } from '../../shared/domain/failure.ts';
import { type ShownCertificate, showCertificate } from './certificates.ts';
import { ConnectError, type ConnectOptions, type Endpoint, openConnection } from './connect.ts';
import { createHttpClient } from './http.ts';
import { portOf } from './http-failure.ts';
import { chooseProxy } from './network-defaults.ts';
import type { HttpProxy } from './proxy.ts';
import { createTlsTrust } from './tls-trust.ts';

/** The steps of the way to a server, in their order. */
export const WAY_STEPS = ['dns', 'tcp', 'proxy', 'tls'] as const;

/** What a step found. */
export interface WayFinding {
  readonly step: (typeof WAY_STEPS)[number];
  /** `skipped`: this way hasn't got it, or an earlier step failed. */
  readonly result: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** `host`, `port`, `addresses`; the proxy's where it is about the proxy. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** The server's own first, then who signed it. */
  readonly certificates: readonly ShownCertificate[];
  readonly failure: Failure | null;
}

/** Which way to check: see `HttpOptions` for the fields. */
export interface WayOptions {
  readonly ca?: string;
  readonly pin?: string;
  readonly proxy?: string;
  /** For each step, in milliseconds. @default 10000 */
  readonly timeoutMs?: number;
}

type Found = Pick<WayFinding, 'facts' | 'certificates'> & { readonly failure: Failure | null };

const LONGEST_CHAIN = 10;

/**
 * Goes the way to a server step by step and says how far it comes: name, connection, proxy, certificate.
 *
 * Network; safe to repeat. Sends no request and no login but the proxy's to the proxy.
 *
 * @param url An address that `createHttpClient` takes.
 * @returns one finding for each of {@link WAY_STEPS}; at most one failed, and those after it are skipped.
 */
export async function checkWay(url: URL, options: WayOptions, signal: AbortSignal): Promise<readonly WayFinding[]> {
  const { timeoutMs = 10_000 } = options;
  const trust = createTlsTrust(options.ca, options.pin);
  const proxy = await chooseProxy(url, options.proxy);
  const findings: WayFinding[] = [];
  const go = async (step: WayFinding['step'], isNeeded: boolean, work: () => Promise<Found>): Promise<void> => {
    const startedAtMs = performance.now();
    const isReached = findings.every(({ result }) => result !== 'failed');
    const found = isNeeded && isReached ? await work() : null;
    findings.push({
      step,
      result: found === null ? 'skipped' : found.failure === null ? 'passed' : 'failed',
      milliseconds: Math.round(performance.now() - startedAtMs),
      ...(found ?? { facts: {}, certificates: [], failure: null }),
    });
  };

  const host = url.hostname.replace(/^\[|\]$/g, '');
  const server: Endpoint = { host, port: portOf(url), isTls: url.protocol === 'https:' };
  const way = proxy.ok ? proxy.value : null;
  const hop = { host: way?.host ?? server.host, port: way?.port ?? server.port };
  const connect = async (endpoint: Endpoint, through: HttpProxy | null): Promise<Found> => {
    const facts = { host: endpoint.host, port: endpoint.port };
    const cause = trust.ok
      ? await attempt(endpoint, { proxy: through, trust: trust.value, timeoutMs, closing: signal })
      : trust.error;
    return { facts, certificates: [], failure: cause };
  };

  await go('dns', proxy.ok && isIP(hop.host) === 0, async () => {
    const addresses = await resolve(hop.host, timeoutMs);
    const facts = { ...hop, addresses: addresses.join(', ') };
    const cause = way === null ? unresolved(hop) : proxyUnreachable(hop);
    return { facts, certificates: [], failure: addresses.length > 0 ? null : cause };
  });
  await go('tcp', proxy.ok, async () => {
    const found = await connect({ ...hop, isTls: false }, null);
    return found.failure === null || way === null ? found : { ...found, failure: proxyUnreachable(hop) };
  });
  await go('proxy', !proxy.ok || way !== null, async () =>
    proxy.ok
      ? connect({ ...server, isTls: false }, proxy.value)
      : { facts: {}, certificates: [], failure: proxy.error },
  );
  await go('tls', server.isTls, async () => ({
    ...(await connect(server, way)),
    certificates: await readChain(server, way, timeoutMs, signal),
  }));
  return findings;
}

async function resolve(host: string, timeoutMs: number): Promise<readonly string[]> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<readonly string[]>((done) => {
    timer = setTimeout(done, timeoutMs, []);
  });
  const found = lookup(host, { all: true }).then(
    (addresses) => addresses.map(({ address }) => address),
    () => [],
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

/** Connects and hangs up. */
async function attempt(endpoint: Endpoint, options: ConnectOptions): Promise<Failure | null> {
  try {
    const socket = await openConnection(endpoint, options);
    socket.destroy();
    return null;
  } catch (error) {
    if (error instanceof ConnectError) return error.failure;
    throw error;
  }
}

/** Reads which certificates a server shows, trusted or not: nothing is sent to it. Empty when it shows none. */
async function readChain(
  server: Endpoint,
  proxy: HttpProxy | null,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<readonly ShownCertificate[]> {
  const trust = createTlsTrust(undefined, undefined);
  if (!trust.ok) return [];
  try {
    const socket = await openConnection(
      { ...server, isTls: false },
      { proxy, trust: trust.value, timeoutMs, closing: signal },
    );
    return await new Promise((done) => {
      const secured = connectTls({
        socket,
        ...(isIP(server.host) === 0 ? { servername: server.host } : {}),
        rejectUnauthorized: false,
      });
      const finish = (certificates: readonly ShownCertificate[]): void => {
        secured.destroy();
        done(certificates);
      };
      secured.setTimeout(timeoutMs, () => finish([]));
      secured.once('error', () => finish([])).once('close', () => finish([]));
      secured.once('secureConnect', () => finish(listChain(secured.getPeerCertificate(true))));
    });
  } catch (error) {
    if (error instanceof ConnectError) return [];
    throw error;
  }
}

function listChain(first: DetailedPeerCertificate): ShownCertificate[] {
  const shown: ShownCertificate[] = [];
  let next: DetailedPeerCertificate | undefined = first;
  // The last one, a root, names itself as its issuer.
  const seen = new Set<string>();
  while (next?.raw !== undefined && shown.length < LONGEST_CHAIN && !seen.has(next.fingerprint256)) {
    seen.add(next.fingerprint256);
    shown.push(showCertificate(new X509Certificate(next.raw)));
    next = next.issuerCertificate;
  }
  return shown;
}

/**
 * Asks a server for its time, without any login: one `HEAD` request, whose `Date` is read whatever else it says.
 *
 * Network; safe to repeat.
 *
 * @returns by how many milliseconds this computer is ahead of it, exact to about a second; `null` where it doesn't say.
 * Source: RFC 9110, 6.6.1.
 */
export async function readServerClock(url: URL, options: WayOptions, signal: AbortSignal): Promise<number | null> {
  const { ca, pin, proxy } = options;
  const client = createHttpClient({
    connections: 1,
    ...(ca === undefined ? {} : { ca }),
    ...(pin === undefined ? {} : { pin }),
    ...(proxy === undefined ? {} : { proxy }),
  });
  if (!client.ok) return null;
  const sentAtMs = Date.now();
  const answer = await client.value.request({ method: 'HEAD', url: url.href, signal, acceptStatus: () => true });
  const middleMs = (sentAtMs + Date.now()) / 2;
  await client.value.close();
  const serverMs = answer.ok ? Date.parse(answer.value.headers.date ?? '') : Number.NaN;
  // The header has whole seconds, cut off.
  return Number.isNaN(serverMs) ? null : middleMs - (serverMs + 500);
}

function unresolved(detail: { readonly host: string; readonly port: number }): Failure {
  return { kind: 'transport', reason: 'unreachable', aspect: 'dns', detail, sent: 'no', concernsAccount: true };
}

function proxyUnreachable(detail: { readonly host: string; readonly port: number }): Failure {
  return { kind: 'transport', reason: 'proxy', aspect: 'unreachable', detail, sent: 'no', concernsAccount: true };
}
