import { setTimeout as sleep } from 'node:timers/promises';
import { isLive, isRedeemed } from '../../../shared/domain/code-state.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result } from '../../../shared/result.ts';
import type { Assignment, CodeSession, PlatformDevice, RedeemedBy, UserKey } from '../../services/code-service.ts';
import type { CodeTable, StoredCode, StoredUser } from '../../storage/codes.ts';
import {
  afterAssign,
  afterFound,
  afterRead,
  afterRedeemed,
  afterRegistrations,
  afterSighting,
  afterTime,
  findLost,
  isWorthAsking,
  loginOf,
} from './code-machine.ts';

/** Reads at once. */
const READS_AT_ONCE = 3;
/** How many users' registrations are read in one go. */
const USERS_AT_ONCE = 20;

/** How often what is looked up again, in milliseconds. */
export interface FollowPace {
  /** Between two rounds. @default 3000 */
  readonly roundMs: number;
  /** Every open code, although its notice is armed: a notice can get lost. @default 60000 */
  readonly rereadMs: number;
  /** The phones that no domain has yet. @default 15000 */
  readonly sightMs: number;
}

const USUAL_PACE: FollowPace = { roundMs: 3_000, rereadMs: 60_000, sightMs: 15_000 };

/** What following codes needs. */
export interface FollowOptions {
  readonly table: CodeTable;
  readonly session: CodeSession;
  readonly rolloutId: number;
  /** Only the codes of this account, and those of a list. */
  readonly account: string;
  /** Told of each code that changed, after it is durable. */
  readonly onChanged: (code: StoredCode) => void;
  /** Told what went wrong on the way, `null` when it goes well again. */
  readonly onTrouble?: (failure: Failure | null) => void;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly pace?: Partial<FollowPace>;
}

/**
 * Follows a rollout's codes until `signal` aborts: redeemed, written to the PBX user, registered, over.
 *
 * After each connection every open code is asked for again, so that nothing that happened meanwhile is missed. What was
 * learnt is durable before anybody is told. Safe to repeat and to break off at any point.
 */
export async function followCodes(options: FollowOptions): Promise<void> {
  const follower = new Follower(options);
  await follower.follow();
}

/** Asks for every open code once, and brings what was redeemed as far as it gets: what {@link followCodes} does in a round. */
export async function refreshCodes(options: FollowOptions): Promise<Failure | null> {
  const follower = new Follower(options);
  return follower.once();
}

class Follower {
  readonly #options: FollowOptions;
  readonly #pace: FollowPace;
  #isRereadDue = true;
  #rereadAtMs = 0;
  #sightAtMs = 0;
  #trouble: Failure | null = null;
  #wake: (() => void) | null = null;
  #hasNews = false;
  /** When the PBX last refused to take a phone, by code. */
  readonly #refusedAtMs = new Map<number, number>();
  /** Why the session reaches no PBX, once it said so. */
  #withoutDirectory: Failure | null = null;

  constructor(options: FollowOptions) {
    this.#options = options;
    this.#pace = { ...USUAL_PACE, ...options.pace };
  }

  async once(): Promise<Failure | null> {
    const endNotices = this.#options.session.onProvisioned((redeemed) => this.#onRedeemed(redeemed));
    try {
      await this.#round();
      return this.#trouble;
    } finally {
      endNotices();
    }
  }

  async follow(): Promise<void> {
    const { session, signal } = this.#options;
    const endNotices = session.onProvisioned((redeemed) => {
      this.#onRedeemed(redeemed);
      this.#wakeUp();
    });
    const endSightings = session.onDevice((device) => this.#onSighted(device));
    const endStates = session.onConnection((state) => {
      if (state.kind === 'lost') this.#tellTrouble(state.failure);
      if (state.kind !== 'open') return;
      this.#isRereadDue = true;
      this.#wakeUp();
    });
    try {
      while (!signal.aborted) {
        this.#hasNews = false;
        await this.#round();
        if (!this.#hasNews) await this.#rest();
      }
    } finally {
      endNotices();
      endSightings();
      endStates();
    }
  }

  async #rest(): Promise<void> {
    const { signal } = this.#options;
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    const onStop = () => woken.abort();
    signal.addEventListener('abort', onStop, { once: true });
    // A rest that is broken off has done its work too.
    if (!signal.aborted) await sleep(this.#pace.roundMs, undefined, { signal: woken.signal }).catch(() => undefined);
    signal.removeEventListener('abort', onStop);
    this.#wake = null;
  }

  #wakeUp(): void {
    this.#hasNews = true;
    this.#wake?.();
  }

  #codes(): readonly StoredCode[] {
    const { table, rolloutId, account } = this.#options;
    return table.codes(rolloutId).filter((code) => code.source === 'list' || code.account === account);
  }

  #users(): ReadonlyMap<number, StoredUser> {
    return new Map(this.#options.table.users(this.#options.rolloutId).map((user) => [user.id, user]));
  }

  /** Keeps what a code became, unless it changed meanwhile: then what was learnt is taken in again. */
  #keep(code: StoredCode, change: (present: StoredCode) => StoredCode): void {
    const { table, onChanged } = this.#options;
    const present = table.codesOfUser(code.userId).find(({ id }) => id === code.id);
    if (present === undefined) return;
    const changed = change(present);
    if (changed === present || JSON.stringify(changed) === JSON.stringify(present)) return;
    table.update([changed]);
    if (isWorthTelling(present, changed)) onChanged(changed);
  }

  async #round(): Promise<void> {
    const { now } = this.#options;
    let failed: Failure | null = null;
    if (this.#isRereadDue || now() - this.#rereadAtMs >= this.#pace.rereadMs) {
      this.#isRereadDue = false;
      this.#rereadAtMs = now();
      failed = await this.#readAll();
      if (failed !== null) this.#isRereadDue = true;
    } else failed = await this.#readOver();
    if (failed === null) failed = await this.#assignAll();
    if (failed === null) failed = await this.#lookForRegistrations();
    if (failed === null && now() - this.#sightAtMs >= this.#pace.sightMs) {
      this.#sightAtMs = now();
      failed = await this.#lookForPhones();
    }
    for (const code of this.#codes()) {
      if (afterTime(code, now()) !== code) this.#keep(code, (present) => afterTime(present, now()));
    }
    if (!this.#options.signal.aborted) this.#tellTrouble(failed);
  }

  #tellTrouble(failure: Failure | null): void {
    if (failure === null && this.#trouble === null) return;
    this.#trouble = failure;
    this.#options.onTrouble?.(failure);
  }

  /** Asks for codes whose time ran out since they were last asked for: the last chance to learn of a phone. */
  #readOver(): Promise<Failure | null> {
    const nowMs = this.#options.now();
    return this.#read(
      this.#codes().filter(
        (code) =>
          isWorthAsking(code, nowMs) &&
          isLive(code.state) &&
          code.validUntilMs !== null &&
          code.validUntilMs <= nowMs &&
          (code.checkedAtMs ?? 0) < code.validUntilMs,
      ),
    );
  }

  #readAll(): Promise<Failure | null> {
    const nowMs = this.#options.now();
    return this.#read(this.#codes().filter((code) => isWorthAsking(code, nowMs)));
  }

  async #read(codes: readonly StoredCode[]): Promise<Failure | null> {
    const { session, signal, now } = this.#options;
    const waiting = [...codes];
    let failed: Failure | null = null;
    const work = async (): Promise<void> => {
      for (let code = waiting.shift(); code !== undefined && failed === null; code = waiting.shift()) {
        if (code.code === '' || signal.aborted) continue;
        const read = await session.readCode(code.code, code.domain, signal);
        this.#keep(code, (present) => afterRead(present, read, now()));
        if (!read.ok && read.error.kind !== 'service') failed = read.error;
      }
    };
    await Promise.all(Array.from({ length: READS_AT_ONCE }, work));
    return failed;
  }

  #onRedeemed({ code, device }: RedeemedBy): void {
    const { now } = this.#options;
    const codes = this.#codes();
    const known = codes.find((candidate) => candidate.code === code);
    if (known !== undefined) {
      this.#keep(known, (present) => afterRedeemed(present, device, now()));
      return;
    }
    const lost = findLost(codes, this.#users(), device);
    if (lost !== null) this.#keep(lost, (present) => afterFound(present, code, device, now()));
  }

  /** A phone that is planned for a user came to the platform just now; `#lookForPhones` finds those that were there. */
  #onSighted({ mac, isUnassigned }: PlatformDevice): void {
    const { table, rolloutId, account } = this.#options;
    if (mac === null || !isUnassigned) return;
    for (const { user, isPlanned } of table.findMac(mac)) {
      if (!isPlanned || user.rolloutId !== rolloutId) continue;
      for (const code of table.codesOfUser(user.id)) if (code.account === account) this.#keep(code, afterSighting);
    }
  }

  async #assignAll(): Promise<Failure | null> {
    const { session, signal, now } = this.#options;
    const users = this.#users();
    for (const code of this.#codes()) {
      const user = users.get(code.userId);
      if (code.state !== 'provisioned' || code.mac === '' || user === undefined || signal.aborted) continue;
      if (now() - (this.#refusedAtMs.get(code.id) ?? Number.NEGATIVE_INFINITY) < this.#pace.rereadMs) continue;
      const device = { hardwareId: code.mac, model: code.product };
      const assigned: Result<Assignment> =
        this.#withoutDirectory === null
          ? await session.assign(userKeyOf(user), device, code.app, signal)
          : failure(this.#withoutDirectory);
      // Whether it came about is read the next time.
      if (!assigned.ok && assigned.error.kind === 'cancelled') return null;
      this.#keep(code, (present) => afterAssign(present, assigned));
      if (assigned.ok) continue;
      // Without the PBX a code ends as provisioned: nothing is claimed beyond, and each says why.
      if (isWithoutDirectory(assigned.error)) {
        this.#withoutDirectory = assigned.error;
        continue;
      }
      if (assigned.error.kind !== 'service' && assigned.error.reason !== 'changed-since-plan') return assigned.error;
      this.#refusedAtMs.set(code.id, now());
    }
    return null;
  }

  async #lookForRegistrations(): Promise<Failure | null> {
    const { session, signal, now } = this.#options;
    if (session.hasDirectory === false) return null;
    const users = this.#users();
    const open = this.#codes().flatMap((code) => {
      const user = users.get(code.userId);
      return (code.state === 'assigned' || code.state === 'provisioned') && user !== undefined ? [{ code, user }] : [];
    });
    for (let start = 0; start < open.length && !signal.aborted; start += USERS_AT_ONCE) {
      const part = open.slice(start, start + USERS_AT_ONCE);
      const listed = await session.registrations(
        part.map(({ user }) => userKeyOf(user)),
        signal,
      );
      for (const [index, { code }] of part.entries()) {
        const result = listed[index];
        if (result?.ok) this.#keep(code, (present) => afterRegistrations(present, result.value, now()));
        else if (result !== undefined && !isWithoutDirectory(result.error) && result.error.kind !== 'service')
          return result.error;
      }
    }
    return null;
  }

  /** A phone that is planned for a user and waits at the platform shows that it has power and network. */
  async #lookForPhones(): Promise<Failure | null> {
    const { session, signal } = this.#options;
    const users = this.#users();
    const planned = this.#codes().filter(
      ({ state, userId }) => state === 'pending' && (users.get(userId)?.mac ?? '') !== '',
    );
    if (planned.length === 0) return null;
    const listed = await session.devices({ isUnassigned: true }, signal);
    if (!listed.ok) return listed.error.kind === 'service' ? null : listed.error;
    const macs = new Set(listed.value.map(({ mac }: PlatformDevice) => mac));
    for (const code of planned) {
      const mac = users.get(code.userId)?.mac ?? '';
      if (mac !== '' && macs.has(mac)) this.#keep(code, afterSighting);
    }
    return null;
  }
}

/** Which user of the PBX a rollout's user is. */
export function userKeyOf(user: StoredUser): UserKey {
  return { id: '', login: loginOf(user), name: user.user };
}

function isWithoutDirectory({ reason, aspect }: Failure): boolean {
  return reason === 'forbidden' && aspect === 'no-pbx';
}

/** When it was last asked for is nobody's news. */
function isWorthTelling(before: StoredCode, after: StoredCode): boolean {
  const { checkedAtMs: _before, ...one } = before;
  const { checkedAtMs: _after, ...other } = after;
  return JSON.stringify(one) !== JSON.stringify(other);
}

/** Whether anything of a rollout can still change at a service: what is worth following. */
export function isWorthFollowing(code: StoredCode, nowMs: number): boolean {
  return (
    isWorthAsking(code, nowMs) || (isRedeemed(code.state) && code.state !== 'registered' && code.state !== 'tested')
  );
}
