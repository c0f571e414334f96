import { expect, test } from 'vitest';
import { JobProgress } from './going-job.ts';

const ABOUT = { rollout: 'site', phase: 'run', account: 'a', action: 'register', total: 1_000 } as const;
const CAUSE = { kind: 'transport', reason: 'rate-limited', sent: 'no', concernsAccount: false } as const;

test('the rate is that of the last ten seconds', () => {
  let nowMs = 5_000;
  const progress = new JobProgress(ABOUT, () => nowMs);
  expect(progress.view()).toMatchObject({ done: 0, rate: 0, secondsLeft: null });
  for (let second = 0; second < 10; second += 1) {
    nowMs += 1_000;
    progress.advance(50);
  }
  expect(progress.view()).toMatchObject({ done: 500, rate: 50, secondsLeft: 10 });
  for (let second = 0; second < 20; second += 1) {
    nowMs += 1_000;
    progress.advance(5);
  }
  const { rate, secondsLeft } = progress.view();
  expect(rate).toBeGreaterThanOrEqual(5);
  expect(rate).toBeLessThan(10);
  expect(secondsLeft).toBe(Math.ceil(400 / rate));
});

test('a pause is shown until it is over', () => {
  let nowMs = 0;
  const progress = new JobProgress(ABOUT, () => nowMs);
  progress.wait(3_000, CAUSE);
  expect(progress.view().wait).toMatchObject({ cause: { reason: 'rate-limited' } });
  nowMs = 3_001;
  expect(progress.view().wait).toBeNull();
});
