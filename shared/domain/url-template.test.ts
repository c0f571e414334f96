import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { MacAddress } from './device.ts';
import { parseMac } from './mac.ts';
import {
  checkUrlTemplate,
  findPlaceholders,
  foreignPlaceholders,
  KNOWN_PLACEHOLDERS,
  previewUrl,
} from './url-template.ts';

const parsed = parseMac('7C2F80820EC0');
const phone: MacAddress = parsed.ok ? parsed.value : ('' as MacAddress);

describe('checkUrlTemplate gives back to the letter', () => {
  test.each([
    'http://prov.example.com/%MACD',
    'https://prov.example.com/%DVID/%MACD.xml',
    'https://prov.example.com/{mac}.xml?m={mac}&amp;x=<MACADR>',
    'HTTPS://Prov.Example.COM',
    'hTTp://host',
    'https://user:p%40ss@prov.example.com:8443/a',
    'https://user:p@ss@prov.example.com/',
    'http://192.168.1.10:8080/',
    'http://[2001:db8::1]/x',
    'http://[2001:db8::1]:8080/x',
    'http://{mac}.prov.example.com/',
    'http://%MACD/',
    'http://münchen.example/ä%2F..//',
    'http://host?mac=$mac#x',
  ])('%s', (text) => {
    expect(checkUrlTemplate(text)).toEqual({ ok: true, value: text });
  });
});

describe('checkUrlTemplate refuses', () => {
  test.each([
    ['', { context: 'start' }],
    ['prov.example.com/%MACD', { context: 'start' }],
    ['ftp://prov.example.com/', { context: 'start' }],
    ['tftp://10.0.0.1', { context: 'start' }],
    ['http:/prov.example.com', { context: 'start' }],
    ['https:prov.example.com', { context: 'start' }],
    ['xhttp://prov.example.com', { context: 'start' }],
    ['javascript:alert(1)//http://x', { context: 'start' }],
    ['http://', { context: 'host' }],
    ['https:///path', { context: 'host' }],
    ['https://:8080/', { context: 'host' }],
    ['https://user:pass@/path', { context: 'host' }],
    ['https://user:pass@:80', { context: 'host' }],
    ['https://?x=host', { context: 'host' }],
    ['https://#host', { context: 'host' }],
    ['https://\\host', { context: 'host' }],
    ['https://.../', { context: 'host' }],
    [' https://host/', { context: 'space', position: 1 }],
    ['https://host/ ', { context: 'space', position: 14 }],
    ['https://host/a b', { context: 'space', position: 15 }],
    ['https://host/\u00a0', { context: 'space', position: 14 }],
    ['https://host/\u200b', { context: 'space', position: 14 }],
    ['https://host/\r\nX: y', { context: 'space', position: 14 }],
    ['https://host/\u0000', { context: 'space', position: 14 }],
  ])('%j', (text, detail) => {
    expect(checkUrlTemplate(text)).toEqual({ ok: false, error: { reason: 'url-bad', detail } });
  });

  test('without a word of the text, which may hold a password', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('https://user:secret@/', ' https://user:secret@host/', 'user:secret@host/'),
        (tail, head) => {
          const checked = checkUrlTemplate(head + tail.replace(/[\p{L}\p{N}]/gu, ''));
          fc.pre(!checked.ok);
          expect(JSON.stringify(checked)).not.toContain('secret');
        },
      ),
    );
  });
});

test('any text is refused or given back to the letter', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.webUrl({ withQueryParameters: true })), (text) => {
      const checked = checkUrlTemplate(text);
      if (checked.ok) expect(checked.value).toBe(text);
    }),
  );
  fc.assert(
    fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), (text) => {
      expect(checkUrlTemplate(text).ok).toBe(true);
    }),
  );
});

describe('findPlaceholders', () => {
  test('finds each known one once, in order, by letter case', () => {
    expect(findPlaceholders('http://h/{mac}/%MACD/{MAC}/$mac/<MACADR>/{mac}')).toEqual([
      '{mac}',
      '%MACD',
      '{MAC}',
      '$mac',
      '<MACADR>',
    ]);
  });

  test('finds none in look-alikes', () => {
    expect(findPlaceholders('http://h/%25MACD/%macd/{Mac}/$machine/$mac_id/<macadr>/%20/{unknown}')).toEqual([]);
  });

  test('finds every known one', () => {
    for (const { token } of KNOWN_PLACEHOLDERS) expect(findPlaceholders(`http://h/a${token}.xml`)).toEqual([token]);
  });
});

describe('foreignPlaceholders', () => {
  test.each([
    ['http://h/%MACD-%DVID', 'gigaset', []],
    ['http://h/{mac}', 'snom', []],
    ['http://h/{mac}', 'grape', []],
    ['http://h/{mac}', 'gigaset', [{ token: '{mac}', vendor: 'snom' }]],
    ['http://h/%MACD', 'snom', [{ token: '%MACD', vendor: 'Gigaset' }]],
    [
      'http://h/$mac/<MACADR>',
      'snom',
      [
        { token: '$mac', vendor: 'Fanvil' },
        { token: '<MACADR>', vendor: 'Auerswald' },
      ],
    ],
    ['http://h/{MAC}', 'snom', [{ token: '{MAC}', vendor: 'Panasonic' }]],
    ['http://h/static.xml', 'snom', []],
  ])('%s at %s', (text, serviceId, expected) => {
    expect(foreignPlaceholders(text, serviceId)).toEqual(expected);
  });
});

describe('previewUrl', () => {
  test.each([
    ['http://h/%MACD.xml?d=%DVID', 'gigaset', 'http://h/7C2F80820EC0.xml?d=%DVID'],
    ['http://h/%MACD/%MACD', 'gigaset', 'http://h/7C2F80820EC0/7C2F80820EC0'],
    ['http://h/{mac}.htm', 'snom', 'http://h/7c2f80820ec0.htm'],
    ['http://h/{mac}.xml', 'grape', 'http://h/7c2f80820ec0.xml'],
    ['http://h/{mac}.htm', 'gigaset', 'http://h/{mac}.htm'],
    ['http://h/%MACD', 'snom', 'http://h/%MACD'],
    ['http://h/%25MACD/%20', 'gigaset', 'http://h/%25MACD/%20'],
    ['http://u:p@h/$mac$&', 'snom', 'http://u:p@h/$mac$&'],
  ])('%s at %s', (template, serviceId, url) => {
    expect(previewUrl(template, phone, serviceId)).toBe(url);
  });
});
