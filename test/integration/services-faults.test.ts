import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { gigaset } from '../../electron/services/gigaset/index.ts';
import type { RedirectionService, RedirectionSession, ServiceDevice } from '../../electron/services/service.ts';
import { snom } from '../../electron/services/snom/index.ts';
import { encodeFault, encodeResponse, type XmlRpcValue } from '../../electron/transport/xml-rpc.ts';
import { parseMac } from '../../shared/domain/mac.ts';

const PASSWORD = 'p4ss-word';
const TARGET = { url: 'https://joe:url-s3cret@h/x', name: 'Acme' };
const DEVICES = ['7C2F80820EC0', '000413610FF5'].map((text): ServiceDevice => {
  const mac = parseMac(text);
  if (!mac.ok) throw new Error(`No MAC: ${text}`);
  return { mac: mac.value, checkCode: '' };
});
const [DEVICE] = DEVICES;

let server: Server | null = null;
let session: RedirectionSession | null = null;
let methods: string[] = [];
let port = 0;

/** Starts a server that treats every call alike, and opens an account on it. */
async function start(
  service: RedirectionService,
  treat: (response: ServerResponse, request: IncomingMessage, method: string) => void,
): Promise<RedirectionSession> {
  methods = [];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const method = /<methodName>(.*?)</.exec(body)?.[1] ?? '';
    methods.push(method);
    treat(response, request, method);
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  return open(service, `http://127.0.0.1:${port}/xmlrpc/`);
}

function open(service: RedirectionService, url: string): RedirectionSession {
  const opened = service.connect({ url, user: 'joe', password: PASSWORD, proxy: 'none', concurrency: 2 });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  session = opened.value;
  return session;
}

afterEach(async () => {
  await session?.close();
  server?.closeAllConnections();
  server?.close();
  server = null;
  session = null;
});

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}

function xml(response: ServerResponse, value: XmlRpcValue): void {
  response.setHeader('Content-Type', 'text/xml').end(encodeResponse(value));
}

/** What a read and two writes make of a treatment, secrets looked for in all of it. */
async function tryAll(
  opened: RedirectionSession,
): Promise<{ readonly read: object; readonly writes: readonly object[] }> {
  if (DEVICE === undefined) throw new Error('No device');
  const read = await opened.readOne(DEVICE, signal());
  const writes = [
    ...(await opened.register(DEVICES, TARGET, signal())),
    ...(await opened.deregister([DEVICE], signal())),
  ];
  for (const secret of [PASSWORD, 'url-s3cret']) expect(JSON.stringify([read, writes])).not.toContain(secret);
  expect(writes).toHaveLength(3);
  return { read, writes };
}

/** The same failure, but a read can't have changed anything. */
function expectFailure(tried: Awaited<ReturnType<typeof tryAll>>, failure: object, sentOfWrites: 'no' | 'maybe'): void {
  expect(tried.read).toMatchObject({ kind: 'failed', failure: { ...failure, sent: 'no' } });
  for (const write of tried.writes) {
    expect(write).toMatchObject({ kind: 'failed', failure: { ...failure, sent: sentOfWrites } });
  }
}

describe.each([gigaset, snom])('$description.title', (service) => {
  test('nobody there', async () => {
    await start(service, () => undefined);
    await new Promise((resolve) => server?.close(resolve));
    const tried = await tryAll(open(service, `http://127.0.0.1:${port}/`));
    expectFailure(tried, { kind: 'transport', reason: 'unreachable', aspect: 'refused', concernsAccount: true }, 'no');
  });

  test('the connection is dropped', async () => {
    const tried = await tryAll(await start(service, (response) => response.destroy()));
    expectFailure(tried, { kind: 'transport', reason: 'unreachable', aspect: 'lost' }, 'maybe');
  });

  test('the answer is cut off by the connection', async () => {
    const opened = await start(service, (response) => {
      response.setHeader('Content-Length', 1000).write('<?xml version="1.0"?><methodResponse>');
      setTimeout(() => response.destroy(), 20);
    });
    expectFailure(await tryAll(opened), { kind: 'transport', reason: 'unreachable' }, 'maybe');
  });

  test('the answer is cut off, though the connection is not', async () => {
    const opened = await start(service, (response) => {
      response.end('<?xml version="1.0"?><methodResponse><params><param><value>OK: d3vice');
    });
    const tried = await tryAll(opened);
    expectFailure(tried, { kind: 'protocol', reason: 'not-xmlrpc', aspect: 'truncated' }, 'maybe');
    expect(JSON.stringify(tried)).not.toContain('d3vice');
  });

  test('a web page', async () => {
    const opened = await start(service, (response) => {
      response.setHeader('Content-Type', 'text/html').end('<!DOCTYPE html><html><title>Sign in</title></html>');
    });
    expectFailure(await tryAll(opened), { kind: 'protocol', reason: 'not-xmlrpc', aspect: 'html' }, 'maybe');
  });

  test('JSON', async () => {
    const opened = await start(service, (response) => response.end('{"ok": true, "text": "OK"}'));
    expectFailure(await tryAll(opened), { kind: 'protocol', reason: 'not-xmlrpc', aspect: 'json' }, 'maybe');
  });

  test.each([
    [401, { kind: 'auth', reason: 'auth-failed', concernsAccount: true }, 'no'],
    [403, { kind: 'auth', reason: 'forbidden', concernsAccount: true }, 'no'],
    [429, { kind: 'service', reason: 'rate-limited', retryAfterMs: 7000 }, 'no'],
    [500, { kind: 'service', reason: 'server-error' }, 'maybe'],
  ] as const)('status %i', async (status, failure, sent) => {
    const opened = await start(service, (response) => {
      response.writeHead(status, { 'Retry-After': '7', 'WWW-Authenticate': 'Basic realm="x"' }).end('no');
    });
    expectFailure(await tryAll(opened), failure, sent);
  });

  test('no answer: ended by the signal, and it may have been applied', async () => {
    const opened = await start(service, () => undefined);
    const startedAt = performance.now();
    const [first, second] = await opened.register(DEVICES, TARGET, AbortSignal.timeout(200));
    for (const answer of [first, second]) {
      expect(answer).toMatchObject({ kind: 'failed', failure: { kind: 'cancelled', sent: 'maybe' } });
    }
    expect(performance.now() - startedAt).toBeLessThan(5000);
    const never = await opened.register(DEVICES, TARGET, AbortSignal.abort());
    expect(never).toMatchObject([{ failure: { sent: 'no' } }, { failure: { sent: 'no' } }]);
    expect(methods).toHaveLength(1);
  });

  test('a fault: a failed read, an open write', async () => {
    const opened = await start(service, (response) => {
      response.end(encodeFault(3, 'broken at https://joe:url-s3cret@h/x'));
    });
    const { read, writes } = await tryAll(opened);
    const words = 'broken at https://***@h/x';
    const failure = { kind: 'service', reason: 'fault', sent: 'no', serviceWords: words, detail: { code: 3 } };
    expect(read).toMatchObject({ kind: 'failed', failure });
    for (const write of writes) expect(write).toEqual({ kind: 'open', words });
    expect(await opened.probe(signal())).toMatchObject({ ok: false, error: failure });
  });

  test('an answer that nobody documents: unclear, open, no list, never success', async () => {
    const opened = await start(service, (response) => xml(response, new Map([['done', 'certainly']])));
    const { read, writes } = await tryAll(opened);
    expect(read).toEqual({ kind: 'unclear', words: '{done: "certainly"}' });
    for (const write of writes) expect(write).toEqual({ kind: 'open', words: '{done: "certainly"}' });
    const error = { kind: 'service', reason: 'unexpected-answer', serviceWords: '{done: "certainly"}', sent: 'no' };
    const list = await opened.list({ names: [], model: '', url: '' }, signal());
    expect(list).toMatchObject({ ok: false, error });
  });

  test('what XML cannot carry is refused unsent', async () => {
    const opened = await start(service, (response) => xml(response, [true, 'OK']));
    const badUrl = await opened.register(DEVICES, { url: 'https://h/\u0001', name: '' }, signal());
    expect(badUrl.map((answer) => answer.kind === 'refused' && answer.reason)).toEqual(['bad-url', 'bad-url']);
    const badName = await opened.register(DEVICES, { url: 'https://h/', name: 'half \ud800' }, signal());
    expect(badName.map((answer) => answer.kind === 'refused' && answer.reason)).toEqual(['bad-name', 'bad-name']);
    const filter = { names: ['\u0000'], model: '\u0000', url: '' };
    expect(await opened.list(filter, signal())).toMatchObject({ ok: false, error: { kind: 'validation' } });
    expect(methods).toEqual([]);
  });

  test('without devices there is no call', async () => {
    const opened = await start(service, (response) => xml(response, [true, 'OK']));
    expect(await opened.register([], TARGET, signal())).toEqual([]);
    expect(await opened.deregister([], signal())).toEqual([]);
    expect(methods).toEqual([]);
  });

  test.each([
    ['http://prov.example.com/xmlrpc/', { reason: 'auth-failed', aspect: 'plain-http' }],
    ['http://127.0.0.1.example.com/', { reason: 'auth-failed', aspect: 'plain-http' }],
    ['http://10.0.0.1:8083/', { reason: 'auth-failed', aspect: 'plain-http' }],
    ['https://joe:secret@prov.example.com/', { reason: 'bad-url', aspect: 'account' }],
    ['ftp://prov.example.com/', { reason: 'bad-url', aspect: 'account' }],
    ['prov.example.com', { reason: 'bad-url', aspect: 'account' }],
    ['', { reason: 'bad-url', aspect: 'account' }],
  ])('the address %s is refused', (url, error) => {
    const opened = service.connect({ url, user: 'joe', password: PASSWORD, concurrency: 1 });
    expect(opened).toMatchObject({
      ok: false,
      error: { kind: 'validation', sent: 'no', concernsAccount: true, ...error },
    });
    expect(JSON.stringify(opened)).not.toContain('secret');
  });

  test.each(['http://localhost:1/', 'http://[::1]:1/', 'http://127.9.9.9:1/', 'https://prov.example.com/'])(
    'the address %s is taken',
    async (url) => {
      const opened = service.connect({ url, user: 'joe', password: PASSWORD, concurrency: 1 });
      expect(opened.ok).toBe(true);
      if (opened.ok) await opened.value.close();
    },
  );
});

describe('Gigaset, step by step', () => {
  test('a check that tells no URL is completed from the list of its provider name', async () => {
    const mac = DEVICE?.mac.toUpperCase() ?? '';
    const opened = await start(gigaset, (response, _request, method) => {
      xml(response, method === 'autoprov.checkDevice' ? [true, mac, 'Acme'] : [[mac, 'Acme', 'https://h/', '2024']]);
    });
    const { read } = await tryAll(opened);
    expect(read).toMatchObject({ kind: 'registered', entry: { url: 'https://h/', name: 'Acme', date: '2024' } });
    expect(methods.slice(0, 2)).toEqual(['autoprov.checkDevice', 'autoprov.listDevices']);
  });

  test('the list is not asked for a phone without a known name', async () => {
    const mac = DEVICE?.mac ?? '';
    const opened = await start(gigaset, (response) => xml(response, [false, mac]));
    const { read } = await tryAll(opened);
    expect(read).toMatchObject({ kind: 'registered', entry: { url: null, name: null } });
    expect(methods.filter((method) => method === 'autoprov.listDevices')).toEqual([]);
  });

  test('a Digest challenge is answered', async () => {
    const opened = await start(gigaset, (response, request) => {
      if (request.headers.authorization?.startsWith('Digest username="joe"')) xml(response, [false, 'mac_invalid']);
      else response.writeHead(401, { 'WWW-Authenticate': 'Digest realm="x", nonce="n", qop="auth"' }).end();
    });
    expect(await opened.probe(signal())).toEqual({ ok: true, value: undefined });
  });
});

describe('snom, step by step', () => {
  const mac = DEVICES[1]?.mac ?? '';

  test('an empty redirection is settled by a check', async () => {
    const answers: Record<string, XmlRpcValue> = {
      'redirect.getPhoneRedirection': ['', ''],
      'redirect.checkPhone': [true, 'Ok'],
    };
    const opened = await start(snom, (response, _request, method) => xml(response, answers[method] ?? null));
    expect((await tryAll(opened)).read).toMatchObject({ kind: 'registered', entry: { url: '' } });
    answers['redirect.checkPhone'] = [false, 'Error:owned_by_other_user'];
    expect((await tryAll(opened)).read).toMatchObject({ kind: 'foreign' });
  });

  test('the list ends with the first redirection that fails, and leaves out what is gone', async () => {
    let redirection: XmlRpcValue | null = [false, 'Error:no_such_mac'];
    const opened = await start(snom, (response, _request, method) => {
      if (method === 'redirect.listPhones') xml(response, [mac, '0004136100e5']);
      else if (redirection === null) response.writeHead(503).end();
      else xml(response, redirection);
    });
    const filter = { names: [], model: 'snomM700', url: '' };
    expect(await opened.list(filter, signal())).toEqual({ ok: true, value: [] });
    redirection = ['', ''];
    expect(await opened.list(filter, signal())).toMatchObject({
      ok: true,
      value: [{ mac, model: 'snomM700', entry: { url: '' } }, { mac: '0004136100e5' }],
    });
    redirection = new Map();
    expect(await opened.list(filter, signal())).toMatchObject({ ok: true, value: [{ entry: { url: null } }, {}] });
    redirection = null;
    expect(await opened.list(filter, signal())).toMatchObject({ ok: false, error: { reason: 'server-error' } });
  });

  test('at most as many redirections are asked for at once as the account allows', async () => {
    const macs = Array.from({ length: 12 }, (_, index) => `0004136100${String(index).padStart(2, '0')}`);
    let underWay = 0;
    let most = 0;
    const opened = await start(snom, (response, _request, method) => {
      if (method === 'redirect.listPhones') return xml(response, macs);
      underWay += 1;
      most = Math.max(most, underWay);
      setTimeout(() => {
        underWay -= 1;
        xml(response, ['Acme', 'https://h/']);
      }, 10);
    });
    const list = await opened.list({ names: [], model: 'snomM700', url: '' }, signal());
    expect(list.ok ? list.value.map((phone) => phone.mac) : list).toEqual(macs);
    expect(most).toBe(2);
  });

  test('the probe falls back on a documented method where the echo is not known', async () => {
    const opened = await start(snom, (response, _request, method) => {
      if (method === 'network.echo') response.end(encodeFault(1, 'method "network.echo" is not supported'));
      else xml(response, [false, 'Error:malformed_mac']);
    });
    expect(await opened.probe(signal())).toEqual({ ok: true, value: undefined });
    expect(methods).toEqual(['network.echo', 'redirect.checkPhone']);
  });
});
