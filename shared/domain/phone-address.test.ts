import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parsePhoneAddress } from './phone-address.ts';

test.each([
  ['192.0.2.77', { host: '192.0.2.77', port: null }],
  [' 192.0.2.77:8085 ', { host: '192.0.2.77', port: 8085 }],
  ['phone-12.example', { host: 'phone-12.example', port: null }],
  ['2001:db8::7', { host: '2001:db8::7', port: null }],
  ['[2001:db8::7]:8085', { host: '2001:db8::7', port: 8085 }],
])('%s is an address', (text, address) => {
  expect(parsePhoneAddress(text)).toEqual(address);
});

test.each([
  '',
  '192.0.2',
  '192.0.2.256',
  '1.2.3.4.5',
  '192.0.2.7:0',
  '192.0.2.7:70000',
  'Hauptstraße 3',
  'a b',
  '-x',
  '12',
])('%s is none', (text) => {
  expect(parsePhoneAddress(text)).toBeNull();
});

test('whatever four numbers there are, they are an address', () => {
  for (const addresses of [fc.ipV4(), fc.ipV6()]) {
    fc.assert(fc.property(addresses, (text) => parsePhoneAddress(text)?.host === text));
  }
  fc.assert(fc.property(fc.string(), (text) => parsePhoneAddress(text) === null || text.trim() !== ''));
});
