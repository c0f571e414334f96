import type { FileHandle } from 'node:fs/promises';
import { extname } from 'node:path';
import papaparse from 'papaparse';
import { failure, type Result } from '../../shared/result.ts';
import { defuseCell, textFormulaCell } from './defuse.ts';
import { fileNotWritten, writeFileInOneStep } from './write-file.ts';
import { toWorkbook } from './write-workbook.ts';

/** A table of text, as a file for people holds it. */
export interface Table {
  /** Names of the columns; in JSON the names of the fields, so they should differ. */
  readonly header: readonly string[];
  /** Rows as long as the header; read once, while the file is written, so a generator over a database will do. */
  readonly rows: Iterable<readonly string[]> | AsyncIterable<readonly string[]>;
}

/** The separators a CSV file can have. */
export const SEPARATORS = [',', ';', '\t', '|'] as const;

/** One of {@link SEPARATORS}. */
export type Separator = (typeof SEPARATORS)[number];

/** How a table is written as CSV; the other formats need no choices. */
export interface TableOptions {
  /** @default ',' */
  readonly separator?: Separator;
  /** Whether what looks like a number is written as `="…"`, for Excel; see `textFormulaCell`. @default false */
  readonly textFormula?: boolean;
  /** Columns, by their names, that hold text even where it looks like a number: in quotes, which many readers respect. @default none */
  readonly textColumns?: readonly string[];
}

const ENDINGS = '.csv, .xlsx, .json';
const BYTE_ORDER_MARK = '\uFEFF';
const ROWS_AT_ONCE = 1000;
const HOLDS_ANY_SEPARATOR = /[,;\t|]/;

/**
 * Writes a table as the file's ending says; the file appears whole or not at all. Safe to repeat: it is overwritten.
 *
 * - `.csv`: UTF-8 with byte order mark, CRLF, quotes as in RFC 4180, formulas defused. Streamed.
 * - `.xlsx`: one sheet with a bold, fixed header, every cell text. Held in memory as a whole: for 100,000 rows of 18
 *   columns about 1 GiB and ten seconds in which nothing else runs. Characters that XML can't hold are escaped as Excel
 *   does it.
 * - `.json`: one array of objects, one object a line. Streamed.
 *
 * Values are written as they are: whoever calls masks the passwords in URLs first.
 *
 * @returns `file-not-written`, with the aspects of `writeFileInOneStep`, `format` for another ending, or `too-large` for
 *   what a workbook can't hold.
 */
export async function writeTable(path: string, table: Table, options: TableOptions = {}): Promise<Result<void>> {
  switch (extname(path).toLowerCase()) {
    case '.csv':
      return writeFileInOneStep(path, (file) => writeInBatches(file, csvParts(table, options)));
    case '.json':
      return writeFileInOneStep(path, (file) => writeInBatches(file, jsonParts(table)));
    case '.xlsx': {
      const workbook = await toWorkbook(table);
      return workbook === null
        ? failure(fileNotWritten(path, 'too-large'))
        : writeFileInOneStep(path, (file) => file.writeFile(workbook));
    }
    default:
      return failure(fileNotWritten(path, 'format', { endings: ENDINGS }));
  }
}

async function writeInBatches(file: FileHandle, parts: AsyncIterable<string>): Promise<void> {
  for await (const part of parts) {
    await file.writeFile(part);
  }
}

async function* csvParts(table: Table, options: TableOptions): AsyncGenerator<string> {
  const writeCell = options.textFormula === true ? textFormulaCell : defuseCell;
  const textColumns = new Set((options.textColumns ?? []).map((name) => table.header.indexOf(name)));
  const toText = (rows: readonly (readonly string[])[], isHeader = false) =>
    `${papaparse.unparse(
      rows.map((row) => row.map(writeCell)),
      {
        delimiter: options.separator ?? ',',
        newline: '\r\n',
        // a reader that guesses the separator is not led astray by the others
        quotes: (cell: unknown, column: number) =>
          typeof cell === 'string' &&
          (HOLDS_ANY_SEPARATOR.test(cell) || (!isHeader && cell !== '' && textColumns.has(column))),
      },
    )}\r\n`;
  yield BYTE_ORDER_MARK + toText([table.header], true);
  for await (const rows of inBatches(table.rows)) {
    yield toText(rows);
  }
}

async function* jsonParts(table: Table): AsyncGenerator<string> {
  const names = table.header.map((name) => JSON.stringify(name));
  const toText = (row: readonly string[]) =>
    `{${names.map((name, column) => `${name}:${JSON.stringify(row[column] ?? '')}`).join(',')}}`;
  let opening = '[\n';
  for await (const rows of inBatches(table.rows)) {
    yield opening + rows.map(toText).join(',\n');
    opening = ',\n';
  }
  yield opening === '[\n' ? '[]\n' : '\n]\n';
}

async function* inBatches(rows: Table['rows']): AsyncGenerator<readonly (readonly string[])[]> {
  let batch: (readonly string[])[] = [];
  for await (const row of rows) {
    batch.push(row);
    if (batch.length === ROWS_AT_ONCE) {
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}
