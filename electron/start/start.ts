import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildWhatChanged } from './build.ts';

/** Starts Rollcall's window: builds what changed, opens Electron, or the browser where Electron can't be. */

const ROOT = resolve(import.meta.dirname, '../..');
const ELECTRON = join(ROOT, 'node_modules/electron');
/** How long its download may take, in milliseconds. */
const DOWNLOAD_MS = 180_000;
/** An Electron that ends with an error within this never showed a window, in milliseconds. */
const START_MS = 15_000;
/** Electron's exit code when it said itself why it can't go on, for instance that the data folder is in use. */
const SAID_WHY = 2;
/** What Chromium writes before its own complaints; most of them (no D-Bus, no GPU) keep nobody from working. */
const CHROMIUM_LOG = /^\[\d+:\d+\/[\d.]+:[A-Z]+:[^\]]+\]\s*/;

/** Whether this process was told to stop. */
let isStopping = false;

const USAGE = `Usage: npm start -- [--browser] [--no-open] [--data DIR] [--no-sandbox]
  --browser     opens the window in the browser
  --no-open     only prints the window's address for a browser, and serves it until stopped
  --data DIR    keeps rollouts and settings in DIR
  --no-sandbox  opens Electron without its sandbox, as root has to`;

process.exitCode = await start(process.argv.slice(2));

async function start(text: readonly string[]): Promise<number> {
  let options: { help: boolean; browser: boolean; 'no-open': boolean; 'no-sandbox': boolean; data: string };
  try {
    options = parseArgs({
      args: [...text],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        browser: { type: 'boolean', default: false },
        'no-open': { type: 'boolean', default: false },
        'no-sandbox': { type: 'boolean', default: false },
        data: { type: 'string', default: '' },
      },
    }).values;
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    say(USAGE);
    return 2;
  }
  if (options.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  if (!(await buildWhatChanged())) {
    say('Rollcall could not be built; what is wrong stands above.');
    return 1;
  }
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
  if (code === 0 || isStopping) return null;
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
    // The channel tells a Node program when this one is gone, however it went; Electron's window stays.
    const channel = command === process.execPath ? 'ipc' : 'ignore';
    const child = spawn(command, words, { stdio: ['inherit', 'inherit', 'pipe', channel] });
    let lastError = '';
    if (child.stderr !== null) {
      createInterface({ input: child.stderr }).on('line', (line) => {
        if (line.trim() !== '') lastError = line.replace(CHROMIUM_LOG, '').slice(0, 200);
        if (!CHROMIUM_LOG.test(line)) process.stderr.write(`${line}\n`);
      });
    }
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
    for (const signal of signals) {
      process.on(signal, () => {
        isStopping = true;
        child.kill(signal);
      });
    }
    child.once('error', (error) => ended({ code: 1, lastError: error.message }));
    child.once('close', (code, signal) =>
      ended({ code: code ?? (signal === 'SIGINT' || signal === 'SIGTERM' ? 130 : 1), lastError }),
    );
  });
}
