import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { Reason } from '../../shared/domain/reason.ts';
import type { Reading } from '../services/service.ts';
import { Pace } from './pace.ts';
import { readMany } from './reader.ts';
import { devices, lost, type MemoryOptions, MemoryService, macOf, OLD, unsent } from './rollouts-testing.ts';

test('a device whose read has to be repeated is not lost when other workers found nothing left', async () => {
  const some = devices(2);
  const [first] = some;
  const failures = new Set<unknown>();
  const service = new MemoryService({
    hasListing: false,
    callMs: 5,
    disturb: ({ macs: [mac] }) => {
      if (mac !== first?.mac || failures.size > 0) return null;
      failures.add(mac);
      return { failure: lost('fault'), isApplied: false };
    },
  });
  const readings = await readMany(service.session, new Pace(4), some, new AbortController().signal);
  expect([...readings.values()].map(({ kind }) => kind)).toEqual(['absent', 'absent']);
  expect(service.calls).toHaveLength(3);
});

const NEVER = new AbortController().signal;

/** A service that holds the old entry of every second device, and its devices. */
function halfRegistered(count: number, options: MemoryOptions = {}) {
  const service = new MemoryService({ hasListing: true, ...options });
  const some = devices(count);
  for (const { mac, position } of some) if (position % 2 === 0) service.entries.set(mac, OLD);
  return { service, some };
}

function kindsOf(readings: ReadonlyMap<string, Reading>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { kind } of readings.values()) counts[kind] = (counts[kind] ?? 0) + 1;
  return counts;
}

describe('many devices', () => {
  test('are read by one listing and a sample of what it lacks', async () => {
    const { service, some } = halfRegistered(500);
    const told: string[] = [];
    const readings = await readMany(service.session, new Pace(2), some, NEVER, (mac) => told.push(mac));
    expect(kindsOf(readings)).toEqual({ registered: 250, absent: 250 });
    expect(service.seen('list')).toHaveLength(1);
    expect(service.seen('read')).toHaveLength(3);
    expect(new Set(told).size).toBe(500);
    expect(told).toHaveLength(500);
  });

  test('are read singly below a hundred, and where there is no listing', async () => {
    const few = halfRegistered(99);
    expect(kindsOf(await readMany(few.service.session, new Pace(2), few.some, NEVER))).toEqual({
      registered: 50,
      absent: 49,
    });
    expect(few.service.seen('list')).toHaveLength(0);
    const many = halfRegistered(150, { hasListing: false, callMs: 1 });
    expect(kindsOf(await readMany(many.service.session, new Pace(3), many.some, NEVER))).toEqual({
      registered: 75,
      absent: 75,
    });
    expect(many.service.seen('read')).toHaveLength(150);
    expect(many.service.mostAtOnce).toBe(3);
  });

  test('are read singly when the listing lacks one that is there', async () => {
    const { service, some } = halfRegistered(300);
    for (const { mac } of some) service.unlisted.add(mac);
    expect(kindsOf(await readMany(service.session, new Pace(4), some, NEVER))).toEqual({
      registered: 150,
      absent: 150,
    });
    expect(service.seen('read')).toHaveLength(300);
  });

  test('are read singly when no sample of what the listing lacks can be read', async () => {
    const { service, some } = halfRegistered(300, {
      disturb: ({ kind }, count) =>
        kind === 'read' && count <= 13 ? { failure: lost('unexpected-answer'), isApplied: false } : null,
    });
    for (const { mac } of some) service.unlisted.add(mac);
    const kinds = kindsOf(await readMany(service.session, new Pace(1), some, NEVER));
    expect(kinds).toEqual({ registered: 147, absent: 150, failed: 3 });
  });

  test('whose place the listing keeps to itself are asked for singly', async () => {
    const { service, some } = halfRegistered(200);
    const [first] = some;
    if (first === undefined) throw new Error('There is no device.');
    service.entries.set(first.mac, { ...OLD, url: null });
    await readMany(service.session, new Pace(1), some, NEVER);
    expect(service.seen('read').map(({ macs }) => macs[0])).toContain(first.mac);
  });

  test.each<[Reason, number, number]>([
    ['rate-limited', 2, 3],
    ['timeout', 1, 2],
    ['unexpected-answer', 1, 1],
    ['too-large', 1, 1],
  ])('are listed again after %s where that may help', async (reason, failures, listings) => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const { service, some } = halfRegistered(200, {
      disturb: ({ kind }, count) =>
        kind === 'list' && count <= failures ? { failure: unsent(reason), isApplied: false } : null,
    });
    const reading = readMany(service.session, new Pace(2), some, NEVER);
    await vi.runAllTimersAsync();
    expect(kindsOf(await reading)).toEqual({ registered: 100, absent: 100 });
    expect(service.seen('list')).toHaveLength(listings);
    expect(service.seen('read')).toHaveLength(listings > 1 ? 3 : 200);
  });
});

describe('a read that fails', () => {
  test('is tried four times, then counts as failed', async () => {
    const service = new MemoryService({
      disturb: ({ macs }) => (macs[0] === macOf(3) ? { failure: lost('fault'), isApplied: false } : null),
    });
    const readings = await readMany(service.session, new Pace(2), devices(10), NEVER);
    expect(kindsOf(readings)).toEqual({ absent: 9, failed: 1 });
    expect(service.seen('read')).toHaveLength(13);
  });

  test('with a bad login ends all of it at once', async () => {
    const service = new MemoryService({ disturb: () => ({ failure: unsent('auth-failed'), isApplied: false }) });
    const readings = await readMany(service.session, new Pace(2), devices(50), NEVER);
    expect(readings.size).toBe(50);
    expect(service.calls.length).toBeLessThanOrEqual(2);
    for (const reading of readings.values()) expect(reading).toMatchObject({ failure: { reason: 'auth-failed' } });
  });
});

test('a stop leaves the rest as not read', async () => {
  const service = new MemoryService({ callMs: 5 });
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 30);
  const readings = await readMany(service.session, new Pace(1), devices(50), stop.signal);
  expect(readings.size).toBe(50);
  const failed = [...readings.values()].filter((reading) => reading.kind === 'failed');
  expect(failed.length).toBeGreaterThan(30);
  for (const reading of failed) expect(reading).toMatchObject({ failure: { kind: 'cancelled' } });
});
