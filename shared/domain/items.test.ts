import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatItems, isSecretItem, isSecretValue, itemOfHeader, parseItems } from './items.ts';

test('items come back as they were written', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string({ minLength: 1 }), fc.string()), (items) => {
      expect(parseItems(formatItems(items))).toEqual({ ...items });
    }),
  );
});

test('what is no object of texts holds no items', () => {
  fc.assert(fc.property(fc.string(), (text) => typeof parseItems(text) === 'object'));
  expect(parseItems('[1]')).toEqual({});
  expect(parseItems('{"a":1,"b":"x"}')).toEqual({ b: 'x' });
});

test('a header names an item', () => {
  expect(itemOfHeader('item:e164')).toBe('e164');
  expect(itemOfHeader(' Item : sip-user-id ')).toBe('sip-user-id');
  expect(itemOfHeader('item:')).toBeNull();
  expect(itemOfHeader('items')).toBeNull();
});

test('a URL with a password is a secret, whatever the item is called', () => {
  expect(isSecretValue('update-url', 'https://me:hunter2@pbx.example.net/')).toBe(true);
  expect(isSecretValue('update-url', 'https://pbx.example.net:8443/a@b')).toBe(false);
  expect(isSecretValue('sip-pwd', '')).toBe(true);
});

test('secrets are known by their names', () => {
  for (const name of ['user-pwd-unicode', 'sip-pwd', 'password', 'auth-key', 'hfa-pin'])
    expect(isSecretItem(name)).toBe(true);
  for (const name of ['e164', 'mapping', 'display-id', 'sip-user-id', 'spinner'])
    expect(isSecretItem(name)).toBe(false);
});
