import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatHours, hourSpans, parseHours } from './hours.ts';

test.each([
  ['', []],
  ['  ', []],
  ['12', [12]],
  ['13,12,12', [12, 13]],
  ['22-2', [0, 1, 2, 22, 23]],
  ['20 – 23, 0-1', [0, 1, 20, 21, 22, 23]],
  ['7 9', [7, 9]],
])('“%s” is hours', (text, hours) => expect(parseHours(text)).toEqual(hours));

test.each(['24', '-1', '22-', '22-24', 'night', '22:00', '1,,2', ',', '1.5'])('“%s” is none', (text) => {
  expect(parseHours(text)).toBeNull();
});

test('hours that follow one another are one span, around midnight too', () => {
  expect(formatHours([0, 1, 5, 22, 23])).toBe('05:00–05:59, 22:00–01:59');
  expect(formatHours([])).toBe('');
  expect(formatHours(Array.from({ length: 24 }, (_, hour) => hour))).toBe('00:00–23:59');
});

test('what was put together is read back', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 23 })), (drawn) => {
      const hours = [...drawn].sort((one, other) => one - other);
      const text = hourSpans(hours).map(({ first, last }) => `${first}-${last}`);
      expect(parseHours(text.join(','))).toEqual(hours);
    }),
  );
});

test('no text makes it throw', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseHours(text)));
});
