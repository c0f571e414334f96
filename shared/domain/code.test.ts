import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawCode, formatCode, isCode, maskCode, type ProvisioningCode, parseCode } from './code.ts';

function code(text: string): ProvisioningCode {
  if (!isCode(text)) throw new Error(text);
  return text;
}

const codes = fc.bigInt({ min: 0n, max: 999_999_999_999n }).map((number) => code(String(number).padStart(12, '0')));

test.each([
  ['562822784750', '562822784750'],
  ['0123 4567 8901', '012345678901'],
  ['0123-4567-8901', '012345678901'],
  ['="012345678901"', '012345678901'],
  ["'012345678901", '012345678901'],
  [' 0123.4567.8901 ', '012345678901'],
  ['０１２３４５６７８９０１', '012345678901'],
])('%s is a code', (text, digits) => {
  expect(parseCode(text)).toBe(digits);
});

test.each([
  '',
  '12345678901',
  '1234567890123',
  '5.62823E+11',
  '12345678901a',
  '0123--a-4567',
  '١٢٣٤٥٦٧٨٩٠١٢',
  '1'.repeat(5000),
])('%s is none', (text) => {
  expect(parseCode(text)).toBeNull();
});

test('every grouping of a code reads back', () => {
  fc.assert(
    fc.property(codes, fc.constantFrom('-', ' ', '.', ''), (drawn, separator) => {
      expect(parseCode(formatCode(drawn, separator))).toBe(drawn);
    }),
  );
  expect(formatCode(code('123456789012'))).toBe('1234-5678-9012');
});

test('no text makes the reading throw, and what it reads has twelve digits', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 80 }), (text) => {
      const read = parseCode(text);
      expect(read === null || isCode(read)).toBe(true);
    }),
  );
});

test('a masked code gives away its last four digits and no more', () => {
  expect(maskCode(code('123456789012'))).toBe('····-····-9012');
});

test('codes that are taken are not drawn, and leading zeros stay', () => {
  const draws = [
    [0, 0, 0, 0, 7],
    [0xff, 0xff, 0xff, 0xff, 0xff],
    [0, 0, 0, 0, 7],
    [0, 0, 0, 1, 0],
  ];
  const bytes = () => Uint8Array.from(draws.shift() ?? []);
  const first = drawCode(bytes, () => false);
  expect(first).toBe('000000000007');
  expect(drawCode(bytes, (drawn) => drawn === first)).toBe('000000000256');
});

test('any sequence of random bytes gives codes that are unique among the live ones', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 4 }), (count, spread) => {
      // Bytes of so little variety that the same codes are drawn again and again.
      let step = 0;
      const bytes = (length: number) => Uint8Array.from({ length }, () => Math.floor(step++ / 7) % (spread * 16));
      const live = new Set<string>();
      for (let index = 0; index < count; index += 1) live.add(drawCode(bytes, (drawn) => live.has(drawn)));
      expect(live.size).toBe(count);
    }),
    { numRuns: 50 },
  );
});

/** How far counts are from all being equal; its mean is the number of counts less one. */
function chiSquared(counts: readonly number[], total: number): number {
  const expected = total / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test('drawn codes are evenly spread: every digit at every place, and pairs of neighbours', () => {
  const drawn = Array.from({ length: 20_000 }, () => drawCode(randomBytes, () => false));
  expect(new Set(drawn).size).toBe(drawn.length);
  // 9 degrees of freedom: beyond 50 once in ten million; 99 degrees: beyond 190 about as seldom.
  for (let place = 0; place < 12; place += 1) {
    const counts = Array.from({ length: 10 }, () => 0);
    for (const each of drawn) counts[Number(each[place])] = (counts[Number(each[place])] ?? 0) + 1;
    expect(chiSquared(counts, drawn.length)).toBeLessThan(50);
  }
  for (let place = 0; place < 11; place += 1) {
    const counts = Array.from({ length: 100 }, () => 0);
    for (const each of drawn) {
      const pair = Number(each.slice(place, place + 2));
      counts[pair] = (counts[pair] ?? 0) + 1;
    }
    expect(chiSquared(counts, drawn.length)).toBeLessThan(190);
  }
  expect(drawn.some((each) => each.startsWith('0'))).toBe(true);
});

test('the same measure finds codes that are drawn with a remainder', () => {
  // What a remainder of 40 bits would do: the low tenth of the codes comes twice as often.
  const counts = Array.from({ length: 10 }, () => 0);
  for (let index = 0; index < 20_000; index += 1) {
    const number = randomBytes(5).reduce((value, byte) => value * 256 + byte, 0) % 10 ** 12;
    const first = Math.floor(number / 10 ** 11);
    counts[first] = (counts[first] ?? 0) + 1;
  }
  expect(chiSquared(counts, 20_000)).toBeGreaterThan(50);
});
