import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { encryptToHex, rc4 } from '../../electron/services/innovaphone/practice/cipher.ts';
import { PLATFORM_FAULTS, readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import type { RunningPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import { makePracticeCertificate } from '../../electron/services/practice-tls.ts';

type Message = Readonly<Record<string, unknown>>;

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

function settings(...texts: readonly string[]) {
  const read = readSettings(texts);
  if (typeof read === 'string') throw new Error(read);
  return read;
}

async function start(
  faults: readonly string[] = [],
  { phones = 0, port = 0, stateFile = null as string | null } = {},
): Promise<RunningPracticePlatform> {
  const options = { port, certificate: null, phones, faults: settings(...faults) };
  const running = await startPracticePlatform(options, stateFile);
  if (running === null) throw new Error('not started');
  closing.push(() => running.close());
  return running;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** A client of one socket, written from the documents alone: it keeps what comes and waits for what is due. */
class Client {
  readonly socket: WebSocket;
  readonly #kept: Message[] = [];
  readonly #watchers = new Set<() => void>();
  isClosed = false;

  constructor(url: string) {
    this.socket = new WebSocket(url);
    closing.push(() => this.socket.terminate());
    this.socket.on('message', (data) => {
      this.#kept.push(JSON.parse(String(data)) as Message);
      for (const watcher of this.#watchers) watcher();
    });
    this.socket.on('error', () => {});
    this.socket.on('close', () => {
      this.isClosed = true;
      for (const watcher of this.#watchers) watcher();
    });
  }

  static async open(url: string): Promise<Client> {
    const client = new Client(url);
    await once(client.socket, 'open');
    return client;
  }

  /** Waits for a message of that name and takes it out. */
  next(mt: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const index = this.#kept.findIndex((message) => message.mt === mt);
        if (index < 0 && !this.isClosed) return;
        this.#watchers.delete(look);
        const [found] = index < 0 ? [] : this.#kept.splice(index, 1);
        if (found === undefined) reject(new Error(`closed without ${mt}`));
        else resolve(found);
      };
      this.#watchers.add(look);
      look();
    });
  }

  /** Whether such a message has come and was not taken out. */
  has(mt: string): boolean {
    return this.#kept.some((message) => message.mt === mt);
  }

  send(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  async ask(message: Message): Promise<Message> {
    this.send(message);
    return this.next(`${message.mt}Result`);
  }

  /** The login of an app with a password. */
  async logIn(app: string, domain: string, password: string): Promise<Message> {
    const { challenge } = await this.ask({ mt: 'AppChallenge' });
    const digest = sha256(`${app}:${domain}::::${challenge}:${password}`);
    return this.ask({ mt: 'AppLogin', app, domain, sip: '', guid: '', dn: '', digest });
  }
}

async function openDevices(running: RunningPracticePlatform): Promise<Client> {
  const { url, user, password } = running.address;
  const client = await Client.open(url);
  expect(await client.logIn('innovaphone-devices', user, password)).toMatchObject({ ok: true });
  return client;
}

interface AppAddress {
  readonly url: string;
  readonly app: string;
  readonly password: string;
  readonly domain: string;
}

async function openPbx(running: RunningPracticePlatform): Promise<Client> {
  const { url, app, password, domain } = running.address.apps as AppAddress;
  const client = await Client.open(url);
  expect(await client.logIn(app, domain, password)).toMatchObject({ ok: true });
  return client;
}

async function issue(client: Client, more: Message = {}): Promise<string> {
  const answer = await client.ask({ mt: 'GetProvisioningCode', category: 'IP Phone', sip: 'anna.adler', ...more });
  expect(answer.code).toMatch(/^[0-9]{12}$/);
  return String(answer.code);
}

test('a code is issued, typed into a phone, and the phone ends up registered with the user', async () => {
  const running = await start([], { phones: 3 });
  const client = await openDevices(running);
  expect(await client.ask({ mt: 'GetUserInfo', src: 'x' })).toMatchObject({ admin: true, src: 'x' });
  const categories = await client.ask({ mt: 'GetProvisioningCategories', type: 'PHONE' });
  expect(categories).toMatchObject({ categories: [{ name: 'IP Phone' }, { name: 'acme IP Phone' }], last: true });
  const code = await issue(client, { rollout: true, src: 'row-1' });
  expect(await client.ask({ mt: 'GetProvisionedDevice', code })).not.toHaveProperty('device');

  const [answer] = await running.command([{ phone: 1, code }]);
  expect(answer).toMatchObject({ typed: 'provisioned', state: 'connected', mac: '009033f00000' });
  const told = await client.next('DeviceProvisioned');
  expect(told).toMatchObject({ code, device: { hwId: '009033f00000', product: 'IP112', name: 'anna.adler' } });
  expect(await client.ask({ mt: 'GetProvisionedDevice', code })).toMatchObject({ device: { online: true } });

  const pbx = await openPbx(running);
  const found = await pbx.ask({ api: 'PbxAdminApi', mt: 'SearchUsers', cn: '', src: '1' });
  const users = found.user as readonly { readonly cn: string; readonly guid: string }[];
  expect(users).toHaveLength(20);
  expect(users[0]?.cn).toBe('Anna Adler');
  const guid = users[0]?.guid ?? '';
  expect(await pbx.ask({ api: 'PbxAdminApi', mt: 'GetRegs', guid })).toMatchObject({ regs: [] });
  const devices = [{ hw: '009033f00000', text: 'IP112', app: 'phone' }];
  expect(await pbx.ask({ api: 'PbxAdminApi', mt: 'UpdateObject', guid, devices })).toMatchObject({ guid });
  expect(await pbx.ask({ api: 'PbxAdminApi', mt: 'GetObject', guid })).toMatchObject({ cn: 'Anna Adler', devices });
  expect(await pbx.ask({ api: 'PbxAdminApi', mt: 'GetRegs', guid })).toMatchObject({ regs: [{ hw: '009033f00000' }] });
});

test('a killed platform that is started again on its file knows codes, passwords, phones and its clock', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-practice-'));
  closing.push(() => rmSync(folder, { recursive: true, force: true }));
  const stateFile = join(folder, 'state.jsonl');
  const first = await start([], { phones: 2, stateFile });
  const codes = [await issue(await openDevices(first), { rollout: true }), ''];
  await first.command([{ phone: 1, code: codes[0] }]);
  const { url, password } = first.address;
  first.platform.moveClock(3_600_000);
  const port = Number(new URL(url).port);
  await first.close();

  const second = await start([], { phones: 2, stateFile, port });
  expect(second.address).toMatchObject({ url, password });
  expect(second.platform.nowMs - Date.now()).toBeGreaterThan(3_500_000);
  const client = await openDevices(second);
  expect(await client.ask({ mt: 'GetProvisionedDevice', code: codes[0] })).toMatchObject({
    device: { hwId: '009033f00000', online: true },
  });
});

/** Calls the control interface. */
async function control(running: RunningPracticePlatform, name: string, body?: unknown): Promise<Response> {
  const url = new URL(name, String(running.address.control));
  return fetch(url, body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) });
}

interface UserAddress {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly domain: string;
}

const NONCE = '5bba709c4b68374d';

/** Begins a user's login and sends the proof; what comes then is the caller's. */
async function proveUser(
  client: Client,
  { user, password, domain }: UserAddress,
  type = 'user',
): Promise<{ readonly proof: string }> {
  client.send({ mt: 'Login', type, userAgent: 'test' });
  const { challenge } = await client.next('Authenticate');
  const proof = `${domain}:${user}:${password}:${NONCE}:${challenge}`;
  const response = sha256(`innovaphoneAppClient:${type}:${proof}`);
  client.send({ mt: 'Login', type, method: 'digest', username: user, nonce: NONCE, response, userAgent: 'test' });
  return { proof };
}

test('RC4 gives the vectors of the documents', () => {
  const usr = '568665fc2f134d3133325b1f30d66e4e6c9f6f9d165e2f5ce7bbfff1b1de68da';
  const key = 'innovaphoneAppClient:usr:5bba709c4b68374d:ip411';
  expect(rc4(key, Buffer.from(usr, 'hex')).toString()).toBe('9ae4b9193f1362019e19009033400109');
  expect(encryptToHex('wJQog70GUK!GPTN2:7iICN04agQq38j!hmbN7P5LLI1YePz1w', 'test')).toBe('22f91ebb');
  expect(encryptToHex('RlGIgQj2j!LUIgPL:N803pDZVpL_ccS_1tGwFjIN0cfw75MNo', 'test')).toBe('cfa78653');
});

test('a user of the PBX logs in, lists the apps and opens Devices with what the PBX vouches for', async () => {
  const running = await start();
  const pbx = running.address.pbx as UserAddress;
  const client = await Client.open(pbx.url);
  const { proof } = await proveUser(client, pbx);
  const result = await client.next('LoginResult');
  expect(result.digest).toBe(sha256(`innovaphoneAppClient:loginresult:${proof}:${JSON.stringify(result.info)}`));

  client.send({ mt: 'SubscribeApps' });
  await client.next('UpdateAppsInfo');
  expect(await client.next('UpdateAppsInfo')).toMatchObject({ app: { name: 'pbxadminapi' } });
  const { app } = (await client.next('UpdateAppsInfo')) as {
    readonly app: { readonly name: string; readonly url: string };
  };
  await client.next('UpdateAppsComplete');
  const devices = await Client.open(app.url.replace('http', 'ws'));
  const { challenge } = await devices.ask({ mt: 'AppChallenge' });
  client.send({ mt: 'AppGetLogin', app: app.name, challenge, src: 'd' });
  const { mt, src, key, salt, ...login } = await client.next('AppGetLoginResult');
  expect(src).toBe('d');
  expect(await devices.ask({ mt: 'AppLogin', ...login })).toMatchObject({ ok: true });
  // A browser's session is told the address for phones too, and only of its own codes.
  expect(await devices.ask({ mt: 'GetProvisioningCode', category: 'IP Phone' })).toMatchObject({
    url: running.address.sysclients,
  });
});

test('a user with the right administers the PBX, and an app object is let into Devices', async () => {
  const running = await start();
  const pbx = running.address.pbx as UserAddress;
  const user = await Client.open(pbx.url);
  await proveUser(user, pbx);
  await user.next('LoginResult');
  const admin = await Client.open((running.address.apps as AppAddress).url);
  const { challenge } = await admin.ask({ mt: 'AppChallenge' });
  user.send({ mt: 'AppGetLogin', app: 'pbxadminapi', challenge });
  const login = await user.next('AppGetLoginResult');
  expect(await admin.ask({ ...login, mt: 'AppLogin' })).toMatchObject({ ok: true });
  const found = await admin.ask({ api: 'PbxAdminApi', mt: 'SearchUsers', cn: '' });
  expect(found).toMatchObject({ api: 'PbxAdminApi' });

  const object = await openPbx(running);
  object.send({ api: 'Services', mt: 'SubscribeServices', src: 's' });
  const { services } = (await object.next('ServicesInfo')) as {
    readonly services: readonly { readonly url: string }[];
  };
  const devices = await Client.open(String(services[0]?.url).replace('http', 'ws'));
  const asked = await devices.ask({ mt: 'AppChallenge' });
  const given = await object.ask({
    api: 'Services',
    mt: 'GetServiceLogin',
    app: 'devices-api',
    challenge: asked.challenge,
  });
  const { api: _api, ...rest } = given;
  expect(await devices.ask({ ...rest, mt: 'AppLogin' })).toMatchObject({ ok: true });
  expect(await devices.ask({ mt: 'GetUserInfo' })).toMatchObject({ admin: true });

  await control(running, 'faults', ['no-right']);
  object.send({ api: 'Services', mt: 'SubscribeServices' });
  expect(await object.next('ServicesInfo')).toMatchObject({ services: [] });
  user.send({ mt: 'AppGetLogin', app: 'devices-api', challenge: '1' });
  expect(await user.next('AppGetLoginResult')).toHaveProperty('error');
});

test('a wrong password, a wrong method and an expired session are told apart', async () => {
  const running = await start();
  const pbx = running.address.pbx as UserAddress;
  const client = await Client.open(pbx.url);
  await proveUser(client, { ...pbx, password: 'wrong' });
  expect(await client.next('LoginResult')).toMatchObject({ error: 2 });
  client.send({ mt: 'Login', type: 'user' });
  await client.next('Authenticate');
  client.send({ mt: 'Login', type: 'user', method: 'ntlm', username: pbx.user, nonce: NONCE });
  expect(await client.next('LoginResult')).toMatchObject({ error: 1 });

  await proveUser(client, pbx);
  const { info } = (await client.next('LoginResult')) as {
    readonly info: { readonly session: Record<string, string> };
  };
  const open = (name: string) =>
    rc4(
      `innovaphoneAppClient:${name}:${NONCE}:${pbx.password}`,
      Buffer.from(info.session[name] ?? '', 'hex'),
    ).toString();
  const session = { ...pbx, user: open('usr'), password: open('pwd') };
  const again = await Client.open(pbx.url);
  await proveUser(again, session, 'session');
  expect(await again.next('LoginResult')).not.toHaveProperty('error');
  await control(running, 'expire-sessions', {});
  await proveUser(again, session, 'session');
  expect(await again.next('LoginResult')).toMatchObject({ error: 5 });
});

test('the second factor waits for somebody, and a redirected user logs in at the other PBX', async () => {
  const running = await start(['two-factor', 'redirect']);
  const pbx = running.address.pbx as UserAddress;
  const client = await Client.open(pbx.url);
  await proveUser(client, pbx);
  const { info } = (await client.next('Redirect')) as { readonly info: { readonly host: string } };
  const other = await Client.open(`ws://${info.host}/PBX0/APPCLIENT/websocket`);
  await proveUser(other, pbx);
  expect((await other.next('Authorize')).code).toBeGreaterThanOrEqual(10);
  expect((await control(running, 'authorize', { user: 'nobody' })).status).toBe(404);
  expect((await control(running, 'authorize', { user: pbx.user })).status).toBe(200);
  expect(await other.next('LoginResult')).not.toHaveProperty('error');
  other.send({ mt: 'SubscribeApps' });
  await other.next('UpdateAppsComplete');
});

test('old releases know other messages', async () => {
  const running = await start(['old-apps', 'old-release=error', 'login-app']);
  const pbx = running.address.pbx as UserAddress;
  const client = await Client.open(pbx.url);
  await proveUser(client, pbx);
  await client.next('LoginResult');
  client.send({ mt: 'SubscribeApps' });
  expect((await client.next('UpdateApps')).apps).toHaveLength(3);
  const { url, user, password } = running.address;
  const devices = await Client.open(url);
  expect(await devices.logIn('innovaphone-devices', user, password)).toMatchObject({ ok: false });
  expect(await devices.logIn('innovaphone-devices-api', user, password)).toMatchObject({ ok: true });
  expect(await devices.ask({ mt: 'GetUserInfo' })).toHaveProperty('error');
  expect(await devices.ask({ mt: 'GetLoginInfo' })).toMatchObject({ admin: true });
});

test('a domain password shows that domain only, the instance password all of them', async () => {
  const running = await start();
  const names = async (client: Client) => {
    client.send({ mt: 'GetDomains' });
    const found: string[] = [];
    for (;;) {
      const answer = await client.next('GetDomainsResult');
      found.push(...(answer.domains as readonly { readonly name: string }[]).map(({ name }) => name));
      if (answer.last === true) return found;
    }
  };
  expect(await names(await openDevices(running))).toEqual(['practice.example', 'customer.example']);
  const { url, user, password } = running.address.customer as UserAddress;
  const customer = await Client.open(url);
  await customer.logIn('innovaphone-devices', user, password);
  expect(await names(customer)).toEqual(['customer.example']);
  expect(await customer.ask({ mt: 'GetProvisioningCategories', domainId: 1 })).toHaveProperty('error');
});

test('nobody is listened to before the login, and nothing unknown is answered', async () => {
  const running = await start();
  const client = await Client.open(running.address.url);
  expect(await client.ask({ mt: 'GetDomains' })).toMatchObject({ error: 'Not logged in' });
  const logged = await openDevices(running);
  logged.send({ mt: 'KeepAlive' });
  logged.send({ mt: 'SomethingNobodyWrote', src: 'a' });
  expect(await logged.ask({ mt: 'GetUserInfo', src: 'b' })).toMatchObject({ src: 'b' });
});

test('who redeemed what while no service of the domain was connected is told when one connects', async () => {
  const running = await start([], { phones: 1 });
  const client = await openDevices(running);
  const code = await issue(client);
  client.socket.terminate();
  await client.next('nothing').catch(() => {});
  const [answer] = await running.command([{ phone: 1, code }]);
  expect(answer?.typed).toBe('provisioned');
  expect(await (await openDevices(running)).next('DeviceProvisioned')).toMatchObject({ code });
  // Once told, it isn't told again.
  const third = await openDevices(running);
  await third.ask({ mt: 'GetUserInfo' });
  expect(third.has('DeviceProvisioned')).toBe(false);
});

test("a code ends with the platform's clock: ten minutes, or seven days for a rollout", async () => {
  const running = await start([], { phones: 2 });
  const client = await openDevices(running);
  const single = await issue(client);
  const rollout = await issue(client, { rollout: true });
  await control(running, 'clock', { advanceMs: 600_000 });
  expect(await running.command([{ phone: 1, code: single }])).toMatchObject([{ typed: 'refused' }]);
  expect(await client.ask({ mt: 'GetProvisionedDevice', code: single })).toMatchObject({ error: 'No such code' });
  await control(running, 'clock', { now: new Date(Date.now() + 7 * 86_400_000 - 60_000).toISOString() });
  expect(await running.command([{ phone: 1, code: rollout }])).toMatchObject([{ typed: 'provisioned' }]);
});

test('of two phones with one code the first gets it', async () => {
  const running = await start([], { phones: 2 });
  const code = await issue(await openDevices(running));
  const typed = await running.command([
    { phone: 1, code },
    { phone: 2, code },
  ]);
  expect(typed.map((each) => each.typed).toSorted()).toEqual(['provisioned', 'refused']);
});

test('IP101 and IP102 take #, the others OK; a phone with an update URL from DHCP shows no form', async () => {
  const running = await start();
  const client = await openDevices(running);
  const code = await issue(client);
  const answers = await running.command([
    { phone: 1, model: 'IP101', code, key: 'ok' },
    { phone: 2, model: 'IP112', code, key: '#' },
    { phone: 3, model: 'IP222', hasDhcpUrl: true, code },
  ]);
  expect(answers.map(({ typed }) => typed)).toEqual(['not-confirmed', 'not-confirmed', 'no-form']);
  expect(await running.command([{ phone: 1, code }])).toMatchObject([{ typed: 'provisioned' }]);
});

test('a phone with a token needs no code, one with a wrong token is sent away', async () => {
  const running = await start();
  const { sysclients, token, user } = running.address as unknown as Record<string, string>;
  const { PracticePhone } = await import('../../electron/services/innovaphone/practice/phone.ts');
  const world = { ca: null, nowMs: () => Date.now(), register: () => false, isRegistered: () => false, keep: () => {} };
  const common = {
    model: 'IP112',
    updateUrl: '',
    pollMs: 0,
    hasDhcpUrl: false,
    codeParameter: '',
    http: false,
    address: '',
  };
  const states: string[] = [];
  for (const [mac, given] of [
    ['0090330000a1', token],
    ['0090330000a2', 'wrong'],
  ]) {
    const query = new URLSearchParams({ domain: String(user), token: String(given), category: 'IP Phone' });
    const sysclientUrl = `${sysclients}?${query}`;
    const phone = new PracticePhone({ ...common, mac: String(mac), sysclientUrl, sysclientPassword: 'none' }, world);
    closing.push(() => phone.close());
    await phone.start();
    states.push(phone.view.state);
  }
  expect(states).toEqual(['connected', 'fresh']);
  expect(running.platform.findDevice('0090330000a1')).toMatchObject({ domainId: 1, category: 'IP Phone' });
});

test('a gateway redeems a code for one of its ports, and a foreign device is told that there is no more', async () => {
  const running = await start();
  const client = await openDevices(running);
  const code = await issue(client);
  const gateway = new WebSocket(String(running.address.sysclients));
  closing.push(() => gateway.terminate());
  await once(gateway, 'open');
  const frames: (readonly [number, Message])[] = [];
  const send = (type: number, body: object) =>
    gateway.send(Buffer.concat([Buffer.from([1, 0, type]), Buffer.from(JSON.stringify(body))]));
  const answered = new Promise<void>((resolve) => {
    gateway.on('message', (data: Buffer) => {
      const type = data.readUInt16BE(1);
      frames.push([type, JSON.parse(data.subarray(3).toString()) as Message]);
      if (type === 6) send(4, { id: 'TEL1', code });
      if (type === 5 && frames.length === 3) send(4, { id: 'TEL2', code });
      else if (type === 5) resolve();
    });
  });
  const platform = { type: 'GW', fxs: true };
  send(0, { id: '009033460af2', product: 'IP29', version: '13r2', platform, other: true });
  await answered;
  expect(frames.map(([type]) => type)).toEqual([1, 6, 5, 5]);
  expect(frames[0]?.[1].password).toMatch(/^.{32}$/);
  expect(frames[2]?.[1]).toEqual({});
  expect(frames[3]?.[1]).toHaveProperty('error');
  expect(await client.next('DeviceProvisioned')).toMatchObject({ code, device: { type: 'FXS', product: 'IP29' } });
});

test('over TLS phones trust the authority that was made for it', async () => {
  const certificate = await makePracticeCertificate();
  closing.push(() => certificate.remove());
  const running = await startPracticePlatform({ port: 0, certificate, phones: 1, faults: [] });
  if (running === null) throw new Error('not started');
  closing.push(() => running.close());
  expect(running.address.url).toMatch(/^https:/);
  const { code } = running.platform.issueCode({ domainId: 1, category: 'IP Phone', sip: '', rollout: true });
  expect(await running.command([{ phone: 1, code }])).toMatchObject([{ typed: 'provisioned', state: 'connected' }]);
});

test('devices are listed in pages, filtered, and their changes pushed', async () => {
  const running = await start([], { phones: 25 });
  const client = await openDevices(running);
  const codes = await Promise.all(
    Array.from({ length: 25 }, () =>
      running.platform.issueCode({ domainId: 1, category: 'IP Phone', sip: '', rollout: true }),
    ),
  );
  await running.command(codes.slice(0, 24).map(({ code }, index) => ({ phone: index + 1, code })));
  client.send({ mt: 'GetDevices', recvUpdates: true, domainIds: '1', categories: 'IP Phone' });
  const first = await client.next('GetDevicesResult');
  expect([(first.devices as readonly unknown[]).length, first.last]).toEqual([20, undefined]);
  const second = await client.next('GetDevicesResult');
  expect([(second.devices as readonly unknown[]).length, second.last]).toEqual([4, true]);
  await running.command([{ phone: 25, code: codes[24]?.code }]);
  expect(await client.next('DeviceAdded')).toMatchObject({ device: { hwId: '009033f00018' } });
  expect(await client.ask({ mt: 'GetFilteredDevices', hwIds: '009033f00018' })).toMatchObject({
    devices: [{ type: 'PHONE', ethIfs: [{ if: 'ETH0' }] }],
  });
  expect(await client.ask({ mt: 'GetUnassignedDevicesCount' })).toMatchObject({ count: 0 });
});

test('HTTP reaches a phone through Devices as long as the session lives, and directly with a login', async () => {
  const running = await start([], { phones: 1 });
  const client = await openDevices(running);
  await running.command([{ phone: 1, code: await issue(client) }]);
  const { key } = await client.ask({ mt: 'GetUserInfo' });
  const reach = (secret: unknown) => fetch(`${running.address.url}passthrough/009033f00000/${secret}/cfg.txt`);
  expect(await (await reach(key)).text()).toContain('config change SYSCLIENT /sysadmin ws%3A%2F%2F');
  expect((await reach('wrong')).status).toBe(403);

  const [phone] = running.address.phones as readonly {
    readonly url: string;
    readonly user: string;
    readonly password: string;
  }[];
  if (phone === undefined) throw new Error('no phone');
  expect((await fetch(`${phone.url}cfg.txt`)).headers.get('www-authenticate')).toContain('Digest');
  const authorization = `Basic ${Buffer.from(`${phone.user}:${phone.password}`).toString('base64')}`;
  const info = await fetch(`${phone.url}CMD0/box_info.xml`, { headers: { authorization } });
  expect(await info.text()).toContain('13.6146/136146/400');
});

test.each([
  ['cloud-down', { error: expect.any(String) }],
  ['category-gone=IP Phone', { error: 'No such provisioning category' }],
  ['valid-until=ms', { validUntil: expect.toSatisfy((value: number) => value > 1e12) }],
  ['valid-minutes=15', { validUntil: expect.toSatisfy((value: number) => value * 1000 - Date.now() > 890_000) }],
])('asked for a code, %s', async (fault, expected) => {
  const client = await openDevices(await start([fault]));
  expect(await client.ask({ mt: 'GetProvisioningCode', category: 'IP Phone' })).toMatchObject(expected);
});

test.each([
  ['drop-after-issue', 1],
  ['drop-before-issue', 0],
])('%s breaks the connection with %i code issued', async (fault, count) => {
  const running = await start([fault]);
  const client = await openDevices(running);
  await expect(client.ask({ mt: 'GetProvisioningCode', category: 'IP Phone' })).rejects.toThrow('closed');
  expect(running.platform.codes).toHaveLength(count);
});

test('faults of phones and of the PBX', async () => {
  const running = await start(['wrong-model=IP240', 'no-registration', 'merge-devices'], { phones: 1 });
  const client = await openDevices(running);
  const code = await issue(client);
  await running.command([{ phone: 1, code }]);
  expect(await client.next('DeviceProvisioned')).toMatchObject({ device: { product: 'IP240' } });
  const pbx = await openPbx(running);
  const { guid } = running.platform.users[0] ?? { guid: '' };
  const update = (hw: string) => pbx.ask({ api: 'PbxAdminApi', mt: 'UpdateObject', guid, devices: [{ hw }] });
  await update('old');
  await update('009033f00000');
  expect(running.platform.findUser(guid)?.devices).toEqual([{ hw: 'old' }, { hw: '009033f00000' }]);
  expect(await pbx.ask({ api: 'PbxAdminApi', mt: 'GetRegs', guid })).toMatchObject({ regs: [] });
  expect((await control(running, 'faults', ['lost-update'])).status).toBe(200);
  await update('newer');
  expect(running.platform.findUser(guid)?.devices).toHaveLength(2);
  expect((await control(running, 'faults', ['expires-before-use'])).status).toBe(200);
  expect(await running.command([{ phone: 2, code: await issue(client) }])).toMatchObject([{ typed: 'refused' }]);
});

test('the slips of the documentation, one by one', async () => {
  const running = await start(['slips=categories,device,challenge'], { phones: 1 });
  const client = await Client.open(running.address.url);
  expect((await client.ask({ mt: 'AppChallenge' })).challenge).toBeTypeOf('number');
  await client.logIn('innovaphone-devices', running.address.user, running.address.password);
  client.send({ mt: 'GetProvisioningCategories' });
  expect(await client.next('GetProvisioningCategories')).toHaveProperty('categories');
  const code = await issue(client);
  await running.command([{ phone: 1, code }]);
  expect(await client.ask({ mt: 'GetProvisionedDevice', code })).toMatchObject({ device: [{ hwId: '009033f00000' }] });
  await control(running, 'faults', ['slips=src']);
  expect(await client.ask({ mt: 'GetUserInfo', src: 'x' })).not.toHaveProperty('src');
});

test('the control interface refuses what it does not understand, and shows no secret in its log', async () => {
  const running = await start([], { phones: 1 });
  for (const [name, body] of [
    ['faults', ['no-such-fault']],
    ['faults', ['delay=soon']],
    ['phones', { phone: 0 }],
    ['clock', { advanceMs: 'x' }],
    ['users', { count: -1 }],
  ] as const)
    expect((await control(running, name, body)).status).toBe(400);
  expect((await control(running, 'nothing')).status).toBe(404);
  expect(await (await control(running, 'users', { count: 60 })).json()).toEqual({ users: 60 });
  const code = await issue(await openDevices(running));
  expect(await (await control(running, 'phones', { phone: 1, code })).json()).toMatchObject([{ typed: 'provisioned' }]);
  const log = await (await control(running, 'log')).text();
  expect(log).toContain('"GetProvisioningCodeResult"');
  expect(log).not.toContain(code);
  expect(log).not.toContain(running.address.password);
  expect(await (await control(running, 'state')).json()).toMatchObject({
    devices: [{ online: true, category: 'IP Phone' }],
  });
  expect(await (await control(running, 'phones')).json()).toHaveLength(1);
});

test('every fault has words in both languages, accepts its own default and refuses junk', () => {
  for (const { name, values, default: initial, accepts, meaning } of PLATFORM_FAULTS) {
    const takesText = values === 'NAME' || values === 'MODEL';
    expect([name, initial === null || accepts(initial), accepts('no such thing')]).toEqual([name, true, takesText]);
    expect(meaning.de).not.toBe(meaning.en);
  }
});

test('a phone whose connection broke comes back with its digest, and registers again', async () => {
  const running = await start([], { phones: 1 });
  const client = await openDevices(running);
  await running.command([{ phone: 1, code: await issue(client) }]);
  const [user] = running.platform.users;
  if (user === undefined) throw new Error('no user');
  running.platform.keepUser({ ...user, devices: [{ hw: '00-90-33-f0-00-00' }] });
  expect(running.platform.registrationsOf(user.guid)).toHaveLength(1);
  await client.ask({ mt: 'GetDevices', recvUpdates: true });
  await running.command([{ phone: 1, disconnect: true }]);
  expect(await client.next('DeviceUpdate')).toMatchObject({ device: { online: false } });
  expect(running.platform.registrationsOf(user.guid)).toHaveLength(0);
  const registered = once(running.platform, 'registered');
  await running.command([{ phone: 1, reconnect: true }]);
  await registered;
  expect(running.platform.registrationsOf(user.guid)).toMatchObject([{ hw: '009033f00000' }]);
});

test('a thousand phones redeem a thousand codes', async () => {
  const running = await start([], { phones: 1000 });
  const codes = Array.from({ length: 1000 }, () =>
    running.platform.issueCode({ domainId: 1, category: 'IP Phone', sip: '', rollout: true }),
  );
  const typed = await running.command(codes.map(({ code }, index) => ({ phone: index + 1, code })));
  expect(typed.filter((each) => each.typed === 'provisioned')).toHaveLength(1000);
});
