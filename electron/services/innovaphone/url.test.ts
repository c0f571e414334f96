import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildSysclientUrl, percentEncode, readSysclientUrl, type SysclientWish } from './url.ts';

const BASE = 'wss://apdnsname.com/domain.com/devices/sysclients';
const EXAMPLE: SysclientWish = { base: BASE, domain: 'domain.com', token: 'abcdef#XYZ', category: 'acme IP Phone' };
const ENCODED =
  'wss%3A%2F%2Fapdnsname.com%2Fdomain.com%2Fdevices%2Fsysclients%3Fdomain%3Ddomain.com%26token%3Dabcdef%2523XYZ%26category%3Dacme%2520IP%2520Phone';

describe('buildSysclientUrl', () => {
  it('gives the worked example of the wiki byte for byte', () => {
    expect(buildSysclientUrl(EXAMPLE)).toEqual({
      ok: true,
      value: {
        values: { domain: 'domain.com', token: 'abcdef%23XYZ', category: 'acme%20IP%20Phone' },
        url: `${BASE}?domain=domain.com&token=abcdef%23XYZ&category=acme%20IP%20Phone`,
        encoded: ENCODED,
        command: `config change SYSCLIENT /sysadmin ${ENCODED}`,
        warnings: [],
      },
    });
  });

  it('encodes as Python does, where nothing is thought safe', () => {
    const text = 'ÄÖ ü/&=+%#!\'()*~._-"<>€𝄞';
    const program = 'import sys,urllib.parse;print(urllib.parse.quote(sys.stdin.read(),safe=""))';
    const python = execFileSync('python3', ['-c', program], {
      input: text,
      env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
    });
    expect(percentEncode(text)).toBe(python.toString().trim());
  });

  it('can be read back, whatever the values are', () => {
    const value = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() !== '' && !/\p{Cc}|\p{Cs}/u.test(text));
    fc.assert(
      fc.property(value, value, value, (domain, token, category) => {
        const wish = { base: BASE, domain, token, category };
        const built = buildSysclientUrl(wish);
        if (!built.ok) throw new Error(built.error.problem);
        expect(built.value.command).toMatch(/^config change SYSCLIENT \/sysadmin [\w.~%-]+$/);
        for (const text of [built.value.command, built.value.encoded, built.value.url]) {
          const read = readSysclientUrl(text);
          expect(read.ok && read.value.wish).toEqual(wish);
        }
      }),
    );
  });

  it.each([
    [{ token: 'abc%2523' }, { warning: 'percent', part: 'token' }],
    [{ category: 'acme%20IP' }, { warning: 'percent', part: 'category' }],
    [{ domain: 'domain.com ' }, { warning: 'blank', part: 'domain' }],
    [{ base: BASE.replace('wss', 'ws') }, { warning: 'plain-ws', part: 'base' }],
  ])('warns of %o', (change, warning) => {
    const built = buildSysclientUrl({ ...EXAMPLE, ...change });
    expect(built.ok && built.value.warnings).toEqual([warning]);
  });

  it.each([
    [{ base: '' }, 'missing', 'base'],
    [{ token: ' ' }, 'missing', 'token'],
    [{ base: BASE.replace('wss', 'https') }, 'scheme', 'base'],
    [{ base: 'wss:///devices/sysclients' }, 'host', 'base'],
    [{ base: BASE.replace('//', '//me:secret@') }, 'userinfo', 'base'],
    [{ base: `${BASE}?domain=x` }, 'query', 'base'],
    [{ base: 'wss://apdnsname.com/domain.com/devices/' }, 'sysclients', 'base'],
    [{ base: 'wss://apdnsname.com/sysclients/sysclients' }, 'sysclients', 'base'],
    [{ base: BASE.replace('domain.com', 'my domain') }, 'characters', 'base'],
    [{ category: 'a\nb' }, 'characters', 'category'],
    [{ category: '\ud800' }, 'characters', 'category'],
  ] as const)('refuses %o', (change, problem, part) => {
    expect(buildSysclientUrl({ ...EXAMPLE, ...change })).toEqual({ ok: false, error: { problem, part } });
  });
});

describe('readSysclientUrl', () => {
  it.each([
    [`config change SYSCLIENT /sysadmin ${BASE}?domain=a&token=b&category=c`, 'not-encoded', 'line'],
    [percentEncode(ENCODED), 'encoded-twice', 'line'],
    [`${BASE}?domain=a&token=b c&category=c`, 'not-encoded', 'token'],
    [`${BASE}?domain=a&token=b&token=c&category=c`, 'parameter-twice', 'token'],
    [`${BASE}?domain=a&token=%zz&category=c`, 'unreadable', 'token'],
    [`${BASE}?domain=a&token=b`, 'missing', 'category'],
    [BASE, 'missing', 'domain'],
    ['', 'missing', 'line'],
    ['wss%3', 'unreadable', 'line'],
  ])('finds what is wrong with %s', (line, problem, part) => {
    expect(readSysclientUrl(line)).toEqual({ ok: false, error: { problem, part } });
  });

  it('throws at no text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void readSysclientUrl(text)));
  });
});
