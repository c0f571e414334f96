import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createChanges, createThrottle, emitForWindow } from './changes.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a throttle', () => {
  test('tells at most once in 100 ms, and always of the last value', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(250), { minLength: 1, maxLength: 60 }), (pauses) => {
        const told: { readonly atMs: number; readonly value: number }[] = [];
        const startedAtMs = Date.now();
        const tell = createThrottle<number>((value) => told.push({ atMs: Date.now() - startedAtMs, value }));
        for (const [value, pauseMs] of pauses.entries()) {
          tell(value);
          vi.advanceTimersByTime(pauseMs);
        }
        vi.advanceTimersByTime(200);
        expect(told[0]).toEqual({ atMs: 0, value: 0 });
        expect(told.at(-1)?.value).toBe(pauses.length - 1);
        for (const [at, { atMs, value }] of told.entries()) {
          const before = told[at - 1];
          if (before === undefined) continue;
          expect(atMs - before.atMs).toBeGreaterThanOrEqual(100);
          expect(value).toBeGreaterThan(before.value);
        }
      }),
    );
  });
});

test('rollouts do not hold each other back', () => {
  const told: string[] = [];
  const changed = createChanges((_name, value) => told.push((value as { readonly rollout: string }).rollout));
  for (const rollout of ['a', 'b', 'a', 'a', 'b']) changed(rollout);
  expect(told).toEqual(['a', 'b']);
  vi.advanceTimersByTime(500);
  expect(told).toEqual(['a', 'b', 'a', 'b']);
});

test('a window is told of progress ten times a second, of no outcome, and of all else', () => {
  const told: string[] = [];
  const emit = emitForWindow((name, value) => told.push(`${name} ${JSON.stringify(value)}`));
  for (let done = 1; done <= 1_000; done += 1) {
    emit('progress', { phase: 'run', done, total: 1_000 });
    emit('outcomes', []);
    vi.advanceTimersByTime(1);
  }
  emit('changed', { rollout: 'a' });
  vi.advanceTimersByTime(500);
  expect(told.filter((line) => line.startsWith('outcomes'))).toEqual([]);
  expect(told.filter((line) => line.startsWith('changed'))).toHaveLength(1);
  const progress = told.filter((line) => line.startsWith('progress'));
  expect(progress.length).toBeLessThanOrEqual(11);
  expect(progress.at(-1)).toContain('"done":1000');
});
