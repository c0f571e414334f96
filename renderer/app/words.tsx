import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { I18nProvider } from 'react-aria-components';
import {
  createTranslator,
  type Language,
  type Words as SharedWords,
  type Translate,
} from '../../shared/words/translate.ts';
import type { WordKey } from '../../shared/words/tree.ts';
import { words as german } from '../locales/de.ts';
import { words as english } from '../locales/en.ts';

/** Every text the window can show. */
export type WindowKey = WordKey<SharedWords> | WordKey<typeof english>;

/** How a screen speaks: texts, numbers and times in the chosen language. */
export interface Speech {
  readonly language: Language;
  readonly t: Translate<WindowKey>;
  /** A text with a count: `{{n}}` in it is the count as the language writes it. */
  readonly counted: (key: WindowKey, count: number, values?: Readonly<Record<string, string | number>>) => string;
  readonly number: (value: number) => string;
  /** Date and time of day of an ISO time. */
  readonly time: (iso: string) => string;
}

/** Makes the speech of one language. */
export function createSpeech(language: Language): Speech {
  const t: Translate<WindowKey> = createTranslator<typeof english>(language, { en: english, de: german });
  const locale = localeOf(language, navigator.languages);
  const numbers = new Intl.NumberFormat(locale);
  const times = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    language,
    t,
    counted: (key, count, values) => t(key, { count, n: numbers.format(count), ...values }),
    number: (value) => numbers.format(value),
    time: (iso) => times.format(new Date(iso)),
  };
}

/** The person's own variety of a language for numbers and times; without one that of Germany or of the United Kingdom. */
export function localeOf(language: Language, preferred: readonly string[]): string {
  const own = preferred.find((tag) => tag.toLowerCase().startsWith(`${language}-`));
  return own ?? (language === 'de' ? 'de-DE' : 'en-GB');
}

const SpeechContext = createContext<Speech | null>(null);

/** Gives everything below it the speech of a language. */
export function SpeechProvider({ language, children }: { readonly language: Language; readonly children: ReactNode }) {
  const speech = useMemo(() => createSpeech(language), [language]);
  return (
    <I18nProvider locale={localeOf(language, navigator.languages)}>
      <SpeechContext value={speech}>{children}</SpeechContext>
    </I18nProvider>
  );
}

/** How this screen speaks. */
export function useSpeech(): Speech {
  const speech = useContext(SpeechContext);
  if (speech === null) throw new Error('A screen was drawn outside the speech provider.');
  return speech;
}
