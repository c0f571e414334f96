import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareAccount, type ExpectedAccount } from './account.ts';
import { CATALOGUE, findModel } from './catalogue.ts';
import { type InspectedFile, inspectContent } from './content.ts';
import { findMacs } from './macs.ts';

const MAC = '001565aabbcc';

function inspect(model: string, text: string | Uint8Array, more: Partial<InspectedFile> = {}) {
  const bytes = typeof text === 'string' ? Buffer.from(text) : text;
  const phone = findModel(model, '');
  return inspectContent({ name: `${MAC}.cfg`, role: 'main', phone, mac: MAC, bytes, isComplete: true, ...more });
}

const YEALINK = `#!version:1.0.0.1
account.1.enable = 1
account.1.label = Front desk
account.1.display_name = Front desk
account.1.user_name = 201
account.1.auth_name = 201
account.1.password = Zq8-secret
account.1.sip_server.1.address = pbx.example.net
static.auto_provision.server.username = prov
static.security.user_password = admin:Pw
`;

describe('what bytes are', () => {
  test.each([
    ['T46G', '', 'empty', ''],
    ['T46G', ' \r\n ', 'empty', ''],
    ['T46G', '<!DOCTYPE html><title>404</title>', 'html', 'title'],
    ['T46G', '\n<html>\n<body>', 'html', ''],
    ['VVX400', '<html><body>login</body></html>', 'html', ''],
    ['T46G', '404 Not Found', 'html', 'text'],
    ['T46G', YEALINK, 'ok', ''],
    ['T46G', YEALINK.replace('#!version:1.0.0.1\n', ''), 'bad-text', 'yealink'],
    ['T18', 'UserName = 201\nAuthName = 201\n', 'ok', ''],
    ['T46G', '#!version:1.0.0.1\nhello there\nthis is no file\n', 'bad-text', 'no-settings'],
    ['T46G', `${YEALINK}\0`, 'bad-text', 'nul'],
    ['T46G', '<?xml version="1.0"?><a/>', 'bad-text', 'markup'],
    ['KX-UT113', '# Panasonic SIP Phone Standard Format File #\r\nPHONE_NUMBER_1="201"\r\n', 'ok', ''],
    ['KX-UT113', 'PHONE_NUMBER_1="201"\r\n', 'bad-text', 'panasonic'],
    ['J179', 'SET FORCE_SIP_EXTENSION 201\n', 'ok', ''],
    ['J179', 'FORCE_SIP_EXTENSION = 201\n', 'bad-text', 'avaya'],
    ['6757i', 'sip line1 user name: 201\n', 'ok', ''],
    ['snom320', '<html><pre>\nuser_name1!: 201\n</pre></html>', 'ok', ''],
    ['snom320', '<html><body>sorry</body></html>', 'html', ''],
    ['D785', '<?xml version="1.0"?><settings><user_name idx="1">201</user_name></settings>', 'ok', ''],
    ['X4', '<<VOIP CONFIG FILE>>Version:2.0\nSIP1 Phone Number :201\n', 'ok', ''],
    ['X4', '<sysConf><sip><line><PhoneNumber>201</PhoneNumber></line></sip></sysConf>', 'ok', ''],
    ['GXP2170', 'Not found, sorry', 'ok', ''],
    [
      'UC903',
      '<hl_provision version="1"><config version="1"><P35 para="x">201</P35></config></hl_provision>',
      'ok',
      '',
    ],
  ])('%s: %j is %s %s', (model, text, finding, aspect) => {
    if (model === 'GXP2170') {
      expect(inspect(model, text, { name: `cfg${MAC}` })).toMatchObject({ finding: 'bad-text', aspect: 'grandstream' });
    } else expect(inspect(model, text)).toMatchObject({ finding, aspect });
  });

  test('XML names line and column', () => {
    expect(
      inspect('VVX400', '<?xml version="1.0"?>\n<PHONE_CONFIG>\n  <ALL a="1" b="x & y"/>\n</PHONE_CONFIG>'),
    ).toMatchObject({
      finding: 'bad-xml',
      detail: { line: 3 },
    });
    expect(inspect('VVX400', '<a>\n<b></a>')).toMatchObject({
      finding: 'bad-xml',
      aspect: 'mismatched',
      detail: { line: 2, column: 4 },
    });
    expect(inspect('VVX400', '\n<?xml version="1.0"?><a/>')).toMatchObject({ finding: 'bad-xml', aspect: 'before' });
    expect(inspect('VVX400', 'Salted__abcdefgh')).toMatchObject({ finding: 'bad-xml', aspect: 'encrypted' });
    expect(inspect('VVX400', Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('<PHONE_CONFIG a="1"/>')]))).toMatchObject({
      finding: 'ok',
    });
    expect(inspect('VVX400', '<?xml version="1.0" encoding="utf-8"?><a>\xfc</a>'.replace('\xfc', 'ü'))).toMatchObject({
      finding: 'ok',
      notes: ['unknown-root'],
    });
  });

  test('what broke off is never fine', () => {
    for (const [model, text] of [
      ['T46G', YEALINK],
      ['VVX400', '<a><b/></a>'],
    ] as const) {
      const { finding, aspect } = inspect(model, text, { isComplete: false });
      expect([finding === 'ok', aspect]).toEqual([false, 'cut']);
    }
  });

  test('no bytes make it throw, and no secret is in the summary', () => {
    const models = CATALOGUE.map(({ models: [first] }) => first?.model ?? '');
    fc.assert(
      fc.property(fc.constantFrom(...models), fc.uint8Array({ maxLength: 300 }), (model, bytes) => {
        inspect(model, bytes);
      }),
    );
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9!-]{8,20}$/), (secret) => {
        fc.pre(!['Front', '201', 'pbx.example.net'].some((word) => word.includes(secret)));
        const { summary, detail } = inspect('T46G', YEALINK.replace('Zq8-secret', secret));
        expect(JSON.stringify([summary, detail])).not.toContain(secret);
      }),
    );
    expect(inspect('T46G', YEALINK).summary).toBe(
      'text · user 201 · server pbx.example.net · label Front desk · password (10)',
    );
  });

  test('links of a master and of a configuration', () => {
    const master =
      '<APPLICATION APP_FILE_PATH="sip.ld" CONFIG_FILES="phone[PHONE_MAC_ADDRESS].cfg, sip.cfg" CONFIG_FILES_VVX="x.cfg"/>';
    expect(inspect('VVX400', master, { role: 'master' }).links).toEqual([
      { target: `phone${MAC}.cfg`, role: 'linked' },
      { target: 'sip.cfg', role: 'linked' },
      { target: 'sip.ld', role: 'firmware' },
    ]);
    expect(inspect('T46G', `${YEALINK}static.firmware.url = http://h/fw.rom\n`).links).toEqual([
      { target: 'http://h/fw.rom', role: 'firmware' },
    ]);
  });
});

describe('the account', () => {
  function compare(model: string, text: string, expected: Partial<ExpectedAccount>) {
    const { account, entries } = inspect(model, text);
    return compareAccount(account, entries, { user: '', extension: '', server: '', ...expected });
  }

  test.each([
    [{}, 'same'],
    [{ extension: '201' }, 'same'],
    [{ user: '201' }, 'same'],
    [{ user: 'front DESK', extension: '201' }, 'same'],
    [{ extension: '202' }, 'extension'],
    [{ user: '202' }, 'user'],
    [{ user: 'Anna Meyer', extension: '201' }, 'user'],
    [{ server: 'PBX.example.net:5060' }, 'same'],
    [{ server: 'sip:pbx.example.net;transport=tls' }, 'same'],
    [{ server: 'pbx.example.com' }, 'server'],
    [{ extension: '201', server: '10.0.0.9' }, 'server'],
  ])('%j', (expected, field) => {
    const found = compare('T46G', YEALINK, expected);
    expect(found.kind === 'other' ? found.field : found.kind).toBe(field);
  });

  test('a person’s name is not compared where the file names nobody', () => {
    const bare = '#!version:1.0.0.1\naccount.1.user_name = 201\naccount.1.label = 201\n';
    expect(compare('T46G', bare, { user: 'Anna Meyer', extension: '201' })).toMatchObject({
      kind: 'same',
      isUserCompared: false,
    });
    expect(compare('T46G', bare, { user: '202', extension: '201' })).toMatchObject({ kind: 'other', field: 'user' });
  });

  test.each([
    ['T46G', '#!version:1.0.0.1\naccount.1.user_name =\naccount.1.enable = 0\n'],
    ['T46G', '#!version:1.0.0.1\nfeatures.dnd = 1\nstatic.auto_provision.server.username = prov\n'],
    ['VVX400', '<PHONE_CONFIG reg.1.address="" device.auth.localAdminPassword="x"/>'],
  ])('%s: none in %j', (model, text) => {
    expect(compare(model, text, { extension: '201' })).toEqual({ kind: 'none' });
  });

  test.each([
    ['VVX400', '<P reg.1.address="201" reg.1.auth.userId="201" reg.1.server.1.address="10.0.0.5"/>'],
    ['7965', '<device><line><name>201</name><authName>201</authName><proxy>10.0.0.5</proxy></line></device>'],
    ['SPA504G', '<flat-profile><User_ID_1_>201</User_ID_1_><Proxy_1_>10.0.0.5</Proxy_1_></flat-profile>'],
    [
      'OBi1022',
      '<ParameterList><O><N>AuthUserName</N><V>201</V></O><O><N>ProxyServer</N><V>10.0.0.5</V></O></ParameterList>',
    ],
    ['D785', '<settings><user_name idx="1" perm="">201</user_name><user_host idx="1">10.0.0.5</user_host></settings>'],
    ['snom320', 'user_name1!: 201\nuser_host1!: 10.0.0.5\n'],
    ['6757i', 'sip line1 user name: 201\nsip line1 registrar ip: 10.0.0.5\n'],
    ['J179', 'SET FORCE_SIP_USERNAME "201"\nSET SIP_CONTROLLER_LIST 10.0.0.5:5061;transport=tls\n'],
    ['KX-UT113', '# Panasonic SIP Phone Standard Format File #\nPHONE_NUMBER_1="201"\nSIP_RGSTR_ADDR_1="10.0.0.5"\n'],
    ['VSP726', 'sip_account.1.user_id = 201\nsip_account.1.primary_sip_server_address = 10.0.0.5\n'],
    ['X4', '<sysConf><PhoneNumber>201</PhoneNumber><RegisterAddr>10.0.0.5</RegisterAddr></sysConf>'],
    ['UC903', '<hl_provision><config><P35>201</P35><P47>10.0.0.5</P47></config></hl_provision>'],
    ['N870', '<ProviderFrame><oem x="201"/><reg y="10.0.0.5"/></ProviderFrame>'],
    ['GXP2170', '<gs_provision><config><P35>201</P35><P47>10.0.0.5</P47></config></gs_provision>'],
    [
      'GXP2170',
      '<gs_provision><config><item name="account.1.sip"><part name="userid">201</part></item><item name="account.1.sip.server.1"><part name="address">10.0.0.5</part></item></config></gs_provision>',
    ],
  ])('%s: user and server in %j', (model, text) => {
    expect(compare(model, text, { extension: '201', server: '10.0.0.5' }).kind).toBe('same');
    expect(compare(model, text, { extension: '999', server: '10.0.0.5' }).kind).not.toBe('same');
    expect(compare(model, text, { extension: '201', server: '10.0.0.6' })).toMatchObject({ field: 'server' });
  });
});

test('MACs in words', () => {
  expect(findMacs('phone0004f2aabbcc.cfg, SEP001565AABBCC, 00:15:65:26:7d:b9')).toEqual([
    '0004f2aabbcc',
    '001565aabbcc',
    '001565267db9',
  ]);
  expect(findMacs('0004f2aabbcc0 00-15-65-26-7D-B9 cfg000b82112233 de:ad')).toEqual(['001565267db9', '000b82112233']);
  expect(findMacs('snom320-000413AABBCC.htm')).toEqual(['000413aabbcc']);
});
