import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { beforeAll, expect, onTestFinished, test } from 'vitest';
import type { MacAddress } from '../../../shared/domain/device.ts';
import type { PhoneAddress, PhoneCallEntry, PhoneStation, StationCertificate } from '../phone-service.ts';
import { makeStationCertificate } from './certificate.ts';
import { contactPhone } from './contact.ts';
import { openStation } from './listener.ts';
import { practice } from './practice.ts';

let certificate: StationCertificate;
const never = new AbortController().signal;

beforeAll(async () => {
  certificate = await makeStationCertificate();
});

interface PracticeAddress {
  readonly mac: string;
  readonly address: string;
}

async function startPhones(phones: number, faults: readonly string[] = []) {
  const settings = faults.map((text) => ({ name: text.split('=')[0] ?? '', value: text.split('=')[1] ?? 'all' }));
  const running = await practice.start({ port: 0, certificate: null, phones, faults: settings });
  if (running === null) throw new Error('The practice phones did not start.');
  onTestFinished(() => running.close());
  const list = running.address.phones as readonly PracticeAddress[];
  return {
    url: running.address.url,
    phones: list.map(({ mac, address }) => ({
      mac: mac.replaceAll(':', '').toLowerCase() as MacAddress,
      address,
    })),
  };
}

async function open(phones: readonly PhoneAddress[], hearsStrangers = false) {
  const entries: PhoneCallEntry[] = [];
  const files: unknown[] = [];
  const opened = await openStation({
    address: '127.0.0.1',
    port: 0,
    certificate,
    phones,
    hearsStrangers,
    times: { replyMs: 2_000, fileMs: 5_000 },
    listener: { onCall: (entry) => entries.push(entry), onFile: (progress) => files.push(progress) },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.error));
  onTestFinished(() => opened.value.close());
  return { station: opened.value, entries, files };
}

async function call(station: PhoneStation, phone: PhoneAddress) {
  const contacted = await station.contact(phone, 'POST', never);
  expect(contacted).toEqual({ kind: 'accepted' });
  const line = station.line(phone);
  expect(await line.waitForCall(2_000, never)).toBe(true);
  return line;
}

async function events(url: string): Promise<readonly { readonly event: string; readonly text: string }[]> {
  const text = await (await fetch(`${url}practice/log`)).text();
  return text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

test('a phone is read, written and read back, and told apart what it did not store', async () => {
  const { url, phones } = await startPhones(1);
  const [phone] = phones;
  if (phone === undefined) throw new Error('no phone');
  const { station, entries } = await open(phones);
  const line = await call(station, phone);
  expect(line.identity).toMatchObject({ mac: phone.mac, model: 'OpenStage 40', softwareVersion: 'V3 R5.21.0' });
  const key = (name: string) => ({ name, index: null });
  const read = await line.read([key('reg-addr'), key('made-up')], never);
  expect(read).toMatchObject({
    kind: 'accepted',
    items: [
      { name: 'reg-addr', value: '192.0.2.5' },
      { name: 'made-up', status: 'unknown item' },
    ],
  });
  const label = 'Küche & <Büro> "1"';
  const written = await line.write(
    [
      { ...key('display-id'), value: 'Empfang' },
      { name: 'key-label-unicode', index: 1, value: label },
      { ...key('made-up'), value: '1' },
    ],
    never,
  );
  expect(written).toMatchObject({ kind: 'accepted', items: [{ name: 'made-up', status: 'unknown item' }] });
  const all = await line.read('all', never);
  const items = all.kind === 'accepted' ? all.items : [];
  expect(items.find(({ name, index }) => name === 'key-label-unicode' && index === 1)?.value).toBe(label);
  line.end(false);
  await expect.poll(async () => (await events(url)).at(-1)?.text).toBe('CleanUp');
  expect((await events(url)).filter(({ event }) => event === 'bad-answer')).toEqual([]);
  expect(entries.every(({ tls }) => tls === 'TLSv1.3')).toBe(true);
  expect(JSON.stringify(entries)).not.toContain('000000"');
});

test.each(['no-mac', 'whole-cookie', 'fragments', 'max-items', 'unknown-reason', 'other-path', 'close-each'])(
  'with %s everything goes as without',
  async (fault) => {
    const { url, phones } = await startPhones(3, [fault]);
    const { station } = await open(phones);
    await Promise.all(
      phones.map(async (phone, at) => {
        const line = await call(station, phone);
        const names = ['reg-addr', 'reg-port', 'sip-name', 'realm', 'hostname', 'display-id', 'use-display-id'];
        const wanted = names.map((name) => ({ name, index: null, value: `${name}-${at}` }));
        expect(await line.write(wanted, never)).toEqual({ kind: 'accepted', items: [] });
        const read = await line.read(wanted, never);
        expect(read.kind === 'accepted' && read.items.map(({ value }) => value)).toEqual(
          wanted.map(({ value }) => value),
        );
        const all = await line.read('all', never);
        expect(all.kind === 'accepted' && all.items.length).toBeGreaterThan(30);
        line.end(false);
      }),
    );
    expect((await events(url)).filter(({ event }) => event === 'bad-answer')).toEqual([]);
  },
);

test('a busy phone stores nothing and calls by itself when it is asked to', async () => {
  const { phones } = await startPhones(1, ['busy']);
  const [phone] = phones;
  if (phone === undefined) throw new Error('no phone');
  const { station } = await open(phones);
  const line = await call(station, phone);
  const wanted = [{ name: 'display-id', index: null, value: 'x' }];
  expect(await line.write(wanted, never)).toEqual({ kind: 'busy' });
  line.end(true);
  expect(await line.waitForCall(2_000, never)).toBe(true);
  expect(await line.write(wanted, never)).toEqual({ kind: 'accepted', items: [] });
  line.end(false);
});

test('a reply that never comes is told as lost, and nothing hangs', async () => {
  const { phones } = await startPhones(1, ['drop-reply']);
  const [phone] = phones;
  if (phone === undefined) throw new Error('no phone');
  const { station } = await open(phones);
  const line = await call(station, phone);
  const given = AbortSignal.timeout(300);
  expect(await line.write([{ name: 'display-id', index: null, value: 'x' }], given)).toEqual({ kind: 'lost' });
});

test('why a phone did not call is told', async () => {
  const { phones } = await startPhones(4, ['silent=1', 'tls-abort=2', 'other-address=3', 'get-only=4']);
  const { station } = await open(phones, true);
  const reasons: unknown[] = [];
  for (const phone of phones.slice(0, 3)) {
    await station.contact(phone, 'POST', never);
    await station.line(phone).waitForCall(400, never);
    reasons.push(station.explainSilence(phone).aspect);
  }
  expect(reasons).toEqual(['silent', 'tls', 'other-address']);
  const last = phones[3];
  if (last === undefined) throw new Error('no phone');
  expect(await station.contact(last, 'POST', never)).toEqual({ kind: 'wrong-method', status: 405 });
  expect(await station.contact(last, 'GET', never)).toEqual({ kind: 'accepted' });
});

test('where nothing listens, and where something else does', async () => {
  const own = { address: '127.0.0.1', port: 1 };
  expect(await contactPhone('127.0.0.1:1', own, 'POST', never)).toMatchObject({
    kind: 'failed',
    failure: { reason: 'no-callback', aspect: 'refused', detail: { host: '127.0.0.1', port: 1 } },
  });
  const { url } = await startPhones(1);
  const other = new URL(url).host;
  expect(await contactPhone(other, own, 'POST', never)).toEqual({ kind: 'wrong-method', status: 404 });
});

function post(port: number, body: string, localAddress = '127.0.0.1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const sent = request(
      { host: '127.0.0.1', port, method: 'POST', localAddress, agent: false, rejectUnauthorized: false },
      (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      },
    );
    sent.once('error', reject);
    sent.end(body);
  });
}

test('strangers, junk and what is too large are turned away', async () => {
  const { station, entries } = await open([{ mac: null, address: '127.0.0.1:9' }]);
  const message =
    '<WorkpointMessage><Message nonce="1"><ReasonForContact>start-up</ReasonForContact></Message></WorkpointMessage>';
  expect(await post(station.port, message, '127.0.0.9')).toBe(403);
  expect(await post(station.port, 'junk')).toBe(400);
  expect(await post(station.port, 'x'.repeat(60_000))).toBe(413);
  expect(await post(station.port, message)).toBe(200);
  expect(entries.map(({ kind }) => kind)).toEqual(['stranger', 'unreadable', 'call']);
});

test('who only listens shows every caller and asks nothing of it', async () => {
  const { url, phones } = await startPhones(1);
  const [phone] = phones;
  if (phone === undefined) throw new Error('no phone');
  const { station, entries } = await open([], true);
  await contactPhone(phone.address, { address: '127.0.0.1', port: station.port }, 'POST', never);
  await expect.poll(async () => (await events(url)).at(-1)).toMatchObject({ event: 'order', text: 'CleanUp' });
  expect(entries).toMatchObject([{ kind: 'stranger', mac: phone.mac, identity: { model: 'OpenStage 40' } }]);
});

test('polling is answered 202 only for whom something waits', async () => {
  const phone = { mac: '0001e3445566' as MacAddress, address: '127.0.0.1' };
  const { station } = await open([phone]);
  const poll = async (mac: string) =>
    (await fetch(`http://127.0.0.1:${station.port}/dcmp/contact-me?device-id=${mac}`)).status;
  expect(await poll('00:01:E3:44:55:66')).toBe(200);
  station.setWanted(phone, true);
  expect(await poll('00:01:E3:44:55:66')).toBe(202);
  expect(await poll('00:01:E3:44:55:67')).toBe(403);
  expect(await poll('nonsense')).toBe(404);
});

test('files are served by exactly their name, to phones of the job, and reported on', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'logo 1.bmp'), Buffer.alloc(300_000, 7));
  const { phones } = await startPhones(2, ['file-failed=2']);
  const { station, files } = await open(phones);
  const url = await station.offerFile(join(folder, 'logo 1.bmp'));
  expect(url).toBe(`https://127.0.0.1:${station.port}/file/logo%201.bmp`);
  expect(await station.offerFile(join(folder, 'none'))).toBeNull();
  const file = { type: 'LOGO', url: url ?? '', version: '', softwareType: '' };
  const reports = [];
  for (const phone of phones) {
    const line = await call(station, phone);
    reports.push(await line.deploy(file, never));
    line.end(false);
  }
  expect(reports).toEqual([
    { name: 'logo 1.bmp', status: 'ok' },
    { name: 'logo 1.bmp', status: 'failed' },
  ]);
  expect(files.at(-1)).toMatchObject({ name: 'logo 1.bmp', bytes: 300_000, total: 300_000 });
  const get = (path: string) =>
    new Promise<number>((resolve, reject) => {
      request({ host: '127.0.0.1', port: station.port, path, agent: false, rejectUnauthorized: false }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      })
        .once('error', reject)
        .end();
    });
  expect(await get('/file/logo%201.bmp')).toBe(404);
});

test('firmware is followed by a start with the new version', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-files-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'os40.img'), 'image');
  const { phones } = await startPhones(1);
  const [phone] = phones;
  if (phone === undefined) throw new Error('no phone');
  const { station } = await open(phones);
  const line = await call(station, phone);
  const url = (await station.offerFile(join(folder, 'os40.img'))) ?? '';
  expect(await line.deploy({ type: 'APP', url, version: '3.5.22.0', softwareType: 'Siemens SIP' }, never)).toBeNull();
  expect(await line.waitForCall(2_000, never)).toBe(true);
  expect(line.identity?.softwareVersion).toBe('V3 R5.22.0');
  expect(await line.restart(null)).toBe(true);
  expect(await line.waitForCall(2_000, never)).toBe(true);
  line.end(false);
});

test('TLS is offered down to 1.0, with a certificate that RSA key exchange can use', async () => {
  const { station } = await open([]);
  expect(station.offeredTls).toEqual(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']);
  for (const [version, ciphers] of [
    ['TLSv1', 'AES128-SHA:@SECLEVEL=0'],
    ['TLSv1.1', 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0'],
    ['TLSv1.2', 'AES128-GCM-SHA256'],
  ] as const) {
    const agreed = await new Promise((resolve, reject) => {
      const options = { minVersion: version, maxVersion: version, ciphers, rejectUnauthorized: false } as const;
      const socket = connect({ host: '127.0.0.1', port: station.port, ...options }, () => {
        resolve(socket.getProtocol());
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(agreed).toBe(version);
  }
});

test('an address that is not this computer’s, and a port that is taken, are told', async () => {
  const { station } = await open([]);
  const options = {
    certificate,
    phones: [],
    hearsStrangers: false,
    times: { replyMs: 1, fileMs: 1 },
    listener: { onCall: () => {}, onFile: () => {} },
  };
  expect(await openStation({ ...options, address: '192.0.2.77', port: 0 })).toMatchObject({
    error: { reason: 'unreachable', aspect: 'own-address' },
  });
  expect(await openStation({ ...options, address: '127.0.0.1', port: station.port })).toMatchObject({
    error: { reason: 'busy', aspect: 'port' },
  });
});
