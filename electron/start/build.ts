import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ROOT = resolve(import.meta.dirname, '../..');
const SOURCES = ['electron', 'renderer', 'shared', 'assets', 'package.json', 'vite.config.ts'];
const OUTPUTS = [
  'main/index.js',
  'preload/index.cjs',
  'cli/rollcall.js',
  'loopback/index.js',
  'bridge/bridge.js',
  'renderer/index.html',
  'licences.json',
];
/** Made while somebody builds: test files that run side by side must not empty each other's folder. */
const LOCK = join(ROOT, '.cache/building');
/**
 * Builds `out/` unless it is newer than everything it is built from. Takes two or three seconds when it builds.
 *
 * @returns whether it is up to date now; what was wrong stands on standard error.
 */
export async function buildWhatChanged(): Promise<boolean> {
  await takeLock();
  try {
    return isBuilt() || build();
  } finally {
    rmSync(LOCK, { force: true });
  }
}

async function takeLock(): Promise<void> {
  mkdirSync(dirname(LOCK), { recursive: true });
  for (;;) {
    try {
      writeFileSync(LOCK, String(process.pid), { flag: 'wx' });
      return;
    } catch {
      if (!isHeld()) rmSync(LOCK, { force: true });
      await sleep(100);
    }
  }
}

/** Whether who made the lock is still there; a kill leaves it behind. */
function isHeld(): boolean {
  try {
    return process.kill(Number(readFileSync(LOCK, 'utf8')), 0);
  } catch {
    return false;
  }
}

function isBuilt(): boolean {
  const built = OUTPUTS.map((name) => newestMs(join(ROOT, 'out', name)));
  return Math.min(...built) > Math.max(...SOURCES.map((name) => newestMs(join(ROOT, name))));
}

function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  const names = readdirSync(path).filter((name) => !name.endsWith('.test.ts'));
  return Math.max(0, ...names.map((name) => newestMs(join(path, name))));
}

function build(): boolean {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const words = [vite, 'build', '--logLevel', 'warn'];
  // Started by tests it would otherwise take the builds of libraries that are for finding mistakes, which are half as quick.
  const env = { ...process.env, NODE_ENV: 'production' };
  return spawnSync(process.execPath, words, { cwd: ROOT, env, stdio: ['ignore', 2, 2] }).status === 0;
}
