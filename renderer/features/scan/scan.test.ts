import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chooseReading, readLabelCode } from './label-code.ts';
import { type KeyResult, ScannerKeys } from './scanner-keys.ts';

/** Places of the keys that a scanner set to a layout presses for a text. */
const PRESSED = {
  us: { ':': ['Semicolon', true], '-': ['Minus', false], _: ['Minus', true], '/': ['Slash', false] },
  german: { ':': ['Period', true], '-': ['Slash', false], _: ['Slash', true], '/': ['Digit7', true] },
} as const;

/** What a system set to a layout makes of a key. */
const SHOWN = {
  us: { Semicolon: ';:', Minus: '-_', Slash: '/?', Period: '.>', Digit7: '7&' },
  german: { Semicolon: 'öÖ', Minus: 'ß?', Slash: '-_', Period: '.:', Digit7: '7/' },
} as const;

type LayoutName = 'us' | 'german';

function swap(letter: string): string {
  return letter === 'Y' ? 'Z' : letter === 'Z' ? 'Y' : letter;
}

/** The keys of a text as a scanner set to one layout presses them on a system set to another. */
function strokes(text: string, scanner: LayoutName, system: LayoutName, gapMs = 8) {
  return [...text, '\n'].map((letter, index) => {
    const timeStamp = 1_000 + index * gapMs;
    if (letter === '\n') return { key: 'Enter', code: 'Enter', shiftKey: false, timeStamp };
    if (/[0-9]/.test(letter)) return { key: letter, code: `Digit${letter}`, shiftKey: false, timeStamp };
    if (/[a-z]/i.test(letter)) {
      const upper = letter.toUpperCase();
      const place = scanner === 'german' ? swap(upper) : upper;
      const shown = system === 'german' ? swap(place) : place;
      const shiftKey = letter === upper;
      return { key: shiftKey ? shown : shown.toLowerCase(), code: `Key${place}`, shiftKey, timeStamp };
    }
    const [code, shiftKey] = PRESSED[scanner][letter as ':' | '-' | '_' | '/'];
    return {
      key: SHOWN[system][code as keyof (typeof SHOWN)['us']]?.[shiftKey ? 1 : 0] ?? '',
      code,
      shiftKey,
      timeStamp,
    };
  });
}

function scan(...keys: Parameters<typeof strokes>): KeyResult {
  const scanner = new ScannerKeys();
  return strokes(...keys).reduce<KeyResult>((_, stroke) => scanner.take(stroke), { kind: 'other' });
}

const LAYOUTS = [
  ['us', 'us'],
  ['us', 'german'],
  ['german', 'us'],
  ['german', 'german'],
] as const;

describe.each(LAYOUTS)('a scanner set to %s at a system set to %s', (scanner, system) => {
  test.each(['7C:2F:80:82:0E:C0', '7C2F80820EC0', '7c-2f-80-82-0e-c0', '7C2F80820EC0-55DF'])('reads %s', (text) => {
    const result = scan(text, scanner, system);
    const { text: read } = result.kind === 'code' ? chooseReading(result.text, 'asTyped') : { text: '' };
    expect(readLabelCode(read)).toMatchObject({
      ...{ kind: 'label', mac: '7c2f80820ec0' },
      checkCode: text.endsWith('55DF') ? '55DF' : '',
    });
  });

  test('reads Y and Z of a serial number after a MAC has shown its layout', () => {
    const mac = scan('7C:2F:80:82:0E:C0', scanner, system);
    const serial = scan('SN-YZ0123456', scanner, system);
    if (mac.kind !== 'code' || serial.kind !== 'code') throw new Error('no codes');
    const { layout } = chooseReading(mac.text, 'asTyped');
    expect(readLabelCode(chooseReading(serial.text, layout).text)).toEqual({ kind: 'serial', value: 'YZ0123456' });
  });
});

describe('keys', () => {
  test('of a person are no code, and a pause begins a new one', () => {
    expect(scan('7C2F80820EC0', 'us', 'us', 200).kind).toBe('other');
    const scanner = new ScannerKeys();
    for (const stroke of strokes('XX', 'us', 'us').slice(0, 2)) scanner.take(stroke);
    const results = strokes('12345', 'us', 'us').map((stroke) =>
      scanner.take({ ...stroke, timeStamp: stroke.timeStamp + 5_000 }),
    );
    expect(results.at(-1)).toMatchObject({ kind: 'code', text: { asTyped: '12345' } });
  });

  test('end with Tab too, and Enter alone is nobody’s code', () => {
    const scanner = new ScannerKeys();
    const keys = strokes('123456', 'us', 'us');
    const results = keys.map((stroke) => scanner.take(stroke.key === 'Enter' ? { ...stroke, key: 'Tab' } : stroke));
    expect(results.at(-1)?.kind).toBe('code');
    expect(scanner.take({ key: 'Enter', code: 'Enter', shiftKey: false, timeStamp: 9_000 }).kind).toBe('other');
  });
});

describe('a code', () => {
  test.each([
    ['7C2F80820EC0 55DF', { kind: 'label', mac: '7c2f80820ec0', checkCode: '55DF', isKnownVendor: true }],
    ['00:11:22:33:44:66', { kind: 'label', isKnownVendor: false }],
    ['S/N: AB-12345', { kind: 'serial', value: 'AB-12345' }],
    ['K1234567890AB', { kind: 'serial', value: 'K1234567890AB' }],
    ['990011223344', { kind: 'serial', value: '990011223344' }],
    ['PIN 1234', { kind: 'pin', value: '1234' }],
    ['123456', { kind: 'pin', value: '123456' }],
    ['55DF', { kind: 'check-code', value: '55DF' }],
    ['Raum 2.01', { kind: 'room', value: '2.01' }],
    ['7C:2F:80:82:0E', { kind: 'unreadable' }],
    ['0004130000', { kind: 'unreadable' }],
    ['7C2F80820E', { kind: 'unreadable' }],
    ['??', { kind: 'unreadable' }],
    ['', { kind: 'unreadable' }],
  ] as const)('%j is %j', (text, code) => {
    expect(readLabelCode(text)).toMatchObject(code);
  });

  test('never throws, whatever a scanner sends', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => typeof readLabelCode(text).kind === 'string'));
  });
});
