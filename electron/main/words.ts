import { createTranslator, type Language, type Translate, type Words } from '../../shared/words/translate.ts';
import type { WordKey } from '../../shared/words/tree.ts';
import { words as de } from './words.de.ts';
import { words as en } from './words.en.ts';

/** Gives the texts of Electron's own parts of the window, and those every room has. */
export type MainTranslate = Translate<WordKey<Words> | WordKey<typeof en>>;

/** Makes the translator for menus and dialogs. */
export function createMainTranslator(language: Language): MainTranslate {
  return createTranslator(language, { en, de });
}
