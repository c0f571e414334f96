import type { Language } from '../../shared/words/translate.ts';

/** The languages of paper, each in its own name. */
export const PAPER_LANGUAGES = [
  { id: 'de', text: 'Deutsch' },
  { id: 'en', text: 'English' },
] as const satisfies readonly { readonly id: Language; readonly text: string }[];
