import { createHash } from 'node:crypto';

/** One challenge of a `WWW-Authenticate` header. */
export interface Challenge {
  /** Lower case, for instance `digest`. */
  readonly scheme: string;
  /** By lower-case name; of a name that comes twice the first value counts. */
  readonly parameters: ReadonlyMap<string, string>;
}

const ALGORITHMS = ['MD5', 'MD5-sess', 'SHA-256', 'SHA-256-sess', 'SHA-512-256', 'SHA-512-256-sess'] as const;

/** A Digest algorithm of RFC 7616, weakest first. */
export type DigestAlgorithm = (typeof ALGORITHMS)[number];

/** A Digest challenge that can be answered. Texts hold bytes: one character (U+0000 to U+00FF) each. */
export interface DigestChallenge {
  readonly realm: string;
  readonly nonce: string;
  readonly opaque: string | null;
  readonly algorithm: DigestAlgorithm;
  /** False where the server left the parameter out (RFC 2069): it isn't sent back then. */
  readonly isAlgorithmNamed: boolean;
  /** `null`: the form of RFC 2069, without a count and a client nonce. */
  readonly qop: 'auth' | null;
  /** The nonce of the refused answer was too old; user and password were not looked at. */
  readonly stale: boolean;
  /** The server wants the user's name hashed. */
  readonly userhash: boolean;
}

/** What an answer to a {@link DigestChallenge} is made of. */
export interface DigestAnswer {
  readonly user: string;
  readonly password: string;
  readonly method: string;
  /** The request target as sent: path and query. */
  readonly uri: string;
  /** How many requests were sent with this nonce, this one included: 1 and up. */
  readonly nonceCount: number;
  /** The same for all requests with one nonce, so that both readings of the session key in RFC 7616 3.4.2 agree. */
  readonly clientNonce: string;
}

const SEPARATORS = /[\s,]*/y;
const TOKEN = /[^\s,="]+/y;
const EQUALS = /[ \t]*=[ \t]*/y;
const QUOTED = /"((?:[^"\\]|\\[\s\S])*)(?:"|\\?$)/y;
const UNQUOTED = /[^\s,]*/y;
const TOKEN68 = /[ \t]+[\w.~+/-]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Splits the value of a `WWW-Authenticate` header into its challenges (RFC 9110 section 11.6.1).
 *
 * Several headers are passed joined by commas. Takes what servers really send: any white space, empty list elements,
 * unquoted values, quoted values with escapes, an unterminated last quote. What can't be understood is passed over; no
 * text makes it throw. Takes time in proportion to the text's length.
 */
export function parseChallenges(header: string): readonly Challenge[] {
  const challenges: { readonly scheme: string; readonly parameters: Map<string, string> }[] = [];
  let position = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = position;
    const match = pattern.exec(header);
    if (match !== null) position = pattern.lastIndex;
    return match;
  };
  for (take(SEPARATORS); position < header.length; take(SEPARATORS)) {
    const token = take(TOKEN);
    if (token === null) {
      position += 1;
      continue;
    }
    if (take(EQUALS) === null) {
      challenges.push({ scheme: token[0].toLowerCase(), parameters: new Map() });
      take(TOKEN68);
      continue;
    }
    const quoted = take(QUOTED);
    const value = quoted === null ? (take(UNQUOTED)?.[0] ?? '') : (quoted[1] ?? '').replace(/\\([\s\S])/g, '$1');
    const parameters = challenges.at(-1)?.parameters;
    const name = token[0].toLowerCase();
    if (parameters !== undefined && !parameters.has(name)) parameters.set(name, value);
  }
  return challenges;
}

/**
 * Chooses the strongest Digest challenge that can be answered: the hash counts first, then `qop=auth`.
 *
 * @returns `null` where there is none: no Digest, an unknown algorithm, `auth-int` alone, no realm or no nonce.
 */
export function chooseDigestChallenge(challenges: readonly Challenge[]): DigestChallenge | null {
  const answerable = challenges.map(toDigestChallenge).filter((challenge) => challenge !== null);
  return answerable.sort((a, b) => strength(b) - strength(a))[0] ?? null;
}

function toDigestChallenge({ scheme, parameters }: Challenge): DigestChallenge | null {
  const realm = parameters.get('realm');
  const nonce = parameters.get('nonce');
  if (scheme !== 'digest' || realm === undefined || nonce === undefined) return null;
  const named = parameters.get('algorithm');
  const algorithm = ALGORITHMS.find((known) => known.toLowerCase() === (named ?? 'MD5').toLowerCase());
  if (algorithm === undefined || !isHashAvailable(hashOf(algorithm))) return null;
  const qops =
    parameters
      .get('qop')
      ?.toLowerCase()
      .split(/[\s,]+/)
      .filter((qop) => qop !== '') ?? [];
  if (qops.length > 0 && !qops.includes('auth')) return null;
  return {
    realm,
    nonce,
    opaque: parameters.get('opaque') ?? null,
    algorithm,
    isAlgorithmNamed: named !== undefined,
    qop: qops.length > 0 ? 'auth' : null,
    stale: parameters.get('stale')?.toLowerCase() === 'true',
    userhash: parameters.get('userhash')?.toLowerCase() === 'true',
  };
}

function strength(challenge: DigestChallenge): number {
  return ALGORITHMS.indexOf(challenge.algorithm) * 2 + (challenge.qop === null ? 0 : 1);
}

function hashOf(algorithm: DigestAlgorithm): string {
  return algorithm
    .replace(/-sess$/, '')
    .replace('SHA-', 'sha')
    .toLowerCase();
}

function isHashAvailable(hash: string): boolean {
  try {
    createHash(hash);
    return true;
  } catch {
    return false;
  }
}

/**
 * Answers a Digest challenge: the value of the `Authorization` header (RFC 7616; without qop RFC 2069).
 *
 * User and password are hashed and sent as UTF-8, as `charset=UTF-8` asks for and as curl does without it. The header
 * holds bytes, one character each, as undici writes it. Pure; the result is a secret.
 */
export function answerDigest(challenge: DigestChallenge, answer: DigestAnswer): string {
  const hash = (text: string): string => createHash(hashOf(challenge.algorithm)).update(text, 'latin1').digest('hex');
  const { realm, nonce, qop } = challenge;
  const { clientNonce } = answer;
  const user = toBytes(answer.user);
  const isSession = challenge.algorithm.endsWith('-sess');
  const nonceCount = answer.nonceCount.toString(16).padStart(8, '0');

  const login = hash(`${user}:${realm}:${toBytes(answer.password)}`);
  const a1 = isSession ? hash(`${login}:${nonce}:${clientNonce}`) : login;
  const a2 = hash(`${answer.method}:${answer.uri}`);
  const counted = qop === null ? nonce : `${nonce}:${nonceCount}:${clientNonce}:${qop}`;
  const parts = [
    `username=${quote(challenge.userhash ? hash(`${user}:${realm}`) : user)}`,
    `realm=${quote(realm)}`,
    `nonce=${quote(nonce)}`,
    `uri=${quote(answer.uri)}`,
    `response="${hash(`${a1}:${counted}:${a2}`)}"`,
  ];
  if (challenge.isAlgorithmNamed) parts.push(`algorithm=${challenge.algorithm}`);
  if (challenge.opaque !== null) parts.push(`opaque=${quote(challenge.opaque)}`);
  if (qop !== null) parts.push(`qop=${qop}`, `nc=${nonceCount}`);
  // a session key can't be checked without the client nonce, so it goes along even where there is no qop
  if (qop !== null || isSession) parts.push(`cnonce=${quote(clientNonce)}`);
  if (challenge.userhash) parts.push('userhash=true');
  return `Digest ${parts.join(', ')}`;
}

function toBytes(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
