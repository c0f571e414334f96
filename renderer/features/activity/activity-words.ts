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
  const outcomes: readonly string[] = OUTCOMES;
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => {
      const key = outcomes.includes(name) ? `outcome.${name}` : `ui.activity.counted.${name}`;
      return `${speech.number(count)} ${textOf(speech, key, textOf(speech, `group.${name}`, name))}`;
    })
    .join(' · ');
}

/** Why it was not carried out. */
export function wordRefusal(speech: Pick<Speech, 't'>, { words, detail }: ActivityRow): string {
  if (words === '') return '';
  const [key = '', context] = words.startsWith('reason.') ? words.split('_') : [words];
  return wordFailure(speech, { concern: 'input', words: key, detail: { ...detail, ...(context && { context }) } }).text;
}
