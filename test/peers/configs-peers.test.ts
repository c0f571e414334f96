import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, describe, expect, test, vi } from 'vitest';
import type { CheckWish, ListedPhone, SiteFinding } from '../../electron/services/config-service.ts';
import { pbxware } from '../../electron/services/pbxware/index.ts';
import { practice } from '../../electron/services/pbxware/practice.ts';
import { packGrandstream } from '../../electron/services/pbxware/practice-files.ts';
import type { FileCheck } from '../../shared/domain/config-check.ts';
import type { MacAddress } from '../../shared/domain/device.ts';

/** Not its blocking sister: what curl asks runs in this process. */
const run = promisify(execFile);

const folder = mkdtempSync(join(tmpdir(), 'rollcall-peers-'));
chmodSync(folder, 0o755);
const children = new Set<ChildProcess>();
const cleanUps: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
  for (const child of children) {
    child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  }
  rmSync(folder, { recursive: true, force: true });
});

const YEALINK = '001565aabbcc';
const GRANDSTREAM = '000b82112233';
const POLY = '0004f2aabbcc';
const SECRET = 'peer-sip-secret';

const phoneOf = (mac: string, vendor: string, model: string, extension: string): ListedPhone => ({
  mac: mac as MacAddress,
  vendor,
  model,
  extension,
  user: '',
  server: 'pbx.peer.example',
  address: '',
});

const PHONES = [
  phoneOf(YEALINK, 'Yealink', 'T46G', '201'),
  phoneOf(GRANDSTREAM, 'Grandstream', 'GXP2170', '202'),
  phoneOf(POLY, 'Polycom', 'VVX400', '203'),
];

/** Writes the phones' files as a server would serve them. */
function writeFiles(to: string): void {
  mkdirSync(to, { recursive: true });
  const put = (name: string, content: string | Buffer) => writeFileSync(join(to, name), content, { mode: 0o644 });
  put(
    `${YEALINK}.cfg`,
    `#!version:1.0.0.1\naccount.1.user_name = 201\naccount.1.password = ${SECRET}\naccount.1.sip_server.1.address = pbx.peer.example\n`,
  );
  put(`cfg${GRANDSTREAM}`, packGrandstream(GRANDSTREAM, { P35: '202', P34: SECRET, P47: 'pbx.peer.example' }));
  put(`${POLY}.cfg`, `<?xml version="1.0"?><APPLICATION CONFIG_FILES="phone${POLY}.cfg"/>`);
  const account = `reg.1.address="203" reg.1.server.1.address="pbx.peer.example" reg.1.auth.password="${SECRET}"`;
  put(`phone${POLY}.cfg`, `<?xml version="1.0"?><PHONE_CONFIG><ALL ${account}/></PHONE_CONFIG>`);
  // Larger than several blocks, and a multiple of one: the last block is empty.
  put('firmware.rom', Buffer.alloc(1_428 * 4, 0x5a));
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address !== null ? address.port : 0;
}

async function freeUdpPort(): Promise<number> {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  await once(socket, 'close');
  return port;
}

function start(program: string, ...words: readonly string[]): void {
  const child = spawn(program, words, { stdio: ['ignore', 'ignore', 'inherit'] });
  children.add(child);
}

/** Waits until something listens; throws when nothing does within ten seconds. */
async function waitFor(port: number): Promise<void> {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => {
        socket.destroy();
        resolve(true);
      }).once('error', () => resolve(false));
    });
    if (isThere) return;
    await sleep(50);
  }
  throw new Error(`Nothing listens on port ${port}.`);
}

async function check(url: string, login: { user: string; password: string }, wish: Partial<CheckWish> = {}) {
  const session = pbxware.connect({ url, ...login, concurrency: 4, proxy: 'none' });
  if (!session.ok) throw new Error(session.error.reason);
  const files: FileCheck[] = [];
  const sites: SiteFinding[] = [];
  await session.value.check(
    PHONES,
    { schemes: [], paths: [], ...wish },
    {
      onSite: (site) => sites.push(site),
      onPhone: (_mac, _scheme, found) => files.push(...found),
      onUnasked: () => {},
      onProgress: () => {},
    },
    new AbortController().signal,
  );
  await session.value.close();
  return { files, sites, found: Object.fromEntries(files.map(({ file, finding }) => [file, finding])) };
}

const ALL_FINE = {
  [`${YEALINK}.cfg`]: 'ok',
  [`cfg${GRANDSTREAM}`]: 'ok',
  [`${POLY}.cfg`]: 'ok',
  [`phone${POLY}.cfg`]: 'ok',
};

describe('Apache with mod_auth_digest', () => {
  test('takes our Digest, refuses a wrong password, and its log is read', async () => {
    const port = await freePort();
    const root = join(folder, 'apache');
    writeFiles(join(root, 'htdocs/prov'));
    const modules = '/usr/lib/apache2/modules';
    const hash = createHash('md5').update('prov:PBX peer:right').digest('hex');
    writeFileSync(join(root, 'digest'), `prov:PBX peer:${hash}\n`, { mode: 0o644 });
    const needed = ['mpm_event', 'authn_core', 'authn_file', 'authz_core', 'authz_user', 'auth_digest'];
    writeFileSync(
      join(root, 'httpd.conf'),
      [
        `ServerRoot ${root}`,
        `PidFile ${root}/pid`,
        'ServerName 127.0.0.1',
        `Listen 127.0.0.1:${port}`,
        ...needed.map((name) => `LoadModule ${name}_module ${modules}/mod_${name}.so`),
        ...(process.getuid?.() === 0 ? ['User www-data', 'Group www-data'] : []),
        `ErrorLog ${root}/error.log`,
        `LogFormat "%h %l %u %t \\"%r\\" %>s %b \\"%{Referer}i\\" \\"%{User-Agent}i\\"" combined`,
        `CustomLog ${root}/access.log combined`,
        `DocumentRoot ${root}/htdocs`,
        `<Directory ${root}/htdocs>`,
        'AuthType Digest',
        'AuthName "PBX peer"',
        'AuthDigestProvider file',
        `AuthUserFile ${root}/digest`,
        'Require valid-user',
        '</Directory>',
      ].join('\n'),
    );
    start('/usr/sbin/apache2', '-X', '-f', join(root, 'httpd.conf'));
    await waitFor(port);
    const url = `http://127.0.0.1:${port}/prov/`;
    const right = await check(url, { user: 'prov', password: 'right' });
    expect(right.found).toMatchObject(ALL_FINE);
    expect(right.sites[0]?.controls.map(({ result, answers }) => [result, ...answers])).toEqual([
      ['passed', '401', '404'],
      ['passed', '401', '401'],
    ]);
    expect(JSON.stringify(right)).not.toContain(SECRET);
    const wrong = await check(url, { user: 'prov', password: 'wrong' });
    expect(new Set(Object.values(wrong.found))).toEqual(new Set(['login-refused']));

    const reader = pbxware.readLog(PHONES);
    reader.add(readFileSync(join(root, 'access.log'), 'utf8'));
    // A check and its phones come from one address here: the reader says so.
    expect(reader.phones().map(({ oddities }) => oddities)).toEqual([['own-check'], ['own-check'], ['own-check']]);
    expect(reader.counts().unreadable).toBe(0);
  });
});

describe('nginx', () => {
  test('writes a log that is read: fetched, missing, refused, TLS at the HTTP port', async () => {
    const port = await freePort();
    const root = join(folder, 'nginx');
    writeFiles(join(root, 'html/prov'));
    const isRoot = process.getuid?.() === 0;
    writeFileSync(
      join(root, 'nginx.conf'),
      `${isRoot ? 'user www-data;' : ''} daemon off; worker_processes 1; pid ${root}/pid; error_log ${root}/error.log;
       events { worker_connections 64; }
       http {
         log_format pbx '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent" "$http_x_forwarded_for"';
         access_log ${root}/access.log pbx;
         client_body_temp_path ${root}/body; proxy_temp_path ${root}/proxy; fastcgi_temp_path ${root}/fastcgi;
         uwsgi_temp_path ${root}/uwsgi; scgi_temp_path ${root}/scgi;
         server { listen 127.0.0.1:${port}; root ${root}/html; location /prov/cfg { return 403; } }
       }`,
    );
    start('/usr/sbin/nginx', '-p', root, '-c', join(root, 'nginx.conf'));
    await waitFor(port);
    const ask = (name: string, agent: string) =>
      run('curl', ['-s', '-m', '10', '-o', '/dev/null', '-A', agent, `http://127.0.0.1:${port}/prov/${name}`]);
    await ask(`${YEALINK}.cfg`, 'Yealink SIP-T46G 28.83.0.10 00:15:65:aa:bb:cc');
    await ask(`cfg${GRANDSTREAM}`, 'odd "agent" \\ ü');
    await ask('0004f2000001.cfg', 'FileTransport PolycomVVX-VVX_400-UA/5.4.3.1014 Type/Application');
    const tls = connect(port, '127.0.0.1');
    tls.resume();
    tls.write(Buffer.from('16030100050100000103030a', 'hex'));
    await once(tls, 'close');

    const reader = pbxware.readLog(PHONES);
    // It closes a connection before it writes of it.
    const log = await vi.waitFor(() => {
      const text = readFileSync(join(root, 'access.log'), 'utf8');
      expect(text.split('\n')).toHaveLength(5);
      return text;
    });
    expect(log).toContain('\\x22agent\\x22');
    reader.add(log);
    const states = Object.fromEntries(reader.phones().map((phone) => [phone.mac, phone]));
    expect(states[YEALINK]).toMatchObject({
      state: 'fetched',
      address: '127.0.0.1',
      status: 200,
      firmware: '28.83.0.10',
      newerFirmware: '28.83.0.50',
      bytes: readFileSync(join(root, `html/prov/${YEALINK}.cfg`)).length,
    });
    expect(states[GRANDSTREAM]).toMatchObject({ state: 'refused', agent: expect.stringContaining('odd "agent" \\') });
    expect(states[POLY]?.state).toBe('never-seen');
    expect(states['0004f2000001']?.state).toBe('unknown');
    expect(reader.counts()).toMatchObject({ notHttp: 1, unreadable: 0 });
  });

  test('without a login proves nothing', async () => {
    const port = await freePort();
    const root = join(folder, 'open');
    writeFiles(join(root, 'html/prov'));
    writeFileSync(
      join(root, 'nginx.conf'),
      `${process.getuid?.() === 0 ? 'user www-data;' : ''} daemon off; pid ${root}/pid; error_log ${root}/error.log;
       events {} http { access_log off; client_body_temp_path ${root}/body; proxy_temp_path ${root}/proxy;
       fastcgi_temp_path ${root}/fastcgi; uwsgi_temp_path ${root}/uwsgi; scgi_temp_path ${root}/scgi;
       server { listen 127.0.0.1:${port}; root ${root}/html; } }`,
    );
    start('/usr/sbin/nginx', '-p', root, '-c', join(root, 'nginx.conf'));
    await waitFor(port);
    const { found, sites } = await check(`http://127.0.0.1:${port}`, { user: 'prov', password: 'any' });
    expect(sites[0]?.controls.map(({ result }) => result)).toEqual(['passed', 'failed']);
    expect(found[`${YEALINK}.cfg`]).toBe('unproven');
  });
});

describe('tftpd-hpa', () => {
  test('serves real files to our checks', async () => {
    const port = await freeUdpPort();
    const root = join(folder, 'tftp');
    writeFiles(root);
    chmodSync(root, 0o755);
    const isRoot = process.getuid?.() === 0;
    const words = ['--foreground', '--address', `127.0.0.1:${port}`, ...(isRoot ? ['--user', 'nobody'] : [])];
    start('/usr/sbin/in.tftpd', ...words, '--secure', root);
    const wish = { schemes: [{ scheme: 'tftp' as const, port }], paths: ['firmware.rom'] };
    const { files, found, sites } = await check('http://127.0.0.1/prov/', { user: 'prov', password: 'x' }, wish);
    expect(found).toMatchObject({ ...ALL_FINE, 'firmware.rom': 'ok', [`${YEALINK}.boot`]: 'optional-missing' });
    expect(sites[0]?.controls).toMatchObject([{ control: 'unknown-mac', result: 'passed' }]);
    expect(files.find(({ file }) => file === 'firmware.rom')?.bytes).toBe(1_428 * 4);
    const hash = createHash('sha256')
      .update(readFileSync(join(root, `cfg${GRANDSTREAM}`)))
      .digest('hex');
    expect(files.find(({ file }) => file === `cfg${GRANDSTREAM}`)?.hash).toBe(hash);
  });
});

describe('curl --digest', () => {
  test.each(['MD5', 'MD5-sess', 'SHA-256', 'plain'])('is let in by our practice server (%s)', async (style) => {
    const faults = [{ name: 'digest', value: style }];
    const running = await practice.start({ port: 0, certificate: null, phones: 1, faults });
    if (running === null) throw new Error('No port');
    cleanUps.push(() => running.close());
    const { url, user, password } = running.address;
    const ask = async (...words: readonly string[]) => {
      const what = ['-s', '-m', '10', '-w', '\n%{http_code}', ...words, `${url}001565500001.cfg`];
      return (await run('curl', what)).stdout;
    };
    expect(await ask('--digest', '-u', `${user}:${password}`)).toMatch(/^#!version:1\.0\.0\.1\n[\s\S]*\n200$/);
    expect(await ask('--digest', '-u', `${user}:wrong`)).toMatch(/\n403$/);
    expect(await ask('-u', `${user}:${password}`)).toMatch(/\n401$/);
  });
});
