import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { failureMessage } from '../../shared/words/messages.ts';
import type { Translate } from '../../shared/words/translate.ts';
import type { Speech } from './words.tsx';

/** A failure in words. */
export interface FailureWords {
  readonly text: string;
  /** The service's own words, unchanged. */
  readonly quoted: string | null;
}

/** Words why a call was not carried out: what happened and what to do. */
export function wordFailure({ t }: Pick<Speech, 't'>, failure: ApiFailure): FailureWords {
  if (failure.concern === 'input') {
    // The key comes from the core as data; the words' own test covers every one there is.
    return { text: (t as Translate<string>)(failure.words, failure.detail), quoted: null };
  }
  const { failure: cause, isUnchanged } = failure;
  return { text: failureMessage(t, cause, isUnchanged), quoted: cause.serviceWords ?? null };
}

/** Whether a call failed only because the passwords are locked away. */
export function isVaultLocked(failure: ApiFailure): boolean {
  return failure.concern === 'input'
    ? failure.words === 'vault.locked'
    : failure.failure.reason === 'vault-locked' || failure.failure.aspect === 'locked';
}
