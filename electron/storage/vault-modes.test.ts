import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Keychain } from './keychain.ts';
import { temporaryFolder, unwrap } from './storage-testing.ts';
import { showUrl, Vault } from './vault.ts';

const PASSPHRASE = 'correct horse';
const SECRET = 'Pa55-wörd';
const URL_WITH_SECRET = 'https://user:S3cr3t@pbx.example/%MACD.xml';

/** A keychain of one user on one machine: only one of the same name reads what it made. */
function createKeychain(name: string): Keychain {
  return {
    backend: name,
    encrypt: async (text) => Buffer.from(`${name}:${Buffer.from(text).toString('hex')}`),
    decrypt: async (bytes) => {
      const [owner, body = ''] = bytes.toString().split(':');
      return owner === name ? Buffer.from(body, 'hex').toString() : null;
    },
  };
}

const LOCKED_KEYCHAIN: Keychain = { backend: 'locked', encrypt: async () => null, decrypt: async () => null };

async function begin(folder: string, keychain: Keychain | null, mayKeep = true): Promise<Vault> {
  const vault = new Vault(folder);
  await vault.begin(keychain, mayKeep);
  return vault;
}

/** Puts a password and a URL in; gives the URL as it is stored. */
function fill(vault: Vault): string {
  unwrap(vault.setSecret('account:1', SECRET));
  return unwrap(vault.protectUrl(URL_WITH_SECRET));
}

function expectReadable(vault: Vault, stored: string): void {
  expect(vault.getSecret('account:1')).toEqual({ ok: true, value: SECRET });
  expect(vault.revealUrl(stored)).toEqual({ ok: true, value: URL_WITH_SECRET });
  expect(showUrl(stored)).toBe('https://***@pbx.example/%MACD.xml');
}

/** Everything that lies in the folder, as one text. */
function onDisk(folder: string): string {
  return readdirSync(folder)
    .map((name) => readFileSync(join(folder, name), 'latin1'))
    .join('\n');
}

describe('with a keychain', () => {
  test('nothing is asked, and everything is there after a restart', async () => {
    const folder = temporaryFolder();
    const vault = await begin(folder, createKeychain('kwallet6'));
    expect([vault.state, vault.mode, vault.hasUnreadable]).toEqual(['open', 'keychain', false]);
    const stored = fill(vault);
    expectReadable(vault, stored);
    expectReadable(await begin(folder, createKeychain('kwallet6')), stored);
    expect(onDisk(folder)).not.toContain(SECRET);
    expect(onDisk(folder)).not.toContain('S3cr3t');
    expect(existsSync(join(folder, 'vault.json'))).toBe(false);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'keychain.json')).mode & 0o777).toBe(0o600);
  });

  test('what another keychain wrapped is left as it is, and a session begins without it', async () => {
    const folder = temporaryFolder();
    const stored = fill(await begin(folder, createKeychain('kwallet6')));
    const before = readFileSync(join(folder, 'keychain.json'), 'utf8');
    for (const keychain of [createKeychain('gnome_libsecret'), LOCKED_KEYCHAIN, null]) {
      const vault = await begin(folder, keychain);
      expect([vault.state, vault.mode, vault.hasUnreadable]).toEqual(['open', 'session', true]);
      expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'forgotten' });
      expect(vault.revealUrl(stored)).toEqual({ ok: false, error: 'forgotten-url' });
      unwrap(vault.setSecret('account:1', 'typed again'));
      expect(vault.getSecret('account:1')).toEqual({ ok: true, value: 'typed again' });
      expect(readFileSync(join(folder, 'keychain.json'), 'utf8')).toBe(before);
    }
    expectReadable(await begin(folder, createKeychain('kwallet6')), stored);
  });

  test('that is another one now, one can begin anew: the old secrets stay beside', async () => {
    const folder = temporaryFolder();
    fill(await begin(folder, createKeychain('kwallet6')));
    const before = readFileSync(join(folder, 'keychain.json'), 'utf8');
    const vault = await begin(folder, createKeychain('gnome_libsecret'));
    unwrap(vault.setSecret('account:1', 'typed again'));
    unwrap(await vault.keepInKeychain());
    const [aside] = readdirSync(folder).filter((name) => name.startsWith('keychain-'));
    expect(readFileSync(join(folder, aside ?? ''), 'utf8')).toBe(before);
    const next = await begin(folder, createKeychain('gnome_libsecret'));
    expect(next.mode).toBe('keychain');
    expect(next.getSecret('account:1')).toEqual({ ok: true, value: 'typed again' });
  });

  test.each(['', '{', '{"version":1}', '{"version":1,"platform":"x","backend":"x","key":"!","secrets":{}}'])(
    'a damaged file %j is left as it is',
    async (content) => {
      const folder = temporaryFolder();
      writeFileSync(join(folder, 'keychain.json'), content);
      const vault = await begin(folder, createKeychain('kwallet6'));
      expect([vault.state, vault.mode, vault.hasUnreadable]).toEqual(['open', 'session', true]);
      unwrap(vault.removeSecret('account:1'));
      expect(readFileSync(join(folder, 'keychain.json'), 'utf8')).toBe(content);
    },
  );

  test('that refuses to take the key, the session has it', async () => {
    const vault = await begin(temporaryFolder(), LOCKED_KEYCHAIN);
    expect(vault.mode).toBe('session');
    const stored = fill(vault);
    expect(await vault.keepInKeychain()).toEqual({ ok: false, error: 'no-keychain' });
    expectReadable(vault, stored);
  });

  test('the command line says that it can’t open it, and makes no second vault', async () => {
    const folder = temporaryFolder();
    fill(await begin(folder, createKeychain('kwallet6')));
    const vault = new Vault(folder);
    expect(vault.state).toBe('locked');
    expect(await vault.open(PASSPHRASE)).toEqual({ ok: false, error: 'in-keychain' });
    expect(existsSync(join(folder, 'vault.json'))).toBe(false);
    unwrap(vault.removeSecret('account:1'));
    const next = await begin(folder, createKeychain('kwallet6'));
    expect(next.getSecret('account:1')).toEqual({ ok: false, error: 'forgotten' });
  });
});

describe('without a keychain', () => {
  test('secrets are at hand without a passphrase, never on the disk, and gone after a restart', async () => {
    const folder = temporaryFolder();
    const vault = await begin(folder, null);
    expect([vault.state, vault.mode]).toEqual(['open', 'session']);
    const stored = fill(vault);
    expectReadable(vault, stored);
    expect(vault.hasSecret('account:1')).toBe(true);
    expect(readdirSync(folder)).toEqual([]);
    const next = await begin(folder, null);
    expect(next.hasSecret('account:1')).toBe(false);
    expect(next.getSecret('account:1')).toEqual({ ok: false, error: 'forgotten' });
    expect(next.revealUrl(stored)).toEqual({ ok: false, error: 'forgotten-url' });
    unwrap(vault.removeSecret('account:1'));
    expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'forgotten' });
  });

  test('a keychain that the person doesn’t want is not used', async () => {
    const folder = temporaryFolder();
    expect((await begin(folder, createKeychain('kwallet6'), false)).mode).toBe('session');
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('behind a passphrase', () => {
  test('a folder keeps asking for it, keychain or not', async () => {
    const folder = temporaryFolder();
    const first = new Vault(folder);
    unwrap(await first.open(PASSPHRASE));
    const stored = fill(first);
    const vault = await begin(folder, createKeychain('kwallet6'));
    expect([vault.state, vault.mode]).toEqual(['locked', 'passphrase']);
    expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'locked' });
    expect(vault.hasSecret('account:1')).toBe(true);
    expect(await vault.keepInKeychain()).toEqual({ ok: false, error: 'locked' });
    expect(vault.keepInSession()).toEqual({ ok: false, error: 'locked' });
    expect(readdirSync(folder)).toEqual(['vault.json']);
    unwrap(await vault.open(PASSPHRASE));
    expectReadable(vault, stored);
  });
});

test('every place hands everything on to the next one, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const keychain = createKeychain('kwallet6');
  const vault = await begin(folder, null);
  const stored = fill(vault);
  unwrap(await vault.open(PASSPHRASE));
  expect(vault.mode).toBe('passphrase');
  expectReadable(vault, stored);

  const second = await begin(folder, keychain);
  unwrap(await second.open(PASSPHRASE));
  expectReadable(second, stored);
  unwrap(await second.keepInKeychain());
  expect(readdirSync(folder)).toEqual(['keychain.json']);
  expectReadable(second, stored);

  const third = await begin(folder, keychain);
  expectReadable(third, stored);
  unwrap(third.keepInSession());
  expect(readdirSync(folder)).toEqual([]);
  expectReadable(third, stored);
  unwrap(await third.keepInKeychain());
  unwrap(await third.open(PASSPHRASE));
  expect(readdirSync(folder)).toEqual(['vault.json']);

  const last = new Vault(folder);
  unwrap(await last.open(PASSPHRASE));
  expectReadable(last, stored);
});

describe('while secrets are on their way to another place', () => {
  test('what is kept meanwhile comes along', async () => {
    const vault = await begin(temporaryFolder(), null);
    const opening = vault.open(PASSPHRASE);
    await Promise.resolve();
    const stored = fill(vault);
    unwrap(await opening);
    expect(vault.mode).toBe('passphrase');
    expectReadable(vault, stored);

    let answer: (bytes: Buffer) => void = () => {};
    const wrapped = new Promise<Buffer>((resolve) => {
      answer = resolve;
    });
    const keychain = { ...createKeychain('slow'), encrypt: () => wrapped };
    const other = await begin(temporaryFolder(), keychain, false);
    const moving = other.keepInKeychain();
    await Promise.resolve();
    const kept = fill(other);
    answer(Buffer.from('the key, wrapped'));
    unwrap(await moving);
    expectReadable(other, kept);
  });

  test('a second passphrase at the same time doesn’t make a second vault', async () => {
    const folder = temporaryFolder();
    const vault = new Vault(folder);
    const [first, second] = await Promise.all([vault.open(PASSPHRASE), vault.open('another')]);
    expect([first.ok, second]).toEqual([true, { ok: false, error: 'wrong-passphrase' }]);
    const stored = fill(vault);
    const next = new Vault(folder);
    unwrap(await next.open(PASSPHRASE));
    expectReadable(next, stored);
  });

  test('a passphrase typed once more changes nothing for one that was moved meanwhile', async () => {
    const vault = await begin(temporaryFolder(), null);
    unwrap(await vault.open(PASSPHRASE));
    const stored = fill(vault);
    const again = vault.open(PASSPHRASE);
    await Promise.resolve();
    unwrap(vault.keepInSession());
    unwrap(await again);
    expect(vault.mode).toBe('session');
    expectReadable(vault, stored);
  });
});
