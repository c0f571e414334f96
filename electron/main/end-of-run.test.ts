import { expect, test } from 'vitest';
import { inputFailure } from '../../shared/contract/api-failure.ts';
import { failure, success } from '../../shared/result.ts';
import { wordEndOfRun } from './end-of-run.ts';
import { createMainTranslator } from './words.ts';

test('a run that ended says how many phones ended how, also one that was resumed', () => {
  const counts = { refused: 2, done: 210, open: 3, failed: 0 };
  const german = createMainTranslator('de');
  expect(wordEndOfRun(german, success({ run: 4, counts }))).toBe('210 erledigt · 2 abgelehnt');
  expect(wordEndOfRun(german, success({ summary: { run: 4, counts } }))).toBe('210 erledigt · 2 abgelehnt');
});

test('of what is not known it says where to look', () => {
  const english = createMainTranslator('en');
  const text = 'See in Rollcall what was done and what is left.';
  for (const answer of [null, failure(inputFailure('input.no-plan')), success({ summary: null }), success({})]) {
    expect(wordEndOfRun(english, answer)).toBe(text);
  }
});
