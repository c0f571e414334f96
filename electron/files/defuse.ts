const OPENS_FORMULA = /^'*[=+\-@\t\r]/;
const LOOKS_LIKE_NUMBER = /^[+-]?[\d.,:/ -]*\d[\d.,:/ -]*(?:e[+-]?\d+)?$/i;

/**
 * Keeps a spreadsheet from running a cell of a CSV file as a formula.
 *
 * A cell that begins with `=` `+` `-` `@` tab or CR, with or without apostrophes before it, gets one more apostrophe in
 * front; every other cell comes back unchanged. `restoreCell` takes exactly that apostrophe away again, so that
 * `+4930123456`, `-x`, `=SUM(A1)` and `'=x` survive an export and the import of it.
 */
export function defuseCell(cell: string): string {
  return OPENS_FORMULA.test(cell) ? `'${cell}` : cell;
}

/**
 * Writes a cell that a spreadsheet would take for a number, a date or a time as a formula which gives its text:
 * `000413260000` becomes `="000413260000"`. Every other cell is defused as {@link defuseCell} does.
 *
 * For people who open a CSV file in Excel by a double click and save it from there. Not the default, since most other
 * programs show the formula; `restoreCell` reads it.
 */
export function textFormulaCell(cell: string): string {
  return LOOKS_LIKE_NUMBER.test(cell) ? `="${cell}"` : defuseCell(cell);
}
