import type { Failure } from '../../shared/domain/failure.ts';
import type { Reason } from '../../shared/domain/reason.ts';

/** The first pause after a failed call, in milliseconds; it doubles with each further one. */
const FIRST_PAUSE_MS = 250;
/** The longest pause that Rollcall chooses itself, in milliseconds. */
const LONGEST_PAUSE_MS = 8_000;
/** The longest pause taken at a service's wish, in milliseconds. */
const LONGEST_RETRY_AFTER_MS = 10 * 60_000;
/** Answers in a row after which one more call at once is allowed again. */
const CALLS_TO_SPEED_UP = 10;
/** Failed calls in a row after which an account counts as unusable. */
const STRIKES_TO_STOP = 9;
/** A time-out costs half a minute each: three in a row are enough. */
const TIMEOUT_STRIKES = 3;

/** Failed calls in a row after which an account that was never reached counts as unusable: nobody is waiting there. */
const FIRST_STRIKES_TO_STOP = 4;

/** Failures that every further call would meet. */
const STOPS_AT_ONCE: ReadonlySet<Reason> = new Set(['auth-failed', 'forbidden', 'tls-untrusted', 'proxy']);

/** Failures that say nothing about a device but something about the way to the service. */
const SLOWS_DOWN: ReadonlySet<Reason> = new Set([
  'rate-limited',
  'unreachable',
  'timeout',
  'server-error',
  'not-xmlrpc',
  'captive-portal',
  'redirected',
  'not-found',
  'too-large',
]);

/** Faces of failures that say that nothing at all was found where the service should be. */
const FINDS_NOBODY: ReadonlySet<string> = new Set(['dns', 'refused', 'network', 'connect']);

/** A pause that the pace takes, to be shown with its countdown. */
export interface Wait {
  readonly waitMs: number;
  readonly cause: Failure;
}

/**
 * Decides how many calls an account takes at once, and when the next may go.
 *
 * Halves the calls at once and pauses (with jitter, or longer where `Retry-After` says so) when the service is slow,
 * refuses the pace or can't be reached; speeds up again by one after ten good answers. A login, certificate or proxy
 * that fails stops it at once, nine failures in a row (three, if time-outs) in the end; four (two) where nobody was
 * ever found at the address.
 */
export class Pace {
  readonly #concurrency: number;
  readonly #onWait: (wait: Wait) => void;
  readonly #waiting: (() => void)[] = [];
  #allowed: number;
  #running = 0;
  #answersInRow = 0;
  #wasReached = false;
  #wasAnswered = false;
  #strikes = 0;
  #failuresInRow = 0;
  #resumeAt = 0;
  #stopCause: Failure | null = null;

  /** @param concurrency calls at once, 1 or more. */
  constructor(concurrency: number, onWait: (wait: Wait) => void = () => {}) {
    this.#concurrency = concurrency;
    this.#allowed = concurrency;
    this.#onWait = onWait;
  }

  /** The most calls at once, as the account has it. */
  get concurrency(): number {
    return this.#concurrency;
  }

  /** Why no further call may go, or `null`. */
  get stopCause(): Failure | null {
    return this.#stopCause;
  }

  /** Whether the last call failed for a reason that may meet the next one too. */
  get isFailing(): boolean {
    return this.#failuresInRow > 0;
  }

  /**
   * Waits until a call may go, and takes its place.
   *
   * @returns false when the pace was stopped or `signal` aborted: no place was taken.
   */
  async enter(signal: AbortSignal): Promise<boolean> {
    for (;;) {
      if (signal.aborted || this.#stopCause !== null) return false;
      const pauseMs = this.#resumeAt - performance.now();
      if (pauseMs <= 0 && this.#running < this.#allowed) {
        this.#running += 1;
        return true;
      }
      await this.#nextChange(pauseMs > 0 ? pauseMs : null, signal);
    }
  }

  /**
   * Gives a place back and takes in how the call went; `null`: it was answered.
   *
   * @param isRepeat whether the same call failed before: it slows down, but says nothing new about the account, so that
   *   one device that never gets an answer can't stop all others. Where nothing was ever answered it counts like any
   *   other call: behind a login page a short list would go on asking for minutes.
   */
  leave(cause: Failure | null, isRepeat = false): void {
    this.#running -= 1;
    if (cause === null || !(SLOWS_DOWN.has(cause.reason) || STOPS_AT_ONCE.has(cause.reason))) {
      if (cause?.kind !== 'cancelled') this.#speedUp();
    } else this.#slowDown(cause, isRepeat);
    this.#wakeAll();
  }

  /** Gives a place back that was not used for a call. */
  leaveUnused(): void {
    this.#running -= 1;
    this.#wakeAll();
  }

  #speedUp(): void {
    this.#wasReached = true;
    this.#wasAnswered = true;
    this.#strikes = 0;
    this.#failuresInRow = 0;
    this.#answersInRow += 1;
    if (this.#answersInRow >= CALLS_TO_SPEED_UP && this.#allowed < this.#concurrency) {
      this.#allowed += 1;
      this.#answersInRow = 0;
    }
  }

  #slowDown(cause: Failure, isRepeat: boolean): void {
    this.#answersInRow = 0;
    this.#failuresInRow += 1;
    if (!isRepeat || !this.#wasAnswered)
      this.#strikes += cause.reason === 'timeout' ? STRIKES_TO_STOP / TIMEOUT_STRIKES : 1;
    if (!FINDS_NOBODY.has(cause.aspect ?? '')) this.#wasReached = true;
    const strikesToStop = this.#wasReached ? STRIKES_TO_STOP : FIRST_STRIKES_TO_STOP;
    if (STOPS_AT_ONCE.has(cause.reason) || this.#strikes >= strikesToStop) {
      this.#stopCause = cause;
      return;
    }
    this.#allowed = Math.max(1, Math.floor(this.#allowed / 2));
    const chosenMs =
      Math.min(FIRST_PAUSE_MS * 2 ** (this.#failuresInRow - 1), LONGEST_PAUSE_MS) * (0.75 + Math.random() / 2);
    const waitMs = Math.max(chosenMs, Math.min(cause.retryAfterMs ?? 0, LONGEST_RETRY_AFTER_MS));
    const resumeAt = performance.now() + waitMs;
    if (resumeAt <= this.#resumeAt) return;
    this.#resumeAt = resumeAt;
    this.#onWait({ waitMs: Math.round(waitMs), cause });
  }

  #nextChange(pauseMs: number | null, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = pauseMs === null ? undefined : setTimeout(done, Math.ceil(pauseMs));
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.push(done);
    });
  }

  #wakeAll(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }
}
