import { X509Certificate } from 'node:crypto';
import { redactText } from '../../shared/domain/redact.ts';

/** A certificate, ready to be shown; dates are ISO 8601, UTC. */
export interface ShownCertificate {
  readonly subject: string;
  readonly issuer: string;
  readonly validFrom: string;
  readonly validTo: string;
  /** SHA-256, 64 lower-case hex digits: what an account's pin holds. */
  readonly fingerprint: string;
  /** Whether it may sign others. */
  readonly isAuthority: boolean;
  readonly pem: string;
}

const PEM_CERTIFICATE = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g;

/**
 * Reads the certificates of a PEM text, other text around them ignored. Pure.
 *
 * @returns `null` when there is none, or one of them can't be read.
 */
export function readCertificates(pem: string): readonly X509Certificate[] | null {
  const blocks = pem.match(PEM_CERTIFICATE) ?? [];
  try {
    const certificates = blocks.map((block) => new X509Certificate(block));
    return certificates.length > 0 ? certificates : null;
  } catch {
    return null;
  }
}

/** Makes a certificate ready to be shown. */
export function showCertificate(certificate: X509Certificate): ShownCertificate {
  return {
    subject: toLine(certificate.subject),
    issuer: toLine(certificate.issuer),
    validFrom: new Date(certificate.validFrom).toISOString(),
    validTo: new Date(certificate.validTo).toISOString(),
    fingerprint: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    isAuthority: certificate.ca,
    pem: certificate.toString(),
  };
}

function toLine(distinguishedName: string): string {
  // A certificate may have no subject at all.
  return redactText((distinguishedName ?? '').replaceAll('\n', ', ')).slice(0, 200);
}
