import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import type { RowProblem } from '../../shared/domain/problem.ts';
import { isGigasetMac } from '../../shared/domain/vendor.ts';
import { problemMessage } from '../../shared/words/messages.ts';
import { createTranslator } from '../../shared/words/translate.ts';
import type { ListedDevice, ListHead, ListSummary } from './list.ts';
import { openList } from './read-list.ts';
import { writeProblems } from './write-problems.ts';
import { type Table, writeTable } from './write-table.ts';

const run = promisify(execFile);
const samples = fileURLToPath(new URL('../../assets/samples', import.meta.url));
const LISTS = ['messy-500.csv', 'messy-500.expected.json', 'practice-24.csv'];

interface ReadAll {
  readonly head: ListHead;
  readonly summary: ListSummary;
  readonly devices: readonly ListedDevice[];
  readonly problems: readonly RowProblem[];
}

async function readList(path: string): Promise<ReadAll> {
  const list = await openList({ name: path, bytes: await readFile(path) });
  if (!list.ok) throw new Error(`not a list: ${list.error.reason}`);
  const devices: ListedDevice[] = [];
  const problems: RowProblem[] = [];
  const batches = list.value.batches();
  let next = await batches.next();
  for (; !next.done; next = await batches.next()) {
    devices.push(...next.value.devices);
    problems.push(...next.value.problems);
  }
  return { head: list.value.head, summary: next.value, devices, problems };
}

function countReasons(problems: readonly RowProblem[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { reason } of problems) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}

async function inNewFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-samples-'));
  await work(folder).finally(() => rm(folder, { recursive: true }));
}

test('the script makes the very files that are here', () =>
  inNewFolder(async (folder) => {
    await run(process.execPath, [join(samples, 'make-messy-list.ts'), folder]);
    expect(await readdir(folder)).toEqual(LISTS);
    for (const name of LISTS) {
      expect(await readFile(join(folder, name), 'utf8')).toBe(await readFile(join(samples, name), 'utf8'));
    }
  }));

test('the messy list gives the devices and problems its maker meant', async () => {
  const { problemsByReason, ...counts } = JSON.parse(await readFile(join(samples, 'messy-500.expected.json'), 'utf8'));
  const { head, summary, devices, problems } = await readList(join(samples, 'messy-500.csv'));
  expect(head).toMatchObject({ separator: ';', encoding: 'UTF-8' });
  expect(summary).toEqual(counts);
  expect(countReasons(problems)).toEqual(problemsByReason);
  expect(new Set(devices.map(({ mac }) => mac)).size).toBe(counts.devices);
  expect(devices.every(({ mac }) => isGigasetMac(mac))).toBe(true);
  expect(devices.filter(({ checkCode }) => checkCode === '').length).toBeGreaterThan(50);
  expect(devices.some(({ extension }) => extension.startsWith('+49'))).toBe(true);
  expect(devices.some(({ extension }) => extension.startsWith('00'))).toBe(true);
  expect(devices.some(({ note }) => note.includes('\n'))).toBe(true);
});

test('the practice list is clean', async () => {
  const { summary, devices } = await readList(join(samples, 'practice-24.csv'));
  expect(summary).toMatchObject({ rows: 24, devices: 24, problems: 0 });
  expect(devices.every(({ room, checkCode }) => room !== '' && checkCode.length === 4)).toBe(true);
});

test('what was read of the messy list, written and read again, is the same', () =>
  inNewFolder(async (folder) => {
    const { devices } = await readList(join(samples, 'messy-500.csv'));
    const table: Table = {
      header: ['mac', 'check-code', 'serial', 'pin', 'vendor', 'model', 'user', 'extension', 'room', 'note', 'url'],
      rows: devices.map((device) => [
        ...[device.mac, device.checkCode, device.serial, device.pin, device.vendor, device.model],
        ...[device.user, device.extension, device.room, device.note, device.url],
      ]),
    };
    const withoutRow = (list: readonly ListedDevice[]) => list.map(({ row, ...device }) => device);
    for (const [name, options] of [
      ['a.csv', { separator: ';' }],
      ['b.csv', { separator: ',', textFormula: true }],
      ['c.csv', { separator: '\t' }],
      ['d.csv', { separator: '|' }],
      ['e.xlsx', {}],
    ] as const) {
      const path = join(folder, name);
      expect(await writeTable(path, table, options)).toMatchObject({ ok: true });
      const again = await readList(path);
      expect(again.problems).toEqual([]);
      expect(withoutRow(again.devices)).toEqual(withoutRow(devices));
    }
  }));

test('its problem rows, written and read again, have the same problems but for the duplicates', () =>
  inNewFolder(async (folder) => {
    const { head, problems } = await readList(join(samples, 'messy-500.csv'));
    const translate = createTranslator('de');
    for (const name of ['problems.csv', 'problems.xlsx']) {
      const path = join(folder, name);
      await writeProblems(path, head, problems, (problem) => problemMessage(translate, problem));
      const again = await readList(path);
      const { duplicate, ...others } = countReasons(problems);
      expect(again.summary).toMatchObject({ rows: problems.length, blankLines: 0, repeatedHeaders: 0 });
      expect(countReasons(again.problems)).toMatchObject(others);
      expect(again.devices.length + (countReasons(again.problems).duplicate ?? 0)).toBe(duplicate);
    }
  }));
