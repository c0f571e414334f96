import { expect, test } from 'vitest';
import { expectValue, openTestApi, sourceOf } from '../../electron/api/api-testing.ts';
import { readSettings } from '../../electron/services/innovaphone/practice/faults.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';

/** So slow that taking phones from their users takes longer than a follower waits between two rounds. */
const SLOW = 'delay=1200';
const SLOW_MS = 4_500;

test('phones are swapped while their codes are followed, and nobody puts them back', { timeout: 60_000 }, async () => {
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
  // The third one's code is what there is to follow.
  const people = running.platform.users.slice(0, 3);
  const list = `name;login\n${people.map(({ cn, h323 }) => `${cn};${h323}`).join('\n')}\n`;
  expectValue(await api.codes.importUsersSource({ rollout: 'R', source: sourceOf(list), mapping: {}, sheet: '' }));
  const from = { account: 'pbx', directory: '', category: 'IP Phone', app: '', term: 'rollout' } as const;
  expectValue(await api.codes.issue({ rollout: 'R', users: 'all', ...from }));
  const { codes } = expectValue(await api.codes.reveal({ rollout: 'R', users: 'all' }));
  await running.command(codes.slice(0, 2).map(({ code }, n) => ({ phone: n + 1, code })));
  expectValue(await api.codes.refresh({ rollout: 'R' }));
  expectValue(await api.codes.follow({ rollout: 'R' }));
  const before = running.platform.users.slice(0, 2).map(({ devices }) => devices.map(({ hw }) => hw));
  expect(before.flat()).toHaveLength(2);

  const slow = readSettings([SLOW]);
  if (typeof slow === 'string') throw new Error(slow);
  running.setFaults(slow);
  const timer = setTimeout(() => running.setFaults([]), SLOW_MS);
  const [one = 0, other = 0] = codes.map(({ id }) => id);
  expectValue(await api.codes.swap({ rollout: 'R', one, other }));
  clearTimeout(timer);
  running.setFaults([]);
  const after = running.platform.users.slice(0, 2).map(({ devices }) => devices.map(({ hw }) => hw));
  expect(after).toEqual([before[1], before[0]]);
  const sort = { column: 'user', direction: 'ascending' } as const;
  const board = async () =>
    expectValue(
      await api.codes.board({ rollout: 'R', sort, filter: { text: '', states: [] }, offset: 0, limit: 9 }),
    ).rows.map(({ state, phone }) => [state, phone]);
  await expect.poll(board, { timeout: 10_000 }).toEqual([
    ['registered', before[1]?.[0]],
    ['registered', before[0]?.[0]],
    ['pending', ''],
  ]);
  await api.codes.unfollow({ rollout: '' });
  await running.close();
});
