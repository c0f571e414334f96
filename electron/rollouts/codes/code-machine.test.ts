import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CODE_STATES,
  type CodeState,
  endsBeforeMonday,
  isOtherModel,
  isRedeemed,
  readValidUntil,
} from '../../../shared/domain/code-state.ts';
import { failure, success } from '../../../shared/result.ts';
import {
  afterAssign,
  afterCancel,
  afterIssue,
  afterRead,
  afterRedeemed,
  afterRegistrations,
  afterRestart,
  afterSighting,
  afterTest,
  afterTime,
  currentCode,
  findLost,
  needOf,
  shownState,
  swapPhones,
} from './code-machine.ts';
import { lostAnswer, pendingCode, phone, storedCode, userDraft } from './codes-testing.ts';

const DAY_MS = 86_400_000;
const CODE = pendingCode().code;

describe('asking for a code', () => {
  test.each([
    [{ validUntilMs: 5_000 }, 'rollout', 5_000],
    [{ validUntilMs: null }, 'rollout', 7 * DAY_MS + 1_000],
    [{ validUntilMs: null }, 'single', 600_000 + 1_000],
    [{ validUntilMs: 3 }, 'single', 3],
  ] as const)('an answer with %o makes it pending', (answer, term, validUntilMs) => {
    const issued = afterIssue(storedCode({ term }), success({ code: CODE as never, ...answer }), 1_000);
    expect(issued).toMatchObject({ state: 'pending', code: CODE, lastFour: '8901', issuedAtMs: 1_000, validUntilMs });
  });

  test('what surely was not acted on failed, what may have been is unknown', () => {
    expect(afterIssue(storedCode(), failure(lostAnswer('no')), 1)).toMatchObject({
      state: 'failed',
      reason: 'unreachable',
    });
    expect(afterIssue(storedCode(), failure(lostAnswer('maybe')), 1)).toMatchObject({ state: 'unknown', code: '' });
    expect(afterRestart(storedCode())).toMatchObject({ state: 'unknown', reason: 'interrupted' });
  });

  test('is needed once, again only when the code is over, and never by itself when an answer was lost', () => {
    expect(needOf([], 0)).toBe('first');
    expect(needOf([storedCode({ state: 'failed' })], 0)).toBe('first');
    expect(needOf([pendingCode()], 999)).toBe('none');
    expect(needOf([pendingCode()], 1_000)).toBe('over');
    expect(needOf([pendingCode({ validUntilMs: null })], 1e15)).toBe('none');
    expect(needOf([storedCode()], 0)).toBe('unknown');
    expect(needOf([storedCode({ state: 'unknown' })], 6 * DAY_MS)).toBe('unknown');
    expect(needOf([storedCode({ state: 'unknown' })], 8 * DAY_MS)).toBe('over');
    expect(needOf([pendingCode({ state: 'provisioned' }), pendingCode({ id: 2, state: 'expired' })], 1e9)).toBe('none');
  });
});

describe('a code of a service', () => {
  test('is expired only after a read that came after its time', () => {
    const late = afterTime(pendingCode(), 2_000);
    expect(late.state).toBe('pending');
    expect(shownState(late, 2_000)).toBe('expired');
    expect(afterRead(late, success(null), 2_000)).toMatchObject({ state: 'expired', checkedAtMs: 2_000 });
    expect(afterRead(late, success(phone(1)), 2_000)).toMatchObject({ state: 'provisioned', mac: phone(1).mac });
    const gone = failure({ kind: 'service', reason: 'code-expired', sent: 'no', concernsAccount: false } as const);
    expect(afterRead(late, gone, 2_000).state).toBe('expired');
    expect(afterRead(late, failure(lostAnswer('no')), 2_000)).toBe(late);
  });

  test('that is over loses its digits after a day, and keeps the last four', () => {
    const expired = pendingCode({ state: 'expired' });
    expect(afterTime(expired, DAY_MS).code).toBe(CODE);
    expect(afterTime(expired, DAY_MS + 1_000)).toMatchObject({ code: '', lastFour: '8901' });
  });

  test('that was replaced counts all the same when a phone redeems it', () => {
    const old = afterRedeemed(pendingCode({ state: 'reissued' }), phone(1), 5);
    expect(currentCode([old, pendingCode({ id: 2 })])).toBe(old);
  });

  test('is registered only by the registration of its own phone', () => {
    const redeemed = afterRedeemed(pendingCode(), phone(1), 5);
    const other = { hardwareId: 'x', mac: phone(2).mac, address: '' };
    expect(afterRegistrations(redeemed, [other], 9)).toBe(redeemed);
    const own = { hardwareId: 'y', mac: phone(1).mac, address: '192.0.2.9' };
    expect(afterRegistrations(redeemed, [other, own], 9)).toMatchObject({ state: 'registered', registeredAtMs: 9 });
    expect(afterRegistrations(pendingCode(), [own], 9).state).toBe('pending');
  });

  test('goes on from one state to the next, and back only where a person says so', () => {
    const sighted = afterSighting(pendingCode());
    expect(sighted.state).toBe('contacted');
    const redeemed = afterRedeemed(sighted, phone(1), 5);
    const refused = afterAssign(redeemed, failure({ ...lostAnswer('no'), reason: 'not-found', aspect: 'user' }));
    expect(refused).toMatchObject({ state: 'provisioned', reason: 'not-found', aspect: 'user' });
    const assigned = afterAssign(refused, success('assigned'));
    expect(assigned).toMatchObject({ state: 'assigned', reason: null });
    expect(afterRedeemed(assigned, phone(1), 6).state).toBe('assigned');
    expect(afterTest(afterTest(assigned, true), false).state).toBe('assigned');
    expect(afterCancel(assigned)).toBe(assigned);
    expect(afterCancel(pendingCode()).state).toBe('cancelled');
  });

  test('changes its phone with another one that has one', () => {
    const one = afterRedeemed(pendingCode(), phone(1), 5);
    const other = { ...afterRedeemed(pendingCode({ id: 2 }), phone(2), 5), state: 'registered' } as const;
    expect(swapPhones(one, other)?.map(({ mac, state }) => [mac, state])).toEqual([
      [phone(2).mac, 'provisioned'],
      [phone(1).mac, 'provisioned'],
    ]);
    expect(swapPhones(one, pendingCode())).toBeNull();
  });
});

test('a lost request is found by the name of the phone, where only one fits', () => {
  const user = (id: number, login: string) => ({ ...userDraft({ login }), id, rolloutId: 1 });
  const users = new Map([1, 2].map((id) => [id, user(id, `u${id}`)]));
  const lost = [storedCode({ state: 'unknown' }), storedCode({ id: 2, userId: 2, state: 'unknown' })];
  expect(findLost(lost, users, phone(1, { name: 'U2' }))?.id).toBe(2);
  expect(findLost(lost, users, phone(1))).toBeNull();
  expect(
    findLost([...lost, storedCode({ id: 3, userId: 2, state: 'unknown' })], users, phone(1, { name: 'u2' })),
  ).toBeNull();
});

test.each([
  [1_795_860_000, 1_795_860_000_000],
  [1_795_860_000_000, 1_795_860_000_000],
  ['1795860000', 1_795_860_000_000],
  [0, null],
  [Number.NaN, null],
  [null, null],
  ['soon', null],
])('validUntil %j is %j ms', (value, time) => {
  expect(readValidUntil(value)).toBe(time);
});

test('a code is of no use next Monday when it ends before 8:00', () => {
  const thursday = new Date(2026, 10, 26, 12).getTime();
  expect(endsBeforeMonday(new Date(2026, 10, 30, 7, 59).getTime(), thursday)).toBe(true);
  expect(endsBeforeMonday(new Date(2026, 10, 30, 8, 1).getTime(), thursday)).toBe(false);
  expect(endsBeforeMonday(thursday - 1, thursday)).toBe(false);
  const monday = new Date(2026, 10, 30, 6).getTime();
  expect(endsBeforeMonday(new Date(2026, 11, 6, 12).getTime(), monday)).toBe(true);
});

test('models are compared as people write them', () => {
  expect(isOtherModel('innovaphone IP-112', 'IP112')).toBe(false);
  expect(isOtherModel('IP112', 'IP101')).toBe(true);
  expect(isOtherModel('', 'IP101')).toBe(false);
});

test('no event makes a code that a phone redeemed anything less, and none invents a registration', () => {
  const events = fc.constantFrom<(state: ReturnType<typeof pendingCode>) => ReturnType<typeof pendingCode>>(
    (code) => afterTime(code, 5_000),
    (code) => afterRead(code, success(null), 5_000),
    (code) => afterRead(code, failure(lostAnswer('maybe')), 5_000),
    (code) => afterRestart(code),
    (code) => afterSighting(code),
    (code) => afterCancel(code),
    (code) => afterAssign(code, success('assigned')),
    (code) => afterAssign(code, failure(lostAnswer('no'))),
    (code) => afterRegistrations(code, [], 5_000),
  );
  fc.assert(
    fc.property(fc.constantFrom(...CODE_STATES), fc.array(events, { maxLength: 12 }), (state: CodeState, list) => {
      const start = pendingCode({ state, mac: isRedeemed(state) ? (phone(1).mac ?? '') : '' });
      const end = list.reduce((code, event) => event(code), start);
      if (isRedeemed(state)) expect(isRedeemed(end.state)).toBe(true);
      if (state !== 'registered' && state !== 'tested') expect(['registered', 'tested']).not.toContain(end.state);
    }),
  );
});
