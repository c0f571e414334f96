import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { restoreCell } from './cell-text.ts';
import { defuseCell, textFormulaCell } from './defuse.ts';

/** Cells made of what matters here, so that every run meets long rows of apostrophes, signs and quotes. */
const cells = fc.oneof(
  fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '"', 'x', '0', '9', 'E', '.', ' ') }),
  fc.string({ unit: 'binary' }),
);

describe('defuseCell', () => {
  test.each(['=SUM(A1)', '+4930123456', '-x', '@home', '\tx', '\rx', "'=x", "''+1"])(
    '%j gets an apostrophe',
    (cell) => {
      expect(defuseCell(cell)).toBe(`'${cell}`);
    },
  );

  test.each(['', 'x', '000413260000', '12E34', "'", "'x", "O'Neill", ' =x', '1-2'])('%j stays', (cell) => {
    expect(defuseCell(cell)).toBe(cell);
  });

  test('nothing it gives begins a formula', () => {
    fc.assert(fc.property(cells, (cell) => !/^[=+\-@\t\r]/.test(defuseCell(cell))));
  });

  test('the reader takes it back', () => {
    fc.assert(fc.property(cells, (cell) => restoreCell(defuseCell(cell)) === cell));
  });
});

describe('textFormulaCell', () => {
  test.each(['000413260000', '12E34', '0815', '1.2', '3-4', '12:34', '+4930123456', '0049 30 1'])('%j', (cell) => {
    expect(textFormulaCell(cell)).toBe(`="${cell}"`);
  });

  test.each(['7c2f80820ec0', 'R 101', '', '-', 'E5'])('%j is no number', (cell) => {
    expect(textFormulaCell(cell)).toBe(defuseCell(cell));
  });

  test('the reader takes it back', () => {
    fc.assert(fc.property(cells, (cell) => restoreCell(textFormulaCell(cell)) === cell));
  });
});
