import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseSheetLanguage, SHEET_LANGUAGES } from './sheet-language.ts';

test.each([
  ['de', 'de'],
  ['DE', 'de'],
  [' Deutsch ', 'de'],
  ['GERMAN', 'de'],
  ['ger', 'de'],
  ['de-AT', 'de'],
  ['de_CH.UTF-8', 'de'],
  ['en', 'en'],
  ['Englisch', 'en'],
  ['english', 'en'],
  ['en-GB', 'en'],
  ['', ''],
  ['\u00a0 ', ''],
])('%j is %j', (text, language) => {
  expect(parseSheetLanguage(text)).toBe(language);
});

test.each(['fr', 'Französisch', 'de/en', 'D', 'E', 'GB', 'denglisch', 'deutsch, englisch', 'de-', 'enx', '1', 'fr-DE'])(
  '%j is not guessed',
  (text) => {
    expect(parseSheetLanguage(text)).toBeNull();
  },
);

test('case and blanks around make no difference, and whatever is read is one of the languages, nothing or unknown', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.constantFrom('deutsch', 'english', 'de-DE', 'EN')), (text) => {
      const language = parseSheetLanguage(text);
      expect(['', null, ...SHEET_LANGUAGES]).toContain(language);
      // Upper case turns some letters into two, such as ß; what was known stays known.
      if (language !== null) expect(parseSheetLanguage(`  ${text.toUpperCase()}\t`)).toBe(language);
      expect(language === '').toBe(text.trim() === '');
    }),
  );
});
