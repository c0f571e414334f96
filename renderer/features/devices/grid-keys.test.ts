import { expect, test } from 'vitest';
import { moveCell } from './grid-keys.ts';

const size = { rows: 100_000, columns: 9, page: 18 };
const press = (key: string, isCtrl = false) => ({ key, isCtrl });

test('arrows move by one and stop at the edges', () => {
  expect(moveCell({ row: 5, column: 2 }, press('ArrowDown'), size)).toEqual({ row: 6, column: 2 });
  expect(moveCell({ row: 99_999, column: 8 }, press('ArrowDown'), size)).toEqual({ row: 99_999, column: 8 });
  expect(moveCell({ row: 0, column: 8 }, press('ArrowRight'), size)).toEqual({ row: 0, column: 8 });
  expect(moveCell({ row: 0, column: 0 }, press('ArrowLeft'), size)).toEqual({ row: 0, column: 0 });
});

test('the arrow up leads from the first row into the header and no further', () => {
  expect(moveCell({ row: 0, column: 3 }, press('ArrowUp'), size)).toEqual({ row: -1, column: 3 });
  expect(moveCell({ row: -1, column: 3 }, press('ArrowUp'), size)).toEqual({ row: -1, column: 3 });
});

test('a page stays among the rows', () => {
  expect(moveCell({ row: 10, column: 0 }, press('PageUp'), size)).toEqual({ row: 0, column: 0 });
  expect(moveCell({ row: 10, column: 0 }, press('PageDown'), size)).toEqual({ row: 28, column: 0 });
});

test('Home and End stay in the row, with Ctrl they lead to the corners', () => {
  expect(moveCell({ row: 7, column: 4 }, press('End'), size)).toEqual({ row: 7, column: 8 });
  expect(moveCell({ row: 7, column: 4 }, press('End', true), size)).toEqual({ row: 99_999, column: 8 });
  expect(moveCell({ row: 7, column: 4 }, press('Home', true), size)).toEqual({ row: 0, column: 0 });
});

test('an empty grid has only its header', () => {
  const empty = { rows: 0, columns: 9, page: 18 };
  expect(moveCell({ row: -1, column: 0 }, press('ArrowDown'), empty)).toEqual({ row: -1, column: 0 });
  expect(moveCell({ row: -1, column: 0 }, press('Home', true), empty)).toEqual({ row: -1, column: 0 });
});

test('letters move nothing', () => {
  expect(moveCell({ row: 7, column: 4 }, press('a'), size)).toBeNull();
});
