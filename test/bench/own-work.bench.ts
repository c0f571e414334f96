// Rollcall's own work per device: the processor time of the process that plans and runs, all its threads, durable commits
// included, the practice service's process not. It must be small, and no larger for a long list than for a short one.
import { runOnce, TARGET } from './run-once.ts';
import { median, report } from './support.ts';

const SHORT = 10_000;
const LONG = 100_000;
const ROUNDS = 3;
const MOST_MS_PER_DEVICE = 0.3;
/** Room for noise: a cost in proportion to the list would show as 10. */
const MOST_GROWTH = 1.3;

interface Case {
  readonly name: string;
  readonly batch: number;
  /** What the account holds before: nothing, every phone where it shall be, or every phone elsewhere. */
  readonly held: 'nothing' | 'same' | 'elsewhere';
}

const CASES: readonly Case[] = [
  { name: 'new phones, lists of 50', batch: 50, held: 'nothing' },
  { name: 'new phones, lists of 200', batch: 200, held: 'nothing' },
  { name: 'all held already, unchanged', batch: 50, held: 'same' },
  { name: 'all held, re-pointed', batch: 50, held: 'elsewhere' },
];

async function measure(wanted: Case, devices: number): Promise<number> {
  const url = wanted.held === 'same' ? TARGET : wanted.held === 'elsewhere' ? 'http://old.example/%MACD' : null;
  const cost = await runOnce({ devices, batch: wanted.batch, concurrency: 4, faults: [], heldUrl: url });
  return cost.cpuMs / devices;
}

for (const wanted of CASES) {
  const isNew = wanted.held === 'nothing';
  const short: number[] = [];
  const long: number[] = [];
  for (let round = 0; round < (isNew ? ROUNDS : 1); round += 1) {
    short.push(await measure(wanted, SHORT));
    long.push(await measure(wanted, LONG));
  }
  for (const [devices, costs] of [
    [SHORT, short],
    [LONG, long],
  ] as const) {
    report({
      name: `own work: ${wanted.name}`,
      measured: `${devices} devices, per device`,
      value: median(costs),
      unit: 'ms',
      limit: MOST_MS_PER_DEVICE,
    });
  }
  report({
    name: `own work: ${wanted.name}`,
    measured: `${LONG} against ${SHORT}`,
    value: median(long) / median(short),
    unit: '',
    // An account that holds so many phones can't be listed in one answer: each phone is asked for singly.
    limit: isNew ? MOST_GROWTH : null,
  });
}
