import { expect, test } from 'vitest';
import { shareOf, splitDuration } from './progress.ts';

test('nothing to do counts as all done', () => {
  expect(shareOf({ done: 0, total: 0 })).toBe(1);
  expect(shareOf({ done: 212, total: 480 })).toBeCloseTo(0.4417);
});

test('a duration is told in the unit that fits', () => {
  expect(splitDuration(59.6)).toEqual({ unit: 'minutes', value: 1, rest: 0 });
  expect(splitDuration(12)).toEqual({ unit: 'seconds', value: 12, rest: 0 });
  expect(splitDuration(754)).toEqual({ unit: 'minutes', value: 12, rest: 34 });
  expect(splitDuration(7_260)).toEqual({ unit: 'hours', value: 2, rest: 1 });
});
