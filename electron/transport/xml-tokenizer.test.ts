import { describe, expect, it } from 'vitest';
import { findForbiddenCharacter, isBlank, XmlTokenizer } from './xml-tokenizer.ts';

/** All tokens of a document as short words: `<a`, `>a`, `"text`, `!problem@offset`. */
function readAll(source: string): string[] {
  const tokenizer = new XmlTokenizer(source);
  const words: string[] = [];
  for (;;) {
    const token = tokenizer.next();
    if (token === 'open') words.push(`<${tokenizer.name}`);
    if (token === 'close') words.push(`>${tokenizer.name}`);
    if (token === 'text') words.push(`"${tokenizer.text}`);
    if (token === 'problem') words.push(`!${tokenizer.problem}@${tokenizer.offset}`);
    if (token === 'problem' || token === 'end') return words;
  }
}

describe('XmlTokenizer', () => {
  it('gives tags with their local names, and text with its references resolved', () => {
    expect(
      readAll('<?xml version="1.0"?>\n<p:a xmlns:p="u"> <b/>x&lt;<c >&#233;</c><!-- --><![CDATA[&]]></p:a >\n'),
    ).toEqual(['<a', '" ', '<b', '>b', '"x<', '<c', '"é', '>c', '"&', '>a']);
  });

  it('tells prefixes apart although it drops them', () => {
    expect(readAll('<p:a><q:a/></q:a>')).toEqual(['<a', '<a', '>a', '!mismatched@11']);
  });

  it('points at the trouble', () => {
    expect(readAll('<a>b &x; c</a>')).toEqual(['<a', '!entity@5']);
    expect(readAll('<a>b ]]> c</a>')).toEqual(['<a', '!syntax@5']);
    expect(readAll('<a>b')).toEqual(['<a', '"b', '!truncated@4']);
    expect(readAll('<a/> b')).toEqual(['<a', '>a', '!trailing@5']);
  });

  it('gives long text in pieces that together are the text', () => {
    for (const unit of ['abcdefg', '&amp;', 'é📞', '\n', '&#x1F4DE;x']) {
      const words = readAll(`<a>${unit.repeat(60_000)}</a>`);
      const texts = words.filter((word) => word.startsWith('"')).map((word) => word.slice(1));
      const whole = unit.replace('&amp;', '&').replace('&#x1F4DE;', '📞').repeat(60_000);
      expect(texts.join('') === whole).toBe(true);
      expect(texts.length > 1).toBe(unit.length > 1);
    }
  });

  it('refuses tags of absurd length', () => {
    expect(readAll(`<${'a'.repeat(70_000)}/>`)).toEqual(['!syntax@0']);
    expect(readAll(`<a b="${'c'.repeat(70_000)}"/>`)).toEqual(['!syntax@0']);
    expect(readAll(`<a${Array.from({ length: 10_000 }, (_, index) => ` b${index}=""`).join('')}/>`)).toEqual([
      '!syntax@0',
    ]);
  });

  it('takes names of every alphabet, and no others', () => {
    expect(readAll('<größe:名前-1.2 ä="1"/>')).toEqual(['<名前-1.2', '>名前-1.2']);
    for (const name of ['-a', '1', 'a:b:c', ':a', 'a:', 'a$', '×'])
      expect(readAll(`<${name}/>`)).toEqual(['!syntax@0']);
  });
});

describe('isBlank', () => {
  it('knows the white space of XML, which is not that of JavaScript', () => {
    expect([' \t\r\n', ''].every(isBlank)).toBe(true);
    expect(['\u00a0', '\u2003', '\f', '\ufeff', ' x'].some(isBlank)).toBe(false);
  });
});

describe('findForbiddenCharacter', () => {
  it('gives the place of the first one', () => {
    expect(findForbiddenCharacter('ab\t\r\n📞\u0085')).toBe(-1);
    expect(findForbiddenCharacter('📞\0\x01')).toBe(2);
    expect(findForbiddenCharacter('a\udcde')).toBe(1);
  });
});
