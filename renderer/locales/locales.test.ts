import { expect, test } from 'vitest';
import type { WordTree } from '../../shared/words/tree.ts';
import { words as german } from './de.ts';
import { words as english } from './en.ts';

function flatten(tree: WordTree, path = ''): readonly (readonly [string, string])[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[`${path}${key}`, value] as const] : flatten(value, `${path}${key}.`),
  );
}

const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
const inGerman = new Map(flatten(german));

test.each(flatten(english))('%s has the same placeholders in both languages', (key, text) => {
  expect(placeholders(inGerman.get(key) ?? '')).toEqual(placeholders(text));
});

test('no text shouts', () => {
  const loud = [...flatten(english), ...flatten(german)].filter(([, text]) => text.includes('!'));
  expect(loud).toEqual([]);
});

test('no number is torn from its unit at the end of a line', () => {
  const torn = [...flatten(english), ...flatten(german)].filter(([, text]) =>
    /(\d|\}\}) (s|ms|min|Min|h|Std|d|T)(?!\w)/.test(text),
  );
  expect(torn).toEqual([]);
});
