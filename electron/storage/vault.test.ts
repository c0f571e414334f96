import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { temporaryFolder, unwrap } from './storage-testing.ts';
import { isMaskedUrl, showUrl, Vault } from './vault.ts';

const PASSPHRASE = 'correct horse';
const SECRET = 'Pa55-wörd';
const URL_WITH_SECRET = 'https://user:S3cr3t@pbx.example/%MACD.xml';

async function openVault(folder = temporaryFolder()): Promise<{ vault: Vault; folder: string; path: string }> {
  const vault = new Vault(folder);
  unwrap(await vault.open(PASSPHRASE));
  return { vault, folder, path: join(folder, 'vault.json') };
}

describe('a vault', () => {
  test('is absent, then open, then locked for whoever comes next', async () => {
    const folder = temporaryFolder();
    const vault = new Vault(folder);
    expect(vault.state).toBe('absent');
    expect(existsSync(join(folder, 'vault.json'))).toBe(false);
    unwrap(await vault.open(PASSPHRASE));
    expect(vault.state).toBe('open');
    expect(new Vault(folder).state).toBe('locked');
  });

  test('gives a secret back to who knows the passphrase, and to nobody else', async () => {
    const { vault, folder } = await openVault();
    unwrap(vault.setSecret('account:1', SECRET));
    const next = new Vault(folder);
    expect(next.getSecret('account:1')).toEqual({ ok: false, error: 'locked' });
    expect(next.setSecret('account:1', 'other')).toEqual({ ok: false, error: 'locked' });
    expect(await next.open('Correct horse')).toEqual({ ok: false, error: 'wrong-passphrase' });
    expect(next.state).toBe('locked');
    unwrap(await next.open(PASSPHRASE));
    expect(next.getSecret('account:1')).toEqual({ ok: true, value: SECRET });
    expect(next.getSecret('account:2')).toEqual({ ok: false, error: 'missing-secret' });
  });

  test('takes a passphrase for the same, however a keyboard composes its letters', async () => {
    const folder = temporaryFolder();
    unwrap(await new Vault(folder).open('schl\u00fcssel \u2163'));
    expect(await new Vault(folder).open('schlu\u0308ssel IV')).toEqual({ ok: true, value: undefined });
    expect(await new Vault(folder).open('schlussel IV')).toEqual({ ok: false, error: 'wrong-passphrase' });
  });

  test('is a file for its owner alone, in which no secret can be read', async () => {
    const { vault, path } = await openVault();
    unwrap(vault.setSecret('account:1', SECRET));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(existsSync(`${path}.new`)).toBe(false);
    const content = readFileSync(path, 'utf8');
    for (const secret of [
      SECRET,
      PASSPHRASE,
      Buffer.from(SECRET).toString('base64'),
      Buffer.from(SECRET).toString('hex'),
    ]) {
      expect(content.includes(secret)).toBe(false);
    }
    unwrap(vault.setSecret('account:2', SECRET));
    const { secrets } = JSON.parse(readFileSync(path, 'utf8')) as { secrets: Record<string, string> };
    expect(secrets['account:1']).not.toBe(secrets['account:2']);
  });

  test('keeps, replaces and forgets', async () => {
    const { vault, folder } = await openVault();
    unwrap(vault.setSecret('account:1', 'first'));
    unwrap(vault.setSecret('account:2', 'second'));
    unwrap(vault.setSecret('account:1', 'third'));
    expect(vault.getSecret('account:1')).toEqual({ ok: true, value: 'third' });
    unwrap(new Vault(folder).removeSecret('account:1'));
    expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'missing-secret' });
    expect(vault.getSecret('account:2')).toEqual({ ok: true, value: 'second' });
    expect(new Vault(temporaryFolder()).removeSecret('account:1')).toEqual({ ok: true, value: undefined });
  });

  test.each<[string, string]>([
    ['cut off', '{"version":1,"salt":"'],
    ['empty', ''],
    ['of another version', '{"version":2,"salt":"","key":"","secrets":{}}'],
    ['with a key that is no text', '{"version":1,"salt":"AAAA","key":5,"secrets":{}}'],
  ])('that is %s is damaged, and stays as it is', async (_, content) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'vault.json'), content);
    const vault = new Vault(folder);
    expect(vault.state).toBe('locked');
    expect(await vault.open(PASSPHRASE)).toEqual({ ok: false, error: 'damaged' });
    expect(vault.removeSecret('account:1')).toEqual({ ok: false, error: 'damaged' });
    expect(readFileSync(join(folder, 'vault.json'), 'utf8')).toBe(content);
  });

  test('finds a secret that was changed, exchanged or cut off', async () => {
    const { vault, path } = await openVault();
    unwrap(vault.setSecret('account:1', SECRET));
    unwrap(vault.setSecret('account:2', 'other'));
    const file = JSON.parse(readFileSync(path, 'utf8')) as { secrets: Record<string, string> };
    const tamper = (sealed: string) =>
      writeFileSync(path, JSON.stringify({ ...file, secrets: { 'account:1': sealed } }));
    const bytes = Buffer.from(file.secrets['account:1'] ?? '', 'base64');
    for (const at of [0, 12, bytes.length - 1]) {
      const changed = Buffer.from(bytes);
      changed[at] = (changed[at] ?? 0) ^ 1;
      tamper(changed.toString('base64'));
      expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'damaged' });
    }
    tamper(file.secrets['account:2'] ?? '');
    expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'damaged' });
    tamper('AAAA');
    expect(vault.getSecret('account:1')).toEqual({ ok: false, error: 'damaged' });
  });
});

describe('a URL', () => {
  test('without a password is stored as it is, by a locked vault, too', () => {
    const vault = new Vault(temporaryFolder());
    for (const url of ['', 'https://pbx.example/%MACD.xml?mail=a@b', 'http://{mac}.example:8080/x']) {
      expect(vault.protectUrl(url)).toEqual({ ok: true, value: url });
      expect(vault.revealUrl(url)).toEqual({ ok: true, value: url });
      expect(showUrl(url)).toBe(url);
    }
  });

  test('with a password is sealed; what may be shown needs no passphrase', async () => {
    const { vault, folder } = await openVault();
    const stored = unwrap(vault.protectUrl(URL_WITH_SECRET));
    expect(stored).not.toContain('S3cr3t');
    expect(stored).not.toContain('user:');
    expect(showUrl(stored)).toBe('https://***@pbx.example/%MACD.xml');
    const locked = new Vault(folder);
    expect(locked.revealUrl(stored)).toEqual({ ok: false, error: 'locked' });
    expect(locked.protectUrl(URL_WITH_SECRET)).toEqual({ ok: false, error: 'locked' });
    unwrap(await locked.open(PASSPHRASE));
    expect(locked.revealUrl(stored)).toEqual({ ok: true, value: URL_WITH_SECRET });
  });

  test('that was tampered with, or sealed by another vault, is not given out', async () => {
    const { vault } = await openVault();
    const { vault: other } = await openVault();
    const stored = unwrap(vault.protectUrl(URL_WITH_SECRET));
    expect(other.revealUrl(stored)).toEqual({ ok: false, error: 'damaged' });
    expect(vault.revealUrl(stored.replace(/sealed:./, 'sealed:%'))).toEqual({ ok: false, error: 'damaged' });
    expect(vault.revealUrl('sealed:')).toEqual({ ok: false, error: 'damaged' });
  });

  test('that an export masked is known as such, and not sealed', async () => {
    const { vault } = await openVault();
    const masked = showUrl(unwrap(vault.protectUrl(URL_WITH_SECRET)));
    expect(isMaskedUrl(masked)).toBe(true);
    expect(isMaskedUrl(URL_WITH_SECRET)).toBe(false);
    expect(isMaskedUrl('https://pbx.example/')).toBe(false);
    expect(vault.protectUrl(masked)).toEqual({ ok: true, value: masked });
  });

  test('comes back to the letter, whatever it is', async () => {
    const { vault } = await openVault();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('', 'http://a:b@', 'https://'), (text, prefix) => {
        const stored = unwrap(vault.protectUrl(prefix + text));
        expect(unwrap(vault.revealUrl(stored))).toBe(prefix + text);
      }),
    );
  });
});
