import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isRiskyValue,
  isWritableValue,
  MESSAGE_MAX_BYTES,
  mergeItems,
  parsePhoneMessage,
  splitItems,
  writeAnswer,
} from './wire.ts';

const HEAD =
  '<?xml version="1.0" encoding="utf-8"?>\n<WorkpointMessage xmlns="http://www.siemens.com/DLS" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.siemens.com/DLS">';

function parse(text: string) {
  return parsePhoneMessage(Buffer.from(text));
}

test('a call-back is read whole, the status of its items too', () => {
  const text = `${HEAD}
<Message nonce="A1B2C3D4E5F60718293A4B5C6D7E8F90" maxItems="-1">
<ReasonForContact>solicited</ReasonForContact>
<ItemList>
<Item name="mac-addr">00:01:E3:44:55:66</Item>
<Item name="e164">004930555001</Item>
<Item name="ldap-server-address" index="1">a &amp; b &#39;c&#39;</Item>
<Item name="user-pwd-unicode" status="failed"></Item>
</ItemList>
</Message>
</WorkpointMessage>
`;
  expect(parse(text)).toEqual({
    ok: true,
    value: {
      nonce: 'A1B2C3D4E5F60718293A4B5C6D7E8F90',
      maxItems: null,
      fragment: null,
      reason: 'solicited',
      action: '',
      status: '',
      items: [
        { name: 'mac-addr', index: null, value: '00:01:E3:44:55:66', status: null },
        { name: 'e164', index: null, value: '004930555001', status: null },
        { name: 'ldap-server-address', index: 1, value: "a & b 'c'", status: null },
        { name: 'user-pwd-unicode', index: null, value: '', status: 'failed' },
      ],
    },
  });
});

test.each([
  ['on Message', '<Message nonce="1" fragment="next"><ReasonForContact action="ReadAllItems" status="accepted">'],
  [
    'on ReasonForContact',
    '<Message nonce="1"><ReasonForContact fragment="next" action="ReadAllItems" status="accepted">',
  ],
])('the fragment is found %s', (_place, start) => {
  const read = parse(`${HEAD}${start}reply-to</ReasonForContact></Message></WorkpointMessage>`);
  expect(read).toMatchObject({
    ok: true,
    value: { fragment: 'next', action: 'ReadAllItems', status: 'accepted', items: [] },
  });
});

test('prefixes, an empty list, a list outside Message and a byte order mark do not matter', () => {
  const prefixed = `\ufeff<w:WorkpointMessage xmlns:w="http://www.siemens.com/DLS"><w:Message nonce="ab9" maxItems="7">
    <w:ReasonForContact>start-up</w:ReasonForContact><w:ItemList/></w:Message>
    <w:ItemList><w:Item name="x">1</w:Item></w:ItemList></w:WorkpointMessage>`;
  expect(parse(prefixed)).toMatchObject({
    ok: true,
    value: { nonce: 'ab9', maxItems: 7, reason: 'start-up', items: [{ name: 'x', value: '1' }] },
  });
});

test.each([
  ['doctype', '<!DOCTYPE a [<!ENTITY x "y">]><WorkpointMessage/>'],
  ['not-xml', '<WorkpointMessage><Message></WorkpointMessage>'],
  ['not-xml', ''],
  ['other-root', '<DLSMessage><Message nonce="1"/></DLSMessage>'],
  ['too-large', `<WorkpointMessage>${' '.repeat(MESSAGE_MAX_BYTES)}</WorkpointMessage>`],
])('%s is told', (problem, text) => {
  expect(parse(text)).toEqual({ ok: false, error: problem });
});

test('bytes that are not UTF-8 are told', () => {
  expect(parsePhoneMessage(Buffer.from([0x3c, 0x61, 0xff, 0x3e]))).toEqual({ ok: false, error: 'not-utf8' });
});

test('nothing that arrives makes the reader throw', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      expect(typeof parsePhoneMessage(bytes).ok).toBe('boolean');
    }),
  );
  const piece = fc.constantFrom(
    '<',
    '>',
    '/',
    'Item',
    ' name="a"',
    'ItemList',
    'Message',
    '&amp;',
    '&x;',
    HEAD,
    'x',
    '"',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      expect(typeof parse(pieces.join('')).ok).toBe('boolean');
    }),
  );
});

test('an answer is what the guide shows', () => {
  const answer = writeAnswer('A1', 'CleanUp', [{ name: 'send-solicited', index: null, value: 'true' }]).toString();
  expect(answer).toBe(`<?xml version="1.0" encoding="UTF-8"?>
<DLSMessage xmlns="http://www.siemens.com/DLS" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://www.siemens.com/DLS">
<Message nonce="A1">
<Action>CleanUp</Action>
<ItemList>
<Item name="send-solicited">true</Item>
</ItemList>
</Message>
</DLSMessage>
`);
});

const value = fc.string({ unit: 'binary', maxLength: 60 }).filter(isWritableValue);
const item = fc.record({
  name: fc.stringMatching(/^[a-z][a-z-]{0,20}$/),
  index: fc.option(fc.integer({ min: 0, max: 2000 })),
  value,
});

test('every value comes back as it was written', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[0-9A-Za-z]{1,32}$/), fc.array(item, { maxLength: 8 }), (nonce, items) => {
      const written = writeAnswer(nonce, 'WriteItems', items).toString();
      const asPhone = written.replaceAll('DLSMessage', 'WorkpointMessage').replace(/<Action>.*<\/Action>/, '');
      const read = parse(asPhone);
      expect(read).toMatchObject({ ok: true, value: { nonce } });
      expect(read.ok ? read.value.items : []).toEqual(items.map((each) => ({ ...each, status: null })));
    }),
  );
});

test('a long write is split in order, none of its parts too long', () => {
  fc.assert(
    fc.property(fc.array(item, { maxLength: 40 }), fc.option(fc.integer({ min: 1, max: 9 })), (items, maxItems) => {
      const parts = splitItems(items, maxItems);
      expect(parts.flat()).toEqual(items);
      for (const part of parts) expect(part.length).toBeLessThanOrEqual(maxItems ?? 40);
    }),
  );
  const big = Array.from({ length: 30 }, (_, index) => ({ name: 'note', index, value: 'ü'.repeat(2_000) }));
  const parts = splitItems(big, null);
  expect(parts.length).toBeGreaterThan(2);
  for (const part of parts)
    expect(writeAnswer('f'.repeat(32), 'WriteItems', part).length).toBeLessThan(MESSAGE_MAX_BYTES);
  expect(splitItems([], 3)).toEqual([[]]);
});

test('fragments are merged by name and index', () => {
  const at = (name: string, index: number | null, text: string) => ({ name, index, value: text, status: null });
  expect(
    mergeItems([
      [at('a', null, '1'), at('k', 1, 'x')],
      [at('k', 2, 'y'), at('a', null, '2')],
    ]),
  ).toEqual([at('a', null, '2'), at('k', 1, 'x'), at('k', 2, 'y')]);
});

test('values are judged before they are sent', () => {
  expect(isWritableValue('Büro 1')).toBe(true);
  expect(isWritableValue('a\u0000b')).toBe(false);
  expect(isRiskyValue('Müller & Co')).toBe(true);
  expect(isRiskyValue('Müller')).toBe(false);
});
