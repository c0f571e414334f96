import { randomBytes } from 'node:crypto';
import type { StationCertificate } from '../phone-service.ts';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  publicExponent: new Uint8Array([1, 0, 1]),
  modulusLength: 2048,
} as const;
const DAY_MS = 86_400_000;

/**
 * Makes a self-signed certificate with an RSA key, valid for 20 years from yesterday.
 *
 * RSA, since old firmware knows nothing else; the phones check neither name nor date in their default mode (vendor guide
 * A31003-S2000-R102-16-7620, "Default mode"). Takes about a second; touches no disk.
 */
export async function makeStationCertificate(): Promise<StationCertificate> {
  // A dependency of @peculiar/x509 insists on it, and both take their time to load.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const keys = await crypto.subtle.generateKey(RSA, true, ['sign', 'verify']);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // A serial of its own: clients complain of two certificates with the same one.
    serialNumber: `01${randomBytes(8).toString('hex')}`,
    name: 'CN=Rollcall provisioning service',
    notBefore: new Date(Date.now() - DAY_MS),
    notAfter: new Date(Date.now() + 20 * 365 * DAY_MS),
    signingAlgorithm: RSA,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      // keyEncipherment: old phones exchange keys with RSA itself.
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature | x509.KeyUsageFlags.keyEncipherment, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
    ],
  });
  return {
    key: x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY'),
    cert: certificate.toString('pem'),
  };
}
