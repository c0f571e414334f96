import type { ProvisioningCode } from '../../../shared/domain/code.ts';
import {
  CODE_LIFE_MS,
  type CodeState,
  isLive,
  isRedeemed,
  LONGEST_LIFE_MS,
} from '../../../shared/domain/code-state.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { assertNever, type Result } from '../../../shared/result.ts';
import type { Assignment, IssuedCode, PlatformDevice, Registration } from '../../services/code-service.ts';
import type { StoredCode, StoredUser } from '../../storage/codes.ts';

/** How long a code that is over is still asked for and recognised, in milliseconds: clocks differ. */
const GRACE_MS = 600_000;
/** How long the digits of a code that is over are kept, in milliseconds. */
const KEEP_DIGITS_MS = 86_400_000;

/** How far a redeemed code is: a state never goes back to an earlier one by itself. */
const PROGRESS: Readonly<Record<CodeState, number>> = {
  draft: 0,
  requesting: 0,
  unknown: 0,
  failed: 0,
  cancelled: 0,
  expired: 0,
  reissued: 0,
  pending: 1,
  contacted: 2,
  provisioned: 3,
  assigned: 4,
  registered: 5,
  tested: 6,
};

/**
 * The code that stands for a user: the latest that a phone redeemed, else the latest at all.
 *
 * @param codes The user's, oldest first.
 * @returns `null` for a user without any: a draft.
 */
export function currentCode(codes: readonly StoredCode[]): StoredCode | null {
  return codes.findLast(({ state }) => isRedeemed(state)) ?? codes.at(-1) ?? null;
}

/** What asking for a user's code would mean now. */
export type Need =
  /** No code, or none that ever came to be: asking is safe. */
  | 'first'
  /** A live code, or a phone that redeemed one: nothing to do. */
  | 'none'
  /** An answer was lost: a code may live that nobody has read. Asking again is a person's decision. */
  | 'unknown'
  /** The code is over: asking again is a reissue. */
  | 'over';

/** Tells whether a user needs a code; see {@link Need}. */
export function needOf(codes: readonly StoredCode[], nowMs: number): Need {
  const code = currentCode(codes);
  if (code === null) return 'first';
  const { state } = code;
  if (isRedeemed(state)) return 'none';
  if (isLive(state)) return isOver(code, nowMs) ? 'over' : 'none';
  switch (state) {
    case 'failed':
    case 'draft':
      return 'first';
    case 'requesting':
    case 'unknown':
      return isSurelyGone(code, nowMs) ? 'over' : 'unknown';
    case 'expired':
    case 'cancelled':
    case 'reissued':
      return 'over';
    default:
      return assertNever(state as never, 'code state');
  }
}

/** Whether a code's time is over; never where nobody said when that is. */
export function isOver({ validUntilMs }: StoredCode, nowMs: number): boolean {
  return validUntilMs !== null && validUntilMs <= nowMs;
}

/** How a code stands as people are told: one whose time is over is `expired`, also before the service was asked for the last time. */
export function shownState(code: StoredCode | null, nowMs: number): CodeState {
  if (code === null) return 'draft';
  return isLive(code.state) && isOver(code, nowMs) ? 'expired' : code.state;
}

/** Whether a code that was asked for and never read can't live any longer. */
function isSurelyGone({ requestedAtMs, term }: StoredCode, nowMs: number): boolean {
  return requestedAtMs + LONGEST_LIFE_MS[term] <= nowMs;
}

/**
 * Takes in what came of asking for a code.
 *
 * - an answer: `pending`
 * - a failure of which the service surely did not act: `failed`
 * - anything else: `unknown`, for a code may live there that nobody has read
 */
export function afterIssue(code: StoredCode, issued: Result<IssuedCode>, nowMs: number): StoredCode {
  if (!issued.ok) {
    const { error } = issued;
    if (error.sent === 'no' && error.kind === 'cancelled') return { ...withReason(code, error), state: 'cancelled' };
    return { ...withReason(code, error), state: error.sent === 'no' ? 'failed' : 'unknown' };
  }
  const { validUntilMs } = issued.value;
  return {
    ...withReason(code, null),
    state: 'pending',
    code: issued.value.code,
    lastFour: issued.value.code.slice(-4),
    issuedAtMs: nowMs,
    checkedAtMs: nowMs,
    // What an answer says counts; what lies in the past says only that the clocks differ.
    validUntilMs:
      validUntilMs !== null && validUntilMs > nowMs - GRACE_MS ? validUntilMs : nowMs + CODE_LIFE_MS[code.term],
  };
}

/** Takes in that the program ended between the intent and the answer: nobody knows whether the request left. */
export function afterRestart(code: StoredCode): StoredCode {
  return code.state === 'requesting'
    ? { ...code, state: 'unknown', reason: 'interrupted', aspect: null, detail: null }
    : code;
}

/** Whether a service may know more of a code than Rollcall does: it is asked for again after each connection. */
export function isWorthAsking(code: StoredCode, nowMs: number): boolean {
  if (code.source === 'own' || code.code === '') return false;
  if (isLive(code.state)) return true;
  // A phone may have redeemed it in its last moments, or before somebody replaced it.
  const isAsleep = code.state === 'expired' || code.state === 'reissued' || code.state === 'cancelled';
  return isAsleep && (code.checkedAtMs ?? 0) < (code.validUntilMs ?? nowMs) + GRACE_MS;
}

/** Takes in what the service says of a code. A failure that says nothing of the code changes nothing. */
export function afterRead(code: StoredCode, read: Result<PlatformDevice | null>, nowMs: number): StoredCode {
  if (!read.ok) {
    const isGone = read.error.kind === 'service' && read.error.reason === 'code-expired';
    return isGone
      ? afterTime({ ...code, checkedAtMs: nowMs, ...(isLive(code.state) ? { state: 'expired' } : null) }, nowMs)
      : code;
  }
  if (read.value !== null) return afterRedeemed(code, read.value, nowMs);
  return afterTime({ ...code, checkedAtMs: nowMs }, nowMs);
}

/** Takes in that a phone has redeemed a code, whatever Rollcall thought of the code before. Safe to repeat. */
export function afterRedeemed(code: StoredCode, device: PlatformDevice, nowMs: number): StoredCode {
  const known = {
    ...code,
    mac: device.mac ?? code.mac,
    product: device.model || code.product,
    firmware: device.firmware || code.firmware,
    address: device.address || code.address,
    checkedAtMs: nowMs,
  };
  if (isRedeemed(code.state)) return known;
  return { ...withReason(known, null), state: 'provisioned', redeemedAtMs: nowMs };
}

/** Takes in that the planned phone was seen at the platform while nobody has typed its code. */
export function afterSighting(code: StoredCode): StoredCode {
  return code.state === 'pending' ? { ...code, state: 'contacted' } : code;
}

/** Takes in what came of writing the phone to its user of the PBX. */
export function afterAssign(code: StoredCode, assigned: Result<Assignment>): StoredCode {
  if (code.state !== 'provisioned') return code;
  return assigned.ok ? { ...withReason(code, null), state: 'assigned' } : withReason(code, assigned.error);
}

/** Takes in what the PBX lists as registered for the user: only this very phone's registration counts. */
export function afterRegistrations(
  code: StoredCode,
  registrations: readonly Registration[],
  nowMs: number,
): StoredCode {
  if (PROGRESS[code.state] < PROGRESS.provisioned || PROGRESS[code.state] >= PROGRESS.registered) return code;
  const own = registrations.find(({ mac }) => mac !== null && mac === code.mac);
  if (own === undefined) return code;
  return {
    ...withReason(code, null),
    state: 'registered',
    registeredAtMs: nowMs,
    address: own.address || code.address,
  };
}

/**
 * Takes in that time has passed.
 *
 * A code of a service is `expired` only after a read that came after its time: a phone may have been quicker. Digits that
 * are of no use to anybody any more are forgotten after a day.
 */
export function afterTime(code: StoredCode, nowMs: number): StoredCode {
  const { state, validUntilMs } = code;
  if (state === 'unknown' && isSurelyGone(code, nowMs)) return { ...code, state: 'expired' };
  if (isLive(state) && isOver(code, nowMs)) {
    const mustAsk = code.source === 'account' && (code.checkedAtMs ?? 0) < (validUntilMs ?? 0);
    return mustAsk ? code : { ...withReason(code, null), state: 'expired', reason: 'code-expired' };
  }
  const isDone = state === 'expired' || state === 'reissued' || state === 'cancelled';
  const isForgotten = isDone && code.code !== '' && validUntilMs !== null && validUntilMs + KEEP_DIGITS_MS <= nowMs;
  return isForgotten ? { ...code, code: '' } : code;
}

/** Takes in that a person made a test call, or took that back. */
export function afterTest(code: StoredCode, isTested: boolean): StoredCode {
  if (isTested)
    return code.state === 'registered' || code.state === 'assigned' || code.state === 'provisioned'
      ? { ...code, state: 'tested' }
      : code;
  if (code.state !== 'tested') return code;
  return { ...code, state: code.registeredAtMs === null ? 'assigned' : 'registered' };
}

/** Takes in that a person gave up a code. The service can't take it back: whoever has it can type it until its time is over. */
export function afterCancel(code: StoredCode): StoredCode {
  return isRedeemed(code.state) ? code : { ...withReason(code, null), state: 'cancelled' };
}

/**
 * Exchanges the phones of two users; each has to be written to its new user in the PBX then.
 *
 * @returns `null` where one of them has no phone.
 */
export function swapPhones(one: StoredCode, other: StoredCode): readonly [StoredCode, StoredCode] | null {
  if (!isRedeemed(one.state) || !isRedeemed(other.state)) return null;
  const take = (code: StoredCode, from: StoredCode): StoredCode => ({
    ...withReason(code, null),
    state: 'provisioned',
    registeredAtMs: null,
    mac: from.mac,
    product: from.product,
    firmware: from.firmware,
    address: from.address,
  });
  return [take(one, other), take(other, one)];
}

/**
 * Finds the request whose answer was lost and whose code a phone has redeemed all the same, by the name that the platform
 * gave the phone: the login that the code was asked for.
 *
 * @returns `null` where none fits, or more than one: nothing is guessed.
 */
export function findLost(
  codes: readonly StoredCode[],
  users: ReadonlyMap<number, StoredUser>,
  device: PlatformDevice,
): StoredCode | null {
  if (device.name === '') return null;
  const name = device.name.toLowerCase();
  const fitting = codes.filter(
    ({ state, userId }) => state === 'unknown' && loginOf(users.get(userId)).toLowerCase() === name,
  );
  return fitting.length === 1 ? (fitting[0] ?? null) : null;
}

/** Takes in a code that was learnt only when a phone redeemed it. */
export function afterFound(
  lost: StoredCode,
  code: ProvisioningCode,
  device: PlatformDevice,
  nowMs: number,
): StoredCode {
  return afterRedeemed({ ...lost, code, lastFour: code.slice(-4) }, device, nowMs);
}

/** What a user's phone is called at the platform: the login, else the extension, else the name. */
export function loginOf(user: StoredUser | undefined): string {
  return user === undefined ? '' : user.login || user.extension || user.user;
}

function withReason(code: StoredCode, cause: Failure | null): StoredCode {
  return {
    ...code,
    reason: cause?.reason ?? null,
    aspect: cause?.aspect ?? null,
    detail: cause?.detail ?? null,
    serviceWords: cause?.serviceWords ?? null,
  };
}
