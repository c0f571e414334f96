import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RowProblem } from '../../shared/domain/problem.ts';
import { problemMessage } from '../../shared/words/messages.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import type { ListedDevice, ListHead } from './list.ts';
import { openList } from './read-list.ts';
import { writeProblems } from './write-problems.ts';

const translate = createTranslator('de');
const sentenceOf = (problem: RowProblem): string => problemMessage(translate, problem);

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-problems-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

interface ReadAll {
  readonly head: ListHead;
  readonly devices: readonly ListedDevice[];
  readonly problems: readonly RowProblem[];
}

async function readAll(bytes: Uint8Array): Promise<ReadAll> {
  const list = await openList({ name: 'list', bytes });
  if (!list.ok) throw new Error(`not a list: ${list.error.reason}`);
  const devices: ListedDevice[] = [];
  const problems: RowProblem[] = [];
  for await (const batch of list.value.batches()) {
    devices.push(...batch.devices);
    problems.push(...batch.problems);
  }
  return { head: list.value.head, devices, problems };
}

/** Reads a text as a list, writes its problem rows, mends them in the file and reads that. */
async function mend(text: string, name: string, mends: readonly (readonly [string, string])[]) {
  const read = await readAll(Buffer.from(text));
  const path = join(folder, name);
  expect(await writeProblems(path, read.head, read.problems, sentenceOf, { separator: ';' })).toMatchObject({
    ok: true,
  });
  const written = await readFile(path);
  let mended = written.toString('utf8');
  for (const [wrong, right] of mends) {
    expect(mended).toContain(wrong);
    mended = mended.replace(wrong, right);
  }
  return { read, written, again: await readAll(Buffer.from(mended)) };
}

describe('the file of problem rows', () => {
  test('has the own columns first, then row, column, reason and the sentence', async () => {
    const { written } = await mend(
      'Raum;MAC;Bemerkung\r\n101;7C2F80820ECO;"Tür; links"\r\n102;7C2F80820EC1;\r\n103;7C2F;+49\r\n',
      'named.csv',
      [],
    );
    expect(written.toString('utf8')).toBe(
      [
        '\uFEFFRaum;MAC;Bemerkung;row;column;reason;message',
        '101;7C2F80820ECO;"Tür; links";2;MAC;mac-lookalike;"„O“ (Zeichen 12) ist keine Hexziffer, sieht aber wie eine aus. Gemeint ist vielleicht 7C:2F:80:82:0E:C0: mit dem Etikett vergleichen."',
        `103;7C2F;'+49;4;MAC;mac-length;"${problemMessage(translate, { reason: 'mac-length', detail: { length: 4 } })}"`,
        '',
      ].join('\r\n'),
    );
  });

  test('gives devices with all their fields once it is mended; what is not stays a problem', async () => {
    const { again } = await mend(
      'Raum;MAC;Nebenstelle\n101;7C2F80820ECO;+4930\n102;7C2F80820EC1;0815\n103;7C2F;12\n',
      'mended.csv',
      [['7C2F80820ECO', '7C2F80820EC0']],
    );
    expect(again.devices).toMatchObject([{ mac: '7c2f80820ec0', room: '101', extension: '+4930', note: '', user: '' }]);
    expect(again.problems).toMatchObject([{ reason: 'mac-length', row: 3 }]);
  });

  test('a suggestion in a sentence is never taken for a MAC', async () => {
    for (const text of ['MAC;Raum\n7C2F80820ECO;1\n', 'x;7C2F80820ECO\ny;7C2F80820EC1\n']) {
      const { again, read } = await mend(text, 'unmended.csv', []);
      expect(read.problems).toHaveLength(1);
      expect(again.devices).toEqual([]);
      expect(again.problems.map(({ reason }) => reason)).toEqual(['mac-lookalike']);
    }
  });

  test('a list without header gets one that its reader knows', async () => {
    const { written, again } = await mend(
      'Empfang;7C2F80820EC1;https://a.example/x\nKeller;7C2F8O820EC0;https://a.example/y\n',
      'no-header.csv',
      [['7C2F8O820EC0', '7C2F80820EC0']],
    );
    expect(written.toString('utf8')).toContain('\uFEFFA;mac;url;row;column;reason;message\r\nKeller;');
    expect(again.devices).toMatchObject([{ mac: '7c2f80820ec0', url: 'https://a.example/y' }]);
  });

  test('written again from itself it grows no second set of columns', async () => {
    const { again } = await mend('MAC;Raum\n7C2F;1\n7C2F80820EC0;2\n', 'first.csv', []);
    const path = join(folder, 'second.csv');
    await writeProblems(path, again.head, again.problems, sentenceOf, { separator: ';' });
    const [header, row] = (await readFile(path, 'utf8')).split('\r\n');
    expect(header).toBe('\uFEFFMAC;Raum;row;column;reason;message');
    expect(row).toMatch(/^7C2F;1;2;MAC;mac-length;/);
  });

  test('cells beyond the header are kept', async () => {
    const { written } = await mend('MAC;Raum\n7C2F;1;übrig\n7C2F80820EC0;2\n', 'wide.csv', []);
    expect(written.toString('utf8')).toContain('\uFEFFMAC;Raum;C;row;column;reason;message\r\n7C2F;1;übrig;2;');
  });

  test('items that are secret are masked, empty ones stay empty', async () => {
    const read = await readAll(
      Buffer.from('MAC;item:sip-pwd;item:display-id\n7C2F;hunter2;100\n7C2F80820EC;;101\n7C2F80820EC0;x;102\n'),
    );
    const path = join(folder, 'items.csv');
    expect(await writeProblems(path, read.head, read.problems, sentenceOf, { separator: ';' })).toMatchObject({
      ok: true,
    });
    const written = await readFile(path, 'utf8');
    expect(written).not.toContain('hunter2');
    expect(written).toContain('7C2F;***;100;');
    expect(written).toContain('7C2F80820EC;;101;');
  });

  test('the passwords in URLs are in none of the formats', async () => {
    const text =
      'MAC;URL;Bemerkung\n7C2F;https://tech:hunter2@prov.example/%MACD;alt: http://a.example und http://u:hunter2@b.example\n7C2F80820EC0;;OK: wie besprochen\n7C2F80820EC0;;OK: wie besprochen\n';
    const { read, written } = await mend(text, 'secret.csv', []);
    expect(read.problems).toHaveLength(2);
    expect(written.toString('utf8')).not.toContain('hunter2');
    expect(written.toString('utf8')).toContain('https://***@prov.example/%MACD');
    expect(written.toString('utf8')).toContain(';OK: wie besprochen;');
    const path = join(folder, 'secret.json');
    await writeProblems(path, read.head, read.problems, sentenceOf);
    expect(await readFile(path, 'utf8')).not.toContain('hunter2');
  });

  test('as a workbook it can be mended and read as well', async () => {
    const read = await readAll(Buffer.from('MAC;Nebenstelle\n7C2F;0815\n7C2F80820EC0;1\n'));
    const path = join(folder, 'problems.xlsx');
    expect(await writeProblems(path, read.head, read.problems, sentenceOf)).toMatchObject({ ok: true });
    const again = await readAll(await readFile(path));
    expect(again.head.header).toEqual(['MAC', 'Nebenstelle', 'row', 'column', 'reason', 'message']);
    expect(again.problems).toMatchObject([
      { reason: 'mac-length', cells: ['7C2F', '0815', '2', 'MAC', 'mac-length', expect.any(String)] },
    ]);
  });
});
