import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Reason } from '../../shared/domain/reason.ts';
import { Pace, type Wait } from './pace.ts';
import { lost, unsent } from './rollouts-testing.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const NEVER = new AbortController().signal;

/** How many calls may go at this moment. */
async function placesOf(pace: Pace): Promise<number> {
  const taken = new AbortController();
  let places = 0;
  const entering = Array.from({ length: pace.concurrency }, async () => {
    if (await pace.enter(taken.signal)) places += 1;
  });
  await vi.advanceTimersByTimeAsync(0);
  taken.abort();
  await Promise.all(entering);
  for (let place = 0; place < places; place += 1) pace.leaveUnused();
  return places;
}

async function fail(pace: Pace, reason: Reason, retryAfterMs?: number, isRepeat = false): Promise<void> {
  expect(await pace.enter(NEVER)).toBe(true);
  pace.leave(unsent(reason, retryAfterMs === undefined ? {} : { retryAfterMs }), isRepeat);
}

/** Lets the pause pass that a failure brought. */
async function afterPause<T>(work: Promise<T>): Promise<T> {
  await vi.advanceTimersByTimeAsync(11_000);
  return work;
}

async function succeed(pace: Pace): Promise<void> {
  expect(await pace.enter(NEVER)).toBe(true);
  pace.leave(null);
}

describe('calls at once', () => {
  test('are never more than the account has', async () => {
    const pace = new Pace(3);
    expect(await placesOf(pace)).toBe(3);
    await pace.enter(NEVER);
    expect(await placesOf(pace)).toBe(2);
  });

  test.each<Reason>(['rate-limited', 'timeout', 'server-error', 'unreachable', 'not-xmlrpc'])(
    'are halved by %s, and grow by one with ten answers in a row',
    async (reason) => {
      const pace = new Pace(8);
      await fail(pace, reason);
      await vi.advanceTimersByTimeAsync(11_000);
      expect(await placesOf(pace)).toBe(4);
      for (let answer = 0; answer < 9; answer += 1) await succeed(pace);
      expect(await placesOf(pace)).toBe(4);
      await succeed(pace);
      expect(await placesOf(pace)).toBe(5);
      for (let answer = 0; answer < 40; answer += 1) await succeed(pace);
      expect(await placesOf(pace)).toBe(8);
    },
  );

  test('stay as they are when the service only says no to a device', async () => {
    const pace = new Pace(4);
    await fail(pace, 'unexpected-answer');
    expect(await placesOf(pace)).toBe(4);
    expect(pace.isFailing).toBe(false);
  });

  test('are at least one', async () => {
    const pace = new Pace(1);
    await fail(pace, 'server-error');
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await placesOf(pace)).toBe(1);
  });
});

describe('a pause', () => {
  test('is told with its cause, and kept', async () => {
    const waits: Wait[] = [];
    const pace = new Pace(2, (wait) => waits.push(wait));
    await fail(pace, 'server-error');
    expect(waits).toHaveLength(1);
    const { waitMs, cause } = waits[0] as Wait;
    expect(cause.reason).toBe('server-error');
    expect(waitMs).toBeGreaterThanOrEqual(187);
    expect(waitMs).toBeLessThanOrEqual(313);
    expect(pace.isFailing).toBe(true);
    await vi.advanceTimersByTimeAsync(waitMs - 2);
    expect(await placesOf(pace)).toBe(0);
    await vi.advanceTimersByTimeAsync(3);
    expect(await placesOf(pace)).toBe(1);
  });

  test('lasts as long as the service wishes, whatever that costs', async () => {
    const waits: Wait[] = [];
    const pace = new Pace(2, (wait) => waits.push(wait));
    await fail(pace, 'rate-limited', 90_000);
    expect(waits).toMatchObject([{ waitMs: 90_000 }]);
    await vi.advanceTimersByTimeAsync(89_000);
    expect(await placesOf(pace)).toBe(0);
    await vi.advanceTimersByTimeAsync(1_001);
    expect(await placesOf(pace)).toBe(1);
  });

  test('is taken even when the service says that none is needed', async () => {
    const waits: Wait[] = [];
    await fail(new Pace(2, (wait) => waits.push(wait)), 'rate-limited', 0);
    expect(waits[0]?.waitMs).toBeGreaterThan(100);
  });

  test('is ten minutes at most', async () => {
    const waits: Wait[] = [];
    await fail(new Pace(2, (wait) => waits.push(wait)), 'rate-limited', 3_600_000);
    expect(waits).toMatchObject([{ waitMs: 600_000 }]);
  });

  test('grows with each failure in a row up to ten seconds, and differs from one to the next', async () => {
    const waits: number[] = [];
    const pace = new Pace(1, ({ waitMs }) => waits.push(waitMs));
    for (let failures = 0; failures < 8; failures += 1) await afterPause(fail(pace, 'server-error'));
    waits.forEach((waitMs, at) => {
      const middle = Math.min(250 * 2 ** at, 8_000);
      expect(waitMs).toBeGreaterThanOrEqual(middle * 0.75 - 1);
      expect(waitMs).toBeLessThanOrEqual(middle * 1.25 + 1);
    });
    expect(waits).toHaveLength(8);
    expect(new Set(waits.map((waitMs, at) => waitMs / Math.min(250 * 2 ** at, 8_000))).size).toBeGreaterThan(1);
  });

  test('ends at once when the work is stopped', async () => {
    const pace = new Pace(1);
    const stop = new AbortController();
    await fail(pace, 'rate-limited', 600_000);
    const entered = pace.enter(stop.signal);
    stop.abort();
    expect(await entered).toBe(false);
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('an account counts as unusable', () => {
  test.each<Reason>(['auth-failed', 'forbidden', 'tls-untrusted', 'proxy'])('at once after %s', async (reason) => {
    const pace = new Pace(4);
    await fail(pace, reason);
    expect(pace.stopCause?.reason).toBe(reason);
    expect(await pace.enter(NEVER)).toBe(false);
  });

  test('for those who wait already, too', async () => {
    const pace = new Pace(1);
    await pace.enter(NEVER);
    const waiting = pace.enter(NEVER);
    pace.leave(unsent('auth-failed'));
    expect(await waiting).toBe(false);
  });

  test('after nine failures in a row', async () => {
    const pace = new Pace(4);
    for (let failures = 0; failures < 8; failures += 1) await afterPause(fail(pace, 'server-error'));
    expect(pace.stopCause).toBe(null);
    await afterPause(fail(pace, 'server-error'));
    expect(pace.stopCause?.reason).toBe('server-error');
  });

  test('after three time-outs in a row', async () => {
    const pace = new Pace(4);
    await afterPause(fail(pace, 'timeout'));
    await afterPause(fail(pace, 'timeout'));
    expect(pace.stopCause).toBe(null);
    await afterPause(fail(pace, 'timeout'));
    expect(pace.stopCause?.reason).toBe('timeout');
  });

  test('sooner where nobody was ever found at the address', async () => {
    const refused = unsent('unreachable', { kind: 'transport', aspect: 'refused' });
    const pace = new Pace(4);
    for (let failures = 0; failures < 4; failures += 1) {
      expect(pace.stopCause).toBe(null);
      await afterPause(pace.enter(NEVER));
      pace.leave(refused);
    }
    expect(pace.stopCause).toBe(refused);
  });

  test.each([
    ['answered once', null],
    ['broke off once', lost()],
  ])('not sooner where the service %s', async (_words, first) => {
    const pace = new Pace(4);
    await pace.enter(NEVER);
    pace.leave(first);
    for (let failures = 0; failures < 5; failures += 1) {
      await afterPause(pace.enter(NEVER));
      pace.leave(unsent('unreachable', { kind: 'transport', aspect: 'refused' }));
    }
    expect(pace.stopCause).toBe(null);
  });

  test('not when answers come in between', async () => {
    const pace = new Pace(4);
    for (let failures = 0; failures < 30; failures += 1) {
      await afterPause(fail(pace, 'timeout'));
      await afterPause(succeed(pace));
    }
    expect(pace.stopCause).toBe(null);
  });

  test('when a short list fails over and over and nothing was ever answered', async () => {
    const pace = new Pace(1);
    for (let failures = 0; failures < 9; failures += 1) {
      expect(pace.stopCause).toBe(null);
      await afterPause(fail(pace, 'not-xmlrpc', undefined, failures >= 3));
    }
    expect(pace.stopCause).toMatchObject({ reason: 'not-xmlrpc' });
  });

  test('not when one and the same call fails again and again where others were answered', async () => {
    const pace = new Pace(4);
    await succeed(pace);
    for (let failures = 0; failures < 30; failures += 1) await afterPause(fail(pace, 'timeout', undefined, true));
    expect(pace.stopCause).toBe(null);
  });

  test('not when the person cuts calls off', async () => {
    const pace = new Pace(4);
    for (let failures = 0; failures < 30; failures += 1) {
      await pace.enter(NEVER);
      pace.leave(lost('cancelled', { kind: 'cancelled' }));
    }
    expect(pace.stopCause).toBe(null);
    expect(await placesOf(pace)).toBe(4);
  });
});
