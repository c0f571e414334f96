import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { z } from 'zod';

const SCRIPT = fileURLToPath(new URL('./practice-platform.ts', import.meta.url));

const address = z.object({
  url: z.string(),
  control: z.string(),
  pbx: z.object({ url: z.string(), user: z.string(), password: z.string() }),
  phones: z.array(z.object({ mac: z.string(), model: z.string() })),
});

const state = z.object({
  codes: z.array(z.object({ code: z.string(), sip: z.string(), redeemedBy: z.string().nullable() })),
  users: z.array(z.object({ cn: z.string(), h323: z.string(), e164: z.string(), devices: z.array(z.unknown()) })),
});

/** Where a practice platform is, and the login of a user of its PBX. */
export type SiteAddress = z.infer<typeof address>;

/** What a practice platform knows. */
export type SiteState = z.infer<typeof state>;

const children = new Set<ChildProcess>();

// A hook that is named within a test never runs: what is left then keeps the whole test run from ending.
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});

/** A practice platform in a process of its own, which can be killed and started again with all that it knew. */
export class PracticeSite {
  readonly #stateFile: string;
  readonly #words: readonly string[];
  #child: ChildProcess | null = null;
  #address: SiteAddress | null = null;

  /** @param words more words for the script, for instance `--phones 30`. */
  constructor(folder: string, words: readonly string[] = []) {
    this.#stateFile = join(folder, 'platform.jsonl');
    this.#words = words;
  }

  get address(): SiteAddress {
    if (this.#address === null) throw new Error('The platform was not started.');
    return this.#address;
  }

  /** Starts it, at the port it had before. */
  async start(): Promise<void> {
    const port = this.#address === null ? '0' : new URL(this.#address.url).port;
    const words = ['--state', this.#stateFile, '--port', port, ...this.#words];
    const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SCRIPT, ...words], {
      // It ends when its standard input does, however this process ends.
      stdio: ['pipe', 'pipe', 'ignore'],
    });
    children.add(child);
    this.#child = child;
    const [line] = await once(createInterface(child.stdout), 'line');
    this.#address = address.parse(JSON.parse(String(line)));
  }

  /** Ends it as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    if (child === null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }

  /** How many codes it has ever given out, looked up in its file: also while it is down. */
  countCodes(): number {
    if (!existsSync(this.#stateFile)) return 0;
    return readFileSync(this.#stateFile, 'utf8').match(/"validUntilMs"/g)?.length ?? 0;
  }

  async state(): Promise<SiteState> {
    const response = await fetch(new URL('state', this.address.control));
    return state.parse(await response.json());
  }

  /** Gives its control interface something to do. */
  async control(name: string, value: unknown): Promise<void> {
    const response = await fetch(new URL(name, this.address.control), { method: 'POST', body: JSON.stringify(value) });
    if (!response.ok) throw new Error(`${name}: ${await response.text()}`);
  }
}
