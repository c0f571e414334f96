import { expect, test } from 'vitest';
import { callsBackWhenIdle, compareVersions, parseFirmwareVersion } from './version.ts';

test.each([
  ['V3 R5.21.0', [3, 0, 5, 21, 0]],
  ['V1 R0.12.2', [1, 0, 0, 12, 2]],
  ['v2.1 r3', [2, 1, 3, 0, 0]],
  ['3.5.21.0', [3, 0, 5, 21, 0]],
  ['1.4.9.0', [1, 0, 4, 9, 0]],
  ['unknown', null],
  ['', null],
])('%s', (text, version) => {
  expect(parseFirmwareVersion(text)).toEqual(version);
});

test('both spellings of a version are the same one', () => {
  const named = parseFirmwareVersion('V3 R5.21.0');
  const dotted = parseFirmwareVersion('3.5.21.0');
  expect(named !== null && dotted !== null && compareVersions(named, dotted)).toBe(0);
});

test('only V3 R3 and later call back by themselves', () => {
  expect(['V3 R3.0.0', 'V3 R2.9.9', 'V1 R12.0.0', 'nonsense'].map(callsBackWhenIdle)).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
