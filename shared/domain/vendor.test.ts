import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import oui from '../../assets/data/oui.json' with { type: 'json' };
import type { MacAddress } from './device.ts';
import { parseMac } from './mac.ts';
import { guessVendor, isGigasetMac, SNOM_MODELS, vendorWarning } from './vendor.ts';

function mac(text: string): MacAddress {
  const parsed = parseMac(text);
  if (!parsed.ok) throw new Error(`${text} is ${parsed.error.reason}`);
  return parsed.value;
}

describe('guessVendor', () => {
  test.each([
    ['7C2F80820EC0', 'gigaset', '', 'gigaset'],
    ['002104000001', 'gigaset', '', 'gigaset'],
    ['000413610FF5', 'snom', 'snomM700', 'snom'],
    ['1C7126000001', 'snom', '', 'snom'],
    ['00087B081234', 'snom', 'snomM700', 'snom'],
    ['00087BD71234', 'snom', 'snomM300', 'snom'],
    ['00087B001234', 'rtx', '', ''],
    ['00041394B410', 'snom', 'snomD765', 'snom'],
    ['00041394B455', 'snom', 'snom715', 'snom'],
    ['000413941234', 'snom', 'snomD765', 'snom'],
    ['000413790123', 'snom', 'snomD765', 'snom'],
    ['000413791234', 'snom', 'snomD745', 'snom'],
    ['00041384001A', 'snom', 'snomD305', 'snom'],
    ['000413841234', 'snom', 'snomD315', 'snom'],
    ['000413E50001', 'gigaset', 'P710 IP PRO', 'grape'],
    ['000413809EB2', 'gigaset', 'P710 IP PRO', 'grape'],
    ['000413809EB3', 'snom', '', 'snom'],
    ['00041380A22D', 'gigaset', 'P710 IP PRO', 'grape'],
    ['589EC6908000', 'gigaset', 'P810/P810B IP PRO', 'grape'],
    ['589EC692ABCD', 'gigaset', '', 'grape'],
    ['589EC6A00000', 'gigaset', '', 'gigaset'],
    ['00ACDCE41234', 'gigaset', 'P850W/P855BW IP PRO', 'grape'],
    ['001565123456', 'yealink', '', ''],
    ['9C7514123456', 'wildix', '', ''],
    ['00907A123456', 'spectralink', '', ''],
  ])('%s is of %s', (text, vendor, model, service) => {
    expect(guessVendor(mac(text))).toMatchObject({ vendor, model, service });
  });

  test.each(['00ACDC000001', 'AABBCCDDEEF0', '020000000001'])('%s is of nobody known', (text) => {
    expect(guessVendor(mac(text))).toBeNull();
  });

  test('knows every block of the data, and gives every vendor a title', () => {
    for (const blocks of Object.values(oui.vendors)) {
      for (const block of Object.keys(blocks).filter((prefix) => prefix !== '00ACDC')) {
        expect(guessVendor(mac(block.padEnd(12, '1')))?.title).toMatch(/\S/);
      }
    }
  });

  test('knows both ends of every sub-range', () => {
    for (const { from, to, model } of oui.sub_ranges) {
      for (const end of [from, to]) {
        const guess = guessVendor(mac(end));
        expect(guess?.service).toBe('grape');
        expect(model.startsWith(guess?.model ?? '?')).toBe(true);
      }
    }
  });

  test("finds the model snom's rules find when they are tried one after the other", () => {
    const rules = oui.snom_model_by_prefix.rules.map(([pattern = '', model = '']) => ({
      pattern: new RegExp(`^(?:${pattern})`),
      model,
    }));
    const isIpPro = (upper: string) => oui.sub_ranges.some(({ from, to }) => upper >= from && upper <= to);
    const tails = fc.oneof(
      fc.stringMatching(/^[0-9a-f]{6}$/),
      fc.stringMatching(/^(84001|84002|94b4|94bf|790|79f)[0-9a-f]{6}$/).map((tail) => tail.slice(0, 6)),
    );
    fc.assert(
      fc.property(fc.constantFrom('000413', '00087b'), tails, (block, tail) => {
        const digits = mac(block + tail);
        const upper = digits.toUpperCase();
        fc.pre(!isIpPro(upper));
        const expected = rules.find(({ pattern }) => pattern.test(upper))?.model ?? '';
        expect(guessVendor(digits)?.model).toBe(expected);
      }),
      { numRuns: 3_000 },
    );
  });

  test('looks a hundred thousand MACs up in a fraction of a second', () => {
    const macs = Array.from({ length: 100_000 }, (_, index) =>
      mac((0x000413000000 + index * 167).toString(16).padStart(12, '0')),
    );
    const started = performance.now();
    for (const one of macs) guessVendor(one);
    expect(performance.now() - started).toBeLessThan(300);
  });
});

describe('vendorWarning', () => {
  test.each([
    ['7C2F80820EC0', 'gigaset', undefined],
    ['000413610FF5', 'snom', undefined],
    ['000413610FF5', 'gigaset', 'other-vendor'],
    ['7C2F80820EC0', 'snom', 'other-vendor'],
    ['001565123456', 'snom', 'other-vendor'],
    ['000413E50001', 'snom', 'other-service'],
    ['000413E50001', 'gigaset', 'other-service'],
    ['589EC6901234', 'snom', 'other-service'],
    ['589EC6901234', 'gigaset', 'other-service'],
    ['589EC6901234', 'grape', undefined],
    ['7C2F80820EC0', 'grape', 'other-service'],
    ['000413610FF5', 'grape', 'other-vendor'],
    ['AABBCCDDEEF0', 'gigaset', undefined],
    ['001565123456', 'pbxware', undefined],
  ])('%s at %s', (text, serviceId, warning) => {
    expect(vendorWarning(mac(text), serviceId)?.warning).toBe(warning);
  });

  test('names vendor, model and the right service', () => {
    expect(vendorWarning(mac('000413E50001'), 'snom')?.detail).toEqual({
      vendor: 'Gigaset',
      model: 'P710 IP PRO',
      service: 'Gigaset GRAPE',
    });
    expect(vendorWarning(mac('001565123456'), 'snom')?.detail).toEqual({ vendor: 'Yealink', model: '', service: '' });
  });
});

test("every model of snom's rules can be listed", () => {
  const models: readonly string[] = SNOM_MODELS;
  expect(
    oui.snom_model_by_prefix.rules.map(([, model = '']) => model).filter((model) => !models.includes(model)),
  ).toEqual([]);
  expect(new Set(models).size).toBe(models.length);
});

test("only Gigaset's own blocks carry check codes", () => {
  expect(['7c2f80820ec0', '589ec6901234', '000413e50001', '00acdce41234'].map(isGigasetMac)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
