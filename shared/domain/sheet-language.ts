/** The languages in which a user's sheet can be printed. */
export const SHEET_LANGUAGES = ['de', 'en'] as const;

/** One of {@link SHEET_LANGUAGES}. */
export type SheetLanguage = (typeof SHEET_LANGUAGES)[number];

/** What lists write for a language: its code in ISO 639, its own name, and its name in the other language. */
const NAMES: ReadonlyMap<string, SheetLanguage> = new Map([
  ...['de', 'deu', 'ger', 'deutsch', 'german'].map((name): [string, SheetLanguage] => [name, 'de']),
  ...['en', 'eng', 'englisch', 'english'].map((name): [string, SheetLanguage] => [name, 'en']),
]);

/** A tag with a region as BCP 47 and POSIX write it: `de-AT`, `en_GB`, `de_DE.UTF-8`. */
const TAG = /^([a-z]{2})[-_][a-z]{2}(?:\.[\w-]{1,20})?$/;

/**
 * Reads a user's language as lists and people write it: `de`, `EN`, `Deutsch`, `english`, `de-AT`, `en_GB`.
 *
 * @returns empty text for blank text, which says nothing; `null` for everything else: a sheet in the wrong language helps
 *   nobody, so nothing is guessed.
 */
export function parseSheetLanguage(text: string): SheetLanguage | '' | null {
  const plain = text.normalize('NFC').trim().toLowerCase();
  if (plain === '') return '';
  return NAMES.get(plain) ?? NAMES.get(TAG.exec(plain)?.[1] ?? '') ?? null;
}
