import fc from 'fast-check';
import { expect, it } from 'vitest';
import { buildDhcpSnippets } from './dhcp.ts';

const URL = 'http://192.168.50.10:8080/innovaphone/update?mac=#m&localip=#i';

it('gives the bytes and the lines of a configuration that works', () => {
  const built = buildDhcpSnippets({ url: URL, intervalMinutes: 1 });
  if (!built.ok) throw new Error(built.error);
  expect(built.value.hex).toBe(
    'd73e687474703a2f2f3139322e3136382e35302e31303a383038302f696e6e6f766170686f6e652f7570646174653f6d61633d236d266c6f63616c69703d2369d80101',
  );
  expect(built.value.dnsmasq).toBe(
    `dhcp-option=vendor:1.3.6.1.4.1.6666,215,"${URL}"\ndhcp-option=vendor:1.3.6.1.4.1.6666,216,1`,
  );
  expect(built.value.isc).toContain(`option innovaphone.update-url "${URL}";`);
});

it('can be taken apart again into the same sub-options', () => {
  const url = fc
    .stringMatching(/^[!-~]{0,200}$/)
    .filter((text) => !/["\\]/.test(text))
    .map((path) => `http://h/${path}`);
  const interval = fc.option(fc.integer({ min: 1, max: 65_535 }));
  fc.assert(
    fc.property(url, interval, (text, minutes) => {
      const built = buildDhcpSnippets({ url: text, intervalMinutes: minutes });
      if (!built.ok) throw new Error(built.error);
      const bytes = Buffer.from(built.value.hex, 'hex');
      const length = bytes[1] ?? 0;
      expect(bytes[0]).toBe(215);
      expect(bytes.subarray(2, 2 + length).toString('ascii')).toBe(text);
      const rest = bytes.subarray(2 + length);
      if (minutes === null) expect(rest).toHaveLength(0);
      else {
        expect([rest[0], rest[1]]).toEqual([216, rest.length - 2]);
        expect(rest.readUIntBE(2, rest.length - 2)).toBe(minutes);
      }
    }),
  );
});

it.each([
  ['ftp://host/', null, 'url'],
  ['http://', null, 'url'],
  ['http://me:secret@host/', null, 'url'],
  ['http://host/a b', null, 'url'],
  ['http://host/"', null, 'url'],
  ['http://host/ä', null, 'url'],
  [`http://host/${'x'.repeat(250)}`, null, 'url-long'],
  ['http://host/', 0, 'interval'],
  ['http://host/', 1.5, 'interval'],
  ['http://host/', 65_536, 'interval'],
])('refuses %s every %s minutes', (url, intervalMinutes, problem) => {
  expect(buildDhcpSnippets({ url, intervalMinutes })).toEqual({ ok: false, error: problem });
});
