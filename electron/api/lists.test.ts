import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { expectValue, expectWords, openTestApi, sourceOf } from './api-testing.ts';

const LIST = [
  'MAC;Prüfcode;Raum;Etage;URL',
  '7C2F80820EC0;AB12;101;1;https://pbx.example.net/%MACD.xml',
  '7C2F80820EC0;AB12;102;1;',
  '7C2F8O820EC1;;103;1;',
  ';;104;1;',
  '7C2F80820EC2;;105;1;ftp://wrong',
  '7C2F80820EC3;;106;1;https://user:hunter2@pbx.example.net/%MACD.xml',
  '',
  'MAC;Prüfcode;Raum;Etage;URL',
  '02000000AB01;;107;1;',
].join('\r\n');

const READING = { mapping: {}, sheet: '' } as const;

async function openSite() {
  const opened = await openTestApi();
  expectValue(await opened.api.rollouts.create({ name: 'site' }));
  return opened;
}

/** Cells that a list may hold, the odd ones among them. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '7C2F80820EC0',
    '7c:2f:80:82:0e:c1',
    '7C2F80820EC2-AB12',
    '7C2F8O820EC3',
    '1,2E+11',
    'MAC',
    'x;y',
    '"',
    '=1+1',
  ),
  fc.string({ maxLength: 15 }),
);
const anyList = fc
  .array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 30 })
  .map((rows) => ['MAC;Raum;URL', ...rows.map((row) => row.join(';'))].join('\n'));

describe('a preview', () => {
  test('adds up, and says what the import then does', async () => {
    const { api } = await openTestApi();
    let site = 0;
    await fc.assert(
      fc.asyncProperty(anyList, async (text) => {
        site += 1;
        const rollout = `site ${site}`;
        expectValue(await api.rollouts.create({ name: rollout }));
        const source = sourceOf(text);
        const preview = await api.lists.preview({ rollout, source, ...READING });
        expect(expectValue(await api.rollouts.show({ name: rollout })).rollout.devices).toBe(0);
        const imported = await api.lists.importSource({ rollout, source, ...READING, language: 'en' });
        expect(imported.ok).toBe(preview.ok);
        if (!preview.ok || !imported.ok) return;
        const { counts, reasons, problems, first, warnings } = preview.value;
        expect(counts.rows).toBe(counts.devices + counts.problems);
        expect(Object.values(reasons).reduce((sum, count) => sum + count, 0)).toBe(counts.problems);
        expect(problems).toHaveLength(counts.problems);
        expect(first).toHaveLength(Math.min(counts.devices, 20));
        expect(imported.value).toMatchObject({ rows: counts.rows, devices: counts.devices, warnings, problems });
        expect(imported.value.added).toBe(counts.devices);
        expect(imported.value.problemsFile === null).toBe(counts.problems === 0);
        expect(expectValue(await api.rollouts.show({ name: rollout })).rollout.devices).toBe(counts.devices);
      }),
      { numRuns: 80 },
    );
  });

  test('says what the list is, which column is what, and what may mend a row', async () => {
    const { api } = await openSite();
    const preview = expectValue(await api.lists.preview({ source: sourceOf(LIST), ...READING }));
    expect(preview.head).toMatchObject({ format: 'csv', encoding: 'UTF-8', separator: ';', sheets: [] });
    expect(preview.head.columns).toEqual([
      { name: 'MAC', field: 'mac' },
      { name: 'Prüfcode', field: 'check-code' },
      { name: 'Raum', field: 'room' },
      { name: 'Etage', field: null },
      { name: 'URL', field: 'url' },
    ]);
    expect(preview.counts).toEqual({ rows: 7, devices: 3, problems: 4, blankLines: 1, repeatedHeaders: 1 });
    expect(preview.reasons).toEqual({ duplicate: 1, 'mac-lookalike': 1, 'mac-missing': 1, 'url-bad': 1 });
    expect(preview.warnings).toEqual({ 'locally-administered': 1 });
    const lookalike = preview.problems.find(({ reason }) => reason === 'mac-lookalike');
    expect(lookalike).toMatchObject({ row: 4, column: 'MAC', field: 'mac', suggestion: '7C:2F:80:82:0E:C1' });
    expect(preview.problems.find(({ reason }) => reason === 'url-bad')).toMatchObject({
      field: 'url',
      suggestion: null,
    });
    expect(preview.first[1]?.url).toBe('https://***@pbx.example.net/%MACD.xml');
  });

  test('shows 200 problems and counts all', async () => {
    const { api } = await openSite();
    const text = ['MAC', '7C2F80820EC0', ...Array.from({ length: 450 }, () => '7C2F80820EC0')].join('\n');
    const preview = expectValue(await api.lists.preview({ source: sourceOf(text), ...READING }));
    expect(preview.problems).toHaveLength(200);
    expect(preview.counts.problems).toBe(450);
  });

  test('says that a passphrase is needed, and only then', async () => {
    const { api, store } = await openTestApi({ locked: true });
    const preview = async () => expectValue(await api.lists.preview({ source: sourceOf(LIST), ...READING }));
    expect(await preview()).toMatchObject({ needsPassphrase: true, reasons: { 'vault-locked': 1 } });
    await store.vault.open('a passphrase');
    expect(await preview()).toMatchObject({ needsPassphrase: false, counts: { devices: 3 } });
  });

  test('of what is no list says so in words', async () => {
    const { api } = await openSite();
    expect(expectWords(await api.lists.preview({ source: sourceOf(''), ...READING }))).toBe('files.failure.empty');
    expect(expectWords(await api.lists.preview({ rollout: 'no', source: sourceOf(LIST), ...READING }))).toBe(
      'input.no-rollout',
    );
    const unmapped = { source: sourceOf(LIST), mapping: { room: 'Keller' }, sheet: '' };
    expect(expectWords(await api.lists.preview(unmapped))).toBe('files.failure.unknown-column');
  });
});

describe('an import', () => {
  test('takes corrections as if the list had them', async () => {
    const { api } = await openSite();
    const fixes = [
      { row: 4, field: 'mac', value: '7C2F80820EC1' },
      { row: 5, field: 'mac', value: '7C2F80820EC5' },
      { row: 6, field: 'url', value: 'https://right.example.net' },
      { row: 3, field: 'mac', value: 'nonsense' },
    ] as const;
    const wanted = { source: sourceOf(LIST), ...READING, fixes: [...fixes] };
    const preview = expectValue(await api.lists.preview(wanted));
    expect(preview.counts).toMatchObject({ rows: 7, devices: 6, problems: 1 });
    const imported = expectValue(await api.lists.importSource({ rollout: 'site', ...wanted, language: 'de' }));
    expect(imported).toMatchObject({ added: 6, problemRows: 1 });
    expect(imported.problems[0]).toMatchObject({ row: 3, value: 'nonsense', reason: 'mac-unreadable' });
  });

  test('corrects a MAC that a spreadsheet made a number, and a row that is too short', async () => {
    const { api } = await openSite();
    const text = 'MAC;Raum\n7C2F80820EC0;1\nx\n1,24E+11;2';
    const fixes = [
      { row: 3, field: 'room', value: 'cellar' },
      { row: 3, field: 'mac', value: '7C2F80820EC1' },
      { row: 4, field: 'mac', value: '7C2F80820EC2' },
    ] as const;
    const wanted = { source: sourceOf(text), ...READING, fixes: [...fixes] };
    expect(expectValue(await api.lists.preview(wanted)).first.map(({ mac, room }) => `${mac} ${room}`)).toEqual([
      '7c2f80820ec0 1',
      '7c2f80820ec1 cellar',
      '7c2f80820ec2 2',
    ]);
  });

  test('of bytes and of the file with them is one and the same', async () => {
    const { api, folder } = await openSite();
    expectValue(await api.rollouts.create({ name: 'other' }));
    const path = join(folder, 'list.csv');
    writeFileSync(path, LIST);
    const byPath = expectValue(
      await api.lists.import({ rollout: 'site', path, ...READING, problemsPath: '', language: 'en' }),
    );
    const bySource = expectValue(
      await api.lists.importSource({ rollout: 'other', source: sourceOf(LIST), ...READING, language: 'en' }),
    );
    const { problems, ...counts } = byPath;
    expect(bySource).toMatchObject(counts);
    expect(bySource.problems).toMatchObject(problems);
    const page = async (rollout: string) =>
      expectValue(
        await api.devices.page({
          rollout,
          sort: { column: 'position', direction: 'ascending' },
          filter: { text: '', outcomes: [], room: null, model: null },
          offset: 0,
          limit: 500,
        }),
      );
    expect(await page('other')).toEqual(await page('site'));
  });

  test('gives the problem rows as a file that can be mended and imported', async () => {
    const { api } = await openSite();
    const { problemsFile } = expectValue(
      await api.lists.importSource({ rollout: 'site', source: sourceOf(LIST), ...READING, language: 'de' }),
    );
    const text = Buffer.from(problemsFile ?? '', 'base64').toString();
    expect(text.split('\r\n')[0]).toContain('MAC;Prüfcode;Raum;Etage;URL;row;column;reason;message');
    expect(text).toContain('7C2F8O820EC1');
    const mended = sourceOf(text.replace('7C2F8O820EC1', '7C2F80820EC1'), 'mended.csv');
    const again = expectValue(
      await api.lists.importSource({ rollout: 'site', source: mended, ...READING, language: 'de' }),
    );
    expect(again).toMatchObject({ rows: 4, added: 1 });
  });

  test('remembers the mapping for lists with the same header, in the preview too', async () => {
    const { api } = await openSite();
    const mapping = { mac: 'MAC', room: 'Etage' };
    const wanted = { rollout: 'site', source: sourceOf(LIST), sheet: '', language: 'en' } as const;
    expectValue(await api.lists.importSource({ ...wanted, mapping }));
    const preview = expectValue(await api.lists.preview({ source: sourceOf(LIST), ...READING }));
    expect(preview.isRemembered).toBe(true);
    expect(preview.head.columns.find(({ field }) => field === 'room')?.name).toBe('Etage');
    expectValue(await api.rollouts.create({ name: 'other' }));
    expectValue(await api.lists.importSource({ ...wanted, rollout: 'other', mapping: {} }));
    expect(expectValue(await api.devices.facets({ rollout: 'other' })).rooms).toEqual([{ value: '1', devices: 3 }]);
    const foreign = sourceOf(LIST.replaceAll('Etage', 'Stockwerk'));
    expect(expectValue(await api.lists.preview({ source: foreign, ...READING })).isRemembered).toBe(false);
  });

  test('again changes only what the list changed, also where a URL holds a password', async () => {
    const { api } = await openSite();
    const wanted = { rollout: 'site', source: sourceOf(LIST), ...READING, language: 'en' } as const;
    expect(expectValue(await api.lists.importSource(wanted))).toMatchObject({ added: 3, updated: 0 });
    expect(expectValue(await api.lists.importSource(wanted))).toMatchObject({ added: 0, updated: 0 });
    const moved = sourceOf(LIST.replace(';106;', ';108;'));
    expect(expectValue(await api.lists.importSource({ ...wanted, source: moved }))).toMatchObject({
      added: 0,
      updated: 1,
    });
  });

  test('tells of the change once', async () => {
    const { api, told } = await openSite();
    await new Promise((resolve) => setTimeout(resolve, 150));
    told.length = 0;
    expectValue(await api.lists.importSource({ rollout: 'site', source: sourceOf(LIST), ...READING, language: 'en' }));
    expect(told).toEqual([{ name: 'changed', value: { rollout: 'site' } }]);
  });
});
