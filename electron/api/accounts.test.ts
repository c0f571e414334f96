import { expect, onTestFinished, test } from 'vitest';
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
  expectValue(await api.accounts.edit({ name: 'giga', proxy: 'none', concurrency: null }));
  expectValue(await api.accounts.test({ name: 'giga' }));
  expectValue(await api.accounts.edit({ name: 'giga', password: `${password}x` }));
  expect(expectWords(await api.accounts.test({ name: 'giga' }))).toBe('service: auth-failed');
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
