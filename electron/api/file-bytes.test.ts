import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toFileName } from './file-bytes.ts';

test.each([
  ['Rathaus', 'Rathaus'],
  ['../../etc/passwd', 'etc passwd'],
  ['C:\\Windows', 'C Windows'],
  ['CON', 'CON_'],
  ['nul.2026', 'nul_.2026'],
  ['COM1', 'COM1_'],
  ['Contor', 'Contor'],
  ['...', 'rollcall'],
  [' .x. ', 'x'],
  ['Haus\u202Egpj.exe', 'Haus gpj.exe'],
  ['😀'.repeat(60), '😀'.repeat(50)],
  [`${'a'.repeat(79)}😀b`, `${'a'.repeat(79)}😀`],
])('%j becomes the file name %j', (name, expected) => {
  expect(toFileName(name)).toBe(expected);
});

test('whatever the name, the file stays where it is put and can be written on every system', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme-ascii' })), (name) => {
      const made = toFileName(name);
      expect(made).toMatch(/^[^. <>:"/\\|?*\p{Cc}][^<>:"/\\|?*\p{Cc}]*$/u);
      expect(made).not.toMatch(/[. ]$/);
      expect(made.isWellFormed()).toBe(true);
      expect(Buffer.byteLength(made)).toBeLessThanOrEqual(201);
    }),
  );
});
