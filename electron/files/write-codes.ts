import { formatCode, type ProvisioningCode } from '../../shared/domain/code.ts';
import type { Result } from '../../shared/result.ts';
import { type TableOptions, writeTable } from './write-table.ts';

/** A user and a code as the file of codes has them. Times in milliseconds since 1970, `null`: not known or not yet. */
export interface CodeExportRow {
  readonly rollout: string;
  readonly row: number;
  readonly login: string;
  readonly user: string;
  readonly extension: string;
  readonly room: string;
  readonly category: string;
  readonly app: string;
  readonly code: ProvisioningCode | '';
  readonly issuedAtMs: number | null;
  readonly validUntilMs: number | null;
  readonly state: string;
  readonly mac: string;
  readonly product: string;
  readonly firmware: string;
  readonly address: string;
  readonly registeredAtMs: number | null;
  readonly lastError: string;
}

const COLUMNS = [
  'rollout',
  'row',
  'sip',
  'cn',
  'e164',
  'room',
  'category',
  'phone_app',
  'code',
  'code_grouped',
  'issued_utc',
  'valid_until_utc',
  'valid_until_local',
  'state',
  'hwid',
  'product',
  'firmware',
  'ip',
  'registered_utc',
  'last_error',
] as const;

/** What keeps its zeros only as text. */
const TEXT_COLUMNS = ['sip', 'e164', 'room', 'code', 'code_grouped'] as const;

/**
 * Writes users with their codes to a file, `.csv` or `.xlsx`; it appears whole or not at all.
 *
 * Codes are secrets until they are used: only for somebody who asked for this file. Cells of a workbook are text, so that
 * zeros at the front of a code stay; in CSV they stand in quotes, and `code_grouped` is what no spreadsheet takes for a number.
 *
 * @returns `file-not-written`, with the aspects of `writeTable`.
 */
export function writeCodes(
  path: string,
  rows: readonly CodeExportRow[],
  options: TableOptions = {},
): Promise<Result<void>> {
  const cells = rows.map((row) => [
    row.rollout,
    String(row.row),
    row.login,
    row.user,
    row.extension,
    row.room,
    row.category,
    row.app,
    row.code,
    row.code === '' ? '' : formatCode(row.code),
    toUtc(row.issuedAtMs),
    toUtc(row.validUntilMs),
    toLocal(row.validUntilMs),
    row.state,
    row.mac,
    row.product,
    row.firmware,
    row.address,
    toUtc(row.registeredAtMs),
    row.lastError,
  ]);
  return writeTable(path, { header: COLUMNS, rows: cells }, { ...options, textColumns: TEXT_COLUMNS });
}

/** ISO 8601 in UTC, to the second. */
function toUtc(atMs: number | null): string {
  return atMs === null ? '' : `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** ISO 8601 in local time with its distance from UTC: `2026-11-28T11:00:00+01:00`. */
function toLocal(atMs: number | null): string {
  if (atMs === null) return '';
  const offset = -new Date(atMs).getTimezoneOffset();
  const local = new Date(atMs + offset * 60_000).toISOString().slice(0, 19);
  const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');
  return `${local}${offset < 0 ? '-' : '+'}${pad(Math.abs(offset) / 60)}:${pad(Math.abs(offset) % 60)}`;
}
