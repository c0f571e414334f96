import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { failure, success } from '../../shared/result.ts';
import { defuseCell } from './defuse.ts';
import { readWhole, sourceOf, whyNotOpened } from './list-testing.ts';
import { openList } from './read-list.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rollcall-lists-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function viaDisk(name: string, content: string | Uint8Array): Promise<Uint8Array> {
  const path = join(folder, name);
  await writeFile(path, content);
  return await readFile(path);
}

const GIGASET = '7C2F80820EC0-55DF';

describe('separators, encodings and line ends', () => {
  const table = [
    ['MAC-Adresse', 'Prüfcode', 'Benutzer', 'Durchwahl', 'Raum'],
    ['7C:2F:80:82:0E:C0', '55df', 'Müller, Jörg; Büro | "Süd"', '042', '1.\nOG'],
    ['000413610FF5', '', 'Łukasz', '43', ''],
  ];
  const write = (separator: string, end: string): string =>
    table.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(separator)).join(end) + end;

  test.each([
    [',', '\n'],
    [';', '\r\n'],
    ['\t', '\r\n'],
    ['|', '\r'],
  ])('separator %j with line ends %j, in every encoding', async (separator, end) => {
    const text = write(separator, end);
    const wide = Buffer.from(text, 'utf16le');
    const encoded: readonly (readonly [string, Buffer])[] = [
      ['UTF-8', Buffer.from(text)],
      ['UTF-8', Buffer.from(`\uFEFF${text}`)],
      ['UTF-16LE', Buffer.concat([Buffer.from([0xff, 0xfe]), wide])],
      ['UTF-16BE', Buffer.concat([Buffer.from([0xff, 0xfe]), wide]).swap16()],
      ['UTF-16LE', wide],
      ['UTF-16BE', Buffer.from(wide).swap16()],
      ['Windows-1252', Buffer.from(text.replace('Ł', 'L'), 'latin1')],
    ];
    for (const [index, [encoding, bytes]] of encoded.entries()) {
      const list = await readWhole(await viaDisk(`list-${index}.csv`, bytes));
      expect(list.head).toMatchObject({ format: 'csv', encoding, separator, header: table[0] });
      expect(list.problems).toEqual([]);
      expect(list.devices).toMatchObject([
        {
          row: 2,
          mac: '7c2f80820ec0',
          checkCode: '55DF',
          user: 'Müller, Jörg; Büro | "Süd"',
          extension: '042',
          room: '1.\nOG',
        },
        { row: 4, mac: '000413610ff5', checkCode: '', user: encoding === 'Windows-1252' ? 'Lukasz' : 'Łukasz' },
      ]);
    }
  });

  test.each([
    ['a decimal comma in every row', 'MAC;Preis\n7C2F80820EC0;12,50\n000413610FF5;13,00\n', ';'],
    ['a name with comma in every row', '7C2F80820EC0;Müller, Hans, Büro\n000413610FF5;Meier, Eva, Flur\n', ';'],
    ['commas and one row with a semicolon', 'mac,note\n7C2F80820EC0,a;b\n000413610FF5,c\n', ','],
    ['a table drawn with bars', '| MAC | Raum |\n| 7C2F80820EC0 | 12 |\n', '|'],
    ['only the first rows have all cells', 'MAC;Raum;Name\n7C2F80820EC0;1;A\n000413610FF5\n000413610FF6;2\n', ';'],
  ])('%s', async (_name, text, separator) => {
    const list = await readWhole(text);
    expect(list.head.separator).toBe(separator);
    expect(list.problems).toEqual([]);
    expect(list.devices.length).toBe(text.match(/(7C2F80|000413)/g)?.length);
  });

  test("Excel's line that names the separator is no row, and decides", async () => {
    const list = await readWhole('sep=,\r\nMAC,Raum;Flur\r\n7C2F80820EC0,1;2\r\n');
    expect(list.head).toMatchObject({ separator: ',', header: ['MAC', 'Raum;Flur'] });
    expect(list.devices).toMatchObject([{ row: 3, mac: '7c2f80820ec0' }]);
    expect(list.summary.rows).toBe(1);
  });

  test('the name of a file decides nothing', async () => {
    const opened = await openList(sourceOf('MAC\tRaum\n7C2F80820EC0\t1\n', 'phones.xlsx'));
    expect(opened.ok && opened.value.head).toMatchObject({ format: 'csv', separator: '\t' });
  });
});

describe('headers', () => {
  test.each([
    ['mac,check-code,serial,pin,vendor,model,user,extension,room,note,url', 'our own'],
    ['MAC-Adresse,Prüfcode,Seriennummer,PIN,Hersteller,Modell,Benutzer,Durchwahl,Raum,Bemerkung,URL', 'German'],
    ['MAC ADDRESS,Check code,S/N,Pin,Brand,Type,Name,Ext.,Location,Comment,Provisioning URL', 'English'],
    ['MAC-ID,CRC,SN,PIN,Marke,Typ,Teilnehmer,Nebenstelle,Zimmer,Notiz,Provisionierungs-URL', 'more German'],
    ['Hardware address,pruefcode,Serial,pin,vendor,Gerät,User,Rufnummer,Standort,Kommentar,Redirect', 'mixed'],
  ])('%s (%s)', async (header) => {
    const row = '7C2F80820EC0,55DF,S4711,1234,Gigaset,Maxwell 3,Eva,42,R1,neu,https://p.example/%MACD';
    const { devices } = await readWhole(`${header}\n${row}\n`);
    expect(devices).toEqual([
      {
        row: 2,
        mac: '7c2f80820ec0',
        checkCode: '55DF',
        serial: 'S4711',
        pin: '1234',
        vendor: 'Gigaset',
        model: 'Maxwell 3',
        user: 'Eva',
        extension: '42',
        room: 'R1',
        note: 'neu',
        url: 'https://p.example/%MACD',
        address: '',
        server: '',
        items: '',
        warnings: [],
      },
    ]);
  });

  test('addresses, servers and items are read by their headers', async () => {
    const text = 'mac,address,server,item:e164,Item: sip-pwd\n7C2F80820EC0,192.0.2.7,pbx.example,42,s3cret\n';
    const { devices, head } = await readWhole(text);
    expect(devices).toMatchObject([
      { address: '192.0.2.7', server: 'pbx.example', items: '{"e164":"42","sip-pwd":"s3cret"}' },
    ]);
    expect(head.columns.map(({ field, item }) => field ?? item)).toEqual([
      'mac',
      'address',
      'server',
      'e164',
      'sip-pwd',
    ]);
  });

  test('a street is no address of a phone, and a wrong address among right ones is a problem', async () => {
    const street = await readWhole('mac,Address\n7C2F80820EC0,Hauptstr. 3\n');
    expect(street.devices).toMatchObject([{ address: '' }]);
    const wrong = await readWhole('mac,Address\n7C2F80820EC0,192.0.2.7\n7C2F80820EC1,192.0.2.777\n');
    expect(wrong.devices).toHaveLength(1);
    expect(wrong.problems).toMatchObject([{ reason: 'address-bad', value: '192.0.2.777', row: 3 }]);
  });

  test('a secret that can’t be kept is a problem that doesn’t show it', async () => {
    const list = await openList(
      { name: 'a.csv', bytes: Buffer.from('mac,item:sip-pwd\n7C2F80820EC0,s3cret\n') },
      { refuseItem: () => 'vault-locked' },
    );
    if (!list.ok) throw new Error(list.error.reason);
    for await (const { devices, problems } of list.value.batches()) {
      expect(devices).toEqual([]);
      expect(problems).toMatchObject([{ reason: 'vault-locked', column: 'item:sip-pwd', value: '***' }]);
    }
  });

  test('an export can be read again: what it says of outcomes fills no field', async () => {
    const header = 'mac,check-code,user,account,url,outcome,reason,message,service,time';
    const list = await readWhole(
      `${header}\n7c2f80820ec0,55DF,Eva,main,https://a.example/,refused,bad-mac,Text,gigaset,2026\n`,
    );
    expect(list.head.columns.map(({ field }) => field)).toEqual([
      'mac',
      'check-code',
      'user',
      null,
      'url',
      null,
      null,
      null,
      null,
      null,
    ]);
    expect(list.devices).toMatchObject([{ mac: '7c2f80820ec0', user: 'Eva', note: '' }]);
  });

  test('without a header the first row is a device', async () => {
    const list = await readWhole('Büro;7C2F80820EC0;https://p.example/x\nFlur;000413610FF5;\n');
    expect(list.head.header).toBeNull();
    expect(list.head.columns).toEqual([
      { name: 'A', field: null },
      { name: 'B', field: 'mac' },
      { name: 'C', field: 'url' },
    ]);
    expect(list.devices).toMatchObject([
      { row: 1, url: 'https://p.example/x' },
      { row: 2, url: '' },
    ]);
  });

  test('a damaged first row is a problem, not a header', async () => {
    const list = await readWhole('7C2F8082OEC0;Eva\n000413610FF5;Jo\n000413610FF6;Al\n');
    expect(list.head.header).toBeNull();
    expect(list.problems).toMatchObject([{ row: 1, column: 'A', reason: 'mac-lookalike' }]);
    expect(list.summary.rows).toBe(3);
  });

  test('a header with names nobody knows', async () => {
    const list = await readWhole('Kennung;Wer\n7C2F80820EC0;Eva\n000413610FF5;Jo\n');
    expect(list.head.header).toEqual(['Kennung', 'Wer']);
    expect(list.devices).toHaveLength(2);
  });

  test('a header below a title; the title is a problem row, since nothing is dropped', async () => {
    const list = await readWhole('Telefonliste Köln;;\nMAC;Raum;Name\n7C2F80820EC0;1;Eva\n');
    expect(list.head.header).toEqual(['MAC', 'Raum', 'Name']);
    expect(list.problems).toMatchObject([{ row: 1, reason: 'mac-unreadable' }]);
    expect(list.devices).toMatchObject([{ row: 3, room: '1' }]);
  });

  test('a header that comes again is no row', async () => {
    const list = await readWhole('MAC;Raum\n7C2F80820EC0;1\n\nmac;raum\n000413610FF5;2\n');
    expect(list.summary).toEqual({ rows: 2, devices: 2, problems: 0, blankLines: 1, repeatedHeaders: 1 });
  });

  test('of two columns for MACs the one that holds them', async () => {
    const list = await readWhole('MAC-ID;Hardware address;Raum\n;7C2F80820EC0;1\n;000413610FF5;2\n');
    expect(list.head.columns.map(({ field }) => field)).toEqual([null, 'mac', 'room']);
    expect(list.devices).toHaveLength(2);
  });

  test('a named column of damaged MACs is used all the same', async () => {
    const list = await readWhole('MAC;Raum\n4.1361E+11;1\n;2\n');
    expect(list.problems).toMatchObject([{ reason: 'mac-exponent' }, { reason: 'mac-missing' }]);
  });
});

describe('mapping', () => {
  const text = 'Kennung;MAC;Wer;Wohin\nA1;000413610FF5;Eva;7C2F80820EC0\nA2;000413610FF6;Jo;7C2F80820EC1\n';

  test.each([
    ['by header', { mac: 'wohin', user: 'Wer', serial: 'Kennung' }],
    ['by letter', { mac: 'D', user: 'c', serial: 'A' }],
    ['by number', { mac: '4', user: '3', serial: '1' }],
  ])('%s wins over names and content', async (_name, mapping) => {
    const { devices } = await readWhole(text, { mapping });
    expect(devices).toMatchObject([
      { row: 2, mac: '7c2f80820ec0', user: 'Eva', serial: 'A1' },
      { row: 3, mac: '7c2f80820ec1', user: 'Jo', serial: 'A2' },
    ]);
  });

  test('without header the first row stays data', async () => {
    const { devices } = await readWhole('7C2F80820EC0;Eva\n', { mapping: { mac: 'A', user: '2' } });
    expect(devices).toMatchObject([{ row: 1, user: 'Eva' }]);
  });

  test('an empty column says that none fills the field', async () => {
    const { devices, head } = await readWhole('MAC;Raum\n7C2F80820EC0;101\n', { mapping: { room: '' } });
    expect(devices).toMatchObject([{ mac: '7c2f80820ec0', room: '' }]);
    expect(head.columns).toEqual([
      { name: 'MAC', field: 'mac' },
      { name: 'Raum', field: null },
    ]);
  });

  test.each(['Z', '9', '0', 'Woher'])('a column %j that is not there names those that are', async (column) => {
    expect(await whyNotOpened(text, { mapping: { user: column } })).toMatchObject({
      reason: 'unknown-column',
      detail: { field: 'user', column, columns: 'Kennung, MAC, Wer, Wohin', file: 'phones.csv' },
    });
  });

  test('a field that is none names the fields', async () => {
    const mapping = Object.fromEntries([['colour', 'A']]);
    expect(await whyNotOpened(text, { mapping })).toMatchObject({
      reason: 'unknown-field',
      detail: { field: 'colour' },
    });
  });
});

describe('rows that become problems', () => {
  test('each with row, column, value and reason', async () => {
    const list = await readWhole(
      [
        'Raum;MAC;Prüfcode;URL;Name',
        '1;7C2F80820EC;;;',
        '2;4,1361E+11;;;',
        '3;;;;Eva',
        ';;;;',
        '4;010413610FF5;;;',
        '5;000000000000;;;',
        `6;${GIGASET};1910;;`,
        `7;${GIGASET};5DF;;`,
        '8;000413610FF5;;ftp://host/;',
        '9;000413610FF5;;https://user:geheim@;',
        '10;000413610FF5;;;Eva',
        '11;00-04-13-61-0F-F5;;;Jo',
        '12;kein Telefon;;;',
      ].join('\n'),
    );
    expect(list.devices).toMatchObject([{ row: 12, mac: '000413610ff5' }]);
    expect(list.problems.map(({ row, column, reason }) => [row, column, reason])).toEqual([
      [2, 'MAC', 'mac-lost-zeros'],
      [3, 'MAC', 'mac-exponent'],
      [4, 'MAC', 'mac-missing'],
      [6, 'MAC', 'mac-multicast'],
      [7, 'MAC', 'mac-zero'],
      [8, 'Prüfcode', 'check-code-bad'],
      [9, 'Prüfcode', 'check-code-bad'],
      [10, 'URL', 'url-bad'],
      [11, 'URL', 'url-bad'],
      [13, 'MAC', 'duplicate'],
      [14, 'MAC', 'mac-unreadable'],
    ]);
    expect(list.summary).toMatchObject({ rows: 12, blankLines: 1 });
  });

  test('a duplicate names the row of the first; a damaged row is not the first', async () => {
    const list = await readWhole('MAC;URL\n7C2F80820EC0;nope\n7C2F80820EC0;\n7c:2f:80:82:0e:c0;\n');
    expect(list.devices).toMatchObject([{ row: 3 }]);
    expect(list.problems).toMatchObject([
      { row: 2, reason: 'url-bad' },
      { row: 4, reason: 'duplicate', detail: { first: 3 }, value: '7c:2f:80:82:0e:c0' },
    ]);
  });

  test('values are short and hold no password; cells are as they were', async () => {
    const url = `http://user:ge@heim pass@host/${'x'.repeat(200)}`;
    const list = await readWhole(`MAC;URL\n7C2F80820EC0;${url}\n${'z'.repeat(300)};\n`);
    expect(list.problems).toMatchObject([
      { reason: 'url-bad', cells: ['7C2F80820EC0', url] },
      { reason: 'mac-unreadable', value: 'z'.repeat(80) },
    ]);
    expect(list.problems[0]?.value).not.toMatch(/heim|ge@/);
    expect(list.problems[0]?.value.length).toBe(80);
  });

  test('a URL whose password an export masked is kept for the import to compare', async () => {
    const list = await readWhole('MAC;URL\n7C2F80820EC0;https://***@host/%MACD\n');
    expect(list.devices).toMatchObject([{ url: 'https://***@host/%MACD' }]);
  });

  test('MACs side by side without header: none is lost silently', async () => {
    const list = await readWhole('7C2F80820EC0, 7C2F80820EC1\n7C2F80820EC2, 7C2F80820EC3\n');
    expect(list.problems).toMatchObject([{ reason: 'mac-several' }, { reason: 'mac-several' }]);
  });

  test('the check code may stand in both places, if it is the same', async () => {
    const list = await readWhole(`MAC;Prüfcode\n${GIGASET};55df\n`);
    expect(list.devices).toMatchObject([{ checkCode: '55DF' }]);
  });

  test('a made-up MAC is a device with a warning', async () => {
    const list = await readWhole('MAC\n020413610FF5\n');
    expect(list.devices).toMatchObject([{ warnings: ['locally-administered'] }]);
  });
});

describe('stray quotes', () => {
  test.each([
    ['one, never closed', 'A;"B;7C2F80820EC0\nC;D;7C2F80820EC1\nE;F;7C2F80820EC2\n'],
    ['two, lines apart, that look like one cell', 'A;"B;7C2F80820EC0\nC;D;7C2F80820EC1\nE;F";7C2F80820EC2\n'],
    ['two, one line apart', '"A;B;7C2F80820EC0\nC";D;7C2F80820EC1\nE;F;7C2F80820EC2\n'],
  ])('%s: no row is swallowed', async (_name, text) => {
    const { devices } = await readWhole(`Name;Raum;MAC\n${text}`);
    expect(devices.map(({ row, mac }) => [row, mac])).toEqual([
      [2, '7c2f80820ec0'],
      [3, '7c2f80820ec1'],
      [4, '7c2f80820ec2'],
    ]);
  });

  test('a note over several lines that tells of another MAC stays one cell', async () => {
    const note = 'ersetzt; 000413610FF5\nabgeholt';
    const { devices } = await readWhole(`MAC;Raum;Notiz\n7C2F80820EC0;1;"${note}"\n`);
    expect(devices).toMatchObject([{ note }]);
  });
});

describe('pasted text', () => {
  test('a label or a MAC on each line', async () => {
    const list = await readWhole(
      [`MAC: ${GIGASET} S/N 4711`, '', 'Flur: 00:04:13:61:0f:f5', 'noch zu scannen', '0004 1361 0ff6'].join('\n'),
    );
    expect(list.head).toMatchObject({ format: 'text', separator: '', header: null });
    expect(list.devices).toMatchObject([
      { row: 1, mac: '7c2f80820ec0', checkCode: '55DF', serial: '4711' },
      { row: 3, mac: '000413610ff5', serial: '' },
      { row: 5, mac: '000413610ff6' },
    ]);
    expect(list.problems).toMatchObject([{ row: 4, value: 'noch zu scannen' }]);
  });

  test('a label whose parts stand behind commas keeps its serial number', async () => {
    const list = await readWhole(`MAC: ${GIGASET}, S/N: AB-4711\nMAC: 7C2F80208295-1910, S/N: AB-4712\n`);
    expect(list.devices).toMatchObject([{ serial: 'AB-4711' }, { serial: 'AB-4712' }]);
  });
});

describe('call files', () => {
  const xml = '\n <?xml version="1.0"?><methodCall/>';

  test('are read by the service, and checked like any list', async () => {
    const readCallFile = async () =>
      success({
        method: 'autoprov.registerDeviceList',
        devices: [
          { macText: GIGASET, url: 'http://p.example/%MACD', name: 'Provider' },
          { macText: '7C2F8082', url: 'http://p.example/%MACD', name: 'Provider' },
          { macText: GIGASET, url: 'http://p.example/%MACD', name: 'Provider' },
        ],
      });
    const list = await readWhole(xml, { readCallFile });
    expect(list.head.format).toBe('call-file');
    expect(list.devices).toMatchObject([{ row: 1, checkCode: '55DF', url: 'http://p.example/%MACD' }]);
    expect(list.problems).toMatchObject([
      { row: 2, reason: 'mac-length' },
      { row: 3, reason: 'duplicate' },
    ]);
  });

  test.each([
    ['no reader', undefined, 'unreadable-file'],
    ['a reader that does not know it', async () => null, 'unreadable-file'],
    [
      'a damaged file',
      async () => failure({ kind: 'protocol', reason: 'not-xmlrpc', sent: 'no', concernsAccount: false } as const),
      'unreadable-file',
    ],
    ['a listing', async () => success({ method: 'autoprov.listDevices', devices: [] }), 'holds-no-phones'],
  ])('%s', async (_name, readCallFile, reason) => {
    expect(await whyNotOpened(xml, readCallFile === undefined ? {} : { readCallFile })).toMatchObject({ reason });
  });
});

describe('files that are no lists', () => {
  test.each([
    ['nothing', '', 'empty'],
    ['blank lines', '\r\n ;;\r\n\t\r\n', 'empty'],
    ['a header and nothing else', 'MAC;Raum\n', 'empty'],
    ['no MACs anywhere', 'Name;Raum\nEva;1\nJo;2\n', 'no-mac-column'],
    ['prose', 'Sehr geehrte Damen,\nanbei die Liste.\n', 'no-mac-column'],
    ['a web page', '<!DOCTYPE html><html></html>', 'unreadable-file'],
  ])('%s', async (_name, text, reason) => {
    expect(await whyNotOpened(text)).toMatchObject({ reason, detail: { file: 'phones.csv' } });
  });

  test('a file of more than 50 MiB', async () => {
    expect(await whyNotOpened(Buffer.alloc(50 * 1024 * 1024 + 1, 'a'))).toMatchObject({ reason: 'too-large' });
  });

  test('more lines than a spreadsheet has', async () => {
    expect(await whyNotOpened('0004136100001\n'.repeat(1_048_577))).toMatchObject({ reason: 'too-many-rows' });
  });

  test('a sheet of what is no workbook', async () => {
    expect(await whyNotOpened('MAC\n7C2F80820EC0\n', { sheet: 'Telefone' })).toMatchObject({ reason: 'no-sheets' });
  });
});

describe('long lists', () => {
  test('come in batches, let others work in between, and can be read again', async () => {
    const lines = Array.from({ length: 9_000 }, (_, index) => `7C2F80${index.toString(16).padStart(6, '0')};${index}`);
    const opened = await openList(sourceOf(`MAC;Raum\n${lines.join('\n')}\n`));
    if (!opened.ok) throw new Error(opened.error.reason);
    let others = 0;
    const timer = setInterval(() => others++, 0);
    const sizes: number[] = [];
    for await (const { devices } of opened.value.batches()) sizes.push(devices.length);
    for await (const { devices } of opened.value.batches()) sizes.push(devices.length);
    clearInterval(timer);
    expect(sizes).toEqual([2000, 2000, 2000, 2000, 1000, 2000, 2000, 2000, 2000, 1000]);
    expect(others).toBeGreaterThan(0);
  });
});

describe('whatever comes', () => {
  const mac = fc.uniqueArray(fc.nat({ max: 0xffffff }), { minLength: 1, maxLength: 30 });
  const text = fc.string({
    unit: fc.constantFrom('a', 'Z', 'ü', '"', ';', ',', ' ', '\n', '|', '7', "'", '='),
    maxLength: 12,
  });

  test('rows written with any separator, quoting and encoding come back', async () => {
    await fc.assert(
      fc.asyncProperty(
        mac,
        fc.array(fc.tuple(text, text), { minLength: 30, maxLength: 30 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.constantFrom('utf8', 'utf8-mark', 'utf16le', 'latin1'),
        fc.constantFrom('\n', '\r\n'),
        async (macs, others, separator, encoding, end) => {
          const quote = (cell: string): string => `"${defuseCell(cell).replaceAll('"', '""')}"`;
          const rows = macs.map((number, index) => {
            const [user, room] = others[index] ?? ['', ''];
            return [`7C2F80${number.toString(16).padStart(6, '0')}`, user.trim(), room.trim()] as const;
          });
          const body = [['mac', 'user', 'room'], ...rows].map((cells) => cells.map(quote).join(separator)).join(end);
          const bytes =
            encoding === 'utf8' || encoding === 'utf8-mark'
              ? Buffer.from(`${encoding === 'utf8' ? '' : '\uFEFF'}${body}`)
              : Buffer.from(body, encoding === 'latin1' ? 'latin1' : 'utf16le');
          const { devices, problems } = await readWhole(bytes);
          expect(problems).toEqual([]);
          const expected = rows.map(([digits, user, room]) => [digits.toLowerCase(), user, room]);
          expect(devices.map((device) => [device.mac, device.user, device.room])).toEqual(expected);
        },
      ),
    );
  });

  test('of any text, rows are devices and problems', async () => {
    const word = fc.constantFrom(
      'MAC',
      'Raum',
      '7C2F80820EC0',
      '000413610FF5',
      '4E+11',
      '"',
      ';',
      ',',
      '\t',
      '\n',
      '\r\n',
      'S/N 47',
      'x',
      '<',
      '=',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(word, { maxLength: 60 }), async (words) => {
        const content = words.join('');
        const reason = await whyNotOpened(content);
        if (reason === null) {
          const { summary } = await readWhole(content);
          expect(summary.rows).toBe(summary.devices + summary.problems);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no bytes crash it', async () => {
    const starts = fc.constantFrom('', '504b0304', 'd0cf11e0', 'fffe', 'feff', 'efbbbf', '3c3f786d6c');
    await fc.assert(
      fc.asyncProperty(starts, fc.uint8Array({ maxLength: 300 }), async (start, rest) => {
        const bytes = Buffer.concat([Buffer.from(start, 'hex'), rest]);
        if ((await whyNotOpened(bytes)) === null) await readWhole(bytes);
      }),
      { numRuns: 500 },
    );
  });
});
