import { parseCode } from '../../shared/domain/code.ts';
import { USER_LIST_FIELDS, type UserListField } from '../../shared/domain/code-state.ts';
import { parseLabel } from '../../shared/domain/mac.ts';
import { columnLetter, looksLikeMac } from './cell-text.ts';
import { normalizeName } from './header-names.ts';
import type { ListRow } from './list.ts';

/** What people, UsersAdmin and other exports call the columns of a users' list; spelled as by `normalizeName`. */
const NAMES: Readonly<Record<UserListField, string>> = {
  user: 'user benutzer benutzername name fullname vollername displayname anzeigename cn commonname longname langname teilnehmer teilnehmername nutzer mitarbeiter employee person longnamecn namecn',
  extension:
    'extension ext nebenstelle nst durchwahl dw e164 number nummer rufnummer telefonnummer phonenumber internenummer internerufnummer numbere164 nummere164',
  login:
    'login loginname anmeldung anmeldename sip sipname sipuri username userid h323 h323name accountname konto kennung benutzerkennung nameh323 samaccountname',
  building: 'building gebaeude haus bau site standort liegenschaft bldg',
  floor: 'floor etage stock stockwerk geschoss level ebene',
  room: 'room raum raumnummer raumnr roomnumber zimmer zimmernummer zimmernr office buero arbeitsplatz desk platz',
  model:
    'model modell modellname modelname typ type geraet geraetetyp telefontyp telefonmodell phonetype phonemodel product produkt device phone telefon',
  category:
    'category kategorie provisioningcategory provisionierungskategorie devicecategory geraetekategorie gruppe group',
  mac: 'mac macadresse macaddress macaddr macid macnr hwid hw hardwareid hardwareaddress ethernetadresse seriennummermac',
  language:
    'language lang languagecode sheetlanguage sprache sprachen sprachcode blattsprache userlanguage benutzersprache locale preferredlanguage bevorzugtesprache correspondencelanguage korrespondenzsprache',
  note: 'note notes notiz notizen bemerkung bemerkungen comment comments kommentar anmerkung hinweis remark remarks',
  code: 'code provisioningcode bereitstellungscode provisionierungscode phonecode aktivierungscode activationcode codegrouped registrierungscode registrationcode pin',
  'valid-until':
    'validuntil validuntilutc validuntillocal gueltigbis ablauf ablaufdatum expiry expires expiration expirationdate verfallsdatum valid until',
};

/** Columns that Rollcall's own files of codes and of problem rows have besides: what they say is known already. */
const OWN_COLUMNS = new Set(
  'rollout row state phoneapp codegrouped issuedutc validuntillocal firmware ip registeredutc lasterror product hwid column reason message'.split(
    ' ',
  ),
);

const FIELD_OF_NAME: ReadonlyMap<string, UserListField> = new Map(
  USER_LIST_FIELDS.flatMap((field) => NAMES[field].split(' ').map((name): [string, UserListField] => [name, field])),
);

const HEADER_ROWS = 20;
/** How much of a column has to look like something for the column to be taken for that. */
const MOST = 0.8;
/** The beginning of innovaphone's own MACs: digits alone, which could pass for a code. */
const VENDOR_MAC = /^00[:. -]?90[:. -]?33/;

/** Which column holds a field, by its header, its letter or its number from 1; empty: none does. */
export type UserMapping = Readonly<Partial<Record<UserListField, string>>>;

/** Which column holds what. */
export interface UserColumnPlan {
  /** The header's cells; `null` where there is none. */
  readonly header: readonly string[] | null;
  /** Row of the header, 0 without one. */
  readonly headerRow: number;
  /** Every column's name: its header, or its letter where that is blank or stands above a column before it. */
  readonly names: readonly string[];
  readonly indexes: Readonly<Partial<Record<UserListField, number>>>;
  /** Fields of the mapping whose column the list doesn't have. */
  readonly missing: readonly UserListField[];
}

/** The field that a header of a users' list names; `null` for a name nobody knows. */
export function userFieldOfName(name: string): UserListField | null {
  const normalized = normalizeName(name.slice(0, 100));
  return (
    FIELD_OF_NAME.get(normalized) ?? FIELD_OF_NAME.get(normalizeName(name.replace(/\(.*\)/, '').slice(0, 100))) ?? null
  );
}

/**
 * Finds which column of a users' list holds what: by its header; codes and MACs also by what stands in the column, since
 * nobody documents the header of UsersAdmin's export; without any header by content alone.
 *
 * @param sample the first rows, blank ones left out; not empty.
 */
export function findUserColumns(sample: readonly ListRow[], mapping: UserMapping): UserColumnPlan {
  const width = Math.max(...sample.map(({ cells }) => cells.length));
  const headerRow = findHeader(sample, mapping, width);
  const header = headerRow?.cells ?? null;
  const rows = sample.filter((row) => row !== headerRow);
  const indexes: Partial<Record<UserListField, number>> = {};
  const taken = new Set<number>();
  const take = (field: UserListField, column: number | undefined): void => {
    if (column === undefined || taken.has(column) || indexes[field] !== undefined || isLeftOut(mapping, field)) return;
    indexes[field] = column;
    taken.add(column);
  };
  for (const field of USER_LIST_FIELDS) take(field, mappedColumn(mapping[field], header, width));
  if (header !== null) {
    for (const [column, name] of header.entries()) {
      const field = userFieldOfName(name);
      // What is called a code but holds none is a code of another kind.
      if (field === 'code' && share(rows, column, (cell) => parseCode(cell) !== null) < 0.5) continue;
      if (field !== null) take(field, column);
    }
  }
  const columns = Array.from({ length: width }, (_, column) => column);
  const free = (accept: (cell: string) => boolean): number | undefined =>
    columns.find((column) => {
      const name = normalizeName(header?.[column] ?? '');
      return !taken.has(column) && !OWN_COLUMNS.has(name) && share(rows, column, accept) >= MOST;
    });
  take(
    'code',
    free((cell) => parseCode(cell) !== null && !VENDOR_MAC.test(cell)),
  );
  take(
    'mac',
    free((cell) => looksLikeMac(cell) && parseLabel(cell).ok),
  );
  if (header === null) take('extension', free(isNumberLike));
  const isNobodyNamed = indexes.user === undefined && indexes.login === undefined && indexes.extension === undefined;
  const isUsersList = indexes.code !== undefined || indexes.mac !== undefined || indexes.extension !== undefined;
  // Names are told by their look only where digits show that it is such a list at all.
  if (isUsersList && (header === null || isNobodyNamed)) {
    take(
      'user',
      free((cell) => /\p{L}{2,}[ ,.]+\p{L}/u.test(cell)),
    );
    take(
      'login',
      free((cell) => /^[\w.@-]{2,64}$/.test(cell) && /[a-z]/i.test(cell)),
    );
    take(
      'user',
      free((cell) => /\p{L}{2}/u.test(cell)),
    );
  }
  return {
    header,
    headerRow: headerRow?.row ?? 0,
    names: columns.map((column) => nameOf(header, column)),
    indexes,
    missing: USER_LIST_FIELDS.filter(
      (field) =>
        !isLeftOut(mapping, field) &&
        mapping[field] !== undefined &&
        mappedColumn(mapping[field], header, width) === undefined,
    ),
  };
}

/** A column's header; its letter where that is blank, or where a column before it has the same. */
function nameOf(header: readonly string[] | null, column: number): string {
  const name = header?.[column]?.trim() ?? '';
  const first = header?.findIndex((other) => normalizeName(other) === normalizeName(name)) ?? column;
  return name === '' || (first < column && normalizeName(name) !== '') ? columnLetter(column) : name;
}

/** Whether somebody said that no column fills a field. */
function isLeftOut(mapping: UserMapping, field: UserListField): boolean {
  return mapping[field]?.trim() === '';
}

/** Columns that fill nothing and that aren't Rollcall's own, by their names. */
export function unusedUserColumns({ names, indexes }: UserColumnPlan): readonly string[] {
  const used = new Set(Object.values(indexes));
  return names.filter((name, column) => !used.has(column) && !OWN_COLUMNS.has(normalizeName(name)));
}

function isNumberLike(cell: string): boolean {
  return /^\+?[\d /-]{1,16}$/.test(cell);
}

/** The first row with two known names, or with one known or chosen in the very first row; without codes and MACs. */
function findHeader(sample: readonly ListRow[], mapping: UserMapping, width: number): ListRow | null {
  // A column's letter or number is no name.
  const chosen = new Set(
    Object.values(mapping)
      .filter((name) => name.trim() !== '' && mappedColumn(name, null, width) === undefined)
      .map(normalizeName),
  );
  for (const [index, row] of sample.slice(0, HEADER_ROWS).entries()) {
    const known = row.cells.filter((cell) => userFieldOfName(cell) !== null).length;
    const isChosen = index === 0 && row.cells.some((cell) => cell.trim() !== '' && chosen.has(normalizeName(cell)));
    const holdsData = row.cells.some((cell) => parseCode(cell) !== null || looksLikeMac(cell));
    if (!holdsData && (known >= 2 || (index === 0 && known === 1) || isChosen)) return row;
  }
  return findUnnamedHeader(sample);
}

/** A first row whose cells have no digit, over columns that are digits throughout, is a header of somebody's own words. */
function findUnnamedHeader(sample: readonly ListRow[]): ListRow | null {
  const [first, ...rest] = sample;
  if (first === undefined || rest.length === 0 || first.cells.some((cell) => /\d/.test(cell))) return null;
  const isOverDigits = first.cells.some(
    (cell, column) =>
      cell.trim() !== '' && share(rest, column, (text) => parseCode(text) !== null || /^\d{2,8}$/.test(text)) >= MOST,
  );
  return isOverDigits ? first : null;
}

/** Which part of a column's cells that hold anything is accepted; 0 for an empty column. */
function share(rows: readonly ListRow[], column: number, accept: (cell: string) => boolean): number {
  const cells = rows.map(({ cells: all }) => (all[column] ?? '').trim()).filter((cell) => cell !== '');
  return cells.length === 0 ? 0 : cells.filter(accept).length / cells.length;
}

function mappedColumn(wanted: string | undefined, header: readonly string[] | null, width: number): number | undefined {
  if (wanted === undefined || wanted.trim() === '') return undefined;
  const text = wanted.trim();
  const named = header?.findIndex((name) => normalizeName(name) === normalizeName(text)) ?? -1;
  if (named >= 0) return named;
  if (/^\d{1,5}$/.test(text)) return Number(text) >= 1 && Number(text) <= width ? Number(text) - 1 : undefined;
  return Array.from({ length: width }, (_, column) => column).find(
    (column) => columnLetter(column) === text.toUpperCase(),
  );
}
