import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Action, Entry, Outcome, OutcomeKind, PlanGroup } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { assertNever } from '../../shared/result.ts';
import type { Reading, RedirectionDescription, Target, WriteAnswer } from '../services/service.ts';
import type { Refusal, Stage } from '../storage/runs.ts';

/** How often one step of one device is sent before it is given up: each time after a read said that it isn't there. */
export const MAX_SENDS = 3;
/** How often a call that never left is tried for one device. */
export const MAX_MISSES = 6;
/** How often a read is tried for one device. */
export const MAX_READS = 4;

/** What the machine has to know of a service. */
export type Rules = Pick<RedirectionDescription, 'overwrite' | 'hasProviderName'>;

/** Where one device stands in a run: everything that decides what is done next. URLs are plain text here. */
export interface DeviceState {
  readonly position: number;
  readonly mac: MacAddress;
  readonly checkCode: string;
  readonly action: Action;
  readonly group: PlanGroup;
  readonly target: Target;
  /** What was registered before, as the plan read it; `null`: nothing. */
  readonly before: Entry | null;
  readonly stage: Stage;
  /** Sends of the present step whose effect was or may have been. */
  readonly sends: number;
  /** Whether this run took the old entry away and has put nothing in its place. */
  readonly isRemoved: boolean;
  readonly refusal: Refusal | null;
  /** Whether what is known of the device is certain; if not, it is read before anything else. */
  readonly isSettled: boolean;
  /** Calls in a row that never left. */
  readonly misses: number;
  /** Reads in a row without a usable answer. */
  readonly failedReads: number;
  /** What the last write brought, where it was no clear answer. */
  readonly doubt: 'taken' | 'open' | Failure | null;
  readonly outcome: Outcome | null;
}

/** What is to be done next for a device. `restore` is a register of the old entry. */
export type Command = 'read' | 'register' | 'deregister' | 'restore';

/** Tells what is to be done next; `null` when the device has its outcome. */
export function nextCommand(state: DeviceState, rules: Rules): Command | null {
  if (state.stage === 'ended') return null;
  if (!state.isSettled) return 'read';
  switch (state.stage) {
    case 'waiting':
      if (state.action === 'deregister') return 'deregister';
      return state.before !== null && rules.overwrite === 'remove-first' ? 'deregister' : 'register';
    case 'removed':
      return 'register';
    case 'restoring':
      return 'restore';
    case 'removing':
    case 'registering':
      throw new Error(`Nothing is known to be done for a device that is settled in the middle (${state.stage}).`);
    default:
      return assertNever(state.stage, 'stage');
  }
}

/**
 * Tells whether a device should go alone in its next call.
 *
 * A list answer that left it open, or a list call that failed twice, may be the fault of one device among many.
 */
export function goesAlone(state: DeviceState): boolean {
  return state.doubt === 'open' || state.sends >= 2;
}

/** What a `restore` registers: the old entry; where the service never told its name, under the new one's. */
export function restoreTarget(state: DeviceState): Target {
  return { url: state.before?.url ?? '', name: state.before?.name ?? state.target.name };
}

/** The state to be made durable before the command's request leaves: from here on only a read brings certainty. */
export function begin(state: DeviceState, command: Exclude<Command, 'read'>): DeviceState {
  const stage = command === 'register' ? 'registering' : command === 'restore' ? 'restoring' : 'removing';
  return { ...state, stage, sends: state.sends + 1, isSettled: false };
}

/** Takes in what a write call said of the device. */
export function afterAnswer(state: DeviceState, answer: WriteAnswer): DeviceState {
  if (answer.kind === 'open') return { ...state, misses: 0, doubt: 'open' };
  if (answer.kind === 'taken') {
    // Whose it is a read tells; the words that say it is somebody's are this answer's.
    const refusal = state.stage === 'registering' ? refusalOf('owned-by-other', answer.words) : state.refusal;
    return { ...state, misses: 0, doubt: 'taken', refusal };
  }
  if (answer.kind === 'failed') {
    return answer.failure.sent === 'maybe'
      ? { ...state, misses: 0, doubt: answer.failure }
      : notSent(state, answer.failure);
  }
  switch (state.stage) {
    case 'registering':
      if (answer.kind === 'confirmed') return end(state, 'done', { words: answer.words, now: targetEntry(state) });
      if (answer.kind === 'refused') return giveUpRegister(state, refusalOf(answer.reason, answer.words));
      return { ...state, misses: 0, doubt: 'open' };
    case 'removing':
      if (answer.kind === 'refused') return endRefused(state, refusalOf(answer.reason, answer.words));
      if (state.action === 'deregister') {
        const wasSentBefore = state.sends > 1;
        return end(state, answer.kind === 'confirmed' || wasSentBefore ? 'done' : 'unchanged', { words: answer.words });
      }
      if (answer.kind === 'confirmed' || state.sends > 1) return removed(state);
      return end(state, 'skipped', { reason: 'changed-since-plan', words: answer.words });
    case 'restoring':
      if (answer.kind === 'confirmed') return endRestored(state);
      if (answer.kind === 'refused') {
        // Many went in one call, and a phone without its entry is worth a call of its own.
        return state.sends > 1 ? endLeftUnregistered(state, answer.words) : { ...state, misses: 0, doubt: 'open' };
      }
      return { ...state, misses: 0, doubt: 'open' };
    case 'waiting':
    case 'removed':
    case 'ended':
      throw new Error(`An answer came for a device to which nothing was sent (${state.stage}).`);
    default:
      return assertNever(state.stage, 'stage');
  }
}

/** Takes in what a read found. */
export function afterReading(state: DeviceState, reading: Reading, rules: Rules): DeviceState {
  if (reading.kind === 'failed') return afterFailedReading(state, reading.failure);
  const read = { ...state, isSettled: true, failedReads: 0 };
  if (reading.kind === 'unclear') {
    if (isGone(read)) return endLeftUnregistered(read, reading.words);
    return end(read, 'unknown', { reason: 'unexpected-answer', words: reading.words });
  }
  switch (state.stage) {
    case 'waiting':
      return afterReadingWaiting(read, reading, rules);
    case 'removing':
    case 'removed':
      return afterReadingRemoving(read, reading, rules);
    case 'registering':
      return afterReadingRegistering(read, reading, rules);
    case 'restoring':
      return afterReadingRestoring(read, reading, rules);
    case 'ended':
      throw new Error('A device that has its outcome was read.');
    default:
      return assertNever(state.stage, 'stage');
  }
}

/**
 * Ends a device because the run ends before its turn.
 *
 * @param cause a failure that every device would meet (login, network), or `cancelled` by the person.
 */
export function abandon(state: DeviceState, cause: Failure | 'cancelled'): DeviceState {
  if (state.stage === 'ended') return state;
  const words = cause === 'cancelled' ? null : (cause.serviceWords ?? null);
  const wasSent = !state.isSettled && state.stage !== 'waiting' && !isGone(state);
  if (wasSent) return end(state, 'unknown', { reason: 'no-answer', words });
  if (state.isRemoved) return endLeftUnregistered(state, words);
  if (cause === 'cancelled') return end(state, 'cancelled', { now: state.before });
  return endRefused(state, failedBy(cause));
}

/** Tells whether an entry is what the run wants; `null` where the service did not say where it points. */
export function isAt(entry: Entry, target: Target, rules: Rules): boolean | null {
  if (entry.url === null) return null;
  if (entry.url !== target.url) return false;
  return !rules.hasProviderName || entry.name === null || entry.name === target.name;
}

/** Tells whether two entries redirect to the same place. */
function isSame(entry: Entry, other: Entry, rules: Rules): boolean {
  if (entry.url === null || other.url === null) return true;
  return isAt(entry, { url: other.url, name: other.name ?? entry.name ?? '' }, rules) === true;
}

/** Tells whether the device is surely without an entry: taken away by this run, and nothing sent since that may count. */
function isGone(state: DeviceState): boolean {
  return state.isRemoved && (state.stage === 'removed' || (state.stage === 'restoring' && state.sends === 0));
}

type ClearReading = Exclude<Reading, { kind: 'failed' } | { kind: 'unclear' }>;

function afterReadingWaiting(state: DeviceState, reading: ClearReading, rules: Rules): DeviceState {
  const { words } = reading;
  // A write whose effect the last read did not show can have been applied after that read.
  const wished: OutcomeKind = state.sends > 0 ? 'done' : 'unchanged';
  switch (reading.kind) {
    case 'registered':
      if (state.action === 'register' && isAt(reading.entry, state.target, rules) === true) {
        return end(state, wished, { words, now: reading.entry });
      }
      if (state.before !== null && isSame(reading.entry, state.before, rules)) return state;
      return end(state, 'skipped', { reason: 'changed-since-plan', words, now: reading.entry });
    case 'absent':
      if (state.action === 'deregister') return end(state, wished, { words });
      return state.before === null ? state : end(state, 'skipped', { reason: 'changed-since-plan', words });
    case 'foreign':
      return end(state, 'refused', { reason: 'owned-by-other', words });
    case 'refused':
      return end(state, 'refused', { reason: reading.reason, words });
    default:
      return assertNever(reading, 'reading');
  }
}

function afterReadingRemoving(state: DeviceState, reading: ClearReading, rules: Rules): DeviceState {
  const { words } = reading;
  switch (reading.kind) {
    case 'absent':
      return state.action === 'deregister' ? end(state, 'done', { words }) : removed(state);
    case 'registered':
      if (state.action === 'register' && isAt(reading.entry, state.target, rules) === true) {
        return end(state, 'done', { words, now: reading.entry });
      }
      if (state.before === null || !isSame(reading.entry, state.before, rules)) {
        return end(state, 'skipped', { reason: 'changed-since-plan', words, now: reading.entry });
      }
      // It is still there: the request had no effect, so it may be sent again.
      if (state.sends >= MAX_SENDS) return endRefused(state, failedByDoubt(state, words));
      return { ...state, stage: 'waiting', isRemoved: false };
    case 'foreign':
      // Another account can have it only since the old entry is gone. Nothing may be written for it any more.
      if (state.action === 'register') return endLeftUnregistered(state, words);
      return end(state, 'refused', { reason: 'owned-by-other', words });
    case 'refused':
      if (state.isRemoved) return giveUpRegister(state, refusalOf(reading.reason, words));
      return end(state, 'unknown', { reason: 'unexpected-answer', words });
    default:
      return assertNever(reading, 'reading');
  }
}

function afterReadingRegistering(state: DeviceState, reading: ClearReading, rules: Rules): DeviceState {
  const { words } = reading;
  switch (reading.kind) {
    case 'registered': {
      const isThere = isAt(reading.entry, state.target, rules);
      if (isThere === null) return end(state, 'unknown', { reason: 'unexpected-answer', words, now: reading.entry });
      if (isThere) {
        const wasThereBefore = state.doubt === 'taken' && state.sends === 1 && !state.isRemoved;
        return end(state, wasThereBefore ? 'unchanged' : 'done', { words, now: reading.entry });
      }
      if (state.isRemoved || state.before === null || !isSame(reading.entry, state.before, rules)) {
        return end(state, 'skipped', { reason: 'changed-since-plan', words, now: reading.entry });
      }
      if (state.sends >= MAX_SENDS) return endRefused(state, failedByDoubt(state, words));
      return { ...state, stage: 'waiting' };
    }
    case 'absent':
      if (state.doubt === 'taken') return giveUpRegister(state, state.refusal ?? refusalOf('owned-by-other', words));
      if (state.before !== null && !state.isRemoved) {
        return end(state, 'skipped', { reason: 'changed-since-plan', words });
      }
      if (state.sends >= MAX_SENDS) return giveUpRegister(state, failedByDoubt(state, words));
      return { ...state, stage: state.isRemoved ? 'removed' : 'waiting' };
    case 'foreign':
      // Nothing may be written for it any more, the old entry included.
      if (state.isRemoved) return endLeftUnregistered(state, words);
      return endRefused(state, refusalOf('owned-by-other', words));
    case 'refused':
      return giveUpRegister(state, refusalOf(reading.reason, words));
    default:
      return assertNever(reading, 'reading');
  }
}

function afterReadingRestoring(state: DeviceState, reading: ClearReading, rules: Rules): DeviceState {
  const { words } = reading;
  switch (reading.kind) {
    case 'registered':
      if (reading.entry.url === null) {
        return end(state, 'unknown', { reason: 'unexpected-answer', words, now: reading.entry });
      }
      if (isAt(reading.entry, state.target, rules) === true) return end(state, 'done', { words, now: reading.entry });
      if (state.before !== null && isSame(reading.entry, state.before, rules)) return endRestored(state);
      return end(state, 'skipped', { reason: 'changed-since-plan', words, now: reading.entry });
    case 'absent':
      if (state.sends >= MAX_SENDS || state.doubt === 'taken') return endLeftUnregistered(state, words);
      return state;
    case 'foreign':
    case 'refused':
      return endLeftUnregistered(state, words);
    default:
      return assertNever(reading, 'reading');
  }
}

function afterFailedReading(state: DeviceState, cause: Failure): DeviceState {
  // A read that the person's stop cut off says nothing of the device.
  if (cause.kind === 'cancelled') return state;
  const failedReads = state.failedReads + 1;
  if (failedReads < MAX_READS) return { ...state, failedReads };
  const words = cause.serviceWords ?? null;
  if (state.stage === 'waiting') return endRefused(state, failedBy(cause));
  if (isGone(state)) return endLeftUnregistered(state, words);
  return end(state, 'unknown', { reason: 'no-answer', words });
}

/** The request never left or was turned away unread: what was known before still holds. */
function notSent(state: DeviceState, cause: Failure): DeviceState {
  const misses = cause.kind === 'cancelled' ? state.misses : state.misses + 1;
  const sends = state.sends - 1;
  const stage =
    state.stage === 'registering' && state.isRemoved
      ? 'removed'
      : state.stage === 'restoring'
        ? 'restoring'
        : 'waiting';
  const back: DeviceState = { ...state, stage, sends, misses, isSettled: true, doubt: cause };
  if (misses < MAX_MISSES) return back;
  if (stage === 'restoring') return endLeftUnregistered(back, cause.serviceWords ?? null);
  return giveUpRegister(back, failedBy(cause));
}

function removed(state: DeviceState): DeviceState {
  return { ...state, stage: 'removed', isRemoved: true, isSettled: true, sends: 0, misses: 0, doubt: null };
}

/** The new entry can't be had: puts the old one back where this run had taken it away. */
function giveUpRegister(state: DeviceState, refusal: Refusal): DeviceState {
  if (state.isRemoved && state.before?.url) {
    return { ...state, stage: 'restoring', refusal, isSettled: true, sends: 0, misses: 0, doubt: null };
  }
  if (state.isRemoved) return endLeftUnregistered({ ...state, refusal }, refusal.words);
  return endRefused(state, refusal);
}

/** Ends a device for which nothing was changed. */
function endRefused(state: DeviceState, refusal: Refusal): DeviceState {
  const { kind, reason, aspect, detail, words } = refusal;
  const now = reason === 'owned-by-other' ? null : state.before;
  return end(state, kind, { reason, aspect, detail, words, now });
}

function endRestored(state: DeviceState): DeviceState {
  const refusal = state.refusal ?? failedByDoubt(state, '');
  return end({ ...state, isRemoved: false }, refusal.kind, { ...refusal, now: state.before });
}

function endLeftUnregistered(state: DeviceState, words: string | null): DeviceState {
  return end(state, 'failed', { reason: 'left-unregistered', words: state.refusal?.words || words });
}

function refusalOf(reason: Reason, words: string): Refusal {
  return { kind: 'refused', reason, aspect: null, detail: null, words };
}

function failedBy(cause: Failure): Refusal {
  const { reason, aspect = null, detail = null, serviceWords = '' } = cause;
  return { kind: 'failed', reason, aspect, detail, words: serviceWords };
}

/** Why a write that was sent as often as it may be had no effect, as far as its answers told. */
function failedByDoubt(state: DeviceState, words: string): Refusal {
  if (state.doubt !== null && typeof state.doubt === 'object') return { ...failedBy(state.doubt), words };
  const reason = state.doubt === null ? 'no-answer' : 'unexpected-answer';
  return { kind: 'failed', reason, aspect: null, detail: null, words };
}

function targetEntry(state: DeviceState): Entry {
  return { url: state.target.url, name: state.target.name || null, date: null, company: null };
}

function end(
  state: DeviceState,
  kind: OutcomeKind,
  details: {
    readonly reason?: Reason;
    readonly aspect?: string | null;
    readonly detail?: Readonly<Record<string, string | number>> | null;
    readonly words?: string | null;
    readonly now?: Entry | null;
  },
): DeviceState {
  const outcome: Outcome = {
    kind,
    reason: details.reason ?? null,
    aspect: details.aspect ?? null,
    detail: details.detail ?? null,
    serviceWords: details.words || null,
    now: details.now ?? null,
  };
  return { ...state, stage: 'ended', isSettled: true, outcome };
}
