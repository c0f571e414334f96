// A whole run (plan, register, durable outcomes) of 10,000 devices at a practice Gigaset that takes 30 ms a call and 0.2 ms a
// device, 4 calls of 50 at once: against the same calls made by a bare HTTP loop, in turns, and against one call per phone
// in sequence, measured on 200 phones and scaled.
import { timeBareCalls } from './bare-calls.ts';
import { runOnce, TARGET } from './run-once.ts';
import { median, report, withPractice } from './support.ts';

const DEVICES = 10_000;
const DEVICES_IN_SEQUENCE = 200;
const ROUNDS = 5;
const FAULTS = ['delay=30+0.2'];
const SHAPE = { devices: DEVICES, batch: 50, concurrency: 4 } as const;
const HIGHEST_RATIO = 1.3;
const LEAST_SPEED_UP = 40;
const LONGEST_BLOCK_MS = 100;

const bareMs: number[] = [];
const wholeMs: number[] = [];
const blocksMs: number[] = [];
for (let round = 0; round < ROUNDS; round += 1) {
  bareMs.push(await withPractice(FAULTS, (login) => timeBareCalls(login, { ...SHAPE, target: TARGET })));
  const cost = await runOnce({ ...SHAPE, faults: FAULTS, heldUrl: null });
  wholeMs.push(cost.wholeMs);
  blocksMs.push(cost.planBlockMs, cost.runBlockMs);
}
const sequence = await runOnce({
  devices: DEVICES_IN_SEQUENCE,
  batch: 1,
  concurrency: 1,
  faults: FAULTS,
  heldUrl: null,
});
const sequenceMs = (sequence.wholeMs / DEVICES_IN_SEQUENCE) * DEVICES;
const ownMs = median(wholeMs);

report({
  name: 'run: whole run against its bare calls',
  measured: `${DEVICES} devices in ${ownMs.toFixed(0)} ms, bare calls ${median(bareMs).toFixed(0)} ms`,
  value: ownMs / median(bareMs),
  unit: '',
  limit: HIGHEST_RATIO,
});
report({
  name: 'run: speed-up over one call per phone',
  measured: `in sequence ${(sequenceMs / 1000).toFixed(0)} s, scaled from ${DEVICES_IN_SEQUENCE} phones`,
  value: sequenceMs / ownMs,
  unit: '',
  limit: LEAST_SPEED_UP,
  isLowest: true,
});
report({
  name: 'run: longest block of the event loop',
  measured: `median of ${ROUNDS} plans and runs of ${DEVICES} devices`,
  value: median(blocksMs),
  unit: 'ms',
  limit: LONGEST_BLOCK_MS,
});
