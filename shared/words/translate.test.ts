import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { MacAddress } from '../domain/device.ts';
import { OUTCOMES } from '../domain/outcome.ts';
import { REASONS } from '../domain/reason.ts';
import { failureMessage, outcomeMessage } from './messages.ts';
import { createTranslator, LANGUAGES, type Translate } from './translate.ts';
import { words as english } from './words.en.ts';

const translateEnglish = createTranslator('en');
const translateGerman = createTranslator('de');
const MAC = '7c2f80820ec0' as MacAddress;

describe('createTranslator', () => {
  test('gives each language its own text, side by side', () => {
    expect(translateEnglish('outcome.refused')).toBe('refused');
    expect(translateGerman('outcome.refused')).toBe('abgelehnt');
    expect(translateEnglish('outcome.refused')).toBe('refused');
  });

  test('a context chooses a face of a reason; an unknown one the plain sentence', () => {
    expect(translateEnglish('reason.unreachable', { context: 'dns', host: 'a.example' })).toContain(
      'No address was found for a.example.',
    );
    const plain = translateEnglish('reason.unreachable', { host: 'a.example' });
    for (const context of ['nonsense', 'a.b', '', 'dns_dns']) {
      expect(translateEnglish('reason.unreachable', { context, host: 'a.example' })).toBe(plain);
    }
  });

  test('a missing value leaves a whole sentence', () => {
    expect(translateEnglish('reason.tls-untrusted')).toContain(
      'The certificate of the service is not trusted (issuer: unknown). Often',
    );
    expect(translateGerman('reason.rate-limited')).toContain('einige Sekunden warten. Rollcall');
  });

  test('no reason, with or without its values, shows a placeholder or a gap', () => {
    for (const translate of [translateEnglish, translateGerman]) {
      for (const key of Object.keys(english.reason)) {
        const [id, context] = key.split('_');
        for (const values of [{}, { host: 'h', issuer: 'i', seconds: 3, status: 500, mac: MAC, port: 443, url: 'u' }]) {
          const text = translate(`reason.${id}` as 'reason.busy', { ...values, context });
          expect(text).not.toMatch(/[{}]| {2}|\(\)|undefined|null/);
          expect(text.length).toBeGreaterThan(40);
        }
      }
    }
  });

  test('values come through to the letter, whatever they hold', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1 }),
      fc.constantFrom(
        '{{host}}',
        '$t(reason.busy)',
        '$t(',
        '$&',
        '$1',
        '<b>&amp;',
        '{{ $t(outcome.done) }}',
        '__proto__',
      ),
    );
    fc.assert(
      fc.property(hostile, hostile, (host, issuer) => {
        const text = translateEnglish('reason.tls-untrusted', { host, issuer });
        expect(text.startsWith(`The certificate of ${host} is not trusted (issuer: ${issuer}). Often`)).toBe(true);
      }),
    );
  });

  test('takes the texts of one room besides, in both languages, typed', () => {
    const extra = {
      en: { bar: { devices_one: '{{count}} phone', devices_other: '{{count}} phones' } },
      de: { bar: { devices_one: '{{count}} Telefon', devices_other: '{{count}} Telefone' } },
    } as const;
    const translate = createTranslator('de', extra);
    expect(translate('bar.devices', { count: 1 })).toBe('1 Telefon');
    expect(translate('bar.devices', { count: 212 })).toBe('212 Telefone');
    expect(translate('outcome.done')).toBe('erledigt');
    expectTypeOf(translate).parameter(0).extract<'bar.devices'>().toEqualTypeOf<'bar.devices'>();
    expectTypeOf(translate).toExtend<Translate>();
  });

  test('keys are typed', () => {
    type Key = Parameters<Translate>[0];
    expectTypeOf<'reason.unreachable_dns'>().toExtend<Key>();
    expectTypeOf<'reason.unreachable'>().toExtend<Key>();
    expectTypeOf<'reason.unheard-of'>().not.toExtend<Key>();
    expectTypeOf<'reason'>().not.toExtend<Key>();
  });
});

describe('outcomeMessage', () => {
  test('says nothing where the outcome says it all', () => {
    for (const kind of ['done', 'unchanged'] as const) {
      expect(outcomeMessage(translateEnglish, { kind, reason: null, aspect: null, detail: null }, MAC)).toBe('');
    }
  });

  test('every kind with every reason is a whole text in both languages', () => {
    for (const language of LANGUAGES) {
      const translate = createTranslator(language);
      for (const kind of OUTCOMES) {
        for (const reason of REASONS) {
          const text = outcomeMessage(translate, { kind, reason, aspect: null, detail: null }, MAC);
          expect(text).toMatch(/^[\p{Lu}].*\.$/u);
          expect(text).not.toMatch(/[{}]| {2}/);
        }
      }
    }
  });

  test('owned by another: whom to ask, with the MAC', () => {
    const outcome = { kind: 'refused', reason: 'owned-by-other', aspect: null, detail: null } as const;
    expect(outcomeMessage(translateEnglish, outcome, MAC)).toBe(
      'Another account owns this phone. Nothing was changed. Check your other accounts first, then ask the previous provider to release it, naming the MAC 7C:2F:80:82:0E:C0.',
    );
    expect(outcomeMessage(translateGerman, outcome, MAC)).toContain('um Freigabe bitten, unter Angabe der MAC 7C:2F');
  });

  test('the same reason says what it means for this phone by its outcome', () => {
    const cause = { reason: 'timeout', aspect: 'answer', detail: { host: 'prov.example' } } as const;
    expect(outcomeMessage(translateEnglish, { kind: 'failed', ...cause }, MAC)).toContain(
      'no answer came from prov.example in time. Nothing was changed. If',
    );
    expect(outcomeMessage(translateEnglish, { kind: 'unknown', ...cause }, MAC)).toContain(
      'in time. It is not known whether the phone is registered now. Rollcall reads it back before it tries again. If',
    );
    expect(outcomeMessage(translateGerman, { kind: 'skipped', ...cause }, MAC)).toContain(
      'von prov.example. Für dieses Telefon wurde nichts gesendet. Kommt',
    );
  });
});

test('failureMessage speaks of no phone', () => {
  const text = failureMessage(translateEnglish, { reason: 'unreachable', aspect: 'refused', detail: { host: 'x' } });
  expect(text).toMatch(/^The connection to x was refused\. Check/);
});

test('failureMessage says that nothing was changed where only reading was done', () => {
  const cause = { reason: 'unreachable', aspect: 'refused', detail: { host: 'x' } } as const;
  expect(failureMessage(translateEnglish, cause, true)).toMatch(
    /^The connection to x was refused\. Nothing was changed\. Check/,
  );
  expect(failureMessage(translateGerman, cause, true)).toContain(' wurde abgewiesen. Nichts wurde geändert. Host');
});
