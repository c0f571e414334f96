import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { ArgumentOf } from '../../shared/contract/bridge.ts';
import { startPractice } from '../services/practice.ts';
import { expectValue, expectWords, openTestApi } from './api-testing.ts';

const OTHER = { concurrency: 1, batch: 1, caFile: '', pin: '' } as const;

async function openAccount() {
  const opened = await openTestApi();
  const practice = expectValue(await startPractice({ services: ['gigaset'] }));
  onTestFinished(() => practice.close());
  const address = practice.addresses.gigaset;
  if (address === undefined) throw new Error('no address');
  const { url, user, password } = address;
  const proxy = 'http://operator:hunter2@127.0.0.1:9';
  const { api } = opened;
  expectValue(await api.accounts.add({ name: 'giga', service: 'gigaset', url, user, password, proxy, ...OTHER }));
  const row = async () => expectValue(await api.accounts.list({})).accounts[0];
  return { ...opened, row, url, user, password, proxy };
}

test('an edit changes what is named and leaves the rest', async () => {
  const { api, store, row, url, user, proxy, password } = await openAccount();
  const before = await row();
  expectValue(await api.accounts.edit({ name: 'giga' }));
  expect(await row()).toEqual(before);
  expectValue(await api.accounts.edit({ name: 'giga', concurrency: 7, url, user }));
  expect(await row()).toEqual({ ...before, concurrency: 7 });
  // what the list shows is typed back unchanged
  expectValue(await api.accounts.edit({ name: 'giga', proxy: before?.proxy ?? '' }));
  expect(store.vault.revealUrl(store.accounts.find('giga')?.proxy ?? '')).toMatchObject({ value: proxy });
  expect(expectWords(await api.accounts.test({ name: 'giga' }))).toBe('service: proxy');
  // With another host the mask stands for nothing.
  const elsewhere = await api.accounts.edit({ name: 'giga', proxy: 'http://***@127.0.0.2:9' });
  expect(expectWords(elsewhere)).toBe('problem.url-masked');
  expect(store.vault.revealUrl(store.accounts.find('giga')?.proxy ?? '')).toMatchObject({ value: proxy });
  for (const wanted of ['http://***@127.0.0.2:9', '***@127.0.0.2:9']) {
    expectValue(await api.settings.set({ proxy }));
    expect(expectWords(await api.settings.set({ proxy: wanted }))).toBe('problem.url-masked');
    expect(store.vault.revealUrl(store.settings.all.proxy)).toMatchObject({ value: proxy });
  }
  expectValue(await api.settings.set({ proxy: '' }));
  expectValue(await api.accounts.edit({ name: 'giga', proxy: 'none', concurrency: null }));
  expectValue(await api.accounts.test({ name: 'giga' }));
  expectValue(await api.accounts.edit({ name: 'giga', password: `${password}x` }));
  expect(expectWords(await api.accounts.test({ name: 'giga' }))).toBe('service: auth-failed');
});

test('added by two clicks at once, it is there once', async () => {
  const { api } = await openTestApi();
  const login = { service: 'gigaset', url: 'http://127.0.0.1:9/', user: 'joe', password: 'hunter2', proxy: 'none' };
  const add = () => api.accounts.add({ name: 'twice', ...login, ...OTHER });
  const [first, second] = await Promise.all([add(), add()]);
  expectValue(first);
  expect(expectWords(second)).toBe('input.account-exists');
  expect(expectValue(await api.accounts.list({})).accounts).toHaveLength(1);
});

test('another address or user needs the password again; a bad one changes nothing', async () => {
  const { api, row, password } = await openAccount();
  const before = await row();
  const url = 'https://elsewhere.example/';
  expect(expectWords(await api.accounts.edit({ name: 'giga', url }))).toBe('input.password-needed');
  expect(expectWords(await api.accounts.edit({ name: 'giga', user: 'other' }))).toBe('input.password-needed');
  expect(expectWords(await api.accounts.edit({ name: 'giga', url: 'ftp://x', password }))).toBe('reason.bad-url');
  expect(expectWords(await api.accounts.edit({ name: 'giga', pin: 'zz' }))).toBe('reason.tls-untrusted');
  expect(expectWords(await api.accounts.edit({ name: 'giga', caText: 'no certificate' }))).toBe('reason.tls-untrusted');
  expect(expectWords(await api.accounts.edit({ name: 'nobody' }))).toBe('input.no-account');
  expect(await row()).toEqual(before);
  expectValue(await api.accounts.edit({ name: 'giga', url, user: 'other', password: 'new' }));
  expect(await row()).toEqual({ ...before, url, user: 'other' });
});

describe('the doctor', () => {
  async function openTls() {
    const opened = await openTestApi();
    const practice = expectValue(await startPractice({ services: ['gigaset'], tls: true }));
    onTestFinished(() => practice.close());
    const address = practice.addresses.gigaset;
    if (address?.ca === undefined) throw new Error('no address');
    const { url, user, password } = address;
    const { api } = opened;
    const caText = readFileSync(address.ca, 'utf8');
    const login = { service: 'gigaset', url, user, password, proxy: 'none', ...OTHER };
    expectValue(await api.accounts.add({ name: 'giga', ...login, caText }));
    const ask = async () => {
      const { isHealthy, steps } = expectValue(await api.accounts.doctor({ name: 'giga' }));
      expect(steps.map(({ step }) => step)).toEqual([
        'address',
        'dns',
        'tcp',
        'proxy',
        'tls',
        'login',
        'rights',
        'clock',
      ]);
      const failed = steps.filter(({ result }) => result === 'failed');
      expect(isHealthy).toBe(failed.length === 0);
      const outcomes = Object.fromEntries(steps.map(({ step, result }) => [step, result]));
      return { outcomes, failed: failed[0], tls: steps.find(({ step }) => step === 'tls') };
    };
    const edit = async (wanted: Omit<ArgumentOf<'accounts', 'edit'>, 'name'>) =>
      expectValue(await api.accounts.edit({ name: 'giga', ...wanted }));
    return { ...opened, ask, edit, practice, url: new URL(url), user, password };
  }
  const WELL = {
    ...{ address: 'passed', tcp: 'passed', tls: 'passed', login: 'passed', proxy: 'skipped', dns: 'skipped' },
    ...{ rights: 'untold', clock: 'passed' },
  };
  const NOT_REACHED = { login: 'skipped', rights: 'skipped', clock: 'skipped' };

  test('finds a healthy account healthy and shows the chain', async () => {
    const { ask, edit, url, password } = await openTls();
    const { outcomes, tls } = await ask();
    expect(outcomes).toEqual(WELL);
    expect(tls?.certificates[0]).toMatchObject({ issuer: expect.stringContaining('practice authority') });
    expect(tls?.certificates[0]?.fingerprint).toMatch(/^[0-9a-f]{64}$/);
    expect(Date.parse(tls?.certificates[0]?.validTo ?? '')).toBeGreaterThan(Date.now());
    await edit({ url: url.href.replace('127.0.0.1', 'localhost'), password });
    expect((await ask()).outcomes).toEqual({ ...WELL, dns: 'passed' });
  });

  test('shows the certificate that is not trusted, and its fingerprint is what a pin takes', async () => {
    const { ask, edit } = await openTls();
    await edit({ caText: '' });
    const { outcomes, failed } = await ask();
    expect(outcomes).toEqual({ ...WELL, tls: 'failed', ...NOT_REACHED });
    expect(failed?.failure).toMatchObject({ reason: 'tls-untrusted', aspect: 'issuer' });
    await edit({ pin: failed?.certificates[0]?.fingerprint ?? '' });
    expect((await ask()).outcomes).toEqual(WELL);
    await edit({ pin: '0'.repeat(64) });
    expect((await ask()).failed?.failure).toMatchObject({ reason: 'tls-untrusted', aspect: 'pin' });
  });

  test('mends it on the spot: with the authority that the server showed, and with a pin', async () => {
    const { ask, edit, api, store } = await openTls();
    await edit({ caText: '' });
    const shown = (await ask()).failed?.certificates ?? [];
    expect(shown.map(({ subject, isAuthority }) => [subject, isAuthority])).toEqual([
      ['CN=Rollcall practice service', false],
      ['CN=Rollcall practice authority', true],
    ]);
    expectValue(await api.accounts.trust({ name: 'giga', pem: shown[1]?.pem ?? '', as: 'authority' }));
    expectValue(await api.accounts.trust({ name: 'giga', pem: shown[1]?.pem ?? '', as: 'authority' }));
    expect(store.accounts.find('giga')?.ca.match(/BEGIN CERTIFICATE/g)).toHaveLength(1);
    expect((await ask()).outcomes).toEqual(WELL);
    await edit({ caText: '' });
    expect((await ask()).outcomes.tls).toBe('failed');
    expectValue(await api.accounts.trust({ name: 'giga', pem: shown[0]?.pem ?? '', as: 'pin' }));
    expect((await ask()).outcomes).toEqual(WELL);
    expectValue(await api.accounts.edit({ name: 'giga', pin: '' }));
    // For every account at once; the server's own certificate does as well as who signed it.
    for (const { pem, fingerprint } of shown) {
      expect((await ask()).outcomes.tls).toBe('failed');
      expect(expectValue(await api.settings.addAuthorities({ pem })).added).toBe(1);
      expect(expectValue(await api.settings.addAuthorities({ pem })).added).toBe(0);
      expect((await ask()).outcomes).toEqual(WELL);
      expectValue(await api.settings.removeAuthority({ fingerprint }));
    }
    expect(expectValue(await api.settings.authorities({})).authorities).toEqual([]);
    expect(expectWords(await api.accounts.trust({ name: 'giga', pem: 'none', as: 'pin' }))).toBe(
      'reason.tls-untrusted_ca-unreadable',
    );
    expect(expectWords(await api.settings.addAuthorities({ pem: 'none' }))).toBe('reason.tls-untrusted_ca-unreadable');
  });

  test.each([
    [-300, 'warned', 300],
    [300, 'warned', -300],
    [0, 'passed', 0],
  ])('sees that a service is %i s off, and that it allows nothing', async (offSeconds, clock, ahead) => {
    const { api } = await openTestApi();
    const server = createServer((_, response) => {
      response.setHeader('Date', new Date(Date.now() + offSeconds * 1_000).toUTCString());
      response.writeHead(403).end('not you');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const login = { service: 'gigaset', url, user: 'u', password: 'p', proxy: 'none', ...OTHER };
    expectValue(await api.accounts.add({ name: 'giga', ...login }));
    const { steps } = expectValue(await api.accounts.doctor({ name: 'giga' }));
    const outcomes = Object.fromEntries(steps.map(({ step, result }) => [step, result]));
    expect(outcomes).toMatchObject({ tls: 'skipped', login: 'passed', rights: 'failed', clock });
    expect(steps.find(({ step }) => step === 'rights')?.failure).toMatchObject({ reason: 'forbidden' });
    expect(Math.abs(Number(steps.at(-1)?.facts.seconds) - ahead)).toBeLessThanOrEqual(3);
  });

  test('tells a wrong password from a closed port, an unknown name and a dead proxy', async () => {
    const { ask, edit, practice, url, user, password } = await openTls();
    await edit({ password: 'wrong' });
    expect(await ask()).toMatchObject({
      outcomes: { ...WELL, login: 'failed', rights: 'skipped' },
      failed: { failure: { reason: 'auth-failed' } },
    });
    await edit({ url: `https://rollcall.invalid:${url.port}/`, user, password });
    expect(await ask()).toMatchObject({
      outcomes: { dns: 'failed', tcp: 'skipped', tls: 'skipped', login: 'skipped' },
      failed: { failure: { reason: 'unreachable', aspect: 'dns' } },
    });
    await edit({ url: url.href, password, proxy: `http://operator:hunter2@127.0.0.1:9` });
    expect(await ask()).toMatchObject({
      outcomes: { tcp: 'failed', proxy: 'skipped', tls: 'skipped' },
      failed: { facts: { host: '127.0.0.1', port: 9 }, failure: { reason: 'proxy', aspect: 'unreachable' } },
    });
    await edit({ proxy: 'none' });
    await practice.close();
    expect(await ask()).toMatchObject({
      outcomes: { tcp: 'failed', tls: 'skipped' },
      failed: { failure: { reason: 'unreachable', aspect: 'refused' } },
    });
  });

  test('sends nothing but the login to the service, and none where the way is broken', async () => {
    const { ask, edit, practice } = await openTls();
    await edit({ caText: '' });
    await ask();
    expect(practice.log('gigaset')).toEqual([]);
  });

  test('goes through a proxy, and says when that one refuses', async () => {
    const { ask, edit } = await openTls();
    let isOpen = true;
    const proxy = createServer().on('connect', (request, client) => {
      if (!isOpen) {
        client.end('HTTP/1.1 403 Forbidden\r\n\r\n');
        return;
      }
      const [host, port] = (request.url ?? '').split(':');
      const server = connect(Number(port), host, () => {
        client.write('HTTP/1.1 200 OK\r\n\r\n');
        server.pipe(client).pipe(server);
      });
      for (const socket of [server, client]) socket.on('error', () => server.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void proxy.close());
    await edit({ proxy: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
    expect((await ask()).outcomes).toEqual({ ...WELL, proxy: 'passed' });
    isOpen = false;
    expect(await ask()).toMatchObject({
      outcomes: { tcp: 'passed', proxy: 'failed', tls: 'skipped', login: 'skipped' },
      failed: { failure: { reason: 'proxy', aspect: 'refused', detail: { status: 403 } } },
    });
  });
});
