import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseMac } from '../../../shared/domain/mac.ts';
import { decodeResponse, type XmlRpcResponse, type XmlRpcValue } from '../../transport/xml-rpc.ts';
import type { ServiceDevice, WriteAnswer } from '../service.ts';
import { MAX_WORDS, textsOf } from '../xml-rpc-answers.ts';
import {
  checkCall,
  decodeCheck,
  decodeDeregister,
  decodeDevices,
  decodeRegister,
  deregisterCall,
  formatMacId,
  listCall,
  registerCall,
} from './wire.ts';

/** Stands for a device's password, and for the one in a URL, in every fixture. */
const SECRET = 's3cr';
const URL_TEMPLATE = 'https://prov.example.com/%MACD.xml?a=1&b=2';

function device(macText: string, checkCode = ''): ServiceDevice {
  const mac = parseMac(macText);
  if (!mac.ok) throw new Error(`No MAC: ${macText}`);
  return { mac: mac.value, checkCode };
}

const A = device('7C2F80820EC0', '55DF');
const B = device('7C2F80208295', '1910');
const C = device('589EC6AABBCC');

async function answer(name: string): Promise<XmlRpcResponse> {
  const decoded = await decodeResponse(readFileSync(`${import.meta.dirname}/fixtures/${name}.xml`));
  if (!decoded.ok) throw new Error(`The fixture ${name} can't be decoded: ${JSON.stringify(decoded.error)}`);
  return decoded.value;
}

async function value(name: string): Promise<XmlRpcValue> {
  const response = await answer(name);
  if (response.kind === 'fault') throw new Error(`The fixture ${name} is a fault`);
  return response.value;
}

/** `kind` or `kind:reason`. */
function summary(answers: readonly WriteAnswer[]): string {
  return answers.map((one) => (one.kind === 'refused' ? `refused:${one.reason}` : one.kind)).join(' ');
}

function wordsOf(answers: readonly WriteAnswer[]): readonly string[] {
  return answers.map((one) => (one.kind === 'failed' ? '' : one.words));
}

describe('calls', () => {
  test('a MAC-ID is upper case, with the check code where there is one', () => {
    expect(formatMacId(A)).toBe('7C2F80820EC0-55DF');
    expect(formatMacId({ ...A, checkCode: '55df' })).toBe('7C2F80820EC0-55DF');
    expect(formatMacId(C)).toBe('589EC6AABBCC');
  });

  test('one device takes the single method, several the list; the target goes to the letter', () => {
    const target = { url: ' https://joe:x@h/%MACD<&>%25', name: ' Acme & Söhne ' };
    expect(registerCall([A], target)).toEqual({
      method: 'autoprov.registerDevice',
      params: ['7C2F80820EC0-55DF', target.url, target.name],
    });
    expect(registerCall([A, C], target)).toEqual({
      method: 'autoprov.registerDeviceList',
      params: [['7C2F80820EC0-55DF', '589EC6AABBCC'], target.url, target.name],
    });
    expect(deregisterCall([B])).toEqual({ method: 'autoprov.deregisterDevice', params: ['7C2F80208295-1910'] });
    expect(deregisterCall([B, C])).toEqual({
      method: 'autoprov.deregisterDeviceList',
      params: [['7C2F80208295-1910', '589EC6AABBCC']],
    });
    expect(checkCall(A)).toEqual({ method: 'autoprov.checkDevice', params: ['7C2F80820EC0-55DF'] });
    expect(listCall([])).toEqual({ method: 'autoprov.listDevices', params: [] });
    expect(listCall(['a', 'b'])).toEqual({ method: 'autoprov.listDevices', params: ['a', 'b'] });
  });
});

describe('answers to one registration', () => {
  test.each([
    ['register-ok', 'confirmed', 'OK: ***'],
    ['register-ok-typed', 'confirmed', 'OK: ***'],
    ['register-ok-without-password', 'confirmed', 'OK'],
    ['register-status-number', 'confirmed', 'OK: ***'],
    ['register-status-text', 'confirmed', 'OK: ***'],
    ['register-in-use', 'taken', 'mac_already_in_use:7C2F80820EC0'],
    ['register-in-use-bare', 'taken', ' MAC_ALREADY_IN_USE '],
    ['register-mac-invalid', 'refused:bad-mac', 'mac_invalid:7c2f80820ec0'],
    ['register-mac-not-exist', 'refused:bad-check-code', 'mac_not_exist:7C2F80820EC0'],
    ['register-url-invalid', 'refused:bad-url', 'url_invalid:https://***@prov.example.com:8443/%MACD'],
    ['register-name-invalid', 'refused:bad-name', 'name_invalid:Acme: <Berlin>'],
    ['register-other-mac', 'open', 'mac_invalid:7C2F80208295'],
    ['register-contradiction', 'open', 'mac_already_in_use:7C2F80820EC0'],
    ['register-false-ok', 'open', 'OK: ***'],
    ['register-struct', 'open', '{***: "OK", ***: "***"}'],
    ['list-empty', 'open', '[]'],
    ['fault', 'open', 'No such handler: autoprov.registerDevice'],
  ])('%s: %s', async (name, kind, words) => {
    const answers = decodeRegister(await answer(name), [A]);
    expect(summary(answers)).toBe(kind);
    expect(wordsOf(answers)).toEqual([words]);
  });
});

describe('answers to a list of registrations', () => {
  test.each([
    ['register-list-ok', 'confirmed confirmed confirmed'],
    ['register-list-partial', 'confirmed taken refused:bad-check-code'],
    ['register-list-only-failures', 'open taken open'],
    ['register-list-too-few-oks', 'open refused:bad-mac open'],
    ['register-list-bare-codes', 'open open open'],
    ['register-list-same-bare-code', 'refused:bad-mac refused:bad-mac refused:bad-mac'],
    ['register-list-url-invalid', 'refused:bad-url refused:bad-url refused:bad-url'],
    ['register-list-named-twice', 'open open open'],
    ['register-ok', 'open open open'],
    ['fault', 'open open open'],
  ])('%s: %s', async (name, kinds) => {
    expect(summary(decodeRegister(await answer(name), [A, B, C]))).toBe(kinds);
  });

  test('the order of the texts does not matter, only the MACs they name', async () => {
    expect(summary(decodeRegister(await answer('register-list-partial'), [C, A, B]))).toBe(
      'refused:bad-check-code confirmed taken',
    );
  });

  test('a device that was asked for twice is never settled by counting', async () => {
    expect(summary(decodeRegister(await answer('register-list-ok'), [A, A, B]))).toBe('open open open');
  });

  test('a password that looks like a MAC names no device', () => {
    const answers = decodeRegister({ kind: 'value', value: [true, 'OK: 0a1b2c3d4e5f', 'OK: 112233445566'] }, [A, B]);
    expect(summary(answers)).toBe('confirmed confirmed');
    expect(wordsOf(answers)).toEqual(['OK: ***', 'OK: ***']);
  });

  test('nothing is counted when a text names a device of some other call', () => {
    const value = [false, `mac_invalid:${C.mac}`, 'OK: x', 'OK: y'];
    expect(summary(decodeRegister({ kind: 'value', value }, [A, B]))).toBe('open open');
  });

  test('every OK under a status of false is open', () => {
    expect(summary(decodeRegister({ kind: 'value', value: [false, 'OK: x', 'OK: y'] }, [A, B]))).toBe('open open');
  });
});

describe('answers to removals', () => {
  test.each([
    ['deregister-ok', 'confirmed'],
    ['deregister-not-found', 'absent'],
    ['deregister-not-found-bare', 'absent'],
    ['deregister-mac-invalid', 'refused:bad-mac'],
    ['register-in-use', 'open'],
    ['fault', 'open'],
  ])('%s: %s', async (name, kind) => {
    expect(summary(decodeDeregister(await answer(name), [A]))).toBe(kind);
  });

  test('lists', async () => {
    expect(summary(decodeDeregister(await answer('deregister-list-ok'), [A, B, C]))).toBe(
      'confirmed confirmed confirmed',
    );
    expect(summary(decodeDeregister(await answer('deregister-list-partial'), [A, B, C]))).toBe(
      'confirmed absent confirmed',
    );
    const named = [true, `OK:${B.mac}`, `mac_not_found:${C.mac}`];
    expect(summary(decodeDeregister({ kind: 'value', value: named }, [A, B, C]))).toBe('open confirmed absent');
  });
});

describe('checkDevice', () => {
  const found = { url: URL_TEMPLATE, name: 'Acme', company: null };
  test.each([
    ['check-ok', { ...found, date: '20.11.2024' }],
    ['check-ok-typed-date', { ...found, date: '20241120T10:15:00' }],
    ['check-list-order', { ...found, date: '2024-11-20' }],
    ['check-without-url', { ...found, url: null, date: '2024-11-20' }],
    ['check-mac-echoed', { url: null, name: null, date: null, company: null }],
  ])('%s is registered', async (name, entry) => {
    expect(decodeCheck(await value(name), A)).toMatchObject({ kind: 'registered', entry });
  });

  test.each([
    ['check-not-found', { kind: 'absent', words: 'mac_not_found:7C2F80820EC0' }],
    ['check-mac-invalid', { kind: 'refused', reason: 'bad-mac' }],
    ['check-mac-not-exist', { kind: 'refused', reason: 'bad-check-code' }],
    ['check-other-mac', { kind: 'unclear' }],
    ['check-ok-without-mac', { kind: 'unclear', words: 'OK' }],
    ['register-in-use', { kind: 'unclear' }],
    ['register-struct', { kind: 'unclear' }],
    ['list-empty', { kind: 'unclear' }],
  ])('%s: %j', async (name, reading) => {
    expect(decodeCheck(await value(name), A)).toMatchObject(reading);
  });

  test('an empty URL is told from the date', () => {
    const entry = { url: '', name: 'Acme', date: '2024-11-20' };
    expect(decodeCheck([true, A.mac, 'Acme', '2024-11-20', ''], A)).toMatchObject({ kind: 'registered', entry });
    expect(decodeCheck([true, A.mac, 'Acme', '', '2024-11-20'], A)).toMatchObject({ kind: 'registered', entry });
  });
});

describe('listDevices', () => {
  const row = { mac: A.mac, model: '', entry: { url: URL_TEMPLATE, name: 'Acme', date: '20.11.2024', company: null } };
  test.each([
    ['list-empty', []],
    ['list-rows-with-status', [row]],
    ['list-one-row-flat', [row]],
    ['list-one-row-flat-with-status', [row]],
    ['list-check-order', [row]],
    ['list-nil-fields', [{ ...row, entry: { url: '', name: null, date: null, company: null } }]],
    [
      'list-rows',
      [
        { ...row, entry: { ...row.entry, date: '2024-11-20 10:15:00' } },
        {
          mac: B.mac,
          model: '',
          entry: { url: 'http://joe:s3cr:et@10.0.0.1/%MACD', name: '', date: '20241120T10:15:00', company: null },
        },
      ],
    ],
  ])('%s', async (name, phones) => {
    expect(decodeDevices(await value(name))).toEqual({ ok: true, value: phones });
  });

  test.each([
    ['list-error', 'name_invalid:Acme'],
    ['list-strange-row', '["total", "1"]'],
    ['register-struct', '{status: "OK", password: "s3cr:et"}'],
  ])('%s is no list', async (name, serviceWords) => {
    const error = { kind: 'service', reason: 'unexpected-answer', sent: 'no', concernsAccount: false, serviceWords };
    expect(decodeDevices(await value(name))).toEqual({ ok: false, error });
  });
});

describe('whatever is answered', () => {
  const macs = [A, B, C, device('7C2F80000001')];
  const text = fc.oneof(
    fc.constantFrom(
      'OK',
      'ok',
      'OK: s3cr',
      'Ok:s3cr',
      'OK s3cr',
      'true',
      'false',
      '1',
      '0',
      '',
      'constructor',
      '__proto__',
    ),
    fc
      .tuple(
        fc.constantFrom(
          'mac_invalid',
          'mac_not_exist',
          'mac_already_in_use',
          'mac_not_found',
          'url_invalid',
          'OK',
          'x',
        ),
        fc.constantFrom(':', ': ', ''),
        fc.constantFrom(...macs.map(({ mac }) => mac), 'https://u:s3cr@h/', '', 'junk'),
      )
      .map((parts) => parts.join('')),
    fc.constantFrom(...macs.map(formatMacId), 'https://h/%MACD', '2024-11-20'),
    fc.string(),
  );
  const { anything } = fc.letrec<{ anything: XmlRpcValue }>((tie) => ({
    anything: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      text,
      fc.boolean(),
      fc.integer(),
      fc.constant(null),
      fc.bigInt(),
      fc.double(),
      fc.uint8Array({ maxLength: 4 }),
      text.map((date) => ({ kind: 'dateTime' as const, text: date })),
      fc.array(tie('anything'), { maxLength: 6 }),
      fc.dictionary(text, tie('anything'), { maxKeys: 4 }).map((members) => new Map(Object.entries(members))),
    ),
  }));
  const likely: fc.Arbitrary<XmlRpcValue> = fc
    .tuple(fc.constantFrom<XmlRpcValue>(true, false, 1, 0, 'true', null), fc.array(text, { maxLength: 5 }))
    .map(([flag, texts]) => [flag, ...texts]);
  const values = fc.oneof(anything, likely);

  test('no write throws, and none is confirmed without an OK for each', () => {
    fc.assert(
      fc.property(values, fc.subarray(macs), fc.boolean(), fc.boolean(), (decoded, devices, isFault, isRegister) => {
        const response: XmlRpcResponse = isFault
          ? { kind: 'fault', code: 1, text: textsOf(decoded).join(' ') }
          : { kind: 'value', value: decoded };
        const answers = (isRegister ? decodeRegister : decodeDeregister)(response, devices);
        expect(answers).toHaveLength(devices.length);
        const oks = isFault ? [] : textsOf(decoded).filter((one) => /^\s*ok\s*(:|$)/i.test(one));
        expect(answers.filter(({ kind }) => kind === 'confirmed').length).toBeLessThanOrEqual(oks.length);
        for (const words of wordsOf(answers)) expect(words.length).toBeLessThanOrEqual(MAX_WORDS);
      }),
      { numRuns: 2000 },
    );
  });

  test('no device is confirmed that a text names with a code', () => {
    fc.assert(
      fc.property(values, (decoded) => {
        const answers = decodeRegister({ kind: 'value', value: decoded }, macs);
        macs.forEach(({ mac }, at) => {
          const named = textsOf(decoded).some((one) => /^mac_\w+: ?(\w{12})$/.exec(one)?.[1] === mac);
          if (named) expect(answers[at]?.kind).not.toBe('confirmed');
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('no read throws, and a device is registered only when the answer begins with its MAC', () => {
    fc.assert(
      fc.property(values, (decoded) => {
        decodeDevices(decoded);
        const reading = decodeCheck(decoded, A);
        if (reading.kind !== 'registered') return;
        const about = Array.isArray(decoded) ? String(decoded[1]) : '';
        expect(about.slice(0, 12).toLowerCase()).toBe(A.mac);
      }),
      { numRuns: 1000 },
    );
  });

  test('a device password never leaves, whatever the shape around it', () => {
    const withSecret = fc.oneof(
      fc.tuple(values, values).map(([before, after]): XmlRpcValue => [true, before, SECRET, after]),
      fc.tuple(values, values).map(([before, after]): XmlRpcValue => [before, `OK: ${SECRET}`, after]),
      values.map((other): XmlRpcValue => new Map<string, XmlRpcValue>([['OK', SECRET]]).set('more', other)),
      values.map(
        (other): XmlRpcValue => new Map<string, XmlRpcValue>([['password', [SECRET, other]]]).set('status', 'Ok'),
      ),
      values.map((other): XmlRpcValue => [[1n, [SECRET]], other]),
    );
    fc.assert(
      fc.property(withSecret, fc.subarray(macs), (decoded, devices) => {
        const answers = decodeRegister({ kind: 'value', value: decoded }, devices);
        expect(JSON.stringify(answers)).not.toContain(SECRET);
      }),
      { numRuns: 1000 },
    );
  });
});
