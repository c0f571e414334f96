import type { DeviceRow, SortColumn } from '../../../shared/contract/devices.ts';
import type { WindowSettings } from '../../../shared/contract/settings.ts';
import { DEVICE_FIELDS, type DeviceField } from '../../../shared/domain/device.ts';

/** A column of the device grid. */
export type ColumnId = Exclude<SortColumn, 'position' | 'check-code'>;

/** A column as it lies in the grid. */
export interface ColumnLayout {
  readonly id: ColumnId;
  readonly isShown: boolean;
  /** In CSS pixels. */
  readonly width: number;
}

/** The order, width and visibility Rollcall starts with. */
const STANDARD: readonly ColumnLayout[] = [
  { id: 'mac', isShown: true, width: 224 },
  { id: 'outcome', isShown: true, width: 140 },
  { id: 'reason', isShown: true, width: 220 },
  { id: 'model', isShown: true, width: 120 },
  { id: 'user', isShown: true, width: 150 },
  { id: 'extension', isShown: true, width: 124 },
  { id: 'room', isShown: true, width: 104 },
  { id: 'account', isShown: true, width: 130 },
  { id: 'time', isShown: true, width: 160 },
  { id: 'url', isShown: false, width: 280 },
  { id: 'note', isShown: false, width: 180 },
  { id: 'serial', isShown: false, width: 140 },
  { id: 'pin', isShown: false, width: 80 },
  { id: 'vendor', isShown: false, width: 110 },
  { id: 'address', isShown: false, width: 140 },
  { id: 'server', isShown: false, width: 150 },
];

/** Narrower than this a column can't be taken hold of. */
const MIN_WIDTH = 60;
const MAX_WIDTH = 800;

/** Keeps a width that was dragged within what makes sense. */
export function clampWidth(width: number): number {
  return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, width)));
}

/**
 * Lays out the columns as the person left them; what is new since then comes last, what is unknown is dropped.
 *
 * The MAC stays first and shown: it is what every other column is about.
 */
export function layOutColumns(saved: WindowSettings['columns']): readonly ColumnLayout[] {
  const known = new Map(STANDARD.map((column) => [column.id as string, column]));
  const kept = saved.flatMap(({ id, isShown, width }) => {
    const standard = known.get(id);
    if (standard === undefined || id === 'mac' || !known.delete(id)) return [];
    return [{ id: standard.id, isShown, width: width === 0 ? standard.width : clampWidth(width) }];
  });
  const first = known.get('mac');
  const macWidth = saved.find(({ id }) => id === 'mac')?.width;
  known.delete('mac');
  const mac = first === undefined ? [] : [{ ...first, width: macWidth ? clampWidth(macWidth) : first.width }];
  return [...mac, ...kept, ...known.values()];
}

/** Moves a column one place towards the start (-1) or the end (1); the MAC keeps its place. */
export function moveColumn(columns: readonly ColumnLayout[], id: ColumnId, by: -1 | 1): readonly ColumnLayout[] {
  const from = columns.findIndex((column) => column.id === id);
  const to = from + by;
  const moved = columns[from];
  if (moved === undefined || from < 1 || to < 1 || to >= columns.length) return columns;
  const rest = columns.filter((column) => column.id !== id);
  return [...rest.slice(0, to), moved, ...rest.slice(to)];
}

/** The field that a column shows and that can be edited in place; `null` for what runs brought. */
export function editedField(id: ColumnId): DeviceField | null {
  return id === 'mac' ? 'mac' : fieldOf(id);
}

/** What an edited cell begins with: of the MAC all that its label says, so that a check code can be corrected too. */
export function editedText(row: DeviceRow, field: DeviceField): string {
  if (field === 'mac') return [row.mac.toUpperCase(), row.checkCode].filter((part) => part !== '').join('-');
  const text = fieldText(row, field);
  // A masked password can't be edited, only replaced as a whole.
  return text.includes('***@') ? '' : text;
}

/** The field that a column shows and that can be pasted over: a MAC says whose the other cells are. */
export function fieldOf(id: ColumnId): DeviceField | null {
  return (DEVICE_FIELDS as readonly string[]).includes(id) && id !== 'mac' ? (id as DeviceField) : null;
}

/** The plain text of a device's field. */
export function fieldText(row: DeviceRow, field: DeviceField): string {
  return field === 'check-code' ? row.checkCode : row[field];
}

/**
 * Writes rows as a spreadsheet takes them from the clipboard: tabs between cells, a line each.
 *
 * Tabs and line breaks within a cell become blanks. A cell that a spreadsheet would take for a formula gets an
 * apostrophe in front, which `toCells` takes away again.
 */
export function toTabSeparated(rows: readonly (readonly string[])[]): string {
  return rows
    .map((cells) => cells.map((cell) => cell.replaceAll(/[\t\r\n]+/g, ' ').replace(/^(?='*[=+\-@])/, "'")).join('\t'))
    .join('\n');
}
