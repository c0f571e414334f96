import { expect, onTestFinished, test } from 'vitest';
import { expectValue, openTestApi, sourceOf } from '../../electron/api/api-testing.ts';
import { readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';

/** So slow that taking phones from their users takes longer than a follower waits between two rounds. */
const SLOW = 'delay=1200';
const SLOW_MS = 4_500;

/** A rollout whose first two users have a phone each; the third one's code is what there is to follow. */
async function startSite() {
  const running = await startPracticePlatform({ port: 0, certificate: null, phones: 2, faults: [] });
  if (running === null) throw new Error('not started');
  const { api } = await openTestApi();
  const { url, user, password } = running.address.pbx as { url: string; user: string; password: string };
  const login = {
    name: 'pbx',
    service: 'innovaphone',
    url,
    user,
    password,
    proxy: 'none',
    caFile: '',
    pin: '',
  } as const;
  expectValue(await api.accounts.add({ ...login, concurrency: 2, batch: 1 }));
  expectValue(await api.rollouts.create({ name: 'R' }));
  const people = running.platform.users.slice(0, 3);
  const list = `name;login\n${people.map(({ cn, h323 }) => `${cn};${h323}`).join('\n')}\n`;
  expectValue(await api.codes.importUsersSource({ rollout: 'R', source: sourceOf(list), mapping: {}, sheet: '' }));
  const from = { account: 'pbx', directory: '', category: 'IP Phone', app: '', term: 'rollout' } as const;
  expectValue(await api.codes.issue({ rollout: 'R', users: 'all', ...from }));
  const { codes } = expectValue(await api.codes.reveal({ rollout: 'R', users: 'all' }));
  await running.command(codes.slice(0, 2).map(({ code }, n) => ({ phone: n + 1, code })));
  expectValue(await api.codes.refresh({ rollout: 'R' }));
  const [one = 0, other = 0] = codes.map(({ id }) => id);
  const sort = { column: 'user', direction: 'ascending' } as const;
  const board = async () =>
    expectValue(await api.codes.board({ rollout: 'R', sort, filter: { text: '', states: [] }, offset: 0, limit: 9 }));
  onTestFinished(async () => {
    await api.codes.unfollow({ rollout: '' });
    await running.close();
  });
  return { running, api, board, pair: { rollout: 'R', one, other } };
}

test('phones are swapped while their codes are followed, and nobody puts them back', { timeout: 60_000 }, async () => {
  const { running, api, board, pair } = await startSite();
  expectValue(await api.codes.follow({ rollout: 'R' }));
  const before = running.platform.users.slice(0, 2).map(({ devices }) => devices.map(({ hw }) => hw));
  expect(before.flat()).toHaveLength(2);

  const slow = readSettings([SLOW]);
  if (typeof slow === 'string') throw new Error(slow);
  running.setFaults(slow);
  const timer = setTimeout(() => running.setFaults([]), SLOW_MS);
  expectValue(await api.codes.swap(pair));
  clearTimeout(timer);
  running.setFaults([]);
  const after = running.platform.users.slice(0, 2).map(({ devices }) => devices.map(({ hw }) => hw));
  expect(after).toEqual([before[1], before[0]]);
  const phones = async () => (await board()).rows.map(({ state, phone }) => [state, phone]);
  await expect.poll(phones, { timeout: 10_000 }).toEqual([
    ['registered', before[1]?.[0]],
    ['registered', before[0]?.[0]],
    ['pending', ''],
  ]);
});

test('codes are followed after a swap if somebody still wants that, and only then', { timeout: 60_000 }, async () => {
  const { api, board, pair } = await startSite();
  const isFollowed = async () => (await board()).connections.length > 0;
  expectValue(await api.codes.swap(pair));
  expect(await isFollowed()).toBe(false);

  expectValue(await api.codes.follow({ rollout: 'R' }));
  expect(await isFollowed()).toBe(true);
  const left = api.codes.swap(pair);
  await api.codes.unfollow({ rollout: 'R' });
  await left;
  expect(await isFollowed()).toBe(false);

  const come = api.codes.swap(pair);
  expectValue(await api.codes.follow({ rollout: 'R' }));
  expect(await isFollowed()).toBe(false);
  await come;
  expect(await isFollowed()).toBe(true);

  const late = api.codes.follow({ rollout: 'R' });
  await api.codes.unfollow({ rollout: 'R' });
  expectValue(await late);
  expect(await isFollowed()).toBe(false);
});
