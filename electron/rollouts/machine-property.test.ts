import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Action, Entry } from '../../shared/domain/outcome.ts';
import { assertNever } from '../../shared/result.ts';
import type { Reading, Target, WriteAnswer } from '../services/service.ts';
import { Vault } from '../storage/vault.ts';
import {
  abandon,
  afterAnswer,
  afterReading,
  begin,
  type Command,
  type DeviceState,
  nextCommand,
  type Rules,
  restoreTarget,
} from './machine.ts';
import { deviceState, entryAt, lost, OLD, TARGET, unsent } from './rollouts-testing.ts';
import { toResumedState, toStoredChange } from './stored.ts';

/** What a service holds for the device: an entry of this account, nothing, or another account's. */
type World = Entry | null | 'foreign';

const AT_TARGET = entryAt(TARGET.url);
const WORLDS: readonly World[] = [null, OLD, AT_TARGET, entryAt(TARGET.url, 'Other'), entryAt('https://x/'), 'foreign'];

/**
 * What happens to one write.
 *
 * `late`: lost on the way, and applied only after the next read. `taken`, `refused`: the service says so, whatever is
 * true. `killed-…`: the process ends before or after the service applied it.
 */
type WriteFault =
  | 'none'
  | 'lost-before'
  | 'lost-after'
  | 'late'
  | 'open-before'
  | 'open-after'
  | 'unsent'
  | 'refused'
  | 'taken'
  | 'killed-before'
  | 'killed-after';
type ReadFault = 'none' | 'failed' | 'unclear' | 'cut-off' | 'killed';

interface Step {
  /** Before it: the reading grows old (and is made again where that is safe), or the process ends. */
  readonly pause: 'none' | 'stale' | 'killed';
  readonly write: WriteFault;
  readonly read: ReadFault;
  /** What somebody else makes of the entry before this step; undefined: nothing. */
  readonly interference: World | undefined;
}

interface Scenario {
  readonly rules: Rules;
  readonly tellsForeign: boolean;
  readonly action: Action;
  readonly before: Entry | null;
  readonly isResumed: boolean;
  /** Comes again from its beginning when it is used up, without the kills and cuts, which are no service's doing. */
  readonly steps: readonly Step[];
}

const CLEAN: Step = { pause: 'none', write: 'none', read: 'none', interference: undefined };

const step: fc.Arbitrary<Step> = fc.record({
  pause: fc.oneof(
    { weight: 8, arbitrary: fc.constant<Step['pause']>('none') },
    { weight: 1, arbitrary: fc.constantFrom<Step['pause']>('stale', 'killed') },
  ),
  write: fc.oneof(
    { weight: 3, arbitrary: fc.constant<WriteFault>('none') },
    {
      weight: 5,
      arbitrary: fc.constantFrom<WriteFault>(
        'lost-before',
        'lost-after',
        'late',
        'open-before',
        'open-after',
        'unsent',
        'refused',
        'taken',
        'killed-before',
        'killed-after',
      ),
    },
  ),
  read: fc.oneof(
    { weight: 5, arbitrary: fc.constant<ReadFault>('none') },
    { weight: 2, arbitrary: fc.constantFrom<ReadFault>('failed', 'unclear', 'cut-off', 'killed') },
  ),
  interference: fc.oneof(
    { weight: 9, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...WORLDS) },
  ),
});

const scenario: fc.Arbitrary<Scenario> = fc
  .record({
    overwrite: fc.constantFrom('replace', 'remove-first'),
    tellsForeign: fc.boolean(),
    action: fc.constantFrom<Action>('register', 'deregister'),
    wasRegistered: fc.boolean(),
    isResumed: fc.boolean(),
    // The same thing several times over leads deeper than chance does.
    steps: fc
      .array(fc.tuple(step, fc.constantFrom(1, 1, 2, 3, 6)), { maxLength: 10 })
      .map((groups) => groups.flatMap(([each, times]) => Array.from({ length: times }, () => each))),
  })
  .map(({ overwrite, tellsForeign, action, wasRegistered, isResumed, steps }) => ({
    rules: { overwrite, hasProviderName: overwrite === 'remove-first' },
    tellsForeign,
    action,
    before: wasRegistered || action === 'deregister' ? OLD : null,
    isResumed,
    steps,
  }));

/** A vault without a passphrase: no URL of these scenarios holds a password. */
const VAULT = new Vault('/nonexistent');

/** More commands than any device can need: three steps of at most six calls each, each with four reads. */
const MAX_COMMANDS = 120;

interface Played {
  readonly state: DeviceState;
  readonly world: World;
  readonly commands: readonly Command[];
  readonly isInterfered: boolean;
  readonly isLate: boolean;
  /** Changes that this run made at the service. */
  readonly applied: number;
  readonly hadBadRead: boolean;
}

function readingOf(world: World, fault: Exclude<ReadFault, 'killed'>, tellsForeign: boolean): Reading {
  if (fault === 'failed') return { kind: 'failed', failure: lost() };
  if (fault === 'cut-off') return { kind: 'failed', failure: lost('cancelled', { kind: 'cancelled' }) };
  if (fault === 'unclear') return { kind: 'unclear', words: '?' };
  if (world === 'foreign') return { kind: tellsForeign ? 'foreign' : 'absent', words: '' };
  return world === null ? { kind: 'absent', words: '' } : { kind: 'registered', entry: world, words: '' };
}

/** Runs one device through a scenario, and checks on the way what must hold at each call. */
function play({ rules, tellsForeign, action, before, isResumed, steps }: Scenario): Played {
  let world: World = before;
  let state = deviceState({ action, before, isSettled: !isResumed });
  let saved = state;
  let pending: (() => void) | null = null;
  let readsSincePending = 0;
  let applied = 0;
  let isInterfered = false;
  let isLate = false;
  let hadBadRead = false;
  // The plan has read the device.
  let isKnown = !isResumed;
  let isForeign = false;
  let lastConfirmed: Command | null = null;
  const commands: Command[] = [];

  const keep = (next: DeviceState): void => {
    if (next.stage !== state.stage) saved = next;
    state = next;
  };
  const kill = (): void => {
    const { mac, checkCode, group, target, position } = saved;
    const stored = { ...toStoredChange(VAULT, saved), mac, checkCode, action, group, target, position, before };
    const resumed = toResumedState(VAULT, stored);
    if (!resumed.ok) throw new Error('The stored device can not be read.');
    state = resumed.value;
    saved = state;
    isKnown = false;
    lastConfirmed = null;
  };
  const settlePending = (): void => {
    pending?.();
    pending = null;
  };
  const serve = (command: Exclude<Command, 'read'>): WriteAnswer => {
    if (world === 'foreign') {
      if (tellsForeign) return { kind: 'refused', reason: 'owned-by-other', words: '' };
      return command === 'deregister' ? { kind: 'absent', words: '' } : { kind: 'taken', words: '' };
    }
    if (command === 'deregister') {
      if (world === null) return { kind: 'absent', words: '' };
      world = null;
    } else {
      if (world !== null && rules.overwrite === 'remove-first') return { kind: 'taken', words: '' };
      const { url, name }: Target = command === 'restore' ? restoreTarget(state) : state.target;
      world = entryAt(url, name);
    }
    applied += 1;
    return { kind: 'confirmed', words: 'OK' };
  };

  const answerTo = (command: Exclude<Command, 'read'>, fault: WriteFault): WriteAnswer | 'killed' => {
    switch (fault) {
      case 'none':
        return serve(command);
      case 'unsent':
        return { kind: 'failed', failure: unsent() };
      case 'refused':
        return { kind: 'refused', reason: 'bad-url', words: 'url_invalid' };
      case 'taken':
        return { kind: command === 'deregister' ? 'open' : 'taken', words: '' };
      case 'lost-before':
        return { kind: 'failed', failure: lost() };
      case 'open-before':
        return { kind: 'open', words: '?' };
      case 'killed-before':
        return 'killed';
      case 'lost-after':
        serve(command);
        return { kind: 'failed', failure: lost() };
      case 'open-after':
        serve(command);
        return { kind: 'open', words: '?' };
      case 'killed-after':
        serve(command);
        return 'killed';
      case 'late':
        isLate = true;
        readsSincePending = 0;
        pending = () => void serve(command);
        return { kind: 'failed', failure: lost() };
      default:
        return assertNever(fault, 'fault');
    }
  };

  const write = (command: Exclude<Command, 'read'>, fault: WriteFault): void => {
    settlePending();
    // Nothing goes to a phone of another account, and nothing unless it is known what is there.
    expect(isForeign).toBe(false);
    const followsRemoval = command !== 'deregister' && lastConfirmed === 'deregister';
    expect(isKnown || followsRemoval).toBe(true);
    lastConfirmed = null;
    isKnown = false;
    keep(begin(state, command));
    saved = state;
    const answer = answerTo(command, fault);
    if (answer === 'killed') {
      kill();
      return;
    }
    if (answer.kind === 'confirmed' || answer.kind === 'absent') lastConfirmed = command;
    // What was refused or never left has changed nothing, so what was known still holds.
    isKnown = answer.kind === 'refused' || (answer.kind === 'failed' && answer.failure.sent === 'no');
    keep(afterAnswer(state, answer));
  };

  const read = (fault: ReadFault): void => {
    readsSincePending += 1;
    if (readsSincePending > 1) settlePending();
    if (fault === 'killed') {
      kill();
      return;
    }
    hadBadRead ||= fault === 'failed' || fault === 'unclear';
    const reading = readingOf(world, fault, tellsForeign);
    if (reading.kind !== 'failed' && reading.kind !== 'unclear') {
      isForeign = reading.kind === 'foreign';
      isKnown = true;
      lastConfirmed = null;
    }
    keep(afterReading(state, reading, rules));
  };

  for (;;) {
    if (nextCommand(state, rules) === null) break;
    const isRepeat = commands.length >= steps.length;
    const scripted = steps[commands.length % Math.max(1, steps.length)] ?? CLEAN;
    if (!isRepeat && scripted.pause === 'killed') kill();
    if (!isRepeat && scripted.pause === 'stale' && state.stage === 'waiting') state = { ...state, isSettled: false };
    const command = nextCommand(state, rules);
    if (command === null) throw new Error('A pause ended the device.');
    commands.push(command);
    if (commands.length > MAX_COMMANDS) throw new Error(`No end after ${commands.join(' ')}.`);
    if (!isRepeat && scripted.interference !== undefined) {
      settlePending();
      isInterfered ||= scripted.interference !== world;
      world = scripted.interference;
    }
    const isOurs =
      isRepeat && ['killed', 'killed-before', 'killed-after', 'cut-off'].includes(scripted[kindOf(command)]);
    if (command === 'read') read(isOurs ? 'none' : scripted.read);
    else write(command, isOurs ? 'none' : scripted.write);
  }
  return { state, world, commands, isInterfered, isLate, applied, hadBadRead };
}

function kindOf(command: Command): 'read' | 'write' {
  return command === 'read' ? 'read' : 'write';
}

/** The world as this run finds it right, or `null` for nothing: what `done` promises. */
function isAsWanted(state: DeviceState, world: World, rules: Rules): boolean {
  if (state.action === 'deregister') return world === null || world === 'foreign';
  if (world === null || world === 'foreign') return false;
  return world.url === TARGET.url && (!rules.hasProviderName || world.name === TARGET.name);
}

function isUntouched(world: World, before: Entry | null): boolean {
  if (world === null || world === 'foreign' || before === null) return world === before;
  return world.url === before.url && world.name === before.name;
}

const RUNS = 3_000;

test('whatever happens on the way, a device ends, and its outcome agrees with the world', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const { state, world, isInterfered, isLate, applied, hadBadRead } = play(given);
      const { outcome } = state;
      if (outcome === null) throw new Error('The device has no outcome.');
      expect(state.before).toEqual(given.before);
      switch (outcome.kind) {
        case 'done':
          expect(isAsWanted(state, world, given.rules)).toBe(true);
          break;
        case 'unchanged':
          expect(applied).toBe(0);
          expect(isAsWanted(state, world, given.rules)).toBe(true);
          break;
        case 'refused':
        case 'failed':
          if (isInterfered) break;
          if (outcome.reason === 'left-unregistered') {
            expect(given.before).not.toBe(null);
            expect(isLate || world === null).toBe(true);
          } else expect(isLate || isUntouched(world, given.before)).toBe(true);
          break;
        case 'skipped':
          // Only somebody else's change makes a run stop short.
          expect(isInterfered || isLate).toBe(true);
          break;
        case 'unknown':
          expect(hadBadRead).toBe(true);
          expect(outcome.now).toBe(null);
          break;
        default:
          throw new Error(`Nobody stopped this run, but it ended as ${outcome.kind}.`);
      }
    }),
    { numRuns: RUNS },
  );
});

test('a service without faults brings every device where it shall be, in as few calls as there can be', () => {
  fc.assert(
    fc.property(scenario, (given) => {
      const { state, commands } = play({ ...given, steps: [] });
      expect(state.outcome?.kind).toBe('done');
      const writes = given.action === 'register' && given.before !== null && given.rules.overwrite === 'remove-first';
      const reads = given.isResumed ? ['read'] : [];
      const sent = writes ? ['deregister', 'register'] : [given.action];
      expect(commands).toEqual([...reads, ...sent]);
    }),
    { numRuns: 200 },
  );
});

test('a run that is given up at any moment leaves each device in a state that says what may have happened', () => {
  fc.assert(
    fc.property(scenario, fc.nat(14), fc.boolean(), (given, moment, isCancelled) => {
      const steps = given.steps.map((each) => ({ ...each, interference: undefined }));
      let state = deviceState({ action: given.action, before: given.before, isSettled: !given.isResumed });
      for (let at = 0; at < moment; at += 1) {
        const command = nextCommand(state, given.rules);
        if (command === null) break;
        const fault = steps[at]?.write ?? 'none';
        if (command === 'read') {
          const reading: Reading =
            state.isRemoved || state.before === null
              ? { kind: 'absent', words: '' }
              : { kind: 'registered', entry: state.before, words: '' };
          state = afterReading(state, reading, given.rules);
        } else {
          state = begin(state, command);
          if (fault === 'none') state = afterAnswer(state, { kind: 'confirmed', words: '' });
          if (fault === 'unsent') state = afterAnswer(state, { kind: 'failed', failure: unsent() });
        }
      }
      const isEnded = state.stage === 'ended';
      const isInDoubt =
        ['removing', 'registering'].includes(state.stage) || (state.stage === 'restoring' && !state.isSettled);
      const ended = abandon(state, isCancelled ? 'cancelled' : unsent('auth-failed'));
      expect(ended.stage).toBe('ended');
      if (isEnded) expect(ended).toBe(state);
      else if (isInDoubt) expect(ended.outcome).toMatchObject({ kind: 'unknown', reason: 'no-answer', now: null });
      else if (state.isRemoved) expect(ended.outcome).toMatchObject({ kind: 'failed', reason: 'left-unregistered' });
      else if (isCancelled) expect(ended.outcome).toMatchObject({ kind: 'cancelled', reason: null, now: given.before });
      else expect(ended.outcome).toMatchObject({ kind: 'failed', reason: 'auth-failed', now: given.before });
    }),
    { numRuns: RUNS },
  );
});
