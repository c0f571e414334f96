import { expect, test } from 'vitest';
import { buildDhcpOption, isDhcpHost } from './dhcp.ts';

test('the bytes are those of the worked examples', () => {
  expect(buildDhcpOption({ address: '192.168.1.10', port: 18_443, vlan: null }).hex).toBe(
    '01075369656d656e73031973646c703a2f2f3139322e3136382e312e31303a3138343433ff',
  );
  expect(buildDhcpOption({ address: '93.122.114.96', port: 18_443, vlan: 101 }).hex).toBe(
    '01075369656d656e73020400000065031a73646c703a2f2f39332e3132322e3131342e39363a3138343433ff',
  );
});

test('servers get it in their own form, for the vendor class only', () => {
  const { isc, dnsmasq } = buildDhcpOption({ address: 'dls.example', port: 443, vlan: null });
  expect(isc).toContain('option vendor-encapsulated-options 01:07:53:69:65:6d:65:6e:73:03:16:');
  expect(isc).toContain('vendor-class-identifier = "OptiIpPhone"');
  expect(dnsmasq).toMatch(/^dhcp-vendorclass=set:openstage,OptiIpPhone\ndhcp-option-force=tag:openstage,43,01:07:/);
});

test.each([
  ['192.168.1.10', true],
  ['192.168.1.300', false],
  ['dls', true],
  ['dls.example.test', true],
  ['a b', false],
  ['', false],
  ['x'.repeat(201), false],
])('%s as a host: %s', (host, isHost) => {
  expect(isDhcpHost(host)).toBe(isHost);
});
