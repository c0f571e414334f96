import { expect, test } from 'vitest';
import { formatCountdown } from './countdown.tsx';

test.each([
  [300_000, '5:00'],
  [61_001, '1:02'],
  [999, '0:01'],
  [0, '0:00'],
  [-5, '0:00'],
])('%i ms', (ms, text) => {
  expect(formatCountdown(ms)).toBe(text);
});
