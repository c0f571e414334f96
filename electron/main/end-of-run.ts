import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { OUTCOMES } from '../../shared/domain/outcome.ts';
import type { Result } from '../../shared/result.ts';
import type { MainTranslate } from './words.ts';

/**
 * Says in a line how a run ended, for whoever looks elsewhere: `210 done · 2 refused`.
 *
 * @param answer What `runs.start` or `runs.resume` answered; `null`: nothing, since it ended with a bug.
 */
export function wordEndOfRun(translate: MainTranslate, answer: Result<unknown, ApiFailure> | null): string {
  const counts = answer?.ok ? countsOf(answer.value) : {};
  const parts = OUTCOMES.filter((outcome) => Number(counts[outcome] ?? 0) > 0).map(
    (outcome) => `${counts[outcome]} ${translate(`outcome.${outcome}`)}`,
  );
  return parts.length === 0 ? translate('ended.text') : parts.join(' · ');
}

function countsOf(value: unknown): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(value);
  return fieldsOf((fields.summary === undefined ? fields : fieldsOf(fields.summary)).counts);
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
