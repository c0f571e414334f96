import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MacAddress } from './device.ts';
import { formatMacPairs, isMacAddress, parseCheckCode, parseLabel, parseMac } from './mac.ts';

/** What a text reads as: `mac`, `mac-CODE`, or the reason for its refusal. */
function read(text: string): string {
  const label = parseLabel(text);
  if (!label.ok) return label.error.reason;
  return label.value.checkCode === '' ? label.value.mac : `${label.value.mac}-${label.value.checkCode}`;
}

function detailOf(text: string): Readonly<Record<string, string | number>> {
  const label = parseLabel(text);
  return label.ok ? {} : label.error.detail;
}

describe('a MAC is read in every notation', () => {
  test.each([
    '000413610FF5',
    '000413610ff5',
    '000413610fF5',
    '00:04:13:61:0f:F5',
    '00-04-13-61-0F-F5',
    '00.04.13.61.0f.f5',
    '00 04 13 61 0F F5',
    '00_04_13_61_0F_F5',
    '0004.1361.0ff5',
    '0004-1361-0FF5',
    '0004:1361:0FF5',
    '0004 1361 0ff5',
    '000413-610FF5',
    '000413:610FF5',
    '000413 610FF5',
    '0004-13610FF5',
    '00041361-0FF5',
    '000-413-610-FF5',
    '000.413.610.ff5',
    '0:4:13:61:f:f5',
    '0-4-13-61-f-f5',
    '00 : 04 : 13 : 61 : 0F : F5',
    '00\u00a004\u00a013\u00a061\u00a00F\u00a0F5',
    '00\u200904\u200913\u200961\u20090F\u2009F5',
    '00\u201304\u201313\u201361\u20130F\u2013F5',
    '00\u201104\u201113\u201161\u20110F\u2011F5',
    '\ufeff000413610FF5',
    '000413\u00ad610FF5',
    '０００４１３６１０ＦＦ５',
    '  000413610FF5\r\n',
    '00:04:13-61:0F:F5',
  ])('%j', (text) => {
    expect(read(text)).toBe('000413610ff5');
  });

  test.each([
    ["as a German keyboard types a scanner's dashes", '00ß04ß13ß61ß0FßF5'],
    ["as a German keyboard types a scanner's colons", '00Ö04Ö13Ö61Ö0FÖF5'],
    ["as a Swiss keyboard types a scanner's dashes", "00'04'13'61'0F'F5"],
    ['behind a prefix', 'MAC:000413610FF5'],
    ['behind a prefix without a separator', 'MAC000413610FF5'],
    ['behind a prefix with pairs', 'MAC:00:04:13:61:0F:F5'],
    ['behind MAC-ID', 'MAC-ID 00-04-13-61-0F-F5'],
    ['behind an ID of the same separator', 'ID:00:04:13:61:0F:F5'],
    ['behind MAC Address', 'MAC Address: 00 04 13 61 0F F5'],
    ['behind MAC-Adresse', 'MAC-Adresse: 00.04.13.61.0f.f5'],
    ['behind HW', 'HW:000413610FF5'],
    ['beside a serial number', 'S/N: 123456 MAC: 000413610FF5'],
    ['beside a serial number of twelve digits', 'S/N: 123456789012 MAC: 000413610FF5'],
    ['before a serial number of twelve digits', 'MAC 000413610FF5, Serial No.: 123456789012'],
    ['beside a German serial number', 'Seriennummer 1234 5678 9012\nMAC 000413610FF5'],
    ['as the serial number itself', 'S/N: 000413610FF5'],
    ['twice in two notations', '000413610FF5 (00:04:13:61:0F:F5)'],
    ['on a label', 'snom D785 VoIP\nMAC 000413610FF5\nP/N 4349 Made in 2021'],
    ['in a path', 'http://prov.example.com/snom/000413610FF5.xml'],
    ['in a file name', 'https://prov.example.com/snom370-000413610FF5.htm'],
    ['in pairs in a file name', 'https://prov.example.com/snom-370-00-04-13-61-0F-F5.htm'],
    ['in a file name that could be a check code', 'https://prov.example.com/000413610FF5.json'],
    ['in a folder', 'https://prov.example.com/000413610FF5/conf'],
    ['in a query', 'https://prov.example.com/?model=d785&mac=00:04:13:61:0F:F5&x=12'],
    ['in a query, percent-encoded', 'https://prov.example.com/?mac=00%3A04%3a13%3A61%3A0F%3AF5'],
    ['beside an IP address', '192.168.100.200 00:04:13:61:0F:F5'],
    ['beside a UUID', '123e4567-e89b-12d3-a456-426614174000 000413610FF5'],
    ['after an Excel apostrophe', "'000413610FF5"],
    ['as an Excel formula', '="000413610FF5"'],
    ['in quotes', '"00:04:13:61:0F:F5"'],
    ['in typographic quotes', '„00:04:13:61:0F:F5“'],
    ['in brackets', '[000413610FF5]'],
    ['with a room after it', '000413610FF5 Room 12'],
    ['with a model after it', '000413610FF5 N510 IP PRO'],
    ['with the next field of a CSV line after it', '000413610FF5;4711;Reception'],
    ['with a date after it', '000413610FF5 2026-11-21'],
    ['with the next column after it', '000413610FF5\t4711'],
  ])('%s', (_what, text) => {
    expect(read(text)).toBe('000413610ff5');
  });

  test('of twelve decimal digits, and of digits that look like an exponent', () => {
    expect(read('000413260000')).toBe('000413260000');
    expect(read('0004136100E5')).toBe('0004136100e5');
    expect(read('123456789E12')).toBe('123456789e12');
  });
});

describe('a check code is read after every notation', () => {
  test.each([
    '7C2F80820EC0-55DF',
    '7c2f80820ec0-55df',
    '7C:2F:80:82:0E:C0-55DF',
    '7C-2F-80-82-0E-C0-55DF',
    '7C-2F-80-82-0E-C0-55-DF',
    '7C:2F:80:82:0E:C0 55DF',
    '7c2f.8082.0ec0 55DF',
    '7c2f.8082.0ec0-55DF',
    '7c2f.8082.0ec0.55df',
    '7C2F-8082-0EC0-55DF',
    '7C2F-80820EC0-55DF',
    '7C2F8082-0EC0-55DF',
    '7C2F80-820EC0-55DF',
    '7C 2F 80 82 0E C0 55DF',
    '7C2F80820EC0 55DF',
    '7C2F80820EC0 / 55DF',
    '7C2F80820EC0 - 55DF',
    '7C2F80820EC0\u201355DF',
    '7C2F80820EC0\n55DF',
    '7C2F80820EC0ß55DF',
    "7C2F80820EC0'55DF",
    '7C2F80820EC055DF',
    'MAC-ID: 7C2F80820EC0-55DF',
    'S/N: 123456 MAC: 7C2F80820EC0-55DF',
    'MAC 7C:2F:80:82:0E:C0 CRC: 55DF',
    'MAC 7C:2F:80:82:0E:C0 (Prüfcode 55DF)',
    'MAC 7C:2F:80:82:0E:C0, check code = 55DF',
    '="7C2F80820EC0-55DF"',
    'Gigaset Maxwell 10 7C2F80820EC0-55DF',
    '7C2F80820EC0 7C2F80820EC0-55DF',
  ])('%j', (text) => {
    expect(read(text)).toBe('7c2f80820ec0-55DF');
  });

  test('with letters beyond F, and digits only', () => {
    expect(read('7C2F80208295-1910')).toBe('7c2f80208295-1910');
    expect(read('7C2F80208295-zyxw')).toBe('7c2f80208295-ZYXW');
    expect(read('7C2F80208295 Z9X8')).toBe('7c2f80208295-Z9X8');
  });

  test('stuck to a MAC of another vendor is refused, with what may be meant', () => {
    expect(detailOf('00041361000055DF')).toEqual({
      length: 16,
      suggestion: '00:04:13:61:00:00-55DF',
      context: 'suggestion',
    });
    expect(read('00041361000055DF')).toBe('mac-length');
  });

  test('in wrong groups is refused, not read as the MAC that its end looks like', () => {
    expect(detailOf('7C2F-8000000455DF')).toEqual({
      length: 16,
      suggestion: '7C:2F:80:00:00:04-55DF',
      context: 'suggestion',
    });
  });

  test('damaged after a Gigaset MAC is refused instead of dropped', () => {
    expect(read('7C2F80820EC0-55D')).toBe('check-code-bad');
    expect(detailOf('7C:2F:80:82:0E:C0-55DF7')).toEqual({ found: '55DF7', length: 5 });
    expect(read('000413610FF5-1')).toBe('000413610ff5');
  });
});

describe('what is no MAC is refused with its reason', () => {
  test.each([
    ['', 'mac-missing'],
    [' \u00a0\t', 'mac-missing'],
    ["'", 'mac-missing'],
    ['=""', 'mac-missing'],
    ['n/a', 'mac-unreadable'],
    ['Reception', 'mac-unreadable'],
    ['Bad face', 'mac-unreadable'],
    ['192.168.100.200', 'mac-unreadable'],
    ['123e4567-e89b-12d3-a456-426614174000', 'mac-unreadable'],
    ['x'.repeat(100_000), 'mac-unreadable'],
    ['4711', 'mac-length'],
    ['12E34', 'mac-length'],
    ['000413610FF', 'mac-lost-zeros'],
    ['000413610FF55', 'mac-length'],
    ['00:04:13:61:0F', 'mac-length'],
    ['00:04:13:61:0F:F5:01', 'mac-length'],
    ['00:04:13:FF:FE:61:0F:F5', 'mac-length'],
    ['7C:2F:80:FF:FE:82:0E:C0', 'mac-length'],
    ['2001:0db8:85a3:0000:0000:8a2e:0370:7334', 'mac-length'],
    ['2026-11-21 10:30', 'mac-length'],
    ['21.11.26 10:30:00', 'mac-length'],
    ['7C:2F:80:82:E:C0', 'mac-length'],
    ['0:04:13:61:f:f5', 'mac-length'],
    ['0.4.13.61.f.f5', 'mac-length'],
    ['S/N: 123456789012 MAC: 7C2F8082', 'mac-length'],
    ['S/N: 123456789012 MAC: ?', 'mac-unreadable'],
    ['S/N: 123456789012 MAC: 7C2F8O820EC0', 'mac-lookalike'],
    ['S/N: 123456789012 7C2F8O820EC0', 'mac-lookalike'],
    ['000413:610F', 'mac-length'],
    ['4.1361E+11', 'mac-exponent'],
    ['4,1361E+11', 'mac-exponent'],
    ['4.13610556E+11', 'mac-exponent'],
    ['4.13610556e11', 'mac-exponent'],
    ['5.03E+02', 'mac-exponent'],
    ['5,03E+02', 'mac-exponent'],
    ['4E+11', 'mac-exponent'],
    ['"4.1361E+11"', 'mac-exponent'],
    ['MAC: 4.1361E+11', 'mac-exponent'],
    ['413610556', 'mac-lost-zeros'],
    ['4136100FF5', 'mac-lost-zeros'],
    ['MAC: 413610556', 'mac-lost-zeros'],
    ['413610556.0', 'mac-lost-zeros'],
    ['00:00:00:00:00:00', 'mac-zero'],
    ['000000000000', 'mac-zero'],
    ['FF:FF:FF:FF:FF:FF', 'mac-multicast'],
    ['01:00:5e:00:00:01', 'mac-multicast'],
    ['0180.c200.0000', 'mac-multicast'],
    ['000413610FF5 000413610FF6', 'mac-several'],
    ['00:04:13:61:0F:F5, 00:04:13:61:0F:F6', 'mac-several'],
    ['7C2F80820EC0-55DF 7C2F80820EC0-1910', 'mac-several'],
  ])('%.40j is %s', (text, reason) => {
    expect(read(text)).toBe(reason);
  });

  test('and names how many digits there are', () => {
    expect(detailOf('000413610FF55')).toEqual({ length: 13 });
    expect(detailOf('MAC: 00:04:13:61:0F')).toEqual({ length: 10 });
    expect(detailOf('413610556')).toEqual({ length: 9 });
    expect(detailOf('00:04:13:FF:FE:61:0F:F5')).toEqual({ length: 16 });
  });

  test('and names both MACs, or both check codes', () => {
    expect(detailOf('0004.1361.0ff5/0004.1361.0ff6')).toEqual({
      first: '00:04:13:61:0F:F5',
      second: '00:04:13:61:0F:F6',
    });
    expect(detailOf('7C2F80820EC0-55DF 7C2F80820EC0-1910')).toEqual({
      first: '7C:2F:80:82:0E:C0-55DF',
      second: '7C:2F:80:82:0E:C0-1910',
    });
  });

  test('and never guesses what a spreadsheet has lost', () => {
    expect(detailOf('4.1361E+11')).toEqual({});
    expect(detailOf('413610556')).not.toHaveProperty('suggestion');
  });
});

describe('look-alikes are named, never mended', () => {
  test.each([
    ['7C2F8O820EC0', 'O', 6, '7C:2F:80:82:0E:C0'],
    ['7C2F8o820EC0-55DF', 'o', 6, '7C:2F:80:82:0E:C0-55DF'],
    ['7C2F8O820EC0-55OF', 'O', 6, '7C:2F:80:82:0E:C0-55OF'],
    ['7C2F8O820EC055OF', 'O', 6, '7C:2F:80:82:0E:C0-55OF'],
    ['OOO413610FF5', 'O', 1, '00:04:13:61:0F:F5'],
    ['00:04:I3:6l:0F:F5', 'I', 7, '00:04:13:61:0F:F5'],
    ['0004.136|.0ff5', '|', 9, '00:04:13:61:0F:F5'],
    ['0004136I0FFS', 'I', 8, '00:04:13:61:0F:F5'],
    ['00041361OFF5', 'O', 9, '00:04:13:61:0F:F5'],
    ['O0-E0-5E-00-07-00', 'O', 1, '00:E0:5E:00:07:00'],
    ['5E-7|-57-03-37-00', '|', 5, '5E:71:57:03:37:00'],
    ['38:53:03:Id:B3:03', 'I', 10, '38:53:03:1D:B3:03'],
    ['00 04 13 G1 0F F5', 'G', 10, '00:04:13:61:0F:F5'],
    ['7CZF80820EC0', 'Z', 3, '7C:2F:80:82:0E:C0'],
    ['Q00413610FF5', 'Q', 1, '00:04:13:61:0F:F5'],
    ['MAC-ID: 7C2F8O820EC0', 'O', 14, '7C:2F:80:82:0E:C0'],
    ['MAC ID 00 O4 13 61 0F F5', 'O', 11, '00:04:13:61:0F:F5'],
    ['7\u04212F80820EC0', '\u0421', 2, '7C:2F:80:82:0E:C0'],
  ])('%s', (text, found, position, suggestion) => {
    expect(parseLabel(text)).toEqual({
      ok: false,
      error: { reason: 'mac-lookalike', detail: { found, position, suggestion } },
    });
  });

  test('where the group before the MAC may be a part of it', () => {
    expect(read('O0 04 13 61 0F F5 10')).not.toBe('0413610ff510');
  });

  test('a word of twelve letters is no damaged MAC', () => {
    expect(read('OILOILSSOGOO')).toBe('mac-unreadable');
  });
});

describe('a locally administered MAC', () => {
  test('is read and marked', () => {
    expect(parseLabel('02:00:00:00:00:01')).toEqual({
      ok: true,
      value: { mac: '020000000001', checkCode: '', isLocallyAdministered: true },
    });
    expect(parseLabel('7C2F80820EC0')).toMatchObject({ value: { isLocallyAdministered: false } });
  });
});

describe('parseMac', () => {
  test('drops the check code and keeps the reason', () => {
    expect(parseMac('7C2F80820EC0-55DF')).toEqual({ ok: true, value: '7c2f80820ec0' });
    expect(parseMac('413610556')).toEqual({ ok: false, error: { reason: 'mac-lost-zeros', detail: { length: 9 } } });
  });
});

describe('parseCheckCode', () => {
  test.each([
    ['55DF', '55DF'],
    ['55df', '55DF'],
    [' 1910 ', '1910'],
    ["'0910", '0910'],
    ['="5E10"', '5E10'],
    ['-55DF', '55DF'],
    ['\u201355DF', '55DF'],
    ['', ''],
    ['\u00a0', ''],
  ])('%j is %j', (text, code) => {
    expect(parseCheckCode(text)).toEqual({ ok: true, value: code });
  });

  test.each([
    ['910', 3],
    ['55DF7', 5],
    ['5,00E+10', 8],
    ['55 DF', 5],
    ['55ÖF', 4],
  ])('%j is refused', (found, length) => {
    expect(parseCheckCode(found)).toEqual({
      ok: false,
      error: { reason: 'check-code-bad', detail: { found, length } },
    });
  });
});

const macs = fc
  .tuple(fc.integer({ min: 0, max: 255 }), fc.uint8Array({ minLength: 5, maxLength: 5 }))
  .map(([first, rest]) => [first & 0xfe, ...rest].map((byte) => byte.toString(16).padStart(2, '0')).join(''))
  .filter((digits) => digits !== '000000000000');

const chunk = (size: number) => (digits: string) => digits.match(new RegExp(`.{1,${size}}`, 'g')) ?? [];

/** A MAC as text, by way of any notation that holds every digit in its place. */
const notations: fc.Arbitrary<(digits: string) => string> = fc
  .oneof(
    fc.constant((digits: string) => digits),
    fc.constantFrom(':', '-', '.', ' ', '_', '\u00a0', '\u2013', 'ß', "'", ' - ').map((separator) => {
      return (digits: string) => chunk(2)(digits).join(separator);
    }),
    fc.constantFrom(':', '-', '.', ' ').map((separator) => (digits: string) => chunk(4)(digits).join(separator)),
    fc.constantFrom(':', '-', '.', ' ').map((separator) => (digits: string) => chunk(6)(digits).join(separator)),
    fc.constantFrom(4, 8).map((at) => (digits: string) => `${digits.slice(0, at)}-${digits.slice(at)}`),
    fc.constantFrom('-', ':').map((separator) => (digits: string) => chunk(3)(digits).join(separator)),
  )
  .chain((notation) =>
    fc.constantFrom<(text: string) => string>(
      notation,
      (digits) => notation(digits.toUpperCase()),
      (digits) => notation(digits.replace(/[a-c]/g, (letter) => letter.toUpperCase())),
    ),
  );

const surroundings = fc.constantFrom<[string, string]>(
  ['', ''],
  ['MAC: ', ''],
  ['MAC-ID ', ''],
  ['MAC-Adresse: ', ' (Empfang)'],
  ['S/N: 123456 MAC: ', ''],
  ['S/N 123456789012, HW: ', ' '],
  ["'", ''],
  ['="', '"'],
  ['„', '“'],
  ['\ufeff  ', '\r\n'],
  ['Gigaset Maxwell 10\nMAC ', '\nMade in Germany'],
);

const codes = fc.stringMatching(/^[0-9A-Z]{4}$/);

describe('of random MACs', () => {
  test('every notation with any text around it reads back', () => {
    fc.assert(
      fc.property(macs, notations, surroundings, (digits, notation, [before, after]) => {
        expect(read(before + notation(digits) + after)).toBe(digits);
      }),
      { numRuns: 2_000 },
    );
  });

  test('every notation with a check code reads back', () => {
    fc.assert(
      fc.property(macs, notations, codes, surroundings, (digits, notation, code, [before, after]) => {
        // Between blanks or dashes of its own, four groups of four are ambiguous unless the MAC is Gigaset's.
        const mac = notation(`7c2f80${digits.slice(6)}`);
        expect(read(`${before}${mac}-${code}${after}`)).toBe(`7c2f80${digits.slice(6)}-${code}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test('every URL with a MAC in its path reads back', () => {
    fc.assert(
      fc.property(macs, fc.constantFrom('.xml', '.htm', '/conf', '.json', '?v=1', '-phone.cfg', ''), (digits, tail) => {
        expect(read(`https://prov.example.com/a/${digits}${tail}`)).toBe(digits);
      }),
    );
  });

  test('pairs may miss all of their leading zeros between colons', () => {
    fc.assert(
      fc.property(macs, fc.subarray([0, 2, 4, 6, 8, 10], { minLength: 2 }), (random, at) => {
        const digits = [...random].map((digit, index) => (at.includes(index) ? '0' : digit)).join('');
        fc.pre(digits !== '000000000000' && (at[0] !== 0 || /^0[02468ace]/.test(digits)));
        const pairs = chunk(2)(digits);
        const short = pairs.map((pair) => pair.replace(/^0/, ''));
        fc.pre(pairs.filter((pair) => pair.startsWith('0')).length >= 2);
        expect(read(short.join(':'))).toBe(digits);
      }),
    );
  });

  test('formatting round-trips', () => {
    fc.assert(
      fc.property(macs, fc.constantFrom(':', '-', ' ', ''), (digits, separator) => {
        const mac = parseMac(digits);
        expect(mac).toEqual({ ok: true, value: digits });
        expect(isMacAddress(digits)).toBe(true);
        const formatted = formatMacPairs(digits as MacAddress, separator);
        expect(formatted).toBe(formatted.toUpperCase());
        expect(formatted).toHaveLength(12 + 5 * separator.length);
        expect(parseMac(formatted)).toEqual(mac);
      }),
    );
  });

  test('one replaced by a look-alike is refused, and the suggestion is the MAC itself', () => {
    const doubles: Readonly<Record<string, string>> = { 0: 'OoQ', 1: 'Il|', 5: 'Ss', 6: 'Gg', 2: 'Zz' };
    fc.assert(
      fc.property(macs, notations, surroundings, fc.nat(), fc.nat(), (digits, notation, [before, after], at, which) => {
        const text = notation(digits);
        const places = [...text].flatMap((character, index) => (character in doubles ? [index] : []));
        fc.pre(places.length > 0);
        const place = places[at % places.length] ?? 0;
        const double = doubles[text.charAt(place)] ?? '';
        const damaged = text.slice(0, place) + double.charAt(which % double.length) + text.slice(place + 1);
        const label = parseLabel(before + damaged + after);
        expect(label).toMatchObject({
          ok: false,
          error: { reason: 'mac-lookalike', detail: { suggestion: formatMacPairs(digits as MacAddress) } },
        });
      }),
      { numRuns: 2_000 },
    );
  });

  test('one replaced by any other character never reads as another MAC', () => {
    fc.assert(
      fc.property(
        macs,
        notations,
        fc.nat(),
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
        (digits, notation, at, other) => {
          fc.pre(!/^[0-9a-fA-F\uff10-\uff46]/.test(other));
          const text = notation(digits);
          const places = [...text].flatMap((character, index) => (/[0-9a-f]/i.test(character) ? [index] : []));
          const place = places[at % places.length] ?? 0;
          const result = parseLabel(text.slice(0, place) + other + text.slice(place + 1));
          expect(result.ok).toBe(false);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test('one digit too few or too many is refused', () => {
    fc.assert(
      fc.property(macs, fc.nat({ max: 11 }), (digits, at) => {
        expect(parseLabel(digits.slice(0, at) + digits.slice(at + 1)).ok).toBe(false);
        expect(parseLabel(`${digits.slice(0, at)}7${digits.slice(at)}`).ok).toBe(false);
      }),
    );
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    '0',
    'a',
    'F',
    'O',
    ':',
    '-',
    '.',
    ' ',
    '\n',
    'E+',
    'ß',
    '|',
    'mac',
    'id',
    '%3A',
    's/n',
    '"',
    '\ud800',
  );

  test('ends as a label or a reason, never as a crash', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(pieces, { maxLength: 60 }).map((all) => all.join('')),
        ),
        (text) => {
          const label = parseLabel(text);
          if (label.ok) {
            expect(isMacAddress(label.value.mac)).toBe(true);
            expect(label.value.checkCode).toMatch(/^([0-9A-Z]{4})?$/);
          } else {
            expect(label.error.reason).toMatch(/^(mac-[a-z-]+|check-code-bad)$/);
          }
          const code = parseCheckCode(text);
          expect(code.ok ? code.value : '').toMatch(/^([0-9A-Z]{4})?$/);
        },
      ),
      { numRuns: 5_000 },
    );
  });

  test('a suggestion is one that would be taken', () => {
    fc.assert(
      fc.property(fc.array(pieces, { minLength: 8, maxLength: 30 }), (all) => {
        const { suggestion } = detailOf(all.join(''));
        if (suggestion !== undefined) expect(parseLabel(String(suggestion)).ok).toBe(true);
      }),
      { numRuns: 5_000 },
    );
  });

  test.each(['0', '0:', '00 ', 'O', '1.', 'E+1', 's/n ', '%3A', "'", 'mac', '-', 'a-'])(
    'of many %j takes no time',
    (piece) => {
      const started = performance.now();
      parseLabel(piece.repeat(Math.floor(4096 / piece.length)));
      parseCheckCode(piece.repeat(100_000));
      expect(performance.now() - started).toBeLessThan(200);
    },
  );
});

test('a hundred thousand plain labels take a fraction of a second', () => {
  const labels = Array.from({ length: 100_000 }, (_, index) => {
    const digits = (0x7c2f80000000 + index).toString(16);
    return index % 2 === 0 ? digits : `${digits.toUpperCase()}-55DF`;
  });
  const started = performance.now();
  const good = labels.filter((label) => parseLabel(label).ok).length;
  const elapsedMs = performance.now() - started;
  expect(good).toBe(100_000);
  // A third of it on an idle core; the rest is room for a busy machine.
  expect(elapsedMs).toBeLessThan(300);
});
