import { type ChildProcess, spawn } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type Browser, chromium, type ElectronApplication, type Page } from 'playwright-core';
import { buildWhatChanged } from '../../electron/start/build.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** As small as the window is drawn for. */
const VIEWPORT = { width: 1366, height: 768 } as const;

/** How long Playwright may take to start Electron, in milliseconds. */
const LAUNCH_MS = 12_000;
const LAUNCH_ATTEMPTS = 3;

/** One open window, in either host, on a data folder of its own. */
export interface OpenWindow {
  readonly page: Page;
  readonly data: string;
  /** Errors and warnings of the page's console, and exceptions nobody caught. */
  readonly complaints: readonly string[];
  /** What the host wrote on standard error. */
  readonly stderr: () => string;
  /** Ends the host as a person would and waits for it; the data folder stays. */
  readonly close: () => Promise<void>;
  /** Ends the host alone as a power cut would: the browser's window stays. */
  readonly killHost: () => Promise<void>;
  /** Ends host and window as a power cut would. */
  readonly kill: () => Promise<void>;
}

/** How to open a window. */
export interface OpenOptions {
  /** An existing data folder; a new one is made otherwise. */
  readonly data?: string;
  /** The system's language as the host sees it. @default 'en' */
  readonly language?: 'de' | 'en';
  /** More words of the command line, in Electron only. */
  readonly words?: readonly string[];
  /** What the system prefers. @default 'light' */
  readonly theme?: 'light' | 'dark';
}

/** A host that shows the window, or why it can't be tested on this machine. */
export interface Host {
  readonly name: 'browser' | 'Electron';
  /** Its name for a group of tests, with the reason where they are skipped. */
  readonly title: string;
  /** `null`: it can be tested. */
  readonly missing: string | null;
  readonly open: (options?: OpenOptions) => Promise<OpenWindow>;
}

const folders = new Set<string>();
const children = new Set<ChildProcess>();
let browser: Promise<Browser> | null = null;
let display: Promise<string> | null = null;

/** Both hosts of the window. One that can't be tested here says why: its tests are reported as skipped. */
export const HOSTS: readonly Host[] = [
  host('browser', whyNoChromium(), openInBrowser),
  host('Electron', whyNoElectron(), openInElectron),
];

function host(name: Host['name'], missing: string | null, open: Host['open']): Host {
  return { name, missing, open, title: missing === null ? name : `${name} (skipped: ${missing})` };
}

/** How long {@link buildOnce} may take on a busy machine, in milliseconds. */
export const BUILD_MS = 120_000;

/** Builds what changed, so that what is tested is what is there. For `beforeAll`. */
export async function buildOnce(): Promise<void> {
  if (!(await buildWhatChanged())) throw new Error('Rollcall could not be built.');
}

/** Ends what the tests of a file started, and throws its folders away. For `afterAll`. */
export async function closeHosts(): Promise<void> {
  if (browser !== null) await (await browser).close();
  browser = null;
  display = null;
  for (const child of children) child.kill('SIGKILL');
  children.clear();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  folders.clear();
}

/** Makes a folder that is thrown away by {@link closeHosts}. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-e2e-'));
  folders.add(folder);
  return folder;
}

/** The path of the first of these programs that this machine has; `null`: none. */
export function findProgram(...names: readonly string[]): string | null {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const paths = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return paths.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** The Chromium that tests and benches use; `null`: none. */
export function findChromium(): string | null {
  return process.env.ROLLCALL_CHROMIUM || findProgram('chromium', 'chromium-browser', 'google-chrome');
}

function whyNoChromium(): string | null {
  return findChromium() === null ? 'there is no Chromium; ROLLCALL_CHROMIUM may name one' : null;
}

/** The official Electron where it was fetched, else one that was put into the cache for tests; `null`: none. */
export function findElectron(): string | null {
  if (process.env.ROLLCALL_ELECTRON) return process.env.ROLLCALL_ELECTRON;
  const official = join(ROOT, 'node_modules/electron');
  const pathFile = join(official, 'path.txt');
  if (existsSync(pathFile)) return join(official, 'dist', readFileSync(pathFile, 'utf8'));
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'rollcall');
  const folders = existsSync(cache) ? readdirSync(cache).filter((name) => name.startsWith('electron-')) : [];
  return folders.map((name) => join(cache, name, 'electron')).find(isExecutable) ?? null;
}

/** Why Electron can't be tested on this machine; `null`: it can. */
export function whyNoElectron(): string | null {
  if (findElectron() === null) return 'there is no Electron; ROLLCALL_ELECTRON may name one';
  if (process.platform !== 'linux' || process.env.DISPLAY) return null;
  return findProgram('Xvfb') === null ? 'there is no display, and no Xvfb to make one' : null;
}

/** The display to open windows on: this machine's, or one of the tests' own until {@link closeHosts}. */
export async function temporaryDisplay(): Promise<string> {
  if (process.platform !== 'linux' || process.env.DISPLAY) return process.env.DISPLAY ?? '';
  display ??= startDisplay();
  return display;
}

function startDisplay(): Promise<string> {
  const child = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.add(child);
  return firstLine(child).then((number) => `:${number}`);
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    if (child.stdout === null) throw new Error('Its standard output is not piped.');
    createInterface({ input: child.stdout }).once('line', found);
    child.once('error', failed);
    child.once('exit', (code) => failed(new Error(`It ended with code ${code} before it said anything.`)));
  });
}

function watch(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  return complaints;
}

function ended(child: ChildProcess): Promise<void> {
  return new Promise((end) => {
    if (child.exitCode !== null || child.signalCode !== null) end();
    else child.once('exit', () => end());
  });
}

async function openInBrowser(options: OpenOptions = {}): Promise<OpenWindow> {
  const data = options.data ?? temporaryFolder();
  const words = ['--disable-warning=ExperimentalWarning', 'out/loopback/index.js', '--no-open', '--data', data];
  const child = spawn(process.execPath, words, {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, LC_ALL: options.language === 'de' ? 'de_DE.UTF-8' : 'en_GB.UTF-8' },
  });
  children.add(child);
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const url = await firstLine(child).catch((error: unknown) => {
    throw new Error(`The window's host did not start (${String(error)}): ${stderr}`);
  });
  const isRoot = process.getuid?.() === 0;
  browser ??= chromium.launch({ executablePath: findChromium() ?? '', args: isRoot ? ['--no-sandbox'] : [] });
  const context = await (await browser).newContext({
    viewport: VIEWPORT,
    locale: options.language === 'de' ? 'de-DE' : 'en-GB',
    colorScheme: options.theme ?? 'light',
    acceptDownloads: true,
  });
  const page = await context.newPage();
  const complaints = watch(page);
  await page.goto(url);
  await page.waitForURL((address) => address.pathname === '/');
  const endHost = async (signal: 'SIGTERM' | 'SIGKILL') => {
    child.kill(signal);
    await ended(child);
    children.delete(child);
  };
  return {
    page,
    data,
    complaints,
    stderr: () => stderr,
    close: () => context.close().then(() => endHost('SIGTERM')),
    killHost: () => endHost('SIGKILL'),
    kill: () => context.close().then(() => endHost('SIGKILL')),
  };
}

/** A window in Electron, with its main process at hand. */
export interface ElectronWindow extends OpenWindow {
  readonly app: ElectronApplication;
}

/**
 * Starts Electron under Playwright.
 *
 * On a machine that is busy Playwright sometimes misses the start of an Electron whose window is there and works:
 * then that one is ended, by the number in its own lock, and another one started.
 */
async function launch(
  data: string,
  options: NonNullable<Parameters<typeof _electron.launch>[0]>,
): Promise<ElectronApplication> {
  for (let attempt = 1; attempt <= LAUNCH_ATTEMPTS; attempt += 1) {
    const launching = _electron.launch(options);
    const app = await Promise.race([launching, sleep(LAUNCH_MS, null, { ref: false })]);
    if (app !== null) return app;
    launching.catch(() => {});
    const owner = Number(readlinkSync(join(data, 'window/SingletonLock')).split('-').at(-1));
    process.kill(owner, 'SIGKILL');
    await sleep(500);
  }
  throw new Error(`Electron did not start in ${LAUNCH_ATTEMPTS} attempts.`);
}

/** Opens the window in Electron. */
export async function openInElectron(options: OpenOptions = {}): Promise<ElectronWindow> {
  const data = options.data ?? temporaryFolder();
  const isRoot = process.getuid?.() === 0;
  const language = options.language ?? 'en';
  const app = await launch(data, {
    executablePath: findElectron() ?? '',
    args: [...(isRoot ? ['--no-sandbox'] : []), `--lang=${language}`, ROOT, '--data', data, ...(options.words ?? [])],
    colorScheme: options.theme ?? 'light',
    env: {
      ...(process.env as Record<string, string>),
      DISPLAY: await temporaryDisplay(),
      LC_ALL: language === 'de' ? 'de_DE.UTF-8' : 'en_GB.UTF-8',
      LANGUAGE: language,
    },
  });
  const child = app.process();
  children.add(child);
  let stderr = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const page = await app.firstWindow();
  const complaints = watch(page);
  await page.waitForLoadState();
  const kill = async () => {
    child.kill('SIGKILL');
    await ended(child);
    children.delete(child);
  };
  return {
    app,
    page,
    data,
    complaints,
    stderr: () => stderr,
    close: async () => {
      await app.close();
      children.delete(child);
    },
    killHost: kill,
    kill,
  };
}
