import { describe, expect, test } from 'vitest';
import { CATALOGUE, findModel, type KnownPhone } from './catalogue.ts';
import { agentOf, filesOf, schemesOf } from './files.ts';

function phone(model: string, vendor: string): KnownPhone {
  const found = findModel(model, vendor);
  if (found === null) throw new Error(`No ${vendor} ${model}`);
  return found;
}

const MAC = '001565aabbcc';

describe('the files a phone asks for', () => {
  test.each([
    ['T46G', 'Yealink', [`${MAC}.cfg`, `${MAC}.boot`]],
    ['320', 'Snom', ['snom320-001565AABBCC.htm', 'snom320.htm', 'snom320-firmware.htm']],
    ['7960', 'Cisco', ['SIP001565AABBCC.cnf']],
    ['7965', 'Cisco', ['SEP001565AABBCC.cnf.xml']],
    ['SPA504G', 'Cisco', ['spa.cfg', `${MAC}.cfg`]],
    ['8851', 'Cisco', [`${MAC}.cfg`]],
    ['GXP2170', 'Grandstream', [`cfg${MAC}`, `cfg${MAC}.xml`]],
    ['N870', 'Gigaset', ['001565AABBCC']],
    ['VSP726', 'VTech', ['VSP726_001565AABBCC.cfg', 'VSP726.cfg', `${MAC}.xml`]],
    ['6757i', 'Aastra', ['aastra.cfg', '001565AABBCC.cfg', '001565AABBCC-directory.csv']],
    ['IP200', 'Alcatel', ['Alcatel_IP200-001565AABBCC.cfg']],
    ['H3G', 'Alcatel', [`config.${MAC}.xml`]],
    ['KX-UT113', 'Panasonic', ['001565AABBCC.cfg', 'KX-UT113.cfg']],
    ['DW-210P', 'Denwa', []],
  ])('%s of %s', (model, vendor, names) => {
    expect(filesOf(phone(model, vendor), MAC).map(({ name }) => name)).toEqual(names);
  });

  test('Poly: a master, its phone file, a phone book in the field’s spelling', () => {
    const files = filesOf(phone('VVX400', 'Polycom'), MAC);
    expect(files.slice(0, 3)).toEqual([
      { name: `${MAC}.cfg`, role: 'master', alternates: ['001565AABBCC.cfg', '000000000000.cfg'] },
      { name: `phone${MAC}.cfg`, role: 'main', alternates: ['phone001565AABBCC.cfg'] },
      { name: `${MAC}-directory.xml`, role: 'directory', alternates: [`${MAC}-directory.cfg`] },
    ]);
    expect(files.every(({ name }) => !name.endsWith('.log'))).toBe(true);
  });

  test('every vendor with a published name has a file that matters', () => {
    for (const vendor of CATALOGUE.filter(({ filenames }) => filenames.length > 0)) {
      for (const model of vendor.models) {
        const roles = filesOf({ vendor, model, isGuess: false }, MAC).map(({ role }) => role);
        expect(
          roles.some((role) => role === 'main' || role === 'master'),
          `${vendor.id} ${model.model}`,
        ).toBe(true);
      }
    }
  });
});

describe('how it names itself', () => {
  test.each([
    ['T38', 'Yealink', 'Yealink SIP-T38G 38.70.0.185 00:15:65:aa:bb:cc'],
    ['CP860', 'Yealink', 'Yealink CP860 37.81.0.10 00:15:65:aa:bb:cc'],
    ['VVX400', 'Polycom', 'FileTransport PolycomVVX-VVX_400-UA/'],
    ['IP335', 'Polycom', 'FileTransport PolycomSoundPointIP-SPIP_335-UA/'],
    ['GXP2170', 'Grandstream', 'Grandstream Model HW GXP2170 SW '],
    ['HT802', 'Grandstream', 'Grandstream Model HW HT802 V1.0 SW '],
    ['710', 'Snom', 'Mozilla/4.0 (compatible; snom710-SIP '],
    ['X4', 'Fanvil', 'Fanvil X4 '],
    ['N870', 'Gigaset', 'Gigaset N870/'],
  ])('%s of %s', (model, vendor, beginning) => {
    const agent = agentOf(phone(model, vendor), MAC);
    expect(agent.isOwn).toBe(true);
    expect(agent.text.startsWith(beginning), agent.text).toBe(true);
  });

  test('no agent has a hole in it', () => {
    for (const vendor of CATALOGUE) {
      for (const model of vendor.models) {
        expect(agentOf({ vendor, model, isGuess: false }, MAC).text).not.toMatch(/[{}]|\.\.\.|undefined|null/);
      }
    }
    expect(agentOf(phone('OBi1022', 'Obihai'), MAC)).toEqual({ text: 'Rollcall', isOwn: false });
  });
});

test('the ways a vendor’s phones go', () => {
  expect(schemesOf(phone('6867i', 'Mitel'))).toEqual(['tftp']);
  expect(schemesOf(phone('T46G', 'Yealink'))).toEqual(['http', 'https', 'tftp']);
  expect(schemesOf(phone('7965', 'Cisco'))).toEqual(['tftp']);
  expect(schemesOf(phone('N870', 'Gigaset'))).toEqual(['http']);
});
