import { DEVICE_FIELDS, type DeviceField } from '../../shared/domain/device.ts';
import { itemOfHeader } from '../../shared/domain/items.ts';
import { parseLabel } from '../../shared/domain/mac.ts';
import { parsePhoneAddress } from '../../shared/domain/phone-address.ts';
import { redactText } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { columnLetter, looksLikeMac } from './cell-text.ts';
import { fieldOfName, isHeaderName, normalizeName } from './header-names.ts';
import type { ListFailure, ListRow, ReadListOptions } from './list.ts';

/** Which column fills which field. */
export interface ColumnPlan {
  /** `null` where the list has none. */
  readonly header: readonly string[] | null;
  /** Row number of the header; 0 where there is none. */
  readonly headerRow: number;
  /** Every column's header, or its letter where that is blank or missing. */
  readonly names: readonly string[];
  /** Index of the column of each field found; `mac` is always among them. */
  readonly indexes: Readonly<Partial<Record<DeviceField, number>>> & { readonly mac: number };
  /** Columns of items, by their headers. */
  readonly items: readonly { readonly name: string; readonly column: number }[];
}

/** A header may stand below a title and a date, hardly further down. */
const HEADER_ROWS = 20;
/** Nobody keeps the MACs further right. */
const WEIGHED_COLUMNS = 512;
const NAMED_COLUMNS = 30;
const NAME_LENGTH = 40;
/** Any single real MAC must outweigh a column full of what only resembles one. */
const WHOLE_MAC_WEIGHT = 4;
const LABEL_WEIGHT = 2;
const URL_WITH_MAC_WEIGHT = 1;
const RESEMBLING_WEIGHT = 0.001;

/**
 * Finds a list's header and which column fills which field.
 *
 * An explicit mapping wins; then known names in German and English; then content: the column with the most MACs, and in
 * a list without header the column with URLs. A first row with a MAC in the MAC column is data, never a header.
 *
 * @param sample The list's first rows, without blank ones.
 * @returns `unknown-field`, `unknown-column`, or `no-mac-column` with the names of the columns there are.
 */
export function findColumns(
  file: string,
  sample: readonly ListRow[],
  mapping: NonNullable<ReadListOptions['mapping']>,
): Result<ColumnPlan, ListFailure> {
  const width = sample.reduce((widest, row) => Math.max(widest, row.cells.length), 0);
  const weights = Array.from({ length: Math.min(width, WEIGHED_COLUMNS) }, (_, column) => weighMacs(sample, column));
  const named = findNamedHeader(sample);
  const candidate = named ?? sample[0];
  const mapped = resolveMapping(file, mapping, candidate?.cells ?? [], width);
  if (!mapped.ok) return mapped;

  const byName = named === null ? new Map<DeviceField, number>() : nameColumns(named.cells, sample, weights);
  const taken = new Set(mapped.value.values());
  const free = [...byName].filter(
    ([field, column]) => !mapped.value.has(field) && !taken.has(column) && !isLeftOut(mapping, field),
  );
  const fields = new Map([...free, ...mapped.value]);
  const macColumn = mapped.value.get('mac') ?? chooseMacColumn(fields.get('mac'), sample, weights, taken);
  const header = named ?? findUnnamedHeader(sample, macColumn, weights, mapping);
  const names = nameAll(header?.cells ?? [], width);
  if (macColumn === undefined) {
    return failure({ reason: 'no-mac-column', detail: { file, columns: listNames(names) } });
  }
  fields.set('mac', macColumn);
  if (header === null && !fields.has('url') && !isLeftOut(mapping, 'url')) {
    const urls = names.findIndex(
      (_, column) => column !== macColumn && !taken.has(column) && holdsUrls(sample, column),
    );
    if (urls >= 0) fields.set('url', urls);
  }
  return success({
    header: header?.cells ?? null,
    headerRow: header?.row ?? 0,
    names,
    indexes: { ...Object.fromEntries(fields), mac: macColumn },
    items: findItems(header?.cells ?? []),
  });
}

/** The columns whose headers name an item; of several with one name the first. */
function findItems(header: readonly string[]): ColumnPlan['items'] {
  const columns = new Map<string, number>();
  for (const [column, text] of header.entries()) {
    const name = itemOfHeader(text);
    if (name !== null && !columns.has(name)) columns.set(name, column);
  }
  return [...columns].map(([name, column]) => ({ name, column }));
}

/** Tells how much a column looks like the one with the MACs; 0 not at all. */
function weighMacs(sample: readonly ListRow[], column: number): number {
  let weight = 0;
  for (const row of sample) {
    const cell = row.cells[column];
    if (cell === undefined || cell === '') continue;
    if (looksLikeMac(cell)) weight += WHOLE_MAC_WEIGHT;
    else {
      const label = parseLabel(cell);
      if (label.ok) weight += cell.includes('://') ? URL_WITH_MAC_WEIGHT : LABEL_WEIGHT;
      else if (label.error.reason === 'mac-exponent' || label.error.reason === 'mac-lookalike') {
        weight += RESEMBLING_WEIGHT;
      }
    }
  }
  return weight;
}

/** The first row with a MAC's name in it, or with two known names, and no MAC. */
function findNamedHeader(sample: readonly ListRow[]): ListRow | null {
  for (const [index, row] of sample.slice(0, HEADER_ROWS).entries()) {
    const known = row.cells.filter(isHeaderName).length;
    const namesMac = row.cells.some(isMacName);
    const isHeader = namesMac || known >= 2 || (index === 0 && known === 1 && row.cells.length > 1);
    if (isHeader && !row.cells.some((cell) => parseLabel(cell).ok)) return row;
  }
  return null;
}

function isMacName(cell: string): boolean {
  return fieldOfName(cell) === 'mac';
}

/** A first row without a digit where all others have MACs is a header with a name of the author's own. */
function findUnnamedHeader(
  sample: readonly ListRow[],
  macColumn: number | undefined,
  weights: readonly number[],
  mapping: NonNullable<ReadListOptions['mapping']>,
): ListRow | null {
  const first = sample[0];
  if (first === undefined) return null;
  const isNamedByMapping = Object.values(mapping).some((column) => indexOfHeader(first.cells, column) >= 0);
  if (isNamedByMapping && !first.cells.some((cell) => parseLabel(cell).ok)) return first;
  if (macColumn === undefined || sample.length < 2 || (weights[macColumn] ?? 0) < LABEL_WEIGHT) return null;
  const cell = first.cells[macColumn] ?? '';
  return cell.trim() !== '' && !/\d/.test(cell) && !parseLabel(cell).ok ? first : null;
}

/** Of several columns with a name of the same field, the one that holds the most. */
function nameColumns(
  header: readonly string[],
  sample: readonly ListRow[],
  weights: readonly number[],
): Map<DeviceField, number> {
  const best = new Map<DeviceField, { readonly column: number; readonly worth: number }>();
  const hasMacName = header.some(isMacName);
  for (const [column, name] of header.entries()) {
    const field = fieldOfName(name) ?? (!hasMacName && /\bmac\b/i.test(name) ? 'mac' : null);
    if (field === null) continue;
    const filled = sample.filter(({ cells }) => (cells[column] ?? '').trim() !== '').length;
    // An "address" may as well be a street: without one phone's address in it, it is not taken for that.
    if (field === 'address' && filled > 0 && !sample.some(({ cells }) => holdsAddress(cells[column] ?? ''))) continue;
    const worth = field === 'mac' ? (weights[column] ?? 0) : filled;
    const rival = best.get(field);
    if (rival === undefined || worth > rival.worth) best.set(field, { column, worth });
  }
  return new Map([...best].map(([field, { column }]) => [field, column]));
}

function chooseMacColumn(
  named: number | undefined,
  sample: readonly ListRow[],
  weights: readonly number[],
  taken: ReadonlySet<number>,
): number | undefined {
  const isFilled = named !== undefined && sample.filter(({ cells }) => (cells[named] ?? '').trim() !== '').length > 1;
  if (isFilled) return named;
  let best: number | undefined;
  for (const [column, weight] of weights.entries()) {
    if (weight > 0 && !taken.has(column) && (best === undefined || weight > (weights[best] ?? 0))) best = column;
  }
  return best ?? named;
}

function holdsAddress(cell: string): boolean {
  return /[.:]/.test(cell) && parsePhoneAddress(cell) !== null;
}

function holdsUrls(sample: readonly ListRow[], column: number): boolean {
  const filled = sample.map(({ cells }) => (cells[column] ?? '').trim()).filter((cell) => cell !== '');
  return filled.length > 0 && filled.filter((cell) => /^https?:\/\//i.test(cell)).length * 2 >= filled.length;
}

/** Whether somebody said that no column fills a field. */
function isLeftOut(mapping: NonNullable<ReadListOptions['mapping']>, field: DeviceField): boolean {
  return field !== 'mac' && mapping[field]?.trim() === '';
}

function resolveMapping(
  file: string,
  mapping: NonNullable<ReadListOptions['mapping']>,
  header: readonly string[],
  width: number,
): Result<ReadonlyMap<DeviceField, number>, ListFailure> {
  const resolved = new Map<DeviceField, number>();
  for (const [field, column] of Object.entries(mapping)) {
    const known = DEVICE_FIELDS.find((name) => name === field);
    if (known === undefined) {
      return failure({ reason: 'unknown-field', detail: { file, field, fields: DEVICE_FIELDS.join(', ') } });
    }
    if (column.trim() === '' && known !== 'mac') continue;
    const index = indexOfColumn(header, column, width);
    if (index < 0) {
      const columns = listNames(nameAll(header.some(isHeaderName) ? header : [], width));
      return failure({ reason: 'unknown-column', detail: { file, field, column, columns } });
    }
    resolved.set(known, index);
  }
  return success(resolved);
}

function indexOfColumn(header: readonly string[], column: string, width: number): number {
  const byHeader = indexOfHeader(header, column);
  if (byHeader >= 0) return byHeader;
  const text = column.trim();
  const index = /^\d{1,5}$/.test(text) ? Number(text) - 1 : /^[a-z]{1,3}$/i.test(text) ? indexOfLetter(text) : -1;
  return index < width ? index : -1;
}

function indexOfHeader(header: readonly string[], column: string): number {
  const exact = header.findIndex((name) => name.trim() === column.trim() && name.trim() !== '');
  if (exact >= 0) return exact;
  const normalized = normalizeName(column);
  return normalized === '' ? -1 : header.findIndex((name) => normalizeName(name) === normalized);
}

function indexOfLetter(letters: string): number {
  return [...letters.toUpperCase()].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function nameAll(header: readonly string[], width: number): readonly string[] {
  return Array.from({ length: Math.max(width, header.length) }, (_, column) => {
    const name = (header[column] ?? '').trim();
    return name === '' ? columnLetter(column) : name;
  });
}

function listNames(names: readonly string[]): string {
  const shown = names.slice(0, NAMED_COLUMNS).map((name) => redactText(name).slice(0, NAME_LENGTH));
  return names.length > NAMED_COLUMNS ? `${shown.join(', ')} …` : shown.join(', ');
}
