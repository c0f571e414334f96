import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { readWhole, whyNotOpened } from './list-testing.ts';
import { packZip, unpackZip } from './zip-archive.ts';

const run = promisify(execFile);

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-workbooks-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

let files = 0;

async function writeBook(sheets: Readonly<Record<string, SheetData>>): Promise<Buffer> {
  const path = join(folder, `book-${files++}.xlsx`);
  await writeExcelFile(Object.entries(sheets).map(([sheet, data]) => ({ sheet, data }))).toFile(path);
  return await readFile(path);
}

/** A workbook of hand-written XML, packed by Python's own zipfile. */
async function packWithPython(sheetXml: string, extra: Readonly<Record<string, string>> = {}): Promise<Buffer> {
  const path = join(folder, `python-${files++}.xlsx`);
  const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const parts = {
    'xl/workbook.xml': `<workbook xmlns:r="${relations}"><sheets><sheet name="Eins &amp; Zwei" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId1" Type="${relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${sheetXml}</sheetData></worksheet>`,
    ...extra,
  };
  const script = [
    'import json, sys, zipfile',
    'with zipfile.ZipFile(sys.argv[1], "w", zipfile.ZIP_DEFLATED) as archive:',
    '    for name, content in json.loads(sys.argv[2]).items(): archive.writestr(name, content)',
  ].join('\n');
  await run('python3', ['-c', script, path, JSON.stringify(parts)]);
  return await readFile(path);
}

const text = (value: string): string => `<is><t>${value}</t></is>`;

describe('workbooks', () => {
  test('text, numbers and dates; a number in the MAC column is a problem', async () => {
    const bytes = await writeBook({
      Telefone: [
        ['MAC', 'Seriennummer', 'Durchwahl', 'Bemerkung'],
        ['7C2F80820EC0-55DF', 12345678901234, 42, new Date(Date.UTC(2026, 0, 31))],
        [413610000229, 'S2', 43, true],
        [null, null, null, null],
        ['00:04:13:61:0F:F5', 0.5, '044', null],
        ['7c2f80820ec0', null, null, null],
        [null, null, null, null],
      ].map((row) => row.map((value) => (value instanceof Date ? { value, format: 'yyyy-mm-dd' } : value))),
    });
    const list = await readWhole(bytes);
    expect(list.head).toMatchObject({ format: 'xlsx', encoding: '', separator: '', sheets: ['Telefone'] });
    expect(list.devices).toMatchObject([
      { row: 2, checkCode: '55DF', serial: '12345678901234', extension: '42', note: '2026-01-31' },
      { row: 5, mac: '000413610ff5', serial: '0.5', extension: '044' },
    ]);
    expect(list.problems).toMatchObject([
      {
        row: 3,
        column: 'MAC',
        reason: 'mac-number-cell',
        value: '413610000229',
        cells: ['413610000229', 'S2', '43', 'TRUE'],
      },
      { row: 6, reason: 'duplicate', detail: { first: 2 } },
    ]);
  });

  test('the first sheet, or the one that is named', async () => {
    const bytes = await writeBook({
      Telefone: [['MAC'], ['7C2F80820EC0']],
      'Köln 2': [['MAC'], ['000413610FF5']],
    });
    expect((await readWhole(bytes)).devices).toMatchObject([{ mac: '7c2f80820ec0' }]);
    expect((await readWhole(bytes, { sheet: 'köln 2' })).devices).toMatchObject([{ mac: '000413610ff5' }]);
    expect(await whyNotOpened(bytes, { sheet: 'Bonn' })).toEqual({
      reason: 'unknown-sheet',
      detail: { file: 'phones.csv', sheet: 'Bonn', sheets: 'Telefone, Köln 2' },
    });
  });

  test('the first sheet that holds phones, behind a cover and notes', async () => {
    const bytes = await writeBook({
      Deckblatt: [['Rollout Rathaus'], ['Stand: März']],
      Leer: [],
      Telefone: [
        ['MAC', 'Raum'],
        ['7C2F80820EC0', '1.01'],
      ],
      Reserve: [['MAC'], ['000413610FF5']],
    });
    const list = await readWhole(bytes);
    expect(list.devices).toMatchObject([{ mac: '7c2f80820ec0', room: '1.01' }]);
    expect(list.head).toMatchObject({ sheet: 'Telefone', sheets: ['Deckblatt', 'Leer', 'Telefone', 'Reserve'] });
    expect((await readWhole(bytes, { mapping: { note: 'Raum' } })).devices).toMatchObject([{ note: '1.01' }]);
    // Who names a sheet means that one.
    expect(await whyNotOpened(bytes, { sheet: 'Deckblatt' })).toMatchObject({ reason: 'no-mac-column' });
    const none = await writeBook({ Deckblatt: [['Rollout Rathaus'], ['Stand: März']], Leer: [] });
    expect(await whyNotOpened(none)).toMatchObject({ reason: 'no-mac-column' });
  });

  test('without header, by letters', async () => {
    const bytes = await writeBook({
      S: [
        ['x', '7C2F80820EC0'],
        ['y', '000413610FF5'],
      ],
    });
    const list = await readWhole(bytes, { mapping: { user: 'A' } });
    expect(list.devices).toMatchObject([
      { row: 1, user: 'x' },
      { row: 2, user: 'y' },
    ]);
  });

  test('an empty sheet', async () => {
    expect(await whyNotOpened(await writeBook({ S: [] }))).toMatchObject({ reason: 'empty' });
  });

  test('stored values of formulas, numbers with an exponent, gaps, and errors, packed by another program', async () => {
    const bytes = await packWithPython(
      [
        `<row r="1"><c r="A1" t="inlineStr">${text('MAC')}</c><c r="B1" t="inlineStr">${text('Durchwahl')}</c></row>`,
        '<row r="3"><c r="A3" t="str"><f>UPPER("x")</f><v>7C2F80820EC0</v></c><c r="B3"><f>1+1</f><v>1.2E+3</v></c></row>',
        '<row r="4"><c r="A4"><v>4.1361000000000002E+11</v></c></row>',
        '<row r="5"><c r="A5" t="e"><v>#N/A</v></c><c r="B5"><v>7</v></c></row>',
        '<row r="9"><c r="A9" s="0"/></row>',
      ].join(''),
      { 'xl/styles.xml': '<styleSheet><cellXfs count="1"><xf numFmtId="0"/></cellXfs></styleSheet>' },
    );
    const list = await readWhole(bytes, { sheet: 'Eins & Zwei' });
    expect(list.devices).toMatchObject([{ row: 3, mac: '7c2f80820ec0', extension: '1200' }]);
    expect(list.problems).toMatchObject([
      { row: 4, reason: 'mac-number-cell', value: '413610000000' },
      { row: 5, reason: 'mac-missing', cells: ['', '7'] },
    ]);
  });

  test('what was written comes back', async () => {
    const cell = fc.string({
      unit: fc.constantFrom('a', 'ü', '"', '<', '&', ';', '\n', '1', '€'),
      minLength: 1,
      maxLength: 9,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { minLength: 1, maxLength: 15 }), async (users) => {
        const rows = users.map((user, index) => [`7C2F80${String(index).padStart(6, '0')}`, `x${user}x`]);
        const { devices } = await readWhole(await writeBook({ S: [['MAC', 'User'], ...rows] }));
        expect(devices.map(({ user }) => user)).toEqual(users.map((user) => `x${user}x`));
      }),
      { numRuns: 25 },
    );
  });
});

describe('workbooks that are refused', () => {
  const container = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)]);

  test.each([
    ['an old .xls', container, 'old-workbook'],
    ['an encrypted .xlsx', Buffer.concat([container, Buffer.from('EncryptedPackage', 'utf16le')]), 'encrypted-file'],
    ['another archive', packZip(new Map([['content.xml', Buffer.from('<x/>')]])), 'other-workbook'],
    ['an empty archive', packZip(new Map()), 'other-workbook'],
    ['a broken archive', Buffer.from('504b0304140000000800', 'hex'), 'unreadable-file'],
    ['broken XML', packZip(new Map([['xl/workbook.xml', Buffer.from('<workbook')]])), 'unreadable-file'],
  ])('%s', async (_name, bytes, reason) => {
    expect(await whyNotOpened(bytes)).toMatchObject({ reason });
  });

  test.each([
    ['a row far down', '<row r="999999999"><c r="A999999999"><v>1</v></c></row>'],
    ['a cell far right', '<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>'],
    ['a stray cell far right and down', '<row r="500000"><c r="XFD500000"><v>1</v></c></row>'],
    ['a number written to be overlooked', '<row r="1e9"><c r="A1"><v>1</v></c></row>'],
    ['a place with character references', "<row r='&#57;99999999'><c r='A1'><v>1</v></c></row>"],
  ])('%s', async (_name, rows) => {
    expect(await whyNotOpened(await packWithPython(rows))).toMatchObject({ reason: 'too-large' });
  });

  test('an archive that unpacks to far more than it says', async () => {
    const bomb = packZip(new Map([['xl/worksheets/sheet1.xml', deflateRawSync(Buffer.alloc(300 * 1024 * 1024))]]));
    // the method of the directory's entry: deflated
    bomb.writeUInt16LE(8, bomb.indexOf(Buffer.from('504b0102', 'hex')) + 10);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    expect(await whyNotOpened(bomb)).toMatchObject({ reason: 'too-large', detail: { limit: 256 } });
  });

  test('a damaged workbook ends in a reason or a list, wherever the damage is', async () => {
    const bytes = await writeBook({
      S: [
        ['MAC', 'Raum'],
        ['7C2F80820EC0', 1],
        ['000413610FF5', 2],
      ],
    });
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: bytes.length - 1 }),
        fc.nat({ max: 255 }),
        fc.boolean(),
        async (at, value, isCut) => {
          const damaged = isCut ? bytes.subarray(0, at) : Buffer.from(bytes);
          if (!isCut) damaged[at] = value;
          if ((await whyNotOpened(damaged)) === null) await readWhole(damaged);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('archives', () => {
  test('what is packed is unpacked, here and by Python', async () => {
    const entries = new Map([
      ['a.xml', Buffer.from('<a/>')],
      ['ü/b.xml', Buffer.alloc(70_000, 'x')],
      ['empty.xml', Buffer.alloc(0)],
    ]);
    const archive = packZip(entries);
    const unpacked = await unpackZip(archive, () => true, 100_000);
    expect(unpacked.ok && [...unpacked.value].map(([name, content]) => [name, Buffer.from(content)])).toEqual([
      ...entries,
    ]);
    const script =
      'import sys, io, zipfile; z = zipfile.ZipFile(io.BytesIO(sys.stdin.buffer.read())); print(z.testzip(), z.namelist())';
    const child = run('python3', ['-X', 'utf8', '-c', script]);
    child.child.stdin?.end(archive);
    expect((await child).stdout).toBe("None ['a.xml', 'ü/b.xml', 'empty.xml']\n");
  });
});
