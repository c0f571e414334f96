import { afterAll, describe, expect, test } from 'vitest';
import type { FileCheck } from '../../../shared/domain/config-check.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import type { CheckWish, ListedPhone, SiteFinding, UnaskedPhone } from '../config-service.ts';
import type { RunningPracticeProgram } from '../practice-program.ts';
import { makePracticeCertificate } from '../practice-tls.ts';
import { baseUrlOf } from './check.ts';
import { pbxware } from './index.ts';
import { practice } from './practice.ts';
import { makePracticePhones } from './practice-files.ts';

const cleanUps: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function start(phones: number, faults: Readonly<Record<string, string>> = {}, isTls = false) {
  const certificate = isTls ? await makePracticeCertificate() : null;
  if (certificate !== null) cleanUps.push(() => certificate.remove());
  const settings = Object.entries(faults).map(([name, value]) => ({ name, value }));
  const running = await practice.start({ port: 0, certificate, phones, faults: settings });
  if (running === null) throw new Error('No port');
  cleanUps.push(() => running.close());
  return { running, certificate };
}

function listOf(count: number): readonly ListedPhone[] {
  return makePracticePhones(count).map(({ mac, ...phone }) => ({ ...phone, mac: mac as MacAddress, address: '' }));
}

interface Checked {
  readonly files: readonly FileCheck[];
  readonly sites: readonly SiteFinding[];
  readonly unasked: readonly UnaskedPhone[];
}

async function check(
  { address }: RunningPracticeProgram,
  phones: readonly ListedPhone[],
  wish: Partial<CheckWish> = {},
  more: { readonly password?: string; readonly ca?: string; readonly pin?: string; readonly url?: string } = {},
): Promise<Checked> {
  const session = pbxware.connect({
    url: address.url,
    user: address.user,
    password: address.password,
    concurrency: 4,
    ...more,
  });
  if (!session.ok) throw new Error(session.error.reason);
  cleanUps.push(() => session.value.close());
  const files: FileCheck[] = [];
  const sites: SiteFinding[] = [];
  const unasked: UnaskedPhone[] = [];
  await session.value.check(
    phones,
    { schemes: [], paths: [], ...wish },
    {
      onSite: (site) => sites.push(site),
      onPhone: (_mac, _scheme, found) => files.push(...found),
      onUnasked: (phone) => unasked.push(phone),
      onProgress: () => {},
    },
    new AbortController().signal,
  );
  return { files, sites, unasked };
}

const tftp = ({ address }: RunningPracticeProgram) => ({ scheme: 'tftp' as const, port: address.tftpPort as number });

/** The finding of the file that matters, by the phone's number. */
function byNumber(phones: readonly ListedPhone[], files: readonly FileCheck[]) {
  return phones.map(({ mac }) => {
    const own = files.filter((file) => file.mac === mac);
    const worst = own.find(({ finding }) => finding !== 'ok' && finding !== 'optional-missing');
    return worst?.finding ?? own[0]?.finding;
  });
}

test('all kinds of phones are fine at a server that is', async () => {
  const { running } = await start(12);
  const phones = listOf(12);
  const { files, sites } = await check(running, phones, { schemes: [{ scheme: 'http', port: null }, tftp(running)] });
  expect(files.filter(({ finding }) => finding !== 'ok' && finding !== 'optional-missing')).toEqual([]);
  expect(sites).toMatchObject([
    {
      scheme: 'http',
      controls: [
        { control: 'unknown-mac', result: 'passed', answers: ['401', '404'] },
        { control: 'wrong-password', result: 'passed', answers: ['401', '403'] },
      ],
    },
    { scheme: 'tftp', controls: [{ control: 'unknown-mac', result: 'passed' }] },
  ]);
  const poly = files.filter(({ mac, scheme }) => mac === phones[1]?.mac && scheme === 'http');
  expect(poly.map(({ file, finding, role }) => [file, finding, role])).toEqual([
    [`${phones[1]?.mac}.cfg`, 'ok', 'master'],
    [`phone${phones[1]?.mac}.cfg`, 'ok', 'linked'],
    ['sip.cfg', 'ok', 'linked'],
    ['sip.ld', 'ok', 'firmware'],
    [`${phones[1]?.mac}-directory.xml`, 'ok', 'directory'],
    [`${phones[1]?.mac}-phone.cfg`, 'optional-missing', 'optional'],
    [`${phones[1]?.mac}-web.cfg`, 'optional-missing', 'optional'],
    [`${phones[1]?.mac}-license.cfg`, 'optional-missing', 'optional'],
  ]);
  expect(files.find(({ mac, scheme }) => mac === phones[10]?.mac && scheme === 'http')).toBeUndefined();
  expect(JSON.stringify([files, sites])).not.toContain('practice-sip-secret');
  expect(JSON.stringify([files, sites])).not.toContain(running.address.password);
  expect(files.every(({ finding, hash }) => finding !== 'ok' || /^[0-9a-f]{64}$/.test(hash))).toBe(true);
});

describe.concurrent('each fault is named', () => {
  test.each([
    ['empty', 'all', ['empty', 'empty', 'empty', 'empty']],
    ['html', 'all', ['html', 'html', 'html', 'html']],
    ['bad-xml', '2', ['ok', 'bad-xml', 'ok', 'ok']],
    ['bad-text', '1,4', ['bad-text', 'ok', 'ok', 'bad-text']],
    ['bad-checksum', '3', ['ok', 'ok', 'bad-checksum', 'ok']],
    ['wrong-mac', '2,3', ['ok', 'wrong-mac', 'wrong-mac', 'ok']],
    ['wrong-user', 'all', ['wrong-account', 'wrong-account', 'wrong-account', 'wrong-account']],
    ['wrong-server', 'all', ['wrong-account', 'wrong-account', 'wrong-account', 'wrong-account']],
    ['no-account', 'all', ['no-account', 'no-account', 'no-account', 'no-account']],
    ['not-found', '1,3', ['not-found', 'ok', 'not-found', 'ok']],
    ['linked-missing', '2', ['ok', 'not-found', 'ok', 'ok']],
    ['login-refused', '1,3', ['login-refused', 'ok', 'login-refused', 'ok']],
    ['straight-403', '2', ['ok', 'login-refused', 'ok', 'ok']],
    ['again-401', '4', ['ok', 'ok', 'ok', 'login-refused']],
    ['basic', '1', ['login-refused', 'ok', 'ok', 'ok']],
    ['error-500', '2', ['ok', 'server-error', 'ok', 'ok']],
    ['redirect', '4', ['ok', 'ok', 'ok', 'server-error']],
    ['drop', '1,2', ['unreachable', 'unreachable', 'ok', 'ok']],
    ['truncated', 'all', ['bad-text', 'bad-xml', 'bad-checksum', 'bad-text']],
    ['stale', 'all', ['ok', 'ok', 'ok', 'ok']],
    ['digest', 'MD5-sess', ['ok', 'ok', 'ok', 'ok']],
    ['digest', 'SHA-256', ['ok', 'ok', 'ok', 'ok']],
    ['digest', 'plain', ['ok', 'ok', 'ok', 'ok']],
    ['catch-all', '', ['unproven', 'unproven', 'unproven', 'unproven']],
    ['any-password', '', ['unproven', 'unproven', 'unproven', 'unproven']],
  ])('%s=%s', async (name, value, findings) => {
    const { running } = await start(4, { [name]: value });
    const phones = listOf(4);
    expect(byNumber(phones, (await check(running, phones)).files)).toEqual(findings);
  });

  test('over TFTP', async () => {
    const { running } = await start(12, { 'not-found': '12', 'tftp-denied': '11', empty: '1' });
    const phones = listOf(12).filter(({ vendor }) => ['Yealink', 'Cisco', 'Mitel'].includes(vendor));
    const { files } = await check(running, phones, { schemes: [tftp(running)] });
    expect(byNumber(phones, files)).toEqual(['empty', 'ok', 'server-error', 'not-found']);
    expect(files.every(({ status }) => status === null)).toBe(true);
    expect(files.find(({ finding, role }) => finding === 'ok' && role === 'main')?.notes).toContain('tftp-open');
  });
});

test('a name in another letter case is found after the phone’s own', async () => {
  const { running } = await start(3, { 'other-case': '3' });
  const phones = listOf(3);
  const { files } = await check(running, phones);
  const grandstream = files.filter(({ mac }) => mac === phones[2]?.mac);
  expect(grandstream.slice(0, 2)).toMatchObject([
    { finding: 'not-found', aspect: 'other-name', detail: { name: `cfg${phones[2]?.mac.toUpperCase()}` } },
    { finding: 'ok', notes: expect.arrayContaining(['other-case']) },
  ]);
});

test('no file is asked for twice, whichever ways lead to its name', async () => {
  const { running } = await start(4, { 'not-found': 'all' });
  const { files } = await check(running, listOf(4));
  const names = files.map(({ mac, file }) => `${mac} ${file}`);
  expect(names).toEqual([...new Set(names)]);
  expect(files.filter(({ file }) => file === 'snom320.htm')).toMatchObject([{ finding: 'optional-missing' }]);
});

test('the list counts: what it says must be there, what it leaves open need not', async () => {
  const { running } = await start(1);
  const [phone] = listOf(1);
  if (phone === undefined) throw new Error('No phone');
  const found = async (more: Partial<ListedPhone>) => {
    const { files } = await check(running, [{ ...phone, ...more }]);
    return [files[0]?.finding, files[0]?.aspect];
  };
  expect(await found({ user: '', extension: '', server: '' })).toEqual(['ok', '']);
  expect(await found({ extension: '202' })).toEqual(['wrong-account', 'extension']);
  expect(await found({ user: 'Somebody Else' })).toEqual(['wrong-account', 'user']);
  expect(await found({ server: 'elsewhere.example' })).toEqual(['wrong-account', 'server']);
  expect(await found({ vendor: '', model: '' })).toEqual(['ok', '']);
});

test('a redirect is shown, and the login goes nowhere else', async () => {
  const { running } = await start(1, { redirect: 'all' });
  const { files } = await check(running, listOf(1));
  expect(files[0]).toMatchObject({
    status: 302,
    aspect: 'redirect',
    detail: { url: 'http://portal.practice.example/login' },
    answers: ['401', '302 -> http://portal.practice.example/login'],
  });
});

test('a wrong password is told apart from a server without one', async () => {
  const { running } = await start(2);
  const { files } = await check(running, listOf(2), {}, { password: 'wrong' });
  expect(files[0]).toMatchObject({ finding: 'login-refused', aspect: 'password', answers: ['401', '403'] });
  const straight = await start(1, { 'straight-403': 'all' });
  expect((await check(straight.running, listOf(1))).files[0]).toMatchObject({ aspect: 'straight', answers: ['403'] });
});

test('paths by hand, phones nobody knows, phones that go another way', async () => {
  const { running } = await start(12);
  const phones = listOf(12);
  const strange = { ...phones[0], mac: '020000000009' as MacAddress, vendor: '', model: '' } as ListedPhone;
  const wish = { schemes: [{ scheme: 'http' as const, port: null }], paths: ['_directory/{mac}', 'sip.ld'] };
  const { files, unasked } = await check(running, [strange, ...phones.slice(0, 1), ...phones.slice(11)], wish);
  expect(unasked.map(({ why, vendor }) => [why, vendor])).toEqual([
    ['unknown-model', ''],
    ['other-scheme', 'Mitel'],
  ]);
  expect(files.filter(({ role }) => role === 'hand').map(({ file, finding }) => [file, finding])).toEqual([
    [`_directory/${phones[0]?.mac}`, 'not-found'],
    ['sip.ld', 'ok'],
  ]);
});

describe('HTTPS', () => {
  test('a certificate nobody knows: not trusted by itself, trusted with its authority, and Poly still says no', async () => {
    const { running, certificate } = await start(4, {}, true);
    const phones = listOf(4).filter(({ vendor }) => vendor !== 'Grandstream');
    const untrusted = await check(running, phones);
    expect(untrusted.sites[0]?.tls).toMatchObject({
      kind: 'self-signed',
      versions: expect.arrayContaining(['TLSv1.2']),
    });
    expect(byNumber(phones, untrusted.files)).toEqual(['tls', 'tls', 'tls']);
    const ca = certificate?.cert ?? '';
    const trusted = await check(running, phones, {}, { ca });
    expect(byNumber(phones, trusted.files)).toEqual(['ok', 'tls', 'ok']);
    expect(trusted.files[0]?.notes).toContain('private-certificate');
    expect(trusted.files.find(({ finding }) => finding === 'tls')?.aspect).toBe('poly-self-signed');
  });

  test('HTTP spoken to HTTPS and the other way round', async () => {
    const { running } = await start(1);
    const address = running.address.url.replace('http:', 'https:');
    const { files, sites } = await check(running, listOf(1), {}, { url: address });
    expect(files[0]).toMatchObject({ finding: 'tls' });
    expect(sites[0]?.tls).toBeNull();
  });
});

test('nobody there', async () => {
  const { running } = await start(1);
  const { url } = running.address;
  await running.close();
  const { files } = await check(running, listOf(2), {}, { url });
  expect(files.map(({ finding, aspect, status }) => [finding, aspect, status])).toEqual([
    ['unreachable', 'refused', null],
    ['unreachable', 'refused', null],
  ]);
});

test('an account’s address ends in /prov/ or not', () => {
  expect(baseUrlOf('http://pbx')?.href).toBe('http://pbx/prov/');
  expect(baseUrlOf('https://pbx:8443/prov')?.href).toBe('https://pbx:8443/prov/');
  expect(baseUrlOf('https://pbx/prov/?a=1')?.href).toBe('https://pbx/prov/');
  expect(baseUrlOf('http://pbx/tenant/prov/')?.href).toBe('http://pbx/tenant/prov/');
  for (const bad of ['ftp://pbx', 'pbx', 'http://a:b@pbx/']) expect(baseUrlOf(bad)).toBeNull();
});

test('the account’s test tells a right login from a wrong one', async () => {
  const { running } = await start(1);
  const { url, user, password } = running.address;
  for (const [secret, isFine] of [
    [password, true],
    ['wrong', false],
  ] as const) {
    const session = pbxware.connect({ url, user, password: secret, concurrency: 4 });
    if (!session.ok) throw new Error(session.error.reason);
    const probed = await session.value.probe(new AbortController().signal);
    await session.value.close();
    expect(probed.ok).toBe(isFine);
  }
});
