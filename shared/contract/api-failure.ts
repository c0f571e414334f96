import type { Failure } from '../domain/failure.ts';

/**
 * Why a call of the contract was not carried out.
 *
 * - `input`: something asked for isn't there or isn't right; nothing was sent. `words` is a key of `shared/words`
 *   (`input.<id>`, `problem.<id>`, `storage.<id>`, `vault.<id>`, `files.failure.<id>`), `detail` fills it.
 * - `service`: the account or its service can't be used; found before anything was sent.
 */
export type ApiFailure =
  | {
      readonly concern: 'input';
      readonly words: string;
      readonly detail: Readonly<Record<string, string | number>>;
    }
  | { readonly concern: 'service'; readonly failure: Failure };

/** Makes an {@link ApiFailure} about what was asked for. */
export function inputFailure(words: string, detail: Readonly<Record<string, string | number>> = {}): ApiFailure {
  return { concern: 'input', words, detail };
}

/** Makes an {@link ApiFailure} about the account or its service. */
export function serviceFailure(failure: Failure): ApiFailure {
  return { concern: 'service', failure };
}
