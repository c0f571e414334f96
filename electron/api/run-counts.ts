import type { OutcomeKind } from '../../shared/domain/outcome.ts';
import type { RunTable } from '../storage/runs.ts';

type Counts = Readonly<Partial<Record<OutcomeKind | 'open', number>>>;

/**
 * How many devices of each run ended with which outcome, without counting a long run again each time somebody asks.
 *
 * A run changes only while it goes, which {@link RunCounts.begin}, {@link RunCounts.add} and {@link RunCounts.forget}
 * follow.
 */
export class RunCounts {
  readonly #runs: RunTable;
  readonly #kept = new Map<number, Counts>();

  constructor(runs: RunTable) {
    this.#runs = runs;
  }

  /** The counts of a run; devices without an outcome under `open`. */
  of(run: number): Counts {
    const counts = this.#kept.get(run) ?? this.#runs.counts(run);
    this.#kept.set(run, counts);
    return counts;
  }

  /** A run begins, with each of its devices still to be told of. */
  begin(run: number, devices: number): void {
    this.#kept.set(run, { open: devices });
  }

  /** Devices of a run got their outcome. */
  add(run: number, outcomes: readonly OutcomeKind[]): void {
    const counts = { ...this.of(run) };
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    const { open = 0, ...ended } = counts;
    const left = open - outcomes.length;
    this.#kept.set(run, left > 0 ? { ...ended, open: left } : ended);
  }

  /** A run has ended, or is gone: it is counted anew when somebody asks. Without one: all runs. */
  forget(run?: number): void {
    if (run === undefined) this.#kept.clear();
    else this.#kept.delete(run);
  }
}
