import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Socket } from 'node:net';
import { Agent, type Dispatcher, errors } from 'undici';
import type { Failure } from '../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { ConnectError, openConnection } from './connect.ts';
import { answerDigest, chooseDigestChallenge, type DigestChallenge, parseChallenges } from './digest-auth.ts';
import { portOf, refusedResponse } from './http-failure.ts';
import { chooseProxy } from './network-defaults.ts';
import { parseProxy } from './proxy.ts';
import { createTlsTrust } from './tls-trust.ts';

const CONNECTIONS = 4;
const CONNECT_TIMEOUT_MS = 10_000;
const HEADERS_TIMEOUT_MS = 30_000;
const BODY_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** A whole body may take this many times the pause that is allowed within it. */
const BODY_TIMEOUT_FACTOR = 4;
const IDLE_CONNECTION_MS = 4_000;
const USER_AGENT = 'Rollcall';

/** How a {@link HttpClient} connects, and what it puts up with. */
export interface HttpOptions {
  /** PEM text of authorities that are trusted besides Node's own and the operating system's. */
  readonly ca?: string;
  /**
   * SHA-256 of the server's certificate (DER): hex; colons, blanks and case don't matter.
   *
   * The certificate it names is trusted whatever its issuer, name and dates are; every other one is refused, with a
   * valid chain too. Checked before any byte of a request is sent.
   */
  readonly pin?: string;
  /**
   * `http://host:port` (`user:password@` allowed), `none`, or undefined for the default of `setNetworkDefaults`:
   * unless it was set, the environment's `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, which don't concern this machine's
   * own addresses. Requests go through a tunnel
   * (`CONNECT`), those to `http:` too.
   */
  readonly proxy?: string;
  /** Connections per server at once, 1 and up; further requests wait. @default 4 */
  readonly connections?: number;
  /** For name look-up, TCP, proxy and TLS together, in milliseconds. @default 10000 */
  readonly connectTimeoutMs?: number;
  /** From sending to the answer's head, in milliseconds. @default 30000 */
  readonly headersTimeoutMs?: number;
  /** Longest pause within the answer's body, in milliseconds; the whole body may take four times as long. @default 30000 */
  readonly bodyTimeoutMs?: number;
  /** Largest answer, in bytes. @default 8388608 */
  readonly maxBodyBytes?: number;
  /** @default 'Rollcall' */
  readonly userAgent?: string;
}

/** One request. */
export interface HttpRequest {
  /** In capitals, for instance `POST`. */
  readonly method: string;
  /** `http:` or `https:`. Refused with `user:password@` in it: credentials are never taken from a URL. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly credentials?: { readonly user: string; readonly password: string };
  /**
   * How {@link credentials} are shown.
   *
   * - `basic`: with the first request
   * - `digest`: after the server's challenge; later requests reuse its nonce
   * - `basic-or-digest`: `basic` first; a 401 with a Digest challenge is answered, and later requests stay with Digest
   *
   * @default 'basic'
   */
  readonly authentication?: 'basic' | 'digest' | 'basic-or-digest';
  /** Ends the request at any moment. */
  readonly signal?: AbortSignal;
  /** Which status is a success. @default 200 to 299 */
  readonly acceptStatus?: (status: number) => boolean;
}

/** An answer with an accepted status. */
export interface HttpResponse {
  readonly status: number;
  /** By lower-case name; a header that came several times is joined with `, `. One character per byte. */
  readonly headers: Readonly<Record<string, string>>;
  /** As sent: nothing is decompressed, and no compression is asked for. */
  readonly body: Uint8Array;
}

/** Makes requests over connections it keeps open. */
export interface HttpClient {
  /**
   * Makes one request: network. Repeats nothing but what a login needs: a 401 is answered at most twice.
   *
   * Redirects are never followed. TLS verification can't be switched off. No password, no `Authorization` header and no
   * `user:password@` gets into a failure.
   *
   * @returns
   * - `validation`: `bad-url`, `auth-failed` (a user no header can carry), `proxy` (an unusable address in the environment)
   * - `transport`: `unreachable` (dns, refused, network, lost), `tls-untrusted` (issuer, self-signed, name, expired,
   *   not-yet-valid, pin, protocol), `proxy` (unreachable, auth, refused), `captive-portal`
   * - `timeout`: aspect `connect` (sent `no`) or `answer` (sent `maybe`)
   * - `auth`, `service`, and `redirected`: by status, see `refusedResponse`
   * - `protocol`: `too-large`; `unexpected-answer` for what isn't HTTP
   * - `cancelled`, by {@link HttpRequest.signal} or {@link HttpClient.close}: sent `no` when nothing had left yet
   */
  request(request: HttpRequest): Promise<Result<HttpResponse>>;
  /** Closes all connections; requests under way end as `cancelled`. Safe to repeat. */
  close(): Promise<void>;
}

/**
 * Creates a client. No network and no disk until the first request.
 *
 * @returns `validation`: `tls-untrusted` (ca-unreadable, pin-unreadable) or `proxy` (address).
 */
export function createHttpClient(options: HttpOptions): Result<HttpClient> {
  const trust = createTlsTrust(options.ca, options.pin);
  if (!trust.ok) return trust;
  const { proxy } = options;
  const ownProxy = proxy === undefined || proxy === 'none' ? null : parseProxy(proxy);
  if (ownProxy?.ok === false) return ownProxy;

  const closing = new AbortController();
  setMaxListeners(0, closing.signal);
  const agent = new Agent({
    connections: options.connections ?? CONNECTIONS,
    pipelining: 1,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    // the exchange has its own, exact to the millisecond
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: ({ hostname, protocol, port }, callback) => {
      const isTls = protocol === 'https:';
      const endpoint = { host: hostname, port: port === '' ? (isTls ? 443 : 80) : Number(port), isTls };
      const url = new URL(`${protocol}//${hostname.includes(':') ? `[${hostname}]` : hostname}:${endpoint.port}`);
      const open = async (): Promise<Socket> => {
        const way = await chooseProxy(url, proxy);
        if (!way.ok) throw new ConnectError(way.error);
        return openConnection(endpoint, {
          proxy: way.value,
          trust: trust.value,
          timeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
          closing: closing.signal,
        });
      };
      open().then(
        (socket) => callback(null, socket),
        (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), null),
      );
    },
  });
  const limits: Limits = {
    headersTimeoutMs: options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS,
    bodyTimeoutMs: options.bodyTimeoutMs ?? BODY_TIMEOUT_MS,
    maxBodyBytes: options.maxBodyBytes ?? MAX_BODY_BYTES,
  };
  const digestSessions = new Map<string, DigestSession>();
  return success({
    request: async (request) => {
      const url = parseUrl(request.url);
      if (url === null) return failure(invalid('bad-url'));
      if (!areCredentialsUsable(request)) return failure(invalid('auth-failed'));
      const send = (authorization: string | null): Promise<Exchange> => {
        const headers: Record<string, string> = { 'user-agent': options.userAgent ?? USER_AGENT };
        for (const [name, value] of Object.entries(request.headers ?? {})) headers[name.toLowerCase()] = value;
        if (authorization !== null) headers.authorization = authorization;
        return exchange(agent, url, { ...request, headers }, limits);
      };
      return judge(url, request, await sendWithLogin(url, request, digestSessions, send));
    },
    close: async () => {
      closing.abort();
      await agent.destroy();
    },
  });
}

function parseUrl(text: string): URL | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isUsable = ['http:', 'https:'].includes(url.protocol) && url.username === '' && url.password === '';
  return isUsable ? url : null;
}

function invalid(reason: 'bad-url' | 'auth-failed'): Failure {
  return { kind: 'validation', reason, sent: 'no', concernsAccount: true };
}

/** No header can carry a line break, and Basic splits user and password at the first colon (RFC 7617). */
function areCredentialsUsable({ credentials, authentication }: HttpRequest): boolean {
  if (credentials === undefined) return true;
  const { user, password } = credentials;
  const mayUseBasic = authentication !== 'digest';
  return !/\p{Cc}/u.test(user) && !(mayUseBasic && (user.includes(':') || /\p{Cc}/u.test(password)));
}

interface DigestSession {
  readonly challenge: DigestChallenge;
  readonly clientNonce: string;
  nonceCount: number;
}

/** Sends with the login the request asks for, and answers challenges: at most two, so that no account gets locked. */
async function sendWithLogin(
  url: URL,
  request: HttpRequest,
  sessions: Map<string, DigestSession>,
  send: (authorization: string | null) => Promise<Exchange>,
): Promise<Exchange> {
  const { credentials, authentication = 'basic' } = request;
  if (credentials === undefined) return send(null);
  const basic = `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`, 'utf8').toString('base64')}`;
  if (authentication === 'basic') return send(basic);

  const key = `${url.origin} ${credentials.user}`;
  const answer = (session: DigestSession): string => {
    session.nonceCount += 1;
    return answerDigest(session.challenge, {
      ...credentials,
      method: request.method,
      uri: `${url.pathname}${url.search}`,
      nonceCount: session.nonceCount,
      clientNonce: session.clientNonce,
    });
  };
  let session = sessions.get(key);
  let isAnswerToThisChallenge = false;
  let result = await send(session ? answer(session) : authentication === 'digest' ? null : basic);
  for (let round = 0; round < 2 && result.status === 401 && result.error?.reason !== 'cancelled'; round += 1) {
    const challenge = chooseDigestChallenge(parseChallenges(result.headers['www-authenticate'] ?? ''));
    const wasRefused = isAnswerToThisChallenge || challenge?.nonce === session?.challenge.nonce;
    if (challenge === null || (session !== undefined && wasRefused && !challenge.stale)) break;
    session = { challenge, clientNonce: randomBytes(16).toString('hex'), nonceCount: 0 };
    sessions.set(key, session);
    isAnswerToThisChallenge = true;
    result = await send(answer(session));
  }
  if (result.status === 401) sessions.delete(key);
  return result;
}

function judge(url: URL, request: HttpRequest, exchanged: Exchange): Result<HttpResponse> {
  const { status, headers, body, error } = exchanged;
  const isAccepted = request.acceptStatus ?? ((code) => code >= 200 && code < 300);
  if (error !== null && (status === null || error.reason === 'cancelled' || isAccepted(status))) {
    // the head came, the body didn't
    return failure(status === null ? error : { ...error, detail: { ...error.detail, status } });
  }
  if (status === null) throw new Error('An exchange without error has a status');
  if (isAccepted(status)) return success({ status, headers, body });
  const { credentials } = request;
  const secrets =
    credentials === undefined
      ? []
      : [credentials.password, Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')];
  return failure(refusedResponse({ url, status, headers, body, secrets }));
}

interface Limits {
  readonly headersTimeoutMs: number;
  readonly bodyTimeoutMs: number;
  readonly maxBodyBytes: number;
}

/** What came of one request on the wire. With a status and an error the answer's body is not complete. */
interface Exchange {
  readonly status: number | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  readonly error: Failure | null;
}

function exchange(agent: Dispatcher, url: URL, request: HttpRequest, limits: Limits): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const { signal } = request;
    const place = { host: url.hostname, port: portOf(url) };
    const chunks: Uint8Array[] = [];
    let size = 0;
    let status: number | null = null;
    let headers: Record<string, string> = {};
    let controller: Dispatcher.DispatchController | null = null;
    let isSettled = false;
    let pauseTimer: NodeJS.Timeout | undefined;
    let wholeTimer: NodeJS.Timeout | undefined;

    const settle = (error: Failure | null): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(pauseTimer);
      clearTimeout(wholeTimer);
      signal?.removeEventListener('abort', cancel);
      resolve({ status, headers, body: Buffer.concat(chunks), error });
      if (error !== null) controller?.abort(new Error('Given up'));
    };
    const fail = (error: Pick<Failure, 'kind' | 'reason' | 'aspect' | 'detail'>): void =>
      settle({ ...error, sent: controller === null ? 'no' : 'maybe', concernsAccount: false });
    const cancel = (): void => fail({ kind: 'cancelled', reason: 'cancelled' });
    const timeOut = (afterMs: number) => (): void =>
      fail({ kind: 'timeout', reason: 'timeout', aspect: 'answer', detail: { ...place, seconds: afterMs / 1000 } });
    const refuseSize = (): void =>
      fail({ kind: 'protocol', reason: 'too-large', detail: { ...place, bytes: limits.maxBodyBytes } });

    if (signal?.aborted) {
      cancel();
      return;
    }
    if (signal !== undefined) {
      // one signal for a whole run is the rule, and no leak
      setMaxListeners(0, signal);
      signal.addEventListener('abort', cancel);
    }
    agent.dispatch(
      {
        origin: url.origin,
        path: `${url.pathname}${url.search}`,
        method: request.method as Dispatcher.HttpMethod,
        headers: request.headers,
        body: request.body ?? null,
      },
      {
        // called right before the first byte leaves
        onRequestStart: (started) => {
          if (isSettled) {
            started.abort(new Error('Given up'));
            return;
          }
          controller = started;
          pauseTimer = setTimeout(timeOut(limits.headersTimeoutMs), limits.headersTimeoutMs);
        },
        onResponseStart: (_, statusCode, received) => {
          if (statusCode < 200) return;
          status = statusCode;
          headers = joinHeaders(received);
          clearTimeout(pauseTimer);
          const wholeMs = limits.bodyTimeoutMs * BODY_TIMEOUT_FACTOR;
          pauseTimer = setTimeout(timeOut(limits.bodyTimeoutMs), limits.bodyTimeoutMs);
          wholeTimer = setTimeout(timeOut(wholeMs), wholeMs);
          if (Number(headers['content-length'] ?? 0) > limits.maxBodyBytes) refuseSize();
        },
        onResponseData: (_, chunk) => {
          if (isSettled) return;
          size += chunk.length;
          if (size > limits.maxBodyBytes) {
            refuseSize();
            return;
          }
          chunks.push(chunk);
          pauseTimer?.refresh();
        },
        onResponseEnd: () => settle(null),
        onResponseError: (_, error) => {
          if (isSettled) return;
          const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
          if (error instanceof ConnectError) settle(error.failure);
          else if (code === 'UND_ERR_INVALID_ARG') {
            reject(error);
            settle(null);
          } else if (code === 'UND_ERR_DESTROYED' || code === 'UND_ERR_CLOSED') cancel();
          else if (error instanceof errors.HTTPParserError && status === null) fail({ ...NOT_HTTP, detail: place });
          else if (code === 'UND_ERR_HEADERS_OVERFLOW') fail({ kind: 'protocol', reason: 'too-large', detail: place });
          else fail({ kind: 'transport', reason: 'unreachable', aspect: 'lost', detail: place });
        },
      },
    );
  });
}

const NOT_HTTP = { kind: 'protocol', reason: 'unexpected-answer', aspect: 'not-http' } as const;

function joinHeaders(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  const joined: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) joined[name.toLowerCase()] = Array.isArray(value) ? value.join(', ') : value;
  }
  return joined;
}
