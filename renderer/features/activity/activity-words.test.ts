import { describe, expect, test } from 'vitest';
import { createSpeech } from '../../app/words.tsx';
import { wordCounts } from './activity-words.ts';

describe('the counts of what was done', () => {
  test('are said in the number they have', () => {
    expect(wordCounts(createSpeech('en'), { phones: 1, accounts: 2, unparked: 0 })).toBe('1 phone · 2 accounts');
    expect(wordCounts(createSpeech('de'), { phones: 2, accounts: 1, done: 3, 're-point': 1 })).toBe(
      '2 Telefone · 1 Konto · 3 erledigt · 1 umstellen',
    );
  });

  test('have words of their own: none is left as the contract calls it', () => {
    const speech = createSpeech('de');
    const names = ['rows', 'devices', 'added', 'updated', 'problems', 'users', 'codes', 'issued', 'kept', 'expired'];
    const more = ['open', 'sheets', 'removed', 'phones', 'items', 'secretsLeftOut', 'accounts', 'unparked', 'files'];
    for (const name of [...names, ...more, 'ok', 'not-found']) {
      expect(wordCounts(speech, { [name]: 2 })).not.toBe(`2 ${name}`);
    }
  });
});
