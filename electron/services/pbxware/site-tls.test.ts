import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer as createPlainServer } from 'node:http';
import { createServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setNetworkDefaults } from '../../transport/network-defaults.ts';
import { makePracticeCertificate, type PracticeCertificate } from '../practice-tls.ts';
import { kindOf, lookAtTls } from './site-tls.ts';

let certificate: PracticeCertificate;
const cleanUps: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  certificate = await makePracticeCertificate();
  cleanUps.push(() => certificate.remove());
});

afterAll(async () => {
  setNetworkDefaults(null);
  for (const cleanUp of cleanUps) await cleanUp();
});

async function serve(more: ServerOptions = {}): Promise<number> {
  const server = createServer({ key: certificate.key, cert: certificate.cert, ...more });
  server.on('tlsClientError', () => {});
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => new Promise((done) => server.close(done)));
  return (server.address() as AddressInfo).port;
}

const look = (url: string) => lookAtTls(new URL(url), 'none', new AbortController().signal);

test('an authority that is not public, and the versions offered', async () => {
  const port = await serve({ minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' });
  expect(await look(`https://127.0.0.1:${port}`)).toMatchObject({
    kind: 'self-signed',
    subject: 'CN=Rollcall practice service',
    issuer: 'CN=Rollcall practice authority',
    versions: ['TLSv1.2'],
  });
});

test('an old server: TLS 1.0 is seen', async () => {
  const port = await serve({ minVersion: 'TLSv1', ciphers: 'DEFAULT:@SECLEVEL=0' });
  expect((await look(`https://127.0.0.1:${port}`))?.versions).toEqual(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
});

test('a trusted one', async () => {
  const authorities = readFileSync(certificate.caFile, 'utf8');
  setNetworkDefaults({ findProxy: async () => ({ ok: true, value: null }), authorities: () => authorities });
  const port = await serve();
  expect(await look(`https://localhost:${port}`)).toMatchObject({ kind: 'public', problem: '' });
});

test('no TLS at all', async () => {
  const server = createPlainServer((_request, response) => response.end('plain'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => new Promise((done) => server.close(done)));
  expect(await look(`https://127.0.0.1:${(server.address() as AddressInfo).port}`)).toBeNull();
});

describe('the four results', () => {
  test.each([
    ['', 'public'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
    ['SELF_SIGNED_CERT_IN_CHAIN', 'self-signed'],
    ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'self-signed'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'name-or-date'],
    ['CERT_HAS_EXPIRED', 'name-or-date'],
    ['CERT_NOT_YET_VALID', 'name-or-date'],
  ])('%s is %s', (problem, kind) => {
    expect(kindOf(problem, new X509Certificate(certificate.cert), 'localhost')).toBe(kind);
  });

  test('a wildcard is one only for the names it stands for', async () => {
    await import('reflect-metadata');
    const x509 = await import('@peculiar/x509');
    const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const made = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=wild',
      keys,
      extensions: [
        new x509.SubjectAlternativeNameExtension([
          { type: 'dns', value: '*.example.net' },
          { type: 'dns', value: 'pbx.example.org' },
        ]),
      ],
    });
    const wild = new X509Certificate(made.toString('pem'));
    expect(kindOf('', wild, 'pbx.example.net')).toBe('wildcard');
    expect(kindOf('', wild, 'pbx.example.org')).toBe('public');
  });
});
