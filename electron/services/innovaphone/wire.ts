import { createHash } from 'node:crypto';

/** A JSON object of an AppWebsocket. */
export type Message = Readonly<Record<string, unknown>>;

/** What a login to an app says of itself; `info` only where one is sent. */
export interface LoginSubject {
  readonly app: string;
  readonly domain: string;
  readonly sip: string;
  readonly guid: string;
  readonly dn: string;
  /** Sent to the letter as it is hashed: its keys stay in their order. */
  readonly info?: object;
}

/** What a user's login to a PBX is answered with. */
export interface UserChallenge {
  /** `user`, or `session` when one is resumed. */
  readonly type: string;
  readonly domain: string;
  readonly username: string;
  readonly password: string;
  /** 16 hex digits, the client's own. */
  readonly nonce: string;
  readonly challenge: string;
}

function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * The digest of a login to an app: plain SHA-256 over its fields joined by colons, the password last.
 *
 * Source: innovaphone SDK (13r1), AppWebsocket; its vectors are in the tests.
 * @returns hex; of use to nobody without the challenge.
 */
export function loginDigest(subject: LoginSubject, challenge: string, password: string): string {
  const { app, domain, sip, guid, dn, info } = subject;
  const fields = [app, domain, sip, guid, dn, ...(info === undefined ? [] : [JSON.stringify(info)])];
  return sha256([...fields, challenge, password].join(':'));
}

/** The key of a login's session: a secret. Source: innovaphone SDK (13r1), AppWebsocket. */
export function sessionKey(challenge: string, password: string): string {
  return sha256(`innovaphoneAppSessionKey:${challenge}:${password}`);
}

/** What a user proves the password with. Source: innovaphone SDK (14), myApps; its PHP client. */
export function userResponse({ type, domain, username, password, nonce, challenge }: UserChallenge): string {
  return sha256(`innovaphoneAppClient:${type}:${domain}:${username}:${password}:${nonce}:${challenge}`);
}

/** What a PBX proves with that it knows the user's password. `info` is the text as received. */
export function loginResultDigest(answered: UserChallenge, info: object): string {
  const { domain, username, password, nonce, challenge } = answered;
  const text = JSON.stringify(info);
  return sha256(`innovaphoneAppClient:loginresult:${domain}:${username}:${password}:${nonce}:${challenge}:${text}`);
}

/**
 * Reads one half of a resumable session, which the PBX sends as hex of RC4.
 *
 * @param part `usr` or `pwd`; both are needed to log in with type `session`.
 * @returns `null` for what isn't hex.
 */
export function decryptSession(part: 'usr' | 'pwd', { nonce, password }: UserChallenge, hex: string): string | null {
  return decryptHex(`innovaphoneAppClient:${part}:${nonce}:${password}`, hex);
}

/** Encrypts a text of an AppWebsocket with the session's key. Source: innovaphone SDK (13r1), AppWebsocket. */
export function encryptSecret(seed: string, key: string, text: string): string {
  return rc4(Buffer.from(`${seed}:${key}`, 'utf8'), Buffer.from(text, 'utf8')).toString('hex');
}

/** Reads what {@link encryptSecret} wrote; `null` for what isn't hex. */
export function decryptSecret(seed: string, key: string, hex: string): string | null {
  return decryptHex(`${seed}:${key}`, hex);
}

/** What a phone proves its sysclient password with. Source: innovaphone SDK (13r1), sysclient. */
export function sysclientDigest(
  phone: { readonly id: string; readonly product: string; readonly version: string },
  challenge: string,
  password: string,
): string {
  return sha256(`${phone.id}:${phone.product}:${phone.version}:${challenge}:${password}`);
}

function decryptHex(key: string, hex: string): string | null {
  if (!/^(?:[0-9a-f]{2})*$/i.test(hex)) return null;
  return rc4(Buffer.from(key, 'utf8'), Buffer.from(hex, 'hex')).toString('utf8');
}

/** Node's own is gone with OpenSSL 3, and the protocol knows no other cipher. */
function rc4(key: Uint8Array, data: Uint8Array): Buffer {
  const state = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => state[index & 255] ?? 0;
  const swap = (one: number, other: number): void => {
    const kept = at(one);
    state[one & 255] = at(other);
    state[other & 255] = kept;
  };
  for (let i = 0, j = 0; i < 256; i += 1) {
    j += at(i) + (key[i % key.length] ?? 0);
    swap(i, j);
  }
  let j = 0;
  return Buffer.from(
    data.map((byte, index) => {
      const i = index + 1;
      j += at(i);
      swap(i, j);
      return byte ^ at(at(i) + at(j));
    }),
  );
}
