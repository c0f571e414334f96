import { describe, expect, test } from 'vitest';
import { clampWidth, layOutColumns, moveColumn, toTabSeparated } from './columns.ts';

describe('the columns of the grid', () => {
  test('begin as Rollcall has them, the MAC first', () => {
    const columns = layOutColumns([]);
    expect(columns[0]?.id).toBe('mac');
    expect(columns.find(({ id }) => id === 'url')?.isShown).toBe(false);
    expect(new Set(columns.map(({ id }) => id)).size).toBe(columns.length);
  });

  test('keep order, width and visibility that were chosen, and drop what is unknown', () => {
    const columns = layOutColumns([
      { id: 'room', isShown: true, width: 222 },
      { id: 'colour', isShown: true, width: 100 },
      { id: 'model', isShown: false, width: 9_000 },
      { id: 'mac', isShown: false, width: 300 },
    ]);
    expect(columns.slice(0, 3)).toEqual([
      { id: 'mac', isShown: true, width: 300 },
      { id: 'room', isShown: true, width: 222 },
      { id: 'model', isShown: false, width: 800 },
    ]);
    expect(columns).toHaveLength(layOutColumns([]).length);
  });

  test('move by one, but never in front of the MAC', () => {
    const columns = layOutColumns([]);
    const [, second, third] = columns;
    if (second === undefined || third === undefined) throw new Error('There are too few columns.');
    expect(moveColumn(columns, third.id, -1).slice(1, 3)).toEqual([third, second]);
    expect(moveColumn(columns, second.id, -1)).toBe(columns);
    expect(moveColumn(columns, 'mac', 1)).toBe(columns);
  });

  test('keep a width that can be taken hold of', () => {
    expect(clampWidth(3)).toBe(60);
    expect(clampWidth(123.4)).toBe(123);
  });
});

test('what is copied stays in its cells and is no formula', () => {
  expect(
    toTabSeparated([
      ['7c2f80820ec0', 'a\tb\nc'],
      ['=1+1', '-2'],
    ]),
  ).toBe("7c2f80820ec0\ta b c\n'=1+1\t'-2");
});
