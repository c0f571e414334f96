import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { makeConfigurationJob, makeSoftwareJob } from '../../electron/services/innovaphone/jobs.ts';
import { issueOwnCode } from '../../electron/services/innovaphone/own-codes.ts';
import { type PhoneOptions, PracticePhone } from '../../electron/services/innovaphone/practice/phone.ts';
import {
  readAllowed,
  startUpdateServer,
  type UpdateServer,
  type UpdateServerOptions,
} from '../../electron/services/innovaphone/update-server.ts';
import { openStoreForChanges, type Store } from '../../electron/storage/store.ts';
import type { OwnCode } from '../../shared/domain/code.ts';
import { UNKNOWN_USER } from '../../shared/domain/code-state.ts';
import { Desk, readJsonLines } from '../support/command-line.ts';

const DOMAIN = 'Example site';
const CATEGORY = 'IP Phone';
const TEN_MINUTES_MS = 600_000;

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** A site: a data folder with users, an update server on a clock that can be moved, and phones. */
class Site {
  readonly store: Store;
  readonly #folder: string;
  nowMs = Date.now();
  server: UpdateServer | null = null;
  #phones = 0;

  constructor(store: Store, folder: string) {
    this.store = store;
    this.#folder = folder;
  }

  static async open(): Promise<Site> {
    const folder = mkdtempSync(join(tmpdir(), 'rollcall-own-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    const store = await openStoreForChanges(folder);
    if (!store.ok) throw new Error(store.error.reason);
    closing.push(() => store.value.close());
    store.value.rollouts.add('own');
    return new Site(store.value, folder);
  }

  get folder(): string {
    return this.#folder;
  }

  /** Issues codes for so many users, valid for ten minutes. */
  async issue(count: number): Promise<readonly OwnCode[]> {
    const rollout = this.store.rollouts.find('own');
    if (rollout === null) throw new Error('no rollout');
    const users = Array.from({ length: count }, (_, index) => ({
      draft: { ...UNKNOWN_USER, user: `User ${index}`, extension: `${100 + index}`, login: `user${index}` },
      listed: null,
    }));
    this.store.codes.importUsers(rollout.id, users, this.nowMs);
    const issued: OwnCode[] = [];
    for (const { id } of this.store.codes.users(rollout.id)) {
      const issuedAtMs = this.nowMs;
      const wanted = { rowId: id, domain: DOMAIN, category: CATEGORY, issuedAtMs };
      const code = await issueOwnCode(this.store.ownCodes, { ...wanted, validUntilMs: issuedAtMs + TEN_MINUTES_MS });
      if (code !== null) issued.push(code);
    }
    return issued;
  }

  async serve(more: Partial<UpdateServerOptions> = {}): Promise<UpdateServer> {
    const options = { address: '127.0.0.1', port: 0, allow: [], store: this.store.ownCodes, nowMs: () => this.nowMs };
    const started = await startUpdateServer({ ...options, ...more });
    if (!started.ok) throw new Error(started.error.reason);
    closing.push(() => started.value.close());
    this.server = started.value;
    return started.value;
  }

  async phone(more: Partial<PhoneOptions> = {}): Promise<PracticePhone> {
    this.#phones += 1;
    const options: PhoneOptions = {
      mac: `009033aa${this.#phones.toString(16).padStart(4, '0')}`,
      model: 'IP112',
      updateUrl: this.server?.url ?? '',
      pollMs: 0,
      hasDhcpUrl: false,
      codeParameter: 'anything',
      http: false,
      address: '10.0.0.9',
      ...more,
    };
    const phone = new PracticePhone(options, {
      ca: null,
      nowMs: () => this.nowMs,
      register: () => false,
      isRegistered: () => false,
      keep: () => {},
    });
    closing.push(() => phone.close());
    await phone.start();
    return phone;
  }

  addJobs(): void {
    const target = { domain: DOMAIN, category: CATEGORY, madeAtMs: this.nowMs };
    const phoneLine = 'config change PHONE SIG /prot SIP /gk-addr 10.0.0.1';
    this.store.ownCodes.addJob(makeConfigurationJob(target, 'NTP', ['config change NTP0 /addr 10.0.0.1']));
    this.store.ownCodes.addJob(makeConfigurationJob(target, 'PHONE', [phoneLine]));
    // The server itself is as good a place as any to fetch something from.
    const url = `${this.server?.url.split('?')[0]}?mac=009033000001`;
    this.store.ownCodes.addJob(makeSoftwareJob(target, { ip112: { url, build: '999' } }));
  }
}

/** Asks as a phone does, with a code in a parameter. */
async function guess({ url }: UpdateServer, code: string, mac = '009033bb0001'): Promise<string> {
  const response = await fetch(`${url.split('?')[0]}?mac=${mac}&code=${code}`);
  return response.text();
}

test('a phone shows the form, takes a code, and gets configuration, then firmware', async () => {
  const site = await Site.open();
  const server = await site.serve();
  site.addJobs();
  const [code, other] = await site.issue(2);
  const phone = await site.phone();
  await phone.poll();
  expect(phone.view.state).toBe('prompt');
  expect(await phone.typeCode(code?.code ?? '', '#')).toBe('not-confirmed');
  expect(await phone.typeCode(code?.code ?? '', 'ok')).toBe('configured');
  expect(phone.view.configuration).toContain('config change PHONE SIG /prot SIP /gk-addr 10.0.0.1');
  expect(phone.view.configuration).toContain('config change NTP0 /addr 10.0.0.1');
  expect(site.store.ownCodes.redeemedBy('009033aa0001' as never)).toMatchObject({ code: code?.code });
  await phone.poll();
  expect((await phone.poll())?.body).toBe(
    `mod cmd UP0 prot ${server.url.split('?')[0]}?mac=009033000001 ireset 999\r\n`,
  );
  expect(server.contacts.find(({ mac }) => mac === '009033aa0001')).toMatchObject({
    model: 'IP112',
    address: '127.0.0.1',
    // Both configurations in one script; then the firmware, which it is still to load.
    jobs: {
      1: { doneAtMs: expect.any(Number) },
      2: { doneAtMs: expect.any(Number) },
      3: { givenAtMs: expect.any(Number) },
    },
    requests: 5,
    uploads: { info: expect.stringContaining('name="IP112"') },
  });
  // The row of the code has what the phone said of itself.
  expect(site.store.codes.codes(1)[0]).toMatchObject({ state: 'provisioned', product: 'IP112', mac: '009033aa0001' });

  const hash = await site.phone({ model: 'IP101' });
  expect(await hash.typeCode(code?.code ?? '', '#')).toBe('refused');
  expect(hash.view.state).toBe('prompt');
  expect(await hash.typeCode(other?.code ?? '', '#')).toBe('configured');
  expect(server.log.map(({ outcome }) => outcome)).toContain('redeemed');
});

test('the form is not sent again while somebody may be typing', async () => {
  const site = await Site.open();
  await site.serve();
  const phone = await site.phone();
  const first = await phone.poll();
  const second = await phone.poll();
  // The same serial: a phone that has run it passes over the rest.
  const check = /^mod cmd UP1 check .*$/m;
  expect(check.exec(second?.body ?? '')?.[0]).toBe(check.exec(first?.body ?? '')?.[0]);
});

test('an expired code is refused, and so is one that nobody issued', async () => {
  const site = await Site.open();
  await site.serve();
  const [code] = await site.issue(1);
  site.nowMs += TEN_MINUTES_MS;
  const phone = await site.phone();
  expect(await phone.typeCode(code?.code ?? '', 'ok')).toBe('refused');
  expect(await phone.typeCode('000000000000', 'ok')).toBe('refused');
});

test('of two phones that send one code at the same moment one gets it', async () => {
  const site = await Site.open();
  await site.serve();
  site.addJobs();
  const [code] = await site.issue(1);
  const phones = await Promise.all(Array.from({ length: 5 }, () => site.phone()));
  const ends = await Promise.all(phones.map((phone) => phone.typeCode(code?.code ?? '', 'ok')));
  expect(ends.toSorted()).toEqual(['configured', 'refused', 'refused', 'refused', 'refused']);
});

test('guessing is slowed down after 5 and locked out after 20, and then a right code is not looked at', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const [code] = await site.issue(1);
  for (let index = 0; index < 5; index += 1) await guess(server, String(900_000_000_000 + index));
  expect(server.log.at(-1)?.outcome).toBe('wrong-code');
  await guess(server, code?.code ?? '');
  expect(server.log.at(-1)?.outcome).toBe('slow');
  for (let index = 5; index < 40; index += 1) await guess(server, String(900_000_000_000 + index));
  expect(server.log.at(-1)?.outcome).toBe('locked');
  expect(server.locked).toEqual(['127.0.0.1']);
  site.nowMs += 120_000;
  await guess(server, code?.code ?? '');
  expect(server.log.at(-1)?.outcome).toBe('locked');
  expect(site.store.ownCodes.listLive(site.nowMs)).toHaveLength(1);
  expect(server.unlock('127.0.0.1')).toBe(true);
  await guess(server, code?.code ?? '');
  expect(server.log.at(-1)).toMatchObject({ outcome: 'redeemed', rowId: code?.rowId });
});

test('guesses sent at once are counted one by one, however slow the store is', async () => {
  const site = await Site.open();
  const { ownCodes } = site.store;
  let looks = 0;
  const store: UpdateServerOptions['store'] = {
    listLive: async (nowMs) => {
      looks += 1;
      // As a database does that others keep busy: the other guesses arrive meanwhile.
      await sleep(100);
      return ownCodes.listLive(nowMs);
    },
    add: (code) => ownCodes.add(code),
    redeem: (code, mac, nowMs) => ownCodes.redeem(code, mac, nowMs),
    redeemedBy: (mac) => ownCodes.redeemedBy(mac),
    listJobs: () => ownCodes.listJobs(),
    keepContacts: (contacts) => ownCodes.keepContacts(contacts),
    listContacts: () => ownCodes.listContacts(),
  };
  const server = await site.serve({ store });
  const guesses = Array.from({ length: 60 }, (_, index) => guess(server, String(700_000_000_000 + index)));
  await Promise.all(guesses);
  expect(looks).toBe(5);
  expect(server.locked).toEqual(['127.0.0.1']);
});

test('a phone that sends its code at every poll has redeemed it once', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const [code] = await site.issue(1);
  for (let poll = 0; poll < 3; poll += 1) await guess(server, code?.code ?? '');
  expect(server.log.map(({ outcome }) => outcome)).toEqual(['redeemed', 'jobs', 'jobs']);
  expect(server.locked).toEqual([]);
});

test('a request full of guesses counts as many', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const [code] = await site.issue(1);
  const guesses = Array.from({ length: 24 }, (_, index) => String(800_000_000_000 + index)).join(',');
  await guess(server, `${guesses},${code?.code}`);
  expect(server.locked).toEqual(['127.0.0.1']);
  expect(site.store.ownCodes.listLive(site.nowMs)).toHaveLength(1);
});

test('only phones that are let in get an answer, and no code stands in the ordinary log', async () => {
  const site = await Site.open();
  const server = await site.serve({ allow: ['009033aa0001', '7c2f80'] });
  const [code] = await site.issue(1);
  const status = async (mac: string) => (await fetch(`${server.url.split('?')[0]}?mac=${mac}`)).status;
  expect(await status('00-90-33-AA-00-01')).toBe(200);
  expect(await status('00-90-33-aa-00-02')).toBe(403);
  expect(await status('7c-2f-80-82-0e-c0')).toBe(200);
  expect(await status('nonsense')).toBe(403);
  expect((await fetch(new URL('/etc/passwd', server.url))).status).toBe(404);
  await guess(server, code?.code ?? '', '009033aa0001');
  expect(JSON.stringify(server.log)).not.toContain(code?.code);
  expect(server.log.at(-1)).toMatchObject({ outcome: 'redeemed' });
  // What a real phone sends is there for whoever asks for it.
  expect(server.contacts[0]?.lastRequest).toContain(code?.code);
});

test('somebody who types the same wrong code twice gets the form again, if not at once', async () => {
  const site = await Site.open();
  await site.serve();
  const phone = await site.phone();
  expect(await phone.typeCode('123456789012', 'ok')).toBe('refused');
  expect(await phone.typeCode('123456789012', 'ok')).toBe('unchanged');
  site.nowMs += 60_000;
  await guess(site.server as UpdateServer, '123456789012', '009033aa0001');
  await phone.poll();
  expect(phone.view.state).toBe('prompt');
});

test('an upload that is too large is refused, one of an unknown phone too', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const put = (mac: string, body: string) =>
    fetch(new URL(`/innovaphone/upload/info/${mac}`, server.url), { method: 'PUT', body });
  expect((await put('009033bb0001', 'x'.repeat(70_000))).status).toBe(413);
  expect((await put('7c2f80820ec0', 'x')).status).toBe(403);
  expect((await put('009033bb0001', 'x')).status).toBe(200);
  expect(server.contacts).toMatchObject([{ mac: '009033bb0001', uploads: { info: 'x' } }]);
});

test('what was redeemed and who asked is known after a restart', async () => {
  const site = await Site.open();
  const first = await site.serve();
  site.addJobs();
  const [code] = await site.issue(1);
  const phone = await site.phone();
  expect(await phone.typeCode(code?.code ?? '', 'ok')).toBe('configured');
  const { port } = first;
  await first.close();
  const second = await site.serve({ port });
  expect(second.contacts).toHaveLength(1);
  await phone.poll();
  expect(second.log[0]).toMatchObject({ mac: '009033aa0001', outcome: 'jobs' });
});

test('phones that are told to leave ask no more', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const phone = await site.phone();
  await phone.poll();
  server.leave('');
  await phone.poll();
  expect(phone.view.updateUrl).toBe('');
  expect(await phone.poll()).toBeNull();
});

test('it opens on an address of this computer only, and on a port that is free', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const start = (address: string, port: number) =>
    startUpdateServer({ address, port, allow: [], store: site.store.ownCodes });
  expect(await start('192.0.2.1', 0)).toMatchObject({ error: { reason: 'unreachable', aspect: 'own-address' } });
  expect(await start('0.0.0.0', 0)).toMatchObject({ error: { aspect: 'own-address' } });
  expect(await start('127.0.0.1', server.port)).toMatchObject({
    error: { reason: 'busy', detail: { port: server.port } },
  });
});

test('200 phones that poll at once are all served and listed', async () => {
  const site = await Site.open();
  const server = await site.serve();
  const phones = await Promise.all(Array.from({ length: 200 }, () => site.phone()));
  await Promise.all(phones.map((phone) => phone.poll()));
  expect(phones.filter(({ view }) => view.state === 'prompt')).toHaveLength(200);
  await server.close();
  expect(site.store.ownCodes.listContacts()).toHaveLength(200);
});

test('the command serves until it is told to stop, and leaves the data folder to other commands meanwhile', async () => {
  const desk = new Desk();
  await desk.succeed('rollout', 'create', 'own');
  const running = desk.start(['codes', 'serve', '--address', '127.0.0.1', '--allow', '00-90-33', '--json']);
  await running.waitUntil(({ stdout }) => stdout.includes('\n'));
  const [first] = readJsonLines(`${running.stdout.split('\n', 1)[0]}\n`);
  expect(first).toMatchObject({
    address: '127.0.0.1',
    url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/.*mac=#m/),
  });

  const opened = await openStoreForChanges(desk.dataFolder);
  if (!opened.ok) throw new Error(opened.error.reason);
  const site = new Site(opened.value, desk.dataFolder);
  const [code] = await site.issue(1);
  opened.value.close();
  const phone = await site.phone({ updateUrl: String(first?.url) });
  await phone.poll();
  expect(phone.view.state).toBe('prompt');
  expect(await phone.typeCode(code?.code ?? '', 'ok')).toBe('unchanged');
  await running.waitUntil(({ stdout }) => stdout.includes('"redeemed"'));
  running.kill('SIGINT');
  const { code: exitCode, stdout, stderr } = await running.ended;
  expect(exitCode).toBe(0);
  expect(stdout + stderr).not.toContain(code?.code);
  expect(stderr).toMatch(/OPEN on 127\.0\.0\.1/);
  const outcomes = readJsonLines(stdout).map(({ outcome }) => outcome);
  expect(outcomes).toEqual([undefined, 'prompt', 'redeemed']);

  const after = await openStoreForChanges(desk.dataFolder);
  if (!after.ok) throw new Error(after.error.reason);
  closing.push(() => after.value.close());
  expect(after.value.ownCodes.redeemedBy('009033aa0001' as never)).toMatchObject({ code: code?.code });
  expect(after.value.ownCodes.listContacts()).toMatchObject([{ mac: '009033aa0001', model: 'IP112' }]);
});

test('the command opens nothing for what is no address, port or MAC', async () => {
  const desk = new Desk();
  const ends = await Promise.all([
    desk.run('codes', 'serve'),
    desk.run('codes', 'serve', '--address', '192.0.2.1'),
    desk.run('codes', 'serve', '--address', '127.0.0.1', '--port', '70000'),
    desk.run('codes', 'serve', '--address', '127.0.0.1', '--allow', 'all'),
  ]);
  expect(ends.map(({ code }) => code)).toEqual([2, 2, 2, 2]);
  expect(ends[3]?.stderr).toContain('“all”');
  expect(ends[1]?.stderr).toContain('192.0.2.1');
});

test.each([
  ['00-90-33', '009033'],
  ['009033AABBCC', '009033aabbcc'],
  ['0090', null],
  ['all', null],
])('%s lets in %s', (text, allowed) => {
  expect(readAllowed(text)).toBe(allowed);
});
