import { expect, test } from 'vitest';
import { matchesWords } from './match-words.ts';

test('words fit in any order and case', () => {
  expect(matchesWords('Rathaus, 2. Stock Geräte', 'gerät RATHAUS')).toBe(true);
});

test('a word that is nowhere fits nothing', () => {
  expect(matchesWords('Rathaus', 'rathaus keller')).toBe(false);
});

test('nothing asked for fits everything', () => {
  expect(matchesWords('Rathaus', '  ')).toBe(true);
});
