import { appendFileSync, mkdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { redactText } from '../../shared/domain/redact.ts';

/** How grave a line is. */
export type LogLevel = 'info' | 'warning' | 'error';

/** What a line says besides its message; plain JSON. */
export type LogFields = Readonly<Record<string, unknown>>;

/** How much is kept. */
export interface LogOptions {
  /** A file that has grown beyond this is moved aside, in bytes. @default 1000000 */
  readonly maxBytes?: number;
  /** How many files there are, the one that is written included. @default 5 */
  readonly files?: number;
}

const FOLDER = 'log';
const NAME = 'rollcall.log';
const MASK = '***';
/** Names of fields whose value is never written, whatever it is. */
const SECRET_NAME = /pass|secret|token|code|\bpin\b|authori[sz]ation|cookie|credential|key$/i;
const LONGEST_TEXT = 4_000;
const DEEPEST = 6;

/**
 * The log of a data folder: one JSON object a line, in `log/rollcall.log` and the older `rollcall.1.log` …
 *
 * Secrets are taken out before anything is written: by the names of fields, by `redactText` in every text, and by what
 * {@link LogFile.hide} was told. Several processes may write into one. What can't be written is lost in silence: a full
 * disk must not stop the work.
 */
export class LogFile {
  readonly #folder: string;
  readonly #maxBytes: number;
  readonly #files: number;
  readonly #hidden = new Set<string>();

  /** @param folder the data folder. No disk before the first line. */
  constructor(folder: string, { maxBytes = 1_000_000, files = 5 }: LogOptions = {}) {
    this.#folder = join(folder, FOLDER);
    this.#maxBytes = maxBytes;
    this.#files = files;
  }

  /** Names a text that is masked wherever it turns up; shorter than 4 characters it would mask everything, and isn't. */
  hide(secret: string): void {
    if (secret.length >= 4) this.#hidden.add(secret);
  }

  /** Writes a line. */
  write(level: LogLevel, message: string, fields: LogFields = {}): void {
    const line = {
      at: new Date().toISOString(),
      level,
      message: this.#clean(message),
      ...this.#cleanFields(fields, 0),
    };
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
      this.#rotate();
      appendFileSync(this.#path(0), `${JSON.stringify(line)}\n`, { mode: 0o600 });
    } catch {
      // said in the docstring: nobody can be told
    }
  }

  /** The files there are, the newest first: name and content. */
  read(): ReadonlyMap<string, Buffer> {
    const found = new Map<string, Buffer>();
    for (let age = 0; age < this.#files; age += 1) {
      try {
        found.set(this.#name(age), readFileSync(this.#path(age)));
      } catch {
        // there are fewer yet
      }
    }
    return found;
  }

  #name(age: number): string {
    return age === 0 ? NAME : NAME.replace('.log', `.${age}.log`);
  }

  #path(age: number): string {
    return join(this.#folder, this.#name(age));
  }

  #rotate(): void {
    const size = statSync(this.#path(0), { throwIfNoEntry: false })?.size ?? 0;
    if (size < this.#maxBytes) return;
    for (let age = this.#files - 2; age >= 0; age -= 1) {
      if (statSync(this.#path(age), { throwIfNoEntry: false }) === undefined) continue;
      renameSync(this.#path(age), this.#path(age + 1));
    }
  }

  #clean(text: string): string {
    let cleaned = text;
    for (const secret of this.#hidden) cleaned = cleaned.replaceAll(secret, MASK);
    // Cut at the end only: half a secret would not be known for one.
    return redactText(cleaned).slice(0, LONGEST_TEXT);
  }

  #cleanFields(fields: LogFields, depth: number): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(fields).map(([name, value]) => [
        name,
        SECRET_NAME.test(name) && typeof value !== 'boolean' ? MASK : this.#cleanValue(value, depth),
      ]),
    );
  }

  #cleanValue(value: unknown, depth: number): unknown {
    if (typeof value === 'string') return this.#clean(value);
    if (value === null || typeof value === 'number' || typeof value === 'boolean') return value;
    if (depth >= DEEPEST || typeof value !== 'object') return undefined;
    if (value instanceof Error) return { error: this.#clean(value.stack ?? value.message) };
    if (Array.isArray(value)) return value.slice(0, 100).map((item) => this.#cleanValue(item, depth + 1));
    return this.#cleanFields(value as LogFields, depth + 1);
  }
}
