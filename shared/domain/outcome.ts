import type { Reason } from './reason.ts';

/** What a run can do at a redirection service. */
export const ACTIONS = ['register', 'deregister', 'check'] as const;

/** One of {@link ACTIONS}. */
export type Action = (typeof ACTIONS)[number];

/** What a run can have done: at a redirection service, or with the phones themselves. */
export const RUN_ACTIONS = [...ACTIONS, 'write-items', 'send-file', 'update-firmware', 'restart-phone'] as const;

/** One of {@link RUN_ACTIONS}. */
export type RunAction = (typeof RUN_ACTIONS)[number];

/** Tells whether a run was at a redirection service. */
export function isAction(action: RunAction): action is Action {
  return (ACTIONS as readonly string[]).includes(action);
}

/**
 * What a run ended with for one device: one closed union for every service.
 *
 * - `done`: the service confirmed it for this very device, or a read after the write showed it
 * - `unchanged`: it was so already
 * - `refused`: the service said no; asking again changes nothing
 * - `failed`: nothing was changed (network, TLS, login, protocol); or `left-unregistered`: the old entry is gone
 * - `unknown`: sent, and no answer that can be understood; must be read back
 * - `skipped`: not sent, for a reason Rollcall gives
 * - `cancelled`: the person stopped the run before this device's turn
 */
export const OUTCOMES = ['done', 'unchanged', 'refused', 'failed', 'unknown', 'skipped', 'cancelled'] as const;

/** One of {@link OUTCOMES}. */
export type OutcomeKind = (typeof OUTCOMES)[number];

/** What a redirection service held, or holds, for one device. URLs are plain text, templates unexpanded. */
export interface Entry {
  /** `null`: not known. Empty: known to the service, but redirected nowhere. */
  readonly url: string | null;
  /** Provider name (Gigaset). */
  readonly name: string | null;
  /** Registration date as the service wrote it: its format is not documented. */
  readonly date: string | null;
  /** Company (snom). */
  readonly company: string | null;
}

/** An {@link Entry} of which nothing is known. */
export const NO_ENTRY: Entry = { url: null, name: null, date: null, company: null };

/** The outcome of one device. */
export interface Outcome {
  readonly kind: OutcomeKind;
  readonly reason: Reason | null;
  readonly aspect: string | null;
  readonly detail: Readonly<Record<string, string | number>> | null;
  /** The service's own words, redacted. */
  readonly serviceWords: string | null;
  /** What is true now, as far as the service said so; `null` when nothing is registered or nothing is known. */
  readonly now: Entry | null;
}

/** How a plan sorts a device. */
export const PLAN_GROUPS = [
  'new',
  're-point',
  'deregister',
  'registered',
  'unchanged',
  'owned-by-other',
  'not-on-service',
  'invalid',
  'unreadable',
  'write',
] as const;

/**
 * One of {@link PLAN_GROUPS}: `deregister` and `registered` occur in plans of the actions deregister and check, `write` in
 * those of what is done with phones themselves.
 */
export type PlanGroup = (typeof PLAN_GROUPS)[number];
