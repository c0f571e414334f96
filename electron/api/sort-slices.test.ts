import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sortIndexes } from './sort-slices.ts';

test.each([0, 1, 2, 9_999, 10_000, 10_001, 35_000, 80_001])('%i items are sorted, stably', async (count) => {
  await fc.assert(
    fc.asyncProperty(fc.integer(), fc.constantFrom(2, 50, 1_000_000), async (seed, kinds) => {
      // a cheap stand-in for as many arbitrary numbers
      const keys = Array.from(
        { length: count },
        (_, index) => Math.abs(Math.imul(index + seed, 2_654_435_761)) % kinds,
      );
      const sorted = await sortIndexes(count, (a, b) => (keys[a] ?? 0) - (keys[b] ?? 0));
      const expected = keys.map((key, index) => ({ key, index })).sort((a, b) => a.key - b.key);
      expect([...sorted]).toEqual(expected.map(({ index }) => index));
    }),
    { numRuns: 3 },
  );
});
