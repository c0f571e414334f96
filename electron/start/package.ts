import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { buildWhatChanged } from './build.ts';

/*
 * Makes packages: builds what changed, then lets electron-builder do what electron-builder.yml says.
 *
 * npm run package                    every target of this system
 * npm run package -- --dir           the unpacked program only, in dist/
 * npm run package -- --linux deb     as electron-builder takes it
 *
 * ROLLCALL_ELECTRON=PATH takes an Electron that is there (its program or its folder) in place of a download; the
 * version that goes into the package is then the folder's own.
 */

const ROOT = resolve(import.meta.dirname, '../..');
/** The first Electron with Node 22, which brings `node:sqlite`. */
const FIRST_WITH_SQLITE = 35;

process.exitCode = await makePackage(process.argv.slice(2));

async function makePackage(words: readonly string[]): Promise<number> {
  if (!(await buildWhatChanged())) {
    process.stderr.write('Rollcall could not be built; what is wrong stands above.\n');
    return 1;
  }
  const electron = localElectron(process.env.ROLLCALL_ELECTRON ?? '');
  if (electron === null) {
    process.stderr.write(`ROLLCALL_ELECTRON names no Electron: ${process.env.ROLLCALL_ELECTRON}\n`);
    return 2;
  }
  const builder = join(ROOT, 'node_modules/electron-builder/cli.js');
  const { status } = spawnSync(process.execPath, [builder, '--publish', 'never', ...electron, ...words], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  return status ?? 1;
}

/** What electron-builder has to be told of an Electron on this disk: nothing without one, `null` when it is none. */
function localElectron(path: string): readonly string[] | null {
  if (path === '') return [];
  const folder = existsSync(path) && statSync(path).isDirectory() ? path : dirname(path);
  const versionFile = join(folder, 'version');
  if (!existsSync(versionFile)) return null;
  const version = readFileSync(versionFile, 'utf8').trim().replace(/^v/, '');
  return [`-c.electronDist=${resolve(folder)}`, `-c.electronVersion=${version}`, ...standIn(version)];
}

/** An Electron whose Node has no SQLite of its own gets the stand-in beside the program; packages to publish never do. */
function standIn(version: string): readonly string[] {
  if (Number.parseInt(version, 10) >= FIRST_WITH_SQLITE) return [];
  const filters = [
    '@photostructure/sqlite/package.json',
    '@photostructure/sqlite/dist/**',
    `@photostructure/sqlite/prebuilds/${process.platform}-*/**`,
    'node-gyp-build/*',
  ];
  return [
    '-c.extraResources.from=node_modules',
    '-c.extraResources.to=node_modules',
    ...filters.map((filter) => `-c.extraResources.filter=${filter}`),
  ];
}
