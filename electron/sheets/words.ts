import { createTranslator, type Language, type Translate, type Words } from '../../shared/words/translate.ts';
import type { WordKey } from '../../shared/words/tree.ts';
import { words as de } from './words.de.ts';
import { words as en } from './words.en.ts';

/** Gives the texts of paper, and those every room has. */
export type SheetTranslate = Translate<WordKey<Words> | WordKey<typeof en>>;

/** Makes the translator for what is printed: in the language asked for, whatever the window's is. */
export function createSheetTranslator(language: Language): SheetTranslate {
  return createTranslator(language, { en, de });
}
