import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** Starts Rollcall's window: builds what changed, opens Electron, or the browser where Electron can't be. */

const ROOT = resolve(import.meta.dirname, '..');
const ELECTRON = join(ROOT, 'node_modules/electron');
/** How long its download may take, in milliseconds. */
const DOWNLOAD_MS = 180_000;
/** An Electron that ends with an error within this never showed a window, in milliseconds. */
const START_MS = 15_000;
/** Electron's exit code when it said itself why it can't go on, for instance that the data folder is in use. */
const SAID_WHY = 2;

const SOURCES = ['electron', 'renderer', 'shared', 'assets', 'package.json', 'vite.config.ts'];
const OUTPUTS = ['main/index.js', 'preload/index.cjs', 'loopback/index.js', 'bridge/bridge.js', 'renderer/index.html'];

process.exitCode = await start(process.argv.slice(2));

async function start(text: readonly string[]): Promise<number> {
  let options: { browser: boolean; 'no-open': boolean; 'no-sandbox': boolean; data: string };
  try {
    options = parseArgs({
      args: [...text],
      options: {
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        'no-sandbox': { type: 'boolean', default: false },
        data: { type: 'string', default: '' },
      },
    }).values;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say('Usage: npm start -- [--browser] [--no-open] [--data DIR] [--no-sandbox]');
    return 2;
  }
  if (!isBuilt() && !build()) return 1;
  const data = options.data === '' ? [] : ['--data', resolve(options.data)];
  if (!options.browser && !options['no-open']) {
    const reason = await openElectron(options['no-sandbox'], data);
    if (reason === null) return 0;
    if (typeof reason === 'number') return reason;
    say(`Electron can't open the window (${reason}): it opens in the browser instead.`);
  }
  const { code } = await run(process.execPath, [
    ...process.execArgv,
    join(ROOT, 'out/loopback/index.js'),
    ...data,
    ...(options['no-open'] ? ['--no-open'] : []),
  ]);
  return code;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

function newestMs(path: string): number {
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) return 0;
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestMs(join(path, name))));
}

/** Whether what was built is newer than everything it was built from. */
function isBuilt(): boolean {
  const built = OUTPUTS.map((name) => newestMs(join(ROOT, 'out', name)));
  return Math.min(...built) > Math.max(...SOURCES.map((name) => newestMs(join(ROOT, name))));
}

function build(): boolean {
  const vite = join(ROOT, 'node_modules/vite/bin/vite.js');
  const { status } = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: ROOT,
    stdio: ['ignore', 2, 2],
  });
  if (status !== 0) say('Rollcall could not be built; what is wrong stands above.');
  return status === 0;
}

/**
 * Opens the Electron window and waits until it is closed.
 *
 * @returns `null` when it was closed, the exit code when it ended on its own account, or why there was no window.
 */
async function openElectron(isUnsandboxed: boolean, data: readonly string[]): Promise<null | number | string> {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    return 'there is no display';
  if (process.getuid?.() === 0 && !isUnsandboxed) return 'root has no sandbox; --no-sandbox does without';
  const executable = findElectron();
  if (typeof executable !== 'string') return executable.reason;
  const startedAt = performance.now();
  const { code, lastError } = await run(executable, [...(isUnsandboxed ? ['--no-sandbox'] : []), ROOT, ...data]);
  if (code === 0) return null;
  if (code === SAID_WHY || performance.now() - startedAt > START_MS) return code;
  return lastError === '' ? `it ended with code ${code}` : lastError;
}

/** The Electron binary's path; it is fetched when it isn't there yet. */
function findElectron(): string | { readonly reason: string } {
  const pathFile = join(ELECTRON, 'path.txt');
  const given = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (given) {
    const name = existsSync(pathFile) ? readFileSync(pathFile, 'utf8') : 'electron';
    return existsSync(join(given, name)) ? join(given, name) : { reason: `${given} holds no Electron` };
  }
  const find = () => existsSync(pathFile) && join(ELECTRON, 'dist', readFileSync(pathFile, 'utf8'));
  const found = find();
  if (found && existsSync(found)) return found;
  const fetched = spawnSync(process.execPath, [join(ELECTRON, 'install.js')], {
    encoding: 'utf8',
    timeout: DOWNLOAD_MS,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const path = find();
  if (fetched.status === 0 && path && existsSync(path)) return path;
  const [cause] = fetched.stderr.match(/\b(?:E[A-Z]{4,}|getaddrinfo [A-Z]+|HTTP\S* \d{3}|status code \d{3})\b.*/) ?? [
    '',
  ];
  return { reason: `its binary could not be fetched${cause === '' ? '' : `: ${cause.slice(0, 120)}`}` };
}

/** Runs a program until it ends, handing on what this one is told to do; gives its exit code and last complaint. */
function run(
  command: string,
  words: readonly string[],
): Promise<{ readonly code: number; readonly lastError: string }> {
  return new Promise((ended) => {
    // The channel tells the program when this one is gone, however it went.
    const child = spawn(command, words, { stdio: ['inherit', 'inherit', 'pipe', 'ipc'] });
    let complaints = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      process.stderr.write(text);
      complaints = `${complaints}${text}`.slice(-4_000);
    });
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => ended({ code: 1, lastError: error.message }));
    child.once('close', (code, signal) =>
      ended({
        code: code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1),
        lastError: lastWord(complaints),
      }),
    );
  });
}

/** Chromium's last line of a fatal error, without its time and place, else simply the last line. */
function lastWord(complaints: string): string {
  const lines = complaints.split('\n').filter((line) => line.trim() !== '');
  const fatal = lines.findLast((line) => line.includes(':FATAL:')) ?? lines.at(-1) ?? '';
  return fatal.replace(/^\[[^\]]*\]\s*/, '').slice(0, 200);
}
