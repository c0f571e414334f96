import type { RowProblem } from '../../shared/domain/problem.ts';
import { problemMessage } from '../../shared/words/messages.ts';
import { createTranslator, type Language } from '../../shared/words/translate.ts';
import { SEPARATORS, type Separator } from '../files/write-table.ts';

/** The separator with which a list's problem rows are written: its own, where files are written with that one. */
export function separatorOf({ separator }: { readonly separator: string | null }): { readonly separator?: Separator } {
  const known = SEPARATORS.find((candidate) => candidate === separator);
  return known === undefined ? {} : { separator: known };
}

/** Words problems in a person's language, for the file of problem rows. */
export function problemSentence(language: Language): (problem: RowProblem) => string {
  const translate = createTranslator(language);
  return (problem) => problemMessage(translate, problem);
}
