import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasUserinfo, maskUserinfo, redactText } from './redact.ts';

/** `user:8443/…` reads as a host and its port, by every phone too. */
const LOOKS_LIKE_PORT = /^\d{1,5}[/?#\\]/;

const scheme = fc.constantFrom('http', 'https', 'ftp', 'ldaps', 'x-own+1');
const user = fc.stringMatching(/^[a-zA-Z0-9._%@-]{1,12}$/);
/** Long enough not to occur by chance in the text around it. */
const password = fc
  .string({ minLength: 8, maxLength: 30, unit: 'binary' })
  .filter((text) => /\S{6}/.test(text) && !LOOKS_LIKE_PORT.test(text));
const passwordWithoutBlank = password.filter((text) => !/\s/.test(text));
const host = fc.constantFrom('host', 'prov.example.com', '[2001:db8::1]:8443', '192.0.2.7:8083');
const path = fc.constantFrom('', '/', '/%MACD', '/{mac}.xml?a=b#c', '/~x/y');
const prose = fc.stringMatching(/^[a-zäöü ,.;()<>"'=\n-]{0,30}$/);

describe('maskUserinfo', () => {
  it.each([
    ['https://user:secret@host/%MACD', 'https://***@host/%MACD'],
    ['http://user@host', 'http://***@host'],
    ['http://user:p@ss@w@rd@host:8083/x', 'http://***@host:8083/x'],
    ['http://user:pa/ss?w#o@rd/x@host/y', 'http://***@host/y'],
    ['http://user:a b@host/', 'http://***@host/'],
    ['http://user:http://x@host/', 'http://***@host/'],
    ['http://:secret@host/', 'http://***@host/'],
    ['http://user:secret@[::1]:80/', 'http://***@[::1]:80/'],
    ['http:\\/\\/user:secret@host\\/', 'http:\\/\\/***@host\\/'],
    ['https://***@host/', 'https://***@host/'],
  ])('masks %s', (url, masked) => {
    expect(maskUserinfo(url)).toBe(masked);
    expect(hasUserinfo(url)).toBe(true);
  });

  it.each([
    'https://host/%MACD',
    'https://host:8083/{mac}.xml',
    'https://host:8443/a@b',
    'https://host/a@b?mail=c@d',
    'https://[2001:db8::1]/a@b',
    'mail@example.com',
    '',
    'user:secret',
  ])('leaves %s alone', (url) => {
    expect(maskUserinfo(url)).toBe(url);
    expect(hasUserinfo(url)).toBe(false);
  });

  it('leaves nothing of any password', () => {
    fc.assert(
      fc.property(scheme, user, password, host, path, (aScheme, aUser, aPassword, aHost, aPath) => {
        const url = `${aScheme}://${aUser}:${aPassword}@${aHost}${aPath}`;
        expect(hasUserinfo(url)).toBe(true);
        expect(maskUserinfo(url)).toBe(`${aScheme}://***@${aHost}${aPath}`);
      }),
    );
  });
});

describe('redactText', () => {
  it.each([
    ['GET http://a:b@c/d failed, then https://e@f', 'GET http://***@c/d failed, then https://***@f'],
    ['http://a:pass word@host/ is bad', 'http://***@host/ is bad'],
    ['http://host:8083 and admin@example.com', 'http://host:8083 and admin@example.com'],
    ['see http://[::1]:80/ or admin@example.com', 'see http://[::1]:80/ or admin@example.com'],
    ['{"url":"http:\\/\\/a:b@c\\/"}', '{"url":"http:\\/\\/***@c\\/"}'],
    ['authorization: Basic dTpw\r\nHost: x', 'authorization: ***\r\nHost: x'],
    ['Proxy-Authorization:Digest username="u"', 'Proxy-Authorization:***'],
    ['{"Authorization": "Basic dTpw"}', '{"Authorization": ***'],
    ['OK: s3cret', 'OK: ***'],
    ['[true, OK: s3 cret]\nnext', '[true, OK: ***\nnext'],
    ['OK:\n  s3cret', 'OK:\n  ***'],
    ['Ok:s3cret', 'Ok:***'],
  ])('masks %j', (text, masked) => {
    expect(redactText(text)).toBe(masked);
  });

  it.each(['OK', 'OK: ', 'Authorization required', 'Book: a novel', 'mac_not_found:7C2F80820EC0', 'a@b, c://d'])(
    'leaves %j alone',
    (text) => {
      expect(redactText(text)).toBe(text);
    },
  );

  it('leaves nothing of a password in a URL within a text', () => {
    fc.assert(
      fc.property(
        prose,
        scheme,
        user,
        passwordWithoutBlank,
        host,
        prose,
        (before, aScheme, aUser, secret, aHost, after) => {
          const redacted = redactText(`${before} ${aScheme}://${aUser}:${secret}@${aHost}/x ${after}`);
          expect(redacted).toBe(`${before} ${aScheme}://***@${aHost}/x ${after}`);
        },
      ),
    );
  });

  it('leaves text without a URL, OK or Authorization unchanged', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        fc.pre(!/:\\?\/|\bok\s*:|authorization/i.test(text));
        expect(redactText(text)).toBe(text);
      }),
    );
  });

  it('changes nothing when applied twice', () => {
    const piece = fc.constantFrom(
      '://',
      '@',
      ':',
      '/',
      ' ',
      '\n',
      'OK:',
      'ok',
      'Authorization:',
      'a',
      '1',
      '[',
      '"',
      'http',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 25 }), (pieces) => {
        const once = redactText(pieces.join(''));
        expect(redactText(once)).toBe(once);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each(['://', 'a://b:c ', 'x://@', 'ok ', 'ok:\n', 'authorization ', 'http://a:b@c'])(
    'takes linear time for many %j',
    (piece) => {
      const started = Date.now();
      redactText(piece.repeat(60_000));
      expect(Date.now() - started).toBeLessThan(2_000);
    },
  );
});
