import Papa from 'papaparse';
import { restoreCell } from './cell-text.ts';
import { type ListRow, NO_NUMBERS } from './list.ts';

/** What stands between the cells of a list with a single column: a character that no list holds. */
export const NO_SEPARATOR = '\u001f';

const SMALLEST_WINDOW = 2 * 1024;
const LARGEST_WINDOW = 256 * 1024;
/** A quoted cell that goes on for longer was never closed: a spreadsheet's cell ends at 32,767 characters. */
const LONGEST_RECORD = 64 * 1024;
/** Where so many lines on end have stray quotes, the next is not searched for its end as far as that. */
const DAMAGED_IN_A_ROW = 8;

/** Makes `\n` the only line end of a text, so that every later step can count lines alike. */
export function unifyLineEnds(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

/**
 * Reads the rows of separated text, blank ones included; a row's number is that of the line it begins on.
 *
 * Quoting as in RFC 4180, line breaks inside quotes included. A quote that is never closed, or that closes lines further
 * down in the middle of a cell, is taken as a letter and its line read by itself: one stray quote must not swallow the
 * rows after it. Reads in windows of at most 256 Ki characters, so only the text and one window are held.
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
    const hasQuotes = window.includes('"');
    const malformed = new Set(parsed.errors.map((error) => error.row));
    const windowLine = line;
    let isDamaged = parsed.data.length === 0;
    for (const [index, cells] of parsed.data.entries()) {
      const lines = hasQuotes ? countLines(cells) : 1;
      if (malformed.has(index) && (lines > 1 || isUnclosed(parsed.errors, index))) {
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
    yield { row: line, cells: restoreCells(text.slice(start, end).split(separator)), numberColumns: NO_NUMBERS };
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

function restoreCells(cells: string[]): readonly string[] {
  for (let index = 0; index < cells.length; index++) cells[index] = restoreCell(cells[index] ?? '');
  return cells;
}

function countLines(cells: readonly string[]): number {
  let lines = 1;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) lines++;
  }
  return lines;
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
