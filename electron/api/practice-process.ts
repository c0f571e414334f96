import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A process that was started. */
export interface StartedProcess {
  /** Its first line on standard output; `null` when it ended, or could not be started, before it wrote one. */
  readonly firstLine: Promise<string | null>;
  /** Fulfilled when it has ended, however it did. */
  readonly ended: Promise<void>;
  stop(): void;
}

/**
 * Starts a script with arguments as a process of its own.
 *
 * A host whose program doesn't run scripts (Electron with the fuse `runAsNode` off) brings its own, with
 * `utilityProcess.fork`.
 */
export type StartProcess = (script: string, words: readonly string[]) => StartedProcess;

/** The longest a first line may be, in characters. */
const LINE_LENGTH = 100_000;

/** See {@link StartProcess}: with the program that runs this one, which is Node or an Electron that can be used as one. */
export const startWithNode: StartProcess = (script, words) => {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, ...words], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  const stop = (): void => {
    // Who stops it waits for its end.
    child.ref();
    child.kill();
  };
  process.once('exit', stop);
  let text = '';
  const firstLine = new Promise<string | null>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (part: string) => {
      if (text.length < LINE_LENGTH) text += part;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.stdout.once('close', () => resolve(null));
    child.once('error', () => resolve(null));
  });
  const ended = new Promise<void>((resolve) => {
    const end = (): void => {
      process.off('exit', stop);
      resolve();
    };
    child.once('close', end);
    child.once('error', end);
  });
  // It keeps nobody alive: it ends with the process that started it.
  child.unref();
  return { firstLine, ended, stop };
};

/**
 * Finds a file that lies beside the program: the first of these places, from this room's own, where there is one.
 *
 * @returns its path, or `null`.
 */
export function findBeside(...places: readonly string[]): string | null {
  const paths = places.map((place) => fileURLToPath(new URL(place, import.meta.url)));
  return paths.find((path) => existsSync(path)) ?? null;
}

/** The command line's script: `electron/cli/index.ts`, or `out/cli/rollcall.js` in the built app. */
export function findCommandLine(): string | null {
  return import.meta.url.endsWith('.ts')
    ? findBeside('../cli/index.ts')
    : findBeside('../cli/rollcall.js', '../../cli/rollcall.js');
}

/** The list to practise with. */
export function findPracticeList(): string | null {
  const list = 'assets/samples/practice-24.csv';
  return findBeside(`../../${list}`, `../../../${list}`);
}
