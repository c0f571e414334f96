import { codes } from './code-words.en.ts';
import { letter } from './letter-words.en.ts';
import { report } from './report-words.en.ts';

/** What only paper says, in English. */
export const words = {
  sheet: {
    'page-before': 'page ',
    'page-between': ' of ',
    codes,
    printed: 'printed {{time}}',
    report,
    letter,
  },
} as const;
