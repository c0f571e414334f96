import { setMaxListeners } from 'node:events';
import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result } from '../../../shared/result.ts';
import type { ConnectionState } from '../code-service.ts';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** Pauses are spread by this share, so that many clients of a platform that restarts don't come at once. */
const SPREAD = 0.2;

/** Something that is connected until it says otherwise. */
export interface Connected {
  readonly closed: Promise<Failure>;
  close(): void;
}

/**
 * Keeps one connection: makes it when it is needed, and anew when it breaks.
 *
 * A connection that never came about isn't tried again before somebody asks; one that broke is, after 1, 2, 4 … at most 60
 * seconds. A login that was refused is never repeated by itself: accounts get locked that way.
 */
export class Link<Connection extends Connected> {
  readonly #open: (signal: AbortSignal) => Promise<Result<Connection>>;
  readonly #onState: (state: ConnectionState) => void;
  readonly #firstPauseMs: number;
  readonly #closing = new AbortController();
  #attempt: Promise<Result<Connection>> | null = null;
  #connection: Connection | null = null;
  #timer: NodeJS.Timeout | undefined;
  #waiters: (() => void)[] = [];
  #failures = 0;

  /** @param firstPauseMs Before the first attempt after a connection broke. @default 1000 */
  constructor(
    open: (signal: AbortSignal) => Promise<Result<Connection>>,
    onState: (state: ConnectionState) => void,
    firstPauseMs = FIRST_PAUSE_MS,
  ) {
    this.#open = open;
    this.#onState = onState;
    this.#firstPauseMs = firstPauseMs;
  }

  /** Gives the connection, makes it, or waits for the attempt that is due. `cancelled` by `signal` or {@link Link.close}. */
  async use(signal: AbortSignal): Promise<Result<Connection>> {
    if (this.#closing.signal.aborted || signal.aborted) return failure(CANCELLED);
    if (this.#connection !== null) return { ok: true, value: this.#connection };
    let stop = (): void => {};
    const cancelled = new Promise<Result<Connection>>((resolve) => {
      stop = () => resolve(failure(CANCELLED));
      setMaxListeners(0, signal, this.#closing.signal);
      signal.addEventListener('abort', stop);
      this.#closing.signal.addEventListener('abort', stop);
    });
    try {
      if (this.#timer !== undefined) {
        const due = new Promise<null>((resolve) => this.#waiters.push(() => resolve(null)));
        const ended = await Promise.race([due, cancelled]);
        if (ended !== null) return ended;
      }
      return await Promise.race([this.#try(), cancelled]);
    } finally {
      signal.removeEventListener('abort', stop);
      this.#closing.signal.removeEventListener('abort', stop);
    }
  }

  /** Ends the connection for good. Safe to repeat. */
  close(): void {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    clearTimeout(this.#timer);
    this.#connection?.close();
    this.#connection = null;
    this.#onState({ kind: 'closed' });
  }

  #try(): Promise<Result<Connection>> {
    this.#attempt ??= this.#connect().finally(() => {
      this.#attempt = null;
    });
    return this.#attempt;
  }

  async #connect(): Promise<Result<Connection>> {
    this.#onState({ kind: 'connecting' });
    const opened = await this.#open(this.#closing.signal);
    if (this.#closing.signal.aborted) {
      if (opened.ok) opened.value.close();
      return failure(CANCELLED);
    }
    if (!opened.ok) {
      this.#lose(opened.error);
      return opened;
    }
    this.#connection = opened.value;
    this.#failures = 1;
    this.#onState({ kind: 'open' });
    void opened.value.closed.then((cause) => {
      if (this.#connection !== opened.value) return;
      this.#connection = null;
      if (!this.#closing.signal.aborted) this.#lose(cause);
    });
    return opened;
  }

  #lose(cause: Failure): void {
    const canRetry = this.#failures > 0 && cause.kind !== 'auth' && cause.kind !== 'validation';
    if (!canRetry) {
      this.#failures = 0;
      this.#onState({ kind: 'lost', failure: cause, retryInMs: null });
      return;
    }
    const pauseMs = Math.min(this.#firstPauseMs * 2 ** (this.#failures - 1), LONGEST_PAUSE_MS);
    const retryInMs = Math.round(pauseMs * (1 + (Math.random() * 2 - 1) * SPREAD));
    this.#failures += 1;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#try();
      for (const proceed of this.#waiters.splice(0)) proceed();
    }, retryInMs);
    this.#onState({ kind: 'lost', failure: cause, retryInMs });
  }
}

const CANCELLED: Failure = { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false };
