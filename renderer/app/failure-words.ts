import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { failureMessage } from '../../shared/words/messages.ts';
import type { Translate } from '../../shared/words/translate.ts';
import type { Speech, WindowKey } from './words.tsx';

/** Where the core's sentence names a command, the window has one of its own that names what can be clicked. */
const OWN_WORDS: Readonly<Record<string, WindowKey>> = {
  'input.no-rollout': 'ui.failure.no-rollout',
  'input.no-account': 'ui.failure.no-account',
  'input.no-run': 'ui.failure.no-run',
  'input.no-url': 'ui.failure.no-url',
  'input.device-without-url': 'ui.failure.device-without-url',
  'input.unfinished-run': 'ui.failure.unfinished-run',
  'files.failure.holds-no-phones': 'ui.failure.holds-no-phones',
};

/** A failure in words. */
export interface FailureWords {
  readonly text: string;
  /** The service's own words, unchanged. */
  readonly quoted: string | null;
}

/** Words why a call was not carried out: what happened and what to do. */
export function wordFailure({ t }: Pick<Speech, 't'>, failure: ApiFailure): FailureWords {
  if (failure.concern === 'input') {
    const key = OWN_WORDS[failure.words] ?? failure.words;
    // The key comes from the core as data; the words' own test covers every one there is.
    return { text: (t as Translate<string>)(key, failure.detail), quoted: null };
  }
  return { text: failureMessage(t, failure.failure), quoted: failure.failure.serviceWords ?? null };
}

/** Whether a call failed only because the passwords are locked away. */
export function isVaultLocked(failure: ApiFailure): boolean {
  return failure.concern === 'input'
    ? failure.words === 'vault.locked'
    : failure.failure.reason === 'vault-locked' || failure.failure.aspect === 'locked';
}
