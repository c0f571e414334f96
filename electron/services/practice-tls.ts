import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a practice server needs to speak TLS, made for one start. */
export interface PracticeCertificate {
  /** PEM of the server's private key, which is never written to disk. */
  readonly key: string;
  /** PEM of the server's certificate, for `127.0.0.1` and `localhost`, and of the authority that signed it. */
  readonly cert: string;
  /** File with the PEM of the authority that signed it, for clients to trust. */
  readonly caFile: string;
  /** Removes `caFile` and its folder. */
  remove(): Promise<void>;
}

const DAY_MS = 86_400_000;
const KEY_ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

/**
 * Makes an authority and a certificate of it for a server on this computer, both valid for 30 days.
 *
 * Writes one file, the authority's certificate, into a fresh folder of the system's temporary folder. The authority's
 * key is forgotten at once, so nothing else can ever be signed with it.
 */
export async function makePracticeCertificate(): Promise<PracticeCertificate> {
  // A dependency of @peculiar/x509 insists on it, and both take their time to load.
  await import('reflect-metadata');
  const x509 = await import('@peculiar/x509');
  const makeKeys = () => crypto.subtle.generateKey(KEY_ALGORITHM, true, ['sign', 'verify']);
  const [authorityKeys, serverKeys] = await Promise.all([makeKeys(), makeKeys()]);
  // A day back, for clients whose clock is a little behind.
  const validity = { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + 30 * DAY_MS) };

  const authority = await x509.X509CertificateGenerator.createSelfSigned({
    ...validity,
    name: 'CN=Rollcall practice authority',
    keys: authorityKeys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const server = await x509.X509CertificateGenerator.create({
    ...validity,
    subject: 'CN=Rollcall practice service',
    issuer: authority.subject,
    publicKey: serverKeys.publicKey,
    signingKey: authorityKeys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension([
        { type: 'ip', value: '127.0.0.1' },
        { type: 'dns', value: 'localhost' },
      ]),
      await x509.SubjectKeyIdentifierExtension.create(serverKeys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authorityKeys.publicKey),
    ],
  });
  const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', serverKeys.privateKey), 'PRIVATE KEY');

  const folder = await mkdtemp(join(tmpdir(), 'rollcall-practice-'));
  const caFile = join(folder, 'ca.pem');
  await writeFile(caFile, `${authority.toString('pem')}\n`);
  return {
    key,
    cert: `${server.toString('pem')}\n${authority.toString('pem')}\n`,
    caFile,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
