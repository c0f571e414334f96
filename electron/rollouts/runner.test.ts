import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Failure } from '../../shared/domain/failure.ts';
import type { DeviceState } from './machine.ts';
import { Pace, type Wait } from './pace.ts';
import {
  deviceState,
  devices,
  entryAt,
  lost,
  type MemoryOptions,
  MemoryService,
  macOf,
  OLD,
  outcomeOf,
  type SeenCall,
  TARGET,
  unsent,
} from './rollouts-testing.ts';
import { executeRun, type RunEnd } from './runner.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

interface Settings {
  readonly concurrency?: number;
  readonly batch?: number;
  readonly mode?: 'keep' | 'cancel';
  /** When the person stops the run, in milliseconds from its beginning. */
  readonly stopAfterMs?: number;
  readonly readAgoMs?: number;
  readonly save?: (states: readonly DeviceState[]) => void;
}

interface Ran {
  readonly end: RunEnd;
  /** Every device as it was last made durable, by position; as it was given where it never was. */
  readonly states: readonly DeviceState[];
  /** What happened in which order: `save`, `told`, and the service's calls. */
  readonly events: readonly string[];
  readonly waits: readonly Wait[];
  readonly tookMs: number;
}

async function run(
  given: readonly DeviceState[],
  service: MemoryService,
  { concurrency = 2, batch = 5, mode = 'cancel', stopAfterMs, readAgoMs = 0, save }: Settings = {},
): Promise<Ran> {
  const waits: Wait[] = [];
  const stop = new AbortController();
  const durable = new Map(given.map((state) => [state.position, state]));
  const told = new Map<number, DeviceState>();
  const events: string[] = [];
  const startedAtMs = performance.now();
  if (stopAfterMs !== undefined) setTimeout(() => stop.abort(), stopAfterMs);
  const running = executeRun(given, {
    session: service.session,
    rules: service.rules,
    pace: new Pace(concurrency, (wait) => waits.push(wait)),
    batch,
    readAtMs: startedAtMs - readAgoMs,
    save: (states) => {
      save?.(states);
      events.push(`save ${states.map(({ stage }) => stage).join(',')}`);
      for (const state of states) durable.set(state.position, state);
    },
    onEnded: (states) => {
      for (const state of states) {
        expect(told.has(state.position)).toBe(false);
        expect(durable.get(state.position)).toBe(state);
        told.set(state.position, state);
        events.push(`told ${state.position}`);
      }
    },
    stop: stop.signal,
    stopMode: () => mode,
  });
  const ending = running.finally(() => {
    isOver = true;
  });
  let isOver = false;
  ending.catch(() => {});
  for (let steps = 0; !isOver; steps += 1) {
    if (steps > 20_000) throw new Error('The run does not end.');
    await vi.advanceTimersToNextTimerAsync();
  }
  const end = await ending;
  const states = given.map(({ position }) => durable.get(position) as DeviceState);
  if (end.isFinished) {
    for (const state of states) expect(told.get(state.position)).toBe(state);
  }
  return { end, states, events, waits, tookMs: performance.now() - startedAtMs };
}

/** How many devices ended with each outcome, and why. */
function tally(states: readonly DeviceState[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const state of states) {
    const { kind, reason } = outcomeOf(state);
    const key = reason === null ? kind : `${kind} ${reason}`;
    counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** A service that holds the old entry of so many devices, and those devices to be re-pointed. */
function repointing(count: number, options: MemoryOptions = {}) {
  const service = new MemoryService(options);
  const given = devices(count, { group: 're-point', before: OLD });
  for (const { mac } of given) service.entries.set(mac, OLD);
  return { service, given };
}

const about =
  (position: number, disturbance: Failure, kinds: readonly SeenCall['kind'][] = ['read', 'register', 'deregister']) =>
  ({ kind, macs }: SeenCall) =>
    kinds.includes(kind) && macs.includes(macOf(position)) ? { failure: disturbance, isApplied: false } : null;

describe('calls', () => {
  test('carry as many devices as the account allows, and no more at once than it allows', async () => {
    const service = new MemoryService({ callMs: 10 });
    const { states, end, tookMs } = await run(devices(23), service, { concurrency: 3, batch: 4 });
    expect(end).toEqual({ isFinished: true, stopCause: null });
    expect(tally(states)).toEqual({ done: 23 });
    expect(service.calls.map(({ macs }) => macs.length)).toEqual([4, 4, 4, 4, 4, 3]);
    expect(service.mostAtOnce).toBe(3);
    expect(tookMs).toBeLessThan(30);
  });

  test('carry only devices with the same target', async () => {
    const given = devices(12).map((state) => ({
      ...state,
      target: { url: `https://pbx${state.position % 3}.example/`, name: state.position % 2 === 0 ? 'A' : 'B' },
    }));
    const service = new MemoryService();
    await run(given, service, { batch: 50 });
    expect(service.calls).toHaveLength(6);
    for (const state of given) expect(service.entries.get(state.mac)).toMatchObject(state.target);
  });

  test('put old entries back only with those that had the same', async () => {
    const service = new MemoryService({ overwrite: 'remove-first' });
    const given = devices(6, { stage: 'restoring', isRemoved: true }).map((state) => ({
      ...state,
      before: entryAt(`https://old${state.position % 2}.example/`, 'Former'),
    }));
    await run(given, service, { batch: 50 });
    expect(service.calls).toHaveLength(2);
    for (const state of given) expect(service.entries.get(state.mac)).toMatchObject(state.before);
  });

  test('stay quick when every device has a target of its own', async () => {
    const given = devices(20_000).map((state) => ({
      ...state,
      target: { url: `https://x/${state.position}`, name: '' },
    }));
    const service = new MemoryService();
    vi.useRealTimers();
    const startedAtMs = performance.now();
    await executeRun(given, {
      session: { ...service.session, register: async (some) => some.map(() => ({ kind: 'confirmed', words: '' })) },
      rules: service.rules,
      pace: new Pace(4),
      batch: 50,
      readAtMs: startedAtMs,
      save: () => {},
      onEnded: () => {},
      stop: new AbortController().signal,
      stopMode: () => 'keep',
    });
    expect(performance.now() - startedAtMs).toBeLessThan(4_000);
  });
});

describe('order', () => {
  test('the intent is durable before the request leaves, the outcome before anybody is told', async () => {
    const events: string[] = [];
    const service = new MemoryService({
      overwrite: 'remove-first',
      disturb: ({ kind }) => {
        events.push(kind);
        return null;
      },
    });
    service.entries.set(macOf(0), OLD);
    const ran = await run([deviceState({ group: 're-point', before: OLD })], service, {
      save: (states) => events.push(`save ${states.map(({ stage }) => stage)}`),
    });
    expect(events).toEqual([
      'save removing',
      'deregister',
      'save removed',
      'save registering',
      'register',
      'save ended',
    ]);
    expect(ran.events.slice(-2)).toEqual(['save ended', 'told 0']);
  });

  test('a phone without its entry comes first: put back, registered, then what is in doubt, then the rest', async () => {
    const service = new MemoryService({ overwrite: 'remove-first' });
    const given = [
      deviceState({ position: 0 }),
      deviceState({ position: 1, mac: macOf(1), isSettled: false }),
      deviceState({ position: 2, mac: macOf(2), stage: 'registering', sends: 1, isSettled: false }),
      deviceState({ position: 3, mac: macOf(3), stage: 'removed', isRemoved: true, before: OLD }),
      deviceState({ position: 4, mac: macOf(4), stage: 'restoring', isRemoved: true, before: OLD }),
    ];
    await run(given, service, { concurrency: 1, batch: 1 });
    const order = service.calls.map(({ kind, macs, target }) => `${kind} ${macs[0]?.slice(-1)} ${target?.name ?? ''}`);
    expect(order).toEqual([
      'register 4 Former',
      'register 3 ACME',
      'read 2 ',
      'read 1 ',
      'register 0 ACME',
      'register 2 ACME',
      'register 1 ACME',
    ]);
  });

  test('a removed phone gets its new entry before another one is removed', async () => {
    const { service, given } = repointing(6, { overwrite: 'remove-first', callMs: 5 });
    await run(given, service, { concurrency: 1, batch: 2 });
    expect(service.calls.map(({ kind }) => kind)).toEqual([
      'deregister',
      'register',
      'deregister',
      'register',
      'deregister',
      'register',
    ]);
  });

  test('nothing is sent when the intent can not be saved, and nothing goes on in the background', async () => {
    const service = new MemoryService({ callMs: 5 });
    let saves = 0;
    const work = run(devices(30), service, {
      concurrency: 3,
      batch: 1,
      save: () => {
        saves += 1;
        if (saves > 7) throw new Error('disk full');
      },
    });
    await expect(work).rejects.toThrow('disk full');
    const { length } = service.calls;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(service.calls).toHaveLength(length);
  });
});

describe('a call without a usable answer', () => {
  test('is read back before anything is repeated; what is not there is sent again', async () => {
    let isFirst = true;
    const service = new MemoryService({
      disturb: ({ kind }) => {
        if (kind !== 'register' || !isFirst) return null;
        isFirst = false;
        return { failure: lost(), isApplied: false };
      },
    });
    const { states } = await run(devices(3), service, { concurrency: 1 });
    expect(tally(states)).toEqual({ done: 3 });
    expect(service.calls.map(({ kind }) => kind)).toEqual(['register', 'read', 'read', 'read', 'register']);
  });

  test('is not repeated for what is there', async () => {
    const service = new MemoryService({
      disturb: ({ kind }) => (kind === 'register' ? { failure: lost(), isApplied: true } : null),
    });
    const { states } = await run(devices(3), service);
    expect(tally(states)).toEqual({ done: 3 });
    expect(service.seen('register')).toHaveLength(1);
  });

  test('slows down, tells the wait, and ends in an outcome', async () => {
    const service = new MemoryService({
      callMs: 1,
      disturb: (_, count) =>
        count <= 3 ? { failure: unsent('rate-limited', { retryAfterMs: 7_000 }), isApplied: false } : null,
    });
    const { states, waits, tookMs } = await run(devices(20), service, { concurrency: 4, batch: 1 });
    expect(tally(states)).toEqual({ done: 20 });
    expect(waits[0]).toMatchObject({ waitMs: 7_000, cause: { reason: 'rate-limited' } });
    expect(tookMs).toBeGreaterThan(7_000);
    expect(service.seen('read')).toHaveLength(0);
  });

  test('of one device never stops the others', async () => {
    for (const cause of [lost(), lost('server-error', { kind: 'service' })]) {
      for (const concurrency of [1, 4]) {
        const service = new MemoryService({ callMs: 1, disturb: about(7, cause) });
        const { states, end } = await run(devices(40), service, { concurrency, batch: 1 });
        expect(end).toEqual({ isFinished: true, stopCause: null });
        expect(tally(states)).toEqual({ done: 39, 'unknown no-answer': 1 });
      }
    }
  });

  test('of a list leaves the other devices of the list their chance', async () => {
    const service = new MemoryService({ callMs: 1, disturb: about(7, lost(), ['register']) });
    const { states, end } = await run(devices(40), service, { batch: 10 });
    expect(end.stopCause).toBe(null);
    expect(tally(states)).toEqual({ done: 39, 'failed timeout': 1 });
    const calls = service.seen('register').filter(({ macs }) => macs.includes(macOf(7)));
    expect(calls.map(({ macs }) => macs.length)).toEqual([10, 10, 1]);
  });

  test('stops the run once the account is unusable; every device gets an outcome', async () => {
    const service = new MemoryService({
      callMs: 10,
      disturb: (_, count) =>
        count > 4 ? { failure: unsent('auth-failed', { kind: 'auth' }), isApplied: false } : null,
    });
    const { states, end } = await run(devices(100), service, { concurrency: 2, batch: 5 });
    expect(end).toMatchObject({ isFinished: true, stopCause: { reason: 'auth-failed' } });
    expect(tally(states)).toEqual({ done: 20, 'failed auth-failed': 80 });
    expect(service.calls.length).toBeLessThanOrEqual(6);
  });

  test('stops the run after the ninth in a row; what may have been applied is unknown', async () => {
    const service = new MemoryService({
      callMs: 10,
      disturb: (_, count) =>
        count > 4 ? { failure: lost('server-error', { kind: 'service' }), isApplied: false } : null,
    });
    const { states, end } = await run(devices(200), service, { concurrency: 2, batch: 5 });
    expect(end).toMatchObject({ isFinished: true, stopCause: { reason: 'server-error' } });
    const { done, ...rest } = tally(states);
    expect(done).toBe(20);
    expect(Object.keys(rest).sort()).toEqual(['failed server-error', 'unknown no-answer']);
    expect(service.calls.length).toBeLessThan(30);
  });

  test('leaves phones without an entry named as such when the account becomes unusable', async () => {
    const { service, given } = repointing(4, {
      overwrite: 'remove-first',
      disturb: ({ kind }) =>
        kind === 'register' ? { failure: unsent('auth-failed', { kind: 'auth' }), isApplied: false } : null,
    });
    const { states } = await run(given, service, { concurrency: 1, batch: 2 });
    expect(tally(states)).toEqual({ 'failed left-unregistered': 2, 'failed auth-failed': 2 });
    for (const { before } of states) expect(before).toEqual(OLD);
  });

  test('never goes on for ever at a service that turns every write away and asks for long waits', async () => {
    const { service, given } = repointing(3, {
      disturb: ({ kind }) =>
        kind === 'register' ? { failure: unsent('rate-limited', { retryAfterMs: 90_000 }), isApplied: false } : null,
    });
    const { states } = await run(given, service, { batch: 1 });
    expect(tally(states)).toEqual({ 'failed rate-limited': 3 });
    expect(service.entries.get(macOf(0))).toEqual(OLD);
  });
});

describe('old readings', () => {
  test('are made again before something is overwritten', async () => {
    const { service, given } = repointing(6);
    service.entries.set(macOf(2), entryAt('https://elsewhere.example/'));
    service.entries.set(macOf(3), entryAt(TARGET.url));
    const { states } = await run(given, service, { readAgoMs: 60_001 });
    expect(tally(states)).toEqual({ done: 4, unchanged: 1, 'skipped changed-since-plan': 1 });
    expect(service.seen('read')).toHaveLength(6);
    expect(service.entries.get(macOf(2))?.url).toBe('https://elsewhere.example/');
  });

  test('are not made again within a minute', async () => {
    const { service, given } = repointing(6);
    await run(given, service, { readAgoMs: 59_000 });
    expect(service.seen('read')).toHaveLength(0);
  });

  test('are not made again for a phone that was new where a register overwrites nothing', async () => {
    const service = new MemoryService({ overwrite: 'remove-first' });
    await run(devices(6), service, { readAgoMs: 600_000 });
    expect(service.seen('read')).toHaveLength(0);
  });

  test('are made again by one listing where there is one', async () => {
    const { service, given } = repointing(300, { hasListing: true, overwrite: 'remove-first' });
    const { states } = await run(given, service, { readAgoMs: 61_000, batch: 50 });
    expect(tally(states)).toEqual({ done: 300 });
    expect(service.seen('list')).toHaveLength(1);
    expect(service.seen('read')).toHaveLength(0);
  });

  test('never keep a slow service from being written to', async () => {
    // 200 devices of 2 s a call take longer to read than a reading may be old.
    const { service, given } = repointing(200, { callMs: 2_000 });
    const { states, tookMs } = await run(given, service, { readAgoMs: 400_000, concurrency: 2, batch: 20 });
    expect(tally(states)).toEqual({ done: 200 });
    expect(tookMs).toBeLessThan(500_000);
    expect(service.seen('read').length).toBeLessThan(400);
  });

  test('never keep a service from being written to whose every read takes longer than a reading may be old', async () => {
    const { service, given } = repointing(5, { callMs: 70_000 });
    const { states } = await run(given, service, { readAgoMs: 400_000, concurrency: 1, batch: 5 });
    expect(tally(states)).toEqual({ done: 5 });
  });
});

describe('a stop', () => {
  test('by cancel ends what was not begun as cancelled, and waits for the calls under way', async () => {
    const service = new MemoryService({ callMs: 100 });
    const { states, end, tookMs } = await run(devices(50), service, { batch: 5, stopAfterMs: 150 });
    expect(end).toEqual({ isFinished: true, stopCause: null });
    expect(tally(states)).toEqual({ done: 20, cancelled: 30 });
    expect(tookMs).toBe(200);
  });

  test('to keep leaves open what was not begun', async () => {
    const service = new MemoryService({ callMs: 100 });
    const { states, end } = await run(devices(50), service, { batch: 5, stopAfterMs: 150, mode: 'keep' });
    expect(end).toEqual({ isFinished: false, stopCause: null });
    expect(states.filter(({ stage }) => stage === 'ended')).toHaveLength(20);
    expect(states.filter(({ stage }) => stage === 'waiting')).toHaveLength(30);
  });

  test('brings phones whose old entry is gone to their end first', async () => {
    const { service, given } = repointing(20, { overwrite: 'remove-first', callMs: 100 });
    const { states } = await run(given, service, { concurrency: 1, batch: 5, stopAfterMs: 50 });
    expect(tally(states)).toEqual({ done: 5, cancelled: 15 });
    expect(service.entries.size).toBe(20);
  });

  test('puts old entries back that a refusal left missing', async () => {
    const { service, given } = repointing(3, {
      overwrite: 'remove-first',
      callMs: 100,
      disturb: ({ target }) => (target?.url === TARGET.url ? { failure: lost(), isApplied: false } : null),
    });
    const { states, end } = await run(given, service, { concurrency: 1, batch: 5, stopAfterMs: 50 });
    expect(end.isFinished).toBe(true);
    expect(tally(states)).toEqual({ 'failed timeout': 3 });
    for (const { mac } of given) expect(service.entries.get(mac)?.url).toBe(OLD.url);
  });

  test('ends within the time of one call, even where nothing answers: each device has a name for its state', async () => {
    const service = new MemoryService({ callMs: 3_600_000 });
    const { states, end, tookMs } = await run(devices(50), service, { batch: 5, stopAfterMs: 1_000 });
    expect(end.isFinished).toBe(true);
    expect(tookMs).toBeLessThanOrEqual(31_000);
    expect(tally(states)).toEqual({ 'unknown no-answer': 10, cancelled: 40 });
  });

  test('to keep, where nothing answers, leaves the doubt to the resume', async () => {
    const service = new MemoryService({ callMs: 3_600_000 });
    const { states, end, tookMs } = await run(devices(50), service, { batch: 5, stopAfterMs: 1_000, mode: 'keep' });
    expect(end.isFinished).toBe(false);
    expect(tookMs).toBeLessThanOrEqual(31_000);
    expect(states.filter(({ stage }) => stage === 'registering')).toHaveLength(10);
  });

  test('cuts reads off that came before anything was begun, and learns nothing from them', async () => {
    const service = new MemoryService({ callMs: 20_000 });
    const given = devices(10, { isSettled: false });
    const { states, end, tookMs } = await run(given, service, { stopAfterMs: 500 });
    expect(end.isFinished).toBe(true);
    expect(tookMs).toBe(500);
    expect(tally(states)).toEqual({ cancelled: 10 });
  });

  test('cuts a long pause short', async () => {
    const service = new MemoryService({
      disturb: () => ({ failure: unsent('rate-limited', { retryAfterMs: 600_000 }), isApplied: false }),
    });
    const { states, tookMs } = await run(devices(10), service, { stopAfterMs: 5_000 });
    expect(tookMs).toBe(5_000);
    expect(tally(states)).toEqual({ cancelled: 10 });
  });

  test('before the beginning sends nothing', async () => {
    const service = new MemoryService();
    const stop = AbortSignal.abort();
    const end = await executeRun(devices(3), {
      session: service.session,
      rules: service.rules,
      pace: new Pace(2),
      batch: 2,
      readAtMs: performance.now(),
      save: () => {},
      onEnded: () => {},
      stop,
      stopMode: () => 'keep',
    });
    expect(end).toEqual({ isFinished: false, stopCause: null });
    expect(service.calls).toEqual([]);
  });
});

test('a run without devices is over', async () => {
  const { end } = await run([], new MemoryService());
  expect(end).toEqual({ isFinished: true, stopCause: null });
});
