import { expect, test } from 'vitest';
import { languageOf } from './settings-store.ts';

test('a chosen language wins over the system', () => {
  expect(languageOf('en', ['de-DE'])).toBe('en');
});

test('the system offers its languages in order', () => {
  expect(languageOf('system', ['fr-CH', 'de-CH', 'en'])).toBe('de');
  expect(languageOf('system', ['en-US', 'de'])).toBe('en');
});

test('a system without any of our languages gets English', () => {
  expect(languageOf('system', ['fr', 'pl'])).toBe('en');
  expect(languageOf('system', [])).toBe('en');
});
