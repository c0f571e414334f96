import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, findModel, findVendor, guessPhone, identifyPhone, searchCatalogue } from './catalogue.ts';

describe('the picker', () => {
  test.each([
    ['T46 G', '', 'yealink', 'T46G'],
    ['yealink t46g', '', 'yealink', 'T46G'],
    ['SIP-T46G', '', 'yealink', 'T46G'],
    ['Yealink SIP-T38G', '', 'yealink', 'T38'],
    ['snom 320', '', 'snom', '320'],
    ['snomD785', '', 'snom', 'D785'],
    ['d-785', 'Snom', 'snom', 'D785'],
    ['VVX 411', '', 'polycom', 'VVX411'],
    ['VVX 250', 'Poly', 'poly', 'VVX250'],
    ['Polycom VVX400', '', 'polycom', 'VVX400'],
    ['Edge E220', '', 'poly', 'Edge E220'],
    ['GXP 2170', 'grandstream', 'grandstream', 'GXP2170'],
    ['N870 IP PRO', 'Gigaset', 'gigaset', 'N870'],
    ['CP-8851-3PCC', 'Cisco', 'cisco', '8851'],
    ['7960', '', 'cisco', '7960'],
    ['KX-UT113', '', 'panasonic', 'KX-UT113'],
    ['kx ut 113', 'panasonic', 'panasonic', 'KX-UT113'],
    ['Aastra 6757i', '', 'aastra', '6757i'],
    ['6867i', 'Mitel', 'mitel', '6867i'],
    ['X4 U', 'Fanvil', 'fanvil', 'X4U'],
  ])('finds %s (%s)', (text, vendor, id, model) => {
    const found = findModel(text, vendor);
    expect([found?.vendor.id, found?.model?.model, found?.isGuess]).toEqual([id, model, false]);
  });

  test('finds every model by its own name with its vendor, and in capitals with dashes', () => {
    for (const vendor of CATALOGUE) {
      for (const { model } of vendor.models) {
        const found = findModel(model, vendor.name);
        expect([vendor.id, found?.model?.model]).toEqual([vendor.id, model]);
        const spelled = `${vendor.name} ${model}`.toUpperCase().replaceAll(' ', '-');
        expect(findModel(spelled, '')?.model?.model, spelled).toBe(model);
      }
    }
  });

  test('says nothing where the name is nobody’s or says too little', () => {
    for (const text of ['', '  ', 'phone', 'T99X', '1']) expect(findModel(text, '')).toBeNull();
    expect(findVendor('nobody')).toBeNull();
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, vendor) => {
        findModel(text, vendor);
        expect(Array.isArray(searchCatalogue(text))).toBe(true);
      }),
    );
  });
});

describe('a row of a list', () => {
  test('a MAC’s block is a guess', () => {
    expect(guessPhone('001565aabbcc')).toMatchObject({ vendor: { id: 'yealink' }, model: null, isGuess: true });
    expect(guessPhone('020000000001')).toBeNull();
    expect(identifyPhone({ mac: '000413aabbcc', vendor: '', model: '' })).toMatchObject({ isGuess: true });
  });

  test('what the list says counts more than the block', () => {
    const found = identifyPhone({ mac: '001565aabbcc', vendor: 'Fanvil', model: 'X4' });
    expect(found).toMatchObject({ vendor: { id: 'fanvil' }, model: { model: 'X4' }, isGuess: false });
    expect(identifyPhone({ mac: '001565aabbcc', vendor: 'Snom', model: 'unheard' })).toMatchObject({
      vendor: { id: 'snom' },
      model: null,
      isGuess: false,
    });
  });
});

test('the search finds the exact model first, and all of a vendor', () => {
  expect(searchCatalogue('t46g')[0]?.model?.model).toBe('T46G');
  expect(searchCatalogue('gigaset').length).toBe(10);
  expect(searchCatalogue('')).toHaveLength(CATALOGUE.flatMap(({ models }) => models).length);
});
