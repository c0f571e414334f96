import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMac } from '../../../shared/domain/mac.ts';
import { decodeCall, encodeCall, isXmlRpcText } from '../../transport/xml-rpc.ts';
import type { CallFileContent, ServiceDevice } from '../service.ts';
import { gigaset } from './index.ts';
import { formatMacId } from './wire.ts';

const ACCOUNT = { url: 'https://prov.gigaset.net/apxml/rpc.do', user: 'joe' };
const TARGET = { url: 'https://prov.example.com/%MACD?a=1&b=<2>', name: 'Telefon & Netz Müller' };

function device(index: number, checkCode = ''): ServiceDevice {
  const mac = parseMac(`7c2f8000${index.toString(16).padStart(4, '0')}`);
  if (!mac.ok) throw new Error('No MAC');
  return { mac: mac.value, checkCode };
}

function read(content: string | Uint8Array): Promise<unknown> {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
  return Promise.resolve(gigaset.readCallFile?.(bytes));
}

describe('writing', () => {
  const devices = [device(1, '55DF'), device(2), device(3, 'A0Z9')];

  test('batches become list calls, what is left over a single call', async () => {
    const files = gigaset.writeCallFiles('register', devices, TARGET, 2, ACCOUNT);
    if (!files.ok) throw new Error('Not written');
    expect(files.value.map(({ name }) => name)).toEqual(['0001-registerDeviceList.xml', '0002-registerDevice.xml']);
    const [list, single] = await Promise.all(files.value.map(({ content }) => decodeCall(content)));
    expect(list).toEqual({
      ok: true,
      value: {
        method: 'autoprov.registerDeviceList',
        params: [['7C2F80000001-55DF', '7C2F80000002'], TARGET.url, TARGET.name],
      },
    });
    expect(single).toMatchObject({ ok: true, value: { params: ['7C2F80000003-A0Z9', TARGET.url, TARGET.name] } });
  });

  test('batch 1 means single calls, a check always does; a batch is never larger than the service takes', () => {
    const names = (...options: Parameters<typeof gigaset.writeCallFiles>): readonly string[] => {
      const files = gigaset.writeCallFiles(...options);
      return files.ok ? files.value.map(({ name }) => name) : [];
    };
    expect(names('deregister', devices, TARGET, 1, ACCOUNT)).toEqual([
      '0001-deregisterDevice.xml',
      '0002-deregisterDevice.xml',
      '0003-deregisterDevice.xml',
    ]);
    expect(names('deregister', devices, TARGET, 50, ACCOUNT)).toEqual(['0001-deregisterDeviceList.xml']);
    expect(names('check', devices, TARGET, 50, ACCOUNT)).toEqual([
      '0001-checkDevice.xml',
      '0002-checkDevice.xml',
      '0003-checkDevice.xml',
    ]);
    const many = Array.from({ length: 401 }, (_, index) => device(index));
    expect(names('register', many, TARGET, 9999, ACCOUNT)).toHaveLength(3);
    expect(names('register', [], TARGET, 50, ACCOUNT)).toEqual([]);
  });

  test('no file holds a password or what XML cannot carry', () => {
    const refused = (change: Partial<typeof TARGET>) =>
      gigaset.writeCallFiles('register', devices, { ...TARGET, ...change }, 50, ACCOUNT);
    const error = { kind: 'validation', sent: 'no' };
    expect(refused({ url: 'https://u:p@h/%MACD' })).toMatchObject({
      ok: false,
      error: { ...error, reason: 'bad-url', aspect: 'password' },
    });
    expect(refused({ url: 'https://h/\u0002' })).toMatchObject({ ok: false, error: { ...error, reason: 'bad-url' } });
    expect(refused({ name: '\ufffe' })).toMatchObject({ ok: false, error: { ...error, reason: 'bad-name' } });
    expect(gigaset.writeCallFiles('deregister', devices, { ...TARGET, url: 'https://u:p@h/' }, 50, ACCOUNT).ok).toBe(
      true,
    );
  });

  test('what is written is read back as it was', async () => {
    const text = fc
      .string({ unit: 'binary' })
      .filter((one) => isXmlRpcText(one) && one === one.trim() && !one.includes('@'));
    await fc.assert(
      fc.asyncProperty(text, text, fc.integer({ min: 1, max: 4 }), async (url, name, batch) => {
        const files = gigaset.writeCallFiles('register', devices, { url, name }, batch, ACCOUNT);
        const contents = await Promise.all((files.ok ? files.value : []).map(({ content }) => read(content)));
        const found = (contents as { readonly value: CallFileContent }[]).flatMap(({ value }) => value.devices);
        expect(found).toEqual(devices.map((one) => ({ macText: formatMacId(one), url, name })));
      }),
      { numRuns: 200 },
    );
  });
});

describe('reading', () => {
  const fixture = (name: string): Uint8Array => readFileSync(`${import.meta.dirname}/fixtures/${name}.xml`);
  const url = 'https://prov.example.com/%MACD';
  const devices = (...macTexts: readonly string[]) => macTexts.map((macText) => ({ macText, url: '', name: '' }));

  test.each([
    [
      'call-register-device',
      'autoprov.registerDevice',
      [{ macText: '7C2F80820EC0-55DF', url: `${url}.xml?a=1&b=2`, name: 'Telefon & Netz Müller' }],
    ],
    [
      'call-register-device-list',
      'autoprov.registerDeviceList',
      ['7C2F80820EC0-55DF', '7C2F80208295-1910'].map((macText) => ({ macText, url, name: 'Acme' })),
    ],
    ['call-deregister-device', 'autoprov.deregisterDevice', devices('7C2F80820EC0-55DF')],
    ['call-deregister-device-list', 'autoprov.deregisterDeviceList', devices('7C2F80820EC0-55DF', '7C2F80208295')],
    ['call-check-device', 'autoprov.checkDevice', devices('7C2F80820EC0')],
    ['call-list-devices', 'autoprov.listDevices', []],
  ])('%s', async (name, method, found) => {
    expect(await read(fixture(name))).toEqual({ ok: true, value: { method, devices: found } });
  });

  test('with a BOM, in UTF-16, without the prefix', async () => {
    const text = encodeCall('checkDevice', ['7C2F80820EC0']).replace('UTF-8', 'UTF-16');
    const expected = { ok: true, value: { method: 'checkDevice', devices: devices('7C2F80820EC0') } };
    expect(await read(Buffer.from(`\ufeff${text}`, 'utf16le'))).toEqual(expected);
    expect(await read(`\ufeff${encodeCall('checkDevice', ['7C2F80820EC0'])}`)).toEqual(expected);
    expect(
      await read(`\n\n<methodCall><methodName>checkDevice</methodName><params><param><value>
      7C2F80820EC0</value></param></params></methodCall>`),
    ).toEqual(expected);
  });

  test('a damaged call file is a failure, with other parameters too', async () => {
    const text = new TextDecoder().decode(fixture('call-register-device-list'));
    const error = { kind: 'protocol', reason: 'not-xmlrpc', sent: 'no' };
    expect(await read(text.slice(0, -40))).toMatchObject({ ok: false, error });
    for (const params of [[], [['7C2F80820EC0']], [['7C2F80820EC0'], 7], [[['7C2F80820EC0']], 'u', 'n']]) {
      expect(await read(encodeCall('autoprov.registerDeviceList', params))).toMatchObject({
        ok: false,
        error: { ...error, aspect: 'shape' },
      });
    }
    expect(await read(encodeCall('autoprov.checkDevice', [12]))).toMatchObject({ ok: false, error });
  });

  test('anything else is left to others', async () => {
    for (const text of [
      '',
      '7C2F80820EC0;55DF\n',
      '<html><body>methodCall</body></html>',
      '<?xml version="1.0"?><methodResponse><params/></methodResponse>',
      encodeCall('redirect.registerPhone', ['000413610FF5', url]),
      encodeCall('autoprov.other', []),
      'mac,note\n7C2F80820EC0,<methodCall>\n',
    ]) {
      expect(await read(text)).toBeNull();
    }
  });

  test('no bytes make it throw', async () => {
    const whole = fixture('call-register-device-list');
    const damaged = fc
      .tuple(fc.nat(whole.length - 1), fc.uint8Array({ maxLength: 8 }))
      .map(([at, bytes]) => Buffer.concat([whole.subarray(0, at), bytes, whole.subarray(at + 1)]));
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 64 }), damaged), async (bytes) => {
        const content = await read(bytes);
        expect(content === null || (typeof content === 'object' && 'ok' in content)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
