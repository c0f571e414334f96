import type { Failure } from '../../../shared/domain/failure.ts';
import { parsePhoneAddress } from '../../../shared/domain/phone-address.ts';
import type { SysclientProblem } from '../../../shared/domain/sysclient.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { chooseDigestChallenge, parseChallenges } from '../../transport/digest-auth.ts';
import { createHttpClient, type HttpClient } from '../../transport/http.ts';
import { buildScript } from './script.ts';
import { percentEncode, readSysclientUrl } from './url.ts';

const TIMEOUT_MS = 10_000;
const MAX_BODY_BYTES = 2 * 1024 * 1024;
const MAX_ROUNDS = 3;

/** A phone whose HTTP interface is used, and the login for it. */
export interface PhoneLogin {
  /** `192.0.2.77`, a name, with `:port` where needed, or an address that begins with `http://` or `https://`. */
  readonly address: string;
  readonly user: string;
  /** A secret. */
  readonly password: string;
  /** PEM text of additional authorities. */
  readonly ca?: string;
  /** SHA-256 of the phone's certificate; most phones have one that nobody signed. */
  readonly pin?: string;
  /** Sends user and password readably over `http:` where the phone asks for Basic. @default false */
  readonly isBasicOverHttpAllowed?: boolean;
}

/** What a phone says of where it registers. */
export interface DevicesUrl {
  /** The URL in effect, its token masked; empty: none. */
  readonly shown: string;
  /** Whether it is to the letter the one that was built; `null` where none was given to compare. */
  readonly isSame: boolean | null;
  /** What is wrong with it in itself. */
  readonly problem: SysclientProblem | null;
}

/**
 * Has a phone show its form for a code again: no restart, and nothing is written to its configuration.
 *
 * Network; safe to repeat. Source: innovaphone wiki, Concept Provisioning (13r1).
 *
 * @returns `no-address`; `auth-failed`, aspect `phone`, or `phone-basic` where the phone wants the password readably over
 * `http:`; the failures of `createHttpClient` otherwise.
 */
export async function promptPhone(login: PhoneLogin, signal: AbortSignal): Promise<Result<void>> {
  const script = buildScript({ kind: 'prompt' }, false);
  const [command = ''] = script.ok ? script.value.lines : [];
  const answer = await get(login, `/!${command.split(' ').map(percentEncodePath).join('%20')}`, signal);
  return answer.ok ? success(undefined) : answer;
}

/** Path segments of the command stay readable: the phone takes them apart itself. */
function percentEncodePath(word: string): string {
  return word.split('/').map(percentEncode).join('/');
}

/**
 * Reads the Devices URL in effect from a phone's configuration. Network; changes nothing.
 *
 * @param built The URL that was built (step 2), to compare; empty: none.
 * @returns as {@link promptPhone}; `unexpected-answer`, aspect `phone-config`, for what is no configuration.
 */
export async function readDevicesUrl(
  login: PhoneLogin,
  built: string,
  signal: AbortSignal,
): Promise<Result<DevicesUrl>> {
  const answer = await get(login, '/cfg.txt', signal);
  if (!answer.ok) return answer;
  const text = new TextDecoder().decode(answer.value);
  if (!/^\s*!?(?:mod|config|vars)\s/im.test(text)) {
    return failure({
      kind: 'protocol',
      reason: 'unexpected-answer',
      aspect: 'phone-config',
      sent: 'no',
      concernsAccount: false,
    });
  }
  const line = /^\s*!?config\s+(?:change|add)\s+SYSCLIENT\s+(?:.*\s)?\/sysadmin\s+(\S+)/im.exec(text)?.[1];
  if (line === undefined) return success({ shown: '', isSame: built === '' ? null : false, problem: null });
  const url = decodeOnce(line);
  return success({ shown: maskToken(url), isSame: built === '' ? null : url === built, problem: findProblem(url) });
}

function findProblem(url: string): SysclientProblem | null {
  if (/^wss?%/i.test(url)) return { problem: 'encoded-twice', part: 'line' };
  // a phone that was registered with a code has an address without parameters
  const read = url.includes('?') ? readSysclientUrl(url) : null;
  return read?.ok === false ? read.error : null;
}

function decodeOnce(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Masks the token, however often the URL is encoded: `…&token=***&…`. */
function maskToken(url: string): string {
  return url.replace(/(token(?:=|%(?:25)*3d)).*?(?=&|%(?:25)*26|$)/gi, '$1***');
}

async function get(login: PhoneLogin, path: string, signal: AbortSignal): Promise<Result<Uint8Array>> {
  const origin = readOrigin(login.address);
  if (origin === null) {
    return failure({ kind: 'validation', reason: 'no-address', aspect: 'phone', sent: 'no', concernsAccount: false });
  }
  const { ca, pin } = login;
  const client = createHttpClient({
    connections: 1,
    headersTimeoutMs: TIMEOUT_MS,
    bodyTimeoutMs: TIMEOUT_MS,
    maxBodyBytes: MAX_BODY_BYTES,
    // phones stand in the same network
    proxy: 'none',
    ...(ca === undefined ? {} : { ca }),
    ...(pin === undefined ? {} : { pin }),
  });
  if (!client.ok) return client;
  try {
    return await getWithLogin(client.value, login, `${origin}${path}`, signal);
  } finally {
    await client.value.close();
  }
}

function readOrigin(address: string): string | null {
  const text = address.trim();
  const [, scheme = 'http', rest = ''] = /^(?:(https?):\/\/)?([^/]*)\/?$/i.exec(text) ?? [];
  const parsed = parsePhoneAddress(rest);
  if (parsed === null) return null;
  const host = parsed.host.includes(':') ? `[${parsed.host}]` : parsed.host;
  return `${scheme.toLowerCase()}://${host}${parsed.port === null ? '' : `:${parsed.port}`}`;
}

/** Shows no credential before the phone has asked for one, and Digest wherever it can be had. */
async function getWithLogin(
  client: HttpClient,
  login: PhoneLogin,
  url: string,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> {
  const credentials = { user: login.user, password: login.password };
  const request = { method: 'GET', url, signal, acceptStatus: (status: number) => status < 300 || status === 401 };
  let authentication: 'digest' | 'basic' = 'digest';
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const answer = await client.request({ ...request, credentials, authentication });
    if (!answer.ok) return answer;
    if (answer.value.status !== 401) return success(answer.value.body);
    const challenges = parseChallenges(answer.value.headers['www-authenticate'] ?? '');
    const hasBasic = challenges.some(({ scheme }) => scheme === 'basic');
    if (authentication === 'basic' || chooseDigestChallenge(challenges) !== null || !hasBasic) break;
    if (url.startsWith('http:') && login.isBasicOverHttpAllowed !== true) return failure(loginFailure('phone-basic'));
    authentication = 'basic';
  }
  return failure(loginFailure('phone'));
}

function loginFailure(aspect: string): Failure {
  return { kind: 'auth', reason: 'auth-failed', aspect, sent: 'no', concernsAccount: false };
}
