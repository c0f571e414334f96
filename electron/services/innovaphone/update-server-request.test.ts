import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskDigits, type PhoneRequest, readPhoneRequest, writeRaw } from './update-server-request.ts';

function request(target: string, more: Partial<PhoneRequest> = {}): PhoneRequest {
  return { method: 'GET', target, headers: { host: '127.0.0.1' }, body: '', ...more };
}

test('a poll with macros filled in says who asks and where it stands', () => {
  const target =
    '/innovaphone/update?mac=00-90-33-01-02-03&hw=IP232-01-02-03&type=IP232&ip=10.0.0.9&ver=IP232+13r2&CHECK=r1&PROT=136146';
  expect(readPhoneRequest(request(target))).toEqual({
    mac: '009033010203',
    model: 'IP232',
    version: 'IP232 13r2',
    check: 'r1',
    build: '136146',
    typed: [],
  });
});

test.each([
  ['/innovaphone/update?mac=009033010203', '009033010203'],
  ['/init?x=00-90-33-01-02-03', '009033010203'],
  ['/init?x=00:90:33:AB:cd:EF', '009033abcdef'],
  ['/init?x=009033010203', '009033010203'],
  ['/init?hwid=IP232-30-00-af', '0090333000af'],
  ['/innovaphone/upload/info/009033010203', '009033010203'],
  ['/innovaphone/update?mac=7c2f80820ec0', '7c2f80820ec0'],
])('the MAC in %s is found', (target, mac) => {
  expect(readPhoneRequest(request(target)).mac).toBe(mac);
});

test.each(['/init', '/init?x=123456789012', '/init?mac=1234', '/init?x=0090330102', '/?x=%E0%A4%A'])(
  'there is no MAC in %s',
  (target) => {
    expect(readPhoneRequest(request(target)).mac).toBeNull();
  },
);

test('the model is taken from what a URL that ends in / gets appended', () => {
  expect(readPhoneRequest(request('/x/update-ip112.htm?mac=009033010203')).model).toBe('IP112');
});

test('a code is found in any parameter, in headers and in the body, and told once', () => {
  const found = (more: Partial<PhoneRequest>, target = '/u?mac=00-90-33-01-02-03') =>
    readPhoneRequest(request(target, more)).typed;
  expect(found({}, '/u?mac=00-90-33-01-02-03&anything=012345678901')).toEqual(['012345678901']);
  expect(found({}, '/u?mac=00-90-33-01-02-03&vars=UPDATE%2FCODE%3D012345678901')).toEqual(['012345678901']);
  expect(found({ headers: { 'x-code': '012345678901' } })).toEqual(['012345678901']);
  expect(found({ body: 'code=012345678901&again=012345678901' })).toEqual(['012345678901']);
});

test('what a phone says of itself is never taken for a code', () => {
  const digits = '123456789012';
  const names = ['ver', 'PROT', 'PROTdate', 'CHECK', 'CHECKdate', 'CFG-BACKUP-NUM', 'mac', 'hw', 'type', 'ip'];
  for (const name of names) expect(readPhoneRequest(request(`/u?${name}=${digits}`)).typed).toEqual([]);
  expect(readPhoneRequest(request('/u?mac=009033010203&id=009033010203')).typed).toEqual([]);
  expect(readPhoneRequest(request('/u?x=1234567890123')).typed).toEqual([]);
  expect(readPhoneRequest(request('/u', { headers: { 'user-agent': digits } })).typed).toEqual([]);
});

test('no request makes the reading throw, or brings more than 25 candidates', () => {
  const texts = fc.string({ unit: 'binary', maxLength: 300 });
  fc.assert(
    fc.property(texts, texts, fc.array(fc.nat(), { maxLength: 80 }), (target, header, numbers) => {
      const body = numbers.map((number) => String(number).padStart(12, '1')).join(' ');
      const read = readPhoneRequest(request(target, { headers: { x: header }, body }));
      expect(read.typed.length).toBeLessThanOrEqual(25);
      expect(new Set(read.typed).size).toBe(read.typed.length);
    }),
  );
});

test('the ordinary log has no twelve digits in a row, the raw text has', () => {
  const typed = request('/u?x=012345678901', { body: 'y' });
  expect(maskDigits(typed.target)).toBe('/u?x=············');
  expect(writeRaw(typed)).toBe('GET /u?x=012345678901\nhost: 127.0.0.1\n\ny');
});
