import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import type { CodeSession, ConnectionState, PlatformDevice, RedeemedBy } from '../../electron/services/code-service.ts';
import { openSession } from '../../electron/services/innovaphone/client-session.ts';
import { innovaphone } from '../../electron/services/innovaphone/index.ts';
import { readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import { type RunningPracticePlatform, startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import { makePracticeCertificate } from '../../electron/services/practice-tls.ts';
import type { OpenAccount } from '../../electron/services/service.ts';
import type { Result } from '../../shared/result.ts';

const RETRY_MS = 20;

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function settings(...texts: readonly string[]) {
  const read = readSettings(texts);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

async function start(faults: readonly string[] = [], phones = 0, isTls = false): Promise<RunningPracticePlatform> {
  const certificate = isTls ? await makePracticeCertificate() : null;
  if (certificate !== null) closing.push(() => certificate.remove());
  const running = await startPracticePlatform({ port: 0, certificate, phones, faults: settings(...faults) });
  if (running === null) throw new Error('not started');
  closing.push(() => running.close());
  return running;
}

interface Login {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

function accountOf({ url, user, password }: Login, more: Partial<OpenAccount> = {}): OpenAccount {
  return { url, user, password, concurrency: 2, proxy: 'none', ...more };
}

/** The three logins that the practice platform has. */
function loginsOf({ address }: RunningPracticePlatform) {
  const { pbx, apps, customer } = address as unknown as {
    readonly pbx: Login;
    readonly apps: { readonly url: string; readonly app: string; readonly password: string };
    readonly customer: Login;
  };
  return {
    platform: accountOf(address as unknown as Login),
    pbxUser: accountOf(pbx),
    pbxApp: accountOf({ url: apps.url, user: apps.app, password: apps.password }),
    customer: accountOf(customer),
  };
}

function open(account: OpenAccount, directory?: OpenAccount): CodeSession {
  const session = must(openSession(account, directory, RETRY_MS));
  closing.push(() => session.close());
  return session;
}

function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** A signal that ends a test that hangs. */
const signal = (): AbortSignal => AbortSignal.timeout(8_000);

function once(session: CodeSession, kind: ConnectionState['kind']): Promise<ConnectionState> {
  return new Promise((resolve) => {
    let isFirst = true;
    const stop = session.onConnection((state) => {
      if (!isFirst && state.kind === kind) {
        queueMicrotask(() => stop());
        resolve(state);
      }
      isFirst = false;
    });
  });
}

const REQUEST = { login: 'anna.adler', category: 'IP Phone', domain: '', isRollout: true, row: 1 };

describe.each(['platform', 'pbxUser', 'pbxApp'] as const)('login as %s', (form) => {
  it('lists categories, issues a code and hears who redeemed it', async () => {
    const running = await start([], 1);
    const logins = loginsOf(running);
    const session = open(logins[form], logins.pbxApp);
    must(await session.probe(signal()));
    expect(session.hasDirectory).toBe(true);
    const names = must(await session.categories(signal())).map(({ name }) => name);
    expect(names).toContain('IP Phone');
    expect(names).not.toContain('No configuration');
    expect(names).not.toContain('DECT base');

    const [user] = must(await session.users('anna', 5, signal()));
    expect(user).toMatchObject({ name: expect.stringMatching(/^Anna /), extension: expect.stringMatching(/^\d{3}$/) });
    if (user === undefined) throw new Error('no user');
    const issued = must(await session.issueCode({ ...REQUEST, login: user.login }, signal()));
    expect(issued.code).toMatch(/^\d{12}$/);
    const days = ((issued.validUntilMs ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(6.9);
    expect(days).toBeLessThan(7.1);
    expect(must(await session.readCode(issued.code, '', signal()))).toBeNull();

    const heard = new Promise<RedeemedBy>((resolve) => session.onProvisioned(resolve));
    const [phone] = await running.command([{ phone: 1, code: issued.code }]);
    expect(phone?.typed).toBe('provisioned');
    const { code, device } = await heard;
    expect(code).toBe(issued.code);
    expect(device).toMatchObject({ mac: phone?.mac, name: user.login, isUnassigned: false });
    expect(must(await session.readCode(issued.code, '', signal()))?.mac).toBe(phone?.mac);

    expect(must((await session.registrations([user], signal()))[0] ?? fail())).toEqual([]);
    expect(must(await session.assign(user, device, '', signal()))).toBe('assigned');
    expect(must(await session.assign(user, device, '', signal()))).toBe('unchanged');
    const registrations = must((await session.registrations([user], signal()))[0] ?? fail());
    expect(registrations).toMatchObject([{ mac: phone?.mac }]);
    expect(must(await session.devices({ isUnassigned: false }, signal())).map(({ mac }) => mac)).toContain(phone?.mac);
    expect(must(await session.unassign(user, device.hardwareId, signal()))).toBe('assigned');
  });
});

function fail(): never {
  throw new Error('no result');
}

it('keeps other devices of a user when one is added, whether the PBX replaces or merges', async () => {
  for (const faults of [[], ['merge-devices']]) {
    const running = await start(faults);
    const { platform, pbxApp } = loginsOf(running);
    const session = open(platform, pbxApp);
    const key = { id: '', login: running.platform.users[0]?.h323 ?? '', name: '' };
    must(await session.assign(key, { hardwareId: '0090330000aa', model: 'IP112' }, 'phone-app', signal()));
    must(await session.assign(key, { hardwareId: '00-90-33-00-00-bb', model: 'IP222' }, '', signal()));
    const devices = running.platform.users[0]?.devices;
    expect(devices).toMatchObject([
      { hw: '0090330000aa', app: 'phone-app', text: 'IP112' },
      { hw: '0090330000bb', app: 'phone-app', text: 'IP222' },
    ]);
  }
});

it('does not call a phone assigned that the PBX does not show afterwards', async () => {
  const running = await start(['lost-update']);
  const { platform, pbxApp } = loginsOf(running);
  const session = open(platform, pbxApp);
  const key = { id: '', login: running.platform.users[0]?.h323 ?? '', name: '' };
  const result = await session.assign(key, { hardwareId: '0090330000aa', model: 'IP112' }, '', signal());
  expect(result).toMatchObject({ ok: false, error: { reason: 'changed-since-plan', aspect: 'pbx', sent: 'maybe' } });
});

it('sees a phone registered where it went, once it was taken from one user and given to another', async () => {
  const running = await start([], 1);
  const { platform, pbxApp } = loginsOf(running);
  const session = open(platform, pbxApp);
  const [one, other] = running.platform.users.map(({ h323 }) => ({ id: '', login: h323, name: '' }));
  if (one === undefined || other === undefined) throw new Error('no users');
  const { code } = must(await session.issueCode({ ...REQUEST, login: one.login }, signal()));
  const [phone] = await running.command([{ phone: 1, code }]);
  const device = { hardwareId: String(phone?.mac), model: 'IP112' };
  must(await session.assign(one, device, '', signal()));
  must(await session.unassign(one, device.hardwareId, signal()));
  must(await session.assign(other, device, '', signal()));
  const listed = (await session.registrations([one, other], signal())).map(must);
  expect(listed.map((registrations) => registrations.map(({ mac }) => mac))).toEqual([[], [phone?.mac]]);
});

it('finds the user whom a list names without a login, and nobody by name alone where the extension is another', async () => {
  const running = await start();
  const { platform, pbxApp } = loginsOf(running);
  const session = open(platform, pbxApp);
  const [, user] = running.platform.users;
  if (user === undefined) throw new Error('no user');
  const device = { hardwareId: '0090330000cc', model: 'IP112' };
  const other = { id: '', login: '999', name: user.cn };
  expect(await session.assign(other, device, '', signal())).toMatchObject({ error: { reason: 'not-found' } });
  const byExtension = { id: '', login: user.e164, name: user.cn };
  expect(must(await session.assign(byExtension, device, '', signal()))).toBe('assigned');
  const byName = { id: '', login: user.cn, name: user.cn };
  expect(must(await session.assign(byName, device, '', signal()))).toBe('unchanged');
  expect(running.platform.users[1]?.devices).toMatchObject([{ hw: device.hardwareId }]);
});

it('lists every user, page by page', async () => {
  const running = await start([], 130);
  const { platform, pbxApp } = loginsOf(running);
  const session = open(platform, pbxApp);
  const users = must(await session.users('', 1_000, signal()));
  expect(new Set(users.map(({ id }) => id)).size).toBe(running.platform.users.length);
  expect(must(await session.users('', 30, signal()))).toHaveLength(30);
  expect(must(await session.users('nobody at all', 30, signal()))).toEqual([]);
});

it('hears of devices that appear, once it has listed them', async () => {
  const running = await start([], 1);
  const session = open(loginsOf(running).platform);
  expect(must(await session.devices({ isUnassigned: true }, signal()))).toEqual([]);
  const seen = new Promise<PlatformDevice>((resolve) => session.onDevice(resolve));
  const { code } = must(await session.issueCode(REQUEST, signal()));
  const [phone] = await running.command([{ phone: 1, code }]);
  expect((await seen).mac).toBe(phone?.mac);
});

it('shows only its own domain to a customer', async () => {
  const running = await start();
  const { customer } = loginsOf(running);
  const session = open(customer);
  must(await session.probe(signal()));
  expect(session.hasDirectory).toBe(false);
  const domains = new Set(must(await session.categories(signal())).map(({ domain }) => domain));
  expect([...domains]).toEqual([customer.user]);
  expect(await session.users('', 5, signal())).toMatchObject({ ok: false, error: { aspect: 'no-pbx' } });
  const wrong = await session.issueCode({ ...REQUEST, domain: 'elsewhere.example' }, signal());
  expect(wrong).toMatchObject({ ok: false, error: { reason: 'not-found', aspect: 'domain', sent: 'no' } });
});

it.each([
  ['slips=all'],
  ['old-release=error'],
  ['app-url=whole'],
  ['app-url=stripped'],
  ['login-app=innovaphone-devices-api'],
  ['valid-until=ms'],
])('gets along with %s', async (fault) => {
  const running = await start([fault], 1);
  const { platform, pbxUser } = loginsOf(running);
  // the whole address is known only where the PBX or a person names it
  const session = open(fault === 'app-url=whole' ? pbxUser : platform);
  must(await session.probe(signal()));
  expect(must(await session.categories(signal())).length).toBeGreaterThan(0);
  const codes = await Promise.all([1, 2, 3].map((row) => session.issueCode({ ...REQUEST, row }, signal())));
  expect(new Set(codes.map((code) => must(code).code)).size).toBe(3);
  const first = must(codes[0] ?? fail());
  expect((first.validUntilMs ?? 0) - Date.now()).toBeGreaterThan(6 * 86_400_000);
  await running.command([{ phone: 1, code: first.code }]);
  expect(must(await session.readCode(first.code, '', signal()))?.mac).toMatch(/^009033/);
});

it('gives each code to the row that asked, though answers name no source', async () => {
  const running = await start(['slips=src', 'delay=5']);
  const session = open(loginsOf(running).platform);
  const rows = Array.from({ length: 12 }, (_, index) => ({ ...REQUEST, login: `user${index}`, row: index }));
  const codes = await Promise.all(rows.map((row) => session.issueCode(row, signal())));
  for (const [index, code] of codes.entries()) {
    const issued = running.platform.codes.find((each) => each.code === must(code).code);
    expect(issued?.sip).toBe(`user${index}`);
  }
});

it('follows a redirect and old lists of apps, and shows the number to confirm', async () => {
  const running = await start(['two-factor=auto', 'redirect', 'old-apps']);
  const { pbxUser } = loginsOf(running);
  const session = open(pbxUser);
  const states: ConnectionState[] = [];
  session.onConnection((state) => states.push(state));
  must(await session.categories(signal()));
  expect(states.find(({ kind }) => kind === 'confirm')).toMatchObject({ number: expect.stringMatching(/^\d\d$/) });
  expect(states.at(-1)?.kind).toBe('open');
});

it('waits until the person has confirmed the number', async () => {
  const running = await start(['two-factor=wait']);
  const { pbxUser } = loginsOf(running);
  const session = open(pbxUser);
  const asked = once(session, 'confirm');
  const probed = session.probe(signal());
  expect(await asked).toMatchObject({ kind: 'confirm' });
  const control = String(running.address.control);
  await fetch(`${control}authorize`, { method: 'POST', body: JSON.stringify({ user: pbxUser.user }) });
  must(await probed);
});

it.each(['platform', 'pbxUser'] as const)(
  'says that a login as %s was refused, once, without the password',
  async (form) => {
    const running = await start(['refuse-login']);
    const account = loginsOf(running)[form];
    const result = await open(account).probe(signal());
    expect(result).toMatchObject({ ok: false, error: { kind: 'auth', reason: 'auth-failed', concernsAccount: true } });
    expect(JSON.stringify(result)).not.toContain(account.password);
  },
);

it('tells a code that may have been issued from one that was not', async () => {
  const running = await start(['drop-after-issue=1']);
  const session = open(loginsOf(running).platform);
  const lost = await session.issueCode(REQUEST, signal());
  expect(lost).toMatchObject({ ok: false, error: { reason: 'unreachable', aspect: 'lost', sent: 'maybe' } });
  expect(running.platform.codes).toHaveLength(1);
  running.setFaults(settings('cloud-down'));
  const refused = await session.issueCode(REQUEST, signal());
  expect(refused).toMatchObject({ ok: false, error: { kind: 'service', sent: 'no' } });
  running.setFaults(settings());
  must(await session.issueCode(REQUEST, signal()));
  expect(running.platform.codes).toHaveLength(2);
});

it('connects again by itself when the connection breaks, and hears of codes asked for again', async () => {
  const running = await start([], 1);
  const session = open(loginsOf(running).pbxUser);
  const { code } = must(await session.issueCode(REQUEST, signal()));
  const lost = once(session, 'lost');
  running.setFaults(settings('drop-before-issue=1'));
  const failed = await session.issueCode(REQUEST, signal());
  expect(failed.ok).toBe(false);
  running.setFaults(settings());
  expect(await lost).toMatchObject({ kind: 'lost', retryInMs: expect.any(Number) });
  await once(session, 'open');
  must(await session.readCode(code, '', signal()));
  const heard = new Promise<RedeemedBy>((resolve) => session.onProvisioned(resolve));
  await running.command([{ phone: 1, code }]);
  expect((await heard).code).toBe(code);
});

it('trusts a platform by its authority only', async () => {
  const running = await start([], 0, true);
  const { platform } = loginsOf(running);
  expect(await open(platform).probe(signal())).toMatchObject({ ok: false, error: { reason: 'tls-untrusted' } });
  const ca = readFileSync(String(running.address.ca), 'utf8');
  must(await open({ ...platform, ca }).probe(signal()));
  const refused = await open({ ...platform, ca, pin: 'ab'.repeat(32) }).probe(signal());
  expect(refused).toMatchObject({ ok: false, error: { reason: 'tls-untrusted', aspect: 'pin' } });
});

it('finds Devices though the last slash of its address is missing', async () => {
  const { platform } = loginsOf(await start());
  must(await open({ ...platform, url: platform.url.replace(/\/$/, '') }).probe(signal()));
});

it('refuses addresses that would send in plain text or hold a password', () => {
  const account = accountOf({ url: 'ws://ap.example.com/d/devices/', user: 'd', password: 'x' });
  expect(innovaphone.connect(account)).toMatchObject({ ok: false, error: { aspect: 'plain-http' } });
  const inside = accountOf({ url: 'wss://u:p@ap.example.com/d/devices/', user: 'd', password: 'x' });
  expect(innovaphone.connect(inside)).toMatchObject({ ok: false, error: { reason: 'bad-url' } });
});
