import type { DeviceField } from '../../../shared/domain/device.ts';

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
