import type { MacAddress } from '../domain/device.ts';
import type { Failure } from '../domain/failure.ts';
import { formatMacPairs } from '../domain/mac.ts';
import type { Outcome } from '../domain/outcome.ts';
import type { RowProblem } from '../domain/problem.ts';
import { assertNever } from '../result.ts';
import type { Translate } from './translate.ts';

/** The part of an outcome that its sentence is made of. */
export type OutcomeWords = Pick<Outcome, 'kind' | 'reason' | 'aspect' | 'detail'>;

/**
 * Words an outcome: what happened, what it means for the phone, what to do now.
 *
 * @param mac `null` where the sentence is about several phones.
 * @returns one to four sentences; empty for `done` and `unchanged` without a reason, where the outcome says it all.
 *   The service's own words are not in it: show them beside it.
 */
export function outcomeMessage(translate: Translate, outcome: OutcomeWords, mac: MacAddress | null): string {
  const { kind, reason, aspect, detail } = outcome;
  if (reason === null) {
    return kind === 'done' || kind === 'unchanged' ? '' : translate(`ended.${kind}`);
  }
  return translate(`reason.${reason}`, {
    ...(mac === null ? null : { mac: formatMacPairs(mac) }),
    ...detail,
    context: aspect ?? undefined,
    effect: effectOf(translate, kind),
  });
}

/**
 * Words a failure that concerns no single phone: an account that can't be reached, a listing that broke off.
 *
 * @param isUnchanged Whether the words shall say that nothing was changed.
 * @returns what happened and what to do; nothing about a phone.
 */
export function failureMessage(
  translate: Translate,
  failure: Pick<Failure, 'reason' | 'aspect' | 'detail'>,
  isUnchanged = false,
): string {
  return translate(`reason.${failure.reason}`, {
    ...failure.detail,
    context: failure.aspect,
    ...(isUnchanged ? { effect: ` ${translate('effect.none')}` } : null),
  });
}

/** Words why a row of a list did not become a device: what is wrong with it and how to mend it. */
export function problemMessage(translate: Translate, problem: Pick<RowProblem, 'reason' | 'detail'>): string {
  return translate(`problem.${problem.reason}`, { ...problem.detail });
}

function effectOf(translate: Translate, kind: Outcome['kind']): string {
  switch (kind) {
    case 'done':
    case 'unchanged':
      return '';
    case 'refused':
    case 'failed':
    case 'cancelled':
      return ` ${translate('effect.none')}`;
    case 'unknown':
      return ` ${translate('effect.unknown')}`;
    case 'skipped':
      return ` ${translate('effect.skipped')}`;
    default:
      return assertNever(kind, 'outcome');
  }
}
