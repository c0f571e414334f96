import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Agent, request } from 'undici';
import { afterAll } from 'vitest';
import { unpackZip } from '../../electron/files/zip-archive.ts';
import type { PracticeAddress } from '../../electron/services/practice-host.ts';
import type { PracticeDevice, PracticeLogEntry, PracticeSeed } from '../../electron/services/practice-service.ts';

/** As it was built before the tests began: see `build-first.ts`. */
const COMMAND_LINE = fileURLToPath(new URL('../../out/cli/rollcall.js', import.meta.url));
const NODE_WORDS = ['--disable-warning=ExperimentalWarning', COMMAND_LINE];
const TERMINAL = fileURLToPath(new URL('./terminal.py', import.meta.url));
/** Compiled code is kept between starts: a test file starts the command line dozens of times. */
const COMPILE_CACHE = fileURLToPath(new URL('../../.cache/compiled', import.meta.url));

const children = new Set<ChildProcessWithoutNullStreams>();
const folders = new Set<string>();

function killChildren(): void {
  for (const child of children) child.kill('SIGKILL');
}

process.once('exit', killChildren);
afterAll(() => {
  killChildren();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** One JSON object of the command line's standard output. */
export type JsonLine = Readonly<Record<string, unknown>>;

/** How a command ended and what it wrote. */
export interface Ended {
  /** `null` where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Reads standard output as `--json` promises it: nothing but JSON objects, one a line. Throws for anything else. */
export function readJsonLines(stdout: string): readonly JsonLine[] {
  if (stdout === '') return [];
  if (!stdout.endsWith('\n')) throw new Error(`The last line has no end: ${stdout.slice(-200)}`);
  return stdout
    .slice(0, -1)
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`No object: ${line}`);
      return value as JsonLine;
    });
}

/** A process of the command line that is going on. */
export class Running {
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #watchers = new Set<() => void>();
  #stdout = '';
  #stderr = '';
  #hasEnded = false;

  constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    children.add(child);
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#stdout += text;
      this.#wake();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#stderr += text;
      this.#wake();
    });
    // A child that was killed or didn't want its input breaks the pipe; how it ended is told by its exit code.
    child.stdin.on('error', () => {});
    this.ended = new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        children.delete(child);
        this.#hasEnded = true;
        this.#wake();
        resolve({ code, stdout: this.#stdout, stderr: this.#stderr });
      });
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  #wake(): void {
    for (const watcher of this.#watchers) watcher();
  }

  /** Waits until its output so far fulfils a condition; fails when it ends before. */
  waitUntil(isFulfilled: (running: this) => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const look = () => {
        const isThere = isFulfilled(this);
        if (!isThere && !this.#hasEnded) return;
        this.#watchers.delete(look);
        if (isThere) resolve();
        else reject(new Error(`It ended before:\n${this.#stdout.slice(-1000)}\n${this.#stderr.slice(-1000)}`));
      };
      this.#watchers.add(look);
      look();
    });
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}

/** How one command is started. */
export interface StartOptions {
  /** Text for its standard input, which is closed after it. */
  readonly input?: string;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * A technician's desk: a folder with the data folder `data`, files brought (`in`) and files made (`out`), removed with
 * every process still running when the test file ends.
 */
export class Desk {
  readonly folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  readonly dataFolder = join(this.folder, 'data');
  readonly passphrase = 'Gr4ntig-desk-passphrase';
  /** Everything every command wrote, to be searched for secrets. */
  transcript = '';

  constructor() {
    folders.add(this.folder);
    for (const name of ['in', 'out']) mkdirSync(join(this.folder, name));
  }

  /** Path of a file to be made. */
  out(name: string): string {
    return join(this.folder, 'out', name);
  }

  /** Writes a file somebody brought; its path. */
  bring(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, 'in', name);
    writeFileSync(path, content);
    return path;
  }

  /** Starts `rollcall WORDS`, without a terminal. */
  start(words: readonly string[], { input = '', environment = {} }: StartOptions = {}): Running {
    const child = spawn(process.execPath, [...NODE_WORDS, ...words], {
      cwd: this.folder,
      env: this.#environment(environment),
    });
    child.stdin.end(input);
    const running = new Running(child);
    void running.ended.then(({ stdout, stderr }) => {
      // A practice service tells its own password: that is what its first line is for.
      if (words[0] !== 'practice') this.transcript += stdout + stderr;
    });
    return running;
  }

  /**
   * Runs a program in this desk's folder on a terminal, typing as soon as it asks.
   *
   * @param steps pairs of the text to wait for and what to type then. Throws when one of them never came.
   */
  async onTerminal(
    program: readonly string[],
    steps: readonly (readonly [string, string])[],
    environment: StartOptions['environment'] = {},
  ): Promise<{ readonly code: number; readonly shown: string }> {
    const child = spawn('python3', [TERMINAL, ...program], { cwd: this.folder, env: this.#environment(environment) });
    child.stdin.end(JSON.stringify(steps));
    const { code, stdout, stderr } = await new Running(child).ended;
    if (code !== 0) throw new Error(stderr);
    const ended = JSON.parse(stdout) as { code: number; shown: string; left: readonly unknown[] };
    this.transcript += ended.shown;
    if (ended.left.length > 0) throw new Error(`Never asked: ${JSON.stringify(ended.left)}\n${ended.shown}`);
    return ended;
  }

  /** Runs `rollcall WORDS` on a terminal, as {@link Desk.onTerminal}. */
  typed(
    words: readonly string[],
    steps: readonly (readonly [string, string])[],
    environment: StartOptions['environment'] = {},
  ): Promise<{ readonly code: number; readonly shown: string }> {
    return this.onTerminal([process.execPath, ...NODE_WORDS, ...words], steps, environment);
  }

  #environment(change: StartOptions['environment'] = {}): NodeJS.ProcessEnv {
    // Nothing of the machine's own: no proxy, no language, no data folder of the person who runs the tests.
    return {
      PATH: process.env.PATH,
      HOME: this.folder,
      TMPDIR: tmpdir(),
      TERM: 'xterm',
      NODE_COMPILE_CACHE: COMPILE_CACHE,
      ROLLCALL_DATA: this.dataFolder,
      ROLLCALL_PASSPHRASE: this.passphrase,
      ...change,
    };
  }

  /** Runs `rollcall WORDS` to its end. */
  run(...words: readonly string[]): Promise<Ended> {
    return this.start(words).ended;
  }

  /** Runs `rollcall WORDS` and expects the exit code 0. */
  async succeed(...words: readonly string[]): Promise<Ended> {
    const ended = await this.run(...words);
    if (ended.code !== 0) throw new Error(`rollcall ${words.join(' ')} ended with ${ended.code}:\n${ended.stderr}`);
    return ended;
  }

  /** Runs `rollcall WORDS --json` to its end. */
  async json(...words: readonly string[]): Promise<Ended & { readonly objects: readonly JsonLine[] }> {
    const ended = await this.run(...words, '--json');
    return { ...ended, objects: readJsonLines(ended.stdout) };
  }

  /** Adds an account for a practice service. */
  async addAccount(name: string, service: string, address: PracticeAddress, ...options: string[]): Promise<void> {
    const words = ['account', 'add', name, '--service', service, '--url', address.url, '--user', address.user];
    const ca = address.ca === undefined ? [] : ['--ca', address.ca];
    const all = [...words, '--password-stdin', ...ca, ...options];
    const { code, stderr } = await this.start(all, { input: address.password }).ended;
    if (code !== 0) throw new Error(`No account: ${stderr}`);
  }

  /** Makes a rollout and imports a list into it. */
  async importList(rollout: string, name: string, content: string | Uint8Array): Promise<void> {
    await this.succeed('rollout', 'create', rollout);
    await this.succeed('import', rollout, this.bring(name, content));
  }

  /** Starts practice services as a process of their own. */
  async practice(...words: readonly string[]): Promise<PracticeProcess> {
    const running = this.start(['practice', ...words], { environment: { ROLLCALL_DATA: undefined } });
    await running.waitUntil(({ stdout }) => stdout.includes('\n'));
    const [line = ''] = running.stdout.split('\n');
    return new PracticeProcess(running, JSON.parse(line) as Readonly<Record<string, PracticeAddress>>);
  }

  /**
   * Everything that was written: the transcript, the data folder and the files made, workbooks unpacked.
   *
   * @returns text by where it stands; files are read as Latin-1, so ASCII secrets are found in binary files too.
   */
  async everythingWritten(): Promise<ReadonlyMap<string, string>> {
    const written = new Map([['transcript', this.transcript]]);
    for (const name of ['data', 'out']) {
      for (const entry of readdirSync(join(this.folder, name), { recursive: true, withFileTypes: true })) {
        if (!entry.isFile()) continue;
        const path = join(entry.parentPath, entry.name);
        const bytes = readFileSync(path);
        written.set(path, bytes.toString('latin1'));
        if (!path.endsWith('.xlsx')) continue;
        const unpacked = await unpackZip(bytes, () => true, 100_000_000);
        if (!unpacked.ok) throw new Error(`${path}: ${unpacked.error}`);
        for (const [part, content] of unpacked.value) {
          written.set(`${path}/${part}`, Buffer.from(content).toString('utf8'));
        }
      }
    }
    return written;
  }
}

/** Practice services in a process of their own, and their control interface. */
export class PracticeProcess {
  readonly running: Running;
  readonly addresses: Readonly<Record<string, PracticeAddress>>;

  constructor(running: Running, addresses: Readonly<Record<string, PracticeAddress>>) {
    this.running = running;
    this.addresses = addresses;
  }

  /** Where a service listens, and its login. */
  address(id: string): PracticeAddress {
    const address = this.addresses[id];
    if (address === undefined) throw new Error(`No practice service ${id}.`);
    return address;
  }

  /** What the service holds now, by MAC: the truth. */
  async state(id: string): Promise<ReadonlyMap<string, PracticeDevice>> {
    const devices = JSON.parse(await this.#control(id, 'state')) as readonly PracticeDevice[];
    return new Map(devices.map((device) => [device.mac, device]));
  }

  /** Every call the service received. */
  async log(id: string): Promise<readonly PracticeLogEntry[]> {
    const text = await this.#control(id, 'log');
    return text === ''
      ? []
      : text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as PracticeLogEntry);
  }

  /** Every writing call the service received. */
  async writes(id: string): Promise<readonly PracticeLogEntry[]> {
    return (await this.log(id)).filter(({ kind }) => kind === 'write');
  }

  async seed(id: string, devices: readonly PracticeSeed[]): Promise<void> {
    await this.#control(id, 'seed', devices);
  }

  /** Switches these faults on and all others off. */
  async setFaults(id: string, ...faults: readonly string[]): Promise<void> {
    await this.#control(id, 'faults', faults);
  }

  async stop(): Promise<Ended> {
    this.running.kill('SIGTERM');
    return this.running.ended;
  }

  async #control(id: string, path: string, body?: unknown): Promise<string> {
    const { url, ca } = this.address(id);
    const agent = new Agent(ca === undefined ? {} : { connect: { ca: readFileSync(ca) } });
    const response = await request(new URL(`/practice/${path}`, url), {
      dispatcher: agent,
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    });
    const text = await response.body.text();
    await agent.close();
    if (response.statusCode !== 200) throw new Error(`/practice/${path}: ${response.statusCode} ${text}`);
    return text;
  }
}

/** Adds to a MAC, given as 12 hex digits. */
export function macAfter(mac: string, steps: number): string {
  return (BigInt(`0x${mac}`) + BigInt(steps)).toString(16).padStart(12, '0');
}

/** MACs one after another: 12 lower-case hex digits each. */
export function macsFrom(first: string, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => macAfter(first, index));
}

/** Writes a list with nothing but MACs. */
export function listOf(macs: readonly string[]): string {
  return `mac\n${macs.join('\n')}\n`;
}
