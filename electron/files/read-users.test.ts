import fc from 'fast-check';
import { expect, test } from 'vitest';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { formatCode, type ProvisioningCode } from '../../shared/domain/code.ts';
import { USER_FIELDS } from '../../shared/domain/code-state.ts';
import type { Result } from '../../shared/result.ts';
import { readPointInTime, readUsers, type UserList } from './read-users.ts';
import { toWorkbook } from './write-workbook.ts';

function unwrap<T>(result: Result<T, unknown>): T {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

async function read(text: string, options = {}): Promise<UserList> {
  return unwrap(await readUsers({ name: 'users.csv', bytes: Buffer.from(text) }, options));
}

test('a users list is read by its German header, with everything it says', async () => {
  const list = await read(
    'Name;Nebenstelle;Anmeldename;Gebäude;Etage;Raum;Modell;Kategorie;MAC;Sprache;Bemerkung;Kostenstelle\r\n' +
      'Müller, Anna;101;a.mueller;Nord;2;2.14;IP112;Büro;00-90-33-01-02-03;Englisch;am Fenster;4711\r\n' +
      'Ben Schmidt;102;b.schmidt;Nord;2;2.15;IP101;Büro;;;;4711\r\n',
  );
  expect(list).toMatchObject({ rows: 2, problems: [], unusedColumns: ['Kostenstelle'] });
  expect(list.users[0]?.draft).toEqual({
    user: 'Müller, Anna',
    extension: '101',
    login: 'a.mueller',
    building: 'Nord',
    floor: '2',
    room: '2.14',
    model: 'IP112',
    category: 'Büro',
    mac: '009033010203',
    language: 'en',
    note: 'am Fenster',
  });
  expect(list.users[1]?.draft).toMatchObject({ mac: '', language: '' });
});

test.each([
  [
    'with the header of a browser page',
    'Full name,Device name,Foo\nAnna A,anna,0123-4567-8901\nBen B,ben,5628 2278 4750\n',
  ],
  ['with words of somebody else', 'Wer;Was;Wann\nAnna A;0123 4567 8901;x\nBen B;562822784750;y\n'],
  ['without any header', 'Anna A;="012345678901";101\nBen B;"5628-2278-4750";102\n'],
])('codes that UsersAdmin exported are found by their content, %s', async (_, text) => {
  const list = await read(text);
  expect(list.users.map(({ listed }) => listed?.code)).toEqual(['012345678901', '562822784750']);
  expect(list.users.map(({ draft }) => draft.user)).toEqual(['Anna A', 'Ben B']);
  expect(list.rows).toBe(2);
});

test('MACs of digits alone are not taken for codes', async () => {
  const list = await read('user;phone id\nAnna A;009033010203\nBen B;009033010204\n');
  expect(list.users.map(({ draft, listed }) => [draft.mac, listed])).toEqual([
    ['009033010203', null],
    ['009033010204', null],
  ]);
});

test('rows that are no users say why, without their codes, and the counts add up', async () => {
  const list = await read(
    'login;user;mac;code\n' +
      'anna;Anna;009033010203;123123123123\n' +
      ';;;\n' +
      ';;;999999999999\n' +
      'ANNA;Anna again;;\n' +
      'ben;Ben;009033010203;\n' +
      'cleo;Cleo;12;\n' +
      'dora;Dora;;12312312312\n' +
      'emil;Emil;;1231-2312-3123\n' +
      'login;user;mac;code\n',
  );
  expect(list.rows).toBe(list.users.length + list.problems.length);
  expect(list.problems.map(({ row, reason }) => [row, reason])).toEqual([
    [4, 'user-missing'],
    [5, 'user-duplicate'],
    [6, 'duplicate'],
    [7, 'mac-length'],
    [8, 'code-bad'],
    [9, 'code-duplicate'],
  ]);
  expect(JSON.stringify(list.problems)).not.toMatch(/9999|1231-2312|123123/);
});

test('a workbook is read like a CSV file; a code that lost its zeros is a problem', async () => {
  const bytes = unwrapBytes(
    await toWorkbook({
      header: ['cn', 'e164', 'sip', 'code', 'valid_until_utc'],
      rows: [['Anna', '0101', 'anna', '012345678901', '2026-11-28T09:00:00Z']],
    }),
  );
  const list = unwrap(await readUsers({ name: 'users.xlsx', bytes }));
  expect(list.users[0]).toMatchObject({
    draft: { user: 'Anna', extension: '0101', login: 'anna' },
    listed: { code: '012345678901', validUntilMs: Date.UTC(2026, 10, 28, 9) },
  });
});

test('the first sheet that names somebody is read, behind a cover and notes', async () => {
  const cover = [['Rollout Rathaus'], ['Stand: März']];
  const bytes = await writeBook({
    Deckblatt: cover,
    Leer: [],
    Benutzer: [
      ['Name', 'Nebenstelle'],
      ['Anna', '101'],
    ],
    Reserve: [['Name'], ['Ben']],
  });
  const book = { name: 'users.xlsx', bytes };
  for (const isOpenToChoice of [false, true]) {
    const list = unwrap(await readUsers(book, { isOpenToChoice }));
    expect(list.users).toMatchObject([{ draft: { user: 'Anna', extension: '101' } }]);
    expect(list.head).toMatchObject({ sheet: 'Benutzer', sheets: ['Deckblatt', 'Leer', 'Benutzer', 'Reserve'] });
  }
  expect(unwrap(await readUsers(book, { mapping: { room: 'Nebenstelle' } })).users[0]?.draft.room).toBe('101');
  // Who names a sheet means that one.
  expect(await readUsers(book, { sheet: 'Deckblatt' })).toMatchObject({ error: { reason: 'no-user-column' } });
  const chosen = unwrap(await readUsers(book, { sheet: 'Deckblatt', isOpenToChoice: true }));
  expect(chosen).toMatchObject({ users: [], head: { sheet: 'Deckblatt' } });
  const none = { name: 'users.xlsx', bytes: await writeBook({ Deckblatt: cover, Leer: [] }) };
  expect(await readUsers(none)).toMatchObject({ error: { reason: 'no-user-column' } });
  expect(unwrap(await readUsers(none, { isOpenToChoice: true })).head.sheet).toBe('Deckblatt');
});

function writeBook(sheets: Readonly<Record<string, SheetData>>): Promise<Buffer> {
  return writeExcelFile(Object.entries(sheets).map(([sheet, data]) => ({ sheet, data }))).toBuffer();
}

function unwrapBytes(bytes: Uint8Array | null): Uint8Array {
  if (bytes === null) throw new Error('No workbook was made.');
  return bytes;
}

test('a language that no sheet has is a problem of its row', async () => {
  const list = await read('name;login;language\nAnna;anna;DE\nBen;ben;fr\nCleo;cleo;\nDora;dora;de/en\n');
  expect(list.users.map(({ draft }) => draft.language)).toEqual(['de', '']);
  expect(list.problems).toMatchObject([
    { row: 3, column: 'language', value: 'fr', reason: 'language-unknown' },
    { row: 5, value: 'de/en', reason: 'language-unknown' },
  ]);
  const without = await read('name;login;language\nBen;ben;fr\n', { mapping: { language: '' } });
  expect(without).toMatchObject({ problems: [], unusedColumns: ['language'] });
});

test('who chooses columns sees what stands in them, and no code', async () => {
  const text = 'Wer;Wo;Was;Wo\nAnna A;2.1;0123-4567-8901;x\nBen B;2.2;5628 2278 4750;y\n';
  const known = await read(text, { mapping: { code: '' }, isOpenToChoice: true });
  expect(known.columns.map(({ name, field }) => [name, field])).toEqual([
    ['Wer', null],
    ['Wo', null],
    ['Was', null],
    ['D', null],
  ]);
  expect(known.columns.map(({ sample }) => sample)).toEqual(['Anna A', '2.1', '', 'x']);
  expect(known).toMatchObject({ rows: 2, users: [] });
  expect(known.problems.map(({ reason }) => reason)).toEqual(['user-missing', 'user-missing']);
  expect(JSON.stringify(known.problems.map(({ cells: _cells, ...shown }) => shown))).not.toMatch(/\d{4}/);
  const chosen = await read(text, { mapping: { user: 'Wer', room: 'Wo', note: 'D', code: '' } });
  expect(chosen.users[0]).toMatchObject({ draft: { user: 'Anna A', room: '2.1', note: 'x' }, listed: null });
  expect(chosen.unusedColumns).toEqual(['Was']);
});

test('a header of nothing but own words counts where a mapping names it', async () => {
  const list = await read('Wer;Wo\nAnna;Nord\n', { mapping: { user: 'wer', building: 'Wo' } });
  expect(list.users.map(({ draft }) => [draft.user, draft.building])).toEqual([['Anna', 'Nord']]);
});

test('a mapping to a column that is not there is refused', async () => {
  const result = await readUsers({ name: 'x', bytes: Buffer.from('user;room\nAnna;1\n') }, { mapping: { note: 'Q' } });
  expect(result).toMatchObject({
    ok: false,
    error: { reason: 'unknown-column', detail: { field: 'note', column: 'Q' } },
  });
});

test('a mapping wins, also by letter', async () => {
  const list = await read('user;room\nE 5;Anna\n', { mapping: { user: 'B', room: 'A' } });
  expect(list.users[0]?.draft).toMatchObject({ user: 'Anna', room: 'E 5' });
});

test.each([
  ['', 'empty'],
  ['user;room\n', 'empty'],
  ['colour;taste\nred;sweet\nblue;sour\n', 'no-user-column'],
])('%j can be read or says why not', async (text, reason) => {
  const result = await readUsers({ name: 'x', bytes: Buffer.from(text) });
  expect(result.ok ? undefined : result.error.reason).toBe(reason);
});

test.each([
  ['1795860000', Date.UTC(2026, 10, 28, 10)],
  ['1795860000000', Date.UTC(2026, 10, 28, 10)],
  ['2026-11-28T10:00:00Z', Date.UTC(2026, 10, 28, 10)],
  ['2026-11-28 11:00+01:00', Date.UTC(2026, 10, 28, 10)],
  ['28.11.2026 10:00', new Date(2026, 10, 28, 10).getTime()],
  ['28.11.2026', new Date(2026, 10, 28, 23, 59).getTime()],
  ['31.02.2026', null],
  ['soon', null],
  ['', null],
])('the end of a code %j', (text, time) => {
  expect(readPointInTime(text)).toBe(time);
});

const name = fc.stringMatching(/^[a-z]{2,8} [a-z]{2,8}$/);

test('whatever a list holds, every row becomes a user or a problem, and every code keeps its digits', async () => {
  const row = fc.record({
    user: name,
    extension: fc.stringMatching(/^\d{2,5}$/),
    code: fc.stringMatching(/^\d{12}$/),
    note: fc.string({ maxLength: 20 }),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 8 }), async (rows) => {
      const quote = (text: string) => `"${text.replaceAll('"', '""').replaceAll(/[\r\n\0]/g, ' ')}"`;
      const lines = rows.map(({ user, extension, code, note }) =>
        [user, extension, formatCode(code as ProvisioningCode), quote(note)].join(';'),
      );
      const list = await read(`user;extension;code;note\n${lines.join('\n')}\n`);
      expect(list.users.length + list.problems.length).toBe(rows.length);
      for (const { row: at, listed, draft } of list.users) {
        expect(listed?.code).toBe(rows[at - 2]?.code);
        for (const field of USER_FIELDS) expect(typeof draft[field]).toBe('string');
      }
    }),
    { numRuns: 60 },
  );
});
