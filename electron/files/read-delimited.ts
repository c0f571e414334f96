import Papa from 'papaparse';
import { looksLikeMac, restoreCell } from './cell-text.ts';
import { type ListRow, NO_NUMBERS } from './list.ts';

/** What stands between the cells of a list with a single column: a character that no list holds. */
export const NO_SEPARATOR = '\u001f';

const SMALLEST_WINDOW = 2 * 1024;
const LARGEST_WINDOW = 256 * 1024;
/** A quoted cell that goes on for longer was never closed: a spreadsheet's cell ends at 32,767 characters. */
const LONGEST_RECORD = 64 * 1024;
/** As many as a spreadsheet has: a file on one line must not become an array of millions. */
const MOST_COLUMNS = 16_384;
/** Where so many lines on end have stray quotes, the next is not searched for its end as far as that. */
const DAMAGED_IN_A_ROW = 8;

/** Makes `\n` the only line end of a text, so that every later step can count lines alike. */
export function unifyLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Reads the rows of separated text, blank ones included; a row's number is that of the line it begins on.
 *
 * Quoting as in RFC 4180, line breaks inside quotes included. A quote that is never closed, that closes lines further
 * down in the middle of a cell, or that takes in a whole row with a MAC, is taken as a letter and its line read by
 * itself: a stray quote must not swallow the rows after it. Reads in windows of at most 256 Ki characters, so only the text and one window are held.
 *
 * @param text Text whose line ends are `\n`, see {@link unifyLineEnds}.
 * @param separator One character.
 * @param from Where to begin: an index into `text` and that line's number.
 */
export function* readDelimited(
  text: string,
  separator: string,
  from: { readonly index: number; readonly line: number } = { index: 0, line: 1 },
): Generator<ListRow, void> {
  let position = from.index;
  let line = from.line;
  let windowSize = LARGEST_WINDOW;
  let damagedInARow = 0;
  while (position < text.length) {
    const window = text.slice(position, position + windowSize);
    const isLast = position + windowSize >= text.length;
    const parser = new Papa.Parser({ delimiter: separator, newline: '\n' });
    const parsed: ParsedWindow = parser.parse(window, 0, !isLast);
    const longestRecord = damagedInARow < DAMAGED_IN_A_ROW ? LONGEST_RECORD : SMALLEST_WINDOW;
    if (parsed.data.length === 0 && windowSize < longestRecord) {
      windowSize *= 2;
      continue;
    }
    // each row has one line end, the text's last has none: looking into every cell is needed only if there are more
    const lineEnds = countLineEnds(window, parsed.meta.cursor);
    const hasSpanning = lineEnds > parsed.data.length - (isLast ? 1 : 0);
    const malformed = new Set(parsed.errors.map((error) => error.row));
    const windowLine = line;
    let isDamaged = parsed.data.length === 0;
    for (const [index, cells] of parsed.data.entries()) {
      const lines = hasSpanning ? countLines(cells) : 1;
      const isStray = malformed.has(index) && (lines > 1 || isUnclosed(parsed.errors, index));
      if (isStray || (lines > 1 && hasSwallowedRow(cells, separator))) {
        isDamaged = true;
        break;
      }
      // what follows the last line end is no line
      if (isLast && index === parsed.data.length - 1 && cells.length === 1 && cells[0] === '') break;
      yield { row: line, cells: restoreCells(cells), numberColumns: NO_NUMBERS };
      line += lines;
      damagedInARow = 0;
    }
    if (!isDamaged) {
      position = isLast ? text.length : position + parsed.meta.cursor;
      windowSize = Math.min(windowSize * 2, LARGEST_WINDOW);
      continue;
    }
    const start = skipLines(text, position, line - windowLine);
    const end = lineEnd(text, start);
    yield {
      row: line,
      cells: restoreCells(text.slice(start, end).split(separator, MOST_COLUMNS)),
      numberColumns: NO_NUMBERS,
    };
    position = end + 1;
    line++;
    damagedInARow++;
    windowSize = SMALLEST_WINDOW;
  }
}

interface ParsedWindow {
  readonly data: readonly string[][];
  readonly errors: readonly { readonly code: string; readonly row: number }[];
  readonly meta: { readonly cursor: number };
}

function isUnclosed(errors: ParsedWindow['errors'], row: number): boolean {
  return errors.some((error) => error.row === row && error.code === 'MissingQuotes');
}

/**
 * Tells whether a cell's line is a row of its own: as many cells, and a MAC among them. Two stray quotes lines apart look
 * like one well-formed cell.
 */
function hasSwallowedRow(cells: readonly string[], separator: string): boolean {
  return cells
    .filter((cell) => cell.includes('\n'))
    .flatMap((cell) => cell.split('\n'))
    .map((line) => line.split(separator))
    .some((parts) => parts.length > 1 && parts.length >= cells.length && parts.some(looksLikeMac));
}

function restoreCells(cells: string[]): readonly string[] {
  for (let index = 0; index < cells.length; index++) cells[index] = restoreCell(cells[index] ?? '');
  return cells;
}

function countLines(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) lines += countLineEnds(cell, cell.length);
  return lines;
}

function countLineEnds(text: string, end: number): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < end; at = text.indexOf('\n', at + 1)) count++;
  return count;
}

function skipLines(text: string, from: number, lines: number): number {
  let position = from;
  for (let skipped = 0; skipped < lines; skipped++) position = lineEnd(text, position) + 1;
  return position;
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}
