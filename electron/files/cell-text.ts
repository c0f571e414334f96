const FORMULA_TEXT = /^="(.*)"$/s;
const DEFUSED = /^'+[=+\-@\t\r]/;
/** A MAC and nothing else, with or without its name and its check code; only the look of it. */
const WHOLE_MAC =
  /^\s*(?:mac(?:-?id)?\s*[:=]?\s*)?(?:[0-9a-f]{2}([:. -]?)(?:[0-9a-f]{2}\1){4}[0-9a-f]{2}|[0-9a-f]{4}([:. -])[0-9a-f]{4}\2[0-9a-f]{4})(?:[\s/-]+[0-9a-z]{4})?\s*$/i;
const HOLDS_SOMETHING = /[^\s,;|]/;
const APOSTROPHE = 0x27;
const EQUALS = 0x3d;

/**
 * Undoes what keeps a spreadsheet from touching a cell of a CSV file.
 *
 * - `="000413260000"` (a formula that keeps leading zeros) becomes `000413260000`
 * - the apostrophe that an export puts before a cell beginning with `=` `+` `-` `@` tab or CR goes; of several the
 *   first, so that `''=x` comes back as `'=x`
 *
 * Everything else comes back unchanged.
 */
export function restoreCell(cell: string): string {
  const first = cell.charCodeAt(0);
  if (first === APOSTROPHE && DEFUSED.test(cell)) return cell.slice(1);
  if (first === EQUALS) return FORMULA_TEXT.exec(cell)?.[1] ?? cell;
  return cell;
}

/** Tells whether none of the cells holds anything but white space and separators. */
export function areBlank(cells: readonly string[]): boolean {
  for (const cell of cells) {
    if (cell !== '' && HOLDS_SOMETHING.test(cell)) return false;
  }
  return true;
}

/** Gives the letter of a column as spreadsheets count them: 0 is `A`, 25 `Z`, 26 `AA`. */
export function columnLetter(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetter(Math.floor(index / 26) - 1) + last;
}

/** Tells whether a cell looks like a MAC and nothing else. */
export function looksLikeMac(cell: string): boolean {
  return cell.length >= 12 && cell.length <= 40 && WHOLE_MAC.test(cell);
}
