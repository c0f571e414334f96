import type { HostState } from '../../../shared/contract/bridge.ts';

/** How long after a cut or a vain attempt the host is tried again, in milliseconds. */
const RETRY_MS = 1_000;

/**
 * The window's line to its host: one stream of server-sent events for every push, as a browser allows a host six
 * connections at once. Opened by the first who listens or watches.
 *
 * A line that is cut is opened anew; when that is in vain, the host is gone, and it is tried until it is back.
 */
export class HostLine {
  readonly #address: string;
  readonly #listeners = new Map<string, Set<(data: string) => void>>();
  readonly #watchers = new Set<(state: HostState) => void>();
  #source: EventSource | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #started: Promise<void> = Promise.resolve();
  #isGone = false;
  #wasOpen = false;

  /** @param address the stream's path on the window's own host. */
  constructor(address: string) {
    this.#address = address;
  }

  /** Waits for the stream that is being opened: until it is there, or in vain. */
  get started(): Promise<void> {
    return this.#started;
  }

  /** Listens to the events of a name; returns what ends the listening. */
  listen(name: string, listener: (data: string) => void): () => void {
    const ofName = this.#listeners.get(name) ?? new Set();
    if (!this.#listeners.has(name)) {
      this.#listeners.set(name, ofName);
      if (this.#source !== null) this.#hear(this.#source, name);
    }
    // A wrapper of its own, so that the same function may listen twice and stop once.
    const own = (data: string) => listener(data);
    ofName.add(own);
    this.#open();
    return () => {
      ofName.delete(own);
    };
  }

  /** Tells when the host is gone and when it is back; returns what ends the telling. */
  watch(watcher: (state: HostState) => void): () => void {
    const own = (state: HostState) => watcher(state);
    this.#watchers.add(own);
    this.#open();
    return () => {
      this.#watchers.delete(own);
    };
  }

  /** Takes note that the host did not answer: it is gone until the line stands again. */
  lose(): void {
    if (!this.#isGone) {
      this.#isGone = true;
      this.#tell('gone');
    }
    this.#openLater();
  }

  #openLater(): void {
    this.#source?.close();
    this.#source = null;
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#open();
    }, RETRY_MS);
  }

  #open(): void {
    if (this.#source !== null || this.#timer !== null) return;
    const source = new EventSource(this.#address);
    this.#source = source;
    let isOpen = false;
    this.#started = new Promise((resolve) => {
      source.addEventListener('open', () => {
        isOpen = true;
        // What was pushed in between was missed.
        if (this.#wasOpen || this.#isGone) this.#tell('back');
        this.#wasOpen = true;
        this.#isGone = false;
        resolve();
      });
      source.addEventListener('error', () => {
        resolve();
        if (this.#source !== source) return;
        if (isOpen) this.#openLater();
        else this.lose();
      });
    });
    for (const name of this.#listeners.keys()) this.#hear(source, name);
  }

  #hear(source: EventSource, name: string): void {
    source.addEventListener(name, ({ data }: MessageEvent<string>) => {
      for (const listener of this.#listeners.get(name) ?? []) listener(data);
    });
  }

  #tell(state: HostState): void {
    for (const watcher of this.#watchers) watcher(state);
  }
}
