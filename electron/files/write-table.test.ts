import { execFile } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import papaparse from 'papaparse';
import { readSheet } from 'read-excel-file/node';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { failureMessage } from '../../shared/words/messages.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import { restoreCell } from './cell-text.ts';
import { SEPARATORS, type Table, type TableOptions, writeTable } from './write-table.ts';

const run = promisify(execFile);
const PHONES: Table = {
  header: ['MAC', 'Prüfcode', 'Nebenstelle', 'Bemerkung'],
  rows: [
    ['000413260000', '12E3', '+49301234', 'Empfang; "vorn", links\r\nzweite Zeile'],
    ['7c2f80820ec0', '0055', '0815', "=HYPERLINK('x')"],
  ],
};

let root = '';
let folder = '';

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'rollcall-table-'));
});

beforeEach(async () => {
  folder = await mkdtemp(join(root, 'case-'));
});

afterAll(async () => {
  await rm(root, { recursive: true });
});

async function write(name: string, table: Table, options?: TableOptions): Promise<string> {
  const path = join(folder, name);
  expect(await writeTable(path, table, options)).toEqual({ ok: true, value: undefined });
  return path;
}

function parseCsv(text: string, separator: string): string[][] {
  return papaparse
    .parse<string[]>(text.replace(/^\uFEFF/, ''), { delimiter: separator, newline: '\r\n' })
    .data.slice(0, -1);
}

async function* streamed(rows: Iterable<readonly string[]>): AsyncGenerator<readonly string[]> {
  yield* rows;
}

/** Tables as wide as their header, with the texts that break naive writers among the cells. */
const cells = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    'constructor',
    '__proto__',
    'toString',
    '_x000D_',
    '_x005F_x0041_',
    '"',
    '""',
    '\r\n',
    ' ',
    '',
    '\uFEFF',
  ),
  fc.string({ unit: fc.constantFrom("'", '=', '+', '"', ',', ';', '|', '\t', '\n', '\r', '_', 'x', '0', ' ') }),
);
const tables = fc.integer({ min: 1, max: 4 }).chain((width) => {
  const row = fc.array(cells, { minLength: width, maxLength: width });
  return fc.record({ header: row, rows: fc.array(row, { maxLength: 6 }) });
});

describe('CSV', () => {
  test('to the byte', async () => {
    const path = await write('phones.csv', PHONES, { separator: ';' });
    expect(await readFile(path, 'utf8')).toBe(
      '\uFEFFMAC;Prüfcode;Nebenstelle;Bemerkung\r\n' +
        '000413260000;12E3;\'+49301234;"Empfang; ""vorn"", links\r\nzweite Zeile"\r\n' +
        "7c2f80820ec0;0055;0815;'=HYPERLINK('x')\r\n",
    );
  });

  test('numbers as formulas that give their text, only when asked for', async () => {
    const path = await write('phones.csv', PHONES, { separator: ';', textFormula: true });
    expect(await readFile(path, 'utf8')).toContain('"=""000413260000""";"=""12E3""";"=""+49301234""";');
  });

  test.each(SEPARATORS)('every table comes back, separated by %j', async (separator) => {
    await fc.assert(
      fc.asyncProperty(tables, fc.boolean(), async (table, textFormula) => {
        const path = await write('any.csv', table, { separator, textFormula });
        const read = parseCsv(await readFile(path, 'utf8'), separator).map((row) => row.map(restoreCell));
        expect(read).toEqual([table.header, ...table.rows]);
      }),
      { numRuns: 50 },
    );
  });

  test("Python's csv module reads the same", async () => {
    const path = await write('phones.csv', PHONES);
    const script =
      'import csv,json,sys; print(json.dumps(list(csv.reader(open(sys.argv[1], encoding="utf-8-sig", newline="")))))';
    const { stdout } = await run('python3', ['-c', script, path]);
    const read: string[][] = JSON.parse(stdout);
    expect(read.map((row) => row.map(restoreCell))).toEqual([PHONES.header, ...(PHONES.rows as string[][])]);
  });
});

describe('XLSX', () => {
  test('every table comes back, as text', async () => {
    await fc.assert(
      fc.asyncProperty(tables, async (table) => {
        const path = await write('any.xlsx', table);
        const width = table.header.length;
        const read = await readSheet(path, { trim: false });
        const texts = read.map((row) => Array.from({ length: width }, (_, column) => row[column] ?? ''));
        const expected = [table.header, ...table.rows];
        // rows at the end without any text are no rows in a workbook
        const padded = [...texts, ...expected.slice(texts.length).map((row) => row.map(() => ''))];
        expect(padded).toEqual(expected);
      }),
      { numRuns: 60 },
    );
  });

  test('cells are strings in the file itself, formatted as text, under a bold header', async () => {
    const path = await write('phones.xlsx', PHONES);
    const script = [
      'import sys,zipfile,json,re',
      'archive = zipfile.ZipFile(sys.argv[1])',
      'sheet = archive.read("xl/worksheets/sheet1.xml").decode()',
      'styles = archive.read("xl/styles.xml").decode()',
      'cells = re.findall(r"<c [^>]*>", sheet)',
      'print(json.dumps([len(cells), all(\'t="s"\' in cell and \' s="\' in cell for cell in cells), "<b/>" in styles, "@" in styles, archive.testzip()]))',
    ].join('\n');
    const { stdout } = await run('python3', ['-c', script, path]);
    expect(JSON.parse(stdout)).toEqual([12, true, true, true, null]);
  });

  test('a cell longer than a spreadsheet takes is refused, not cut', async () => {
    const result = await writeTable(join(folder, 'long.xlsx'), { header: ['a'], rows: [['x'.repeat(32_768)]] });
    expect(result).toMatchObject({ ok: false, error: { reason: 'file-not-written', aspect: 'too-large' } });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('JSON', () => {
  test('one object a line', async () => {
    const path = await write('phones.json', {
      header: ['mac', 'note'],
      rows: [
        ['7c2f80820ec0', '=1'],
        ['000413260000', ''],
      ],
    });
    expect(await readFile(path, 'utf8')).toBe(
      '[\n{"mac":"7c2f80820ec0","note":"=1"},\n{"mac":"000413260000","note":""}\n]\n',
    );
  });

  test.each([0, 1, 999, 1000, 1001, 2000])('%i rows are one array', async (count) => {
    const rows = Array.from({ length: count }, (_, index) => [String(index)]);
    const path = await write('rows.JSON', { header: ['n'], rows: streamed(rows) });
    expect(JSON.parse(await readFile(path, 'utf8'))).toEqual(rows.map(([n]) => ({ n })));
  });
});

describe('the file', () => {
  test.each(['.csv', '.xlsx', '.json'])('%s: an empty table is a valid file', async (ending) => {
    await write(`empty${ending}`, { header: ['mac'], rows: [] });
    expect(await readdir(folder)).toEqual([`empty${ending}`]);
  });

  test('is replaced whole, and stays as it was when the rows break off', async () => {
    const path = await write('phones.csv', PHONES);
    const before = await readFile(path, 'utf8');
    const broken = (function* () {
      yield ['1', '2', '3', '4'];
      throw new Error('the database went away');
    })();
    await expect(writeTable(path, { ...PHONES, rows: broken })).rejects.toThrow('the database went away');
    expect(await readFile(path, 'utf8')).toBe(before);
    expect(await readdir(folder)).toEqual(['phones.csv']);
    await write('phones.csv', { header: ['x'], rows: [] });
    expect(await readFile(path, 'utf8')).toBe('\uFEFFx\r\n');
  });

  test('what a link at its place leads to is not touched', async () => {
    const original = join(folder, 'original.txt');
    await writeFile(original, 'mine');
    await symlink(original, join(folder, 'phones.csv'));
    await write('phones.csv', PHONES);
    expect(await readFile(original, 'utf8')).toBe('mine');
  });

  test.each([
    ['missing/phones.csv', 'folder', 'The folder for'],
    ['phones.pdf', 'format', '.csv, .xlsx, .json'],
    ['phones', 'format', '.csv, .xlsx, .json'],
    ['folder.csv', 'is-folder', 'is a folder'],
    [`${'x'.repeat(300)}.csv`, undefined, 'Choose another folder or name'],
  ])('%s can not be written: %s', async (name, aspect, words) => {
    await mkdir(join(folder, 'folder.csv'));
    const result = await writeTable(join(folder, name), PHONES);
    expect(result).toMatchObject({ ok: false, error: { kind: 'storage', reason: 'file-not-written' } });
    if (!result.ok) {
      expect(result.error.aspect).toBe(aspect);
      expect(failureMessage(createTranslator('en'), result.error)).toContain(words);
    }
    expect(await readdir(folder)).toEqual(['folder.csv']);
  });

  test('a folder without permission is named as such', async () => {
    await chmod(root, 0o755);
    await chmod(folder, 0o555);
    const script = `
      import { writeTable } from ${JSON.stringify(new URL('./write-table.ts', import.meta.url).href)};
      if (process.getuid() === 0) process.setuid(65534);
      console.log(JSON.stringify(await writeTable(process.argv[1], { header: ['a'], rows: [] })));`;
    const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, join(folder, 'phones.csv')]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { aspect: 'denied' } });
  });
});

test('100,000 rows are streamed: memory does not grow with them', async () => {
  const script = `
    import { writeTable } from ${JSON.stringify(new URL('./write-table.ts', import.meta.url).href)};
    function* rows() { for (let row = 0; row < 100_000; row++) yield Array.from({ length: 18 }, (_, column) => row + ' of column ' + column); }
    await writeTable(process.argv[1], { header: Array.from({ length: 18 }, (_, column) => 'c' + column), rows: rows() });
    console.log(process.resourceUsage().maxRSS);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script, join(folder, 'big.csv')]);
  expect(Number(stdout) / 1024).toBeLessThan(250);
  expect((await readFile(join(folder, 'big.csv'), 'utf8')).split('\r\n')).toHaveLength(100_002);
});
