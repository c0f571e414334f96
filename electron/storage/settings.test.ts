import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { SettingsFile } from './settings.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  path = join(folder, 'settings.json');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const DEFAULTS = {
  language: 'system',
  theme: 'system',
  density: 'comfortable',
  updates: 'on',
  concurrency: null,
  proxyMode: 'system',
  proxy: '',
  authorities: '',
  secrets: 'keychain',
  columns: [],
  storyWidth: 360,
  scanSound: 'on',
  mappings: [],
  userMappings: [],
  recentRollouts: [],
  targets: [],
};

describe('settings', () => {
  test('without a file there are defaults, and none is made', () => {
    expect(new SettingsFile(folder).all).toEqual(DEFAULTS);
    expect(() => statSync(path)).toThrow('ENOENT');
  });

  test('a change outlives the process and leaves the rest', () => {
    new SettingsFile(folder).change({ theme: 'dark' });
    new SettingsFile(folder).change({ language: 'de' });
    expect(new SettingsFile(folder).all).toEqual({ ...DEFAULTS, theme: 'dark', language: 'de' });
    expect(statSync(path).mode & 0o077).toBe(process.platform === 'win32' ? statSync(path).mode & 0o077 : 0);
  });

  test.each(['', '{', 'null', '[]', '42', '\u0000\u0001', '{"theme":"dark"'])(
    'a damaged file %j gives defaults',
    (text) => {
      writeFileSync(path, text);
      const settings = new SettingsFile(folder);
      expect(settings.all).toEqual(DEFAULTS);
      settings.change({ theme: 'light' });
      expect(new SettingsFile(folder).all.theme).toBe('light');
    },
  );

  test('a damaged field never costs another one', () => {
    const whole = {
      language: 'de',
      theme: 'dark',
      density: 'compact',
      columns: [{ id: 'mac', isShown: true, width: 120 }],
      storyWidth: 500,
      scanSound: 'off',
      authorities: 'PEM',
      mappings: [{ header: ['A'], mapping: { mac: 'A' } }],
      userMappings: [{ header: ['A'], mapping: { language: 'A' } }],
      recentRollouts: ['Town hall'],
      targets: [{ account: 'a', urls: ['http://x'], providers: ['p'] }],
    };
    const names = Object.keys(whole) as (keyof typeof whole)[];
    fc.assert(
      fc.property(fc.subarray(names), fc.jsonValue(), (damaged, junk) => {
        // a number is right for none of them
        const value = typeof junk === 'number' ? junk : 7;
        writeFileSync(path, JSON.stringify({ ...whole, ...Object.fromEntries(damaged.map((name) => [name, value])) }));
        const read = new SettingsFile(folder).all;
        for (const name of names) expect(read[name]).toEqual((damaged.includes(name) ? DEFAULTS : whole)[name]);
      }),
      { numRuns: 50 },
    );
  });

  test.each([279, 901, 360.5, -1, 1e9, '360', null])(
    'a width of %j, out of which nobody gets again, is none',
    (width) => {
      writeFileSync(path, JSON.stringify({ storyWidth: width, scanSound: 'off' }));
      expect(new SettingsFile(folder).all).toEqual({ ...DEFAULTS, scanSound: 'off' });
    },
  );

  test('names of Object.prototype in the file are no settings', () => {
    writeFileSync(path, '{"__proto__":{"theme":"dark"},"constructor":1,"language":"de"}');
    expect(new SettingsFile(folder).all).toEqual({ ...DEFAULTS, language: 'de' });
  });

  test('remembers the mapping of a header, the latest one, for exactly that header', () => {
    const settings = new SettingsFile(folder);
    settings.rememberMapping(['A', 'B'], { mac: 'A' });
    settings.rememberMapping(['A', 'B'], { mac: 'B' });
    expect(settings.mappingFor(['A', 'B'])).toEqual({ mac: 'B' });
    expect(settings.mappingFor(['A'])).toBeNull();
    expect(settings.mappingFor(['B', 'A'])).toBeNull();
    settings.rememberUserMapping(['A', 'B'], { user: 'A', room: '' });
    settings.rememberMapping(['A', 'B'], {});
    expect(settings.mappingFor(['A', 'B'])).toBeNull();
    expect(settings.userMappingFor(['A', 'B'])).toEqual({ user: 'A', room: '' });
  });

  test('keeps a hundred mappings and twenty URLs, the latest first, each once', () => {
    const settings = new SettingsFile(folder);
    for (let index = 0; index < 120; index += 1) settings.rememberMapping([`${index}`], { mac: 'A' });
    expect(settings.all.mappings).toHaveLength(100);
    expect(settings.mappingFor(['119'])).not.toBeNull();
    expect(settings.mappingFor(['0'])).toBeNull();
    for (let index = 0; index < 30; index += 1) settings.rememberTarget('a', `http://host-${index}`, 'same');
    settings.rememberTarget('a', 'http://host-15', '');
    expect(settings.targetsOf('a').urls).toHaveLength(20);
    expect(settings.targetsOf('a').urls.slice(0, 2)).toEqual(['http://host-15', 'http://host-29']);
    expect(settings.targetsOf('a').providers).toEqual(['same']);
    expect(settings.targetsOf('b')).toEqual({ urls: [], providers: [] });
  });

  test('a URL with a password is never written', () => {
    new SettingsFile(folder).rememberTarget('a', 'https://user:hunter2@host/%MACD.xml', 'name');
    expect(readFileSync(path, 'utf8')).not.toContain('hunter2');
    expect(new SettingsFile(folder).targetsOf('a')).toMatchObject({ urls: [], providers: ['name'] });
  });
});
