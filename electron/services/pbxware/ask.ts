import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure } from '../../../shared/domain/failure.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import { type Result, success } from '../../../shared/result.ts';
import { answerDigest, chooseDigestChallenge, parseChallenges } from '../../transport/digest-auth.ts';
import { createHttpClient, type HttpClient } from '../../transport/http.ts';
import { fetchByTftp } from '../../transport/tftp.ts';
import type { OpenAccount } from '../service.ts';

/** Where a file is asked for. */
export type AskTarget =
  | { readonly kind: 'http'; readonly url: URL }
  | { readonly kind: 'tftp'; readonly host: string; readonly port: number; readonly name: string };

/** How it is asked for. */
export interface AskOptions {
  readonly agent: string;
  /** `null`: no login is shown, whatever the server asks for. */
  readonly login: { readonly user: string; readonly password: string } | null;
  /** Whether only the first bytes are wanted. */
  readonly isBeginningEnough: boolean;
}

/**
 * How asking ended.
 *
 * - `file`: bytes came with a status of success; `isComplete` is false where the connection broke off
 * - `status`: HTTP's word alone; `location` is where a redirect leads, masked; `loginState` see {@link LoginState}
 * - `tftp-error`: the server's word
 * - `tftp-failed`: no file, and no word
 * - `failure`: no answer that can be used
 */
export type AskEnd =
  | { readonly kind: 'file'; readonly bytes: Uint8Array; readonly isComplete: boolean }
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly location: string;
      readonly loginState: LoginState;
      /** The beginning of the server's own words, as plain text. */
      readonly words: string;
    }
  | { readonly kind: 'tftp-error'; readonly code: number; readonly words: string }
  | { readonly kind: 'tftp-failed'; readonly how: 'silent' | 'refused' | 'stalled' | 'too-large' | 'unknown-host' }
  | { readonly kind: 'failure'; readonly failure: Failure }
  | { readonly kind: 'cancelled' };

/**
 * How far the login came.
 *
 * - `not-asked`: the server wanted none before this status
 * - `shown`: Digest was answered
 * - `none`: the server wants a login and there is none to show, or it lies elsewhere
 * - `not-digest`: it wants a login in a way that is not Digest; nothing was shown
 */
export type LoginState = 'not-asked' | 'shown' | 'none' | 'not-digest';

/** What asking for one file brought. */
export interface Asked {
  readonly end: AskEnd;
  /** The last HTTP status; `null`: none came. */
  readonly status: number | null;
  /** Every answer in its order, raw. */
  readonly answers: readonly string[];
}

/** Asks for files as phones do: politely, a few at once. */
export interface Asker {
  readonly ask: (target: AskTarget, options: AskOptions, signal: AbortSignal) => Promise<Asked>;
  readonly close: () => Promise<void>;
}

/** Most requests at once, whatever the account says. */
const MOST_AT_ONCE = 4;
const REQUEST_TIMEOUT_MS = 10_000;
/** Between the beginnings of two requests. */
const GAP_MS = 20;
const BEGINNING_MAX_BYTES = 64 * 1024;
const LONGEST_WORDS = 200;
const LONGEST_LOCATION = 200;

/**
 * Makes an asker of an account. No network yet.
 *
 * Each request is one connection, as with phones: HTTP/1.1 GET with `Host`, the phone's `User-Agent`, any type accepted, no
 * `Accept-Encoding`. Digest is answered, with a fresh challenge each time; Basic never. A time-out is tried once more,
 * nothing else is. Redirects are shown and not followed.
 *
 * @returns the failures of `createHttpClient`.
 * Source: PBXware page (Digest only); RFC 7616.
 */
export function createAsker(account: OpenAccount): Result<Asker> {
  const common = {
    ...(account.ca === undefined ? {} : { ca: account.ca }),
    ...(account.pin === undefined ? {} : { pin: account.pin }),
    ...(account.proxy === undefined ? {} : { proxy: account.proxy }),
    connections: MOST_AT_ONCE,
    connectTimeoutMs: REQUEST_TIMEOUT_MS,
    headersTimeoutMs: REQUEST_TIMEOUT_MS,
    bodyTimeoutMs: REQUEST_TIMEOUT_MS,
  };
  const whole = createHttpClient(common);
  if (!whole.ok) return whole;
  const beginning = createHttpClient({ ...common, maxBodyBytes: BEGINNING_MAX_BYTES });
  if (!beginning.ok) return beginning;
  const turn = createTurns(Math.min(account.concurrency, MOST_AT_ONCE));
  return success({
    ask: async (target, options, signal) => {
      const once = async (): Promise<Asked> => {
        const leave = await turn(signal);
        try {
          return target.kind === 'tftp'
            ? await askByTftp(target, signal)
            : await askByHttp(options.isBeginningEnough ? beginning.value : whole.value, target.url, options, signal);
        } finally {
          leave();
        }
      };
      const first = await once();
      const isTimeOut = first.end.kind === 'failure' && first.end.failure.reason === 'timeout';
      if (!isTimeOut || signal.aborted) return first;
      const second = await once();
      return { ...second, answers: [...first.answers, ...second.answers] };
    },
    close: async () => {
      await Promise.all([whole.value.close(), beginning.value.close()]);
    },
  });
}

/** Lets so many in at once, and each a little after the one before. */
function createTurns(places: number): (signal: AbortSignal) => Promise<() => void> {
  const waiting: (() => void)[] = [];
  let free = places;
  let nextAtMs = 0;
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) free += 1;
    else next();
  };
  return async (signal) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    const now = performance.now();
    const waitMs = Math.max(0, nextAtMs - now);
    nextAtMs = Math.max(now, nextAtMs) + GAP_MS;
    if (waitMs > 0 && !signal.aborted) await sleep(waitMs, undefined, { signal }).catch(() => {});
    return leave;
  };
}

async function askByTftp(target: AskTarget & { readonly kind: 'tftp' }, signal: AbortSignal): Promise<Asked> {
  const answer = await fetchByTftp({ ...target, signal });
  switch (answer.kind) {
    case 'file': {
      const isComplete = answer.announcedBytes === null || answer.announcedBytes === answer.bytes.length;
      return asked({ kind: 'file', bytes: answer.bytes, isComplete }, null, [`TFTP ${answer.bytes.length}`]);
    }
    case 'error':
      return asked({ kind: 'tftp-error', code: answer.code, words: redactText(answer.words) }, null, [
        `TFTP ERROR ${answer.code} ${redactText(answer.words)}`.trim(),
      ]);
    case 'cancelled':
      return asked({ kind: 'cancelled' }, null, []);
    default:
      return asked({ kind: 'tftp-failed', how: answer.kind }, null, [`TFTP ${answer.kind}`]);
  }
}

function asked(end: AskEnd, status: number | null, answers: readonly string[]): Asked {
  return { end, status, answers };
}

/** One request on the wire, with what it brought. */
type Exchange =
  | {
      readonly kind: 'answer';
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      readonly body: Uint8Array;
      readonly isComplete: boolean;
    }
  | { readonly kind: 'failure'; readonly failure: Failure };

async function askByHttp(client: HttpClient, url: URL, options: AskOptions, signal: AbortSignal): Promise<Asked> {
  const answers: string[] = [];
  let status: number | null = null;
  let loginState: LoginState = 'not-asked';
  let authorization: string | null = null;
  let isStaleAnswered = false;
  for (;;) {
    const exchange = await send(client, url, options, authorization, signal);
    if (exchange.kind === 'failure') {
      if (signal.aborted) return asked({ kind: 'cancelled' }, status, answers);
      answers.push([exchange.failure.reason, exchange.failure.aspect].filter(Boolean).join(' '));
      return asked({ kind: 'failure', failure: exchange.failure }, status, answers);
    }
    const { headers, body } = exchange;
    status = exchange.status;
    const location = status >= 300 && status < 400 ? maskLocation(headers.location ?? '', url) : '';
    answers.push(location === '' ? String(status) : `${status} -> ${location}`);
    if (status === 401) {
      const challenges = parseChallenges(headers['www-authenticate'] ?? '');
      const challenge = chooseDigestChallenge(challenges);
      const isFirst = authorization === null;
      const isStale: boolean = challenge?.stale === true && !isFirst && !isStaleAnswered;
      if (options.login !== null && challenge !== null && (isFirst || isStale)) {
        isStaleAnswered ||= isStale;
        loginState = 'shown';
        authorization = answerDigest(challenge, {
          ...options.login,
          method: 'GET',
          uri: `${url.pathname}${url.search}`,
          nonceCount: 1,
          clientNonce: randomBytes(16).toString('hex'),
        });
        continue;
      }
      if (isFirst) loginState = options.login === null ? 'none' : 'not-digest';
    }
    if (status >= 200 && status < 300) {
      return asked({ kind: 'file', bytes: body, isComplete: exchange.isComplete }, status, answers);
    }
    return asked({ kind: 'status', status, location, loginState, words: plainWords(body, options) }, status, answers);
  }
}

/** Sends one GET; ends after ten seconds whatever the server does. */
async function send(
  client: HttpClient,
  url: URL,
  { agent, isBeginningEnough }: AskOptions,
  authorization: string | null,
  signal: AbortSignal,
): Promise<Exchange> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), REQUEST_TIMEOUT_MS);
  try {
    const answer = await client.request({
      method: 'GET',
      url: url.href,
      headers: {
        'user-agent': agent,
        accept: '*/*',
        connection: 'close',
        ...(isBeginningEnough ? { range: 'bytes=0-1023' } : {}),
        ...(authorization === null ? {} : { authorization }),
      },
      signal: AbortSignal.any([signal, late.signal]),
      acceptStatus: () => true,
    });
    if (answer.ok) return { kind: 'answer', ...answer.value, isComplete: true };
    const { error } = answer;
    const status = error.detail?.status;
    if (typeof status === 'number' && error.reason !== 'cancelled') {
      // Of a large file the beginning is enough; of any other the end is missing.
      const isEnough = error.reason === 'too-large' && isBeginningEnough;
      const body = Buffer.from(isEnough ? 'beginning' : '');
      if (isEnough || error.aspect === 'lost') {
        return { kind: 'answer', status, headers: {}, body, isComplete: isEnough };
      }
    }
    const isLate = late.signal.aborted && !signal.aborted;
    return { kind: 'failure', failure: isLate ? tooLate(url) : error };
  } finally {
    clearTimeout(timer);
  }
}

function tooLate(url: URL): Failure {
  return {
    kind: 'timeout',
    reason: 'timeout',
    aspect: 'answer',
    detail: { host: url.hostname, seconds: REQUEST_TIMEOUT_MS / 1000 },
    sent: 'maybe',
    concernsAccount: false,
  };
}

function maskLocation(location: string, base: URL): string {
  if (!URL.canParse(location, base.href)) return redactText(location).slice(0, LONGEST_LOCATION);
  const { origin, pathname } = new URL(location, base);
  return redactText(`${origin === 'null' ? location : origin}${pathname}`).slice(0, LONGEST_LOCATION);
}

/** What a person would read on a page, the password taken out should it be echoed. */
function plainWords(body: Uint8Array, { login }: AskOptions): string {
  const text = new TextDecoder()
    .decode(body.subarray(0, 4_096))
    .replace(/<(script|style)\b[^<>]*>[\s\S]*?(?:<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^<>]*(?:>|$)/g, ' ')
    .replace(/[\s\p{Cc}\uFFFD]+/gu, ' ')
    .trim();
  const masked = login === null || login.password === '' ? text : text.replaceAll(login.password, '***');
  return redactText(masked).slice(0, LONGEST_WORDS);
}
