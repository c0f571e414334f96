import type { SameWords } from '../../shared/words/tree.ts';
import { codes } from './code-words.de.ts';
import { letter } from './letter-words.de.ts';
import { report } from './report-words.de.ts';
import type { words as english } from './words.en.ts';

/** What only paper says, in German. */
export const words: SameWords<typeof english> = {
  sheet: {
    'page-before': 'Seite ',
    'page-between': ' von ',
    codes,
    printed: 'gedruckt {{time}}',
    report,
    letter,
  },
};
