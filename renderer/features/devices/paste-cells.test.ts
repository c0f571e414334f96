import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toTabSeparated } from './columns.ts';
import { holdsMacs, toCells } from './paste-cells.ts';

test('a block comes apart into rows and cells', () => {
  expect(toCells('101\tAnna\r\n102\tBernd\r\n')).toEqual([
    ['101', 'Anna'],
    ['102', 'Bernd'],
  ]);
  expect(toCells('one')).toEqual([['one']]);
  expect(toCells('\tb')).toEqual([['', 'b']]);
  expect(toCells('')).toEqual([]);
});

test('a quoted cell may hold line breaks and quotes', () => {
  expect(toCells('"a\nb"\t"5"" tube"\nc')).toEqual([['a\nb', '5" tube'], ['c']]);
});

test('cells without tabs, quotes and line breaks come back as they were', () => {
  const value = fc.stringMatching(/^[A-Za-z0-9]{1,8}$/);
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(toCells(rows.map((row) => row.join('\t')).join('\n'))).toEqual(rows);
    }),
  );
  fc.assert(fc.property(fc.string(), (text) => Array.isArray(toCells(text))));
});

test('what is copied here comes back as it was, numbers with a plus too', () => {
  const value = fc.stringMatching(/^['=+@-]{0,3}[A-Za-z0-9]{1,8}$/);
  fc.assert(
    fc.property(fc.array(fc.array(value, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 }), (rows) => {
      expect(toCells(toTabSeparated(rows))).toEqual(rows);
    }),
  );
  expect(toTabSeparated([['+4930123', "'=1", "'x"]])).toBe("'+4930123\t''=1\t'x");
});

test('phones are told from values', () => {
  expect(holdsMacs('7C:2F:80:82:0E:C0\tRoom 3')).toBe(true);
  expect(holdsMacs('101\tAnna\n102\tBernd')).toBe(false);
});
