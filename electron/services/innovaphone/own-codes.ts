import { randomBytes, timingSafeEqual } from 'node:crypto';
import {
  drawCode,
  type OwnCode,
  type PhoneContact,
  type PhoneJob,
  type ProvisioningCode,
  type RedeemedCode,
} from '../../../shared/domain/code.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';

/** A value, at once or in a while. */
type Awaitable<Value> = Value | Promise<Value>;

/**
 * Where own codes, the jobs for their phones and the inventory are kept.
 *
 * Everything a method was asked to keep is durable when its promise is fulfilled. A code is live until it is redeemed,
 * cancelled or its time is over. Reading methods never change anything.
 */
export interface OwnCodeStore {
  /** Every live code. */
  listLive(nowMs: number): Awaitable<readonly OwnCode[]>;
  /**
   * Keeps a new code.
   *
   * @returns `false`, and nothing is kept, when a live code has the same digits or its row has a live code.
   */
  add(code: OwnCode): Promise<boolean>;
  /**
   * Marks a code as redeemed by a phone, in one step with looking whether it is live.
   *
   * @returns the code; `null`, and nothing is changed, when it isn't live any more: another phone was first.
   */
  redeem(code: ProvisioningCode, mac: MacAddress, nowMs: number): Promise<RedeemedCode | null>;
  /** What a phone redeemed last; `null` when nothing. It is asked for at every poll. */
  redeemedBy(mac: MacAddress): Awaitable<RedeemedCode | null>;
  /** Every job, oldest first. */
  listJobs(): Awaitable<readonly PhoneJob[]>;
  /** Keeps lines of the inventory, over what is kept of the same phones. Called at most once a second. */
  keepContacts(contacts: readonly PhoneContact[]): Promise<void>;
  /** The whole inventory. */
  listContacts(): Awaitable<readonly PhoneContact[]>;
}

/** Tries at a store that others may change at the same time; each failure needs two draws of the same 12 digits. */
const ADD_TRIES = 5;

/**
 * Issues a code and keeps it before it is told.
 *
 * @param wanted What the code is for; `validUntilMs` later than `issuedAtMs`.
 * @returns the code; `null` when the row has a live code already (issuing twice changes nothing).
 */
export async function issueOwnCode(store: OwnCodeStore, wanted: Omit<OwnCode, 'code'>): Promise<OwnCode | null> {
  for (let tries = 0; tries < ADD_TRIES; tries += 1) {
    const live = await store.listLive(wanted.issuedAtMs);
    if (live.some(({ rowId }) => rowId === wanted.rowId)) return null;
    const taken = new Set(live.map(({ code }) => code));
    const code: OwnCode = { ...wanted, code: drawCode(randomBytes, (drawn) => taken.has(drawn)) };
    if (await store.add(code)) return code;
  }
  return null;
}

/**
 * Finds a code among live ones in a time that doesn't depend on how much of it was guessed right.
 *
 * Every live code is compared, and each comparison looks at every digit.
 */
export function findLiveCode(live: readonly OwnCode[], typed: ProvisioningCode): OwnCode | null {
  const bytes = Buffer.from(typed, 'latin1');
  let found: OwnCode | null = null;
  for (const code of live) {
    if (timingSafeEqual(Buffer.from(code.code, 'latin1'), bytes)) found = code;
  }
  return found;
}
