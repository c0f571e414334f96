import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { MacAddress } from '../../shared/domain/device.ts';
import { type RegisteredRow, writeRegistered } from './write-registered.ts';

const run = promisify(execFile);
const PHONES: readonly RegisteredRow[] = [
  {
    mac: '7c2f80820ec0' as MacAddress,
    entry: {
      url: 'https://tech:hunter2@prov.example/%MACD?a=1&b=<2>',
      name: 'Müller & Söhne',
      date: '2026-11-21',
      company: null,
    },
    model: '',
  },
  {
    mac: '000413260000' as MacAddress,
    entry: { url: null, name: null, date: null, company: null },
    model: 'snom370',
  },
];

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-registered-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

/** What Python's xmlrpc makes of a file. */
async function loadWithPython(path: string): Promise<unknown> {
  const script =
    'import json,sys,xmlrpc.client; print(json.dumps(xmlrpc.client.loads(open(sys.argv[1], "rb").read())[0][0]))';
  const { stdout } = await run('python3', ['-c', script, path]);
  return JSON.parse(stdout);
}

test('as XML it is an answer of listDevices, passwords masked', async () => {
  const path = join(folder, 'phones.xml');
  expect(await writeRegistered(path, PHONES)).toEqual({ ok: true, value: undefined });
  expect(await readFile(path, 'utf8')).not.toContain('hunter2');
  expect(await loadWithPython(path)).toEqual([
    ['7C2F80820EC0', 'Müller & Söhne', 'https://***@prov.example/%MACD?a=1&b=<2>', '2026-11-21'],
    ['000413260000', '', '', ''],
  ]);
});

test.each([0, 1, 1000, 2001])('an account of %i phones is one whole answer', async (count) => {
  const path = join(folder, `${count}.xml`);
  const phones = Array.from({ length: count }, (_, index) => ({
    mac: `7c2f80${index.toString(16).padStart(6, '0')}` as MacAddress,
    entry: { url: `https://x.example/${index}`, name: ']]> \u0001 \r\n', date: '', company: null },
    model: '',
  }));
  await writeRegistered(path, phones);
  expect(await loadWithPython(path)).toEqual(
    phones.map(({ mac, entry }) => [mac.toUpperCase(), ']]>  \n', entry.url, '']),
  );
});

test('as CSV: a line per phone, the provider not mistaken for a user', async () => {
  const path = join(folder, 'phones.csv');
  await writeRegistered(path, PHONES, { separator: ';' });
  expect(await readFile(path, 'utf8')).toBe(
    '\uFEFFmac;url;provider;date;model\r\n' +
      '7c2f80820ec0;https://***@prov.example/%MACD?a=1&b=<2>;Müller & Söhne;2026-11-21;\r\n' +
      '000413260000;;;;snom370\r\n',
  );
});

test('another ending is refused', async () => {
  expect(await writeRegistered(join(folder, 'phones.txt'), PHONES)).toMatchObject({
    ok: false,
    error: { kind: 'storage', reason: 'file-not-written', aspect: 'format' },
  });
});
