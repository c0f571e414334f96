import { execFile, spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Result } from '../../shared/result.ts';
import { createHttpClient, type HttpClient, type HttpOptions, type HttpRequest, type HttpResponse } from './http.ts';

/** Too long for a name, so that no name server is asked. */
const NO_HOST = `${'x'.repeat(64)}.test`;
const PASSWORD = 'gehe!m-pässword';
const CREDENTIALS = { user: 'tech', password: PASSWORD };
const BASIC = `Basic ${Buffer.from(`tech:${PASSWORD}`).toString('base64')}`;

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

function client(options: HttpOptions = {}): HttpClient {
  const created = createHttpClient({ proxy: 'none', ...options });
  if (!created.ok) throw new Error(JSON.stringify(created.error));
  cleanUps.push(() => created.value.close());
  return created.value;
}

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

async function serve(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

/** A server below HTTP: `talk` gets each connection after its first bytes came. */
async function serveRaw(talk: (socket: Socket) => void): Promise<string> {
  return `http://127.0.0.1:${await listen(createTcpServer((socket) => socket.once('data', () => talk(socket))))}`;
}

function post(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'POST', url, body: '<x/>', headers: { 'Content-Type': 'text/xml' }, ...more };
}

function responseOf(result: Result<HttpResponse>): HttpResponse {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

function failureOf(result: Result<HttpResponse>): Failure {
  if (result.ok) throw new Error(`Unexpected success: ${result.value.status}`);
  expect(JSON.stringify(result.error)).not.toContain(PASSWORD);
  expect(JSON.stringify(result.error)).not.toContain(BASIC.slice(6));
  return result.error;
}

function textOf(body: Uint8Array): string {
  return new TextDecoder().decode(body);
}

async function readAll(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text;
}

const never = (): void => {};

describe('a request', () => {
  it('arrives as written, and its answer comes back to the letter', async () => {
    const seen: unknown[] = [];
    const url = await serve(async (request, response) => {
      seen.push(request.method, request.url, request.headers, await readAll(request));
      response.writeHead(201, { 'X-One': ['a', 'b'] }).end(Buffer.from([0, 255, 13, 10]));
    });
    const response = responseOf(await client().request(post(`${url}/rpc.do?a=%20b#fragment`)));
    expect(response.status).toBe(201);
    expect(response.headers['x-one']).toBe('a, b');
    expect([...response.body]).toEqual([0, 255, 13, 10]);
    expect(seen.slice(0, 2)).toEqual(['POST', '/rpc.do?a=%20b']);
    expect(seen[2]).toMatchObject({ 'content-type': 'text/xml', 'content-length': '4', 'user-agent': 'Rollcall' });
    expect(seen[2]).not.toHaveProperty('accept-encoding');
    expect(seen[2]).not.toHaveProperty('authorization');
    expect(seen[3]).toBe('<x/>');
  });

  it('reuses its connection', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((request, response) => {
      ports.add(request.socket.remotePort);
      response.end('ok');
    });
    const http = client({ connections: 1 });
    for (let i = 0; i < 5; i += 1) responseOf(await http.request(post(url)));
    expect(ports.size).toBe(1);
  });

  it('shares its signal with many others without a warning of a leak, and all end by it', async () => {
    const warnings: Error[] = [];
    const onWarning = (warning: Error): number => warnings.push(warning);
    process.on('warning', onWarning);
    cleanUps.push(() => process.off('warning', onWarning));
    const url = await serve(never);
    const stop = new AbortController();
    const http = client({ connections: 30 });
    const requests = Array.from({ length: 60 }, () => http.request(post(url, { signal: stop.signal })));
    await new Promise((resolve) => setTimeout(resolve, 100));
    stop.abort();
    const sent = (await Promise.all(requests)).map((result) => failureOf(result).sent);
    expect(sent.filter((value) => value === 'maybe')).toHaveLength(30);
    expect(sent.filter((value) => value === 'no')).toHaveLength(30);
    expect(warnings).toEqual([]);
  });

  it('keeps to the number of connections', async () => {
    let open = 0;
    let most = 0;
    const url = await serve((_, response) => {
      open += 1;
      most = Math.max(most, open);
      setTimeout(() => {
        open -= 1;
        response.end();
      }, 30);
    });
    const http = client({ connections: 2 });
    const results = await Promise.all(Array.from({ length: 8 }, () => http.request(post(url))));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(most).toBe(2);
  });

  it('takes another status for a success when told so', async () => {
    const url = await serve((_, response) => response.writeHead(404).end('gone'));
    const response = responseOf(await client().request(post(url, { acceptStatus: (status) => status === 404 })));
    expect(textOf(response.body)).toBe('gone');
  });

  it.each(['ftp://127.0.0.1/', 'not a url', 'http://user:pass@127.0.0.1/', 'http://user@127.0.0.1/', ''])(
    'is refused for the address %s',
    async (url) => {
      const failure = failureOf(await client().request(post(url)));
      expect(failure).toEqual({ kind: 'validation', reason: 'bad-url', sent: 'no', concernsAccount: true });
    },
  );

  it('throws for a header no one may send: a bug', async () => {
    const url = await serve((_, response) => response.end());
    await expect(client().request(post(url, { headers: { 'x-a': 'b\r\nc: d' } }))).rejects.toThrow(/invalid/i);
  });
});

describe('an answer that is no success', () => {
  async function answered(status: number, headers: Record<string, string> = {}, body = ''): Promise<Failure> {
    const url = await serve((_, response) => response.writeHead(status, headers).end(body));
    return failureOf(await client().request(post(url, { credentials: CREDENTIALS })));
  }

  it.each([
    [400, 'service', 'server-error', 'maybe', false],
    [401, 'auth', 'auth-failed', 'no', true],
    [403, 'auth', 'forbidden', 'no', true],
    [404, 'service', 'not-found', 'no', true],
    [407, 'service', 'server-error', 'maybe', false],
    [429, 'service', 'rate-limited', 'no', true],
    [500, 'service', 'server-error', 'maybe', false],
    [502, 'service', 'server-error', 'maybe', false],
    [511, 'transport', 'captive-portal', 'no', true],
  ] as const)('%i is %s %s', async (status, kind, reason, sent, concernsAccount) => {
    const failure = await answered(status);
    expect(failure).toMatchObject({ kind, reason, sent, concernsAccount, detail: { host: '127.0.0.1', status } });
  });

  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': '0' }, 0],
    [{ 'retry-after': '99999999' }, 3_600_000],
    [{ date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2015 07:29:30 GMT' }, 90_000],
    [{ date: 'Wed, 21 Oct 2015 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2015 07:20:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, undefined],
    [{}, undefined],
  ])('keeps %j', async (headers, retryAfterMs) => {
    expect((await answered(429, headers)).retryAfterMs).toBe(retryAfterMs);
    expect((await answered(503, headers)).retryAfterMs).toBe(retryAfterMs);
    expect((await answered(403, headers)).retryAfterMs).toBeUndefined();
  });

  it('keeps the words of the page, without tags and secrets', async () => {
    const page = `<html><head><style>p{color:red}</style><script>let a="<b>"</script></head><body>
      <!-- x --><h1>No &amp; never</h1><p>${PASSWORD} ${BASIC.slice(6)} http://u:pw@h/x Authorization: Zzz</p></body>`;
    const failure = await answered(500, { 'content-type': 'text/html' }, page);
    expect(failure.serviceWords).toBe('No & never *** *** http://***@h/x Authorization: ***');
  });

  it('cuts long words to 200 characters and leaves pictures out', async () => {
    expect((await answered(500, {}, 'ab '.repeat(100_000))).serviceWords).toHaveLength(200);
    expect((await answered(500, { 'content-type': 'image/png' }, 'PNG')).serviceWords).toBeUndefined();
    expect((await answered(500)).serviceWords).toBeUndefined();
  });

  it.each(['<script ', '<', '<!--', '</script   ', '&amp', 'http://a:b'])(
    'reads a page of many %j quickly',
    async (piece) => {
      const started = Date.now();
      expect(await answered(500, {}, piece.repeat(100_000))).toMatchObject({ reason: 'server-error' });
      expect(Date.now() - started).toBeLessThan(2_000);
    },
  );

  it.each([
    [301, '/elsewhere?token=abc', 'redirected', 'no'],
    [302, '/login', 'redirected', 'maybe'],
    [303, '/login', 'redirected', 'maybe'],
    [307, 'https://127.0.0.1/rpc', 'redirected', 'no'],
    [308, 'https://127.0.0.1:444/rpc', 'redirected', 'no'],
    [302, 'http://portal.example.com/login?back=x', 'captive-portal', 'maybe'],
    [307, '//portal.example.com/', 'captive-portal', 'maybe'],
    [304, undefined, 'redirected', 'maybe'],
    [302, 'http://[bad', 'redirected', 'maybe'],
  ] as const)('%i to %s is %s', async (status, location, reason, sent) => {
    const failure = await answered(status, location === undefined ? {} : { location });
    expect(failure).toMatchObject({ reason, sent, concernsAccount: true });
    expect(JSON.stringify(failure)).not.toMatch(/token|back=/);
  });

  it('follows no redirect and carries no credentials to it', async () => {
    let asked = 0;
    const elsewhere = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    for (const authentication of ['basic', 'digest', 'basic-or-digest'] as const) {
      const url = await serve((_, response) => response.writeHead(307, { location: `${elsewhere}/x` }).end());
      const failure = failureOf(await client().request(post(url, { credentials: CREDENTIALS, authentication })));
      expect(failure).toMatchObject({ reason: 'redirected', detail: { url: `${elsewhere}/x` } });
    }
    expect(asked).toBe(0);
  });

  it('keeps its meaning when its body never ends', async () => {
    const url = await serve((_, response) => response.writeHead(403, { 'content-length': '100' }).write('denied'));
    const failure = failureOf(await client({ bodyTimeoutMs: 100 }).request(post(url)));
    expect(failure).toMatchObject({ reason: 'forbidden', serviceWords: 'denied' });
  });
});

describe('a server that misbehaves', () => {
  const quick = { connectTimeoutMs: 300, headersTimeoutMs: 200, bodyTimeoutMs: 200 };

  async function failed(talk: (socket: Socket) => void, options: HttpOptions = quick): Promise<Failure> {
    const url = await serveRaw(talk);
    return failureOf(await client(options).request(post(url)));
  }

  it('refuses the connection', async () => {
    const port = await listen(createTcpServer());
    await cleanUps.pop()?.();
    expect(failureOf(await client().request(post(`http://127.0.0.1:${port}/`)))).toEqual({
      kind: 'transport',
      reason: 'unreachable',
      aspect: 'refused',
      detail: { host: '127.0.0.1', port },
      sent: 'no',
      concernsAccount: true,
    });
  });

  it('has no address', async () => {
    const failure = failureOf(await client().request(post(`https://${NO_HOST}/`)));
    expect(failure).toMatchObject({
      reason: 'unreachable',
      aspect: 'dns',
      detail: { host: NO_HOST, port: 443 },
      sent: 'no',
      concernsAccount: true,
    });
  });

  it('is in a network that is not reachable', async () => {
    // no packet leaves: a broadcast address is refused by the kernel itself
    const failure = failureOf(await client(quick).request(post('http://255.255.255.255:9/')));
    expect(failure).toMatchObject({ reason: 'unreachable', aspect: 'network', sent: 'no', concernsAccount: true });
  });

  it('closes without an answer', async () => {
    const failure = await failed((socket) => socket.end());
    expect(failure).toMatchObject({ kind: 'transport', reason: 'unreachable', aspect: 'lost', sent: 'maybe' });
    expect(failure.concernsAccount).toBe(false);
  });

  it('resets without an answer', async () => {
    expect(await failed((socket) => socket.resetAndDestroy())).toMatchObject({ aspect: 'lost', sent: 'maybe' });
  });

  it('resets a connection that was kept open', async () => {
    let requests = 0;
    const url = await serve((request, response) => {
      requests += 1;
      if (requests === 1) response.end('ok');
      else request.socket.resetAndDestroy();
    });
    const http = client({ connections: 1 });
    responseOf(await http.request(post(url)));
    expect(failureOf(await http.request(post(url)))).toMatchObject({ aspect: 'lost', sent: 'maybe' });
    expect(requests).toBe(2);
  });

  it.each([
    ['the head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['a body of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<half'],
    [
      'a chunked body of a connection that closes',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<half',
    ],
    ['a chunked body', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n<half'],
  ])('truncates %s', async (_, text) => {
    expect(await failed((socket) => socket.end(text))).toMatchObject({ aspect: 'lost', sent: 'maybe' });
  });

  it.each(['SSH-2.0-OpenSSH_9.2\r\n', '<html>hello</html>', 'HTTP/1.1 xyz\r\n\r\n'])(
    'does not speak HTTP: %j',
    async (text) => {
      const failure = await failed((socket) => socket.write(text));
      expect(failure).toMatchObject({
        kind: 'protocol',
        reason: 'unexpected-answer',
        aspect: 'not-http',
        sent: 'maybe',
      });
    },
  );

  it('never answers', async () => {
    const started = Date.now();
    const failure = await failed(never);
    expect(failure).toMatchObject({ kind: 'timeout', aspect: 'answer', sent: 'maybe', concernsAccount: false });
    expect(failure.detail).toMatchObject({ seconds: 0.2 });
    expect(Date.now() - started).toBeGreaterThanOrEqual(190);
  });

  it('sends interim answers for ever', async () => {
    const failure = await failed((socket) => {
      const timer = setInterval(() => socket.write('HTTP/1.1 102 Processing\r\n\r\n'), 20);
      socket.on('close', () => clearInterval(timer));
    });
    expect(failure).toMatchObject({ kind: 'timeout', aspect: 'answer', sent: 'maybe' });
  });

  it('pauses in the body', async () => {
    const failure = await failed((socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'));
    expect(failure).toMatchObject({ kind: 'timeout', aspect: 'answer', sent: 'maybe' });
  });

  it('trickles: no single pause is too long, the whole is', async () => {
    const started = Date.now();
    const failure = await failed((socket) => {
      socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n');
      const timer = setInterval(() => socket.write('x'), 50);
      socket.on('close', () => clearInterval(timer));
    });
    expect(failure).toMatchObject({ kind: 'timeout', aspect: 'answer', detail: { seconds: 0.8 } });
    expect(Date.now() - started).toBeGreaterThanOrEqual(780);
  });

  it('is slow, but within the limits', async () => {
    const url = await serve((_, response) => {
      response.writeHead(200);
      let left = 5;
      const timer = setInterval(() => {
        left -= 1;
        if (left > 0) response.write('x');
        else {
          clearInterval(timer);
          response.end();
        }
      }, 80);
    });
    expect(textOf(responseOf(await client(quick).request(post(url))).body)).toBe('xxxx');
  });

  it.each([
    ['announced', 'Content-Length: 1001\r\n\r\n'],
    ['not announced', `\r\n${'x'.repeat(1001)}`],
  ])('sends too much, %s', async (_, rest) => {
    const failure = await failed((socket) => socket.write(`HTTP/1.1 200 OK\r\n${rest}`), { maxBodyBytes: 1000 });
    expect(failure).toMatchObject({ kind: 'protocol', reason: 'too-large', sent: 'maybe', detail: { bytes: 1000 } });
  });

  it('sends exactly as much as is allowed', async () => {
    const url = await serve((_, response) => response.end('x'.repeat(1000)));
    expect(responseOf(await client({ maxBodyBytes: 1000 }).request(post(url))).body).toHaveLength(1000);
  });

  it('sends an endless head', async () => {
    const failure = await failed((socket) => socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`));
    expect(failure).toMatchObject({ kind: 'protocol', reason: 'too-large' });
  });
});

describe('stopping', () => {
  it('before anything happened', async () => {
    let asked = 0;
    const url = await serve((_, response) => {
      asked += 1;
      response.end();
    });
    const failure = failureOf(await client().request(post(url, { signal: AbortSignal.abort() })));
    expect(failure).toEqual({ kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false });
    expect(asked).toBe(0);
  });

  it('while connecting', async () => {
    // accepts TCP and never answers the TLS handshake
    const port = await listen(createTcpServer());
    const started = Date.now();
    const signal = AbortSignal.timeout(50);
    const failure = failureOf(await client().request(post(`https://127.0.0.1:${port}/`, { signal })));
    expect(failure).toMatchObject({ reason: 'cancelled', sent: 'no' });
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it('while waiting in line for a connection, and nothing is sent afterwards', async () => {
    const bodies: string[] = [];
    const url = await serve(async (request, response) => {
      bodies.push(await readAll(request));
      setTimeout(() => response.end(), 150);
    });
    const http = client({ connections: 1 });
    const first = http.request(post(url, { body: 'first' }));
    const second = http.request(post(url, { body: 'second', signal: AbortSignal.timeout(50) }));
    expect(failureOf(await second)).toMatchObject({ reason: 'cancelled', sent: 'no' });
    responseOf(await first);
    responseOf(await http.request(post(url, { body: 'third' })));
    expect(bodies).toEqual(['first', 'third']);
  });

  it.each([
    ['while waiting for the answer', ''],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'],
  ])('%s', async (_, text) => {
    let isClosed = false;
    const url = await serveRaw((socket) => {
      socket.on('close', () => {
        isClosed = true;
      });
      socket.write(text);
    });
    const failure = failureOf(await client().request(post(url, { signal: AbortSignal.timeout(100) })));
    expect(failure).toMatchObject({ kind: 'cancelled', reason: 'cancelled', sent: 'maybe' });
    await expect.poll(() => isClosed).toBe(true);
  });

  it('by closing the client, twice', async () => {
    const url = await serveRaw(never);
    const tlsPort = await listen(createTcpServer());
    const http = client();
    const waiting = http.request(post(url));
    const connecting = http.request(post(`https://127.0.0.1:${tlsPort}/`));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await http.close();
    await http.close();
    expect(failureOf(await waiting)).toMatchObject({ reason: 'cancelled', sent: 'maybe' });
    expect(failureOf(await connecting)).toMatchObject({ reason: 'cancelled', sent: 'no' });
    expect(failureOf(await http.request(post(url)))).toMatchObject({ reason: 'cancelled', sent: 'no' });
  });
});

describe('logging in', () => {
  const CHALLENGE = 'Digest realm="r", qop="auth", algorithm=SHA-256, nonce=';

  /** Records each request's `Authorization` header; `answer` decides by its number, from 0. */
  async function serveLogins(
    answer: (index: number, authorization: string) => string | null,
  ): Promise<{ readonly url: string; readonly seen: string[] }> {
    const seen: string[] = [];
    const url = await serve((request: IncomingMessage, response: ServerResponse) => {
      const authorization = request.headers.authorization ?? '';
      const challenge = answer(seen.length, authorization);
      seen.push(authorization);
      response.writeHead(challenge === null ? 200 : 401, challenge === null ? {} : { 'www-authenticate': challenge });
      response.end();
    });
    return { url, seen };
  }

  const login = (authentication: 'basic' | 'digest' | 'basic-or-digest'): Partial<HttpRequest> => ({
    credentials: CREDENTIALS,
    authentication,
  });

  it('basic: at once, and only once', async () => {
    const { url, seen } = await serveLogins(() => `${CHALLENGE}"a"`);
    expect(failureOf(await client().request(post(url, login('basic'))))).toMatchObject({ reason: 'auth-failed' });
    expect(seen).toEqual([BASIC]);
  });

  it('digest: after the challenge, then with the same nonce and a count', async () => {
    const { url, seen } = await serveLogins((_, sent) => (sent.startsWith('Digest') ? null : `${CHALLENGE}"a"`));
    const http = client();
    for (let i = 0; i < 3; i += 1) responseOf(await http.request(post(`${url}/?${i}`, login('digest'))));
    expect(seen[0]).toBe('');
    expect(seen.slice(1).map((text) => /nc=(\w+)/.exec(text)?.[1])).toEqual(['00000001', '00000002', '00000003']);
    expect(seen[3]).toContain('uri="/?2"');
    expect(new Set(seen.slice(1).map((text) => /cnonce="(\w+)"/.exec(text)?.[1])).size).toBe(1);
  });

  it('digest: the challenge of one server is not answered to another', async () => {
    const one = await serveLogins((_, sent) => (sent.startsWith('Digest') ? null : `${CHALLENGE}"a"`));
    const other = await serveLogins((_, sent) => (sent.startsWith('Digest') ? null : `${CHALLENGE}"b"`));
    const http = client();
    responseOf(await http.request(post(one.url, login('digest'))));
    responseOf(await http.request(post(other.url, login('digest'))));
    expect(other.seen[0]).toBe('');
  });

  it('basic-or-digest: Basic first, Digest when challenged, Digest from then on', async () => {
    const { url, seen } = await serveLogins((_, sent) =>
      sent.startsWith('Digest') ? null : `Basic realm="r", ${CHALLENGE}"a"`,
    );
    const http = client();
    responseOf(await http.request(post(url, login('basic-or-digest'))));
    responseOf(await http.request(post(url, login('basic-or-digest'))));
    expect(seen.map((text) => text.split(' ')[0])).toEqual(['Basic', 'Digest', 'Digest']);
  });

  it('basic-or-digest: a 401 without a Digest challenge is final', async () => {
    const { url, seen } = await serveLogins(() => 'Basic realm="r"');
    expect(failureOf(await client().request(post(url, login('basic-or-digest'))))).toMatchObject({
      reason: 'auth-failed',
    });
    expect(seen).toEqual([BASIC]);
  });

  it('a stale nonce is replaced and counted anew', async () => {
    let nonce = 'a';
    const { url, seen } = await serveLogins((_, sent) =>
      sent.includes(`nonce="${nonce}"`) ? null : `${CHALLENGE}"${nonce}", stale=${sent !== ''}`,
    );
    const http = client();
    responseOf(await http.request(post(url, login('digest'))));
    nonce = 'b';
    responseOf(await http.request(post(url, login('digest'))));
    expect(seen.map((text) => [/nonce="(\w)"/.exec(text)?.[1], /nc=(\w+)/.exec(text)?.[1]])).toEqual([
      [undefined, undefined],
      ['a', '00000001'],
      ['a', '00000002'],
      ['b', '00000001'],
    ]);
  });

  it('an old nonce refused without a word of stale is replaced too', async () => {
    let nonce = 'a';
    const { url, seen } = await serveLogins((_, sent) =>
      sent.includes(`"${nonce}"`) ? null : `${CHALLENGE}"${nonce}"`,
    );
    const http = client();
    responseOf(await http.request(post(url, login('digest'))));
    nonce = 'b';
    responseOf(await http.request(post(url, login('digest'))));
    expect(seen).toHaveLength(4);
  });

  it.each([
    ['a wrong password with a nonce of its own each time', (index: number) => `${CHALLENGE}"n${index}"`, 2],
    ['a wrong password with the same nonce', () => `${CHALLENGE}"n"`, 2],
    ['stale for ever', (index: number) => `${CHALLENGE}"n${index}", stale=true`, 3],
    ['an algorithm nobody knows', () => 'Digest realm="r", nonce="n", algorithm=ROT13', 1],
  ])('gives up soon: %s', async (_, answer, tries) => {
    const { url, seen } = await serveLogins(answer);
    const failure = failureOf(await client().request(post(url, login('digest'))));
    expect(failure).toMatchObject({ kind: 'auth', reason: 'auth-failed', sent: 'no', concernsAccount: true });
    expect(seen).toHaveLength(tries);
  });

  it('many at once with one nonce never use a count twice', async () => {
    const { url, seen } = await serveLogins((_, sent) => (sent.startsWith('Digest') ? null : `${CHALLENGE}"a"`));
    const http = client();
    responseOf(await http.request(post(url, login('digest'))));
    await Promise.all(Array.from({ length: 20 }, () => http.request(post(url, login('digest')))));
    const counts = seen.slice(1).map((text) => /nc=(\w+)/.exec(text)?.[1]);
    expect(new Set(counts).size).toBe(21);
  });

  it.each([
    [{ user: 'a:b', password: 'p' }, 'basic'],
    [{ user: 'a\nb', password: 'p' }, 'digest'],
    [{ user: 'a', password: 'p\r\nX: y' }, 'basic-or-digest'],
  ] as const)('is refused before anything is sent: %j for %s', async (credentials, authentication) => {
    const { url, seen } = await serveLogins(() => null);
    const failure = failureOf(await client().request(post(url, { credentials, authentication })));
    expect(failure).toMatchObject({ kind: 'validation', reason: 'auth-failed', sent: 'no' });
    expect(seen).toEqual([]);
  });

  it("with a check of Basic that isn't ours: Python's http.server", async () => {
    const program = `
import base64, http.server
class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        scheme, _, token = self.headers.get('Authorization', '').partition(' ')
        user, _, password = base64.b64decode(token).decode('utf-8').partition(':')
        good = scheme == 'Basic' and (user, password) == ('tech', 'gehe!m-p\\u00e4ssword')
        self.send_response(200 if good else 401)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)
    def log_message(self, *arguments): pass
server = http.server.HTTPServer(('127.0.0.1', 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()`;
    const python = spawn('python3', ['-c', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    cleanUps.push(() => python.kill());
    const [port] = await createInterface({ input: python.stdout })
      [Symbol.asyncIterator]()
      .next()
      .then(({ value }) => [value]);
    const url = `http://127.0.0.1:${port}/`;
    const http = client({ connections: 1 });
    expect(textOf(responseOf(await http.request(post(url, login('basic')))).body)).toBe('<x/>');
    const wrong = { user: 'tech', password: `${PASSWORD}!` };
    expect(failureOf(await http.request(post(url, { credentials: wrong })))).toMatchObject({ reason: 'auth-failed' });
  });
});

describe('the environment', () => {
  it('has no way to add credentials or to stop the process from ending', async () => {
    const url = await serve((_, response) => response.end('ok'));
    const program = `
      import { createHttpClient } from ${JSON.stringify(new URL('./http.ts', import.meta.url).href)};
      const http = createHttpClient({}).value;
      console.log((await http.request({ method: 'GET', url: ${JSON.stringify(url)} })).ok);
      await http.close();`;
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env: { PATH: process.env.PATH, HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '' },
      timeout: 20_000,
    });
    expect(stdout).toBe('true\n');
  });
});
