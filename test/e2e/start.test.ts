import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  BUILD_MS,
  buildOnce,
  closeHosts,
  findElectron,
  temporaryDisplay,
  temporaryFolder,
  whyNoElectron,
} from './hosts.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** One line: an address that opens the window once. */
const ADDRESS = /^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{43}\n$/;

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

/** `npm start` as npm runs it. */
class Start {
  stdout = '';
  stderr = '';
  readonly child: ChildProcess;
  readonly ended: Promise<number | null>;

  constructor(words: readonly string[], environment: Readonly<Record<string, string>> = {}) {
    const { DISPLAY: _display, WAYLAND_DISPLAY: _wayland, ELECTRON_OVERRIDE_DIST_PATH: _path, ...rest } = process.env;
    this.child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', 'electron/start/start.ts', ...words],
      {
        cwd: ROOT,
        // A group of its own, so that a signal reaches all of it as Ctrl+C does; no browser that could be opened.
        detached: true,
        env: { ...rest, PATH: '/nonexistent', ...environment },
      },
    );
    this.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
    this.ended = new Promise((end) => this.child.once('close', (code) => end(code)));
  }

  /** Presses Ctrl+C and waits for the end. */
  async interrupt(): Promise<number | null> {
    process.kill(-(this.child.pid ?? 0), 'SIGINT');
    return this.ended;
  }
}

describe('npm start', () => {
  let started: Start | null = null;

  function start(...argument: ConstructorParameters<typeof Start>): Start {
    started = new Start(...argument);
    return started;
  }

  beforeAll(buildOnce, BUILD_MS);

  afterEach(async () => {
    if (started?.child.exitCode === null && started.child.signalCode === null) await started.interrupt();
    started = null;
  });

  afterAll(closeHosts);

  it('with --no-open prints the address alone and serves until Ctrl+C', async () => {
    const data = temporaryFolder();
    const host = start(['--no-open', '--data', data]);
    await vi.waitUntil(() => host.stdout.endsWith('\n'), 60_000);
    expect(host.stdout).toMatch(ADDRESS);
    expect(host.stderr).toBe('');
    expect((await fetch(host.stdout.trim())).status).toBe(200);
    expect(existsSync(join(data, 'rollcall.db'))).toBe(true);
    expect(await host.interrupt()).toBe(0);
    await expect(fetch(host.stdout.trim())).rejects.toThrow('fetch failed');
  });

  it('without a display says so in one line and serves the browser window', async () => {
    const host = start(['--data', temporaryFolder()]);
    await vi.waitUntil(() => host.stdout.endsWith('\n'), 60_000);
    expect(host.stdout).toMatch(ADDRESS);
    expect(host.stderr).toMatch(/^Electron can't open the window \(there is no display\): [^\n]*browser instead\.\n$/);
    expect(await host.interrupt()).toBe(0);
  });

  it('says when Electron is not where it was said to be', async () => {
    const host = start(['--no-sandbox', '--data', temporaryFolder()], {
      DISPLAY: ':1',
      ELECTRON_OVERRIDE_DIST_PATH: '/nonexistent',
    });
    await vi.waitUntil(() => host.stdout.endsWith('\n'), 60_000);
    expect(host.stderr).toMatch(/^Electron can't open the window \(\/nonexistent holds no Electron\): /);
    expect(await host.interrupt()).toBe(0);
  });

  it.runIf(process.getuid?.() === 0)('as root says that it has no sandbox', async () => {
    const host = start(['--data', temporaryFolder()], { DISPLAY: ':1' });
    await vi.waitUntil(() => host.stdout.endsWith('\n'), 60_000);
    expect(host.stderr).toMatch(/^Electron can't open the window \(root has no sandbox/);
    expect(await host.interrupt()).toBe(0);
  });

  it('says in the data folder’s own words that another Rollcall has it', async () => {
    const data = temporaryFolder();
    const first = start(['--no-open', '--data', data]);
    await vi.waitUntil(() => first.stdout.endsWith('\n'), 60_000);
    const second = new Start(['--no-open', '--data', data], { LC_ALL: 'de_DE.UTF-8' });
    expect(await second.ended).toBe(2);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(data);
    expect(second.stderr.trim().split('\n')).toHaveLength(1);
    expect(await first.interrupt()).toBe(0);
  });

  it('ends its host when it is killed itself', async () => {
    const host = start(['--no-open', '--data', temporaryFolder()]);
    await vi.waitUntil(() => host.stdout.endsWith('\n'), 60_000);
    host.child.kill('SIGKILL');
    await host.ended;
    await vi.waitUntil(
      () =>
        fetch(host.stdout.trim()).then(
          () => false,
          () => true,
        ),
      20_000,
    );
  });

  it('says what it can be asked for', async () => {
    const host = start(['--help']);
    expect(await host.ended).toBe(0);
    expect(host.stderr).toBe('');
    for (const word of ['--browser', '--no-open', '--data DIR', '--no-sandbox']) expect(host.stdout).toContain(word);
  });

  it('explains itself when it is asked for something else', async () => {
    const host = start(['--browse']);
    expect(await host.ended).toBe(2);
    expect(host.stderr).toContain("Unknown option '--browse'");
    expect(host.stderr).toContain('--no-open');
  });

  it.skipIf(whyNoElectron() !== null)('opens Electron where it can, and Ctrl+C closes it', async () => {
    const data = temporaryFolder();
    const electron = start([...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--data', data], {
      DISPLAY: await temporaryDisplay(),
      ELECTRON_OVERRIDE_DIST_PATH: dirname(findElectron() ?? ''),
    });
    await vi.waitUntil(() => existsSync(join(data, 'rollcall.db')), 60_000);
    expect(await electron.interrupt()).toBe(0);
    expect(electron.stdout).toBe('');
    expect(electron.stderr).not.toContain('browser');
  });
});
