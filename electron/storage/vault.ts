import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasUserinfo, maskUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { writeFileAtomically } from './write-file.ts';

const FILE_NAME = 'vault.json';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** scrypt's cost: 128 MiB and a third of a second for each guess. Source: OWASP Password Storage Cheat Sheet. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const SEALED_PREFIX = 'sealed:';

const vaultFile = z.object({
  version: z.literal(1),
  salt: z.base64(),
  key: z.base64(),
  secrets: z.record(z.string(), z.base64()),
});

/** Why the vault can't serve: one closed list, worded in `shared/words` (`vault.<id>`). */
export type VaultFailure = 'locked' | 'wrong-passphrase' | 'damaged' | 'missing-secret';

/**
 * Keeps secrets encrypted on disk behind a passphrase: account passwords, and `user:pass@` of URLs.
 *
 * A random key, wrapped by scrypt of the passphrase, encrypts each secret with AES-256-GCM. Nothing here is ever
 * logged, and a forgotten passphrase can't be recovered.
 */
export class Vault {
  readonly #path: string;
  #key: Buffer | null = null;

  /** @param folder the data folder; the vault is its file `vault.json`, owner-readable only. */
  constructor(folder: string) {
    this.#path = join(folder, FILE_NAME);
  }

  /** `absent`: no passphrase was ever set. `locked`: a secret can't be read now, a normal state. */
  get state(): 'absent' | 'locked' | 'open' {
    if (this.#key !== null) return 'open';
    return existsSync(this.#path) ? 'locked' : 'absent';
  }

  /**
   * Opens the vault, or makes it with this passphrase when there is none. Takes about a third of a second.
   *
   * @returns `wrong-passphrase`; `damaged` when the file can't be read (it is left as it is).
   */
  async open(passphrase: string): Promise<Result<void, VaultFailure>> {
    if (this.state === 'absent') {
      const salt = randomBytes(16);
      const key = randomBytes(KEY_BYTES);
      const wrapping = await deriveKey(passphrase, salt);
      this.#write({ version: 1, salt: salt.toString('base64'), key: encrypt(wrapping, key, 'key'), secrets: {} });
      this.#key = key;
      return success(undefined);
    }
    const file = this.#read();
    if (!file.ok) return file;
    const wrapping = await deriveKey(passphrase, Buffer.from(file.value.salt, 'base64'));
    const key = decrypt(wrapping, file.value.key, 'key');
    if (key === null) return failure('wrong-passphrase');
    this.#key = key;
    return success(undefined);
  }

  /** Keeps a secret under a name, for instance `account:7`; replaces an earlier one. Durable when it returns. */
  setSecret(name: string, secret: string): Result<void, VaultFailure> {
    if (this.#key === null) return failure('locked');
    const file = this.#read();
    if (!file.ok) return file;
    const sealed = encrypt(this.#key, Buffer.from(secret), `secret:${name}`);
    this.#write({ ...file.value, secrets: { ...file.value.secrets, [name]: sealed } });
    return success(undefined);
  }

  /** Reads a secret back. */
  getSecret(name: string): Result<string, VaultFailure> {
    if (this.#key === null) return failure('locked');
    const file = this.#read();
    if (!file.ok) return file;
    const sealed = file.value.secrets[name];
    if (sealed === undefined) return failure('missing-secret');
    const secret = decrypt(this.#key, sealed, `secret:${name}`);
    return secret === null ? failure('damaged') : success(secret.toString());
  }

  /** Forgets a secret; the passphrase is not needed for that. */
  removeSecret(name: string): Result<void, VaultFailure> {
    if (this.state === 'absent') return success(undefined);
    const file = this.#read();
    if (!file.ok) return file;
    const secrets = Object.fromEntries(Object.entries(file.value.secrets).filter(([key]) => key !== name));
    this.#write({ ...file.value, secrets });
    return success(undefined);
  }

  /**
   * Makes a URL fit to be stored: one without `user:pass@` as it is, one with it sealed, its masked form beside it.
   *
   * @returns `locked` when the URL holds a password and the vault isn't open.
   */
  protectUrl(url: string): Result<string, VaultFailure> {
    if (!hasUserinfo(url) || isMaskedUrl(url)) return success(url);
    if (this.#key === null) return failure('locked');
    return success(`${SEALED_PREFIX}${encrypt(this.#key, Buffer.from(url), 'url')}:${maskUserinfo(url)}`);
  }

  /** The URL as it was given to {@link protectUrl}. */
  revealUrl(stored: string): Result<string, VaultFailure> {
    if (!stored.startsWith(SEALED_PREFIX)) return success(stored);
    if (this.#key === null) return failure('locked');
    const end = stored.indexOf(':', SEALED_PREFIX.length);
    const url = decrypt(this.#key, stored.slice(SEALED_PREFIX.length, end), 'url');
    return url === null ? failure('damaged') : success(url.toString());
  }

  #read(): Result<z.infer<typeof vaultFile>, VaultFailure> {
    try {
      const parsed = vaultFile.safeParse(JSON.parse(readFileSync(this.#path, 'utf8')));
      return parsed.success ? success(parsed.data) : failure('damaged');
    } catch {
      return failure('damaged');
    }
  }

  #write(file: z.infer<typeof vaultFile>): void {
    writeFileAtomically(this.#path, `${JSON.stringify(file, null, 2)}\n`);
  }
}

/** What a stored URL may show to anybody: its password masked, `http://***@host/…`. Needs no passphrase. */
export function showUrl(stored: string): string {
  if (!stored.startsWith(SEALED_PREFIX)) return stored;
  return stored.slice(stored.indexOf(':', SEALED_PREFIX.length) + 1);
}

/** Tells whether a URL's `user:pass@` was already masked by an export: it can't be sent, only compared. */
export function isMaskedUrl(url: string): boolean {
  return hasUserinfo(url) && maskUserinfo(url) === url;
}

function deriveKey(passphrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // NFKC: the same passphrase typed on another keyboard or system must open the same vault.
    scrypt(passphrase.normalize('NFKC'), salt, KEY_BYTES, SCRYPT, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}

function encrypt(key: Buffer, plain: Buffer, purpose: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(purpose));
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

function decrypt(key: Buffer, sealed: string, purpose: string): Buffer | null {
  const bytes = Buffer.from(sealed, 'base64');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(purpose))
    .setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
