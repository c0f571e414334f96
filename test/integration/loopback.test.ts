import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openForWindow, type WindowApi } from '../../electron/api/open-for-window.ts';
import { Bundle } from '../../electron/bundle/bundle.ts';
import { BODY_CAP_BYTES } from '../../electron/loopback/read-body.ts';
import { BRIDGE_PATH, type LoopbackHost, startLoopback } from '../../electron/loopback/server.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let folder: string;
let core: WindowApi;
let host: LoopbackHost;
let origin: string;
let opening: string;
let refused: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-loopback-'));
  const window = join(folder, 'window');
  mkdirSync(join(window, 'assets'), { recursive: true });
  writeFileSync(join(window, 'index.html'), '<!doctype html><html><head><title>Rollcall</title></head></html>');
  writeFileSync(join(window, 'assets/main.js'), 'export {};');
  writeFileSync(join(folder, 'secret.txt'), 'not a part of the window');
  const opened = await openForWindow(join(folder, 'data'), (name, value) => host.send(name, value));
  if (!opened.ok) throw new Error(opened.error.reason);
  core = opened.value;
  refused = [];
  host = await startLoopback({
    bundle: Bundle.read(window, { connect: 'self', script: BRIDGE_PATH }),
    bridge: Buffer.from('/* bridge */'),
    call: core.call,
    onRefused: (line) => refused.push(line),
  });
  ({ origin, pathname: opening } = new URL(host.openingUrl));
});

afterEach(async () => {
  await host.close();
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Sends a request as it is written here: no normalizing of paths, any headers. */
function ask(
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<Answer> {
  const { host: address, port } = new URL(origin);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: '127.0.0.1',
        port,
        path,
        method: options.method ?? 'GET',
        headers: { host: address, ...options.headers },
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(pieces).toString(),
          }),
        );
      },
    );
    sent.on('error', reject);
    sent.end(options.body);
  });
}

async function openWindow(): Promise<Record<string, string>> {
  const { headers, status } = await ask(opening);
  expect(status).toBe(200);
  const [cookie = ''] = headers['set-cookie'] ?? [];
  return { cookie: cookie.split(';', 1)[0] ?? '' };
}

function post(path: string, body: string | Buffer, headers: Record<string, string>): Promise<Answer> {
  return ask(path, { method: 'POST', body, headers: { origin, 'content-type': 'application/json', ...headers } });
}

describe('the one-time address', () => {
  it('becomes a cookie that scripts cannot read and other sites cannot send', async () => {
    const { headers, text } = await ask(opening);
    expect(headers['set-cookie']).toEqual([
      expect.stringMatching(/^rollcall-\d+=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    ]);
    expect(text).not.toContain(opening.slice('/open/'.length));
  });

  it('opens nothing a second time', async () => {
    await openWindow();
    const again = await ask(opening);
    expect(again.status).toBe(403);
    expect(again.headers['set-cookie']).toBeUndefined();
  });

  it('may be loaded again by the browser that used it', async () => {
    const cookie = await openWindow();
    expect((await ask(opening, { headers: cookie })).status).toBe(200);
  });

  it.each(['/open/', '/open/x', `/open/${'A'.repeat(43)}`])(
    'is not %s, and a wrong guess spends nothing',
    async (path) => {
      expect((await ask(path)).status).toBe(403);
      expect((await ask(opening)).status).toBe(200);
    },
  );

  it('appears in no line about a refused request', async () => {
    await ask(opening, { headers: { host: 'evil.example' } });
    await openWindow();
    await ask(opening);
    expect(refused).toEqual(['421 host: GET /open/…', '403 token: GET /open/…']);
  });
});

describe('without a session', () => {
  it.each(['/', '/index.html', '/assets/main.js', '/bridge.js', '/pushes'])('gets no %s', async (path) => {
    expect((await ask(path)).status).toBe(403);
    expect((await ask(path, { headers: { cookie: 'rollcall-1=x; rollcall=y' } })).status).toBe(403);
  });

  it('makes no call', async () => {
    const { status } = await post('/call/rollouts/create', '{"name":"intruder"}', {});
    expect(status).toBe(403);
    const cookie = await openWindow();
    const list = await post('/call/rollouts/list', '{}', cookie);
    expect(JSON.parse(list.text)).toEqual({ result: { ok: true, value: { rollouts: [] } } });
  });
});

describe('another site in the same browser', () => {
  it.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'https://127.0.0.1',
    'http://localhost',
  ])('with the origin %s makes no call, though the cookie came along', async (foreign) => {
    const cookie = await openWindow();
    const { status, headers } = await post('/call/rollouts/create', '{"name":"intruder"}', {
      ...cookie,
      origin: foreign,
    });
    expect(status).toBe(403);
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  it('that hides its origin makes no call', async () => {
    const cookie = await openWindow();
    const { status } = await ask('/call/rollouts/list', {
      method: 'POST',
      body: '{}',
      headers: { ...cookie, 'content-type': 'application/json' },
    });
    expect(status).toBe(403);
  });

  it.each(['cross-site', 'same-site'])('embeds nothing (%s)', async (site) => {
    const cookie = await openWindow();
    expect((await ask('/assets/main.js', { headers: { ...cookie, 'sec-fetch-site': site } })).status).toBe(403);
  });

  it('gets no permission from a preflight', async () => {
    const cookie = await openWindow();
    const { status, headers } = await ask('/call/rollouts/list', {
      method: 'OPTIONS',
      headers: { ...cookie, origin: 'http://evil.example', 'access-control-request-method': 'POST' },
    });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it.each(['evil.example:PORT', 'localhost:PORT', '127.0.0.1', '127.0.0.1.evil.example:PORT', '[::1]:PORT'])(
    'whose name was made to point here (%s) gets nothing, and spends nothing',
    async (name) => {
      const foreign = name.replace('PORT', new URL(origin).port);
      expect((await ask(opening, { headers: { host: foreign } })).status).toBe(421);
      const cookie = await openWindow();
      expect((await ask('/', { headers: { ...cookie, host: foreign } })).status).toBe(421);
    },
  );
});

describe('a path', () => {
  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/%2e%2e/secret.txt',
    '/assets/%2e%2e/%2e%2e/secret.txt',
    '/..%2fsecret.txt',
    '/%252e%252e/secret.txt',
    '/..\\secret.txt',
    '/assets/..%5c..%5csecret.txt',
    '//secret.txt',
    '/assets/main.js%00.html',
    '/assets/',
    'http://evil.example/assets/main.js',
    '/constructor',
  ])('%s leads nowhere', async (path) => {
    const cookie = await openWindow();
    const { status, text } = await ask(path, { headers: cookie });
    expect(status).toBe(404);
    expect(text).not.toContain('not a part of the window');
  });

  it('of a part leads to it, with what keeps it where it belongs', async () => {
    const cookie = await openWindow();
    const part = await ask('/assets/main.js', { headers: cookie });
    expect(part).toMatchObject({ status: 200, text: 'export {};' });
    expect(part.headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    });
  });

  it('of the page gives a policy and a nonce of its own at each load', async () => {
    const cookie = await openWindow();
    const nonces = [];
    for (const path of ['/', '/', '/index.html']) {
      const page = await ask(path, { headers: cookie });
      const policy = String(page.headers['content-security-policy']);
      const [, nonce] = /style-src 'self' 'nonce-([^']+)'/.exec(policy) ?? [];
      expect(policy).toContain("default-src 'none'; script-src 'self';");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(page.text).toContain(`<meta property="csp-nonce" content="${nonce}"`);
      expect(page.text).toContain('<script src="/bridge.js"');
      nonces.push(nonce);
    }
    expect(new Set(nonces).size).toBe(3);
  });
});

describe('a call', () => {
  it.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/json', ''])(
    'of the type "%s" is not read',
    async (type) => {
      const cookie = await openWindow();
      expect((await post('/call/rollouts/list', '{}', { ...cookie, 'content-type': type })).status).toBe(415);
    },
  );

  it('that says it is too large is refused before it is sent', async () => {
    const cookie = await openWindow();
    const { port, host: address } = new URL(origin);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(
      `POST /call/rollouts/create HTTP/1.1\r\nHost: ${address}\r\nOrigin: ${origin}\r\nCookie: ${cookie.cookie}\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${BODY_CAP_BYTES + 1}\r\n\r\n`,
    );
    const [first] = await new Promise<Buffer[]>((resolve) => socket.once('data', (piece) => resolve([piece])));
    socket.destroy();
    expect(String(first)).toMatch(/^HTTP\/1\.1 413 /);
  });

  it('that grows too large on the way is cut off', async () => {
    const cookie = await openWindow();
    const { port, host: address } = new URL(origin);
    const socket = connect(Number(port), '127.0.0.1');
    const answered = new Promise<string>((resolve) => {
      socket.once('data', (piece) => resolve(String(piece)));
      socket.once('error', (error) => resolve(error.message));
    });
    socket.write(
      `POST /call/rollouts/create HTTP/1.1\r\nHost: ${address}\r\nOrigin: ${origin}\r\nCookie: ${cookie.cookie}\r\n` +
        'Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n',
    );
    const piece = Buffer.alloc(1024 * 1024, ' ');
    const chunk = Buffer.concat([Buffer.from('100000\r\n'), piece, Buffer.from('\r\n')]);
    for (let sent = 0; sent <= BODY_CAP_BYTES && !socket.destroyed; sent += piece.length) {
      if (!socket.write(chunk)) await new Promise((resolve) => socket.once('drain', resolve).once('close', resolve));
    }
    expect(await answered).toMatch(/^HTTP\/1\.1 413 |ECONNRESET|EPIPE/);
    socket.destroy();
    const list = await post('/call/rollouts/list', '{}', cookie);
    expect(list.text).toContain('"rollouts":[]');
  });

  it.each(['', '{', 'undefined', '\xff\xfe'])('with the body %j is not understood', async (body) => {
    const cookie = await openWindow();
    expect((await post('/call/rollouts/list', Buffer.from(body, 'latin1'), cookie)).status).toBe(400);
  });

  it.each([
    '/call/rollouts/destroy',
    '/call/nothing/list',
    '/call/constructor/name',
    '/call/__proto__/toString',
    '/call/rollouts/__proto__',
    '/call/rollouts/list/more',
    '/call/rollouts',
    '/call/',
  ])('%s is unknown', async (path) => {
    const cookie = await openWindow();
    expect((await post(path, '{}', cookie)).status).toBe(404);
  });

  it.each([[null], [1], ['text'], [[]], [{}], [{ name: 1 }], [{ name: '' }], [{ name: { $gt: '' } }]])(
    'with the argument %j changes nothing',
    async (argument) => {
      const cookie = await openWindow();
      const { text } = await post('/call/rollouts/create', JSON.stringify(argument), cookie);
      expect(JSON.parse(text)).toMatchObject({ result: { ok: false, error: { words: 'input.bad-argument' } } });
      expect((await post('/call/rollouts/list', '{}', cookie)).text).toContain('"rollouts":[]');
    },
  );

  it('names no place on the disk', async () => {
    const cookie = await openWindow();
    await post('/call/rollouts/create', '{"name":"Site"}', cookie);
    const path = join(folder, 'written.csv');
    const argument = { rollout: 'Site', path, separator: ',', language: 'en' };
    const { text } = await post('/call/exports/results', JSON.stringify(argument), cookie);
    expect(JSON.parse(text)).toMatchObject({ result: { ok: false, error: { detail: { field: 'path' } } } });
  });

  it.each(['GET', 'PUT', 'DELETE', 'HEAD'])('by %s is not one', async (method) => {
    const cookie = await openWindow();
    expect((await ask('/call/rollouts/list', { method, headers: { ...cookie, origin } })).status).toBe(405);
  });

  it('is answered and kept by nobody', async () => {
    const cookie = await openWindow();
    const created = await post('/call/rollouts/create', '{"name":"Site"}', cookie);
    expect(JSON.parse(created.text)).toEqual({ result: { ok: true, value: {} } });
    expect(created.headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
  });
});

it('upgrades nothing', async () => {
  const cookie = await openWindow();
  const { port, host: address } = new URL(origin);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(
    `GET / HTTP/1.1\r\nHost: ${address}\r\nOrigin: ${origin}\r\nCookie: ${cookie.cookie}\r\nConnection: Upgrade\r\n` +
      'Upgrade: websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n',
  );
  const first = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
  socket.destroy();
  expect(String(first)).toMatch(/^HTTP\/1\.1 403 /);
});

it('listens on 127.0.0.1 only', async () => {
  const { port } = new URL(origin);
  const isOpen = await new Promise((resolve) => {
    const socket = connect({ host: '::1', port: Number(port) });
    socket.once('connect', () => resolve(true));
    socket.once('error', () => resolve(false));
    socket.once('close', () => socket.destroy());
  });
  expect(isOpen).toBe(false);
});

it('tells every window what the core tells, in order', async () => {
  const { cookie = '' } = await openWindow();
  const streams = await Promise.all([0, 1].map(() => fetch(`${origin}/pushes`, { headers: { cookie } })));
  const readers = streams.map((stream) => {
    if (stream.body === null) throw new Error('The stream has no body.');
    return stream.body.pipeThrough(new TextDecoderStream()).getReader();
  });
  host.send('progress', { phase: 'run', done: 1, total: 2 });
  host.send('progress', { phase: 'run', done: 2, total: 2 });
  for (const reader of readers) {
    let text = '';
    while (!text.includes('"done":2')) text += (await reader.read()).value ?? '';
    expect(text).toBe(
      'retry: 1000\n\nevent: progress\ndata: {"phase":"run","done":1,"total":2}\n\n' +
        'event: progress\ndata: {"phase":"run","done":2,"total":2}\n\n',
    );
  }
});
