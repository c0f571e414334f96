import { XMLParser } from 'fast-xml-parser';
import { type CellValue, readSheet, type SheetData } from 'read-excel-file/node';
import { failure, type Result, success } from '../../shared/result.ts';
import { type ListFailure, type ListRow, type ListSource, NO_NUMBERS } from './list.ts';
import { packZip, unpackZip } from './zip-archive.ts';

/** A workbook's sheet names, and the rows of the sheet asked for. */
export interface Workbook {
  readonly sheets: readonly string[];
  /** Which of them the rows are from; empty where none has a name. */
  readonly sheet: string;
  readonly rows: readonly ListRow[];
}

/** What the bytes of a workbook are: an `.xlsx` archive, or the container of an `.xls` or an encrypted `.xlsx`. */
export type WorkbookKind = 'archive' | 'container';

const UNPACKED_LIMIT_MIB = 256;
const MIB = 1024 * 1024;
/** A spreadsheet's own limits. */
const MOST_ROWS = 1_048_576;
const MOST_COLUMNS = 16_384;
/** The library fills every row up to the last column used, so one stray cell far right and down costs memory. */
const MOST_CELLS = 10_000_000;
const ENCRYPTED_STREAM = Buffer.from('EncryptedPackage', 'utf16le');
/** The place of a row or a cell: `r="12"`, `r="AB12"`. */
const PLACE = /(?:\s|(?<!xmlns):)r\s*=\s*(?:"([^"]*)"|'([^']*)')/g;

/** A number as its file writes it, told apart from text that looks the same. */
interface NumberCell {
  readonly digits: string;
}

/** Tells whether bytes begin like a workbook. */
export function findWorkbookKind(bytes: Uint8Array): WorkbookKind | null {
  const start = Buffer.from(bytes.subarray(0, 4)).toString('hex');
  if (start === 'd0cf11e0') return 'container';
  return start === '504b0304' || start === '504b0506' ? 'archive' : null;
}

/**
 * Reads one sheet of an `.xlsx` workbook: of formulas the stored value, dates as `2026-01-31`, numbers in plain digits
 * and marked as numbers.
 *
 * @param sheet Its name, case and blanks around it not minded. @default the first sheet
 * @returns `encrypted-file`, `old-workbook` (`.xls`), `other-workbook` (another kind of archive), `too-large` (more than
 *   256 MiB unpacked, or cells placed beyond 10 million), `unknown-sheet` or `unreadable-file`.
 */
export async function readWorkbook(
  file: string,
  bytes: Uint8Array,
  sheet: string | undefined,
): Promise<Result<Workbook, ListFailure>> {
  if (findWorkbookKind(bytes) === 'container') {
    const isEncrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(ENCRYPTED_STREAM);
    return failure({ reason: isEncrypted ? 'encrypted-file' : 'old-workbook', detail: { file } });
  }
  const parts = await unpackZip(bytes, (name) => /\.xml(\.rels)?$/.test(name), UNPACKED_LIMIT_MIB * MIB);
  if (!parts.ok) return failure(toFailure(file, parts.error));
  const book = parts.value.get('xl/workbook.xml');
  if (book === undefined) return failure({ reason: 'other-workbook', detail: { file } });
  for (const [name, content] of parts.value) {
    if (name.startsWith('xl/worksheets/') && spansTooFar(content)) return failure(toFailure(file, 'too-large'));
  }
  const archive = packZip(parts.value);
  try {
    const sheets = readSheetNames(book);
    const name = sheet === undefined ? sheets[0] : findSheet(sheets, sheet);
    if (sheet !== undefined && name === undefined) {
      return failure({ reason: 'unknown-sheet', detail: { file, sheet, sheets: sheets.join(', ') } });
    }
    const data = await readSheet<NumberCell>(archive, name ?? 1, { parseNumber: (digits) => ({ digits }) });
    return success({ sheets, sheet: name ?? '', rows: toRows(data ?? []) });
  } catch {
    // the library throws errors of its own kinds and plain ones alike for what it can't make sense of
    return failure({ reason: 'unreadable-file', detail: { file } });
  }
}

/** How many sheets are looked through for one with a list, when none is named. */
const SHEETS_TRIED = 10;

/**
 * Opens the list of a workbook: the sheet that is named, else the first one that holds a list, since lists come with a
 * cover or notes in front.
 *
 * @param open Makes a list of one sheet.
 * @param isNoList Whether a sheet that can't be opened is none of the lists looked for: a cover, another table.
 * @returns what `open` made; what the first sheet failed with where no sheet holds a list; or why {@link readWorkbook}
 *   failed.
 */
export async function openSheetWithList<List>(
  { name, bytes }: ListSource,
  sheet: string | undefined,
  open: (book: Workbook) => Result<List, ListFailure>,
  isNoList: (why: ListFailure['reason']) => boolean,
): Promise<Result<List, ListFailure>> {
  const book = await readWorkbook(name, bytes, sheet);
  if (!book.ok) return book;
  const first = open(book.value);
  if (sheet !== undefined || first.ok || !isNoList(first.error.reason)) return first;
  for (const next of book.value.sheets.slice(1, SHEETS_TRIED)) {
    const other = await readWorkbook(name, bytes, next);
    const list = other.ok ? open(other.value) : other;
    if (list.ok) return list;
  }
  return first;
}

function toFailure(file: string, reason: 'damaged' | 'encrypted' | 'too-large'): ListFailure {
  if (reason === 'too-large') return { reason, detail: { file, limit: UNPACKED_LIMIT_MIB } };
  return { reason: reason === 'encrypted' ? 'encrypted-file' : 'unreadable-file', detail: { file } };
}

function spansTooFar(content: Uint8Array): boolean {
  const xml = Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('latin1');
  let rows = 0;
  let columns = 0;
  for (const match of xml.matchAll(PLACE)) {
    const place = match[1] ?? match[2] ?? '';
    const [, letters = '', digits = ''] = /^([A-Z]*)(\d+)$/.exec(place) ?? [];
    // nobody writes a place in another way, but the library would read it as a number all the same
    if (digits === '' && /\d|&/.test(place)) return true;
    rows = Math.max(rows, Number(digits));
    const isFarRight = letters.length > 3;
    columns = Math.max(columns, isFarRight ? MOST_COLUMNS + 1 : toColumnNumber(letters));
  }
  return rows > MOST_ROWS || columns > MOST_COLUMNS || rows * columns > MOST_CELLS;
}

function toColumnNumber(letters: string): number {
  let column = 0;
  for (let index = 0; index < letters.length; index++) column = column * 26 + letters.charCodeAt(index) - 64;
  return column;
}

function readSheetNames(book: Uint8Array): readonly string[] {
  const parser = new XMLParser({
    ignoreAttributes: false,
    removeNSPrefix: true,
    parseAttributeValue: false,
    attributeNamePrefix: '',
    isArray: (name) => name === 'sheet',
  });
  const parsed: { workbook?: { sheets?: { sheet?: readonly { name?: string }[] } } } = parser.parse(
    Buffer.from(book).toString('utf8'),
  );
  return (parsed.workbook?.sheets?.sheet ?? []).map((sheet) => sheet.name ?? '');
}

function findSheet(sheets: readonly string[], wanted: string): string | undefined {
  const fold = (name: string): string => name.trim().toLowerCase();
  return sheets.find((name) => name === wanted) ?? sheets.find((name) => fold(name) === fold(wanted));
}

function toRows(data: SheetData<NumberCell>): readonly ListRow[] {
  return data.map((values, index) => {
    const numberColumns: number[] = [];
    const cells = values.map((value, column) => {
      if (isNumberCell(value)) numberColumns.push(column);
      return toText(value);
    });
    return { row: index + 1, cells, numberColumns: numberColumns.length === 0 ? NO_NUMBERS : numberColumns };
  });
}

type SheetValue = CellValue<NumberCell> | Date | null;

function isNumberCell(value: unknown): value is NumberCell {
  return typeof value === 'object' && value !== null && 'digits' in value;
}

function toText(value: SheetValue): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean') return value ? 'TRUE' : 'FALSE';
  if (value instanceof Date) return formatDate(value);
  return isNumberCell(value) ? formatNumber(value.digits) : '';
}

function formatDate(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16).replace('T', ' ');
}

/** Numbers are stored as `4.1361000000000002E+11` now and then: as people see them they have no exponent. */
function formatNumber(digits: string): string {
  const value = Number(digits);
  if (!Number.isFinite(value)) return digits;
  if (Number.isInteger(value)) return BigInt(value).toString();
  const text = String(value);
  return text.includes('e') ? value.toFixed(20).replace(/0+$/, '') : text;
}
