import { describe, expect, test } from 'vitest';
import { files as german } from '../../shared/words/files.de.ts';
import { files as english } from '../../shared/words/files.en.ts';
import { LIST_FAILURES } from './list.ts';

function placeholders(text: string): readonly string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
}

describe('every reason why a list cannot be read', () => {
  test('is worded in both languages, and nothing else is', () => {
    const plain = (sentences: object) => Object.keys(sentences).filter((key) => !key.includes('_'));
    expect(plain(english.failure).sort()).toEqual([...LIST_FAILURES].sort());
    expect(plain(german.failure).sort()).toEqual([...LIST_FAILURES].sort());
  });

  test.each(LIST_FAILURES)('%s: two languages, the same placeholders', (reason) => {
    expect(german.failure[reason]).not.toBe(english.failure[reason]);
    expect(placeholders(german.failure[reason])).toEqual(placeholders(english.failure[reason]));
    expect(german.failure[reason]).not.toMatch(/\bSie\b|\bIhr/);
  });

  test('a file without phones names, on the command line alone, the command that lists what an account holds', () => {
    for (const { failure } of [english, german]) {
      expect(failure['holds-no-phones_command']).toContain('registered');
      expect(failure['holds-no-phones']).not.toContain('registered');
    }
  });
});
