import { setImmediate } from 'node:timers/promises';
import type { DeviceField } from '../../shared/domain/device.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { areBlank } from './cell-text.ts';
import { createRowChecker } from './check-rows.ts';
import { decodeText } from './decode-text.ts';
import { type ColumnPlan, findColumns } from './find-columns.ts';
import { findSeparator } from './find-separator.ts';
import {
  type Fixes,
  type ListBatch,
  type ListedCalls,
  type ListFailure,
  type ListHead,
  type ListRow,
  type ListSource,
  type ListSummary,
  NO_NUMBERS,
  type OpenList,
  type ReadListOptions,
} from './list.ts';
import { CALL_PLAN, findListCall, hasApClientLines, readApClient } from './read-ap-client.ts';
import { NO_SEPARATOR, readDelimited, unifyLineEnds } from './read-delimited.ts';
import { readJsonRows } from './read-json.ts';
import { findWorkbookKind, openSheetWithList } from './read-workbook.ts';

const LARGEST_FILE_MIB = 50;
const MIB = 1024 * 1024;
/** As many as a spreadsheet has. */
const MOST_LINES = 1_048_576;
/** Shorter lines hold no MAC, so nothing of them is remembered. */
const SHORTEST_LINE = 12;
const SAMPLE_ROWS = 500;
const BATCH_ROWS = 2_000;

/** A list whose columns are known, with a way to go through its rows as often as needed. */
interface Table {
  readonly head: Omit<ListHead, 'header' | 'columns'>;
  readonly plan: ColumnPlan;
  readonly rows: () => Iterable<ListRow>;
  readonly refuseUrl?: ReadListOptions['refuseUrl'];
  readonly refuseItem?: ReadListOptions['refuseItem'];
  readonly fixes?: Fixes;
}

/**
 * Opens a list of phones: finds out what it is, how it is encoded and which column holds what. No network, no disk.
 *
 * - CSV with `,` `;` tab or `|`, also pasted from a spreadsheet, with or without header
 * - text with a MAC or a label on each line
 * - XLSX workbooks
 * - JSON arrays of objects, such as Rollcall's own export
 * - lines of Gigaset's `ap-client.py`, whose user and password are thrown away
 * - XML-RPC call files, by `options.readCallFile`
 *
 * What a file is shows in its content; its name is for messages only.
 *
 * @returns the list, or why none of it can be read: see `LIST_FAILURES`. A row that can't be read is no failure: it
 *   comes as a problem.
 */
export async function openList(
  source: ListSource,
  options: ReadListOptions = {},
): Promise<Result<OpenList, ListFailure>> {
  const file = source.name;
  if (source.bytes.length > LARGEST_FILE_MIB * MIB) {
    return failure({ reason: 'too-large', detail: { file, limit: LARGEST_FILE_MIB } });
  }
  const isWorkbook = findWorkbookKind(source.bytes) !== null;
  if (!isWorkbook && options.sheet !== undefined) {
    return failure({ reason: 'no-sheets', detail: { file, sheet: options.sheet } });
  }
  const table = isWorkbook ? await openWorkbook(source, options) : await openText(source, options);
  return table.ok
    ? success(
        toOpenList({
          ...table.value,
          refuseUrl: options.refuseUrl,
          refuseItem: options.refuseItem,
          fixes: options.fixes,
        }),
      )
    : table;
}

/** What a sheet without the list is: a cover, instructions, another table. */
const NOT_THE_LIST: ReadonlySet<ListFailure['reason']> = new Set(['empty', 'no-mac-column', 'unknown-column']);

function openWorkbook(source: ListSource, options: ReadListOptions): Promise<Result<Table, ListFailure>> {
  return openSheetWithList(
    source,
    options.sheet,
    ({ rows, sheets, sheet }) =>
      openTable(source.name, { format: 'xlsx', encoding: '', separator: '', sheets, sheet }, () => rows, options),
    (why) => NOT_THE_LIST.has(why),
  );
}

async function openText(source: ListSource, options: ReadListOptions): Promise<Result<Table, ListFailure>> {
  const file = source.name;
  const decoded = decodeText(source.bytes);
  if (decoded === null) return failure({ reason: 'unreadable-file', detail: { file } });
  const { encoding } = decoded;
  if (/^\s*</.test(decoded.text)) return openCallFile(source, encoding, options.readCallFile);
  const text = unifyLineEnds(decoded.text);
  if (hasTooManyLines(text)) return failure({ reason: 'too-many-rows', detail: { file, limit: MOST_LINES } });
  if (hasApClientLines(text)) return openApClient(file, text, encoding);
  const entries = readJsonRows(decoded.text);
  if (entries !== null) return openTable(file, { format: 'text', encoding, separator: '' }, () => entries, options);
  const { separator, from } = findSeparator(text);
  const isText = separator === NO_SEPARATOR;
  const head = { format: isText ? 'text' : 'csv', encoding, separator: isText ? '' : separator } as const;
  return openTable(file, head, () => readDelimited(text, separator, from), options);
}

function hasTooManyLines(text: string): boolean {
  if (text.length < MOST_LINES * SHORTEST_LINE) return false;
  let lines = 1;
  for (let at = text.indexOf('\n'); at >= 0 && lines <= MOST_LINES; at = text.indexOf('\n', at + 1)) lines++;
  return lines > MOST_LINES;
}

function openTable(
  file: string,
  head: Table['head'],
  rows: Table['rows'],
  options: ReadListOptions,
): Result<Table, ListFailure> {
  const sample: ListRow[] = [];
  for (const row of rows()) {
    if (areBlank(row.cells)) continue;
    if (sample.push(row) === SAMPLE_ROWS) break;
  }
  if (sample.length === 0) return failure({ reason: 'empty', detail: { file } });
  const plan = findColumns(file, sample, options.mapping ?? {});
  if (!plan.ok) return plan;
  const hasRows = sample.some(({ row }) => row !== plan.value.headerRow);
  return hasRows ? success({ head, plan: plan.value, rows }) : failure({ reason: 'empty', detail: { file } });
}

function openApClient(file: string, text: string, encoding: string): Result<Table, ListFailure> {
  const rows = (): Iterable<ListRow> => readApClient(text);
  for (const { cells } of rows()) {
    if (areBlank(cells)) continue;
    return success({ head: { format: 'ap-client', encoding, separator: '' }, plan: CALL_PLAN, rows });
  }
  const method = findListCall(text);
  if (method === null) return failure({ reason: 'empty', detail: { file } });
  return failure({ reason: 'holds-no-phones', detail: { file, method } });
}

async function openCallFile(
  source: ListSource,
  encoding: string,
  readCallFile: ReadListOptions['readCallFile'],
): Promise<Result<Table, ListFailure>> {
  const file = source.name;
  const calls = (await readCallFile?.(source.bytes)) ?? null;
  if (calls === null || !calls.ok) return failure({ reason: 'unreadable-file', detail: { file } });
  const { devices, method } = calls.value;
  if (devices.length === 0 || /(?:^|\.)listDevices$/i.test(method)) {
    return failure({ reason: 'holds-no-phones', detail: { file, method } });
  }
  const rows = devices.map((device, index) => toRow(device, method, index + 1));
  return success({ head: { format: 'call-file', encoding, separator: '' }, plan: CALL_PLAN, rows: () => rows });
}

/** A call file's rows are its devices: where they stand in its XML tells nobody anything. */
function toRow(device: ListedCalls['devices'][number], method: string, row: number): ListRow {
  return { row, cells: [device.macText, device.url, device.name, method], numberColumns: NO_NUMBERS };
}

function toOpenList(table: Table): OpenList {
  const { header, names, indexes } = table.plan;
  const fields = new Map(Object.entries(indexes).map(([field, column]) => [column, field as keyof typeof indexes]));
  const items = new Map(table.plan.items.map(({ name, column }) => [column, name]));
  const columns = names.map((name, column) => {
    const item = items.get(column);
    return { name, field: fields.get(column) ?? null, ...(item === undefined ? null : { item }) };
  });
  return { head: { ...table.head, header, columns }, batches: () => readBatches(table) };
}

async function* readBatches(table: Table): AsyncGenerator<ListBatch, ListSummary> {
  const check = createRowChecker(table.plan, table.refuseUrl, table.refuseItem);
  const counts = { devices: 0, problems: 0, blankLines: 0, repeatedHeaders: 0 };
  let batch = emptyBatch();
  for (const row of table.rows()) {
    if (row.row === table.plan.headerRow) continue;
    if (areBlank(row.cells)) {
      counts.blankLines++;
      continue;
    }
    const checked = check(fixRow(row, table));
    if (checked.kind === 'header') counts.repeatedHeaders++;
    else if (checked.kind === 'device') batch.devices.push(checked.device);
    else batch.problems.push(checked.problem);
    if (batch.devices.length + batch.problems.length < BATCH_ROWS) continue;
    counts.devices += batch.devices.length;
    counts.problems += batch.problems.length;
    yield batch;
    batch = emptyBatch();
    await setImmediate();
  }
  counts.devices += batch.devices.length;
  counts.problems += batch.problems.length;
  if (batch.devices.length + batch.problems.length > 0) yield batch;
  return { rows: counts.devices + counts.problems, ...counts };
}

/** Puts a person's corrections into a row, so that it is read, and kept, as if the list had them. */
function fixRow(row: ListRow, { plan, fixes }: Table): ListRow {
  const fix = fixes?.get(row.row);
  if (fix === undefined) return row;
  const cells = [...row.cells];
  const fixed = new Set<number>();
  for (const [field, text] of Object.entries(fix)) {
    const column = plan.indexes[field as DeviceField];
    if (column === undefined) continue;
    while (cells.length <= column) cells.push('');
    cells[column] = text;
    fixed.add(column);
  }
  return { row: row.row, cells, numberColumns: row.numberColumns.filter((column) => !fixed.has(column)) };
}

function emptyBatch(): {
  readonly devices: ListBatch['devices'][number][];
  readonly problems: ListBatch['problems'][number][];
} {
  return { devices: [], problems: [] };
}
