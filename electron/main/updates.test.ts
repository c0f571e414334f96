import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { type ClientRequest, createServer, type IncomingMessage, type RequestOptions, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AppUpdater } from 'electron-updater';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { UpdateState } from '../../shared/contract/updates.ts';
import { Updates } from './updates.ts';

const require = createRequire(import.meta.url);
const { AppImageUpdater } = require('electron-updater') as typeof import('electron-updater');
const { ElectronHttpExecutor } = require('electron-updater/out/electronHttpExecutor') as {
  ElectronHttpExecutor: new () => object;
};

/** The updater's own requests, made by Node in place of Electron. */
class Executor extends ElectronHttpExecutor {
  createRequest(options: RequestOptions, callback: (response: IncomingMessage) => void): ClientRequest {
    return request(options, callback);
  }
}

const PROGRAM = Buffer.alloc(200_000, 'a newer program ');
/** Electron's own names for the processors are Node's. */
const FEED = process.arch === 'x64' ? '/latest-linux.yml' : `/latest-linux-${process.arch}.yml`;

let folder: string;
let asked: string[];
let feed: string | null;
let address: string;
let stop: () => void;
let states: UpdateState[];
let failures: unknown[];

function feedOf(version: string, content = PROGRAM): string {
  const sha512 = createHash('sha512').update(content).digest('base64');
  const file = `Rollcall-${version}.AppImage`;
  return `version: ${version}\nfiles:\n  - url: ${file}\n    sha512: ${sha512}\n    size: ${content.length}\npath: ${file}\nsha512: ${sha512}\nreleaseDate: '2026-03-01T00:00:00.000Z'\n`;
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-updates-'));
  asked = [];
  feed = null;
  states = [];
  failures = [];
  const server = createServer((asking, response) => {
    const path = (asking.url ?? '').split('?')[0] ?? '';
    asked.push(path);
    const body = path === FEED ? feed : path.endsWith('.AppImage') ? PROGRAM : null;
    response.writeHead(body === null ? 404 : 200).end(body ?? '');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  writeFileSync(join(folder, 'Rollcall.AppImage'), 'this program');
  vi.stubEnv('APPIMAGE', join(folder, 'Rollcall.AppImage'));
});

afterEach(() => {
  stop();
  vi.unstubAllEnvs();
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

/** The real updater, with a program that is not Electron around it. */
function realUpdater(): AppUpdater {
  const program = {
    version: '1.0.0',
    name: 'rollcall',
    isPackaged: true,
    appUpdateConfigPath: join(folder, 'app-update.yml'),
    userDataPath: folder,
    baseCachePath: folder,
    whenReady: async () => {},
    relaunch: () => {},
    quit: () => {},
    onQuit: () => {},
  };
  writeFileSync(program.appUpdateConfigPath, `provider: generic\nurl: ${address}\nupdaterCacheDirName: cache\n`);
  // Its constructor names only its first parameter.
  const updater = new (AppImageUpdater as unknown as new (options: null, app: unknown) => AppUpdater)(null, program);
  Object.assign(updater, { httpExecutor: new Executor() });
  return updater;
}

function makeUpdates(load: () => Promise<AppUpdater> = async () => realUpdater(), isOn = async () => true): Updates {
  return new Updates({
    load,
    isOn,
    onChange: (state) => states.push(state),
    onFailure: (error) => failures.push(error),
  });
}

test('a newer version is told, and fetched only when it is asked for', async () => {
  feed = feedOf('1.1.0');
  const updates = makeUpdates();
  expect(await updates.act('check')).toEqual({ state: 'available', version: '1.1.0', percent: null });
  expect(asked).toEqual([FEED]);
  expect(await updates.act('download')).toEqual({ state: 'ready', version: '1.1.0', percent: null });
  expect(asked).toContain('/Rollcall-1.1.0.AppImage');
  expect(readdirSync(join(folder, 'cache/pending'))).toContain('Rollcall-1.1.0.AppImage');
  expect(states.map(({ state }) => state)).toEqual(
    expect.arrayContaining(['checking', 'available', 'downloading', 'ready']),
  );
  expect(failures).toEqual([]);
});

test('the same version and an older one are nothing new', async () => {
  for (const version of ['1.0.0', '0.9.0']) {
    feed = feedOf(version);
    expect(await makeUpdates().act('check')).toEqual({ state: 'idle', version: null, percent: null });
  }
  expect(failures).toEqual([]);
});

test('a feed that is missing or junk, and a program that is another, fail quietly', async () => {
  const updates = makeUpdates();
  expect(await updates.act('check')).toMatchObject({ state: 'failed' });
  feed = '<html>';
  expect(await updates.act('check')).toMatchObject({ state: 'failed' });
  expect(failures).toHaveLength(2);
  feed = feedOf('1.1.0', Buffer.from('what was announced'));
  expect(await updates.act('check')).toMatchObject({ state: 'available' });
  expect(await updates.act('download')).toMatchObject({ state: 'failed', version: '1.1.0' });
  expect(String(failures[2])).toContain('sha512');
});

test('nothing is downloaded or installed out of turn', async () => {
  feed = feedOf('1.1.0');
  const updates = makeUpdates();
  expect(await updates.act('download')).toMatchObject({ state: 'idle' });
  expect(await updates.act('install')).toMatchObject({ state: 'idle' });
  expect(asked).toEqual([]);
});

test('it looks some time after the start, once a day, and not at all when it is switched off', async () => {
  vi.useFakeTimers();
  let isOn = false;
  const checks: number[] = [];
  const updater = {
    on: () => {},
    checkForUpdates: async () => checks.push(Date.now()) && { isUpdateAvailable: false },
  };
  const load = vi.fn(async () => updater as unknown as AppUpdater);
  const updates = makeUpdates(load, async () => isOn);
  updates.start();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(load).not.toHaveBeenCalled();
  isOn = true;
  await vi.advanceTimersByTimeAsync(2 * 24 * 3_600_000);
  expect(checks).toHaveLength(2);
  updates.stop();
  await vi.advanceTimersByTimeAsync(3 * 24 * 3_600_000);
  expect(checks).toHaveLength(2);
});
