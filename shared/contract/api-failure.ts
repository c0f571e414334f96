import type { Failure } from '../domain/failure.ts';

/**
 * Why a call of the contract was not carried out.
 *
 * - `input`: something asked for isn't there or isn't right; nothing was sent. `words` is a key of `shared/words`
 *   (`input.<id>`, `problem.<id>`, `storage.<id>`, `vault.<id>`, `files.failure.<id>`), `detail` fills it.
 *   {@link HOST_GONE} alone comes from the window's side, and whether something was sent isn't known then.
 * - `service`: the account or its service can't be used; found before anything was sent. `isUnchanged`: whatever the
 *   call had done until then was reading, so that words may say that nothing was changed.
 */
export type ApiFailure =
  | {
      readonly concern: 'input';
      readonly words: string;
      readonly detail: Readonly<Record<string, string | number>>;
    }
  | { readonly concern: 'service'; readonly failure: Failure; readonly isUnchanged?: true };

/** Makes an {@link ApiFailure} about what was asked for. */
export function inputFailure(words: string, detail: Readonly<Record<string, string | number>> = {}): ApiFailure {
  return { concern: 'input', words, detail };
}

/** The failure of a call that got no answer because the window's host has ended, or ended while it was carried out. */
export const HOST_GONE: ApiFailure = inputFailure('input.host-gone');

/** Whether a call failed because the window's host is gone. */
export function isHostGone(failure: ApiFailure): boolean {
  return failure.concern === 'input' && failure.words === 'input.host-gone';
}

/** Makes an {@link ApiFailure} about the account or its service. */
export function serviceFailure(failure: Failure): ApiFailure {
  return { concern: 'service', failure };
}

/** Makes an {@link ApiFailure} about the account or its service, of a call that only reads. */
export function readingFailure(failure: Failure): ApiFailure {
  return { concern: 'service', failure, isUnchanged: true };
}
