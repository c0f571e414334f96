import type { DeviceField, MacAddress } from '../../shared/domain/device.ts';
import { formatItems, isSecretItem, isSecretValue, MASKED_ITEM } from '../../shared/domain/items.ts';
import { formatMacPairs, parseCheckCode, parseLabel } from '../../shared/domain/mac.ts';
import { parsePhoneAddress } from '../../shared/domain/phone-address.ts';
import type { RowProblem, RowReason, RowWarning } from '../../shared/domain/problem.ts';
import { hasUserinfo, maskUserinfo, redactText } from '../../shared/domain/redact.ts';
import { checkUrlTemplate } from '../../shared/domain/url-template.ts';
import { columnLetter, looksLikeMac } from './cell-text.ts';
import type { ColumnPlan } from './find-columns.ts';
import { fieldOfName, normalizeName } from './header-names.ts';
import type { ListedDevice, ListRow, ReadListOptions } from './list.ts';

/** What became of a row. */
export type CheckedRow =
  | { readonly kind: 'device'; readonly device: ListedDevice }
  | { readonly kind: 'problem'; readonly problem: RowProblem }
  | { readonly kind: 'header' };

const VALUE_LENGTH = 80;
/** What an export leaves of the password in a URL; what belongs there is in storage. */
const MASKED_USERINFO = '://***@';
const NO_WARNINGS: readonly RowWarning[] = [];
const LOCALLY_ADMINISTERED: readonly RowWarning[] = ['locally-administered'];
const SERIAL_ON_LABEL =
  /(?:^|[^a-z0-9])(?:s\/?n|snr|serial(?: ?(?:no|nr|number))?|serien-?(?:nummer|nr))[.:# ]{1,3}((?=[a-z-]*\d)[a-z0-9-]{3,40})/i;

/**
 * Makes the function that checks the rows of one list, in their order.
 *
 * It remembers which MACs came, so that each further row with one of them is a `duplicate`: make one per reading.
 */
export function createRowChecker(
  plan: ColumnPlan,
  refuseUrl: NonNullable<ReadListOptions['refuseUrl']> = () => null,
  refuseItem: NonNullable<ReadListOptions['refuseItem']> = () => null,
): (row: ListRow) => CheckedRow {
  const { indexes, header, names } = plan;
  const firstRows = new Map<MacAddress, number>();
  const macHeader = header === null ? '' : normalizeName(header[indexes.mac] ?? '');
  const hasSerialColumn = indexes.serial !== undefined;

  const cellOf = (row: ListRow, field: DeviceField): string => {
    const index = indexes[field];
    return index === undefined ? '' : (row.cells[index] ?? '').trim();
  };

  const isSecretColumn = (column: number): boolean =>
    plan.items.some((item) => item.column === column && isSecretItem(item.name));

  // Made of entries: an assignment would lose an item of the name `__proto__`.
  const itemsOf = (row: ListRow): Record<string, string> =>
    Object.fromEntries(
      plan.items
        .map(({ name, column }): [string, string] => [name, (row.cells[column] ?? '').trim()])
        .filter(([, value]) => value !== ''),
    );

  const problem = (
    row: ListRow,
    column: number,
    reason: RowReason,
    detail: Readonly<Record<string, string | number>>,
  ): CheckedRow => ({
    kind: 'problem',
    problem: {
      row: row.row,
      column: names[column] ?? columnLetter(column),
      value: isSecretColumn(column)
        ? MASKED_ITEM
        : redactText(maskUserinfo((row.cells[column] ?? '').trim())).slice(0, VALUE_LENGTH),
      reason,
      detail,
      cells: row.cells,
    },
  });

  const isHeaderAgain = (macCell: string): boolean =>
    header === null ? fieldOfName(macCell) === 'mac' : normalizeName(macCell) === macHeader;

  return (row) => {
    const macCell = cellOf(row, 'mac');
    if (macCell === '') return problem(row, indexes.mac, 'mac-missing', {});
    if (row.numberColumns.includes(indexes.mac)) return problem(row, indexes.mac, 'mac-number-cell', {});
    const label = parseLabel(macCell);
    if (!label.ok) {
      if (isHeaderAgain(macCell)) return { kind: 'header' };
      return problem(row, indexes.mac, label.error.reason, label.error.detail);
    }
    const { mac, isLocallyAdministered } = label.value;

    let { checkCode } = label.value;
    const codeCell = cellOf(row, 'check-code');
    if (codeCell !== '' && indexes['check-code'] !== undefined && indexes['check-code'] !== indexes.mac) {
      const column = indexes['check-code'];
      const code = parseCheckCode(codeCell);
      if (!code.ok) return problem(row, column, code.error.reason, code.error.detail);
      if (checkCode !== '' && code.value !== '' && checkCode !== code.value) {
        const detail = { context: 'differs', found: code.value, length: code.value.length, first: checkCode };
        return problem(row, column, 'check-code-bad', detail);
      }
      checkCode = checkCode === '' ? code.value : checkCode;
    }

    const url = cellOf(row, 'url');
    if (url !== '' && indexes.url !== undefined && !url.includes(MASKED_USERINFO)) {
      const checked = checkUrlTemplate(url);
      if (!checked.ok) return problem(row, indexes.url, checked.error.reason, checked.error.detail);
    }
    if (indexes.url !== undefined && hasUserinfo(url)) {
      const refusal = refuseUrl(mac, url);
      if (refusal !== null) return problem(row, indexes.url, refusal, {});
    }

    const address = cellOf(row, 'address');
    if (address !== '' && indexes.address !== undefined && parsePhoneAddress(address) === null) {
      return problem(row, indexes.address, 'address-bad', {});
    }

    for (const { name, column } of plan.items) {
      const value = (row.cells[column] ?? '').trim();
      const refusal =
        value !== '' && (isSecretValue(name, value) || value === MASKED_ITEM) ? refuseItem(mac, name, value) : null;
      if (refusal !== null) return problem(row, column, refusal, {});
    }

    // a list without header may be MACs side by side: the others must not be lost
    if (header === null) {
      const second = findSecondMac(row, indexes);
      if (second !== null && second !== mac) {
        const detail = { first: formatMacPairs(mac), second: formatMacPairs(second) };
        return problem(row, indexes.mac, 'mac-several', detail);
      }
    }

    const first = firstRows.get(mac);
    if (first !== undefined) return problem(row, indexes.mac, 'duplicate', { first });
    firstRows.set(mac, row.row);
    const serial = hasSerialColumn ? cellOf(row, 'serial') : findSerial(row, macCell, header === null);
    return {
      kind: 'device',
      device: {
        row: row.row,
        mac,
        checkCode,
        serial,
        pin: cellOf(row, 'pin'),
        vendor: cellOf(row, 'vendor'),
        model: cellOf(row, 'model'),
        user: cellOf(row, 'user'),
        extension: cellOf(row, 'extension'),
        room: cellOf(row, 'room'),
        note: cellOf(row, 'note'),
        url,
        address,
        server: cellOf(row, 'server'),
        items: formatItems(itemsOf(row)),
        warnings: isLocallyAdministered ? LOCALLY_ADMINISTERED : NO_WARNINGS,
      },
    };
  };
}

function findSecondMac(row: ListRow, indexes: ColumnPlan['indexes']): MacAddress | null {
  const mapped = Object.values(indexes);
  for (const [column, cell] of row.cells.entries()) {
    if (mapped.includes(column) || !looksLikeMac(cell)) continue;
    const label = parseLabel(cell);
    if (label.ok) return label.value.mac;
  }
  return null;
}

/** Finds the serial number that a label line names beside its MAC. */
function findSerial(row: ListRow, macCell: string, isWithoutHeader: boolean): string {
  const text = isWithoutHeader && row.cells.length > 1 ? row.cells.join(' ') : macCell;
  // shorter texts hold a MAC and nothing else
  return text.length > 20 ? (SERIAL_ON_LABEL.exec(text)?.[1] ?? '') : '';
}
