import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from './decode-text.ts';

const TEXT = 'MAC;Raum\r\n7C2F80820EC0;Büro „Süd“ 5 €\r\n';

function swapped(bytes: Buffer): Buffer {
  return Buffer.from(bytes).swap16();
}

describe('decodeText', () => {
  const utf8 = Buffer.from(TEXT, 'utf8');
  const utf16 = Buffer.from(TEXT, 'utf16le');
  const windows = Buffer.concat([
    Buffer.from('MAC;Raum\r\n7C2F80820EC0;B\xfcro ', 'latin1'),
    Buffer.from([0x84]),
    Buffer.from('S\xfcd', 'latin1'),
    Buffer.from([0x93, 0x20, 0x35, 0x20, 0x80]),
    Buffer.from('\r\n'),
  ]);

  test.each([
    ['UTF-8', utf8, 'UTF-8'],
    ['UTF-8 with a mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8]), 'UTF-8'],
    ['UTF-16 little endian with a mark', Buffer.concat([Buffer.from([0xff, 0xfe]), utf16]), 'UTF-16LE'],
    ['UTF-16 big endian with a mark', Buffer.concat([Buffer.from([0xfe, 0xff]), swapped(utf16)]), 'UTF-16BE'],
    ['UTF-16 little endian without a mark', utf16, 'UTF-16LE'],
    ['UTF-16 big endian without a mark', swapped(utf16), 'UTF-16BE'],
    ['Windows-1252', windows.map((byte) => byte), 'Windows-1252'],
  ])('%s', (_name, bytes, encoding) => {
    const expected = encoding === 'Windows-1252' ? TEXT.replace('“', '“') : TEXT;
    expect(decodeText(bytes)).toEqual({ text: expected, encoding });
  });

  test('a single byte that is no UTF-8 makes all of it Windows-1252, mark or not', () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('Caf\xe9', 'latin1')]);
    expect(decodeText(bytes)).toEqual({ text: 'Café', encoding: 'Windows-1252' });
  });

  test.each([
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex')],
    ['null bytes', Buffer.alloc(64)],
  ])('%s is no text', (_name, bytes) => {
    expect(decodeText(bytes)).toBeNull();
  });

  test('any text comes back from UTF-8, with a mark or without', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (raw, hasMark) => {
        const text = raw.replaceAll('\0', '');
        fc.pre(!text.startsWith('\uFEFF') && text.isWellFormed());
        expect(decodeText(Buffer.from(hasMark ? `\uFEFF${text}` : text, 'utf8'))).toEqual({ text, encoding: 'UTF-8' });
      }),
    );
  });

  test('any bytes are decoded or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const decoded = decodeText(bytes);
        expect(decoded === null || !decoded.text.includes('\0')).toBe(true);
      }),
    );
  });
});
