import { expect, test } from 'vitest';
import { openStore, temporaryFolder } from '../../storage/storage-testing.ts';
import type { Store } from '../../storage/store.ts';
import { afterRestart, currentCode, needOf } from './code-machine.ts';
import { FakePlatform, phone, userDraft } from './codes-testing.ts';
import { followCodes, refreshCodes } from './follow.ts';
import { issueCodes } from './issue.ts';

const CATEGORY = { name: 'Phones', domain: 'example.com' };

async function setUp(count: number) {
  const store = await openStore(temporaryFolder());
  const rolloutId = store.rollouts.add('R');
  const drafts = Array.from({ length: count }, (_, n) => userDraft({ user: `User ${n}`, login: `u${n}` }));
  store.codes.importUsers(
    rolloutId,
    drafts.map((draft) => ({ draft, listed: null })),
    0,
  );
  return { store, rolloutId, platform: new FakePlatform() };
}

function statesOf({ codes }: Store, rolloutId: number): readonly string[] {
  return codes.users(rolloutId).map(({ id }) => currentCode(codes.codesOfUser(id))?.state ?? 'draft');
}

function issueAll({ codes }: Store, rolloutId: number, platform: FakePlatform, onChanged = () => {}) {
  const wishes = codes
    .users(rolloutId)
    .filter(({ id }) => needOf(codes.codesOfUser(id), platform.nowMs) === 'first')
    .map((user) => ({ user, category: CATEGORY, app: '', replaces: [] }));
  return issueCodes(wishes, {
    table: codes,
    session: platform.connect(),
    account: 'A',
    directory: '',
    concurrency: 10,
    term: 'rollout',
    onChanged,
    signal: new AbortController().signal,
    now: () => platform.nowMs,
  });
}

function options({ codes }: Store, rolloutId: number, platform: FakePlatform) {
  const stop = new AbortController();
  const common = { table: codes, session: platform.connect(), rolloutId, account: 'A', now: () => platform.nowMs };
  return { ...common, signal: stop.signal, onChanged: () => {}, stop };
}

test('every user gets one code, and issuing again changes nothing', async () => {
  const { store, rolloutId, platform } = await setUp(20);
  const told: number[] = [];
  await issueAll(store, rolloutId, platform, () => {
    told.push(store.codes.codes(rolloutId).filter(({ state }) => state === 'requesting').length);
  });
  expect(statesOf(store, rolloutId)).toEqual(Array(20).fill('pending'));
  expect(Math.max(...told)).toBeLessThanOrEqual(3);
  await issueAll(store, rolloutId, platform);
  expect(platform.issued).toHaveLength(20);
  expect(new Set(store.codes.codes(rolloutId).map(({ code }) => code)).size).toBe(20);
});

test('a lost answer is never asked for again by itself; what was refused is said', async () => {
  const { store, rolloutId, platform } = await setUp(3);
  const fates = ['lose-answer', 'refuse', 'answer'] as const;
  let n = 0;
  platform.nextIssue = () => fates[n++ % 3] ?? 'answer';
  await issueAll(store, rolloutId, platform);
  expect([...statesOf(store, rolloutId)].sort()).toEqual(['failed', 'pending', 'unknown']);
  platform.nextIssue = null;
  await issueAll(store, rolloutId, platform);
  expect([...statesOf(store, rolloutId)].sort()).toEqual(['pending', 'pending', 'unknown']);
  expect(platform.issued).toHaveLength(3);
});

test('what never left is sent again', async () => {
  const { store, rolloutId, platform } = await setUp(1);
  let tries = 0;
  platform.nextIssue = () => (++tries < 2 ? 'not-sent' : 'answer');
  await issueAll(store, rolloutId, platform);
  expect(statesOf(store, rolloutId)).toEqual(['pending']);
  expect(platform.issued).toHaveLength(1);
});

test('what a killed program left is unknown, and the code of a phone that redeemed it all the same is learnt', async () => {
  const { store, rolloutId, platform } = await setUp(2);
  platform.nextIssue = () => 'lose-answer';
  await issueAll(store, rolloutId, platform);
  store.codes.update(store.codes.codes(rolloutId).map((code) => afterRestart({ ...code, state: 'requesting' })));
  expect(statesOf(store, rolloutId)).toEqual(['unknown', 'unknown']);
  const followed = options(store, rolloutId, platform);
  for (const { code } of platform.issued) await followed.session.readCode(code);
  const following = followCodes({ ...followed, pace: { roundMs: 1 } });
  const [first] = platform.issued;
  await Promise.resolve();
  platform.redeem(first?.code ?? '', phone(1));
  await expect.poll(() => statesOf(store, rolloutId)).toContain('assigned');
  followed.stop.abort();
  await following;
  expect(store.codes.codes(rolloutId).map(({ code }) => code)).toEqual([first?.code, '']);
});

test('codes are followed to the registration, over lost connections, and expire only when nobody came', async () => {
  const { store, rolloutId, platform } = await setUp(4);
  await issueAll(store, rolloutId, platform);
  const [first, second, third] = platform.issued;
  platform.redeem(first?.code ?? '', phone(1));
  const followed = options(store, rolloutId, platform);
  const following = followCodes({ ...followed, pace: { roundMs: 1 } });
  await expect.poll(() => statesOf(store, rolloutId)[0]).toBe('assigned');
  platform.redeem(second?.code ?? '', phone(2));
  platform.registered.add(phone(1).hardwareId);
  await expect.poll(() => statesOf(store, rolloutId)).toEqual(['registered', 'assigned', 'pending', 'pending']);
  platform.isReachable = false;
  platform.breakConnections();
  platform.redeem(third?.code ?? '', phone(3));
  platform.isReachable = true;
  platform.breakConnections();
  await expect.poll(() => statesOf(store, rolloutId)[2]).toBe('assigned');
  platform.nowMs += platform.lifeMs + 1;
  await expect.poll(() => statesOf(store, rolloutId)[3]).toBe('expired');
  followed.stop.abort();
  await following;
});

test('one look asks for every open code, also for the one that was replaced', async () => {
  const { store, rolloutId, platform } = await setUp(1);
  await issueAll(store, rolloutId, platform);
  const [old] = store.codes.codes(rolloutId);
  const [user] = store.codes.users(rolloutId);
  if (old === undefined || user === undefined) throw new Error('Nothing was issued.');
  store.codes.update([{ ...old, state: 'reissued' }]);
  platform.redeem(old.code, phone(1));
  expect(await refreshCodes(options(store, rolloutId, platform))).toBeNull();
  expect(statesOf(store, rolloutId)).toEqual(['assigned']);
});

test('a planned phone that waits at the platform is seen', async () => {
  const { store, rolloutId, platform } = await setUp(1);
  await issueAll(store, rolloutId, platform);
  const [user] = store.codes.users(rolloutId);
  if (user === undefined) throw new Error('There is no user.');
  store.codes.updateUsers([{ ...user, mac: phone(5).mac ?? '' }]);
  platform.sighted.push(phone(5, { isUnassigned: true }));
  platform.nowMs = 20_000;
  await refreshCodes(options(store, rolloutId, platform));
  expect(statesOf(store, rolloutId)).toEqual(['contacted']);
});

test('a planned phone that comes is seen at once, one that another domain has is not', async () => {
  const { store, rolloutId, platform } = await setUp(2);
  await issueAll(store, rolloutId, platform);
  const planned = store.codes.users(rolloutId).map((user, n) => ({ ...user, mac: phone(n).mac ?? ('' as const) }));
  store.codes.updateUsers(planned);
  const { stop, ...wanted } = options(store, rolloutId, platform);
  const following = followCodes({ ...wanted, pace: { roundMs: 60_000 } });
  platform.show(phone(0, { isUnassigned: true }));
  platform.show(phone(1));
  platform.show(phone(2, { isUnassigned: true }));
  expect(statesOf(store, rolloutId)).toEqual(['contacted', 'pending']);
  stop.abort();
  await following;
});

test('without a PBX every code that was redeemed says so, and none is called assigned', async () => {
  const { store, rolloutId, platform } = await setUp(3);
  await issueAll(store, rolloutId, platform);
  for (const [n, { code }] of platform.issued.slice(0, 2).entries()) platform.redeem(code, phone(n));
  const { stop: _stop, ...wanted } = options(store, rolloutId, platform);
  wanted.session.hasDirectory = false;
  await refreshCodes(wanted);
  const codes = store.codes.codes(rolloutId).map(({ state, aspect }) => [state, aspect]);
  expect(codes).toEqual([
    ['provisioned', 'no-pbx'],
    ['provisioned', 'no-pbx'],
    ['pending', null],
  ]);
});
