import { describe, expect, test, vi } from 'vitest';
import { expectValue, expectWords, openTestApi } from './api-testing.ts';
import { createApi } from './index.ts';
import { startWithNode } from './practice-process.ts';

describe('practice', () => {
  test('started twice at once is one service; a whole run goes through; stopped and started it is new', async () => {
    const { store } = await openTestApi();
    const startProcess = vi.fn(startWithNode);
    const api = createApi({ store, unlock: async () => false, emit: () => {}, startProcess });
    const [first, second] = await Promise.all([api.practice.start({}), api.practice.start({})]);
    expect(expectValue(first)).toEqual(expectValue(second));
    expect(startProcess).toHaveBeenCalledTimes(1);
    expect(expectValue(await api.practice.start({}))).toEqual(expectValue(first));
    expect(startProcess).toHaveBeenCalledTimes(1);
    const { account, rollout, url } = expectValue(first);
    expect(expectValue(await api.accounts.list({})).accounts.map(({ name }) => name)).toEqual([account]);
    expect(expectValue(await api.devices.facets({ rollout })).all).toBeGreaterThan(10);
    const { plan, groups } = expectValue(
      await api.runs.plan({
        ...{ rollout, account, action: 'register', url: 'https://pbx.example.net/%MACD.xml', provider: '' },
        ...{ only: 'all', rows: false },
      }),
    );
    expect(groups['re-point']).toBe(1);
    const summary = expectValue(await api.runs.start({ plan }));
    expect(summary).toMatchObject({ isFinished: true, counts: { refused: 1 } });

    expectValue(await api.practice.stop({}));
    await expect(fetch(url)).rejects.toThrow('fetch failed');
    const again = expectValue(await api.practice.start({}));
    expect(again).toMatchObject({ account, rollout });
    expectValue(await api.accounts.test({ name: account }));
    expect(expectValue(await api.rollouts.list({})).rollouts).toHaveLength(1);
    // In another language what is there keeps its name.
    expect(expectValue(await api.practice.start({ language: 'de' }))).toMatchObject({ account, rollout });
    expectValue(await api.rollouts.remove({ name: rollout }));
    expect(expectValue(await api.practice.start({ language: 'de' }))).toMatchObject({ account, rollout: 'Übung' });
    expect(expectValue(await api.devices.facets({ rollout: 'Übung' })).all).toBeGreaterThan(10);
    expectValue(await api.practice.stop({}));
    expectValue(await api.practice.stop({}));
  });

  test('starts nothing while the vault is locked', async () => {
    const { store } = await openTestApi({ locked: true });
    const startProcess = vi.fn(startWithNode);
    const api = createApi({ store, unlock: async () => false, emit: () => {}, startProcess });
    expect(expectWords(await api.practice.start({}))).toBe('vault.locked');
    expect(startProcess).not.toHaveBeenCalled();
  });

  test.each([
    { what: 'a process that ends at once', firstLine: null },
    { what: 'a process that is something else', firstLine: 'Usage: …' },
    { what: 'an address that is none', firstLine: '{"gigaset":{"url":"http://127.0.0.1:9"}}' },
  ])('$what is no practice service, and the next start tries again', async ({ firstLine }) => {
    const { store } = await openTestApi();
    const stop = vi.fn();
    const startProcess = vi.fn(() => ({ firstLine: Promise.resolve(firstLine), ended: Promise.resolve(), stop }));
    const api = createApi({ store, unlock: async () => false, emit: () => {}, startProcess });
    expect(expectWords(await api.practice.start({}))).toBe('input.practice-not-started');
    expect(stop).toHaveBeenCalled();
    expect(expectWords(await api.practice.start({}))).toBe('input.practice-not-started');
    expect(startProcess).toHaveBeenCalledTimes(2);
    expect(expectValue(await api.accounts.list({})).accounts).toEqual([]);
  });
});
