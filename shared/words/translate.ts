import i18next from 'i18next';
import type { SameWords, WordKey, WordTree } from './tree.ts';
import { words as german } from './words.de.ts';
import { words as english } from './words.en.ts';

/** The languages Rollcall speaks. */
export const LANGUAGES = ['de', 'en'] as const;

/** One of {@link LANGUAGES}. */
export type Language = (typeof LANGUAGES)[number];

/** The tree of texts every room has. */
export type Words = typeof english;

/**
 * What a text needs: its placeholders, `context` for a face of it, `count` for singular and plural.
 *
 * Values are put in to the letter: neither escaped nor read as a template.
 */
export interface WordValues {
  readonly context?: string | undefined;
  readonly count?: number | undefined;
  readonly [placeholder: string]: string | number | undefined;
}

/**
 * Gives the text of a key in one language.
 *
 * A context without a text of its own gets the plain one. A placeholder without a value gets the word of
 * `missing.<placeholder>`, or nothing.
 */
export type Translate<Key extends string = WordKey<Words>> = (key: Key, values?: WordValues) => string;

/** The texts of one room only, in both languages; the English tree types the keys. */
export interface ExtraWords<Tree> {
  readonly en: Tree;
  readonly de: SameWords<Tree>;
}

/**
 * Makes the translator of one language. No network, no disk; about a millisecond, so make it once and keep it.
 *
 * @param extra Texts that only the caller needs, for instance those of the command line. Their top-level keys must
 *   differ from those every room has.
 */
export function createTranslator(language: Language): Translate;
export function createTranslator<const Tree extends WordTree>(
  language: Language,
  extra: ExtraWords<Tree>,
): Translate<WordKey<Words> | WordKey<Tree>>;
export function createTranslator(
  language: Language,
  extra?: ExtraWords<WordTree>,
): (key: string, values?: WordValues) => string {
  const trees = { en: english, de: german };
  const missing: Readonly<Record<string, string>> = trees[language].missing;
  const instance = i18next.createInstance();
  instance.init({
    lng: language,
    fallbackLng: 'en',
    initAsync: false,
    nsSeparator: false,
    resources: {
      en: { translation: { ...english, ...extra?.en } },
      de: { translation: { ...german, ...extra?.de } },
    },
    interpolation: { escapeValue: false },
    missingInterpolationHandler: (_text: string, match: readonly string[]) => missing[match[1]?.trim() ?? ''] ?? '',
  });
  return (key, values) => instance.t(key, { ...values });
}
