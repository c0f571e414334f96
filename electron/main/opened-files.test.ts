import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type OpenedFile, OpenedFiles, readForWindow, rolloutFileOf } from './opened-files.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-opened-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each<[string, readonly string[], string | null]>([
  ['Windows and Linux', ['Rollcall', '/data/Site.rollcall'], '/data/Site.rollcall'],
  ['a relative path', ['Rollcall', 'Site.ROLLCALL'], '/home/me/Site.ROLLCALL'],
  ['among switches', ['rollcall', '--no-sandbox', '/a.rollcall', '--data', '/d'], '/a.rollcall'],
  ['nothing', ['rollcall'], null],
  ['the program itself', ['/opt/Rollcall/rollcall', '--lang=de'], null],
  ['other files', ['rollcall', '/etc/passwd', 'list.csv'], null],
  ['a switch that ends so', ['rollcall', '--log=/x.rollcall'], null],
])('the file of a command line: %s', (_name, words, path) => {
  expect(rolloutFileOf(words, '/home/me')).toBe(path);
});

test('a file that comes before the window waits for it, later ones go at once', async () => {
  const [first, second] = [join(folder, 'one.rollcall'), join(folder, 'two.rollcall')];
  writeFileSync(first, 'one');
  writeFileSync(second, 'two');
  const handed: OpenedFile[] = [];
  const files = new OpenedFiles(
    (file) => handed.push(file),
    () => {},
  );
  await files.give(first);
  expect(handed).toEqual([]);
  files.listen();
  files.listen();
  expect(handed).toEqual([{ name: 'one.rollcall', base64: 'b25l' }]);
  await files.give(second);
  expect(handed.map(({ name }) => name)).toEqual(['one.rollcall', 'two.rollcall']);
});

test('what can’t be read is told, and nothing is handed over', async () => {
  const told: string[] = [];
  const files = new OpenedFiles(
    () => told.push('handed'),
    (path) => told.push(path),
  );
  files.listen();
  await files.give(join(folder, 'none.rollcall'));
  await files.give(folder);
  expect(told).toEqual([join(folder, 'none.rollcall'), folder]);
  expect(await readForWindow(folder)).toBeNull();
});
