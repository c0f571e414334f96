import fc from 'fast-check';
import { expect, test } from 'vitest';
import { looksLikeGrandstream, readGrandstream } from './grandstream.ts';

/** Made with an encoder that isn't ours. */
const VECTOR = Buffer.from(
  '00000026074a000b821122330d0a0d0a50323d733363726574265034373d31302e302e302e35265033353d32303126503237303d46726f6e742532306465736b26676e6b65793d3062383200',
  'hex',
);

test('the vector is read', () => {
  expect(readGrandstream(VECTOR)).toEqual({
    kind: 'settings',
    mac: '000b82112233',
    entries: [
      { key: 'P2', value: 's3cret' },
      { key: 'P47', value: '10.0.0.5' },
      { key: 'P35', value: '201' },
      { key: 'P270', value: 'Front desk' },
      { key: 'gnkey', value: '0b82' },
    ],
    gnkey: '0b82',
    duplicates: [],
  });
});

test('one byte that is another is always found', () => {
  fc.assert(
    fc.property(fc.nat(VECTOR.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const damaged = Buffer.from(VECTOR);
      damaged[at] = ((damaged[at] ?? 0) + by) & 0xff;
      expect(readGrandstream(damaged).kind).not.toBe('settings');
    }),
    { numRuns: 500 },
  );
});

test('any cut is found, and no bytes make it throw', () => {
  for (let length = 0; length < VECTOR.length; length += 1) {
    expect(readGrandstream(VECTOR.subarray(0, length)).kind).toBe('bad-length');
  }
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      if (!looksLikeGrandstream(bytes)) expect(readGrandstream(bytes).kind).toBe('bad-length');
    }),
  );
});

test('double numbers and a plus for a blank', () => {
  const text = 'P1=a+b&P1=c%2Bd&P3=%zz';
  const body = Buffer.from(text.padEnd(text.length + (text.length % 2), '\0'), 'latin1');
  const file = Buffer.concat([Buffer.alloc(16), body]);
  file.writeUInt32BE(file.length / 2, 0);
  file.write('000b82112233', 6, 'hex');
  file.write('0d0a0d0a', 12, 'hex');
  let sum = 0;
  for (let at = 0; at < file.length; at += 2) sum = (sum + file.readUInt16BE(at)) & 0xffff;
  file.writeUInt16BE((0x10000 - sum) & 0xffff, 4);
  expect(readGrandstream(file)).toMatchObject({
    kind: 'settings',
    entries: [
      { key: 'P1', value: 'a b' },
      { key: 'P1', value: 'c+d' },
      { key: 'P3', value: '%zz' },
    ],
    gnkey: null,
    duplicates: ['P1'],
  });
});
