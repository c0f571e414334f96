import type { PhoneItemKey } from './phone-item.ts';

/**
 * What a phone is about while a job goes on.
 *
 * - `waiting`: its turn hasn't come
 * - `gap`: the phone would ignore a request to call before a certain time
 * - `contacting`: it was asked to call
 * - `reading`, `writing`, `sending-file`: it called, and is told so
 * - `busy`: it is in a call; Rollcall waits for it
 * - `restarting`: it was told to start anew, and hasn't called again yet
 * - `ended`: nothing more comes
 */
export const PHONE_STAGES = [
  'waiting',
  'gap',
  'contacting',
  'reading',
  'writing',
  'sending-file',
  'busy',
  'restarting',
  'ended',
] as const;

/** One of {@link PHONE_STAGES}. */
export type PhoneStage = (typeof PHONE_STAGES)[number];

/**
 * How an item of a plan stands.
 *
 * - `change`: it will be written
 * - `same`: the phone holds it already
 * - `blind`: it will be written, and can't be read: a password
 * - `unknown-item`: the phone doesn't know it; it will be written all the same, and refused
 * - `forbidden`: it isn't written without expert mode, or never
 */
export const ITEM_CHANGES = ['change', 'same', 'blind', 'unknown-item', 'forbidden'] as const;

/** One of {@link ITEM_CHANGES}. */
export type ItemChange = (typeof ITEM_CHANGES)[number];

/**
 * What became of one item of a write.
 *
 * - `stored`: read back as it was wanted, or accepted where it can't be read back (passwords)
 * - `refused`: the phone named it with a status, or holds another value than was wanted
 * - `unknown`: sent, and neither an answer nor a read tells
 * - `unchanged`: it was so before
 * - `unsent`: it never left
 */
export const ITEM_RESULTS = ['stored', 'refused', 'unknown', 'unchanged', 'unsent'] as const;

/** One of {@link ITEM_RESULTS}. */
export type ItemResult = (typeof ITEM_RESULTS)[number];

/** One item of a write, with what was there before and after. */
export interface WrittenItem extends PhoneItemKey {
  /** What was there before; `null`: not known. */
  readonly before: string | null;
  readonly wanted: string;
  /** What was read back; `null`: not read, or not readable. */
  readonly after: string | null;
  readonly result: ItemResult;
  /** The phone's own word for it; `null`: none. */
  readonly status: string | null;
}
