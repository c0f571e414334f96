import { createHash } from 'node:crypto';
import type { ProvisioningCode } from '../../../shared/domain/code.ts';

/** Wrong codes an address may send within a minute; more are not looked at. */
export const WRONG_CODES_PER_MINUTE = 5;
/** Wrong codes after which an address is locked out. */
export const WRONG_CODES_UNTIL_LOCKED = 20;

const MINUTE_MS = 60_000;
/** Addresses that are remembered; the one that was quiet longest goes first, unless it is locked out. */
const MAX_ADDRESSES = 10_000;

/**
 * Whether codes of an address are looked at.
 *
 * - `open`: they are
 * - `slow`: not until a minute has fewer wrong ones
 * - `locked`: not until a person unlocks it
 */
export type GuardState = 'open' | 'slow' | 'locked';

interface Attempts {
  /** Hashes of the different wrong codes it has sent. */
  readonly wrong: Set<string>;
  /** When it sent the latest of them. */
  readonly timesMs: number[];
}

/**
 * What a network address counts as: IPv4 itself, of IPv6 the network, since one computer can take any address in it.
 *
 * Link-local addresses all share one network, so each counts for itself.
 */
export function guardedAddress(address: string): string {
  const plain = address.toLowerCase().replace(/^::ffff:(?=\d+\.)/, '');
  if (!plain.includes(':') || plain.startsWith('fe80:')) return plain;
  const [head = '', tail = ''] = plain.split('%', 1)[0]?.split('::') ?? [];
  const first = head === '' ? [] : head.split(':');
  const last = tail === '' ? [] : tail.split(':');
  const zeros = Array.from({ length: Math.max(0, 8 - first.length - last.length) }, () => '0');
  return `${[...first, ...zeros, ...last].slice(0, 4).join(':')}::/64`;
}

function hash(code: ProvisioningCode): string {
  return createHash('sha256').update(code).digest('base64').slice(0, 16);
}

/**
 * Keeps guessers out: {@link WRONG_CODES_PER_MINUTE} wrong codes a minute and address, and none after
 * {@link WRONG_CODES_UNTIL_LOCKED}.
 *
 * The same wrong code again is no new guess, since phones may repeat what was typed at every poll. A right code doesn't
 * make up for wrong ones. Knows nothing of the network; times are the caller's, in milliseconds.
 */
export class CodeGuard {
  readonly #attempts = new Map<string, Attempts>();

  /** Whether a code of this address is to be looked at now. */
  judge(address: string, nowMs: number): GuardState {
    const attempts = this.#attempts.get(guardedAddress(address));
    if (attempts === undefined) return 'open';
    if (attempts.wrong.size >= WRONG_CODES_UNTIL_LOCKED) return 'locked';
    const recent = attempts.timesMs.filter((timeMs) => nowMs - timeMs < MINUTE_MS);
    return recent.length >= WRONG_CODES_PER_MINUTE ? 'slow' : 'open';
  }

  /** Notes a code that was wrong, or that came while the address was slow and was not looked at. */
  noteWrong(address: string, code: ProvisioningCode, nowMs: number): void {
    const key = guardedAddress(address);
    const attempts = this.#attempts.get(key) ?? { wrong: new Set<string>(), timesMs: [] };
    if (!attempts.wrong.has(hash(code)) && attempts.wrong.size < WRONG_CODES_UNTIL_LOCKED) {
      attempts.wrong.add(hash(code));
      attempts.timesMs.push(nowMs);
    }
    // Set anew, so that the order of the map is that of the last attempts.
    this.#attempts.delete(key);
    this.#attempts.set(key, attempts);
    if (this.#attempts.size > MAX_ADDRESSES) this.#forgetOne();
  }

  /** Every address that is locked out. */
  get locked(): readonly string[] {
    return [...this.#attempts].filter(([, { wrong }]) => wrong.size >= WRONG_CODES_UNTIL_LOCKED).map(([key]) => key);
  }

  /** Forgets what an address did; `false` when nothing is known of it. */
  unlock(address: string): boolean {
    return this.#attempts.delete(address) || this.#attempts.delete(guardedAddress(address));
  }

  #forgetOne(): void {
    for (const [key, { wrong }] of this.#attempts) {
      if (wrong.size >= WRONG_CODES_UNTIL_LOCKED) continue;
      this.#attempts.delete(key);
      return;
    }
  }
}
