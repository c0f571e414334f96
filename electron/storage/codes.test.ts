import { expect, test } from 'vitest';
import type { OwnCode, ProvisioningCode } from '../../shared/domain/code.ts';
import { UNKNOWN_USER, type UserDraft } from '../../shared/domain/code-state.ts';
import { macOf, openStore, temporaryFolder } from './storage-testing.ts';

function draft(fields: Partial<UserDraft>): UserDraft {
  return { ...UNKNOWN_USER, ...fields };
}

async function setUp() {
  const store = await openStore(temporaryFolder());
  const rolloutId = store.rollouts.add('R');
  const bring = (...drafts: readonly Partial<UserDraft>[]) =>
    store.codes.importUsers(
      rolloutId,
      drafts.map((fields) => ({ draft: draft(fields), listed: null })),
      0,
    );
  return { store, rolloutId, bring };
}

test('a list that comes again updates and adds nobody twice', async () => {
  const { store, rolloutId, bring } = await setUp();
  expect(bring({ user: 'Anna', login: 'anna', room: '1' }, { user: 'Ben', extension: '12' }, { user: 'Cleo' })).toEqual(
    {
      added: 3,
      updated: 0,
    },
  );
  expect(bring({ user: 'Anna', login: 'ANNA', room: '1' }, { extension: '12' }, { user: 'cleo' })).toEqual({
    added: 0,
    updated: 2,
  });
  expect(
    bring({ user: 'Anna B', login: 'anna', extension: '11' }, { user: 'Ben', extension: '12', login: 'ben' }),
  ).toEqual({
    added: 0,
    updated: 2,
  });
  expect(
    store.codes.users(rolloutId).map(({ user, extension, login, room }) => [user, extension, login, room]),
  ).toEqual([
    ['Anna B', '11', 'anna', '1'],
    ['Ben', '12', 'ben', ''],
    ['cleo', '', '', ''],
  ]);
});

test('people of the same name are two where login or extension differ', async () => {
  const { store, rolloutId, bring } = await setUp();
  bring({ user: 'Anna', login: 'anna1' }, { user: 'Anna', login: 'anna2' }, { user: 'Anna', extension: '7' });
  expect(store.codes.countUsers(rolloutId)).toBe(3);
  bring({ user: 'Anna', login: 'anna1' }, { user: 'Anna', login: 'anna2' });
  expect(store.codes.countUsers(rolloutId)).toBe(3);
});

test('a code of a list is kept once, and takes the place of a live one', async () => {
  const { store, rolloutId } = await setUp();
  const bring = (code: string) =>
    store.codes.importUsers(
      rolloutId,
      [{ draft: draft({ user: 'Anna' }), listed: { code: code as ProvisioningCode, validUntilMs: null } }],
      5,
    );
  bring('012345678901');
  bring('012345678901');
  bring('999999999999');
  expect(store.codes.codes(rolloutId).map(({ code, state }) => [code, state])).toEqual([
    ['012345678901', 'reissued'],
    ['999999999999', 'pending'],
  ]);
});

test('who has a MAC is found, planned or redeemed; a rollout goes with its users and codes', async () => {
  const { store, rolloutId, bring } = await setUp();
  bring({ user: 'Anna', mac: macOf(1) }, { user: 'Ben' });
  expect(store.codes.findMac(macOf(1))).toMatchObject([{ rollout: 'R', isPlanned: true, user: { user: 'Anna' } }]);
  store.rollouts.remove(rolloutId);
  expect(store.codes.users(rolloutId)).toEqual([]);
});

test('own codes: one a row, no digits twice, redeemed once, and shown as the codes of their users', async () => {
  const { store, rolloutId, bring } = await setUp();
  bring({ user: 'Anna' }, { user: 'Ben' });
  const [anna, ben] = store.codes.users(rolloutId);
  const own = (fields: Partial<OwnCode>): OwnCode => ({
    code: '000000000001' as ProvisioningCode,
    rowId: anna?.id ?? 0,
    domain: 'R',
    category: 'Phones',
    issuedAtMs: 0,
    validUntilMs: 1_000,
    ...fields,
  });
  const table = store.ownCodes;
  expect(await table.add(own({}))).toBe(true);
  expect(await table.add(own({ code: '000000000002' as ProvisioningCode }))).toBe(false);
  expect(await table.add(own({ rowId: ben?.id ?? 0 }))).toBe(false);
  expect(await table.add(own({ rowId: ben?.id ?? 0, code: '000000000002' as ProvisioningCode }))).toBe(true);
  expect(table.listLive(999)).toHaveLength(2);
  expect(table.listLive(1_000)).toHaveLength(0);
  expect(await table.redeem('000000000001' as ProvisioningCode, macOf(1), 1_000)).toBeNull();
  expect(await table.redeem('000000000001' as ProvisioningCode, macOf(1), 999)).toMatchObject({ rowId: anna?.id });
  expect(await table.redeem('000000000001' as ProvisioningCode, macOf(2), 999)).toBeNull();
  expect(table.redeemedBy(macOf(1))).toMatchObject({ code: '000000000001', redeemedAtMs: 999 });
  expect(table.redeemedBy(macOf(2))).toBeNull();
  expect(store.codes.codes(rolloutId).map(({ state, mac }) => [state, mac])).toEqual([
    ['provisioned', macOf(1)],
    ['pending', ''],
  ]);
  expect(await table.add(own({ rowId: ben?.id ?? 0, issuedAtMs: 2_000, validUntilMs: 3_000 }))).toBe(true);
  expect(store.codes.codesOfUser(ben?.id ?? 0).map(({ state }) => state)).toEqual(['expired', 'pending']);
});

test('jobs and the inventory of own phones are kept', async () => {
  const { store } = await setUp();
  const id = store.ownCodes.addJob({
    kind: 'configuration',
    type: 'NTP',
    lines: ['x'],
    domain: 'R',
    category: '',
    madeAtMs: 1,
  });
  expect(store.ownCodes.listJobs()).toMatchObject([{ id, kind: 'configuration', lines: ['x'] }]);
  const contact = {
    mac: macOf(1),
    address: '',
    model: 'IP112',
    version: '',
    firstSeenMs: 1,
    lastSeenMs: 1,
    requests: 1,
    lastRequest: '',
    uploads: {},
    jobs: {},
  };
  await store.ownCodes.keepContacts([contact]);
  await store.ownCodes.keepContacts([{ ...contact, requests: 2 }]);
  expect(store.ownCodes.listContacts()).toEqual([{ ...contact, requests: 2 }]);
});
