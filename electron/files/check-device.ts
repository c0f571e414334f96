import { DEVICE_FIELDS, type DeviceField } from '../../shared/domain/device.ts';
import type { RowProblem } from '../../shared/domain/problem.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { createRowChecker } from './check-rows.ts';
import type { ColumnPlan } from './find-columns.ts';
import { type ListedDevice, NO_NUMBERS, type ReadListOptions } from './list.ts';

const PLAN: ColumnPlan = {
  header: DEVICE_FIELDS,
  headerRow: 0,
  names: DEVICE_FIELDS,
  indexes: { mac: 0, ...Object.fromEntries(DEVICE_FIELDS.map((field, column) => [field, column])) },
  items: [],
};

/**
 * Checks the fields of one device, typed or scanned, as a list's row is checked: one rule for both.
 *
 * @returns the device, or why it is none: see `RowProblem`.
 */
export function checkDevice(
  values: Readonly<Partial<Record<DeviceField, string>>>,
  refuseUrl?: ReadListOptions['refuseUrl'],
): Result<ListedDevice, Pick<RowProblem, 'reason' | 'detail'>> {
  const cells = DEVICE_FIELDS.map((field) => values[field] ?? '');
  const checked = createRowChecker(PLAN, refuseUrl)({ row: 1, cells, numberColumns: NO_NUMBERS });
  switch (checked.kind) {
    case 'device':
      return success(checked.device);
    case 'problem':
      return failure(checked.problem);
    case 'header':
      // the word "MAC" in place of one
      return failure({ reason: 'mac-unreadable', detail: {} });
  }
}
