import { type ProvisioningCode, parseCode } from '../../shared/domain/code.ts';
import {
  type ListedCode,
  readValidUntil,
  USER_FIELDS,
  type UserDraft,
  type UserListField,
} from '../../shared/domain/code-state.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { parseMac } from '../../shared/domain/mac.ts';
import type { RowProblem, RowReason } from '../../shared/domain/problem.ts';
import { redactText } from '../../shared/domain/redact.ts';
import { parseSheetLanguage } from '../../shared/domain/sheet-language.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { areBlank, columnLetter } from './cell-text.ts';
import { decodeText } from './decode-text.ts';
import { findSeparator } from './find-separator.ts';
import type { ListFailure, ListHead, ListRow, ListSource } from './list.ts';
import { NO_SEPARATOR, readDelimited, unifyLineEnds } from './read-delimited.ts';
import { findWorkbookKind, openSheetWithList } from './read-workbook.ts';
import { findUserColumns, type UserColumnPlan, type UserMapping, unusedUserColumns } from './user-columns.ts';

const LARGEST_FILE_MIB = 10;
/** More users than a PBX has. */
const MOST_USERS = 50_000;
const SAMPLE_ROWS = 500;
const VALUE_LENGTH = 80;
const SAMPLE_LENGTH = 40;
/** As many digits as half a code has: enough to keep to oneself. */
const CODE_DIGITS = 6;
/** A cell of a list can't grow without bounds on a printed sheet. */
const LONGEST_TEXT = 200;

/** How a users' list is to be read. */
export interface ReadUsersOptions {
  /** Wins over what is found. */
  readonly mapping?: UserMapping;
  /** Name of a workbook's sheet. @default the first one that names anybody, else the first one */
  readonly sheet?: string;
  /**
   * Whether a list without a column that names anybody is read all the same, so that somebody can say which one does: then
   * every row is a problem. @default false
   */
  readonly isOpenToChoice?: boolean;
}

/** A row that became a user. */
export interface ListedUser {
  /** Row as a spreadsheet counts it. */
  readonly row: number;
  readonly draft: UserDraft;
  /** The code that the list holds for the user, as UsersAdmin's export does. */
  readonly listed: ListedCode | null;
}

/** A column of a users' list. */
export interface UserColumn {
  readonly name: string;
  readonly field: UserListField | null;
  /** What stands first in it; empty where that could be a code. */
  readonly sample: string;
}

/** A users' list, read: `rows` is always `users` plus `problems`. */
export interface UserList {
  readonly head: Pick<ListHead, 'encoding' | 'separator' | 'header'> & {
    readonly format: 'csv' | 'xlsx' | 'text';
    /** Of a workbook; of other lists none. */
    readonly sheets: readonly string[];
    /** The one of them that is read; empty: there is none. */
    readonly sheet: string;
  };
  readonly columns: readonly UserColumn[];
  readonly unusedColumns: readonly string[];
  readonly rows: number;
  readonly users: readonly ListedUser[];
  /** Codes in `value` and `cells` are left out. */
  readonly problems: readonly RowProblem[];
}

/**
 * Reads a list whose rows are users: CSV, a workbook, text pasted from a spreadsheet, or the CSV that innovaphone's
 * UsersAdmin exports. No network, no disk.
 *
 * @returns the users and the rows that are none, each with its reason; or why the list can't be read at all
 *   (`no-user-column`, `unknown-column` for a mapping that names none, and the reasons of `openList`).
 */
export async function readUsers(
  source: ListSource,
  options: ReadUsersOptions = {},
): Promise<Result<UserList, ListFailure>> {
  const file = source.name;
  if (source.bytes.length > LARGEST_FILE_MIB * 1024 * 1024) {
    return failure({ reason: 'too-large', detail: { file, limit: LARGEST_FILE_MIB } });
  }
  if (findWorkbookKind(source.bytes) !== null) return openWorkbook(source, options);
  const opened = openText(source, options.sheet);
  return opened.ok ? readRows(file, opened.value, options) : opened;
}

/** What a sheet without the list is: a cover, instructions, another table. */
const NOT_THE_LIST: ReadonlySet<ListFailure['reason']> = new Set(['empty', 'no-user-column', 'unknown-column']);

async function openWorkbook(source: ListSource, options: ReadUsersOptions): Promise<Result<UserList, ListFailure>> {
  const open = (isOpenToChoice: boolean) =>
    openSheetWithList(
      source,
      options.sheet,
      ({ rows, sheets, sheet }) => {
        const head = { format: 'xlsx', encoding: '', separator: '', sheets, sheet } as const;
        return readRows(source.name, { head, rows }, { ...options, isOpenToChoice });
      },
      (why) => NOT_THE_LIST.has(why),
    );
  // A cover could be chosen from as well: a sheet that names somebody goes before it.
  const list = await open(false);
  const isToBeChosen = !list.ok && list.error.reason === 'no-user-column' && options.isOpenToChoice === true;
  return isToBeChosen ? open(true) : list;
}

function readRows(file: string, { head, rows }: Opened, options: ReadUsersOptions): Result<UserList, ListFailure> {
  const filled = rows.filter(({ cells }) => !areBlank(cells));
  if (filled.length === 0) return failure({ reason: 'empty', detail: { file } });
  if (filled.length > MOST_USERS) return failure({ reason: 'too-many-rows', detail: { file, limit: MOST_USERS } });
  const plan = findUserColumns(filled.slice(0, SAMPLE_ROWS), options.mapping ?? {});
  const { indexes, names } = plan;
  const columns = names
    .slice(0, 20)
    .map((name) => redactText(name).slice(0, 40))
    .join(', ');
  const [field] = plan.missing;
  if (field !== undefined) {
    const column = options.mapping?.[field] ?? '';
    return failure({ reason: 'unknown-column', detail: { file, field, column, columns } });
  }
  const isNobodyNamed = indexes.user === undefined && indexes.extension === undefined && indexes.login === undefined;
  if (isNobodyNamed && options.isOpenToChoice !== true)
    return failure({ reason: 'no-user-column', detail: { file, columns } });
  const fields = new Map(Object.entries(indexes).map(([field, column]) => [column, field as UserListField]));
  const data = filled.filter((row) => row.row !== plan.headerRow && !isHeaderAgain(row, plan));
  const { users, problems } = checkRows(data, plan);
  if (data.length === 0) return failure({ reason: 'empty', detail: { file } });
  return success({
    head: { ...head, header: plan.header },
    columns: names.map((name, column) => ({
      name,
      field: fields.get(column) ?? null,
      sample: column === indexes.code ? '' : sampleOf(data, column),
    })),
    unusedColumns: unusedUserColumns(plan),
    rows: data.length,
    users,
    problems,
  });
}

interface Opened {
  readonly head: Omit<UserList['head'], 'header'>;
  readonly rows: readonly ListRow[];
}

function openText(source: ListSource, sheet: string | undefined): Result<Opened, ListFailure> {
  const file = source.name;
  if (sheet !== undefined) return failure({ reason: 'no-sheets', detail: { file, sheet } });
  const decoded = decodeText(source.bytes);
  if (decoded === null) return failure({ reason: 'unreadable-file', detail: { file } });
  const text = unifyLineEnds(decoded.text);
  const { separator, from } = findSeparator(text);
  const isText = separator === NO_SEPARATOR;
  return success({
    head: {
      format: isText ? 'text' : 'csv',
      encoding: decoded.encoding,
      separator: isText ? '' : separator,
      sheets: [],
      sheet: '',
    },
    rows: [...readDelimited(text, separator, from)],
  });
}

function isHeaderAgain({ cells }: ListRow, { header }: UserColumnPlan): boolean {
  if (header === null || cells.length < 2) return false;
  return header.every((name, column) => name.trim() === (cells[column] ?? '').trim());
}

/** Whether a cell holds a code, whichever field it was chosen for. */
function isSecret(field: UserListField, cell: string): boolean {
  return field === 'code' || (field !== 'mac' && parseCode(cell) !== null);
}

/** What stands first in a column, shortened; empty where it could be a code. */
function sampleOf(rows: readonly ListRow[], column: number): string {
  const text = rows.map(({ cells }) => (cells[column] ?? '').trim()).find((cell) => cell !== '') ?? '';
  return text.replaceAll(/\D/g, '').length >= CODE_DIGITS ? '' : redactText(text).slice(0, SAMPLE_LENGTH);
}

/** The names by which a user is known again in one list: two rows with the same one mean the same person. */
function keysOf({ login, extension, user }: UserDraft): string {
  const [kind, text] = login !== '' ? ['login', login] : extension !== '' ? ['extension', extension] : ['user', user];
  return `${kind} ${text.normalize('NFC').toLowerCase()}`;
}

function checkRows(rows: readonly ListRow[], plan: UserColumnPlan): Pick<UserList, 'users' | 'problems'> {
  const { indexes, names } = plan;
  const users: ListedUser[] = [];
  const problems: RowProblem[] = [];
  const firstKeys = new Map<string, number>();
  const firstMacs = new Map<MacAddress, number>();
  const firstCodes = new Map<ProvisioningCode, number>();
  const secret = indexes.code;

  const cellOf = (row: ListRow, field: UserListField): string => {
    const index = indexes[field];
    return index === undefined ? '' : (row.cells[index] ?? '').trim();
  };
  const check = (
    row: ListRow,
  ):
    | ListedUser
    | { readonly field: UserListField; readonly reason: RowReason; readonly detail: RowProblem['detail'] } => {
    const texts = Object.fromEntries(
      USER_FIELDS.map((field) => [field, cellOf(row, field).replaceAll(/\s+/g, ' ').slice(0, LONGEST_TEXT)]),
    ) as unknown as UserDraft;
    if (texts.user === '' && texts.extension === '' && texts.login === '') {
      const field = (['user', 'login', 'extension'] as const).find((each) => indexes[each] !== undefined) ?? 'user';
      return { field, reason: 'user-missing', detail: {} };
    }
    const macText = cellOf(row, 'mac');
    let mac: MacAddress | '' = '';
    if (macText !== '') {
      if (indexes.mac !== undefined && row.numberColumns.includes(indexes.mac))
        return { field: 'mac', reason: 'mac-number-cell', detail: {} };
      const parsed = parseMac(macText);
      if (!parsed.ok) return { field: 'mac', reason: parsed.error.reason, detail: parsed.error.detail };
      mac = parsed.value;
    }
    const language = parseSheetLanguage(texts.language);
    if (language === null) return { field: 'language', reason: 'language-unknown', detail: {} };
    const codeText = cellOf(row, 'code');
    const code = parseCode(codeText);
    if (codeText !== '' && code === null) {
      const length = codeText.replaceAll(/\D/g, '').length;
      const isNumber = secret !== undefined && row.numberColumns.includes(secret);
      return { field: 'code', reason: isNumber ? 'code-number-cell' : 'code-bad', detail: { length } };
    }
    const draft: UserDraft = { ...texts, mac, language };
    const key = keysOf(draft);
    const first = firstKeys.get(key);
    if (first !== undefined)
      return {
        field: draft.login !== '' ? 'login' : draft.extension !== '' ? 'extension' : 'user',
        reason: 'user-duplicate',
        detail: { first },
      };
    const firstMac = mac === '' ? undefined : firstMacs.get(mac);
    if (firstMac !== undefined) return { field: 'mac', reason: 'duplicate', detail: { first: firstMac } };
    const firstCode = code === null ? undefined : firstCodes.get(code);
    if (firstCode !== undefined) return { field: 'code', reason: 'code-duplicate', detail: { first: firstCode } };
    firstKeys.set(key, row.row);
    if (mac !== '') firstMacs.set(mac, row.row);
    if (code !== null) firstCodes.set(code, row.row);
    const validUntilMs = readPointInTime(cellOf(row, 'valid-until'));
    return { row: row.row, draft, listed: code === null ? null : { code, validUntilMs } };
  };

  for (const row of rows) {
    const checked = check(row);
    if ('draft' in checked) {
      users.push(checked);
      continue;
    }
    const column = indexes[checked.field] ?? 0;
    const cells = row.cells.map((cell, index) => (index === secret && cell.trim() !== '' ? '***' : cell));
    problems.push({
      row: row.row,
      column: names[column] ?? columnLetter(column),
      value: isSecret(checked.field, cells[column] ?? '')
        ? '***'
        : redactText((cells[column] ?? '').trim()).slice(0, VALUE_LENGTH),
      reason: checked.reason,
      detail: checked.detail,
      cells,
    });
  }
  return { users, problems };
}

const ISO_TIME =
  /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d{1,9})?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i;
const GERMAN_TIME = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?)?(?:\s*Uhr)?$/;

/**
 * Reads when a code ends as a list writes it: seconds or milliseconds since 1970, `2026-11-28T10:00:00Z`, or
 * `28.11.2026 10:00` in local time. A day without a time is its end.
 *
 * @returns `null` for an empty cell and for what isn't understood: a wrong time would be worse than none.
 */
export function readPointInTime(text: string): number | null {
  const plain = text.trim();
  if (/^\d{9,14}$/.test(plain)) return readValidUntil(plain);
  const iso = ISO_TIME.exec(plain);
  if (iso !== null) {
    const [, year, month, day, hour, minute, second = '00', zone = ''] = iso;
    if (hour === undefined) return endOfDay(Number(year), Number(month), Number(day));
    const offset = /^[+-]/.test(zone) ? zone.replace(/^(.\d{2}):?/, '$1:') : zone === '' ? '' : 'Z';
    const time = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`).getTime();
    return Number.isNaN(time) ? null : time;
  }
  const german = GERMAN_TIME.exec(plain);
  if (german === null) return null;
  const [, day, month, year, hour, minute, second = '0'] = german;
  if (hour === undefined) return endOfDay(Number(year), Number(month), Number(day));
  const time = new Date(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  return isDay(time, Number(month), Number(day)) ? time.getTime() : null;
}

function endOfDay(year: number, month: number, day: number): number | null {
  const time = new Date(year, month - 1, day, 23, 59);
  return isDay(time, month, day) ? time.getTime() : null;
}

function isDay(time: Date, month: number, day: number): boolean {
  return time.getMonth() === month - 1 && time.getDate() === day;
}
