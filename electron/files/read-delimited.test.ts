import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defuseCell } from './defuse.ts';
import { readDelimited, unifyLineEnds } from './read-delimited.ts';

function readAll(text: string, separator = ';'): readonly (readonly [number, readonly string[]])[] {
  return [...readDelimited(unifyLineEnds(text), separator)].map(({ row, cells }) => [row, cells] as const);
}

describe('readDelimited', () => {
  test.each([
    [
      'no line end at the end',
      'a;b\nc;d',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'a line end at the end',
      'a;b\r\nc;d\r\n',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'old line ends',
      'a;b\rc;d\r',
      [
        [1, ['a', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'blank lines keep their number',
      'a\n\n\nb',
      [
        [1, ['a']],
        [2, ['']],
        [3, ['']],
        [4, ['b']],
      ],
    ],
    ['quotes', '"a;1";"say ""hi"""\n', [[1, ['a;1', 'say "hi"']]]],
    [
      'line breaks in quotes',
      '"a\r\nb";c\r\nd;e',
      [
        [1, ['a\nb', 'c']],
        [3, ['d', 'e']],
      ],
    ],
    [
      'a quote in the middle of a cell',
      '24" screen;b\nc;d',
      [
        [1, ['24" screen', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'quotes around a word in quotes',
      '"Fa. "Süd" KG";b\nc;d',
      [
        [1, ['Fa. "Süd" KG', 'b']],
        [2, ['c', 'd']],
      ],
    ],
    [
      'a quote that is never closed',
      '"a;b\nc;d\ne;f',
      [
        [1, ['"a', 'b']],
        [2, ['c', 'd']],
        [3, ['e', 'f']],
      ],
    ],
    [
      'a quote that closes a line further down, in a cell',
      '"a;b\nc;"d" x\ne;f',
      [
        [1, ['"a', 'b']],
        [2, ['c', '"d" x']],
        [3, ['e', 'f']],
      ],
    ],
    ['a formula that keeps zeros', '="000413";x', [[1, ['000413', 'x']]]],
    ['a quoted formula that keeps zeros', '"=""000413""";x', [[1, ['000413', 'x']]]],
    ['cells that an export defused', "'+49;'=1;''=2;'x", [[1, ['+49', '=1', "'=2", "'x"]]]],
  ])('%s', (_name, text, expected) => {
    expect(readAll(text)).toEqual(expected);
  });

  test('rows beyond one window, with line breaks inside quotes at its borders, keep cells and numbers', () => {
    const rows = Array.from({ length: 20_000 }, (_, index) => [
      `row ${index}`,
      index % 7 === 0 ? `two\nlines ${index}` : 'one',
    ]);
    const text = rows.map(([first, second]) => `${first};"${second}"`).join('\n');
    let line = 1;
    const expected = rows.map((cells) => {
      const row = [line, cells] as const;
      line += (cells[1] ?? '').includes('\n') ? 2 : 1;
      return row;
    });
    expect(readAll(text)).toEqual(expected);
  });

  test('a stray quote far from the end costs its own line only', () => {
    const lines = Array.from({ length: 30_000 }, (_, index) => (index === 5 ? '"stray;x' : `${index};x`));
    const rows = readAll(lines.join('\n'));
    expect(rows).toHaveLength(lines.length);
    expect(rows[5]).toEqual([6, ['"stray', 'x']]);
    expect(rows.at(-1)).toEqual([30_000, ['29999', 'x']]);
  });

  test('a stray quote on every line ends all the same, with every line', () => {
    const lines = Array.from({ length: 20_000 }, (_, index) => `"${index};x`);
    expect(readAll(lines.join('\n'))).toHaveLength(lines.length);
  });

  test('what was written by the rules comes back to the letter', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'ü', '"', ';', ',', '\n', ' ', '\t', '|', "'", '=', '1') });
    const rows = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        rows,
        fc.constantFrom(';', ',', '\t', '|'),
        fc.constantFrom('\n', '\r\n'),
        (table, separator, end) => {
          const quote = (text: string): string => `"${defuseCell(text).replaceAll('"', '""')}"`;
          const text = table.map((cells) => cells.map(quote).join(separator)).join(end);
          expect(readAll(text, separator).map(([, cells]) => cells)).toEqual(table);
        },
      ),
    );
  });

  test('the rows of any text end, and no line is counted twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '"', ';', '\n', ' ', '\r') }), (text) => {
        const rows = readAll(text);
        const numbers = rows.map(([row]) => row);
        expect(numbers).toEqual([...new Set(numbers)].sort((one, other) => one - other));
        const lines = unifyLineEnds(text).split('\n');
        const lineCount = lines.at(-1) === '' ? lines.length - 1 : lines.length;
        expect(numbers.at(-1) ?? 0).toBeLessThanOrEqual(lineCount);
        const letters = (from: string): number => from.replace(/[^a]/g, '').length;
        expect(rows.reduce((sum, [, cells]) => sum + letters(cells.join('')), 0)).toBe(letters(text));
      }),
      { numRuns: 500 },
    );
  });
});
