import writeExcelFile from 'write-excel-file/node';
import type { Table } from './write-table.ts';

const MOST_ROWS = 1_048_576;
const LONGEST_CELL = 32_767;
const WIDEST_COLUMN = 40;
const ROWS_MEASURED = 1000;
/** What XML 1.0 can't hold or only badly, CR (XML readers make LF of it), and what reads like an escape already. */
const NEEDS_ESCAPE = /(?![\t\n\x85])[\p{Cc}\p{Cs}\p{NChar}\uFFFD]|_(?=x[\dA-Fa-f]{4}_)/gu;

/** A text, or nothing: an empty cell costs no space. */
type WorkbookCell = {
  readonly value: string;
  readonly type: StringConstructor;
  readonly format: '@';
  readonly fontWeight?: 'bold';
} | null;

/**
 * Makes an XLSX workbook of one sheet, whose cells are all text: digits keep their zeros, also when edited.
 *
 * @returns `null` when the table has more rows, or a longer cell, than a spreadsheet can hold.
 */
export async function toWorkbook(table: Table): Promise<Uint8Array | null> {
  const data: WorkbookCell[][] = [table.header.map((name) => ({ ...toCell(name), fontWeight: 'bold' }))];
  for await (const row of table.rows) {
    if (data.length === MOST_ROWS || row.some((cell) => cell.length > LONGEST_CELL)) return null;
    data.push(row.map((cell) => (cell === '' ? null : toCell(cell))));
  }
  const columns = table.header.map((_name, column) => ({ width: widthOf(data, column) }));
  return writeExcelFile(data, { stickyRowsCount: 1, columns }).toBuffer();
}

/** The width in characters at which most of a column can be read. */
function widthOf(data: readonly (readonly WorkbookCell[])[], column: number): number {
  const lengths = data.slice(0, ROWS_MEASURED).map((row) => row[column]?.value.length ?? 0);
  return Math.min(WIDEST_COLUMN, Math.max(...lengths) + 2);
}

function toCell(text: string): NonNullable<WorkbookCell> {
  return { value: escapeText(text), type: String, format: '@' };
}

/**
 * Escapes as ECMA-376 Part 1, 22.9.2.19 (ST_Xstring) says: `_x000D_` for CR.
 *
 * Also the names of object properties (`constructor`): write-excel-file 4.1.1 looks texts up in a plain object and
 * would write a broken file. To be removed once it doesn't.
 */
function escapeText(text: string): string {
  const escaped = text.replace(NEEDS_ESCAPE, escapeUnits);
  return escaped in {} ? escapeUnits(escaped.charAt(0)) + escaped.slice(1) : escaped;
}

function escapeUnits(text: string): string {
  return text
    .split('')
    .map((unit) => `_x${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .join('');
}
