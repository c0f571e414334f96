/** What the system keeps secrets with, as far as the vault needs it: it wraps one key. */
export interface Keychain {
  /** The system's name for it, for instance `gnome_libsecret`; to be shown, and written beside what it wrapped. */
  readonly backend: string;
  /** Encrypts a text so that this user alone can read it; `null` when the keychain refuses or can't. */
  encrypt(text: string): Promise<Buffer | null>;
  /** Reads what {@link Keychain.encrypt} made; `null` when it can't be read (another user, machine or keychain). */
  decrypt(bytes: Buffer): Promise<string | null>;
}

/** What is needed of Electron's `safeStorage`; the asynchronous calls are missing before Electron 42. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean;
  encryptString(text: string): Buffer;
  decryptString(bytes: Buffer): string;
  getSelectedStorageBackend?(): string;
  isAsyncEncryptionAvailable?(): Promise<boolean>;
  encryptStringAsync?(text: string): Promise<Buffer>;
  decryptStringAsync?(bytes: Buffer): Promise<{ readonly result: string }>;
}

/**
 * What Chromium puts before a text that it encrypted with a password of its own source code, on Linux.
 *
 * Source: Chromium, components/os_crypt/sync/os_crypt_linux.cc (`v10` obfuscated, `v11` by a keyring).
 */
const OBFUSCATED = 'v10';

const NAMES: Readonly<Partial<Record<NodeJS.Platform, string>>> = { darwin: 'Keychain', win32: 'DPAPI' };

/**
 * Opens the system's keychain through Electron, after `ready`. May make the system ask the person for its password.
 *
 * @returns `null` where there is none: on Linux, what Electron then does (`basic_text`) hides a text but protects nothing.
 */
export async function openKeychain(safeStorage: SafeStorage, platform: NodeJS.Platform): Promise<Keychain | null> {
  const { encryptStringAsync, decryptStringAsync, isAsyncEncryptionAvailable } = safeStorage;
  const isAsync = encryptStringAsync !== undefined && decryptStringAsync !== undefined;
  const encrypt = async (text: string): Promise<Buffer | null> => {
    try {
      return isAsync ? await encryptStringAsync.call(safeStorage, text) : safeStorage.encryptString(text);
    } catch {
      return null;
    }
  };
  const decrypt = async (bytes: Buffer): Promise<string | null> => {
    try {
      if (!isAsync) return safeStorage.decryptString(bytes);
      const { result } = await decryptStringAsync.call(safeStorage, bytes);
      return result;
    } catch {
      return null;
    }
  };
  const isAvailable =
    isAsync && isAsyncEncryptionAvailable !== undefined
      ? await isAsyncEncryptionAvailable.call(safeStorage)
      : safeStorage.isEncryptionAvailable();
  if (!isAvailable) return null;
  if (platform === 'linux') {
    const tried = await encrypt('Rollcall');
    if (tried === null || tried.toString('latin1', 0, OBFUSCATED.length) === OBFUSCATED) return null;
  }
  const backend = NAMES[platform] ?? safeStorage.getSelectedStorageBackend?.() ?? 'unknown';
  return { backend, encrypt, decrypt };
}
