import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, type TlsOptions } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Result } from '../../shared/result.ts';
import { createHttpClient, type HttpClient, type HttpOptions, type HttpResponse } from './http.ts';

/** Too long for a name, so that no name server is asked. */
const NO_HOST = `${'x'.repeat(64)}.test`;
const CREDENTIALS = { user: 'tech', password: 'geheim!' };
const PROXY_PASSWORD = 'pr@xy-secret';

const folder = mkdtempSync(join(tmpdir(), 'rollcall-certificates-'));
const openssl = (...parameters: string[]): void => {
  execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
};
const pem = (name: string): string => readFileSync(join(folder, `${name}.pem`), 'utf8');
const fingerprint = (name: string): string =>
  createHash('sha256')
    .update(new X509Certificate(pem(name)).raw)
    .digest('hex');
const identity = (name: string): TlsOptions => ({ cert: pem(name), key: readFileSync(join(folder, `${name}.key`)) });

/** `dates` as openssl ca takes them: YYYYMMDDHHMMSSZ. */
function makeLeaf(name: string, altNames: string, dates: readonly [string, string]): void {
  writeFileSync(join(folder, `${name}.ext`), `subjectAltName=${altNames}\n`);
  openssl(
    'req',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/CN=${name}`,
  );
  openssl(
    'ca',
    '-batch',
    '-config',
    'ca.cnf',
    '-in',
    `${name}.csr`,
    '-out',
    `${name}.pem`,
    '-notext',
    '-extfile',
    `${name}.ext`,
    '-startdate',
    dates[0],
    '-enddate',
    dates[1],
  );
}

beforeAll(() => {
  writeFileSync(join(folder, 'index.txt'), '');
  writeFileSync(
    join(folder, 'ca.cnf'),
    '[ca]\ndefault_ca=own\n[own]\ndatabase=index.txt\nnew_certs_dir=.\ncertificate=ca.pem\nprivate_key=ca.key\nrand_serial=yes\ndefault_md=sha256\npolicy=any\nunique_subject=no\n[any]\ncommonName=supplied\n',
  );
  const selfSigned = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30'];
  openssl(...selfSigned, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/O=Acme/CN=Acme Root');
  openssl(...selfSigned, '-keyout', 'other-ca.key', '-out', 'other-ca.pem', '-subj', '/CN=Other Root');
  openssl(
    ...selfSigned,
    '-keyout',
    'self.key',
    '-out',
    'self.pem',
    '-subj',
    '/CN=phone',
    '-addext',
    'subjectAltName=IP:127.0.0.1,DNS:localhost',
  );
  const now: readonly [string, string] = ['20200101000000Z', '20990101000000Z'];
  makeLeaf('good', 'DNS:localhost,DNS:service.test,IP:127.0.0.1', now);
  makeLeaf('wrong-name', 'DNS:prov.example.com', now);
  makeLeaf('expired', 'DNS:localhost,IP:127.0.0.1', ['20200101000000Z', '20210101000000Z']);
  makeLeaf('future', 'DNS:localhost,IP:127.0.0.1', ['20980101000000Z', '20990101000000Z']);
});
afterAll(() => rmSync(folder, { recursive: true }));

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
  vi.unstubAllEnvs();
});

async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUps.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** A TLS server that counts the requests which reached it. */
async function serveTls(options: TlsOptions): Promise<{ readonly port: number; readonly requests: string[] }> {
  const requests: string[] = [];
  const server = createHttpsServer(options, (request, response) => {
    requests.push(request.headers.authorization ?? '');
    response.end('ok');
  });
  server.on('tlsClientError', () => {});
  return { port: await listen(server), requests };
}

function client(options: HttpOptions): HttpClient {
  const created = createHttpClient({ connectTimeoutMs: 3_000, ...options });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  cleanUps.push(() => created.value.close());
  return created.value;
}

const get = (options: HttpOptions, url: string): Promise<Result<HttpResponse>> =>
  client(options).request({ method: 'GET', url, credentials: CREDENTIALS });

async function failed(options: HttpOptions, url: string): Promise<Failure> {
  const result = await get(options, url);
  if (result.ok) throw new Error('Unexpected success');
  const text = JSON.stringify(result.error);
  for (const secret of [CREDENTIALS.password, PROXY_PASSWORD, encodeURIComponent(PROXY_PASSWORD)]) {
    expect(text).not.toContain(secret);
  }
  return result.error;
}

describe('trust', () => {
  const direct = { proxy: 'none' };

  it.each(['127.0.0.1', 'localhost'])('takes a certificate of an additional authority, by %s', async (host) => {
    const { port, requests } = await serveTls(identity('good'));
    const result = await get({ ...direct, ca: `# ours\n${pem('other-ca')}\n${pem('ca')}` }, `https://${host}:${port}/`);
    expect(result).toMatchObject({ ok: true });
    expect(requests).toHaveLength(1);
  });

  const refusals = [
    ['good', undefined, 'issuer', { issuer: 'Acme Root' }],
    ['good', 'other-ca', 'issuer', { issuer: 'Acme Root' }],
    ['self', 'ca', 'self-signed', {}],
    ['wrong-name', 'ca', 'name', { names: 'DNS:prov.example.com' }],
    ['expired', 'ca', 'expired', { until: 'Jan  1 00:00:00 2021 GMT' }],
    ['future', 'ca', 'not-yet-valid', { from: 'Jan  1 00:00:00 2098 GMT' }],
  ] as const;

  it.each(refusals)('refuses %s with %s: %s', async (name, ca, aspect, detail) => {
    const { port, requests } = await serveTls(identity(name));
    const options = { ...direct, ...(ca === undefined ? {} : { ca: pem(ca) }) };
    expect(await failed(options, `https://127.0.0.1:${port}/`)).toMatchObject({
      kind: 'transport',
      reason: 'tls-untrusted',
      aspect,
      detail: { host: '127.0.0.1', port, ...detail },
      sent: 'no',
      concernsAccount: true,
    });
    expect(requests).toEqual([]);
  });

  it.each(refusals)('refuses %s all the same under NODE_TLS_REJECT_UNAUTHORIZED=0', async (name, ca, aspect) => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const { port, requests } = await serveTls(identity(name));
    const options = { ...direct, ...(ca === undefined ? {} : { ca: pem(ca) }) };
    expect(await failed(options, `https://127.0.0.1:${port}/`)).toMatchObject({ reason: 'tls-untrusted', aspect });
    expect(requests).toEqual([]);
  });

  it.each(['good', 'self', 'wrong-name', 'expired'])('takes %s when it is the pinned one', async (name) => {
    const { port } = await serveTls(identity(name));
    const pin = fingerprint(name)
      .toUpperCase()
      .replace(/..(?=.)/g, '$&:');
    expect(await get({ ...direct, pin }, `https://127.0.0.1:${port}/`)).toMatchObject({ ok: true });
  });

  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'refuses any other than the pinned one before a byte of the request: %s',
    async (version) => {
      let bytes = 0;
      const server = createTlsServer({ ...identity('good'), minVersion: version, maxVersion: version }, (socket) => {
        socket.on('data', (chunk) => {
          bytes += chunk.length;
        });
        socket.on('error', () => {});
      });
      const port = await listen(server);
      const failure = await failed(
        { ...direct, ca: pem('ca'), pin: fingerprint('self') },
        `https://127.0.0.1:${port}/`,
      );
      expect(failure).toMatchObject({
        reason: 'tls-untrusted',
        aspect: 'pin',
        detail: { fingerprint: fingerprint('good') },
        sent: 'no',
      });
      await new Promise((resolve) => setTimeout(resolve, 100));
      expect(bytes).toBe(0);
    },
  );

  it('checks the pin of each connection', async () => {
    const server = createTlsServer(identity('good'), (socket) => {
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'));
    });
    const port = await listen(server);
    const http = client({ ...direct, pin: fingerprint('good') });
    const request = { method: 'GET', url: `https://127.0.0.1:${port}/` };
    expect(await http.request(request)).toMatchObject({ ok: true });
    expect(await http.request(request)).toMatchObject({ ok: true });
    server.setSecureContext(identity('self'));
    expect(await http.request(request)).toMatchObject({ ok: false, error: { aspect: 'pin', sent: 'no' } });
  });

  it('names a server that speaks plain HTTP on that port', async () => {
    const port = await listen(createHttpServer((_, response) => response.end('ok')));
    const failure = await failed(direct, `https://127.0.0.1:${port}/`);
    expect(failure).toMatchObject({ reason: 'tls-untrusted', aspect: 'protocol', sent: 'no', concernsAccount: true });
  });

  it('names a server without a common TLS version', async () => {
    const { port } = await serveTls({
      ...identity('good'),
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    });
    expect(await failed(direct, `https://127.0.0.1:${port}/`)).toMatchObject({ aspect: 'protocol', sent: 'no' });
  });

  it('names a server that hangs up during the handshake, and one that stays silent', async () => {
    const closing = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    const silent = await listen(createTcpServer());
    expect(await failed(direct, `https://127.0.0.1:${closing}/`)).toMatchObject({
      reason: 'unreachable',
      aspect: 'lost',
      sent: 'no',
      concernsAccount: true,
    });
    expect(await failed({ ...direct, connectTimeoutMs: 200 }, `https://127.0.0.1:${silent}/`)).toEqual({
      kind: 'timeout',
      reason: 'timeout',
      aspect: 'connect',
      detail: { host: '127.0.0.1', port: silent, seconds: 0.2 },
      sent: 'no',
      concernsAccount: true,
    });
  });
});

describe('createHttpClient', () => {
  it.each([
    [{ ca: 'no certificate' }, 'tls-untrusted', 'ca-unreadable'],
    [{ ca: '' }, 'tls-untrusted', 'ca-unreadable'],
    [{ ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }, 'tls-untrusted', 'ca-unreadable'],
    [{ pin: 'abc' }, 'tls-untrusted', 'pin-unreadable'],
    [{ pin: `${'ab:'.repeat(31)}zz` }, 'tls-untrusted', 'pin-unreadable'],
    [{ pin: '' }, 'tls-untrusted', 'pin-unreadable'],
    [{ proxy: 'ftp://x' }, 'proxy', 'address'],
    [{ proxy: `http://u:${PROXY_PASSWORD}@` }, 'proxy', 'address'],
  ])('refuses %j', (options, reason, aspect) => {
    expect(createHttpClient(options)).toEqual({
      ok: false,
      error: { kind: 'validation', reason, aspect, sent: 'no', concernsAccount: true },
    });
  });
});

interface TestProxy {
  readonly port: number;
  readonly asked: { readonly target: string; readonly authorization: string | undefined }[];
}

/** A real CONNECT proxy; every name leads to this machine. `status` other than 200 refuses. */
async function serveProxy(status = 200, login?: string): Promise<TestProxy> {
  const asked: TestProxy['asked'] = [];
  const server = createHttpServer((_, response) => response.writeHead(500).end('not tunnelled'));
  server.on('connect', (request, socket: Socket, head) => {
    const authorization = request.headers['proxy-authorization'];
    asked.push({ target: request.url ?? '', authorization });
    socket.on('error', () => {});
    if (login !== undefined && authorization !== `Basic ${Buffer.from(login).toString('base64')}`) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm="p"\r\nContent-Length: 0\r\n\r\n',
      );
      return;
    }
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\nContent-Length: 3\r\n\r\nno\n`);
      return;
    }
    const upstream = connect(Number(request.url?.split(':').pop()), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.write(head);
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
  });
  return { port: await listen(server), asked };
}

describe('a proxy', () => {
  it('carries https and http through a tunnel, the service sees no login of the proxy', async () => {
    const proxy = await serveProxy(200, `user:${PROXY_PASSWORD}`);
    const secure = await serveTls(identity('good'));
    const plain = await listen(createHttpServer((request, response) => response.end(JSON.stringify(request.headers))));
    const options = {
      ca: pem('ca'),
      proxy: `http://user:${encodeURIComponent(PROXY_PASSWORD)}@127.0.0.1:${proxy.port}`,
    };
    expect(await get(options, `https://service.test:${secure.port}/`)).toMatchObject({ ok: true });
    const result = await get(options, `http://service.test:${plain}/`);
    expect(proxy.asked.map(({ target }) => target)).toEqual([`service.test:${secure.port}`, `service.test:${plain}`]);
    expect(result.ok && new TextDecoder().decode(result.value.body)).not.toMatch(/proxy/);
  });

  it('changes nothing about trust', async () => {
    const proxy = await serveProxy();
    const { port, requests } = await serveTls(identity('good'));
    const options = { proxy: `127.0.0.1:${proxy.port}` };
    expect(await failed(options, `https://service.test:${port}/`)).toMatchObject({
      reason: 'tls-untrusted',
      aspect: 'issuer',
      detail: { host: 'service.test' },
    });
    expect(await failed({ ...options, ca: pem('ca') }, `https://other.test:${port}/`)).toMatchObject({
      aspect: 'name',
    });
    expect(requests).toEqual([]);
  });

  it.each([
    [407, 'auth'],
    [403, 'refused'],
    [502, 'refused'],
  ])('answers %i', async (status, aspect) => {
    const proxy = await serveProxy(status);
    const options = { proxy: `http://user:${PROXY_PASSWORD}@127.0.0.1:${proxy.port}` };
    expect(await failed(options, 'https://service.test/')).toEqual({
      kind: 'transport',
      reason: 'proxy',
      aspect,
      detail: { host: '127.0.0.1', port: proxy.port, status },
      sent: 'no',
      concernsAccount: true,
    });
    expect(proxy.asked).toHaveLength(1);
  });

  it('wants a login', async () => {
    const proxy = await serveProxy(200, 'user:right');
    expect(await failed({ proxy: `127.0.0.1:${proxy.port}` }, 'https://service.test/')).toMatchObject({
      reason: 'proxy',
      aspect: 'auth',
      detail: { status: 407 },
    });
  });

  it('is not there, hangs up, or speaks no HTTP', async () => {
    const gone = await listen(createTcpServer());
    await cleanUps.pop()?.();
    const closing = await listen(createTcpServer((socket) => socket.once('data', () => socket.destroy())));
    const strange = await listen(createTcpServer((socket) => socket.once('data', () => socket.end('SSH-2.0\r\n'))));
    for (const port of [gone, closing, strange]) {
      expect(await failed({ proxy: `http://127.0.0.1:${port}` }, 'https://service.test/')).toMatchObject({
        reason: 'proxy',
        aspect: 'unreachable',
        detail: { host: '127.0.0.1', port },
        sent: 'no',
      });
    }
    expect(await failed({ proxy: `http://${NO_HOST}:1` }, 'https://service.test/')).toMatchObject({
      reason: 'proxy',
      aspect: 'unreachable',
    });
  });

  it('stays silent: the connection times out', async () => {
    const port = await listen(createTcpServer());
    const options = { proxy: `http://127.0.0.1:${port}`, connectTimeoutMs: 200 };
    expect(await failed(options, 'https://service.test/')).toMatchObject({
      reason: 'timeout',
      aspect: 'connect',
      sent: 'no',
    });
  });

  it('comes from the environment, but not for exceptions and not with none', async () => {
    const proxy = await serveProxy();
    const { port } = await serveTls(identity('good'));
    vi.stubEnv('https_proxy', `http://127.0.0.1:${proxy.port}`);
    vi.stubEnv('no_proxy', `direct.${NO_HOST}`);
    const ca = pem('ca');
    expect(await get({ ca }, `https://service.test:${port}/`)).toMatchObject({ ok: true });
    expect(proxy.asked).toHaveLength(1);
    expect(await failed({ ca }, `https://direct.${NO_HOST}/`)).toMatchObject({ reason: 'unreachable', aspect: 'dns' });
    expect(await failed({ ca, proxy: 'none' }, `https://${NO_HOST}/`)).toMatchObject({ aspect: 'dns' });
    expect(await get({ ca }, `https://127.0.0.1:${port}/`)).toMatchObject({ ok: true });
    expect(proxy.asked).toHaveLength(1);
    vi.stubEnv('https_proxy', `socks5://u:${PROXY_PASSWORD}@127.0.0.1:1`);
    expect(await failed({ ca }, 'https://service.test/')).toMatchObject({
      kind: 'validation',
      reason: 'proxy',
      aspect: 'address',
    });
  });
});
