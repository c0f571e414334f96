import type { DeviceField } from '../../../shared/domain/device.ts';

/** Which column holds a field, by the column's name; an empty name: none does. */
export type Mapping = Readonly<Partial<Record<DeviceField, string>>>;

/** A column of a list and the field it fills. */
export interface ListColumn {
  readonly name: string;
  readonly field: DeviceField | null;
}

/**
 * Changes which field a column fills.
 *
 * What was found for the other columns is written down too, so that the reader doesn't look for it anew and change it.
 */
export function mapColumn(columns: readonly ListColumn[], column: string, field: DeviceField | null): Mapping {
  const mapping: Partial<Record<DeviceField, string>> = {};
  for (const each of columns) {
    if (each.field !== null && each.name !== column && each.field !== field) mapping[each.field] = each.name;
  }
  const before = columns.find(({ name }) => name === column)?.field ?? null;
  // Otherwise its name would bring it back.
  if (before !== null && before !== 'mac' && mapping[before] === undefined && before !== field) mapping[before] = '';
  if (field !== null) mapping[field] = column;
  return mapping;
}

/** A cell of a list that is to be read as something else. */
export interface Fix {
  readonly row: number;
  readonly field: DeviceField;
  readonly value: string;
}

/** Adds a fix; a newer one of the same cell replaces the older. */
export function withFix(fixes: readonly Fix[], fix: Fix): readonly Fix[] {
  return [...fixes.filter(({ row, field }) => row !== fix.row || field !== fix.field), fix];
}
