import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Failure } from '../../shared/domain/failure.ts';
import { openWebSocket, type WebSocketConnection, type WebSocketOptions } from './websocket.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function listen(server: Server | ReturnType<typeof createTcpServer>): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => server.close());
  return (server.address() as AddressInfo).port;
}

/** A WebSocket server that does with each client what the test says. */
async function serve(serveClient: (client: WebSocket) => void): Promise<string> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', serveClient);
  closing.push(() => {
    for (const client of sockets.clients) client.terminate();
  });
  return `ws://127.0.0.1:${await listen(http)}/`;
}

interface Opened {
  readonly connection: WebSocketConnection;
  readonly texts: string[];
  readonly closed: Promise<Failure>;
}

const neverAborted = new AbortController().signal;

async function open(url: string, options: WebSocketOptions = {}): Promise<Opened> {
  const texts: string[] = [];
  let close: (cause: Failure) => void = () => {};
  const closed = new Promise<Failure>((resolve) => {
    close = resolve;
  });
  const listener = { onText: (text: string) => void texts.push(text), onClose: (cause: Failure) => close(cause) };
  const opened = await openWebSocket(url, { proxy: 'none', ...options }, listener, neverAborted);
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  closing.push(() => opened.value.close());
  return { connection: opened.value, texts, closed };
}

async function refuse(url: string, options: WebSocketOptions = {}, signal = neverAborted): Promise<Failure> {
  const listener = { onText: () => {}, onClose: () => {} };
  const opened = await openWebSocket(url, { proxy: 'none', ...options }, listener, signal);
  if (opened.ok) throw new Error('opened');
  return opened.error;
}

describe('an open connection', () => {
  it('loses no message, not even one right behind the answer', async () => {
    const url = await serve((client) => {
      client.send('first');
      client.on('message', (data) => {
        client.send(`echo ${data}`);
        client.close(1000, 'done');
      });
    });
    const { connection, texts, closed } = await open(url);
    expect(connection.send('häh')).toBe(true);
    expect(await closed).toMatchObject({
      reason: 'unreachable',
      aspect: 'lost',
      detail: { code: 1000 },
      serviceWords: 'done',
    });
    expect(texts).toEqual(['first', 'echo häh']);
    expect(connection.send('late')).toBe(false);
  });

  it('ends as cancelled by its own will, once, however often it is told to', async () => {
    const { connection, closed } = await open(await serve(() => {}));
    connection.close();
    connection.close();
    expect((await closed).kind).toBe('cancelled');
  });

  it('takes no message larger than it was told to', async () => {
    const url = await serve((client) => client.send('x'.repeat(2_000)));
    const { closed, texts } = await open(url, { maxMessageBytes: 1_000 });
    expect(await closed).toMatchObject({ kind: 'protocol', reason: 'too-large', detail: { bytes: 1_000 } });
    expect(texts).toEqual([]);
  });

  it('takes no binary message', async () => {
    const { closed } = await open(await serve((client) => client.send(Buffer.from([1, 2]))));
    expect(await closed).toMatchObject({ kind: 'protocol', reason: 'unexpected-answer' });
  });

  it('says when the other side is torn away', async () => {
    const { closed } = await open(await serve((client) => client.terminate()));
    expect(await closed).toMatchObject({
      reason: 'unreachable',
      aspect: 'lost',
      detail: { code: 1006 },
      sent: 'maybe',
    });
  });

  it('gives up on one that answers no ping any more', async () => {
    const silent = await serve((client) => {
      // answers the first ping only
      client.once('ping', () => client.pause());
    });
    const { closed } = await open(silent, { keepAliveMs: 20 });
    expect(await closed).toMatchObject({ kind: 'timeout', reason: 'timeout', aspect: 'answer' });
  });

  it('hides a password in the reason of the close', async () => {
    const url = await serve((client) => client.close(1008, 'see https://me:secret@host/'));
    const { closed } = await open(url);
    expect(JSON.stringify(await closed)).not.toContain('secret');
  });
});

describe('an attempt', () => {
  it('says what a server answers that is none', async () => {
    const http = createServer((request, response) => {
      const status = Number(request.url?.slice(1));
      response.writeHead(status, status === 301 ? { location: '/other' } : {}).end('<p>No</p>');
    });
    const port = await listen(http);
    const reasons = await Promise.all(
      [200, 301, 401, 403, 404, 503].map(async (status) => {
        const { reason, sent } = await refuse(`ws://127.0.0.1:${port}/${status}`);
        expect(sent).toBe('no');
        return reason;
      }),
    );
    expect(reasons).toEqual([
      'unexpected-answer',
      'redirected',
      'auth-failed',
      'forbidden',
      'not-found',
      'server-error',
    ]);
  });

  it('ends in time where nothing answers, where something else does, and when it is cancelled', async () => {
    const mute = createTcpServer((socket) => socket.on('error', () => {}));
    const port = await listen(mute);
    const url = `ws://127.0.0.1:${port}/`;
    expect(await refuse(url, { upgradeTimeoutMs: 30 })).toMatchObject({
      kind: 'timeout',
      aspect: 'answer',
      sent: 'no',
    });
    expect((await refuse(url, {}, AbortSignal.timeout(20))).kind).toBe('cancelled');
    const talker = await listen(createTcpServer((socket) => socket.on('error', () => {}).end('220 mail ready\r\n')));
    expect(await refuse(`ws://127.0.0.1:${talker}/`)).toMatchObject({ aspect: 'not-websocket' });
    expect(await refuse('ws://127.0.0.1:1/')).toMatchObject({ reason: 'unreachable', aspect: 'refused' });
  });

  it.each(['http://127.0.0.1/', 'ws://me:secret@127.0.0.1/', 'nonsense'])('refuses the address %s', async (url) => {
    expect(await refuse(url)).toMatchObject({ kind: 'validation', reason: 'bad-url' });
  });

  it('goes through a proxy by its tunnel', async () => {
    const url = await serve((client) => client.send('hello'));
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`);
      const [, port] = (request.url ?? '').split(':');
      const onward = connect(Number(port), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.pipe(onward).pipe(socket);
      });
      closing.push(() => onward.destroy());
    });
    const port = await listen(proxy);
    const { closed, texts, connection } = await open(url, { proxy: `http://me:secret@127.0.0.1:${port}` });
    await expect.poll(() => texts, { timeout: 4_000, interval: 5 }).toEqual(['hello']);
    connection.close();
    await closed;
    expect(asked).toEqual([`${new URL(url).host} Basic ${btoa('me:secret')}`]);
  });
});
