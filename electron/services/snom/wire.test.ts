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
  decodeList,
  decodeRedirection,
  decodeRegister,
  deregisterCall,
  listCall,
  redirectionCall,
  registerCall,
} from './wire.ts';

const URL_TEMPLATE = 'https://prov.example.com/{mac}.htm?a=1&b=2';

function device(macText: string): ServiceDevice {
  const mac = parseMac(macText);
  if (!mac.ok) throw new Error(`No MAC: ${macText}`);
  return { mac: mac.value, checkCode: '' };
}

const A = device('000413610FF5');
const B = device('0004136100E5');
const C = device('000413260000');

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

describe('calls', () => {
  test('one phone takes the single method, several the list; the URL goes to the letter', () => {
    const url = ' https://joe:x@h/{mac}<&>%25';
    expect(registerCall([C], url)).toEqual({ method: 'redirect.registerPhone', params: ['000413260000', url] });
    expect(registerCall([A, C], url)).toEqual({
      method: 'redirect.registerPhoneList',
      params: [['000413610FF5', '000413260000'], url],
    });
    expect(deregisterCall([A])).toEqual({ method: 'redirect.deregisterPhone', params: ['000413610FF5'] });
    expect(deregisterCall([A, B])).toEqual({
      method: 'redirect.deregisterPhoneList',
      params: [['000413610FF5', '0004136100E5']],
    });
    expect(checkCall(A.mac)).toEqual({ method: 'redirect.checkPhone', params: ['000413610FF5'] });
    expect(redirectionCall(A.mac)).toEqual({ method: 'redirect.getPhoneRedirection', params: ['000413610FF5'] });
    expect(listCall('snomM700', '')).toEqual({ method: 'redirect.listPhones', params: ['snomM700'] });
    expect(listCall('snomM700', url)).toEqual({ method: 'redirect.listPhones', params: ['snomM700', url] });
  });
});

describe('answers to one write', () => {
  test.each([
    ['ok', 'confirmed', 'confirmed'],
    ['ok-compact', 'confirmed', 'confirmed'],
    ['ok-untyped', 'confirmed', 'confirmed'],
    ['owned-by-other', 'refused:owned-by-other', 'refused:owned-by-other'],
    ['owned-by-other-with-mac', 'refused:owned-by-other', 'refused:owned-by-other'],
    ['owned-by-other-without-prefix', 'refused:owned-by-other', 'refused:owned-by-other'],
    ['malformed-url', 'refused:bad-url', 'open'],
    ['malformed-mac', 'refused:bad-mac', 'refused:bad-mac'],
    ['no-such-mac', 'refused:bad-mac', 'absent'],
    ['other-mac', 'open', 'open'],
    ['true-without-ok', 'open', 'open'],
    ['contradiction', 'open', 'open'],
    ['redirection', 'open', 'open'],
    ['list-empty', 'open', 'open'],
    ['fault', 'open', 'open'],
  ])('%s: register %s, deregister %s', async (name, registered, deregistered) => {
    expect(summary(decodeRegister(await answer(name), [A]))).toBe(registered);
    expect(summary(decodeDeregister(await answer(name), [A]))).toBe(deregistered);
  });

  test("the service's words are kept", async () => {
    expect(decodeRegister(await answer('owned-by-other'), [A])).toMatchObject([{ words: 'Error:owned_by_other_user' }]);
    expect(decodeRegister(await answer('fault'), [A])).toMatchObject([
      { words: 'method "redirect.registerPhone" is not supported' },
    ]);
  });
});

describe('answers to a list', () => {
  test.each([
    ['ok', 'open open open'],
    ['malformed-mac-list', 'open open open'],
    ['malformed-url', 'refused:bad-url refused:bad-url refused:bad-url'],
    ['owned-by-other', 'open open open'],
    ['pairs-struct', 'refused:owned-by-other refused:bad-url open'],
    ['pairs-struct-with-status', 'refused:owned-by-other refused:bad-url open'],
    ['pairs-text', 'refused:owned-by-other refused:bad-url open'],
    ['pairs-text-with-status', 'refused:owned-by-other refused:bad-url open'],
    ['pairs-text-quoted', 'refused:owned-by-other open open'],
    ['pairs-arrays', 'refused:owned-by-other refused:bad-url open'],
    ['pairs-arrays-with-status', 'refused:owned-by-other refused:bad-url open'],
    ['true-without-ok', 'open open open'],
    ['contradiction', 'open open open'],
    ['fault', 'open open open'],
  ])('%s: %s', async (name, kinds) => {
    expect(summary(decodeRegister(await answer(name), [A, B, C]))).toBe(kinds);
  });

  test('each named device has its own words', async () => {
    expect(decodeRegister(await answer('pairs-text'), [C, B, A])).toMatchObject([
      { kind: 'open' },
      { kind: 'refused', words: 'Error: malformed_url' },
      { kind: 'refused', words: 'Error:owned_by_other_user' },
    ]);
  });

  test('a device named twice with different texts is open', () => {
    const twice = [
      [A.mac, 'Error:malformed_mac'],
      [A.mac.toUpperCase(), 'Ok'],
    ];
    expect(summary(decodeRegister({ kind: 'value', value: twice }, [A, B]))).toBe('open open');
  });
});

describe('checkPhone', () => {
  test.each([
    ['ok', { kind: 'registered', entry: { url: null, name: null, date: null, company: null } }],
    ['owned-by-other', { kind: 'foreign', words: 'Error:owned_by_other_user' }],
    ['no-such-mac', { kind: 'absent' }],
    ['malformed-mac', { kind: 'refused', reason: 'bad-mac' }],
    ['other-mac', { kind: 'unclear' }],
    ['true-without-ok', { kind: 'unclear', words: 'Queued' }],
    ['malformed-url', { kind: 'unclear' }],
    ['list-empty', { kind: 'unclear' }],
  ])('%s: %j', async (name, reading) => {
    expect(decodeCheck(await value(name), A)).toMatchObject(reading);
  });
});

describe('getPhoneRedirection', () => {
  const entry = { url: URL_TEMPLATE, name: null, date: null, company: 'Acme' };
  test.each([
    ['redirection', entry],
    ['redirection-with-status', entry],
    ['redirection-without-company', { ...entry, company: null }],
    ['redirection-empty', { ...entry, url: '', company: '' }],
    ['redirection-nil', { ...entry, url: '', company: null }],
    ['redirection-company-false', { ...entry, company: 'False' }],
  ])('%s is registered', async (name, expected) => {
    expect(decodeRedirection(await value(name), A)).toMatchObject({ kind: 'registered', entry: expected });
  });

  test.each([
    ['owned-by-other', { kind: 'foreign' }],
    ['owned-by-other-without-prefix', { kind: 'foreign' }],
    ['no-such-mac', { kind: 'absent' }],
    ['malformed-mac', { kind: 'refused', reason: 'bad-mac' }],
    ['ok', { kind: 'unclear' }],
    ['list-empty', { kind: 'unclear' }],
    ['pairs-struct', { kind: 'unclear' }],
  ])('%s: %j', async (name, reading) => {
    expect(decodeRedirection(await value(name), A)).toMatchObject(reading);
  });

  test('an error text where the URL should stand is no address', () => {
    expect(decodeRedirection(['', 'Error:no_such_mac'], A).kind).toBe('unclear');
    expect(decodeRedirection([true, 'Acme', 'no_such_mac'], A).kind).toBe('unclear');
    expect(decodeRedirection([false, 'Acme', URL_TEMPLATE], A).kind).toBe('unclear');
    expect(decodeRedirection([URL_TEMPLATE], A).kind).toBe('unclear');
  });
});

describe('listPhones', () => {
  test.each([
    ['list', { kind: 'phones', macs: [A.mac, B.mac] }],
    ['list-empty', { kind: 'phones', macs: [] }],
    ['list-rejected', { kind: 'rejected', words: 'Error:unknown_type' }],
  ])('%s: %j', async (name, list) => {
    expect(decodeList(await value(name))).toEqual({ ok: true, value: list });
  });

  test.each(['list-strange', 'pairs-struct', 'ok'])('%s is no list', async (name) => {
    const error = { kind: 'service', reason: 'unexpected-answer', sent: 'no' };
    expect(decodeList(await value(name))).toMatchObject({ ok: false, error });
  });
});

describe('whatever is answered', () => {
  const macs = [A, B, C];
  const text = fc.oneof(
    fc.constantFrom('Ok', 'ok ', 'Okay', 'true', 'False', '1', '0', '', 'constructor', '__proto__', 'https://h/{mac}'),
    fc
      .tuple(
        fc.constantFrom('', '{', '{"', 'Error:', 'Error: '),
        fc.constantFrom('owned_by_other_user', 'malformed_url', 'no_such_mac', 'Ok', ...macs.map(({ mac }) => mac)),
        fc.constantFrom('', ':', ': Error:malformed_mac', `:${B.mac}`, ',', ', '),
        fc.constantFrom('', ...macs.map(({ mac }) => `${mac}: Ok}`), 'https://u:p@h/'),
      )
      .map((parts) => parts.join('')),
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
      fc.array(tie('anything'), { maxLength: 5 }),
      fc.dictionary(text, tie('anything'), { maxKeys: 4 }).map((members) => new Map(Object.entries(members))),
    ),
  }));
  const likely = fc
    .tuple(fc.constantFrom<XmlRpcValue>(true, false, 1, 0, 'true', null), fc.oneof(text, anything))
    .map((parts): XmlRpcValue => parts);
  const values = fc.oneof(anything, likely);

  test('no write throws, and nothing is confirmed without an Ok for the call or for the device', () => {
    fc.assert(
      fc.property(values, fc.subarray(macs), fc.boolean(), fc.boolean(), (decoded, devices, isFault, isRegister) => {
        const response: XmlRpcResponse = isFault
          ? { kind: 'fault', code: 1, text: textsOf(decoded).join(' ') }
          : { kind: 'value', value: decoded };
        const answers = (isRegister ? decodeRegister : decodeDeregister)(response, devices);
        expect(answers).toHaveLength(devices.length);
        const texts = isFault ? [] : textsOf(decoded);
        devices.forEach(({ mac }, at) => {
          const one = answers[at];
          if (one?.kind !== 'failed') expect(one?.words.length).toBeLessThanOrEqual(MAX_WORDS);
          if (one?.kind !== 'confirmed') return;
          expect(texts.some((said) => /(^|\W)ok\W*$/i.test(said))).toBe(true);
          const isForCall = Array.isArray(decoded) && decoded.length === 2 && /^\s*ok\s*$/i.test(String(decoded[1]));
          if (!isForCall) expect(texts.join(' ').toLowerCase()).toContain(mac);
        });
      }),
      { numRuns: 3000 },
    );
  });

  test('no read throws, and an error text is never an address', () => {
    fc.assert(
      fc.property(values, (decoded) => {
        decodeList(decoded);
        decodeCheck(decoded, A);
        const reading = decodeRedirection(decoded, A);
        if (reading.kind === 'registered') expect(reading.entry.url).not.toMatch(/^\s*error\s*:|^\s*ok\s*$/i);
      }),
      { numRuns: 2000 },
    );
  });
});
