import type { GoingJob } from '../../shared/contract/runs.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import { toReasonView } from './views.ts';

/** The rate is what was done over this time, in milliseconds. */
const RATE_WINDOW_MS = 10_000;
/** Earlier nobody can tell a rate. */
const SHORTEST_MS = 500;
/** How many notes of the progress are kept; fewer than one every 50 ms are made. */
const NOTE_INTERVAL_MS = 50;

/** How far the plan or run that is going is, and how quick. */
export class JobProgress {
  readonly #about: Pick<GoingJob, 'rollout' | 'phase' | 'account' | 'action' | 'total'>;
  readonly #startedAt = new Date().toISOString();
  readonly #now: () => number;
  readonly #notes: { readonly atMs: number; readonly done: number }[] = [];
  #done = 0;
  #run: number | null = null;
  #wait: { readonly untilMs: number; readonly until: string; readonly cause: Failure } | null = null;
  #isStopping = false;

  /** @param now a monotonic clock in milliseconds. */
  constructor(
    about: Pick<GoingJob, 'rollout' | 'phase' | 'account' | 'action' | 'total'>,
    now = () => performance.now(),
  ) {
    this.#about = about;
    this.#now = now;
    this.#notes.push({ atMs: now(), done: 0 });
  }

  /** The run's number; `null` while a plan is made. */
  get run(): number | null {
    return this.#run;
  }

  /** How many devices are done. */
  get done(): number {
    return this.#done;
  }

  /** More devices are done. */
  advance(devices: number): void {
    this.#done += devices;
    const atMs = this.#now();
    if (atMs - (this.#notes.at(-1)?.atMs ?? 0) < NOTE_INTERVAL_MS) return;
    this.#notes.push({ atMs, done: this.#done });
    while (this.#notes.length > 2 && (this.#notes[1]?.atMs ?? atMs) < atMs - RATE_WINDOW_MS) this.#notes.shift();
  }

  /** The run has its number. */
  begin(run: number): void {
    this.#run = run;
  }

  /** The pace pauses. */
  wait(waitMs: number, cause: Failure): void {
    this.#wait = { untilMs: this.#now() + waitMs, until: new Date(Date.now() + waitMs).toISOString(), cause };
  }

  /** It was told to stop. */
  stop(): void {
    this.#isStopping = true;
  }

  /** All that a window shows of it. */
  view(): GoingJob {
    const nowMs = this.#now();
    const first = this.#notes[0];
    const elapsedMs = nowMs - (first?.atMs ?? nowMs);
    const rate = elapsedMs < SHORTEST_MS ? 0 : ((this.#done - (first?.done ?? 0)) / elapsedMs) * 1_000;
    const isWaiting = this.#wait !== null && this.#wait.untilMs > nowMs;
    return {
      ...this.#about,
      run: this.#run,
      done: this.#done,
      startedAt: this.#startedAt,
      rate: Math.round(rate * 10) / 10,
      secondsLeft: rate > 0 ? Math.ceil(Math.max(0, this.#about.total - this.#done) / rate) : null,
      wait:
        isWaiting && this.#wait !== null ? { until: this.#wait.until, cause: toReasonView(this.#wait.cause) } : null,
      isStopping: this.#isStopping,
    };
  }
}
