import { expect, onTestFinished, test } from 'vitest';
import { startPractice } from '../services/practice.ts';
import { expectValue, expectWords, openTestApi } from './api-testing.ts';

const SYSCLIENT = {
  base: 'wss://ap.example/a.example/devices/sysclients',
  domain: 'a.example',
  token: 'abc',
  category: 'IP Phone',
  account: '',
};

async function openWithPlatform() {
  const practice = expectValue(await startPractice({ services: ['innovaphone'] }));
  onTestFinished(() => practice.close());
  const opened = await openTestApi();
  const { url, user, password, apps } = practice.addresses.innovaphone as unknown as {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly apps: { readonly url: string; readonly app: string; readonly password: string };
  };
  const more = { service: 'innovaphone', caFile: '', pin: '', proxy: 'none', concurrency: 1, batch: 1 } as const;
  const { api } = opened;
  expectValue(await api.accounts.add({ ...more, name: 'ap', url, user, password }));
  expectValue(await api.accounts.add({ ...more, name: 'pbx', url: apps.url, user: apps.app, password: apps.password }));
  return opened;
}

test('an account with the address of a WebSocket is examined to its end', async () => {
  const { api } = await openWithPlatform();
  const { isHealthy, steps } = expectValue(await api.accounts.doctor({ name: 'ap' }));
  expect(isHealthy).toBe(true);
  expect(steps.map(({ step, result }) => `${step} ${result}`)).toContain('login passed');
});

test('a category is looked for in the account that is named', async () => {
  const { api } = await openWithPlatform();
  const warningsOf = async (category: string, account: string) =>
    expectValue(await api.innovaphone.url({ ...SYSCLIENT, category, account })).warnings;
  expect(await warningsOf('IP Phone', 'ap')).toEqual([]);
  expect(await warningsOf('No configuration', 'ap')).toEqual([{ warning: 'no-such-category', part: 'category' }]);
  expect(await warningsOf('No configuration', '')).toEqual([]);
  expect(expectWords(await api.innovaphone.url({ ...SYSCLIENT, account: 'nobody' }))).toBe('input.no-account');
});

test('what is wrong is said with its words', async () => {
  const { api } = await openTestApi();
  expect(expectWords(await api.innovaphone.url({ ...SYSCLIENT, token: '' }))).toBe('innovaphone.problem.missing');
  const wish = { kind: 'inventory', url: 'ftp://host/' } as const;
  expect(expectWords(await api.innovaphone.script({ wish, isOnce: false }))).toBe('innovaphone.script.problem.url');
  const noToken = { kind: 'sysclient', wish: { ...SYSCLIENT, token: '' } } as const;
  expect(expectWords(await api.innovaphone.script({ wish: noToken, isOnce: false }))).toBe(
    'innovaphone.problem.missing',
  );
  const dhcp = { url: 'http://host/', intervalMinutes: 0 };
  expect(expectWords(await api.innovaphone.dhcp(dhcp))).toBe('innovaphone.dhcp.problem.interval');
  const phone = { address: 'no phone', user: '', password: '', pin: '', allowsBasic: false };
  expect(expectWords(await api.innovaphone.prompt(phone))).toBe('service: no-address');
});
