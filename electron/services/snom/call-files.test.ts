import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseMac } from '../../../shared/domain/mac.ts';
import { decodeCall, encodeResponse } from '../../transport/xml-rpc.ts';
import type { CallFile, ServiceDevice } from '../service.ts';
import { snom } from './index.ts';

/** Not every Debian has it; without it these tests are reported as skipped. */
const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

const ACCOUNT = { url: 'https://secure-provisioning.snom.com:8083/xmlrpc/', user: 'joe' };
const TARGET = { url: 'https://prov.example.com/{mac}.htm?a=1&b=<2>', name: '' };
const DEVICES = ['000413610FF5', '0004136100E5', '000413260000'].map((macText): ServiceDevice => {
  const mac = parseMac(macText);
  if (!mac.ok) throw new Error('No MAC');
  return { mac: mac.value, checkCode: '' };
});

function write(...options: Parameters<typeof snom.writeCallFiles>): readonly CallFile[] {
  const files = snom.writeCallFiles(...options);
  if (!files.ok) throw new Error(JSON.stringify(files.error));
  return files.value;
}

describe('writing', () => {
  test('each call has a file for curl beside it, and the folder says how to use them', () => {
    const files = write('register', DEVICES, TARGET, 2, ACCOUNT);
    expect(files.map(({ name }) => name)).toEqual([
      '0001-registerPhoneList.xml',
      '0001-registerPhoneList.curl',
      '0002-registerPhone.xml',
      '0002-registerPhone.curl',
      'README.txt',
    ]);
    expect(files[1]?.content).toBe(`url = "https://secure-provisioning.snom.com:8083/xmlrpc/"
user = "joe"
header = "Content-Type: text/xml"
data-binary = "@0001-registerPhoneList.xml"
write-out = "\\n"
`);
    expect(files[4]?.content).toContain('curl -K 0001-');
  });

  test('a check asks where each phone goes; a removal needs no target', () => {
    const nowhere = { url: '', name: '' };
    expect(write('check', DEVICES, nowhere, 50, ACCOUNT).map(({ name }) => name)).toEqual([
      ...['0001', '0002', '0003'].flatMap((number) => [
        `${number}-getPhoneRedirection.xml`,
        `${number}-getPhoneRedirection.curl`,
      ]),
      'README.txt',
    ]);
    expect(write('deregister', DEVICES, nowhere, 50, ACCOUNT)[0]?.name).toBe('0001-deregisterPhoneList.xml');
    expect(write('register', [], TARGET, 50, ACCOUNT)).toEqual([]);
  });

  test.each([
    [{ url: 'https://u:p@h/{mac}', name: '' }, ACCOUNT, { reason: 'bad-url', aspect: 'password' }],
    [TARGET, { ...ACCOUNT, url: 'http://prov.example.com/' }, { reason: 'auth-failed', aspect: 'plain-http' }],
    [TARGET, { ...ACCOUNT, url: 'https://joe:secret@prov.example.com/' }, { reason: 'bad-url', aspect: 'account' }],
    [TARGET, { ...ACCOUNT, user: 'joe:secret' }, { reason: 'auth-failed', aspect: 'user' }],
  ])('no secret gets into a file: %j %j', (target, account, error) => {
    const files = snom.writeCallFiles('register', DEVICES, target, 50, account);
    expect(files).toMatchObject({ ok: false, error: { kind: 'validation', sent: 'no', ...error } });
    expect(JSON.stringify(files)).not.toContain('secret');
  });
});

describe.skipIf(!HAS_CURL)('with curl', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'call-files-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('a prepared call arrives as our own client would send it', async () => {
    const requests: { readonly type: unknown; readonly login: string; readonly body: Buffer }[] = [];
    const server = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const login = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString();
      requests.push({ type: request.headers['content-type'], login, body: Buffer.concat(chunks) });
      response.end(encodeResponse([true, 'Ok']));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/xmlrpc/?a="b\\c`;
    const user = 'jo "e" \\ müller';
    const files = write('register', DEVICES, TARGET, 50, { url, user });
    for (const { name, content } of files) await writeFile(join(folder, name), content);
    // detached: without a terminal curl reads the password it asks for from its standard input
    const curl = spawn('curl', ['--silent', '--noproxy', '*', '-K', '0001-registerPhoneList.curl'], {
      cwd: folder,
      detached: true,
    });
    curl.stdin.end('typed-in\n');
    const [stdout, question] = await Promise.all([text(curl.stdout), text(curl.stderr)]);
    expect(question).toContain(`Enter host password for user '${user}'`);
    server.close();
    expect(stdout).toBe(`${encodeResponse([true, 'Ok'])}\n`);
    expect(requests.map(({ type, login }) => [type, login])).toEqual([['text/xml', `${user}:typed-in`]]);
    expect(await decodeCall(requests[0]?.body ?? '')).toEqual({
      ok: true,
      value: {
        method: 'redirect.registerPhoneList',
        params: [['000413610FF5', '0004136100E5', '000413260000'], TARGET.url],
      },
    });
  });
});

describe('reading', () => {
  const fixture = (name: string): Promise<Buffer> => readFile(`${import.meta.dirname}/fixtures/${name}.xml`);
  const url = 'https://prov.example.com/{mac}.htm?a=1&b=2';

  test.each([
    ['call-register-phone', 'redirect.registerPhone', ['000413610FF5'], url],
    ['call-register-phone-list', 'redirect.registerPhoneList', ['000413610FF5', '0004136100E5'], url],
    ['call-check-phone', 'redirect.checkPhone', ['000413610FF5'], ''],
  ])('%s', async (name, method, macTexts, expectedUrl) => {
    const devices = macTexts.map((macText) => ({ macText, url: expectedUrl, name: '' }));
    expect(await snom.readCallFile?.(await fixture(name))).toEqual({ ok: true, value: { method, devices } });
  });

  test('an answer is no call', async () => {
    expect(await snom.readCallFile?.(await fixture('ok'))).toBeNull();
  });
});
