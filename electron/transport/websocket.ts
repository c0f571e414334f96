import { WebSocket } from 'ws';
import type { Failure } from '../../shared/domain/failure.ts';
import { redactText } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { ConnectError, openConnection } from './connect.ts';
import { portOf, refusedResponse } from './http-failure.ts';
import { chooseProxy } from './network-defaults.ts';
import { createTlsTrust } from './tls-trust.ts';

const CONNECT_TIMEOUT_MS = 10_000;
const UPGRADE_TIMEOUT_MS = 15_000;
const KEEP_ALIVE_MS = 30_000;
const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;
/** What an answer that refuses the connection may hold; more isn't read. */
const MAX_REFUSAL_BYTES = 64 * 1024;
/** How long the other side may take to close in good order. */
const CLOSE_TIMEOUT_MS = 1_000;
const CLOSE_WORDS_LENGTH = 200;

/** How a WebSocket connects, and what it puts up with. */
export interface WebSocketOptions {
  /** PEM text of additional authorities, as in `HttpOptions`. */
  readonly ca?: string;
  /** SHA-256 of the only certificate that is trusted, as in `HttpOptions`. */
  readonly pin?: string;
  /** As in `HttpOptions`; the connection goes through a tunnel (`CONNECT`). */
  readonly proxy?: string;
  /** For name look-up, TCP, proxy and TLS together, in milliseconds. @default 10000 */
  readonly connectTimeoutMs?: number;
  /** From asking for the WebSocket to the answer, in milliseconds. @default 15000 */
  readonly upgradeTimeoutMs?: number;
  /** Largest message that is taken, in bytes; a larger one ends the connection. @default 8388608 */
  readonly maxMessageBytes?: number;
  /**
   * How often the other side is pinged, in milliseconds. One that has answered a ping before and leaves one unanswered
   * until the next is due is gone. @default 30000
   */
  readonly keepAliveMs?: number;
}

/** What a WebSocket tells. */
export interface WebSocketListener {
  /** A text frame came; binary ones end the connection. */
  readonly onText: (text: string) => void;
  /**
   * Called once, when the connection has ended, whoever ended it; nothing is told after it.
   *
   * `unreachable` (lost) with the close code, `timeout` (answer) where pings stay unanswered, `too-large`,
   * `unexpected-answer`, or `cancelled` for one's own `close`. Sent is `maybe`: whoever has something under way knows better.
   */
  readonly onClose: (cause: Failure) => void;
}

/** A WebSocket that is open. */
export interface WebSocketConnection {
  /** Sends a text frame; `false`, and nothing is sent, when the connection has ended. */
  send(text: string): boolean;
  /** Ends the connection. Safe to repeat. */
  close(): void;
}

/**
 * Opens a WebSocket (RFC 6455): network.
 *
 * Redirects aren't followed, nothing is compressed, credentials are never taken from a URL. TLS is checked as
 * `openConnection` does, before any byte leaves.
 *
 * @param url `ws:` or `wss:`.
 * @param signal Ends the attempt, not the connection that came of it.
 * @returns `validation` (`bad-url`, `tls-untrusted`, `proxy`), what `openConnection` and `refusedResponse` say, `timeout`
 * (answer) and `unexpected-answer` for what is no WebSocket. Sent is always `no`.
 */
export async function openWebSocket(
  url: string,
  options: WebSocketOptions,
  listener: WebSocketListener,
  signal: AbortSignal,
): Promise<Result<WebSocketConnection>> {
  const address = parseAddress(url);
  if (address === null) return failure({ kind: 'validation', reason: 'bad-url', sent: 'no', concernsAccount: true });
  const trust = createTlsTrust(options.ca, options.pin);
  if (!trust.ok) return trust;
  const asHttp = new URL(address.href.replace(/^ws/, 'http'));
  const way = await chooseProxy(asHttp, options.proxy);
  if (!way.ok) return way;
  try {
    const socket = await openConnection(
      { host: address.hostname.replace(/^\[|\]$/g, ''), port: portOf(asHttp), isTls: address.protocol === 'wss:' },
      {
        proxy: way.value,
        trust: trust.value,
        timeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
        closing: signal,
      },
    );
    const webSocket = new WebSocket(address, {
      createConnection: () => socket,
      perMessageDeflate: false,
      maxPayload: options.maxMessageBytes ?? MAX_MESSAGE_BYTES,
      headers: { 'user-agent': 'Rollcall' },
    });
    const opened = await upgraded(webSocket, asHttp, options, listener, signal);
    if (!opened.ok) socket.destroy();
    return opened;
  } catch (error) {
    if (error instanceof ConnectError) return failure(error.failure);
    throw error;
  }
}

function parseAddress(url: string): URL | null {
  if (!URL.canParse(url)) return null;
  const address = new URL(url);
  const isUsable = ['ws:', 'wss:'].includes(address.protocol) && address.username === '' && address.password === '';
  address.hash = '';
  return isUsable ? address : null;
}

/** Waits for the answer to the upgrade. */
function upgraded(
  webSocket: WebSocket,
  url: URL,
  options: WebSocketOptions,
  listener: WebSocketListener,
  signal: AbortSignal,
): Promise<Result<WebSocketConnection>> {
  return new Promise((resolve) => {
    const place = { host: url.hostname, port: portOf(url) };
    const timeoutMs = options.upgradeTimeoutMs ?? UPGRADE_TIMEOUT_MS;
    const finish = (refusal: Failure | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (refusal === null) {
        // at once: the first message may be right behind the answer
        resolve(success(attend(webSocket, url, options, listener)));
        return;
      }
      webSocket.terminate();
      resolve(failure(refusal));
    };
    const timer = setTimeout(() => {
      const detail = { ...place, seconds: timeoutMs / 1000 };
      finish({ kind: 'timeout', reason: 'timeout', aspect: 'answer', detail, sent: 'no', concernsAccount: true });
    }, timeoutMs);
    const onAbort = (): void => finish({ kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false });
    signal.addEventListener('abort', onAbort);
    webSocket.once('open', () => finish(null));
    // stays for the connection's life: an error is always followed by its close, which tells
    webSocket.on('error', () => finish(notWebSocket(place)));
    webSocket.once('unexpected-response', (_, response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const status = response.statusCode ?? 0;
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, String(value)]),
      );
      const end = (): void => {
        if (status >= 200 && status < 300) finish(notWebSocket({ ...place, status }));
        else {
          const body = Buffer.concat(chunks);
          finish({
            ...refusedResponse({ url, status, headers, body, secrets: [] }),
            sent: 'no',
            concernsAccount: true,
          });
        }
      };
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size <= MAX_REFUSAL_BYTES) chunks.push(chunk);
        else end();
      });
      response.on('end', end).on('error', end);
    });
    if (signal.aborted) onAbort();
  });
}

function notWebSocket(detail: Failure['detail'] & object): Failure {
  return {
    kind: 'protocol',
    reason: 'unexpected-answer',
    aspect: 'not-websocket',
    detail,
    sent: 'no',
    concernsAccount: true,
  };
}

function attend(
  webSocket: WebSocket,
  url: URL,
  options: WebSocketOptions,
  listener: WebSocketListener,
): WebSocketConnection {
  const place = { host: url.hostname, port: portOf(url) };
  let cause: Failure | null = null;
  const blame = (found: Omit<Failure, 'sent' | 'concernsAccount' | 'detail'>, detail: Failure['detail'] = {}): void => {
    cause ??= { ...found, detail: { ...place, ...detail }, sent: 'maybe', concernsAccount: false };
  };
  const keepAliveMs = options.keepAliveMs ?? KEEP_ALIVE_MS;
  let hasEverAnswered = false;
  let isWaiting = false;
  const pings = setInterval(() => {
    if (isWaiting && hasEverAnswered) {
      blame({ kind: 'timeout', reason: 'timeout', aspect: 'answer' }, { seconds: keepAliveMs / 1000 });
      webSocket.terminate();
      return;
    }
    isWaiting = true;
    webSocket.ping();
  }, keepAliveMs);
  webSocket.on('pong', () => {
    hasEverAnswered = true;
    isWaiting = false;
  });
  webSocket.on('message', (data, isBinary) => {
    isWaiting = false;
    if (cause !== null) return;
    if (!isBinary) {
      listener.onText(String(data));
      return;
    }
    blame({ kind: 'protocol', reason: 'unexpected-answer' });
    webSocket.close(1003);
  });
  webSocket.on('error', (error) => {
    const code = 'code' in error ? error.code : '';
    if (code === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH') {
      blame({ kind: 'protocol', reason: 'too-large' }, { bytes: options.maxMessageBytes ?? MAX_MESSAGE_BYTES });
    } else if (typeof code === 'string' && code.startsWith('WS_ERR_')) {
      blame({ kind: 'protocol', reason: 'unexpected-answer' });
    }
    webSocket.terminate();
  });
  webSocket.once('close', (code, reason) => {
    clearInterval(pings);
    const words = redactText(reason.toString('utf8'))
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .slice(0, CLOSE_WORDS_LENGTH);
    blame(
      {
        kind: 'transport',
        reason: 'unreachable',
        aspect: 'lost',
        ...(words === '' ? {} : { serviceWords: words }),
      },
      { code },
    );
    if (cause !== null) listener.onClose(cause);
  });
  return {
    send: (text) => {
      if (cause !== null || webSocket.readyState !== WebSocket.OPEN) return false;
      webSocket.send(text);
      return true;
    },
    close: () => {
      blame({ kind: 'cancelled', reason: 'cancelled' });
      if (webSocket.readyState !== WebSocket.OPEN) return;
      webSocket.close(1000);
      const timer = setTimeout(() => webSocket.terminate(), CLOSE_TIMEOUT_MS);
      webSocket.once('close', () => clearTimeout(timer));
    },
  };
}
