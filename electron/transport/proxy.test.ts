import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findProxy, type ProxyEnvironment, parseProxy } from './proxy.ts';

const basic = (userAndPassword: string): string => `Basic ${Buffer.from(userAndPassword).toString('base64')}`;

describe('parseProxy', () => {
  it.each([
    ['http://proxy:3128', 'proxy', 3128, null],
    ['HTTP://proxy.example.com/', 'proxy.example.com', 80, null],
    [' proxy:8080 ', 'proxy', 8080, null],
    ['http://[::1]:3128', '::1', 3128, null],
    ['http://user:pass@proxy:3128', 'proxy', 3128, basic('user:pass')],
    ['http://user@proxy:3128', 'proxy', 3128, basic('user:')],
    ['http://dom%5Cuser:p%40ss@proxy:3128', 'proxy', 3128, basic('dom\\user:p@ss')],
    ['http://user:p@ss/w:rd#100%@proxy:3128', 'proxy', 3128, basic('user:p@ss/w:rd#100%')],
  ])('reads %s', (address, host, port, authorization) => {
    expect(parseProxy(address)).toEqual({ ok: true, value: { host, port, authorization } });
  });

  it.each([
    '',
    'http://',
    'https://proxy:3128',
    'socks5://proxy:1080',
    'http://proxy:0',
    'http://proxy:65536',
    'http://proxy:port',
    'http://proxy/path',
    'proxy one',
    'http://u:secret@',
    'file:///etc',
  ])('refuses %j', (address) => {
    expect(parseProxy(address)).toEqual({
      ok: false,
      error: { kind: 'validation', reason: 'proxy', aspect: 'address', sent: 'no', concernsAccount: true },
    });
  });

  it('takes any password', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 20 }), (password) => {
        const expected = { ok: true, value: { host: 'proxy', port: 3128, authorization: basic(`u:${password}`) } };
        expect(parseProxy(`http://u:${encodeURIComponent(password)}@proxy:3128`)).toEqual(expected);
      }),
    );
  });
});

describe('findProxy', () => {
  const find = (url: string, environment: ProxyEnvironment): string | null => {
    const found = findProxy(new URL(url), environment);
    if (!found.ok) return found.error.aspect ?? '';
    return found.value === null ? null : found.value.host;
  };
  const both = { http_proxy: 'http://plain:1', https_proxy: 'http://secure:1' };

  it.each([
    ['http://service/', both, 'plain'],
    ['https://service/', both, 'secure'],
    ['https://service/', { HTTPS_PROXY: 'upper:1' }, 'upper'],
    ['https://service/', { HTTPS_PROXY: 'upper:1', https_proxy: 'lower:1' }, 'lower'],
    ['https://service/', { HTTPS_PROXY: 'upper:1', https_proxy: '' }, null],
    ['https://service/', { HTTP_PROXY: 'upper:1' }, null],
    ['https://service/', {}, null],
    ['https://service/', { https_proxy: 'socks5://x:1' }, 'address'],
    ['https://localhost/', both, null],
    ['https://a.localhost/', both, null],
    ['http://127.3.2.1:99/', both, null],
    ['http://[::1]:99/', both, null],
    ['https://service/', { ...both, no_proxy: '*' }, null],
    ['https://service/', { ...both, NO_PROXY: 'other, SERVICE' }, null],
    ['https://a.example.com/', { ...both, no_proxy: 'example.com' }, null],
    ['https://a.example.com/', { ...both, no_proxy: '.example.com' }, null],
    ['https://a.example.com/', { ...both, no_proxy: '*.example.com' }, null],
    ['https://aexample.com/', { ...both, no_proxy: 'example.com' }, 'secure'],
    ['https://example.com:8083/', { ...both, no_proxy: 'example.com:8083' }, null],
    ['https://example.com/', { ...both, no_proxy: 'example.com:8083' }, 'secure'],
    ['https://example.com/', { ...both, no_proxy: 'example.com:443' }, null],
    ['http://[2001:db8::1]/', { ...both, no_proxy: '[2001:db8::1]:80' }, null],
    ['http://[2001:db8::1]/', { ...both, no_proxy: '2001:db8::1' }, null],
    ['http://192.0.2.1/', { ...both, no_proxy: '192.0.2.2' }, 'plain'],
  ] as const)('%s with %j', (url, environment, host) => {
    expect(find(url, environment)).toBe(host);
  });
});
