import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dropUnseenCharacters, findUnseenCharacter } from './rollout-name.ts';

test.each([
  ['Rathaus', null],
  ['Grundschule „Am Hof“, 2. OG – Büro №5', null],
  ['בית ספר', null],
  ['School 👩‍🏫', null],
  ['a\tb', { position: 2, character: 'U+0009' }],
  ['\u0000', { position: 1, character: 'U+0000' }],
  ['👩site\u202etxt', { position: 6, character: 'U+202E' }],
  ['a\u2067b', { position: 2, character: 'U+2067' }],
  ['a\u200fb', { position: 2, character: 'U+200F' }],
  ['a\u2028b', { position: 2, character: 'U+2028' }],
  ['a\ud800b', { position: 2, character: 'U+D800' }],
  ['a\u009bb', { position: 2, character: 'U+009B' }],
])('%j', (name, found) => {
  expect(findUnseenCharacter(name)).toEqual(found);
});

test('what may not be in a name is dropped from it', () => {
  expect(dropUnseenCharacters('site\u202etxt\u0007 👩')).toBe('sitetxt 👩');
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (name) => {
      expect(findUnseenCharacter(dropUnseenCharacters(name))).toBeNull();
    }),
  );
});

test('what is found stands where it is said to stand', () => {
  const letters = fc.array(fc.constantFrom('a', 'ß', '👩', ' '), { maxLength: 9 });
  const unseen = fc.constantFrom('\u0007', '\u202a', '\u2066', '\u061c', '\u001b');
  fc.assert(
    fc.property(letters, unseen, fc.string(), (before, character, after) => {
      expect(findUnseenCharacter(before.join(''))).toBeNull();
      const found = findUnseenCharacter(before.join('') + character + after);
      expect(found?.position).toBe(before.length + 1);
      expect(found?.character).toBe(`U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`);
    }),
  );
});
