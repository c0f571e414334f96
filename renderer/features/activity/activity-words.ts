import type { ActivityRow } from '../../../shared/contract/activity.ts';
import { OUTCOMES } from '../../../shared/domain/outcome.ts';
import type { Translate } from '../../../shared/words/translate.ts';
import { wordFailure } from '../../app/failure-words.ts';
import type { Speech } from '../../app/words.tsx';

/** A text whose key is made of data; `other` where there is none. */
function textOf({ t }: Pick<Speech, 't'>, key: string, other: string): string {
  const text = (t as Translate<string>)(key);
  return text === key ? other : text;
}

/** What was done, in words; a run with what it did. */
export function wordAction(speech: Pick<Speech, 't'>, { action, detail }: ActivityRow): string {
  const text = textOf(speech, `ui.activity.action.${action.replace('.', '-')}`, action);
  const kind = typeof detail.action === 'string' ? textOf(speech, `action.${detail.action}`, '') : '';
  return kind === '' ? text : `${text} ${detail.run}: ${kind}`;
}

/** Counts in a row: `212 done · 3 refused`; those of nothing are left out. */
export function wordCounts(speech: Pick<Speech, 't' | 'number'>, counts: ActivityRow['counts']): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => wordCount(speech, name, count))
    .join(' · ');
}

function wordCount(speech: Pick<Speech, 't' | 'number'>, name: string, count: number): string {
  const outcomes: readonly string[] = OUTCOMES;
  const n = speech.number(count);
  if (outcomes.includes(name)) return `${n} ${textOf(speech, `outcome.${name}`, name)}`;
  const key = `ui.activity.counted.${name}`;
  const text = (speech.t as Translate<string>)(key, { count, n });
  // Groups of a plan, or findings of a check at a configuration server.
  return text === key
    ? `${n} ${textOf(speech, `group.${name}`, textOf(speech, `configs.finding.${name}`, name))}`
    : text;
}

/** Why it was not carried out. */
export function wordRefusal(speech: Pick<Speech, 't'>, { words, detail }: ActivityRow): string {
  if (words === '') return '';
  const [key = '', context] = words.startsWith('reason.') ? words.split('_') : [words];
  return wordFailure(speech, { concern: 'input', words: key, detail: { ...detail, ...(context && { context }) } }).text;
}
