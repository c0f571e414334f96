import { expect, test } from 'vitest';
import { addressesInOwnSubnet, parsePhoneAddress } from './openstage-station.ts';

const OWN = [{ name: 'eth0', address: '192.168.10.7', prefix: 23 }];

test.each([
  ['192.168.10.1', '192.168.10.3', ['192.168.10.1', '192.168.10.2', '192.168.10.3']],
  ['192.168.10.255', '192.168.11.1', ['192.168.10.255', '192.168.11.0', '192.168.11.1']],
  ['192.168.11.250', '192.168.12.3', null],
  ['192.168.9.250', '192.168.10.3', null],
  ['192.168.10.9', '192.168.10.3', null],
  ['10.0.0.1', '10.0.0.2', null],
  ['nonsense', '192.168.10.3', null],
])('%s to %s', (first, last, addresses) => {
  expect(addressesInOwnSubnet(first, last, OWN)).toEqual(addresses);
});

test('a range is never larger than 512 addresses', () => {
  const wide = [{ name: 'eth0', address: '10.0.0.1', prefix: 8 }];
  expect(addressesInOwnSubnet('10.0.0.0', '10.0.1.255', wide)).toHaveLength(512);
  expect(addressesInOwnSubnet('10.0.0.0', '10.0.2.0', wide)).toBeNull();
});

test.each([
  ['192.168.1.10', { host: '192.168.1.10', port: '' }],
  [' 192.168.1.10:8085 ', { host: '192.168.1.10', port: '8085' }],
  ['192.168.1.300', null],
  ['192.168.1.10:99999', null],
  ['phone.example', null],
  ['', null],
])('the address %s', (text, parsed) => {
  expect(parsePhoneAddress(text)).toEqual(parsed);
});
