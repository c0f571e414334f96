import { describe, expect, test } from 'vitest';
import { type Entry, NO_ENTRY, type Outcome } from '../../shared/domain/outcome.ts';
import type { Reading, WriteAnswer } from '../services/service.ts';
import type { Refusal, Stage } from '../storage/runs.ts';
import {
  abandon,
  afterAnswer,
  afterReading,
  begin,
  type Command,
  type DeviceState,
  goesAlone,
  isAt,
  MAX_MISSES,
  MAX_READS,
  MAX_SENDS,
  nextCommand,
  type Rules,
  restoreTarget,
} from './machine.ts';
import { deviceState, entryAt, lost, OLD, outcomeOf, TARGET, unsent } from './rollouts-testing.ts';

const REPLACE: Rules = { overwrite: 'replace', hasProviderName: false };
const REMOVE_FIRST: Rules = { overwrite: 'remove-first', hasProviderName: true };

const AT_TARGET = entryAt(TARGET.url);
const ELSEWHERE = entryAt('https://elsewhere.example/');
const REFUSAL: Refusal = { kind: 'refused', reason: 'bad-url', aspect: null, detail: null, words: 'url_invalid' };

const registered = (entry: Entry): Reading => ({ kind: 'registered', entry, words: 'found' });
const ABSENT: Reading = { kind: 'absent', words: 'mac_not_found' };
const FOREIGN: Reading = { kind: 'foreign', words: 'owned_by_other_user' };
const BAD_MAC: Reading = { kind: 'refused', reason: 'bad-mac', words: 'mac_invalid' };
const UNCLEAR: Reading = { kind: 'unclear', words: '<odd>' };
const UNREADABLE: Reading = { kind: 'failed', failure: lost() };

const CONFIRMED: WriteAnswer = { kind: 'confirmed', words: 'OK' };
const REFUSED: WriteAnswer = { kind: 'refused', reason: 'bad-url', words: 'url_invalid' };
const TAKEN: WriteAnswer = { kind: 'taken', words: 'mac_already_in_use' };
const GONE: WriteAnswer = { kind: 'absent', words: 'mac_not_found' };
const OPEN: WriteAnswer = { kind: 'open', words: '?' };
const LOST: WriteAnswer = { kind: 'failed', failure: lost() };
const UNSENT: WriteAnswer = { kind: 'failed', failure: unsent() };

/** A device in the middle of a run. */
const fresh = deviceState();
const overwriting = deviceState({ group: 're-point', before: OLD });
const deregistering = deviceState({ action: 'deregister', group: 'deregister', before: OLD });
const gone = deviceState({ group: 're-point', before: OLD, stage: 'removed', isRemoved: true });
const restoring = { ...gone, stage: 'restoring', refusal: REFUSAL } as const;

const sent = (state: DeviceState, command: Exclude<Command, 'read'>): DeviceState => begin(state, command);
const inDoubt = (state: DeviceState, command: Exclude<Command, 'read'>, answer: WriteAnswer, sends = 1): DeviceState =>
  afterAnswer({ ...begin(state, command), sends }, answer);

type Expected = Partial<Outcome> | Partial<DeviceState>;

describe('what is done next', () => {
  test.each<[string, DeviceState, Rules, Command | null]>([
    ['a new phone is registered', fresh, REPLACE, 'register'],
    ['a new phone is registered where entries must go first, too', fresh, REMOVE_FIRST, 'register'],
    ['an old entry is overwritten', overwriting, REPLACE, 'register'],
    ['an old entry is removed first', overwriting, REMOVE_FIRST, 'deregister'],
    ['a phone is removed', deregistering, REPLACE, 'deregister'],
    ['a phone is removed, whatever the service overwrites', deregistering, REMOVE_FIRST, 'deregister'],
    ['what was removed is registered anew', gone, REMOVE_FIRST, 'register'],
    ['what was refused is put back', restoring, REMOVE_FIRST, 'restore'],
    ['nothing more comes after the end', { ...fresh, stage: 'ended' }, REPLACE, null],
    ...(['waiting', 'removing', 'removed', 'registering', 'restoring'] as const).map(
      (stage): [string, DeviceState, Rules, Command] => [
        `what is not certain is read first (${stage})`,
        { ...gone, stage, isSettled: false },
        REMOVE_FIRST,
        'read',
      ],
    ),
  ])('%s', (_, state, rules, command) => {
    expect(nextCommand(state, rules)).toBe(command);
  });

  test.each<Stage>(['removing', 'registering'])('nothing is settled in the middle of a call (%s)', (stage) => {
    expect(() => nextCommand({ ...fresh, stage }, REPLACE)).toThrow(stage);
  });

  test.each<[Exclude<Command, 'read'>, Stage]>([
    ['register', 'registering'],
    ['deregister', 'removing'],
    ['restore', 'restoring'],
  ])('a %s is in doubt from before it leaves', (command, stage) => {
    expect(begin(fresh, command)).toMatchObject({ stage, sends: 1, isSettled: false });
  });

  test('a device goes alone once a list answer left it open, or a call was sent twice in vain', () => {
    expect(goesAlone(fresh)).toBe(false);
    expect(goesAlone({ ...fresh, doubt: 'open' })).toBe(true);
    expect(goesAlone({ ...fresh, sends: 2, doubt: lost() })).toBe(true);
  });

  test('what is put back is the old entry; a name that the service never told is the new one', () => {
    expect(restoreTarget(restoring)).toEqual({ url: OLD.url, name: 'Former' });
    expect(restoreTarget({ ...restoring, before: { ...OLD, name: null } })).toEqual({
      url: OLD.url,
      name: TARGET.name,
    });
  });
});

/** Checks an end against the outcome's fields, anything else against the state's. */
function expectState(state: DeviceState, expected: Expected): void {
  if ('kind' in expected) expect(outcomeOf(state)).toMatchObject(expected);
  else {
    expect(state.outcome).toBe(null);
    expect(state).toMatchObject(expected);
  }
}

describe('what an answer means', () => {
  test.each<[string, DeviceState, WriteAnswer, Expected]>([
    ['register confirmed', sent(fresh, 'register'), CONFIRMED, { kind: 'done', reason: null, now: AT_TARGET }],
    [
      'register refused',
      sent(fresh, 'register'),
      REFUSED,
      { kind: 'refused', reason: 'bad-url', serviceWords: 'url_invalid', now: null },
    ],
    ['overwriting refused', sent(overwriting, 'register'), REFUSED, { kind: 'refused', now: OLD }],
    [
      'overwriting refused for its owner',
      sent(overwriting, 'register'),
      { kind: 'refused', reason: 'owned-by-other', words: '' },
      { kind: 'refused', reason: 'owned-by-other', now: null },
    ],
    ['register taken', sent(fresh, 'register'), TAKEN, { stage: 'registering', isSettled: false, doubt: 'taken' }],
    ['register left open', sent(fresh, 'register'), OPEN, { stage: 'registering', isSettled: false, doubt: 'open' }],
    ['register lost', sent(fresh, 'register'), LOST, { stage: 'registering', isSettled: false, doubt: lost() }],
    ['register answered as a deregister', sent(fresh, 'register'), GONE, { isSettled: false, doubt: 'open' }],
    ['register not sent', sent(fresh, 'register'), UNSENT, { stage: 'waiting', isSettled: true, sends: 0, misses: 1 }],
    [
      'register of a removed phone not sent',
      sent(gone, 'register'),
      UNSENT,
      { stage: 'removed', isRemoved: true, isSettled: true, sends: 0, misses: 1 },
    ],
    [
      'register of a removed phone refused',
      sent(gone, 'register'),
      REFUSED,
      { stage: 'restoring', refusal: REFUSAL, isSettled: true, sends: 0 },
    ],
    [
      'register of a phone refused that was removed and redirected nowhere',
      sent({ ...gone, before: { ...OLD, url: '' } }, 'register'),
      REFUSED,
      { kind: 'failed', reason: 'left-unregistered', serviceWords: 'url_invalid' },
    ],
    ['deregister confirmed', sent(deregistering, 'deregister'), CONFIRMED, { kind: 'done', now: null }],
    ['deregister finds nothing', sent(deregistering, 'deregister'), GONE, { kind: 'unchanged', now: null }],
    [
      'deregister, sent again, finds nothing',
      { ...sent(deregistering, 'deregister'), sends: 2 },
      GONE,
      { kind: 'done' },
    ],
    [
      'deregister refused',
      sent(deregistering, 'deregister'),
      REFUSED,
      { kind: 'refused', reason: 'bad-url', now: OLD },
    ],
    ['deregister lost', sent(deregistering, 'deregister'), LOST, { stage: 'removing', isSettled: false }],
    ['deregister not sent', sent(deregistering, 'deregister'), UNSENT, { stage: 'waiting', isSettled: true, sends: 0 }],
    [
      'removal of the old entry confirmed',
      sent(overwriting, 'deregister'),
      CONFIRMED,
      { stage: 'removed', isRemoved: true, isSettled: true, sends: 0 },
    ],
    [
      'removal of an old entry that somebody else removed',
      sent(overwriting, 'deregister'),
      GONE,
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    [
      'removal of the old entry, sent again, finds nothing',
      { ...sent(overwriting, 'deregister'), sends: 2 },
      GONE,
      { stage: 'removed', isRemoved: true },
    ],
    ['removal of the old entry refused', sent(overwriting, 'deregister'), REFUSED, { kind: 'refused', now: OLD }],
    [
      'put back',
      sent(restoring, 'restore'),
      CONFIRMED,
      { kind: 'refused', reason: 'bad-url', serviceWords: 'url_invalid', now: OLD },
    ],
    [
      'putting back refused, perhaps for another phone in the same call',
      sent(restoring, 'restore'),
      { kind: 'refused', reason: 'bad-name', words: 'name_invalid' },
      { stage: 'restoring', isSettled: false, doubt: 'open' },
    ],
    [
      'putting back refused again, alone',
      sent({ ...restoring, sends: 1 }, 'restore'),
      { kind: 'refused', reason: 'bad-name', words: 'name_invalid' },
      { kind: 'failed', reason: 'left-unregistered', serviceWords: 'url_invalid', now: null },
    ],
    ['putting back taken', sent(restoring, 'restore'), TAKEN, { stage: 'restoring', isSettled: false, doubt: 'taken' }],
    ['putting back lost', sent(restoring, 'restore'), LOST, { stage: 'restoring', isSettled: false }],
    ['putting back not sent', sent(restoring, 'restore'), UNSENT, { stage: 'restoring', isSettled: true, sends: 0 }],
    ['putting back answered as a deregister', sent(restoring, 'restore'), GONE, { isSettled: false, doubt: 'open' }],
  ])('%s', (_, state, answer, expected) => {
    expectState(afterAnswer(state, answer), expected);
  });

  test.each<Stage>(['waiting', 'removed', 'ended'])('an answer to nothing is a bug (%s)', (stage) => {
    expect(() => afterAnswer({ ...fresh, stage }, CONFIRMED)).toThrow(stage);
  });

  const tired = { misses: MAX_MISSES - 1 } as const;
  test.each<[string, DeviceState, Expected]>([
    [
      'a new phone fails with what turned it away',
      { ...sent(fresh, 'register'), ...tired },
      { kind: 'failed', reason: 'rate-limited', detail: { seconds: 1 }, now: null },
    ],
    [
      'a phone that was to be removed keeps its entry',
      { ...sent(deregistering, 'deregister'), ...tired },
      { now: OLD, kind: 'failed' },
    ],
    [
      'a removed phone gets its old entry back',
      { ...sent(gone, 'register'), ...tired },
      {
        stage: 'restoring',
        refusal: { kind: 'failed', reason: 'rate-limited', aspect: null, detail: { seconds: 1 }, words: '' },
      },
    ],
    [
      'a phone that gets nothing back is left unregistered',
      { ...sent(restoring, 'restore'), ...tired },
      { kind: 'failed', reason: 'left-unregistered' },
    ],
  ])('after six calls that never left, %s', (_, state, expected) => {
    expectState(afterAnswer(state, UNSENT), expected);
  });

  test('a call that the stop kept from leaving is no failure of the device', () => {
    const stopped: WriteAnswer = { kind: 'failed', failure: unsent('cancelled', { kind: 'cancelled' }) };
    expect(afterAnswer({ ...sent(fresh, 'register'), ...tired }, stopped)).toMatchObject({
      stage: 'waiting',
      ...tired,
    });
  });
});

describe('what a read means', () => {
  const nowhere = { ...NO_ENTRY, url: null };
  const registering = inDoubt(fresh, 'register', LOST);
  const repointing = inDoubt(overwriting, 'register', LOST);
  const refilling = inDoubt(gone, 'register', LOST);
  const removing = inDoubt(overwriting, 'deregister', LOST);
  const leaving = inDoubt(deregistering, 'deregister', LOST);
  const back = inDoubt(restoring, 'restore', LOST);

  test.each<[string, DeviceState, Rules, Reading, Expected]>([
    // nothing sent yet
    ['still new', { ...fresh, isSettled: false }, REPLACE, ABSENT, { stage: 'waiting', isSettled: true }],
    [
      'still as planned',
      { ...overwriting, isSettled: false },
      REPLACE,
      registered(OLD),
      { stage: 'waiting', isSettled: true },
    ],
    ['at the target already', overwriting, REPLACE, registered(AT_TARGET), { kind: 'unchanged', now: AT_TARGET }],
    [
      'at the target after a write that seemed to have no effect',
      { ...fresh, sends: 1 },
      REPLACE,
      registered(AT_TARGET),
      { kind: 'done' },
    ],
    [
      'elsewhere by now',
      overwriting,
      REPLACE,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan', now: ELSEWHERE },
    ],
    [
      'under another name by now',
      overwriting,
      REMOVE_FIRST,
      registered(entryAt(OLD.url ?? '')),
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    ['no longer new', fresh, REPLACE, registered(OLD), { kind: 'skipped', reason: 'changed-since-plan', now: OLD }],
    ['no longer there', overwriting, REPLACE, ABSENT, { kind: 'skipped', reason: 'changed-since-plan', now: null }],
    ['gone before it was removed', deregistering, REPLACE, ABSENT, { kind: 'unchanged', now: null }],
    [
      'gone after a removal that seemed to have no effect',
      { ...deregistering, sends: 1 },
      REPLACE,
      ABSENT,
      { kind: 'done', now: null },
    ],
    [
      'to be removed, but elsewhere by now',
      deregistering,
      REPLACE,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    ["another account's", fresh, REPLACE, FOREIGN, { kind: 'refused', reason: 'owned-by-other', now: null }],
    ['not taken', fresh, REPLACE, BAD_MAC, { kind: 'refused', reason: 'bad-mac', serviceWords: 'mac_invalid' }],
    [
      'not understood',
      fresh,
      REPLACE,
      UNCLEAR,
      { kind: 'unknown', reason: 'unexpected-answer', serviceWords: '<odd>' },
    ],
    // a register in doubt
    ['registered after all', registering, REPLACE, registered(AT_TARGET), { kind: 'done', now: AT_TARGET }],
    [
      'registered under another name',
      registering,
      REMOVE_FIRST,
      registered(entryAt(TARGET.url, 'X')),
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    [
      'registered, nobody says where',
      registering,
      REPLACE,
      registered(nowhere),
      { kind: 'unknown', reason: 'unexpected-answer' },
    ],
    ['not registered', registering, REPLACE, ABSENT, { stage: 'waiting', isSettled: true, sends: 1 }],
    [
      'not registered after the last send',
      { ...registering, sends: MAX_SENDS },
      REPLACE,
      ABSENT,
      { kind: 'failed', reason: 'timeout', aspect: 'answer' },
    ],
    [
      'registered elsewhere by somebody',
      registering,
      REPLACE,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan', now: ELSEWHERE },
    ],
    [
      "another account's after a register",
      registering,
      REPLACE,
      FOREIGN,
      { kind: 'refused', reason: 'owned-by-other' },
    ],
    ['not taken after a register', registering, REPLACE, BAD_MAC, { kind: 'refused', reason: 'bad-mac' }],
    [
      'not understood after a register',
      registering,
      REPLACE,
      UNCLEAR,
      { kind: 'unknown', reason: 'unexpected-answer' },
    ],
    ['not overwritten', repointing, REPLACE, registered(OLD), { stage: 'waiting', isSettled: true }],
    [
      'not overwritten after the last send',
      { ...repointing, sends: MAX_SENDS },
      REPLACE,
      registered(OLD),
      { kind: 'failed', reason: 'timeout', now: OLD },
    ],
    [
      'removed by somebody while it was overwritten',
      repointing,
      REPLACE,
      ABSENT,
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    // taken
    [
      'taken: by this account, as wanted',
      inDoubt(fresh, 'register', TAKEN),
      REMOVE_FIRST,
      registered(AT_TARGET),
      { kind: 'unchanged', now: AT_TARGET },
    ],
    [
      "taken: by this run's earlier send",
      inDoubt(fresh, 'register', TAKEN, 2),
      REMOVE_FIRST,
      registered(AT_TARGET),
      { kind: 'done' },
    ],
    [
      'taken: by this account, elsewhere',
      inDoubt(fresh, 'register', TAKEN),
      REMOVE_FIRST,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    [
      'taken: by another account',
      inDoubt(fresh, 'register', TAKEN),
      REMOVE_FIRST,
      ABSENT,
      { kind: 'refused', reason: 'owned-by-other', serviceWords: 'mac_already_in_use' },
    ],
    [
      'taken by another account once removed',
      inDoubt(gone, 'register', TAKEN),
      REMOVE_FIRST,
      ABSENT,
      {
        stage: 'restoring',
        refusal: { kind: 'refused', reason: 'owned-by-other', aspect: null, detail: null, words: 'mac_already_in_use' },
      },
    ],
    // the register of a phone whose old entry is gone
    [
      'removed phone registered after all',
      refilling,
      REMOVE_FIRST,
      registered(AT_TARGET),
      { kind: 'done', now: AT_TARGET },
    ],
    ['removed phone not registered', refilling, REMOVE_FIRST, ABSENT, { stage: 'removed', isRemoved: true, sends: 1 }],
    [
      'removed phone not registered after the last send',
      { ...refilling, sends: MAX_SENDS },
      REMOVE_FIRST,
      ABSENT,
      { stage: 'restoring', isSettled: true, sends: 0 },
    ],
    [
      'removed phone registered by somebody',
      refilling,
      REMOVE_FIRST,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan', now: ELSEWHERE },
    ],
    [
      "removed phone is another account's by now",
      refilling,
      REMOVE_FIRST,
      FOREIGN,
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    ['removed phone no longer taken', refilling, REMOVE_FIRST, BAD_MAC, { stage: 'restoring' }],
    // a removal in doubt
    [
      'old entry gone',
      removing,
      REMOVE_FIRST,
      ABSENT,
      { stage: 'removed', isRemoved: true, isSettled: true, sends: 0, doubt: null },
    ],
    [
      'old entry still there',
      removing,
      REMOVE_FIRST,
      registered(OLD),
      { stage: 'waiting', isRemoved: false, sends: 1 },
    ],
    [
      'old entry still there after the last send',
      { ...removing, sends: MAX_SENDS },
      REMOVE_FIRST,
      registered(OLD),
      { kind: 'failed', reason: 'timeout', now: OLD },
    ],
    [
      'old entry replaced by somebody',
      removing,
      REMOVE_FIRST,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    [
      'new entry there before it was sent',
      removing,
      REMOVE_FIRST,
      registered(AT_TARGET),
      { kind: 'done', now: AT_TARGET },
    ],
    [
      "another account's once its entry was removed",
      removing,
      REMOVE_FIRST,
      FOREIGN,
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    [
      'not taken once its entry was removed',
      removing,
      REMOVE_FIRST,
      BAD_MAC,
      { kind: 'unknown', reason: 'unexpected-answer' },
    ],
    ['removed', leaving, REPLACE, ABSENT, { kind: 'done', now: null }],
    ['not removed', leaving, REPLACE, registered(OLD), { stage: 'waiting', sends: 1 }],
    ["removed, and another account's by now", leaving, REPLACE, FOREIGN, { kind: 'refused', reason: 'owned-by-other' }],
    // resumed once the old entry was gone
    ['still gone', { ...gone, isSettled: false }, REMOVE_FIRST, ABSENT, { stage: 'removed', isSettled: true }],
    [
      'put back by somebody',
      { ...gone, isSettled: false },
      REMOVE_FIRST,
      registered(OLD),
      { stage: 'waiting', isRemoved: false },
    ],
    ['gone, and no longer taken', { ...gone, isSettled: false }, REMOVE_FIRST, BAD_MAC, { stage: 'restoring' }],
    [
      'gone, and not understood',
      { ...gone, isSettled: false },
      REMOVE_FIRST,
      UNCLEAR,
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    // putting back in doubt
    ['put back', back, REMOVE_FIRST, registered(OLD), { kind: 'refused', reason: 'bad-url', now: OLD }],
    ['not put back', back, REMOVE_FIRST, ABSENT, { stage: 'restoring', isSettled: true, sends: 1 }],
    [
      'not put back after the last send',
      { ...back, sends: MAX_SENDS },
      REMOVE_FIRST,
      ABSENT,
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    [
      'not put back, since taken',
      inDoubt(restoring, 'restore', TAKEN),
      REMOVE_FIRST,
      ABSENT,
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    ['at the target instead of put back', back, REMOVE_FIRST, registered(AT_TARGET), { kind: 'done', now: AT_TARGET }],
    [
      'somewhere, nobody says where',
      back,
      REMOVE_FIRST,
      registered(nowhere),
      { kind: 'unknown', reason: 'unexpected-answer' },
    ],
    [
      'registered elsewhere while it was put back',
      back,
      REMOVE_FIRST,
      registered(ELSEWHERE),
      { kind: 'skipped', reason: 'changed-since-plan' },
    ],
    [
      "another account's before it was put back",
      back,
      REMOVE_FIRST,
      FOREIGN,
      { kind: 'failed', reason: 'left-unregistered' },
    ],
  ])('%s', (_, state, rules, reading, expected) => {
    expectState(afterReading(state, reading, rules), expected);
  });

  test.each<[string, DeviceState, Partial<Outcome>]>([
    [
      'of a phone to which nothing was sent',
      { ...overwriting, isSettled: false },
      { kind: 'failed', reason: 'timeout', now: OLD },
    ],
    ['of a phone in doubt', registering, { kind: 'unknown', reason: 'no-answer', now: null }],
    ['of a phone whose entry is gone', { ...gone, isSettled: false }, { kind: 'failed', reason: 'left-unregistered' }],
    [
      'of a phone that was to be put back',
      { ...restoring, isSettled: false },
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    ['of a phone that may have been put back', back, { kind: 'unknown', reason: 'no-answer' }],
  ])('four reads without an answer, %s', (_, state, expected) => {
    let now = state;
    for (let reads = 1; reads < MAX_READS; reads += 1) {
      now = afterReading(now, UNREADABLE, REMOVE_FIRST);
      expect(now).toMatchObject({ stage: state.stage, failedReads: reads, isSettled: false });
    }
    expect(outcomeOf(afterReading(now, UNREADABLE, REMOVE_FIRST))).toMatchObject(expected);
  });

  test('a read that the stop cut off says nothing', () => {
    const cutOff: Reading = { kind: 'failed', failure: lost('cancelled', { kind: 'cancelled' }) };
    expect(afterReading(registering, cutOff, REPLACE)).toBe(registering);
  });

  test('a read that comes through begins to count anew', () => {
    expect(afterReading({ ...registering, failedReads: 3 }, ABSENT, REPLACE)).toMatchObject({ failedReads: 0 });
  });

  test('calls that never left are counted on, however often the phone is read in between', () => {
    expect(afterReading({ ...fresh, isSettled: false, misses: 3 }, ABSENT, REPLACE)).toMatchObject({ misses: 3 });
  });

  test('a device that has its outcome is not read', () => {
    expect(() => afterReading({ ...fresh, stage: 'ended' }, ABSENT, REPLACE)).toThrow('outcome');
  });
});

describe('a phone left without its old entry', () => {
  test('keeps its old URL and name', () => {
    const refused = afterAnswer(sent(gone, 'register'), REFUSED);
    const again = afterReading(
      afterAnswer(sent(refused, 'restore'), { kind: 'refused', reason: 'bad-name', words: '' }),
      ABSENT,
      REMOVE_FIRST,
    );
    expect(goesAlone(again)).toBe(true);
    const ended = afterAnswer(sent(again, 'restore'), { kind: 'refused', reason: 'bad-name', words: '' });
    expect(outcomeOf(ended)).toMatchObject({ kind: 'failed', reason: 'left-unregistered', now: null });
    expect(ended.before).toEqual(OLD);
  });
});

describe('giving up', () => {
  test.each<[string, DeviceState, Partial<Outcome>, Partial<Outcome>]>([
    [
      'a phone whose turn had not come',
      overwriting,
      { kind: 'cancelled', reason: null, now: OLD },
      { kind: 'failed', reason: 'auth-failed', now: OLD },
    ],
    [
      'a phone of a resumed run, not read yet',
      { ...fresh, isSettled: false },
      { kind: 'cancelled' },
      { kind: 'failed', reason: 'auth-failed' },
    ],
    [
      'a phone in doubt',
      inDoubt(fresh, 'register', LOST),
      { kind: 'unknown', reason: 'no-answer' },
      { kind: 'unknown', reason: 'no-answer' },
    ],
    [
      'a phone without its entry',
      gone,
      { kind: 'failed', reason: 'left-unregistered' },
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    [
      'a phone to be put back',
      restoring,
      { kind: 'failed', reason: 'left-unregistered' },
      { kind: 'failed', reason: 'left-unregistered' },
    ],
    ['a phone that may have been put back', sent(restoring, 'restore'), { kind: 'unknown' }, { kind: 'unknown' }],
  ])('%s', (_, state, cancelled, failed) => {
    expect(outcomeOf(abandon(state, 'cancelled'))).toMatchObject(cancelled);
    expect(outcomeOf(abandon(state, unsent('auth-failed')))).toMatchObject(failed);
  });

  test('leaves an outcome as it is', () => {
    const ended = afterAnswer(sent(fresh, 'register'), CONFIRMED);
    expect(abandon(ended, 'cancelled')).toBe(ended);
  });
});

describe('whether an entry is what is wanted', () => {
  test.each<[string, Entry, Rules, boolean | null]>([
    ['the same URL', AT_TARGET, REPLACE, true],
    ['another URL', OLD, REPLACE, false],
    ['redirected nowhere', { ...NO_ENTRY, url: '' }, REPLACE, false],
    ['a URL that the service keeps to itself', NO_ENTRY, REPLACE, null],
    ['a URL that differs in letter case', entryAt(TARGET.url.toUpperCase()), REPLACE, false],
    ['another provider name', entryAt(TARGET.url, 'X'), REMOVE_FIRST, false],
    ['another name where there are none', entryAt(TARGET.url, 'X'), REPLACE, true],
    ['a name that the service keeps to itself', { ...AT_TARGET, name: null }, REMOVE_FIRST, true],
  ])('%s', (_, entry, rules, expected) => {
    expect(isAt(entry, TARGET, rules)).toBe(expected);
  });
});
