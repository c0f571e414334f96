import { describe, expect, test } from 'vitest';
import { parseCheckCode, parseLabel, parseMac } from '../domain/mac.ts';
import { ROW_REASONS, ROW_WARNINGS } from '../domain/problem.ts';
import { checkUrlTemplate, foreignPlaceholders } from '../domain/url-template.ts';
import { vendorWarning } from '../domain/vendor.ts';
import { problems as german } from './problems.de.ts';
import { problems as english } from './problems.en.ts';

type Detail = Readonly<Record<string, string | number>>;

const LANGUAGES: readonly { readonly problem: Record<string, string>; readonly warning: Record<string, string> }[] = [
  english,
  german,
];

function placeholders(sentence: string): readonly string[] {
  return [...sentence.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
}

function detailOf(result: {
  readonly ok: boolean;
  readonly error?: { readonly reason: string; readonly detail: Detail };
}) {
  if (result.error === undefined) throw new Error('Expected a problem');
  return [result.error.reason, result.error.detail] as const;
}

test('every reason and warning is worded, and nothing else', () => {
  for (const language of LANGUAGES) {
    const plain = (sentences: object) => Object.keys(sentences).filter((key) => !key.includes('_'));
    expect(plain(language.problem).sort()).toEqual([...ROW_REASONS].sort());
    expect(plain(language.warning).sort()).toEqual([...ROW_WARNINGS].sort());
  }
});

test('both languages have the same keys and placeholders', () => {
  for (const group of ['problem', 'warning'] as const) {
    const [inEnglish, inGerman] = LANGUAGES.map((language) =>
      Object.entries(language[group]).map(([key, sentence]) => [key, placeholders(sentence)]),
    );
    expect(inGerman).toEqual(inEnglish);
  }
});

describe('what the parsers give fills every placeholder', () => {
  test.each([
    detailOf(parseLabel('')),
    detailOf(parseLabel('00:04:13')),
    detailOf(parseLabel('00041361000055DF')),
    detailOf(parseLabel('OO0413610FF5')),
    detailOf(parseLabel('4.1361E+11')),
    detailOf(parseLabel('413610556')),
    detailOf(parseLabel('FF:FF:FF:FF:FF:FF')),
    detailOf(parseLabel('000000000000')),
    detailOf(parseLabel('000413610FF5 000413610FF6')),
    detailOf(parseLabel('n/a')),
    detailOf(parseCheckCode('55D')),
    detailOf(checkUrlTemplate('prov.example.com')),
    detailOf(checkUrlTemplate('http://')),
    detailOf(checkUrlTemplate('http://a b')),
  ])('%s', (reason, detail) => {
    for (const { problem } of LANGUAGES) {
      const sentence = problem[detail.context === undefined ? reason : `${reason}_${detail.context}`] ?? '';
      expect(sentence).not.toBe('');
      expect(Object.keys(detail)).toEqual(expect.arrayContaining([...placeholders(sentence)]));
    }
  });

  test.each([
    ['000413610ff5', 'gigaset'],
    ['000413e50001', 'snom'],
    ['7c2f80820ec0', 'grape'],
  ])('of a warning about %s at %s', (text, serviceId) => {
    const mac = parseMac(text);
    const warning = mac.ok ? vendorWarning(mac.value, serviceId) : null;
    for (const language of LANGUAGES) {
      for (const name of placeholders(language.warning[warning?.warning ?? ''] ?? '{{none}}')) {
        expect(warning?.detail[name]).toMatch(/\S/);
      }
    }
  });

  test('of a warning about a placeholder', () => {
    const [foreign] = foreignPlaceholders('http://h/{mac}', 'gigaset');
    expect(Object.keys(foreign ?? {}).sort()).toEqual(placeholders(english.warning['foreign-placeholder']));
  });
});
