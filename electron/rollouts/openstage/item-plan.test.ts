import { expect, test } from 'vitest';
import { nextContactAtMs } from './contact-pace.ts';
import { hasChangedSince, itemsToUndo, judgeWrite, planItems } from './item-plan.ts';

const held = [
  { name: 'reg-addr', index: null, value: 'old', status: null },
  { name: 'reg-port', index: null, value: '5060', status: null },
  { name: 'sip-pwd', index: null, value: '', status: 'failed' },
  { name: 'sip-name', index: null, value: '', status: 'unknown item' },
];

function want(name: string, value: string, index: number | null = null) {
  return { name, index, value };
}

test('what is wanted is set beside what is held', () => {
  const wanted = [
    want('reg-addr', 'new'),
    want('reg-port', '5060'),
    want('sip-pwd', 's'),
    want('sip-name', 'n'),
    want('vlan-id', '7'),
    want('ssh-enable', 'true'),
    want('select-dial', '9', 3),
  ];
  const changesOf = (isExpert: boolean) => planItems(wanted, held, isExpert).map(({ change }) => change);
  expect(changesOf(false)).toEqual(['change', 'same', 'blind', 'unknown-item', 'forbidden', 'forbidden', 'change']);
  expect(changesOf(true)).toEqual(['change', 'same', 'blind', 'unknown-item', 'change', 'forbidden', 'change']);
});

test('a value that neither the plan saw nor the run brings is a change since', () => {
  const planned = planItems([want('reg-addr', 'new')], held, false);
  const now = (value: string) => [{ name: 'reg-addr', index: null, value, status: null }];
  expect(hasChangedSince(planned, now('old'))).toBe(false);
  expect(hasChangedSince(planned, now('new'))).toBe(false);
  expect(hasChangedSince(planned, now('other'))).toBe(true);
});

test('stored, refused and unknown are told apart', () => {
  const planned = planItems(
    [want('reg-addr', 'new'), want('reg-port', '5061'), want('sip-pwd', 's'), want('e164', '1')],
    held,
    false,
  );
  const refused = [{ name: 'reg-port', index: null, value: '', status: 'invalid data' }];
  const after = [
    { name: 'reg-addr', index: null, value: 'new', status: null },
    { name: 'reg-port', index: null, value: '5060', status: null },
    { name: 'e164', index: null, value: '2', status: null },
  ];
  const results = (items: ReturnType<typeof judgeWrite>) => items.map(({ result, status }) => [result, status]);
  expect(results(judgeWrite(planned, refused, after))).toEqual([
    ['stored', null],
    ['refused', 'invalid data'],
    ['stored', null],
    ['refused', null],
  ]);
  expect(results(judgeWrite(planned, null, null)).map(([result]) => result)).toEqual(Array(4).fill('unknown'));
  expect(itemsToUndo(judgeWrite(planned, refused, after))).toEqual([
    { name: 'reg-addr', index: null, value: 'old', expected: 'new' },
  ]);
});

test('a phone is asked at most once a minute, and not within its own gap', () => {
  const contact = {
    address: '192.0.2.7',
    triedAtMs: 1_000_000,
    wasAccepted: true,
    gapSeconds: null,
    method: 'POST',
  } as const;
  expect(nextContactAtMs(null)).toBe(0);
  expect(nextContactAtMs(contact)).toBe(1_300_000);
  expect(nextContactAtMs({ ...contact, gapSeconds: 10 })).toBe(1_060_000);
  expect(nextContactAtMs({ ...contact, wasAccepted: false })).toBe(1_060_000);
  expect(nextContactAtMs({ ...contact, address: '127.0.0.9' })).toBe(1_000_000);
  expect(nextContactAtMs({ ...contact, address: '127.0.0.9', gapSeconds: 300 })).toBe(1_300_000);
});
