import { areBlank } from './cell-text.ts';
import type { ListRow } from './list.ts';

/**
 * Reads a JSON array of objects, such as Rollcall's own export, as a list: the objects' names become its header (row 1).
 *
 * A value that is a number is kept as its digits and marked as one, as in a workbook: leading zeros may be lost. `null`
 * and nested values are blank.
 *
 * @returns `null` for anything else, to be read as text.
 */
export function readJsonRows(text: string): readonly ListRow[] | null {
  if (!/^\s*\[\s*\{/.test(text)) return null;
  const entries = parseEntries(text);
  if (entries === null) return null;
  const names = [...new Set(entries.flatMap((entry) => Object.keys(entry)))];
  const rows = entries.map((entry, index): ListRow => {
    const values = names.map((name) => (Object.hasOwn(entry, name) ? entry[name] : undefined));
    return {
      row: index + 2,
      cells: values.map((value) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')),
      numberColumns: values.flatMap((value, column) => (typeof value === 'number' ? [column] : [])),
    };
  });
  return areBlank(names) ? null : [{ row: 1, cells: names, numberColumns: [] }, ...rows];
}

function parseEntries(text: string): readonly Readonly<Record<string, unknown>>[] | null {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) && value.every(isEntry) ? value : null;
  } catch {
    return null;
  }
}

function isEntry(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
