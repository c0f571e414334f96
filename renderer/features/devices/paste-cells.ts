import { parseLabel } from '../../../shared/domain/mac.ts';

/**
 * Takes what a spreadsheet put on the clipboard apart: tabs between cells, a line each, quotes around line breaks.
 *
 * The apostrophe that `toTabSeparated` puts before a formula goes.
 */
export function toCells(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let cell = '';
  let row: string[] = [];
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text[at + 1] === '"') {
        cell += character;
        at += 1;
      } else isQuoted = false;
    } else if (character === '"' && cell === '') isQuoted = true;
    else if (character === '\t') {
      row.push(cell);
      cell = '';
    } else if (character === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
    } else if (character !== '\r') cell += character;
  }
  if (cell !== '' || row.length > 0) rows.push([...row, cell]);
  return rows.map((each) => each.map((value) => value.trim().replace(/^'(?='*[=+\-@])/, '')));
}

/** Tells whether a pasted text brings phones, a MAC in any cell, rather than values for phones that are there. */
export function holdsMacs(text: string): boolean {
  return toCells(text).some((row) => row.some((cell) => parseLabel(cell).ok));
}
