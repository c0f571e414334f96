import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import type { RunningPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';

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
