import { describe, expect, test } from 'vitest';
import { DEVICE_FIELDS } from '../domain/device.ts';
import { OUTCOMES, PLAN_GROUPS, RUN_ACTIONS } from '../domain/outcome.ts';
import { ROW_REASONS, ROW_WARNINGS } from '../domain/problem.ts';
import { REASONS } from '../domain/reason.ts';
import { createTranslator, LANGUAGES, type WordValues } from './translate.ts';
import type { WordTree } from './tree.ts';
import { words as german } from './words.de.ts';
import { words as english } from './words.en.ts';

/** Names that are the same in both languages. */
const SAME_IN_BOTH = ['MAC', 'PIN', 'URL', 'Server', 'Software'];

/** At the start of a sentence `Sie` can be a thing, but not before such a verb. */
const FORMAL_ADDRESS = /(?<!^|[.:?;] )\bSie\b|\bSie (?:müssen|können|sollten|haben|dürfen)\b|\bIh(?:re?[nmrs]?|nen)\b/;

function flatten(tree: WordTree, prefix = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [[prefix + key, value] as [string, string]] : flatten(value, `${prefix}${key}.`),
  );
}

function placeholders(text: string): string[] {
  return [...text.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '').sort();
}

const englishTexts = flatten(english);
const germanTexts = new Map(flatten(german));

describe('every closed list is worded', () => {
  test.each([
    ['reason', REASONS],
    ['problem', ROW_REASONS],
    ['warning', ROW_WARNINGS],
    ['outcome', OUTCOMES],
    ['group', PLAN_GROUPS],
    ['action', RUN_ACTIONS],
    ['field', DEVICE_FIELDS],
  ] as const)('%s', (group, ids) => {
    const plain = (tree: WordTree) => Object.keys(tree).filter((key) => !key.includes('_'));
    expect(plain(english[group]).sort()).toEqual([...ids].sort());
    expect(plain(german[group]).sort()).toEqual([...ids].sort());
  });

  test.each([
    ['unreachable', ['dns', 'refused', 'network', 'lost', 'code-host-dns', 'code-host-port']],
    ['timeout', ['connect', 'answer']],
    ['tls-untrusted', ['issuer', 'self-signed', 'name', 'expired', 'not-yet-valid', 'pin', 'protocol']],
    ['tls-untrusted', ['ca-unreadable', 'pin-unreadable']],
    ['proxy', ['unreachable', 'auth', 'refused', 'address']],
    ['auth-failed', ['plain-http', 'locked', 'user']],
    ['not-xmlrpc', ['html', 'json', 'text', 'empty', 'truncated', 'mismatched', 'trailing', 'doctype', 'entity']],
    ['not-xmlrpc', ['character', 'syntax', 'encoding', 'depth', 'shape', 'value', 'duplicate-member']],
    ['bad-check-code', ['missing']],
    ['bad-url', ['password', 'none', 'masked', 'account']],
    ['unexpected-answer', ['not-http']],
    ['server-error', ['refused']],
    ['busy', ['port', 'phone']],
    ['no-callback', ['silent', 'refused', 'unreachable', 'odd', 'tls', 'other-address']],
    ['wrong-service', ['practice']],
    ['pdf-not-made', ['browser', 'timeout']],
    ['file-not-written', ['folder', 'denied', 'full', 'is-folder', 'format', 'too-large']],
  ] as const)('%s has the faces %j', (reason, aspects) => {
    for (const tree of [english.reason, german.reason]) {
      expect(Object.keys(tree)).toEqual(expect.arrayContaining(aspects.map((aspect) => `${reason}_${aspect}`)));
    }
  });

  test('a face of a reason belongs to a reason', () => {
    const ids: readonly string[] = REASONS;
    const bases = Object.keys(english.reason).map((key) => key.split('_')[0] ?? '');
    expect(bases.filter((base) => !ids.includes(base))).toEqual([]);
  });
});

describe('both languages', () => {
  test('have the same keys', () => {
    expect([...germanTexts.keys()].sort()).toEqual(englishTexts.map(([key]) => key).sort());
  });

  test.each(englishTexts)('%s', (key, text) => {
    const translated = germanTexts.get(key) ?? '';
    expect(text).not.toBe('');
    expect(translated).not.toBe('');
    expect(placeholders(translated)).toEqual(placeholders(text));
    if (!SAME_IN_BOTH.includes(text)) {
      expect(translated).not.toBe(text);
    }
    for (const sentence of [text, translated]) {
      expect(sentence).not.toMatch(/!/);
      expect(sentence).not.toMatch(/ {2}|^\s|\s$/);
      expect(sentence).not.toMatch(/\s\{\{effect\}\}/);
    }
    expect(translated).not.toMatch(FORMAL_ADDRESS);
  });
});

describe('a reason', () => {
  const sentences = [...flatten(english.reason), ...flatten(german.reason)];

  test.each(sentences)('%s ends as a sentence and says what to do', (_key, text) => {
    expect(text).toMatch(/\.$/);
    expect(text.replaceAll('{{effect}}', '').split(/[.:;?] /).length).toBeGreaterThanOrEqual(2);
  });
});

describe('a sentence about the command line', () => {
  const COMMAND = /`|(?:^|\s)--\w|: resume \{\{|rollcall practice/;
  const core = (tree: WordTree) =>
    flatten(tree).filter(([key]) => /^(?:input|problem|reason|files\.failure)\./.test(key));
  const faces = [...core(english), ...core(german)];

  test('is said there alone: what the window says too names no command', () => {
    const named = faces.filter(([key, text]) => !key.endsWith('_command') && COMMAND.test(text));
    expect(named).toEqual([]);
  });

  test.each(core(english).flatMap(([key]) => (key.endsWith('_command') ? [key] : [])))('%s has a plain one', (key) => {
    const plain = key.replace('_command', '');
    for (const language of LANGUAGES) {
      const translate = createTranslator(language) as (key: string, values: WordValues) => string;
      expect(translate(plain, { context: 'command' })).toBe(translate(key, {}));
      expect(translate(plain, {})).not.toBe(translate(key, {}));
    }
  });

  test('without a face of its own is the plain one', () => {
    const translate = createTranslator('en');
    expect(translate('input.no-plan', { context: 'command' })).toBe(english.input['no-plan']);
  });
});
