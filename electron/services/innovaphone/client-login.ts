import { randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { WebSocketOptions } from '../../transport/websocket.ts';
import { errorWords, hasError, JsonSocket, notUnderstood } from './client-socket.ts';
import {
  decryptSession,
  type LoginSubject,
  loginDigest,
  loginResultDigest,
  type Message,
  userResponse,
} from './wire.ts';

const USER_AGENT = 'Rollcall';
/** How long a person may take to confirm a login in another client. */
const CONFIRM_TIMEOUT_MS = 180_000;
const MAX_REDIRECTS = 3;
/** Where a PBX takes users' clients, if the account's address doesn't say: newer releases first. */
const CLIENT_PATHS = ['/PBX0/APPCLIENT/websocket', '/PBX0/APPCLIENT/130000/websocket'];

/** How to reach hosts of an account: the pin counts for the account's own host only. */
export interface Reach {
  readonly optionsFor: (url: URL) => WebSocketOptions;
}

/** A user's login that can be taken up again without the password and without a second confirmation. A secret. */
export interface ResumableSession {
  readonly username: string;
  readonly password: string;
}

/** An app as a PBX lists it for a user. */
export interface ListedApp {
  readonly name: string;
  readonly title: string;
  readonly url: string;
  readonly info: Message;
}

/** A user who is logged in at a PBX. */
export interface UserLogin {
  readonly socket: JsonSocket;
  /** Where the login ended, after redirects. */
  readonly url: URL;
  readonly apps: readonly ListedApp[];
  /** `null` where the PBX gave none. */
  readonly session: ResumableSession | null;
}

/** Whoever answers an app's challenge: with the login to send. */
export type Vouch = (challenge: string, signal: AbortSignal) => Promise<Result<Message>>;

const AUTHENTICATE = z.looseObject({
  type: z.string().optional(),
  method: z.string().default('digest'),
  domain: z.string().default(''),
  challenge: z.union([z.string(), z.number()]).transform(String),
});
const LOGIN_RESULT = z.looseObject({
  info: z.record(z.string(), z.unknown()).default({}),
  digest: z.string().default(''),
});
const SESSION = z.looseObject({ session: z.looseObject({ usr: z.string(), pwd: z.string() }) });
const REDIRECT = z.looseObject({ info: z.looseObject({ host: z.string().min(1) }) });
const AUTHORIZE = z.looseObject({ code: z.union([z.string(), z.number()]).transform(String) });
const APP = z.looseObject({
  name: z.string(),
  title: z.string().catch(''),
  url: z.string().catch(''),
  info: z.record(z.string(), z.unknown()).catch({}),
});
const CHALLENGE = z.looseObject({ challenge: z.union([z.string().min(1), z.number()]).transform(String) });

/**
 * Connects to an app and logs in: network.
 *
 * @param vouch Makes the login for the app's challenge.
 * @returns `auth-failed` with the app's own words where it refused; nothing was changed then.
 */
export async function openApp(url: URL, reach: Reach, vouch: Vouch, signal: AbortSignal): Promise<Result<JsonSocket>> {
  const opened = await JsonSocket.open(url.href, reach.optionsFor(url), signal);
  if (!opened.ok) return opened;
  const socket = opened.value;
  const done = await logIn(socket, vouch, signal);
  if (done.ok) {
    socket.startKeepAlive();
    return opened;
  }
  socket.close();
  return done;
}

async function logIn(socket: JsonSocket, vouch: Vouch, signal: AbortSignal): Promise<Result<void>> {
  const challenged = await socket.ask({ mt: 'AppChallenge' }, { signal });
  if (!challenged.ok) return challenged;
  const challenge = CHALLENGE.safeParse(challenged.value);
  if (!challenge.success) return failure({ ...notUnderstood('no'), concernsAccount: true });
  const login = await vouch(challenge.data.challenge, signal);
  if (!login.ok) return login;
  const answered = await socket.ask({ mt: 'AppLogin', ...login.value }, { signal });
  if (!answered.ok) return answered;
  return answered.value.ok === true ? success(undefined) : failure(loginRefused(answered.value));
}

function loginRefused(message: Message, aspect = 'app'): Failure {
  const words = errorWords(message);
  return {
    kind: 'auth',
    reason: 'auth-failed',
    aspect,
    ...(words === '' ? {} : { serviceWords: words }),
    sent: 'no',
    concernsAccount: true,
  };
}

/** Vouches with an app's password. `pbxObj` goes along where the app is an object of a PBX. */
export function vouchWithPassword(subject: LoginSubject, password: string, pbxObject?: string): Vouch {
  return async (challenge) =>
    success({
      ...subject,
      digest: loginDigest(subject, challenge, password),
      ...(pbxObject === undefined ? {} : { pbxObj: pbxObject }),
    });
}

const LOGIN_FIELDS = ['app', 'domain', 'sip', 'guid', 'dn', 'info', 'digest', 'pbxObj'] as const;

/** The part of a vouched login that goes to the app; `null` where it holds no digest. The rest is the client's. */
export function toAppLogin(vouched: Message): Message | null {
  if (typeof vouched.digest !== 'string' || vouched.digest === '') return null;
  return Object.fromEntries(
    LOGIN_FIELDS.filter((field) => vouched[field] !== undefined).map((field) => [field, vouched[field]]),
  );
}

/** Vouches as a user of the PBX, who may use the app. `forbidden` where the PBX says no. */
export function vouchAsUser(user: JsonSocket, app: string): Vouch {
  return async (challenge, signal) => {
    const answer = await user.ask({ mt: 'AppGetLogin', app, challenge }, { signal });
    if (!answer.ok) return answer;
    const login = hasError(answer.value) ? null : toAppLogin({ app, ...answer.value });
    if (login !== null) return success(login);
    const words = errorWords(answer.value);
    return failure({
      kind: 'auth',
      reason: 'forbidden',
      aspect: 'app',
      detail: { app },
      ...(words === '' ? {} : { serviceWords: words }),
      sent: 'no',
      concernsAccount: true,
    });
  };
}

/**
 * Logs a user in at a PBX and reads the list of apps: network.
 *
 * Takes up `session` where there is one, else (or when it has expired) logs in with the password. Follows redirects of the PBX, at
 * most three, each with a login of its own. A second factor is told to `onConfirm` and waited for, at most three minutes.
 *
 * @returns `auth-failed`: aspect `pbx-user` (wrong), `method` (the PBX wants another way than a digest), `pbx` (it could not
 * prove that it knows the password), `confirm` (nobody confirmed in time).
 * Source: innovaphone SDK (14), myApps; its PHP client.
 */
export async function openUser(
  start: URL,
  user: { readonly name: string; readonly password: string },
  session: ResumableSession | null,
  reach: Reach,
  onConfirm: (number: string) => void,
  signal: AbortSignal,
): Promise<Result<UserLogin>> {
  let url = start;
  let resumable = session;
  for (let redirects = 0; redirects <= MAX_REDIRECTS; ) {
    const opened = await openClient(url, reach, signal);
    if (!opened.ok) return opened;
    const { socket } = opened.value;
    const result = await logInUser(socket, user, resumable, onConfirm, signal);
    if (!result.ok) {
      socket.close();
      return result;
    }
    if (result.value.kind === 'in') {
      const apps = await readApps(socket, signal);
      if (apps.ok) {
        socket.startKeepAlive();
        return success({ socket, url: opened.value.url, apps: apps.value, session: result.value.session });
      }
      socket.close();
      return apps;
    }
    socket.close();
    if (result.value.kind === 'expired') {
      resumable = null;
      continue;
    }
    const target = toRedirect(url, result.value.host);
    if (target === null) return failure({ ...notUnderstood('no'), concernsAccount: true });
    url = target;
    redirects += 1;
  }
  return failure({ kind: 'protocol', reason: 'redirected', aspect: 'pbx', sent: 'no', concernsAccount: true });
}

async function openClient(
  url: URL,
  reach: Reach,
  signal: AbortSignal,
): Promise<Result<{ readonly socket: JsonSocket; readonly url: URL }>> {
  const candidates = url.pathname === '/' ? CLIENT_PATHS.map((path) => new URL(path, url)) : [url];
  let last: Result<never> = failure(notUnderstood('no'));
  for (const candidate of candidates) {
    const opened = await JsonSocket.open(candidate.href, reach.optionsFor(candidate), signal);
    if (opened.ok) return success({ socket: opened.value, url: candidate });
    last = opened;
    if (!isWrongPath(opened.error)) break;
  }
  return last;
}

/** Whether a failure to open a WebSocket says no more than that another path may be the right one. */
export function isWrongPath(error: Failure): boolean {
  return (
    ['not-found', 'forbidden', 'redirected', 'server-error', 'captive-portal'].includes(error.reason) ||
    error.aspect === 'not-websocket'
  );
}

function toRedirect(url: URL, host: string): URL | null {
  const text = `${url.protocol}//${host}${url.pathname}`;
  return /^[^\s/@?#\\]+$/.test(host) && URL.canParse(text) ? new URL(text) : null;
}

type UserResult =
  | { readonly kind: 'in'; readonly session: ResumableSession | null }
  | { readonly kind: 'redirect'; readonly host: string }
  | { readonly kind: 'expired' };

async function logInUser(
  socket: JsonSocket,
  user: { readonly name: string; readonly password: string },
  session: ResumableSession | null,
  onConfirm: (number: string) => void,
  signal: AbortSignal,
): Promise<Result<UserResult>> {
  const type = session === null ? 'user' : 'session';
  const hello = { mt: 'Login', type, userAgent: USER_AGENT };
  const first = await socket.next(hello, ['Authenticate', 'LoginResult', 'Redirect'], { signal });
  if (!first.ok) return first;
  if (first.value.mt === 'Redirect') return readRedirect(first.value);
  if (first.value.mt === 'LoginResult') return judgeRefusal(first.value, session);
  const asked = AUTHENTICATE.safeParse(first.value);
  if (!asked.success) return failure({ ...notUnderstood('no'), concernsAccount: true });
  const { domain, challenge, method } = asked.data;
  if (method.toLowerCase() !== 'digest') {
    return failure({ ...loginRefused({}, 'method'), detail: { method: method.slice(0, 40) } });
  }
  const proof = {
    type: asked.data.type ?? type,
    domain,
    challenge,
    username: session?.username ?? user.name,
    password: session?.password ?? user.password,
    nonce: randomBytes(8).toString('hex'),
  };
  const login = {
    ...hello,
    type: proof.type,
    method: 'digest',
    username: proof.username,
    nonce: proof.nonce,
    response: userResponse(proof),
  };
  const answers = ['LoginResult', 'Redirect', 'Authorize'];
  let answer = await socket.next(login, answers, { signal });
  while (answer.ok && answer.value.mt === 'Authorize') {
    const number = AUTHORIZE.safeParse(answer.value);
    if (!number.success) return failure({ ...notUnderstood('no'), concernsAccount: true });
    onConfirm(number.data.code);
    answer = await socket.next(null, answers, { signal, timeoutMs: CONFIRM_TIMEOUT_MS });
    if (!answer.ok && answer.error.kind === 'timeout') return failure(loginRefused({}, 'confirm'));
  }
  if (!answer.ok) return answer;
  if (answer.value.mt === 'Redirect') return readRedirect(answer.value);
  if (hasError(answer.value)) return judgeRefusal(answer.value, session);
  const result = LOGIN_RESULT.safeParse(answer.value);
  if (!result.success) return failure({ ...notUnderstood('no'), concernsAccount: true });
  const { info, digest } = result.data;
  if (!isEqual(digest, loginResultDigest(proof, info))) return failure(loginRefused({}, 'pbx'));
  const given = SESSION.safeParse(info);
  const username = given.success ? decryptSession('usr', proof, given.data.session.usr) : null;
  const password = given.success ? decryptSession('pwd', proof, given.data.session.pwd) : null;
  const next = username === null || password === null ? session : { username, password };
  return success({ kind: 'in', session: next });
}

/** `LoginResult` 2: wrong user or password; 5: the session is over. Source: captures of a PBX by third parties. */
function judgeRefusal(message: Message, session: ResumableSession | null): Result<UserResult> {
  return session === null ? failure(loginRefused(message, 'pbx-user')) : success({ kind: 'expired' });
}

function readRedirect(message: Message): Result<UserResult> {
  const redirect = REDIRECT.safeParse(message);
  if (!redirect.success) return failure({ ...notUnderstood('no'), concernsAccount: true });
  return success({ kind: 'redirect', host: redirect.data.info.host });
}

function isEqual(one: string, other: string): boolean {
  const [left, right] = [Buffer.from(one.toLowerCase()), Buffer.from(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function readApps(socket: JsonSocket, signal: AbortSignal): Promise<Result<readonly ListedApp[]>> {
  const apps: unknown[] = [];
  const stop = socket.on('UpdateAppsInfo', ({ app }) => void apps.push(app));
  const end = await socket.next({ mt: 'SubscribeApps' }, ['UpdateAppsComplete', 'UpdateApps'], { signal });
  stop();
  if (!end.ok) return end;
  const listed = Array.isArray(end.value.apps) ? end.value.apps : apps;
  return success(
    listed.flatMap((each: unknown) => {
      const app = APP.safeParse(each);
      return app.success ? [app.data] : [];
    }),
  );
}
