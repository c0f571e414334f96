import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { unpackZip } from '../files/zip-archive.ts';
import { startPractice } from '../services/practice.ts';
import type { Keychain } from '../storage/keychain.ts';
import { expectValue, expectWords, openTestApi, sourceOf } from './api-testing.ts';
import { createNetworkDefaults } from './network.ts';
import { openForWindow } from './open-for-window.ts';

const OTHER = { concurrency: null, batch: null, caFile: '', pin: '' } as const;
const LOGIN = { service: 'gigaset', url: 'https://service.example/', user: 'joe', proxy: 'none', ...OTHER };

const KEYCHAIN: Keychain = {
  backend: 'of the test',
  encrypt: async (text) => Buffer.from(`wrapped ${Buffer.from(text).toString('hex')}`),
  decrypt: async (bytes) => Buffer.from(bytes.toString().replace('wrapped ', ''), 'hex').toString(),
};

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a window on a folder and gives its calls. */
async function openWindow(folder: string, keychain: Keychain | null) {
  const window = expectValue(await openForWindow(folder, () => {}, { openKeychain: async () => keychain }));
  const call = async (group: string, name: string, argument: unknown = {}) => {
    const answer = await window.call(group, name, argument);
    if (answer === null) throw new Error('There is no such call.');
    return answer;
  };
  return { call, close: window.close };
}

describe('a window', () => {
  test('keeps an account without asking for a passphrase, and in a keychain for the next start', async () => {
    const folder = newFolder();
    const first = await openWindow(folder, KEYCHAIN);
    expect(await first.call('vault', 'state')).toMatchObject({
      value: { state: 'open', mode: 'keychain', keychain: 'of the test', hasUnreadable: false },
    });
    expectValue(await first.call('accounts', 'add', { ...LOGIN, name: 'a', password: 'pa55' }));
    await first.close();
    const second = await openWindow(folder, KEYCHAIN);
    expect(await second.call('accounts', 'list')).toMatchObject({ value: { accounts: [{ hasPassword: true }] } });
    expectValue(await second.call('vault', 'move', { mode: 'session' }));
    await second.close();
    // What the person chose holds, although there is a keychain.
    const third = await openWindow(folder, KEYCHAIN);
    expect(await third.call('vault', 'state')).toMatchObject({ value: { state: 'open', mode: 'session' } });
    expect(await third.call('accounts', 'list')).toMatchObject({ value: { accounts: [{ hasPassword: false }] } });
    await third.close();
  });

  test('without a keychain asks an account’s password again after a restart, and takes it', async () => {
    const folder = newFolder();
    const first = await openWindow(folder, null);
    expectValue(await first.call('accounts', 'add', { ...LOGIN, name: 'a', password: 'pa55' }));
    expect(await first.call('accounts', 'list')).toMatchObject({ value: { accounts: [{ hasPassword: true }] } });
    await first.close();
    const second = await openWindow(folder, null);
    const tested = await second.call('accounts', 'test', { name: 'a' });
    expect(tested).toMatchObject({ ok: false, error: { words: 'vault.forgotten', detail: { account: 'a' } } });
    expectValue(await second.call('accounts', 'edit', { name: 'a', password: 'pa55' }));
    expect(await second.call('accounts', 'list')).toMatchObject({ value: { accounts: [{ hasPassword: true }] } });
    await second.close();
    expect(readdirSync(folder)).not.toContain('vault.json');
  });

  test('that is asked before the keychain has answered waits for it, with what needs no password at once', async () => {
    let answer: (keychain: Keychain | null) => void = () => {};
    const opening = new Promise<Keychain | null>((resolve) => {
      answer = resolve;
    });
    const window = expectValue(await openForWindow(newFolder(), () => {}, { openKeychain: () => opening }));
    const state = window.call('vault', 'state', {});
    expect(await window.call('settings', 'get', {})).toMatchObject({ ok: true });
    expect(window.call('vault', 'destroy', {})).toBeNull();
    answer(KEYCHAIN);
    expect(await state).toMatchObject({ value: { mode: 'keychain' } });
    await window.close();
  });

  test('that can not write what the keychain wrapped says so, and begins as soon as it can', async () => {
    const folder = newFolder();
    const obstacle = join(folder, 'keychain.json.new');
    mkdirSync(obstacle);
    const { call, close } = await openWindow(folder, KEYCHAIN);
    expect(await call('rollouts', 'list')).toMatchObject({ ok: true });
    for (const _ of [1, 2])
      expect(await call('accounts', 'list')).toMatchObject({ error: { words: 'vault.unwritable' } });
    rmSync(obstacle, { recursive: true });
    expect(await call('vault', 'state')).toMatchObject({ value: { state: 'open', mode: 'keychain' } });
    mkdirSync(obstacle);
    const account = { ...LOGIN, name: 'a', password: 'pa55' };
    expect(await call('accounts', 'add', account)).toMatchObject({ error: { words: 'vault.unwritable' } });
    // No account without its password is left behind.
    expect(await call('accounts', 'list')).toMatchObject({ value: { accounts: [] } });
    mkdirSync(join(folder, 'vault.json.new'));
    const opened = await call('vault', 'open', { passphrase: 'correct horse' });
    expect(opened).toMatchObject({ error: { words: 'vault.unwritable' } });
    expect(await call('vault', 'state')).toMatchObject({ value: { state: 'open', mode: 'keychain' } });
    await close();
  });

  test('that only was opened and closed notes nothing', async () => {
    const folder = newFolder();
    const first = await openWindow(folder, null);
    await first.close();
    const second = await openWindow(folder, null);
    const everything = { text: '', kinds: [], rollout: null, offset: 0, limit: 100 };
    expect(await second.call('activity', 'page', everything)).toMatchObject({ value: { total: 0, rows: [] } });
    await second.close();
  });

  test('behind a passphrase moves everything to where it shall be', async () => {
    const folder = newFolder();
    const first = await openWindow(folder, KEYCHAIN);
    expectValue(await first.call('accounts', 'add', { ...LOGIN, name: 'a', password: 'pa55' }));
    expectValue(await first.call('vault', 'open', { passphrase: 'correct horse' }));
    await first.close();
    const second = await openWindow(folder, KEYCHAIN);
    expect(await second.call('vault', 'state')).toMatchObject({ value: { state: 'locked', mode: 'passphrase' } });
    expect(await second.call('vault', 'move', { mode: 'keychain' })).toMatchObject({
      error: { words: 'vault.locked' },
    });
    expectValue(await second.call('vault', 'open', { passphrase: 'correct horse' }));
    expectValue(await second.call('vault', 'move', { mode: 'keychain' }));
    expect(await second.call('accounts', 'list')).toMatchObject({ value: { accounts: [{ hasPassword: true }] } });
    await second.close();
    expect(readdirSync(folder).filter((name) => name === 'vault.json' || name === 'keychain.json')).toEqual([
      'keychain.json',
    ]);
  });
});

describe('the activity', () => {
  test('is not filled by looking for a network again and again', async () => {
    const { api } = await openTestApi();
    for (const name of ['a', 'b']) {
      const url = 'http://127.0.0.1:9/';
      expectValue(await api.accounts.add({ ...LOGIN, name, url, password: 'hunter2' }));
    }
    for (const name of ['a', 'a', 'a', 'b', 'b', 'a']) {
      expect(expectWords(await api.accounts.test({ name }))).toBe('service: unreachable');
    }
    const page = { text: '', kinds: [], rollout: null, offset: 0, limit: 100 };
    const { rows } = expectValue(await api.activity.page(page));
    const tests = rows.filter(({ action }) => action === 'accounts.test');
    expect(tests.map(({ account }) => account)).toEqual(['a', 'b', 'a']);
  });

  test('tells what was done, with counts, and what was refused, with its reason', async () => {
    const { api } = await openTestApi();
    const practice = expectValue(await startPractice({ services: ['gigaset'] }));
    onTestFinished(() => practice.close());
    const { url = '', user = '', password = '' } = practice.addresses.gigaset ?? {};
    expectValue(await api.accounts.add({ ...LOGIN, name: 'giga', url, user, password }));
    expectValue(await api.rollouts.create({ name: 'site' }));
    const source = sourceOf('MAC\n7C2F80000001\n7C2F80000002\nnone\n');
    expectValue(await api.lists.importSource({ rollout: 'site', source, mapping: {}, sheet: '', language: 'en' }));
    const wish = { rollout: 'site', account: 'giga', provider: '', only: 'all', action: 'register' } as const;
    const plan = expectValue(await api.runs.plan({ ...wish, url: 'https://pbx.example/%MACD.xml' }));
    expectValue(await api.runs.start({ plan: plan.plan }));
    expect(expectWords(await api.accounts.remove({ name: 'nobody' }))).toBe('input.no-account');

    const page = async (filter: Partial<Parameters<typeof api.activity.page>[0]> = {}) =>
      expectValue(await api.activity.page({ text: '', kinds: [], rollout: null, offset: 0, limit: 100, ...filter }));
    const { total, rows } = await page();
    expect(rows.map(({ action }) => action)).toEqual([
      'accounts.remove',
      'runs.start',
      'runs.plan',
      'lists.importSource',
      'rollouts.create',
      'accounts.add',
    ]);
    expect(total).toBe(6);
    expect(rows[0]).toMatchObject({ kind: 'account', result: 'refused', words: 'input.no-account', account: 'nobody' });
    expect(rows[1]).toMatchObject({
      ...{ kind: 'run', result: 'done', rollout: 'site', account: 'giga' },
      ...{ counts: { done: 2 }, detail: { action: 'register' } },
    });
    expect(rows[3]).toMatchObject({ kind: 'import', rollout: 'site', counts: { devices: 2, problems: 1 } });
    expect((await page({ kinds: ['run'] })).rows).toHaveLength(1);
    expect((await page({ text: 'SITE giga' })).rows.map(({ kind }) => kind)).toEqual(['run', 'plan']);
    expect((await page({ rollout: 'site', offset: 1, limit: 1 })).rows.map(({ kind }) => kind)).toEqual(['plan']);
    expect((await page({ text: 'no such' })).total).toBe(0);
    expect(JSON.stringify(rows)).not.toContain(password);
    // Each word is looked for in every entry: a long text must not take a second.
    expect((await page({ text: `${'site SITE giga '.repeat(4)}a b c d e f g h nowhere` })).total).toBe(0);
    expect((await page({ text: 'site giga i t e g a r u n nowhere' })).total).toBeGreaterThan(0);
  });

  test('tells of edits, parking and files of colleagues, and holds no secret of them', async () => {
    const { api, folder } = await openTestApi();
    expectValue(await api.rollouts.create({ name: 'site' }));
    const source = sourceOf('MAC\n7C2F80000001\n7C2F80000002\n');
    expectValue(await api.lists.importSource({ rollout: 'site', source, mapping: {}, sheet: '', language: 'en' }));
    const macs = ['7c2f80000001', '7c2f80000002'];
    const urls = (scheme: string) =>
      macs.map((mac) => ({ mac, field: 'url' as const, value: `${scheme}://user:hunter2@pbx/` }));
    expectValue(await api.devices.editMany({ rollout: 'site', edits: urls('https') }));
    expect((await api.devices.editMany({ rollout: 'site', edits: urls('ftp') })).ok).toBe(false);
    expectValue(await api.ownership.park({ rollout: 'site', macs, note: 'hunter2' }));
    expectValue(await api.ownership.unpark({ rollout: 'site', macs: ['7c2f80000001'] }));
    const file = expectValue(await api.handover.saveFile({ rollout: 'site' }));
    const merge = {
      source: { name: file.name, base64: file.base64 },
      rollout: 'copy',
      take: 'mine',
      choices: [],
    } as const;
    expectValue(await api.handover.merge({ ...merge, choices: [] }));
    const path = join(folder, 'site.rollcall');
    expectValue(await api.handover.save({ rollout: 'site', path }));
    expectValue(await api.handover.open({ path, rollout: 'third', take: 'mine' }));
    const { rows } = expectValue(
      await api.activity.page({ text: '', kinds: [], rollout: null, offset: 0, limit: 100 }),
    );
    expect(rows.map(({ action, result, rollout, counts }) => ({ action, result, rollout, counts }))).toMatchObject([
      { action: 'handover.open', result: 'done', rollout: 'third', counts: { devices: 2, added: 2 } },
      { action: 'handover.save', result: 'done' },
      { action: 'handover.merge', result: 'done', rollout: 'copy', counts: { devices: 2, added: 2 } },
      { action: 'handover.saveFile', result: 'done' },
      { action: 'ownership.unpark', result: 'done', rollout: 'site', counts: { unparked: 1 } },
      { action: 'ownership.park', result: 'done', rollout: 'site', counts: { parked: 2 } },
      { action: 'devices.editMany', result: 'refused', rollout: 'site' },
      { action: 'devices.editMany', result: 'done', rollout: 'site', counts: { devices: 2 } },
      { action: 'lists.importSource' },
      { action: 'rollouts.create' },
    ]);
    expect(JSON.stringify(rows)).not.toContain('hunter2');
  });
});

test('the support bundle holds what helps, and none of the secrets that lie everywhere', async () => {
  const { api, store, folder } = await openTestApi();
  const secrets = {
    password: 'S3cr3tPassword',
    proxyPassword: 'S3cr3tProxy',
    settingsProxy: 'S3cr3tOfSettings',
    urlPassword: 'S3cr3tUrl',
    pin: '90817263',
    code: 'S3cr3tProvisioningCode',
    token: 'S3cr3tToken',
    user: 'joe.the.user',
  };
  const { password, user } = secrets;
  const proxy = `http://op:${secrets.proxyPassword}@proxy.example:3128`;
  expectValue(await api.accounts.add({ ...LOGIN, name: 'giga', user, password, proxy }));
  expectValue(
    await api.settings.set({ proxyMode: 'given', proxy: `http://op:${secrets.settingsProxy}@proxy.example:3128` }),
  );
  expectValue(await api.rollouts.create({ name: 'Town hall' }));
  const url = `https://joe:${secrets.urlPassword}@pbx.example/%MACD.xml`;
  const source = sourceOf(`MAC;PIN;URL\n7C2F80000001;${secrets.pin};${url}\nnone;${secrets.pin};${url}\n`);
  expectValue(await api.lists.importSource({ rollout: 'Town hall', source, mapping: {}, sheet: '', language: 'en' }));
  await api.accounts.add({ ...LOGIN, name: 'giga', password });
  await api.accounts.edit({ name: 'giga', proxy: `ftp://op:${secrets.proxyPassword}@x` });
  expectValue(await api.support.report({ message: `TypeError at ${url} after OK: ${secrets.code}` }));
  expectValue(await api.support.report({ message: `Authorization: Bearer ${secrets.token}` }));
  expectValue(await api.support.report({ message: `the password was ${password}` }));
  store.activity.add({
    ...{ at: '2026-01-01T00:00:00.000Z', kind: 'error', action: 'x', result: 'failed', rollout: '', account: '' },
    ...{ counts: {}, words: '', detail: { url, said: `OK: ${secrets.code}` } },
  });

  const file = expectValue(await api.support.bundle({ language: 'de' }));
  expect(file.name).toMatch(/^rollcall-support-\d{4}-\d\d-\d\d\.zip$/);
  const files = expectValue(await unpackZip(Buffer.from(file.base64, 'base64'), () => true, 10_000_000));
  const text = new Map([...files].map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
  expect([...text.keys()].sort()).toEqual([
    'README.txt',
    'accounts.json',
    'activity.json',
    'database.json',
    'log/rollcall.log',
    'settings.json',
    'versions.json',
  ]);
  const log = readFileSync(join(folder, 'log/rollcall.log'), 'utf8');
  for (const [name, secret] of Object.entries(secrets)) {
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')]) {
      for (const [part, content] of text) expect(content.includes(form), `${name} in ${part}`).toBe(false);
      expect(log.includes(form), `${name} in the log`).toBe(false);
    }
  }
  expect(JSON.parse(text.get('versions.json') ?? '')).toMatchObject({ secrets: { state: 'open', mode: 'passphrase' } });
  expect(JSON.parse(text.get('accounts.json') ?? '')).toMatchObject([
    { service: 'gigaset', proxy: 'http://***@proxy.example:3128' },
  ]);
  const { tables } = JSON.parse(text.get('database.json') ?? '') as { tables: { name: string; rows: number }[] };
  expect(tables.find(({ name }) => name === 'devices')).toMatchObject({ rows: 1 });
  expect(text.get('README.txt')).toContain('Passwörter');
  expect(text.get('activity.json')).toContain('Town hall');
  expect(text.get('log/rollcall.log')).toContain('TypeError');
});

describe('the proxy of the settings', () => {
  test('is kept sealed, shown masked, and used for every account that names none', async () => {
    const { api, store, folder } = await openTestApi();
    const find = (url: string, host = {}) => createNetworkDefaults(store, host).findProxy(new URL(url));
    const far = 'https://service.example/';
    expect(await find(far, { resolveProxy: async () => 'PROXY system:8080' })).toMatchObject({
      value: { host: 'system' },
    });
    expectValue(await api.settings.set({ proxyMode: 'given', proxy: 'op:hunter2@proxy.example:3128' }));
    expect(expectValue(await api.settings.get({})).proxy).toBe('http://***@proxy.example:3128');
    expect(readFileSync(join(folder, 'settings.json'), 'utf8')).not.toContain('hunter2');
    const given = { value: { host: 'proxy.example', authorization: expect.stringContaining('Basic ') } };
    expect(await find(far)).toMatchObject(given);
    expect(await find('http://127.0.0.1:80/')).toEqual({ ok: true, value: null });
    // What is shown is typed back unchanged.
    expectValue(await api.settings.set({ proxy: 'http://***@proxy.example:3128', theme: 'dark' }));
    expect(await find(far)).toMatchObject(given);
    expect(expectWords(await api.settings.set({ proxy: 'socks5://x' }))).toBe('reason.proxy');
    expect(await find(far)).toMatchObject(given);
    expectValue(await api.settings.set({ proxyMode: 'none' }));
    expect(await find(far)).toEqual({ ok: true, value: null });
  });
});

test('the default pace is that of new accounts only', async () => {
  const { api } = await openTestApi();
  expectValue(await api.accounts.add({ ...LOGIN, name: 'before', password: 'x' }));
  expectValue(await api.settings.set({ concurrency: 7 }));
  expectValue(await api.accounts.add({ ...LOGIN, name: 'new', password: 'x' }));
  expectValue(await api.accounts.add({ ...LOGIN, name: 'own', password: 'x', concurrency: 2 }));
  const { accounts } = expectValue(await api.accounts.list({}));
  expect(accounts.map(({ name, concurrency }) => [name, concurrency])).toEqual([
    ['before', 1],
    ['new', 7],
    ['own', 2],
  ]);
});
