import { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import { isIP } from 'node:net';
import { connect, type SecureVersion, type TLSSocket } from 'node:tls';
import { showCertificate } from '../../transport/certificates.ts';
import { openConnection } from '../../transport/connect.ts';
import { portOf } from '../../transport/http-failure.ts';
import { chooseProxy } from '../../transport/network-defaults.ts';
import { createTlsTrust } from '../../transport/tls-trust.ts';
import type { CertificateKind, TlsFinding } from '../config-service.ts';

const TIMEOUT_MS = 10_000;

/** Oldest first. */
const VERSIONS: readonly SecureVersion[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** OpenSSL takes the oldest versions only at its lowest level. */
const OLD_CIPHERS = 'DEFAULT:@SECLEVEL=0';

/**
 * Looks at a server's certificate and at which versions of TLS it speaks: five connections at most, nothing is sent.
 *
 * The account's own authority and pin don't count here: a phone doesn't know them.
 *
 * @returns `null` where no TLS is spoken.
 */
export async function lookAtTls(url: URL, proxy: string | undefined, signal: AbortSignal): Promise<TlsFinding | null> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = portOf(url);
  const trust = createTlsTrust(undefined, undefined);
  const way = await chooseProxy(url, proxy);
  if (!trust.ok || !way.ok) return null;
  const open = async (): Promise<Socket | null> => {
    try {
      return await openConnection(
        { host, port, isTls: false },
        { proxy: way.value, trust: trust.value, timeoutMs: TIMEOUT_MS, closing: signal },
      );
    } catch {
      return null;
    }
  };
  const shake = async <Value>(
    versions: { readonly minVersion?: SecureVersion; readonly maxVersion?: SecureVersion },
    read: (socket: TLSSocket) => Value,
  ): Promise<Value | null> => {
    const socket = await open();
    if (socket === null) return null;
    return new Promise((resolve) => {
      const secured = connect({
        socket,
        host,
        ...(isIP(host) === 0 ? { servername: host } : {}),
        // Only with the roots of old does it say whether the certificate is trusted; the handshake goes on anyway.
        secureContext: 'minVersion' in versions ? undefined : trust.value.secureContext(),
        rejectUnauthorized: false,
        ...('minVersion' in versions ? { ...versions, ciphers: OLD_CIPHERS } : {}),
      });
      const finish = (value: Value | null): void => {
        secured.destroy();
        socket.destroy();
        resolve(value);
      };
      secured.setTimeout(TIMEOUT_MS, () => finish(null));
      secured.once('error', () => finish(null)).once('close', () => finish(null));
      secured.once('secureConnect', () => finish(read(secured)));
    });
  };
  const first = await shake({}, (socket) => ({
    raw: socket.getPeerCertificate()?.raw,
    problem: socket.authorized ? '' : String(socket.authorizationError ?? ''),
    version: socket.getProtocol() ?? '',
  }));
  if (first === null) return null;
  const versions: string[] = [];
  for (const version of VERSIONS) {
    const spoken = await shake({ minVersion: version, maxVersion: version }, (socket) => socket.getProtocol());
    if (spoken !== null) versions.push(spoken);
  }
  const certificate = first.raw === undefined ? null : new X509Certificate(first.raw);
  const shown = certificate === null ? null : showCertificate(certificate);
  return {
    kind: kindOf(first.problem, certificate, host),
    problem: first.problem,
    subject: shown?.subject ?? '',
    issuer: shown?.issuer ?? '',
    validTo: shown?.validTo ?? '',
    versions: versions.length > 0 ? versions : [first.version].filter((version) => version !== ''),
  };
}

const NAME_OR_DATE = new Set(['ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']);

/** Which of the four results a certificate is, by what Node says of it; `problem` is empty where it is trusted. Pure. */
export function kindOf(problem: string, certificate: X509Certificate | null, host: string): CertificateKind {
  const code = problem.split(/[\s:]/)[0] ?? '';
  if (NAME_OR_DATE.has(code) || /altname|expired|not yet valid/i.test(problem)) return 'name-or-date';
  if (problem !== '') return 'self-signed';
  const isWildcard = isIP(host) === 0 && certificate?.checkHost(host, { wildcards: false }) === undefined;
  return isWildcard ? 'wildcard' : 'public';
}
