import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildWhatChanged } from '../../electron/start/build.ts';

const ROOT = resolve(import.meta.dirname, '../..');

interface Config {
  readonly files: readonly string[];
  readonly asar: boolean;
  readonly npmRebuild: boolean;
  readonly electronFuses: Readonly<Record<string, boolean>>;
  readonly fileAssociations: readonly { readonly ext: string; readonly icon: string }[];
  readonly publish: { readonly provider: string; readonly url: string };
  readonly linux: Platform;
  readonly mac: Platform & { readonly icon: string };
  readonly win: Platform & { readonly icon: string };
}

interface Platform {
  readonly target: readonly { readonly target: string; readonly arch: readonly string[] }[];
}

// electron-builder's own reader, which has no types of its own.
const { load } = createRequire(import.meta.url)('js-yaml') as { load: (text: string) => unknown };
const config = load(readFileSync(join(ROOT, 'electron-builder.yml'), 'utf8')) as Config;
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly main: string;
  readonly dependencies: Readonly<Record<string, string>>;
};

describe('the package', () => {
  it('has every fuse set that shuts a door', () => {
    expect(config.electronFuses).toEqual({
      runAsNode: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableCookieEncryption: true,
      onlyLoadAppFromAsar: true,
      enableEmbeddedAsarIntegrityValidation: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
    expect(config.asar).toBe(true);
  });

  it('holds the build and the practice list, no sources and no dependencies', () => {
    expect(config.files).toEqual(['out/**', 'assets/samples/practice-24.csv', '!**/node_modules/**', '!**/*.map']);
    expect(existsSync(join(ROOT, 'assets/samples/practice-24.csv'))).toBe(true);
    expect(config.npmRebuild).toBe(false);
  });

  it.each([
    ['linux', ['AppImage', 'deb']],
    ['mac', ['dmg', 'zip']],
    ['win', ['nsis', 'portable']],
  ] as const)('for %s is made as %j, for both processors', (platform, targets) => {
    expect(config[platform].target.map(({ target }) => target)).toEqual(targets);
    for (const { arch } of config[platform].target) expect(arch).toEqual(['x64', 'arm64']);
  });

  it('opens .rollcall files', () => {
    expect(config.fileAssociations).toEqual([expect.objectContaining({ ext: 'rollcall', role: 'Editor' })]);
  });

  it('looks for updates over https', () => {
    expect(config.publish.url).toMatch(/^https:\/\//);
  });
});

describe('the icons', () => {
  it('are there in every size, as PNG', () => {
    for (const size of [16, 24, 32, 48, 64, 128, 256, 512, 1024]) {
      const png = readFileSync(join(ROOT, `assets/icons/${size}x${size}.png`));
      expect(png.subarray(1, 4).toString('latin1')).toBe('PNG');
      expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([size, size]);
    }
  });

  it('are there for Windows and macOS, with every part inside the file', () => {
    const ico = readFileSync(join(ROOT, config.win.icon));
    const count = ico.readUInt16LE(4);
    expect(count).toBe(7);
    for (let index = 0; index < count; index += 1) {
      const at = 6 + 16 * index;
      const offset = ico.readUInt32LE(at + 12);
      expect(ico.subarray(offset + 1, offset + 4).toString('latin1')).toBe('PNG');
      expect(ico.readUInt32BE(offset + 16)).toBe(ico.readUInt8(at) || 256);
    }
    const icns = readFileSync(join(ROOT, config.mac.icon));
    expect(icns.subarray(0, 4).toString('latin1')).toBe('icns');
    expect(icns.readUInt32BE(4)).toBe(icns.length);
  });
});

describe('the build', () => {
  beforeAll(async () => {
    if (!(await buildWhatChanged())) throw new Error('Rollcall could not be built.');
  }, 120_000);

  it('has what `main` names, and needs none of the dependencies beside it', () => {
    const main = readFileSync(join(ROOT, manifest.main), 'utf8');
    for (const name of Object.keys(manifest.dependencies)) {
      expect(main).not.toMatch(new RegExp(`(?:from|import|require\\()\\s*['"]${name}(?:/[^'"]*)?['"]`));
    }
    expect(main).toMatch(/from ['"]electron['"]/);
  });
});
