import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { DeviceDraft, MacAddress } from '../../shared/domain/device.ts';
import type { Result } from '../../shared/result.ts';
import { openStoreForChanges, type Store } from './store.ts';

/** Makes a folder that is gone when the test is over. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-storage-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The value of a result that must be a success. */
export function unwrap<T, E>(result: Result<T, E>): T {
  if (!result.ok) throw new Error(`This failed: ${JSON.stringify(result.error)}`);
  return result.value;
}

/** Opens a data folder for changes until the test is over. */
export async function openStore(folder: string): Promise<Store> {
  const store = unwrap(await openStoreForChanges(folder));
  let isClosed = false;
  const close = () => {
    if (!isClosed) store.close();
    isClosed = true;
  };
  onTestFinished(close);
  return { ...store, close };
}

/** The n-th MAC of these tests, 0 or more. */
export function macOf(n: number): MacAddress {
  return `7c2f80${n.toString(16).padStart(6, '0')}` as MacAddress;
}

/** A device of which a list tells nothing but the MAC, and what is given. */
export function draft(n: number, fields: Partial<DeviceDraft> = {}): DeviceDraft {
  const nothing = {
    checkCode: '',
    serial: '',
    pin: '',
    vendor: '',
    model: '',
    user: '',
    extension: '',
    room: '',
    address: '',
    server: '',
    items: '',
  };
  return { mac: macOf(n), ...nothing, note: '', url: '', ...fields };
}

/** Another process of ours. */
export interface Companion {
  readonly process: ChildProcess;
  /** Resolves with what it says next, a line at a time. */
  nextLine(): Promise<string>;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
}

/**
 * Runs a script in another process, with this room's modules: `import(new URL('./lock.ts', base))`.
 *
 * @param script the body of an async function; `base` is this folder's URL, `folder` the data folder, `say` prints a line.
 */
export function startCompanion(folder: string, script: string): Companion {
  const source = `
    import { writeSync } from 'node:fs';
    const base = ${JSON.stringify(new URL('./', import.meta.url).href)};
    const folder = ${JSON.stringify(folder)};
    const say = (line) => writeSync(1, line + '\\n');
    const load = (name) => import(new URL(name, base).href);
    ${script}`;
  const options = ['--disable-warning=ExperimentalWarning', '--input-type=module', '--eval', source];
  const child = spawn(process.execPath, options, { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  const waiting: { readonly resolve: (line: string) => void; readonly reject: (error: Error) => void }[] = [];
  let rest = '';
  child.stdout.on('data', (chunk: Buffer) => {
    const [last = '', ...whole] = (rest + chunk.toString()).split('\n').reverse();
    rest = last;
    for (const line of whole.reverse()) {
      const next = waiting.shift();
      if (next === undefined) lines.push(line);
      else next.resolve(line);
    }
  });
  child.once('exit', (code) => {
    for (const { reject } of waiting.splice(0)) reject(new Error(`The companion ended with ${code}.`));
  });
  return {
    process: child,
    nextLine: () => {
      const line = lines.shift();
      if (line !== undefined) return Promise.resolve(line);
      return new Promise((resolve, reject) => waiting.push({ resolve, reject }));
    },
    kill: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    },
  };
}
