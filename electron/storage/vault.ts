import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { hasUserinfo, maskUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { Keychain } from './keychain.ts';
import { writeFileAtomically } from './write-file.ts';

const PASSPHRASE_FILE = 'vault.json';
const KEYCHAIN_FILE = 'keychain.json';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** scrypt's cost: 128 MiB and a third of a second for each guess. Source: OWASP Password Storage Cheat Sheet. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 } as const;
const SEALED_PREFIX = 'sealed:';

const secrets = z.record(z.string(), z.base64());

const passphraseFile = z.object({ version: z.literal(1), salt: z.base64(), key: z.base64(), secrets });

const keychainFile = z.object({
  version: z.literal(1),
  /** Which keychain wrapped the key, for whoever looks why it can't be read. */
  platform: z.string(),
  backend: z.string(),
  key: z.base64(),
  secrets,
});

type Sealed = z.infer<typeof secrets>;

/** Why the vault can't serve: one closed list, worded in `shared/words` (`vault.<id>`). */
export type VaultFailure =
  | 'locked'
  | 'wrong-passphrase'
  | 'damaged'
  | 'missing-secret'
  | 'forgotten'
  | 'forgotten-url'
  | 'in-keychain'
  | 'no-keychain'
  | 'unwritable';

/**
 * Where the key lies that opens the secrets.
 *
 * - `passphrase`: in `vault.json`, behind a passphrase
 * - `keychain`: in `keychain.json`, behind the system's keychain
 * - `session`: in memory; every secret is gone when the program ends
 */
export type SecretsMode = 'passphrase' | 'keychain' | 'session';

/**
 * Keeps secrets: account passwords, and `user:pass@` of URLs.
 *
 * A random key encrypts each secret with AES-256-GCM; only where that key lies differs ({@link SecretsMode}), so that
 * changing it leaves every secret and every sealed URL as readable as before. Nothing here is ever logged, and a
 * forgotten passphrase can't be recovered. A folder with a `vault.json` is one behind a passphrase, whatever else there is.
 */
export class Vault {
  readonly #folder: string;
  #key: Buffer | null = null;
  #mode: SecretsMode = 'passphrase';
  #keychain: Keychain | null = null;
  /** The secrets while they are kept in memory only. */
  #session: Sealed = {};
  /** Moves wait for each other: two at once would each write what it read before the other. */
  #turn: Promise<unknown> = Promise.resolve();

  /** @param folder the data folder; its files are readable by their owner alone. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** `absent`: nothing was ever kept. `locked`: a secret can't be read now, a normal state. */
  get state(): 'absent' | 'locked' | 'open' {
    if (this.#key !== null) return 'open';
    return existsSync(this.#path(PASSPHRASE_FILE)) || existsSync(this.#path(KEYCHAIN_FILE)) ? 'locked' : 'absent';
  }

  /** Where the key lies, or would lie. */
  get mode(): SecretsMode {
    return this.#mode;
  }

  /** The system's keychain, where the host brought one that can be used. */
  get keychain(): Keychain | null {
    return this.#keychain;
  }

  /** Whether there are secrets that a keychain wrapped and that can't be read here; they stay as they are. */
  get hasUnreadable(): boolean {
    return this.#mode === 'session' && existsSync(this.#path(KEYCHAIN_FILE));
  }

  /**
   * Opens the vault with what a window has at its start, without asking anybody: the keychain, or memory.
   *
   * One behind a passphrase stays locked. Where a keychain's secrets can't be read (it is another one, or none), they are
   * left as they are, and this session begins without them. Call it once, before anything else.
   *
   * @param mayKeep false: don't use the keychain although there is one.
   * @returns `unwritable` when the keychain is to be used and its file can't be written: nothing has begun, and it may be
   *   called again.
   */
  async begin(keychain: Keychain | null, mayKeep: boolean): Promise<Result<void, VaultFailure>> {
    this.#keychain = keychain;
    if (existsSync(this.#path(PASSPHRASE_FILE))) return success(undefined);
    if (keychain !== null && (mayKeep || existsSync(this.#path(KEYCHAIN_FILE)))) {
      if (existsSync(this.#path(KEYCHAIN_FILE))) {
        this.#key = await this.#unwrapWith(keychain);
        if (this.#key !== null) this.#mode = 'keychain';
      } else {
        const wrapped = await this.#wrapWith(keychain, randomBytes(KEY_BYTES), () => success({}));
        if (wrapped.ok || wrapped.error === 'unwritable') return wrapped;
      }
    }
    if (this.#key !== null) return success(undefined);
    this.#key = randomBytes(KEY_BYTES);
    this.#mode = 'session';
    return success(undefined);
  }

  /**
   * Opens the vault behind a passphrase; where there is none yet, makes it and moves what is kept elsewhere into it.
   * Takes about a third of a second.
   *
   * @returns `wrong-passphrase`; `unwritable`; `damaged` when the file can't be read (it is left as it is); `in-keychain` when the
   * secrets are behind a keychain, which this program can't open.
   */
  open(passphrase: string): Promise<Result<void, VaultFailure>> {
    return this.#inTurn(() => this.#open(passphrase));
  }

  async #open(passphrase: string): Promise<Result<void, VaultFailure>> {
    if (!existsSync(this.#path(PASSPHRASE_FILE))) {
      if (this.#key === null && existsSync(this.#path(KEYCHAIN_FILE))) return failure('in-keychain');
      const salt = randomBytes(16);
      const key = this.#key ?? randomBytes(KEY_BYTES);
      const wrapping = await deriveKey(passphrase, salt);
      // Read last: what was kept meanwhile comes along.
      const present = this.#key === null ? success({}) : this.#read();
      if (!present.ok) return present;
      const head = { version: 1, salt: salt.toString('base64'), key: encrypt(wrapping, key, 'key') } as const;
      const written = this.#writeFile(PASSPHRASE_FILE, { ...head, secrets: present.value });
      if (!written.ok) return written;
      this.#dropKeychainFile();
      this.#key = key;
      this.#mode = 'passphrase';
      this.#session = {};
      return success(undefined);
    }
    const file = this.#readFile(PASSPHRASE_FILE, passphraseFile);
    if (!file.ok) return file;
    const wrapping = await deriveKey(passphrase, Buffer.from(file.value.salt, 'base64'));
    const key = decrypt(wrapping, file.value.key, 'key');
    if (key === null) return failure('wrong-passphrase');
    // It was open already, and may have been moved meanwhile: then nothing is to be read here any more.
    if (this.#key !== null) return success(undefined);
    this.#key = key;
    this.#mode = 'passphrase';
    return success(undefined);
  }

  /**
   * Moves all secrets behind the system's keychain.
   *
   * @returns `locked`; `unwritable`; `no-keychain` when there is none, or it refuses: everything stays where it was.
   */
  keepInKeychain(): Promise<Result<void, VaultFailure>> {
    return this.#inTurn(() => this.#keepInKeychain());
  }

  async #keepInKeychain(): Promise<Result<void, VaultFailure>> {
    if (this.#key === null) return failure('locked');
    if (this.#keychain === null) return failure('no-keychain');
    if (this.#mode === 'keychain') return success(undefined);
    const wrapped = await this.#wrapWith(this.#keychain, this.#key, () => this.#read());
    if (!wrapped.ok) return wrapped;
    rmSync(this.#path(PASSPHRASE_FILE), { force: true });
    this.#session = {};
    return success(undefined);
  }

  /** Moves all secrets into memory, and takes them off the disk. @returns `locked`, `damaged`. */
  keepInSession(): Result<void, VaultFailure> {
    if (this.#key === null) return failure('locked');
    if (this.#mode === 'session') return success(undefined);
    const present = this.#read();
    if (!present.ok) return present;
    this.#session = present.value;
    rmSync(this.#path(this.#mode === 'keychain' ? KEYCHAIN_FILE : PASSPHRASE_FILE), { force: true });
    this.#mode = 'session';
    return success(undefined);
  }

  /**
   * Keeps a secret under a name, for instance `account:7`; replaces an earlier one. Durable when it returns, but for `session`.
   *
   * @returns `locked`, `damaged`, `unwritable`.
   */
  setSecret(name: string, secret: string): Result<void, VaultFailure> {
    if (this.#key === null) return failure('locked');
    const present = this.#read();
    if (!present.ok) return present;
    return this.#write({ ...present.value, [name]: encrypt(this.#key, Buffer.from(secret), `secret:${name}`) });
  }

  /** Whether a secret is there, readable or not. */
  hasSecret(name: string): boolean {
    const present = this.#read();
    return present.ok && Object.hasOwn(present.value, name);
  }

  /** Reads a secret back. @returns `missing-secret`, or `forgotten` where it may have been kept for a session. */
  getSecret(name: string): Result<string, VaultFailure> {
    if (this.#key === null) return failure('locked');
    const present = this.#read();
    if (!present.ok) return present;
    const sealed = present.value[name];
    if (sealed === undefined) return failure(this.#mode === 'passphrase' ? 'missing-secret' : 'forgotten');
    const secret = decrypt(this.#key, sealed, `secret:${name}`);
    return secret === null ? failure('damaged') : success(secret.toString());
  }

  /** Forgets a secret, wherever it lies; nothing has to be open for that. */
  removeSecret(name: string): Result<void, VaultFailure> {
    this.#session = without(this.#session, name);
    const parts = [
      { name: PASSPHRASE_FILE, schema: passphraseFile },
      { name: KEYCHAIN_FILE, schema: keychainFile },
    ] as const;
    for (const part of parts) {
      if (!existsSync(this.#path(part.name))) continue;
      const file = this.#readFile(part.name, part.schema);
      if (!file.ok) {
        // One that no keychain can ever read again keeps nothing that could be forgotten.
        if (part.name === KEYCHAIN_FILE) continue;
        return file;
      }
      const written = this.#writeFile(part.name, { ...file.value, secrets: without(file.value.secrets, name) });
      if (!written.ok) return written;
    }
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

  /**
   * Makes a secret text fit to be stored; `showUrl` shows it as `***`, {@link revealUrl} gives it back.
   *
   * @returns `locked` when the vault isn't open.
   */
  sealText(text: string): Result<string, VaultFailure> {
    if (this.#key === null) return failure('locked');
    return success(`${SEALED_PREFIX}${encrypt(this.#key, Buffer.from(text), 'url')}:***`);
  }

  /** The URL as it was given to {@link protectUrl}. @returns `forgotten-url` for one of an earlier session. */
  revealUrl(stored: string): Result<string, VaultFailure> {
    if (!stored.startsWith(SEALED_PREFIX)) return success(stored);
    if (this.#key === null) return failure('locked');
    const end = stored.indexOf(':', SEALED_PREFIX.length);
    const url = decrypt(this.#key, stored.slice(SEALED_PREFIX.length, end), 'url');
    if (url !== null) return success(url.toString());
    return failure(this.#mode === 'passphrase' ? 'damaged' : 'forgotten-url');
  }

  #path(name: string): string {
    return join(this.#folder, name);
  }

  #read(): Result<Sealed, VaultFailure> {
    if (this.#mode === 'session') return success(this.#session);
    const file =
      this.#mode === 'keychain'
        ? this.#readFile(KEYCHAIN_FILE, keychainFile)
        : this.#readFile(PASSPHRASE_FILE, passphraseFile);
    return file.ok ? success(file.value.secrets) : file;
  }

  #write(kept: Sealed): Result<void, VaultFailure> {
    if (this.#mode === 'session') {
      this.#session = kept;
      return success(undefined);
    }
    const name = this.#mode === 'keychain' ? KEYCHAIN_FILE : PASSPHRASE_FILE;
    const file = this.#mode === 'keychain' ? this.#readFile(name, keychainFile) : this.#readFile(name, passphraseFile);
    if (!file.ok) return file;
    return this.#writeFile(name, { ...file.value, secrets: kept });
  }

  #readFile<Schema extends z.ZodType>(name: string, schema: Schema): Result<z.infer<Schema>, VaultFailure> {
    try {
      const parsed = schema.safeParse(JSON.parse(readFileSync(this.#path(name), 'utf8')));
      return parsed.success ? success(parsed.data) : failure('damaged');
    } catch {
      return failure('damaged');
    }
  }

  /** A full disk, or a folder without rights, is nothing a program can help. */
  #writeFile(
    name: string,
    content: z.infer<typeof passphraseFile> | z.infer<typeof keychainFile>,
  ): Result<void, VaultFailure> {
    try {
      writeFileAtomically(this.#path(name), `${JSON.stringify(content, null, 2)}\n`);
      return success(undefined);
    } catch (error) {
      if (error instanceof Error && 'code' in error) return failure('unwritable');
      throw error;
    }
  }

  async #unwrapWith(keychain: Keychain): Promise<Buffer | null> {
    const file = this.#readFile(KEYCHAIN_FILE, keychainFile);
    if (!file.ok) return null;
    const text = await keychain.decrypt(Buffer.from(file.value.key, 'base64'));
    const key = text === null ? null : Buffer.from(text, 'base64');
    return key?.length === KEY_BYTES ? key : null;
  }

  async #wrapWith(
    keychain: Keychain,
    key: Buffer,
    read: () => Result<Sealed, VaultFailure>,
  ): Promise<Result<void, VaultFailure>> {
    const wrapped = await keychain.encrypt(key.toString('base64'));
    if (wrapped === null) return failure('no-keychain');
    // Read last: a system may take a minute to ask the person, and what was kept meanwhile comes along.
    const present = read();
    if (!present.ok) return present;
    this.#setAsideKeychainFile();
    const { backend } = keychain;
    const head = { version: 1, platform: process.platform, backend, key: wrapped.toString('base64') } as const;
    const written = this.#writeFile(KEYCHAIN_FILE, { ...head, secrets: present.value });
    if (!written.ok) return written;
    this.#key = key;
    this.#mode = 'keychain';
    return success(undefined);
  }

  #inTurn<T>(move: () => Promise<T>): Promise<T> {
    const moved = this.#turn.then(move);
    this.#turn = moved.catch(() => {});
    return moved;
  }

  /** What can't be read today may be tomorrow: a file that is replaced unread keeps lying beside. */
  #setAsideKeychainFile(): void {
    if (!existsSync(this.#path(KEYCHAIN_FILE))) return;
    const time = new Date().toISOString().replaceAll(/[:.]/g, '-');
    renameSync(this.#path(KEYCHAIN_FILE), this.#path(`keychain-${time}.json`));
  }

  #dropKeychainFile(): void {
    if (this.#mode === 'keychain') rmSync(this.#path(KEYCHAIN_FILE), { force: true });
    else this.#setAsideKeychainFile();
  }
}

function without(kept: Sealed, name: string): Sealed {
  return Object.fromEntries(Object.entries(kept).filter(([key]) => key !== name));
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
