import { describe, expect, test } from 'vitest';
import type { Action, Entry, Outcome, PlanGroup } from '../../shared/domain/outcome.ts';
import type { Reading } from '../services/service.ts';
import type { Rules } from './machine.ts';
import { Pace } from './pace.ts';
import { makePlan, type PlanItem, type Wish } from './plan.ts';
import { entryAt, lost, MemoryService, macOf, OLD, TARGET, unsent } from './rollouts-testing.ts';

const REPLACE: Rules = { overwrite: 'replace', hasProviderName: false };
const REMOVE_FIRST: Rules = { overwrite: 'remove-first', hasProviderName: true };
const NEVER = new AbortController().signal;

function wish(action: Action, fields: Partial<Wish> = {}): Wish {
  const url = action === 'register' ? TARGET.url : '';
  return { mac: macOf(0), checkCode: '55DF', action, url, name: TARGET.name, ...fields };
}

/** Plans one wish at a service whose read says this. */
async function planOne(wanted: Wish, reading: Reading, rules = REPLACE): Promise<PlanItem> {
  const { session } = new MemoryService();
  const plan = await makePlan([wanted, { ...wanted, mac: macOf(1) }], {
    session: {
      ...session,
      readOne: async ({ mac }) => (mac === macOf(0) ? reading : { kind: 'absent', words: '' }),
      register: forbidden,
      deregister: forbidden,
    },
    rules,
    pace: new Pace(2),
    signal: NEVER,
    defaultName: 'giga',
  });
  if (!plan.ok) throw new Error('There is no plan.');
  const [item] = plan.value.items;
  if (item === undefined) throw new Error('The plan is empty.');
  return item;
}

function forbidden(): never {
  throw new Error('A plan must not write.');
}

const registered = (entry: Entry): Reading => ({ kind: 'registered', entry, words: 'found' });
const ABSENT: Reading = { kind: 'absent', words: 'mac_not_found' };
const ELSEWHERE = entryAt('https://elsewhere.example/');
const AT_TARGET = entryAt(TARGET.url);

describe('a device is sorted', () => {
  test.each<[string, Wish, Rules, Reading, PlanGroup, Partial<Outcome> | null]>([
    ['as new', wish('register'), REPLACE, ABSENT, 'new', null],
    ['to be re-pointed', wish('register'), REPLACE, registered(OLD), 're-point', null],
    [
      'to be re-pointed for its name',
      wish('register'),
      REMOVE_FIRST,
      registered(entryAt(TARGET.url, 'X')),
      're-point',
      null,
    ],
    [
      'as unchanged',
      wish('register'),
      REMOVE_FIRST,
      registered(AT_TARGET),
      'unchanged',
      { kind: 'unchanged', now: AT_TARGET },
    ],
    [
      "as another account's",
      wish('register'),
      REPLACE,
      { kind: 'foreign', words: 'x' },
      'owned-by-other',
      { kind: 'refused', reason: 'owned-by-other', serviceWords: 'x' },
    ],
    [
      "as another account's, though it was to be removed",
      wish('deregister'),
      REPLACE,
      { kind: 'foreign', words: '' },
      'owned-by-other',
      { kind: 'refused', reason: 'owned-by-other' },
    ],
    ['to be removed', wish('deregister'), REPLACE, registered(OLD), 'deregister', null],
    ['as not there', wish('deregister'), REPLACE, ABSENT, 'not-on-service', { kind: 'unchanged' }],
    ['as found', wish('check'), REPLACE, registered(OLD), 'registered', { kind: 'done', now: OLD }],
    ['as not found', wish('check'), REPLACE, ABSENT, 'not-on-service', { kind: 'refused', reason: 'not-registered' }],
    [
      'as found with another account',
      wish('check'),
      REPLACE,
      { kind: 'foreign', words: '' },
      'owned-by-other',
      { kind: 'refused', reason: 'owned-by-other' },
    ],
    [
      'as invalid',
      wish('register'),
      REPLACE,
      { kind: 'refused', reason: 'bad-mac', words: 'mac_invalid' },
      'invalid',
      { kind: 'refused', reason: 'bad-mac', serviceWords: 'mac_invalid' },
    ],
    [
      'as invalid without a URL',
      wish('register', { url: '' }),
      REPLACE,
      ABSENT,
      'invalid',
      { kind: 'skipped', reason: 'bad-url', aspect: 'none' },
    ],
    [
      'as unreadable',
      wish('register'),
      REPLACE,
      { kind: 'unclear', words: '<odd>' },
      'unreadable',
      { kind: 'unknown', reason: 'unexpected-answer', serviceWords: '<odd>' },
    ],
    [
      'as unreadable where nobody answers',
      wish('register'),
      REPLACE,
      { kind: 'failed', failure: lost('fault') },
      'unreadable',
      { kind: 'failed', reason: 'fault' },
    ],
    [
      'as unreadable where the old URL could not be put back',
      wish('register'),
      REMOVE_FIRST,
      registered({ ...OLD, url: null }),
      'unreadable',
      { kind: 'unknown', reason: 'unexpected-answer' },
    ],
    [
      'to be re-pointed from nobody knows where',
      wish('register'),
      REPLACE,
      registered({ ...OLD, url: null }),
      're-point',
      null,
    ],
  ])('%s', async (_, wanted, rules, reading, group, outcome) => {
    const item = await planOne(wanted, reading, rules);
    expect(item).toMatchObject({ position: 0, mac: macOf(0), checkCode: '55DF', action: wanted.action, group });
    if (outcome === null) expect(item.outcome).toBe(null);
    else expect(item.outcome).toMatchObject(outcome);
    expect(item.before).toEqual(reading.kind === 'registered' ? reading.entry : null);
  });
});

describe('the provider name', () => {
  test.each<[string, string | null, Reading, string]>([
    ['is the one that was given', 'ACME', registered(OLD), 'ACME'],
    ['stays as it is', null, registered(OLD), 'Former'],
    ['is the default where there is none', null, ABSENT, 'giga'],
    ['is the default where the service has an empty one', null, registered(entryAt(OLD.url ?? '', '')), 'giga'],
  ])('%s', async (_, name, reading, expected) => {
    expect((await planOne(wish('register', { name }), reading, REMOVE_FIRST)).target).toEqual({
      url: TARGET.url,
      name: expected,
    });
  });
});

describe('an undo', () => {
  const back = (expected: readonly (Entry | null)[]) =>
    wish('register', { url: OLD.url ?? '', name: 'Former', expected });
  const away = (expected: readonly (Entry | null)[]) => wish('deregister', { expected });

  test.each<[string, Wish, Reading, PlanGroup, Partial<Outcome> | null]>([
    ['puts the old entry back', back([AT_TARGET]), registered(AT_TARGET), 're-point', null],
    [
      'does so whatever the entry is called by now',
      back([AT_TARGET]),
      registered(entryAt(TARGET.url, 'X')),
      're-point',
      null,
    ],
    ['finds it back already', back([AT_TARGET]), registered(OLD), 'unchanged', { kind: 'unchanged' }],
    [
      'leaves what somebody else registered since',
      back([AT_TARGET]),
      registered(ELSEWHERE),
      're-point',
      { kind: 'skipped', reason: 'changed-since-plan', now: ELSEWHERE },
    ],
    [
      'leaves what somebody else removed since',
      back([AT_TARGET]),
      ABSENT,
      'not-on-service',
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    ['registers again what was removed', back([null]), ABSENT, 'new', null],
    [
      'leaves what was removed and registered elsewhere since',
      back([null]),
      registered(ELSEWHERE),
      're-point',
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    ['of an unknown outcome registers what is missing', back([AT_TARGET, null]), ABSENT, 'new', null],
    [
      'of an unknown outcome overwrites what was written',
      back([AT_TARGET, null]),
      registered(AT_TARGET),
      're-point',
      null,
    ],
    ['removes what was new', away([AT_TARGET]), registered(AT_TARGET), 'deregister', null],
    [
      'leaves what was new and is elsewhere since',
      away([AT_TARGET]),
      registered(ELSEWHERE),
      're-point',
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    ['finds it gone already', away([AT_TARGET]), ABSENT, 'not-on-service', { kind: 'unchanged' }],
  ])('%s', async (_, wanted, reading, group, outcome) => {
    const item = await planOne(wanted, reading, REMOVE_FIRST);
    expect(item.group).toBe(group);
    if (outcome === null) expect(item.outcome).toBe(null);
    else expect(item.outcome).toMatchObject(outcome);
  });
});

describe('there is no plan', () => {
  const wishes = Array.from({ length: 20 }, (_, n) => wish('register', { mac: macOf(n) }));

  function planWith(service: MemoryService, signal: AbortSignal = NEVER) {
    const { session, rules } = service;
    return makePlan(wishes, { session, rules, pace: new Pace(1), signal, defaultName: 'giga' });
  }

  test('when the login is refused', async () => {
    const service = new MemoryService({ disturb: () => ({ failure: unsent('auth-failed'), isApplied: false }) });
    expect(await planWith(service)).toMatchObject({ ok: false, error: { reason: 'auth-failed' } });
    expect(service.calls).toHaveLength(1);
  });

  test('when not one device can be read', async () => {
    const service = new MemoryService({ disturb: () => ({ failure: lost('fault'), isApplied: false }) });
    expect(await planWith(service)).toMatchObject({ ok: false, error: { reason: 'fault' } });
  });

  test('when the person stopped it', async () => {
    const stop = new AbortController();
    const service = new MemoryService({
      disturb: (_, count) => {
        if (count === 5) stop.abort();
        return null;
      },
    });
    expect(await planWith(service, stop.signal)).toMatchObject({ ok: false, error: { kind: 'cancelled' } });
  });
});

test('one device that can not be read spoils no plan', async () => {
  const service = new MemoryService({
    disturb: ({ macs }) => (macs[0] === macOf(2) ? { failure: lost('fault'), isApplied: false } : null),
  });
  const wishes = Array.from({ length: 5 }, (_, n) => wish('register', { mac: macOf(n) }));
  const { session, rules } = service;
  const plan = await makePlan(wishes, { session, rules, pace: new Pace(1), signal: NEVER, defaultName: 'giga' });
  if (!plan.ok) throw new Error('There is no plan.');
  expect(plan.value.items.map(({ group }) => group)).toEqual(['new', 'new', 'unreadable', 'new', 'new']);
  expect(plan.value.items.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4]);
});
