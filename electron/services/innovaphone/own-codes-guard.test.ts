import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseCode } from '../../../shared/domain/code.ts';
import { CodeGuard, guardedAddress, WRONG_CODES_PER_MINUTE, WRONG_CODES_UNTIL_LOCKED } from './own-codes-guard.ts';

const MINUTE_MS = 60_000;

function code(number: number) {
  const parsed = parseCode(String(number).padStart(12, '0'));
  if (parsed === null) throw new Error(String(number));
  return parsed;
}

test('five wrong codes a minute, then none is looked at until the first is a minute old', () => {
  const guard = new CodeGuard();
  for (let index = 0; index < 5; index += 1) {
    expect(guard.judge('10.0.0.1', index * 1000)).toBe('open');
    guard.noteWrong('10.0.0.1', code(index), index * 1000);
  }
  expect(guard.judge('10.0.0.1', 5000)).toBe('slow');
  expect(guard.judge('10.0.0.2', 5000)).toBe('open');
  expect(guard.judge('10.0.0.1', MINUTE_MS - 1)).toBe('slow');
  expect(guard.judge('10.0.0.1', MINUTE_MS)).toBe('open');
});

test('twenty wrong codes lock an address out for good, until a person unlocks it', () => {
  const guard = new CodeGuard();
  for (let index = 0; index < 20; index += 1) {
    expect(guard.judge('10.0.0.1', index * MINUTE_MS)).toBe('open');
    guard.noteWrong('10.0.0.1', code(index), index * MINUTE_MS);
  }
  expect(guard.judge('10.0.0.1', 1e12)).toBe('locked');
  expect(guard.locked).toEqual(['10.0.0.1']);
  expect(guard.unlock('10.0.0.1')).toBe(true);
  expect(guard.unlock('10.0.0.1')).toBe(false);
  expect(guard.judge('10.0.0.1', 0)).toBe('open');
});

test('a phone that repeats one wrong code at every poll is not locked out', () => {
  const guard = new CodeGuard();
  for (let index = 0; index < 1000; index += 1) guard.noteWrong('10.0.0.1', code(1), index * 1000);
  expect(guard.judge('10.0.0.1', 1e6)).toBe('open');
});

test('whatever the order and the pauses, an address gets at most 20 different codes looked at', () => {
  const attempts = fc.array(fc.record({ number: fc.nat(200), pauseMs: fc.nat(90_000) }), { maxLength: 200 });
  fc.assert(
    fc.property(attempts, (each) => {
      const guard = new CodeGuard();
      const looked: { readonly number: number; readonly atMs: number }[] = [];
      let nowMs = 0;
      for (const { number, pauseMs } of each) {
        nowMs += pauseMs;
        if (guard.judge('10.0.0.1', nowMs) === 'open') looked.push({ number, atMs: nowMs });
        guard.noteWrong('10.0.0.1', code(number), nowMs);
      }
      const firsts = looked.filter((one, at) => looked.findIndex(({ number }) => number === one.number) === at);
      expect(firsts.length).toBeLessThanOrEqual(WRONG_CODES_UNTIL_LOCKED);
      for (const { atMs } of firsts) {
        const within = firsts.filter((other) => other.atMs >= atMs && other.atMs < atMs + MINUTE_MS);
        expect(within.length).toBeLessThanOrEqual(WRONG_CODES_PER_MINUTE);
      }
    }),
  );
});

test.each([
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
  ['2001:db8::6', '2001:db8:0:0::/64'],
  ['fe80::1', 'fe80::1'],
])('%s counts as %s', (address, key) => {
  expect(guardedAddress(address)).toBe(key);
});

test('made-up addresses do not push out one that is locked', () => {
  const guard = new CodeGuard();
  for (let index = 0; index < 20; index += 1) guard.noteWrong('10.0.0.1', code(index), 0);
  for (let index = 0; index < 10_050; index += 1)
    guard.noteWrong(`10.${index >> 16}.${(index >> 8) & 255}.${index & 255}x`, code(1), 0);
  expect(guard.judge('10.0.0.1', 0)).toBe('locked');
});
