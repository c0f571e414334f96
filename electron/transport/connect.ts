import { X509Certificate } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import type { Failure } from '../../shared/domain/failure.ts';
import { redactText } from '../../shared/domain/redact.ts';
import type { HttpProxy } from './proxy.ts';
import type { TlsTrust } from './tls-trust.ts';

/** A server to connect to. */
export interface Endpoint {
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** How a connection is made. */
export interface ConnectOptions {
  /** `null`: directly. Otherwise through a tunnel (`CONNECT`), for `http:` too. */
  readonly proxy: HttpProxy | null;
  readonly trust: TlsTrust;
  /** For name look-up, TCP, tunnel and TLS handshake together, in milliseconds. */
  readonly timeoutMs: number;
  /** Ends the attempt when aborted. */
  readonly closing: AbortSignal;
}

/** Carries the {@link Failure} of a connection attempt through undici. Nothing was sent to the server. */
export class ConnectError extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`Could not connect: ${failure.reason} ${failure.aspect ?? ''}`);
    this.name = 'ConnectError';
    this.failure = failure;
  }
}

/**
 * Opens a connection that is ready for a request: trusted, its certificate's pin checked.
 *
 * Network; safe to repeat. Nothing of a request, so no credential either, leaves before the promise resolves, except
 * the proxy's login to the proxy.
 *
 * @throws ConnectError with `unreachable` (dns, refused, network, lost), `timeout` (connect), `tls-untrusted` (issuer,
 * self-signed, name, expired, not-yet-valid, pin, protocol), `proxy` (unreachable, auth, refused) or `cancelled`.
 */
export async function openConnection(endpoint: Endpoint, options: ConnectOptions): Promise<Socket> {
  const { proxy } = options;
  const attempt = new AbortController();
  const timer = setTimeout(() => attempt.abort(TIMED_OUT), options.timeoutMs);
  const onClosing = (): void => attempt.abort(CLOSED);
  options.closing.addEventListener('abort', onClosing);
  if (options.closing.aborted) onClosing();
  const firstHop = proxy ?? endpoint;
  let stage: 'first-hop' | 'tunnel' | 'tls' = 'first-hop';
  let socket: Socket | null = null;
  try {
    socket = connectTcp({ host: firstHop.host, port: firstHop.port, noDelay: true, keepAlive: true });
    await ready(socket, 'connect', attempt.signal);
    if (proxy !== null) {
      stage = 'tunnel';
      await openTunnel(socket, endpoint, proxy, attempt.signal);
    }
    if (endpoint.isTls) {
      stage = 'tls';
      socket = await secure(socket, endpoint, options.trust, attempt.signal);
    }
    return socket;
  } catch (error) {
    socket?.destroy();
    if (error instanceof ConnectError) throw error;
    if (attempt.signal.reason === CLOSED) throw new ConnectError(cancelled());
    const isProxyAtFault = proxy !== null && (stage === 'first-hop' || (stage === 'tunnel' && error !== TIMED_OUT));
    if (isProxyAtFault) throw new ConnectError(proxyFailure('unreachable', proxy));
    const isTimeout = error === TIMED_OUT || errorCode(error) === 'ETIMEDOUT';
    throw new ConnectError(
      isTimeout ? connectTimeout(endpoint, options.timeoutMs) : unreachable(endpoint, errorCode(error)),
    );
  } finally {
    clearTimeout(timer);
    options.closing.removeEventListener('abort', onClosing);
  }
}

const TIMED_OUT = new Error('Connection attempt timed out');
const CLOSED = new Error('Client closed');

/** Resolves at `event`, rejects with the socket's error or the reason of `signal`; destroys the socket then. */
function ready(socket: Socket, event: 'connect' | 'secureConnect', signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const finish = (error: unknown): void => {
      signal.removeEventListener('abort', onAbort);
      socket.off(event, onReady).off('close', onClose);
      if (error === null) resolve();
      else {
        socket.destroy();
        reject(error);
      }
    };
    const onReady = (): void => finish(null);
    const onAbort = (): void => finish(signal.reason);
    const onClose = (): void => finish(new Error('Connection closed'));
    socket.once(event, onReady).once('close', onClose);
    // stays for the socket's life: an error after its end has nobody left to tell
    socket.on('error', finish);
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) onAbort();
  });
}

function openTunnel(socket: Socket, endpoint: Endpoint, proxy: HttpProxy, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const authority = `${isIP(endpoint.host) === 6 ? `[${endpoint.host}]` : endpoint.host}:${endpoint.port}`;
    const request = httpRequest({
      method: 'CONNECT',
      path: authority,
      headers: {
        host: authority,
        ...(proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization }),
      },
      createConnection: () => socket,
    });
    const onAbort = (): void => {
      request.destroy();
      reject(signal.reason);
    };
    signal.addEventListener('abort', onAbort);
    request.once('close', () => signal.removeEventListener('abort', onAbort));
    request.on('error', reject);
    request.once('connect', (response, _, head) => {
      signal.removeEventListener('abort', onAbort);
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        if (head.length > 0) socket.unshift(head);
        resolve();
      } else {
        reject(new ConnectError(proxyFailure(status === 407 ? 'auth' : 'refused', proxy, status)));
      }
    });
    request.end();
  });
}

async function secure(socket: Socket, endpoint: Endpoint, trust: TlsTrust, signal: AbortSignal): Promise<TLSSocket> {
  const secured = connectTls({
    socket,
    host: endpoint.host,
    ...(isIP(endpoint.host) === 0 ? { servername: endpoint.host } : {}),
    secureContext: trust.secureContext(),
    ALPNProtocols: ['http/1.1'],
    // explicit, since NODE_TLS_REJECT_UNAUTHORIZED=0 changes only the default; a pin is checked below instead
    rejectUnauthorized: trust.pin === null,
  });
  let certificate: Uint8Array | undefined;
  // Node forgets the certificate before it reports that it is not trusted; `secure` comes before that
  secured.prependListener('secure', () => {
    certificate = peerCertificate(secured);
  });
  try {
    await ready(secured, 'secureConnect', signal);
  } catch (error) {
    if (signal.aborted) throw error;
    const aspect = tlsAspect(errorCode(error));
    if (aspect === null) throw error;
    throw new ConnectError(untrusted(endpoint, aspect, certificateDetail(aspect, certificate)));
  }
  if (trust.pin !== null) {
    const shown = peerCertificate(secured);
    if (shown === undefined) throw new Error('Connection closed');
    const fingerprint = fingerprintOf(new X509Certificate(shown));
    if (fingerprint !== trust.pin) {
      secured.destroy();
      throw new ConnectError(untrusted(endpoint, 'pin', { fingerprint }));
    }
  }
  return secured;
}

const VERIFICATION_ASPECTS: Readonly<Record<string, string>> = {
  DEPTH_ZERO_SELF_SIGNED_CERT: 'self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'name',
  CERT_HAS_EXPIRED: 'expired',
  CERT_NOT_YET_VALID: 'not-yet-valid',
  UNABLE_TO_GET_ISSUER_CERT: 'issuer',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'issuer',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'issuer',
  SELF_SIGNED_CERT_IN_CHAIN: 'issuer',
  CERT_SIGNATURE_FAILURE: 'issuer',
  CERT_UNTRUSTED: 'issuer',
  CERT_REJECTED: 'issuer',
  CERT_REVOKED: 'issuer',
  CERT_CHAIN_TOO_LONG: 'issuer',
  PATH_LENGTH_EXCEEDED: 'issuer',
  INVALID_CA: 'issuer',
  INVALID_PURPOSE: 'issuer',
};

/** `null`: not TLS's doing. */
function tlsAspect(code: string): string | null {
  const isHandshake = code === 'EPROTO' || code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_');
  return VERIFICATION_ASPECTS[code] ?? (isHandshake ? 'protocol' : null);
}

function certificateDetail(aspect: string, der: Uint8Array | undefined): Record<string, string> {
  if (der === undefined) return {};
  const certificate = new X509Certificate(der);
  switch (aspect) {
    case 'issuer':
      return { issuer: shorten(commonName(certificate.issuer)) };
    case 'name':
      return { names: shorten(certificate.subjectAltName ?? commonName(certificate.subject)) };
    case 'expired':
      return { until: certificate.validTo };
    case 'not-yet-valid':
      return { from: certificate.validFrom };
    default:
      return { fingerprint: fingerprintOf(certificate) };
  }
}

/** Not by `getPeerX509Certificate`: up to Node 24 at least that takes the certificate away from Node's own check. */
function peerCertificate(socket: TLSSocket): Uint8Array | undefined {
  return socket.getPeerCertificate()?.raw;
}

function fingerprintOf(certificate: X509Certificate): string {
  return certificate.fingerprint256.replaceAll(':', '').toLowerCase();
}

function commonName(distinguishedName: string): string {
  return /^CN=(.*)$/m.exec(distinguishedName)?.[1] ?? distinguishedName.replaceAll('\n', ', ');
}

function shorten(text: string): string {
  return redactText(text).slice(0, 200);
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

function unreachable(endpoint: Endpoint, code: string): Failure {
  return {
    kind: 'transport',
    reason: 'unreachable',
    aspect: unreachableAspect(code),
    detail: place(endpoint),
    sent: 'no',
    concernsAccount: true,
  };
}

function unreachableAspect(code: string): string {
  if (code === 'ENOTFOUND' || code.startsWith('EAI_')) return 'dns';
  if (code === 'ECONNREFUSED') return 'refused';
  return ['', 'ECONNRESET', 'EPIPE', 'ECONNABORTED'].includes(code) ? 'lost' : 'network';
}

function connectTimeout(endpoint: Endpoint, timeoutMs: number): Failure {
  return {
    kind: 'timeout',
    reason: 'timeout',
    aspect: 'connect',
    detail: { ...place(endpoint), seconds: timeoutMs / 1000 },
    sent: 'no',
    concernsAccount: true,
  };
}

function untrusted(endpoint: Endpoint, aspect: string, detail: Readonly<Record<string, string>>): Failure {
  return {
    kind: 'transport',
    reason: 'tls-untrusted',
    aspect,
    detail: { ...place(endpoint), ...detail },
    sent: 'no',
    concernsAccount: true,
  };
}

function proxyFailure(aspect: 'unreachable' | 'auth' | 'refused', proxy: HttpProxy, status?: number): Failure {
  return {
    kind: 'transport',
    reason: 'proxy',
    aspect,
    detail: { ...place(proxy), ...(status === undefined ? {} : { status }) },
    sent: 'no',
    concernsAccount: true,
  };
}

function cancelled(): Failure {
  return { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false };
}

function place({ host, port }: { readonly host: string; readonly port: number }): { host: string; port: number } {
  return { host, port };
}
