import { describe, expect, test } from 'vitest';
import { openKeychain, type SafeStorage } from './keychain.ts';

/** Electron's `safeStorage` before the asynchronous calls; what it makes begins with `prefix`. */
function createSync(prefix: string, isAvailable = true): SafeStorage {
  return {
    isEncryptionAvailable: () => isAvailable,
    encryptString: (text) => Buffer.from(prefix + Buffer.from(text).toString('hex')),
    decryptString: (bytes) => {
      const text = bytes.toString();
      if (!text.startsWith(prefix)) throw new Error('Error while decrypting the ciphertext provided to safeStorage');
      return Buffer.from(text.slice(prefix.length), 'hex').toString();
    },
    getSelectedStorageBackend: () => (prefix === 'v10' ? 'basic_text' : 'gnome_libsecret'),
  };
}

/** As Electron 46 has it: the synchronous calls are gone. */
function createAsync(prefix: string, isAvailable = true): SafeStorage {
  const sync = createSync(prefix, isAvailable);
  const gone = (): never => {
    throw new Error('removed');
  };
  return {
    ...{ isEncryptionAvailable: gone, encryptString: gone, decryptString: gone },
    isAsyncEncryptionAvailable: async () => isAvailable,
    encryptStringAsync: async (text) => sync.encryptString(text),
    decryptStringAsync: async (bytes) => ({ result: sync.decryptString(bytes) }),
    getSelectedStorageBackend: () => 'kwallet6',
  };
}

describe.each([
  ['with the synchronous calls', createSync],
  ['with the asynchronous calls', createAsync],
] as const)('a keychain %s', (_, create) => {
  test('gives back what it took', async () => {
    const keychain = await openKeychain(create('v11'), 'linux');
    const wrapped = await keychain?.encrypt('a key');
    expect(wrapped?.toString()).not.toContain('a key');
    expect(await keychain?.decrypt(wrapped ?? Buffer.alloc(0))).toBe('a key');
    expect(await keychain?.decrypt(Buffer.from('of another one'))).toBeNull();
  });

  test('that only hides (basic_text) is none on Linux, whatever it calls itself', async () => {
    expect(await openKeychain(create('v10'), 'linux')).toBeNull();
    // there the same mark stands for the system's own keychain
    expect(await openKeychain(create('v10'), 'darwin')).toMatchObject({ backend: 'Keychain' });
    expect(await openKeychain(create('v10'), 'win32')).toMatchObject({ backend: 'DPAPI' });
  });

  test('that is not available is none', async () => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      expect(await openKeychain(create('v11', false), platform)).toBeNull();
    }
  });

  test('that refuses says so without throwing', async () => {
    const safeStorage = create('v11');
    const keychain = await openKeychain(safeStorage, 'darwin');
    const refuse = (): never => {
      throw new Error('the keyring is locked');
    };
    Object.assign(safeStorage, { encryptString: refuse, encryptStringAsync: refuse });
    const refusing = await openKeychain(safeStorage, 'darwin');
    expect(await refusing?.encrypt('a key')).toBeNull();
    expect(await openKeychain(safeStorage, 'linux')).toBeNull();
    expect(keychain).not.toBeNull();
  });
});
