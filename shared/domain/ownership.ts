import type { Reason } from './reason.ts';

/** What an own account says of a phone that another account owns. */
export const FINDINGS = ['held', 'foreign', 'absent', 'refused', 'unclear', 'failed'] as const;

/**
 * One of {@link FINDINGS}.
 *
 * - `held`: this own account holds it
 * - `foreign`: the service says that somebody else owns it
 * - `absent`: not in this account, and the service doesn't say that it is in another one
 * - `refused`: the service doesn't take this phone at all
 * - `unclear`: an answer that can't be understood
 * - `failed`: no usable answer
 */
export type Finding = (typeof FINDINGS)[number];

/** What one own account said of one phone. */
export interface Look {
  /** The account's name. */
  readonly account: string;
  readonly finding: Finding;
  readonly reason: Reason | null;
  /** The service's own words, redacted. */
  readonly serviceWords: string | null;
  /** ISO 8601, UTC. */
  readonly lookedAt: string;
}

/** Where a refused phone stands, by all that own accounts said of it. */
export const STANDINGS = ['unlooked', 'held', 'foreign', 'free', 'open'] as const;

/**
 * One of {@link STANDINGS}.
 *
 * - `unlooked`: nobody looked yet
 * - `held`: an own account holds it: it can be planned there
 * - `foreign`: in none of the own accounts that were asked: its previous provider has to release it
 * - `free`: nobody owns it any more
 * - `open`: an account could not be asked, so nothing is certain
 */
export type Standing = (typeof STANDINGS)[number];

/**
 * Judges where a refused phone stands.
 *
 * @param tellsForeign whether a read at this service tells that another account owns a phone; only then does `absent`
 *   mean that it is free.
 */
export function judgeStanding(looks: readonly Look[], tellsForeign: boolean): Standing {
  if (looks.length === 0) return 'unlooked';
  const has = (finding: Finding) => looks.some((look) => look.finding === finding);
  if (has('held')) return 'held';
  if (has('failed') || has('unclear') || has('refused')) return 'open';
  return has('foreign') || !tellsForeign ? 'foreign' : 'free';
}
