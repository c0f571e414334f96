import { appendFileSync, existsSync, readFileSync } from 'node:fs';

/**
 * What a practice platform remembers, by kind and key; with a file it remembers it through kills and restarts.
 *
 * Each change is one line appended to the file before the method returns; the last line for a key counts. A line that
 * a kill has cut in half is passed over.
 */
export class Journal {
  readonly #file: string | null;
  readonly #kinds = new Map<string, Map<string, unknown>>();

  /** @param file Path; `null` keeps everything in memory. */
  constructor(file: string | null) {
    this.#file = file;
    if (file === null || !existsSync(file)) return;
    const text = readFileSync(file, 'utf8');
    for (const line of text.split('\n')) this.#replay(line);
    // What comes next must not be joined to half a line.
    if (text !== '' && !text.endsWith('\n')) appendFileSync(file, '\n');
  }

  /** Everything of a kind, in the order in which it came first. */
  all<Value>(kind: string): readonly Value[] {
    return [...(this.#kinds.get(kind)?.values() ?? [])] as Value[];
  }

  /** One thing; `null` when it isn't there. */
  find<Value>(kind: string, key: string): Value | null {
    return (this.#kinds.get(kind)?.get(key) as Value | undefined) ?? null;
  }

  /** Keeps a thing, over what is kept under the same key. */
  keep(kind: string, key: string, value: unknown): void {
    this.#set(kind, key, value);
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify([kind, key, value])}\n`);
  }

  #set(kind: string, key: string, value: unknown): void {
    const values = this.#kinds.get(kind) ?? new Map<string, unknown>();
    values.set(key, value);
    this.#kinds.set(kind, values);
  }

  #replay(line: string): void {
    try {
      const [kind, key, value] = JSON.parse(line) as [string, string, unknown];
      this.#set(kind, key, value);
    } catch {
      // Half a line, or none.
    }
  }
}
