import type { DeviceDraft, DeviceField, MacAddress } from '../../shared/domain/device.ts';
import type { RowProblem, RowReason, RowWarning } from '../../shared/domain/problem.ts';
import type { Result } from '../../shared/result.ts';

/** A list as it came: a file's bytes, or pasted text as UTF-8. */
export interface ListSource {
  /** File name without folder for messages, for instance `phones.csv` or `clipboard`. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What a service's call file holds: the shape that the services' own readers give. */
export interface ListedCalls {
  /** The method as the file names it, for instance `autoprov.registerDeviceList`. */
  readonly method: string;
  /** One per device named, in the file's order; `macText` to the letter, check code included. */
  readonly devices: readonly { readonly macText: string; readonly url: string; readonly name: string }[];
}

/** How a list is to be read. */
export interface ReadListOptions {
  /**
   * Which column holds a field, by its header, its letter (`A`, `B`, … `AA`) or its number counted from 1.
   *
   * Wins over everything Rollcall would find by itself; an empty text says that no column fills the field (the MAC's
   * is always looked for). Without effect on `ap-client.py` lines and call files, whose
   * columns are known.
   */
  readonly mapping?: Readonly<Partial<Record<DeviceField, string>>>;
  /** Name of a workbook's sheet. @default the first one that holds phones */
  readonly sheet?: string;
  /**
   * Reads a vendor's XML-RPC call file; given by the caller, since this room knows no service.
   *
   * `null` where the bytes are no such file.
   */
  readonly readCallFile?: (bytes: Uint8Array) => Promise<Result<ListedCalls> | null>;
  /**
   * Asked about each URL that holds `user:pass@`, masked ones included: why it can't be kept (`url-masked`,
   * `vault-locked`), or `null` where it can; given by the caller, since this room knows no storage.
   */
  readonly refuseUrl?: (mac: MacAddress, url: string) => RowReason | null;
  /**
   * Asked about each item whose value is a secret, masked ones included: why it can't be kept (`item-masked`,
   * `vault-locked`), or `null` where it can.
   */
  readonly refuseItem?: (mac: MacAddress, name: string, value: string) => RowReason | null;
  /** What to read in place of a row's cells, by row as in `ListedDevice` and by field: a person's corrections. */
  readonly fixes?: Fixes;
}

/** See {@link ReadListOptions.fixes}. */
export type Fixes = ReadonlyMap<number, Readonly<Partial<Record<DeviceField, string>>>>;

/** A row that became a device. */
export interface ListedDevice extends DeviceDraft {
  /** Row as a spreadsheet counts it: 1 is the first line of the file, the header included. */
  readonly row: number;
  /** What the row alone tells to be odd; what needs a service comes with the plan. */
  readonly warnings: readonly RowWarning[];
}

/** Some rows of a list, in the file's order. */
export interface ListBatch {
  readonly devices: readonly ListedDevice[];
  readonly problems: readonly RowProblem[];
}

/** What the list is and how it will be read, known before its rows are. */
export interface ListHead {
  readonly format: 'csv' | 'xlsx' | 'text' | 'ap-client' | 'call-file';
  /** `UTF-8`, `UTF-16LE`, `UTF-16BE` or `Windows-1252`; empty for workbooks. */
  readonly encoding: string;
  /** One of `,` `;` tab `|`; empty where the list has only one column or is no CSV. */
  readonly separator: string;
  /** The header's cells, or `null` where the list has none. */
  readonly header: readonly string[] | null;
  /** Every column: its header or its letter, and the field it fills or the item it gives, if any. */
  readonly columns: readonly {
    readonly name: string;
    readonly field: DeviceField | null;
    readonly item?: string;
  }[];
  /** The sheets of a workbook. */
  readonly sheets?: readonly string[];
  /** The one of them that is read. */
  readonly sheet?: string;
}

/** How many rows went where: `rows` is always `devices` plus `problems`. */
export interface ListSummary {
  readonly rows: number;
  readonly devices: number;
  readonly problems: number;
  /** Lines that are blank, hold only separators, or (in `ap-client.py` notes) call nothing. */
  readonly blankLines: number;
  /** Headers that came again further down. */
  readonly repeatedHeaders: number;
}

/** A list ready to be read. */
export interface OpenList {
  readonly head: ListHead;
  /**
   * Gives the rows in batches of at most 2,000, and the counts as its return value.
   *
   * Lets the event loop run between batches. Can be called again: each call reads from the start.
   */
  batches(): AsyncGenerator<ListBatch, ListSummary>;
}

/** Why a list can't be read at all: one closed list, worded in `shared/words` (`files.failure.<id>`). */
export const LIST_FAILURES = [
  'empty',
  'unreadable-file',
  'encrypted-file',
  'old-workbook',
  'other-workbook',
  'too-large',
  'too-many-rows',
  'no-sheets',
  'unknown-sheet',
  'unknown-field',
  'unknown-column',
  'no-mac-column',
  'no-user-column',
  'holds-no-phones',
] as const;

/** One of {@link LIST_FAILURES}. */
export type ListFailureReason = (typeof LIST_FAILURES)[number];

/** Why a list can't be read, ready to be worded. */
export interface ListFailure {
  readonly reason: ListFailureReason;
  /**
   * What the sentence needs: `file` always; `limit` (MiB or rows), `sheet`, `sheets`, `field`, `fields`, `column`,
   * `columns`, `method` where they apply. Holds no secret.
   */
  readonly detail: Readonly<Record<string, string | number>>;
}

/** One row before it is checked, whatever format it came from. */
export interface ListRow {
  readonly row: number;
  readonly cells: readonly string[];
  /** Columns whose cell a spreadsheet holds as a number: digits of a MAC are lost there. */
  readonly numberColumns: readonly number[];
}

/** The `numberColumns` of formats that know text only. */
export const NO_NUMBERS: readonly number[] = [];
