import type { Language } from './translate.ts';

/** The language Rollcall speaks where the system speaks this one, for instance `de_AT.UTF-8` or `en-GB`. */
export function languageOfLocale(locale: string): Language {
  return locale.toLowerCase().startsWith('de') ? 'de' : 'en';
}
