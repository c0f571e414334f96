import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import type { Action, Entry, Outcome, PlanGroup } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { assertNever, failure, type Result, success } from '../../shared/result.ts';
import type { Reading, RedirectionSession, ServiceDevice, Target } from '../services/service.ts';
import { isAt, type Rules } from './machine.ts';
import type { Pace } from './pace.ts';
import { type OnReading, readMany } from './reader.ts';

/** What is wanted for one device. URLs are plain text. */
export interface Wish extends ServiceDevice {
  readonly action: Action;
  /** For `register`: where to; an empty URL makes the device invalid. The name may be left to the plan. */
  readonly url: string;
  /** Provider name; `null`: keep the one that is there, else {@link PlanOptions.defaultName}. */
  readonly name: string | null;
  /**
   * For an undo: what the service may hold now for the wish to be carried out: entries, or `null` for nothing.
   * Undefined: whatever it holds.
   */
  readonly expected?: readonly (Entry | null)[];
  /** It waits for its previous provider: nothing is asked or sent for it. @default false */
  readonly isParked?: boolean;
}

/** One device of a plan. */
export interface PlanItem extends ServiceDevice {
  readonly position: number;
  readonly action: Action;
  readonly group: PlanGroup;
  readonly target: Target;
  /** What is registered now, in this account; `null`: nothing. */
  readonly before: Entry | null;
  /** The outcome of a device for which nothing will be sent; `null` where the run will. */
  readonly outcome: Outcome | null;
}

/** A read-only answer to "what would a run change, device by device, and why". */
export interface Plan {
  readonly items: readonly PlanItem[];
  /** When it was read, on the monotonic clock (`performance.now()`), in milliseconds. */
  readonly readAtMs: number;
}

/** What a plan needs beside the wishes. */
export interface PlanOptions {
  readonly session: RedirectionSession;
  readonly rules: Rules;
  readonly pace: Pace;
  readonly signal: AbortSignal;
  /** Provider name of devices that have none yet and for which none was given. */
  readonly defaultName: string;
  readonly onReading?: OnReading;
}

/**
 * Asks the service about every device and sorts them. Changes nothing.
 *
 * @returns the failure when the account can't be used at all: the login, the way there, or not one device readable.
 */
export async function makePlan(wishes: readonly Wish[], options: PlanOptions): Promise<Result<Plan>> {
  const { session, rules, pace, signal } = options;
  const readable = wishes.filter(isReadable);
  const readAtMs = performance.now();
  const readings = await readMany(session, pace, readable, signal, options.onReading);
  if (pace.stopCause !== null) return failure(pace.stopCause);
  if (signal.aborted) return failure(CANCELLED);
  const unusable = findUnusable(readings);
  if (unusable !== null) return failure(unusable);
  const items = wishes.map((wish, position) => {
    if (wish.isParked) {
      const target = targetOf(wish, null, options.defaultName);
      return sort(wish, position, 'owned-by-other', target, null, { kind: 'skipped', reason: 'parked' });
    }
    if (!isReadable(wish)) {
      const target = targetOf(wish, null, options.defaultName);
      return sort(wish, position, 'invalid', target, null, { kind: 'skipped', reason: 'bad-url', aspect: 'none' });
    }
    const reading = readings.get(wish.mac);
    if (reading === undefined) throw new Error('A device was left out when the service was asked.');
    return planItem(wish, position, reading, rules, options.defaultName);
  });
  return success({ items, readAtMs });
}

const CANCELLED: Failure = { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false };

/** Whether there is something to ask for: without a URL a device could not be registered, whatever the answer. */
function isReadable(wish: Wish): boolean {
  return !wish.isParked && (wish.action !== 'register' || wish.url !== '');
}

function findUnusable(readings: ReadonlyMap<MacAddress, Reading>): Failure | null {
  let cause: Failure | null = null;
  for (const reading of readings.values()) {
    if (reading.kind !== 'failed') return null;
    cause ??= reading.failure;
  }
  return cause;
}

function planItem(wish: Wish, position: number, reading: Reading, rules: Rules, defaultName: string): PlanItem {
  const before = reading.kind === 'registered' ? reading.entry : null;
  const target = targetOf(wish, before, defaultName);
  const words = reading.kind === 'failed' ? (reading.failure.serviceWords ?? null) : reading.words;
  switch (reading.kind) {
    case 'failed':
      return sort(wish, position, 'unreadable', target, null, {
        kind: 'failed',
        reason: reading.failure.reason,
        aspect: reading.failure.aspect ?? null,
        detail: reading.failure.detail ?? null,
        words,
      });
    case 'unclear':
      return sort(wish, position, 'unreadable', target, null, { kind: 'unknown', reason: 'unexpected-answer', words });
    case 'refused':
      return sort(wish, position, 'invalid', target, null, { kind: 'refused', reason: reading.reason, words });
    case 'foreign':
      return sort(wish, position, 'owned-by-other', target, null, { kind: 'refused', reason: 'owned-by-other', words });
    case 'absent':
      return planAbsent(wish, position, target, words);
    case 'registered':
      return planRegistered(wish, position, target, reading.entry, words, rules);
    default:
      return assertNever(reading, 'reading');
  }
}

function planAbsent(wish: Wish, position: number, target: Target, words: string | null): PlanItem {
  if (wish.action === 'deregister') {
    return sort(wish, position, 'not-on-service', target, null, { kind: 'unchanged', words });
  }
  if (wish.action === 'check') {
    return sort(wish, position, 'not-on-service', target, null, { kind: 'refused', reason: 'not-registered', words });
  }
  if (wish.expected !== undefined && !wish.expected.includes(null)) {
    return sort(wish, position, 'not-on-service', target, null, {
      kind: 'skipped',
      reason: 'changed-since-plan',
      words,
    });
  }
  return sort(wish, position, 'new', target, null, null);
}

function planRegistered(
  wish: Wish,
  position: number,
  target: Target,
  entry: Entry,
  words: string | null,
  rules: Rules,
): PlanItem {
  if (wish.action === 'check') {
    return sort(wish, position, 'registered', target, entry, { kind: 'done', words, now: entry });
  }
  if (wish.action === 'register' && isAt(entry, target, rules) === true) {
    return sort(wish, position, 'unchanged', target, entry, { kind: 'unchanged', words, now: entry });
  }
  // A name that was changed by hand is no reason to leave the URL of a run in place.
  const isExpected =
    wish.expected?.some((each) => each !== null && each.url !== null && each.url === entry.url) ?? true;
  if (!isExpected) {
    return sort(wish, position, 're-point', target, entry, {
      kind: 'skipped',
      reason: 'changed-since-plan',
      words,
      now: entry,
    });
  }
  if (wish.action === 'deregister') return sort(wish, position, 'deregister', target, entry, null);
  if (entry.url === null && rules.overwrite === 'remove-first') {
    // Without its old URL it could not be put back if the new one were refused.
    return sort(wish, position, 'unreadable', target, entry, {
      kind: 'unknown',
      reason: 'unexpected-answer',
      words,
      now: entry,
    });
  }
  return sort(wish, position, 're-point', target, entry, null);
}

function targetOf(wish: Wish, before: Entry | null, defaultName: string): Target {
  return { url: wish.url, name: wish.name ?? (before?.name || defaultName) };
}

function sort(
  wish: Wish,
  position: number,
  group: PlanGroup,
  target: Target,
  before: Entry | null,
  outcome:
    | (Pick<Outcome, 'kind'> & Partial<Outcome> & { readonly reason?: Reason; readonly words?: string | null })
    | null,
): PlanItem {
  return {
    mac: wish.mac,
    checkCode: wish.checkCode,
    position,
    action: wish.action,
    group,
    target,
    before,
    outcome:
      outcome === null
        ? null
        : {
            kind: outcome.kind,
            reason: outcome.reason ?? null,
            aspect: outcome.aspect ?? null,
            detail: outcome.detail ?? null,
            serviceWords: outcome.words || null,
            now: outcome.now ?? null,
          },
  };
}
