import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** One measured quantity and the limit it must keep. */
export interface Figure {
  readonly name: string;
  /** What was measured, in absolute terms, for people. */
  readonly measured: string;
  /** What is judged; a ratio of two measurements of the same run unless `unit` says otherwise. */
  readonly value: number;
  /** Unit of `value`; empty for a ratio. */
  readonly unit: string;
  /** Highest value that is still right, or lowest with `isLowest`; `null`: shown only, never judged. */
  readonly limit: number | null;
  readonly isLowest?: boolean;
}

/** Tells whether a figure keeps its limit. */
export function isKept({ value, limit, isLowest = false }: Figure): boolean {
  if (limit === null) return true;
  // Written so that NaN, the mean of nothing, never passes.
  return isLowest ? value >= limit : value <= limit;
}

/** Renders a figure's value with its unit. */
export function formatValue(value: number, unit: string): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return `${value.toFixed(digits)}${unit === '' ? '' : ` ${unit}`}`;
}

/** Renders the judgement of a figure. */
export function formatVerdict(figure: Figure): string {
  if (figure.limit === null) return '-';
  return isKept(figure) ? 'ok' : 'over';
}

/** Renders a figure's limit with its direction. */
export function formatLimit({ limit, unit, isLowest = false }: Figure): string {
  return limit === null ? '-' : `${isLowest ? '>=' : '<='} ${limit}${unit === '' ? '' : ` ${unit}`}`;
}

/** Hands a figure to `index.ts`, or prints it when the bench was started by itself; an exceeded limit exits with 1. */
export function report(figure: Figure): void {
  if (!isKept(figure)) process.exitCode = 1;
  if (process.send !== undefined) process.send(figure);
  else {
    const value = formatValue(figure.value, figure.unit);
    console.log(`${figure.name}: ${figure.measured}: ${value} (limit ${formatLimit(figure)}) ${formatVerdict(figure)}`);
  }
}

/** The middle value; NaN of nothing. */
export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Makes a folder of its own, hands it to `work` and removes it, also when `work` throws. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const NODE_OPTIONS = ['--disable-warning=ExperimentalWarning'];

/** Starts a file of this project in a process of its own. */
export function startNode(file: URL, words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [...NODE_OPTIONS, file.pathname, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs a file of this folder in a process of its own and reads the one JSON value that it prints. */
export async function runWorker<T>(file: string, words: readonly string[]): Promise<T> {
  const child = startNode(new URL(file, import.meta.url), words);
  const chunks: string[] = [];
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${file} ${words.join(' ')} ended with ${code}.`);
  return JSON.parse(chunks.join('')) as T;
}

/** Where a practice service listens, and its login. */
export interface PracticeLogin {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** Starts a fresh practice Gigaset in a process of its own, hands it to `work` and stops it. */
export async function withPractice<T>(
  faults: readonly string[],
  work: (login: PracticeLogin) => Promise<T>,
): Promise<T> {
  const words = ['practice', '--services', 'gigaset', ...faults.flatMap((fault) => ['--fault', fault])];
  const child = startNode(new URL('../../electron/cli/index.ts', import.meta.url), words);
  const { stdout } = child;
  if (stdout === null) throw new Error('The practice service has no output.');
  try {
    const [line] = await once(createInterface(stdout), 'line');
    return await work((JSON.parse(line) as { gigaset: PracticeLogin }).gigaset);
  } finally {
    const ended = once(child, 'close');
    child.kill('SIGTERM');
    await ended;
  }
}

/** Puts devices into a practice service over its control interface, as if they had been registered before. */
export async function seedPractice(
  { url }: PracticeLogin,
  devices: readonly { readonly mac: string; readonly url: string; readonly name: string }[],
): Promise<void> {
  const response = await fetch(new URL('/practice/seed', url), { method: 'POST', body: JSON.stringify(devices) });
  if (!response.ok) throw new Error(`Seeding ended with ${response.status}.`);
}
