/** The cell the keyboard is at; row -1 is the header. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

/** How large the grid is. */
export interface GridSize {
  readonly rows: number;
  readonly columns: number;
  /** How many rows fit on the screen. */
  readonly page: number;
}

/**
 * Where a key leads.
 *
 * @returns the cell to go to, the same one at an edge; `null` for a key that doesn't move.
 */
export function moveCell(
  { row, column }: Cell,
  { key, isCtrl }: { readonly key: string; readonly isCtrl: boolean },
  { rows, columns, page }: GridSize,
): Cell | null {
  const lastRow = rows - 1;
  const lastColumn = columns - 1;
  const toRow = (wanted: number): Cell => ({ row: Math.min(lastRow, Math.max(-1, wanted)), column });
  switch (key) {
    case 'ArrowDown':
      return toRow(row + 1);
    case 'ArrowUp':
      return toRow(row - 1);
    case 'PageDown':
      return toRow(row + page);
    case 'PageUp':
      // The header is reached by the arrow alone, so that a page up doesn't leave the rows by accident.
      return toRow(row === -1 ? -1 : Math.max(0, row - page));
    case 'ArrowRight':
      return { row, column: Math.min(lastColumn, column + 1) };
    case 'ArrowLeft':
      return { row, column: Math.max(0, column - 1) };
    case 'Home':
      return isCtrl ? { row: Math.min(0, lastRow), column: 0 } : { row, column: 0 };
    case 'End':
      return isCtrl ? { row: lastRow, column: lastColumn } : { row, column: lastColumn };
    default:
      return null;
  }
}
