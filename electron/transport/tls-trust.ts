import tls, { createSecureContext, rootCertificates, type SecureContext } from 'node:tls';
import type { Failure } from '../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { readCertificates } from './certificates.ts';
import { networkDefaults } from './network-defaults.ts';

/** Which servers are trusted. There is no way to trust all of them. */
export interface TlsTrust {
  /**
   * SHA-256 of the only certificate that is trusted, 64 lower-case hex digits; `null`: the chain decides.
   *
   * A server that shows this very certificate is trusted whatever its issuer, name and dates are, so that a self-signed
   * one can be used; any other is refused, with a valid chain too.
   */
  readonly pin: string | null;
  /** The roots, read at the first call and kept. */
  readonly secureContext: () => SecureContext;
}

let defaultRoots: readonly string[] | null = null;

/** Reading the system's store takes its time, so once per process. */
function readDefaultRoots(): readonly string[] {
  // not imported by name: Node before 22.15 lacks it, and so can't read the system's store
  defaultRoots ??=
    typeof tls.getCACertificates === 'function'
      ? [...new Set([...rootCertificates, ...tls.getCACertificates('default'), ...tls.getCACertificates('system')])]
      : rootCertificates;
  return defaultRoots;
}

/**
 * Decides which servers are trusted: the roots Node brings, those of the operating system, those of
 * `setNetworkDefaults`, and `ca` besides.
 *
 * The system's roots count because a company that inspects TLS puts its own there. Reads nothing yet.
 *
 * @param ca PEM text with one or more certificates, other text around them ignored
 * @param pin SHA-256 of the server's certificate: hex, with colons or blanks or without, upper or lower case
 * @returns `validation` with reason `tls-untrusted` and aspect `ca-unreadable` or `pin-unreadable`.
 */
export function createTlsTrust(ca: string | undefined, pin: string | undefined): Result<TlsTrust> {
  const additional = ca === undefined ? [] : readCertificates(ca);
  if (additional === null) return failure(unreadable('ca-unreadable'));
  const digits = pin === undefined ? null : pin.replace(/[\s:]/g, '').toLowerCase();
  if (digits !== null && !/^[0-9a-f]{64}$/.test(digits)) return failure(unreadable('pin-unreadable'));
  let context: SecureContext | null = null;
  return success({
    pin: digits,
    secureContext: () => {
      const wanted = [...(readCertificates(networkDefaults().authorities()) ?? []), ...additional].map(String);
      context ??= createSecureContext({
        ca: [...readDefaultRoots(), ...wanted],
        // What a person chose to trust may be signed by somebody nobody here knows.
        allowPartialTrustChain: wanted.length > 0,
      });
      return context;
    },
  });
}

function unreadable(aspect: string): Failure {
  return { kind: 'validation', reason: 'tls-untrusted', aspect, sent: 'no', concernsAccount: true };
}
