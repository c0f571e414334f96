import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  faultsOf,
  isPickedByMac,
  PRACTICE_FAULTS,
  type PracticeFault,
  parseFault,
  practiceCheckCode,
  seededRandom,
} from './practice-faults.ts';

function parsed(text: string): PracticeFault {
  const result = parseFault(text);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

const macs = fc.stringMatching(/^[0-9a-f]{12}$/);

describe('parseFault', () => {
  it.each(PRACTICE_FAULTS)('takes $name with its default, and says what it means in both languages', (description) => {
    expect(parsed(description.name)).toEqual({ service: null, name: description.name, value: description.default });
    expect(description.meaning.de).toMatch(/^\p{Lu}.*\.$/u);
    expect(description.meaning.en).toMatch(/^\p{Lu}.*\.$/u);
  });

  it('takes values, services and aliases', () => {
    expect(parsed('owned=7')).toEqual({ service: null, name: 'owned', value: '7' });
    expect(parsed('gigaset:drop-after=0.05,write')).toEqual({
      service: 'gigaset',
      name: 'drop-after',
      value: '0.05,write',
    });
    expect(parsed('500=0.5').name).toBe('error-500');
    expect(parsed('401').name).toBe('unauthorized');
    expect(parsed('owned=00:04:13:00:00:01,000413000002').value).toBe('00:04:13:00:00:01,000413000002');
  });

  it.each([
    'owned=0',
    'owned=00041300000',
    'owned=',
    'check-code=12345',
    'rate-limit=0',
    'delay=fast',
    'delay=1+2+3',
    'delay=-1',
    'drop-before=1.5',
    'drop-before=0.5,both',
    'drop-before=write,0.5',
    'half-list=loud',
    'unauthorized=1',
    'lie=yes',
    'slow-body=0',
    'pairs=json',
    'pairs=string,flags',
    'shape=four',
    'gigaset:pairs=array',
    'snom:check-code',
    'nonsense',
    '',
    '=1',
    'toString',
    '__proto__=1',
  ])('refuses %j in a sentence', (text) => {
    expect(parseFault(text)).toEqual({
      ok: false,
      error: expect.stringMatching(/^(?:The fault|There is no fault) .*\.$/),
    });
  });

  it('never throws, and what it accepts can be switched on', () => {
    const names = fc.constantFrom(...PRACTICE_FAULTS.map(({ name }) => name));
    const texts = fc.oneof(
      fc.string(),
      fc.tuple(names, fc.string()).map((parts) => parts.join('=')),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseFault(text);
        if (result.ok) expect(Object.keys(faultsOf([result.value], 'snom')).length).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe('faultsOf', () => {
  it('gives a service its own faults and everybody’s, the last of a name winning', () => {
    const faults = ['delay=5', 'snom:delay=30+0.2', 'gigaset:lie', 'half-list=silent'].map(parsed);
    expect(faultsOf(faults, 'snom')).toEqual({ delay: { callMs: 30, deviceMs: 0.2 }, 'half-list': 'silent' });
    expect(faultsOf(faults, 'gigaset')).toEqual({
      delay: { callMs: 5, deviceMs: 0 },
      lie: true,
      'half-list': 'silent',
    });
  });

  it('reads chances', () => {
    const chanceOf = (text: string) => faultsOf([parsed(text)], 'snom').html;
    expect(chanceOf('html')).toEqual({ probability: 1, kind: 'any' });
    expect(chanceOf('html=0.25')).toEqual({ probability: 0.25, kind: 'any' });
    expect(chanceOf('html=0.25,read')).toEqual({ probability: 0.25, kind: 'read' });
    expect(chanceOf('html=write')).toEqual({ probability: 1, kind: 'write' });
  });

  it('reads whose devices are owned by another account', () => {
    const listed = faultsOf([parsed('owned=00:04:13:00:00:0A,000413-00000b')], 'snom').owned;
    expect(['00041300000a', '00041300000b', '00041300000c'].map((mac) => listed?.(mac))).toEqual([true, true, false]);
    const counted = faultsOf([parsed('owned=4')], 'snom').owned;
    fc.assert(fc.property(macs, (mac) => counted?.(mac) === isPickedByMac(mac, 4)));
  });

  it('reads which check codes are right', () => {
    const rule = (text: string) => faultsOf([parsed(text)], 'gigaset')['check-code'];
    const mac = '7c2f80820ec0';
    expect(rule('check-code')?.(mac, practiceCheckCode(mac))).toBe(true);
    expect(rule('check-code')?.(mac, '')).toBe(false);
    expect(rule('check-code=55df')?.(mac, '55DF')).toBe(true);
    expect(rule('check-code=55DF')?.(mac, '55DE')).toBe(false);
    expect(rule(`check-code=${mac}`)?.(mac, '55DF')).toBe(false);
    expect(rule(`check-code=${mac}`)?.('7c2f80820ec1', '')).toBe(true);
  });
});

describe('what looks random', () => {
  it('picks about one device in N, of neighbouring MACs too', () => {
    const neighbours = Array.from({ length: 10_000 }, (_, index) => `7c2f8${index.toString(16).padStart(7, '0')}`);
    for (const every of [2, 5, 10]) {
      const picked = neighbours.filter((mac) => isPickedByMac(mac, every)).length;
      expect(picked / neighbours.length).toBeGreaterThan(0.85 / every);
      expect(picked / neighbours.length).toBeLessThan(1.15 / every);
    }
    expect(neighbours.every((mac) => isPickedByMac(mac, 1))).toBe(true);
  });

  it('derives check codes of four upper-case hex digits that differ', () => {
    fc.assert(fc.property(macs, (mac) => /^[0-9A-F]{4}$/.test(practiceCheckCode(mac))));
    const codes = Array.from({ length: 1000 }, (_, index) => practiceCheckCode(`7c2f80${100_000 + index}`));
    expect(new Set(codes).size).toBeGreaterThan(950);
  });

  it('comes out the same for the same seed, in 0..1', () => {
    const [one, other] = [seededRandom('html'), seededRandom('html')];
    const numbers = Array.from({ length: 1000 }, one);
    expect(numbers).toEqual(Array.from({ length: 1000 }, other));
    expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
    const mean = numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.05);
  });
});
