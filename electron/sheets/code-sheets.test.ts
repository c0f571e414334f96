import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProvisioningCode } from '../../shared/domain/code.ts';
import { LOGO_LIMIT_BYTES, toLogo } from './code-logo.ts';
import { type CodeSheets, formatExpiry, makeCodeSheets, type SheetUser, sortByPlace } from './code-sheets.ts';
import { confirmKeyOf } from './code-symbols.ts';
import { createBrowserPrinter } from './print-with-browser.ts';

const UNTIL_MS = new Date(2026, 10, 28, 10).getTime();
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 3"><rect width="9" height="3"/></svg>');

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'rollcall-test-codes-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function codeOf(n: number): ProvisioningCode {
  return String(n * 7_777_777 + 12_345_678).padStart(12, '0') as ProvisioningCode;
}

function user(n: number, fields: Partial<SheetUser> = {}): SheetUser {
  return {
    id: 500 + n,
    user: `Jörg Müller ${n}`,
    extension: String(100 + n),
    login: `u${n}`,
    building: 'Nord',
    floor: '2',
    room: `2.${n}`,
    model: 'IP112',
    category: 'IP Phone',
    app: '',
    mac: '',
    language: '',
    note: '',
    code: codeOf(n),
    lastFour: codeOf(n).slice(-4),
    validUntilMs: UNTIL_MS,
    issuedAtMs: UNTIL_MS - 604_800_000,
    account: 'Platform',
    domain: 'example.com',
    source: 'account',
    ...fields,
  };
}

function sheets(count: number, fields: Partial<CodeSheets> = {}): CodeSheets {
  const common = { rollout: 'Neubau', customer: 'Muster GmbH', helpDesk: '+49 30 1234', testCall: '199', logo: '' };
  const users = Array.from({ length: count }, (_, n) => user(n));
  const printedAt = new Date(2026, 10, 21, 10, 15);
  return { ...common, language: 'de', layout: 'page', isArchive: false, printedAt, users, ...fields };
}

async function print(wanted: CodeSheets): Promise<string> {
  const printed = await createBrowserPrinter()(await makeCodeSheets(wanted), {
    paper: 'A4',
    isLandscape: wanted.layout === 'list',
  });
  const path = join(folder, `${wanted.layout}-${wanted.users.length}-${wanted.isArchive}.pdf`);
  writeFileSync(path, printed.ok ? printed.value : expect.fail(JSON.stringify(printed)));
  return path;
}

function pagesOf(path: string): readonly string[] {
  return execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 })
    .split('\f')
    .slice(0, -1);
}

function scan(path: string, dpi: number): readonly string[] {
  const name = join(folder, `scan-${dpi}`);
  execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-f', '1', '-l', '1', path, name]);
  const image = readdirSync(folder).find((file) => file.startsWith(`scan-${dpi}`)) ?? '';
  const found = execFileSync('zbarimg', ['--quiet', '--raw', join(folder, image)], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  rmSync(join(folder, image));
  return found.trim().split('\n').sort();
}

/** A code as it stands on paper, its rules read as blanks. */
function grouped(code: string): RegExp {
  return new RegExp(`${code.slice(0, 4)}\\s{0,4}${code.slice(4, 8)}\\s{0,4}${code.slice(8)}`);
}

test('each user gets a page with everything on it, and the QR symbol holds the digits alone', async () => {
  const hash = user(1, {
    model: 'IP101',
    code: '000000000042' as ProvisioningCode,
    user: `Prof. ${'Lang-Name '.repeat(12)}Ende`,
  });
  const path = await print(
    sheets(0, {
      users: [user(0), hash, user(2, { model: '', source: 'own' })],
      logo: `data:image/svg+xml;base64,${SVG.toString('base64')}`,
    }),
  );
  const pages = pagesOf(path);
  expect(pages).toHaveLength(3);
  const [first = '', second = '', third = ''] = pages;
  for (const text of [
    'Muster GmbH',
    'Neubau',
    'Jörg Müller 0',
    '100',
    'Nord · 2 · 2.0',
    'u0',
    'IP112',
    'IP Phone',
    'OK drücken',
    'Testanruf an 199',
    'Hilfe: +49 30 1234',
    'Blatt 1 von 3',
    'gedruckt 21.11.2026, 10:15',
    'config.innovaphone.com',
  ])
    expect(first).toContain(text);
  expect(first).toMatch(grouped(codeOf(0)));
  expect(first).toMatch(/Samstag, 28\. November 2026 um 10:00/);
  expect(second).toMatch(/# drücken/);
  expect(second).not.toContain('OK drücken');
  expect(second).toMatch(grouped('000000000042'));
  expect(third).toContain('Am IP101 und IP102 stattdessen #');
  expect(third).not.toContain('config.innovaphone.com');
  expect(scan(path, 300)).toEqual([codeOf(0), 'RC500']);
});

test('slips stand eight on a page, with their codes and the numbers of their users as symbols', async () => {
  const path = await print(sheets(9, { layout: 'slips', language: 'en' }));
  const pages = pagesOf(path);
  expect(pages).toHaveLength(2);
  for (let n = 0; n < 8; n += 1) expect(pages[0]?.replaceAll(/\s+/g, ' ')).toContain(codeOf(n).slice(-4));
  expect(pages[0]).toContain('8 of 9');
  const flat = pages[0]?.replaceAll(/\s+/g, ' ') ?? '';
  for (const text of [
    'Digits only. One phone, one use.',
    'It restarts, once or more: do not unplug.',
    'Make a test call to 199.',
    'No form?',
    'config.innovaphone.com',
    'Help desk: +49 30 1234',
    'MAC or serial',
    'Done by',
    'are not on this page',
  ])
    expect(flat).toContain(text);
  expect(flat).toMatch(/Valid until Sat, 28\/11\/2026, 10:00 \S+/);
  expect(flat).toMatch(/Issued Sat, 21\/11\/2026, 10:00 \S+ by Platform/);
  expect(pages[1]).toMatch(grouped(codeOf(8)));
  const scanned = scan(path, 300);
  for (let n = 0; n < 8; n += 1) expect(scanned).toContain(`RC${500 + n}`);
  expect(scanned.filter((text) => /^\d{12}$/.test(text))).toHaveLength(8);
});

test('a slip that has to hold much keeps its code, its end and its lines for the technician', async () => {
  const much = {
    user: `Prof. ${'Lang-Name '.repeat(12)}Ende`,
    building: 'Verwaltungsgebäude Nord Anbau',
    floor: 'Erdgeschoss',
    room: 'Besprechungsraum 2.12',
    app: 'Softphone Desktop',
    model: '',
  };
  const helpDesk = 'Technik der Stadtverwaltung, Durchwahl 4711 oder +49 30 1234567, auch am Samstag bis 16 Uhr';
  const users = Array.from({ length: 8 }, (_, n) => user(n, much));
  const path = await print(sheets(0, { users, helpDesk, layout: 'slips' }));
  const pages = pagesOf(path);
  expect(pages).toHaveLength(1);
  expect(pages[0]?.match(/Gültig bis Sa\., 28\.11\.2026, 10:00/g)).toHaveLength(8);
  expect(pages[0]?.match(/Erledigt von/g)).toHaveLength(8);
  const scanned = scan(path, 300);
  for (let n = 0; n < 8; n += 1) expect(scanned).toContain(codeOf(n));
});

test('the list is landscape, repeats its header and tears no row', async () => {
  const path = await print(sheets(60, { layout: 'list' }));
  expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toMatch(/Page size:\s+84[12].* x 59[45]/);
  const pages = pagesOf(path);
  expect(pages.length).toBeGreaterThan(1);
  for (const page of pages) expect(page).toMatch(/Benutzer/);
  expect(pages[0]).toMatch(/Domäne example\.com · 60 Telefone · der erste Code endet Sa\., 28\.11\.2026/);
  expect(pages[0]).toMatch(/vernichten/);
  const text = pages.join('');
  for (let n = 0; n < 60; n += 1) expect(text).toMatch(grouped(codeOf(n)));
});

test('each user has a sheet in a language of their own, else in that of the print, with its foot', async () => {
  const users = [user(0), user(1, { language: 'en' }), user(2, { language: 'de' }), user(3, { language: 'en' })];
  const pages = pagesOf(await print(sheets(0, { users })));
  const words = {
    de: [
      'So wird das Telefon eingerichtet',
      'Gültig bis',
      'OK drücken',
      'Samstag, 28. November 2026',
      'Blatt',
      'Hilfe:',
    ],
    en: ['Press OK', 'Saturday', '28 November 2026', 'Valid until', 'sheet', 'Help desk:'],
  };
  for (const [n, language] of (['de', 'en', 'de', 'en'] as const).entries()) {
    const text = pages[n] ?? '';
    expect(text).toContain(`Jörg Müller ${n}`);
    expect(text).toMatch(grouped(codeOf(n)));
    for (const word of words[language]) expect(text).toContain(word);
    for (const word of words[language === 'de' ? 'en' : 'de']) expect(text).not.toContain(word);
    expect(text).toContain(language === 'de' ? `Blatt ${n + 1} von 4` : `sheet ${n + 1} of 4`);
    expect(text).toContain(language === 'de' ? 'gedruckt 21.11.2026, 10:15' : 'printed 21 Nov 2026, 10:15');
  }
  expect(pages).toHaveLength(4);
});

test('slips of two languages share a page, and the list says who gets which', async () => {
  const users = Array.from({ length: 9 }, (_, n) => user(n, { language: n % 2 === 0 ? '' : 'en' }));
  const slips = pagesOf(await print(sheets(0, { users, layout: 'slips' })));
  expect(slips).toHaveLength(2);
  const first = slips[0] ?? '';
  expect(first.match(/Gültig bis/g)).toHaveLength(4);
  expect(first.match(/Valid until/g)).toHaveLength(4);
  expect(first).toContain('Blatt 1 von 2');
  const list = pagesOf(await print(sheets(0, { users, layout: 'list' }))).join('');
  expect(list).toMatch(/Technikerliste/);
  expect(list).not.toMatch(/Technician/);
  for (const [n, { language }] of users.entries())
    expect(list).toMatch(new RegExp(`Jörg Müller ${n} .*\\s${language === 'en' ? 'EN' : 'DE'}(\\s|$)`, 'm'));
  expect(await makeCodeSheets(sheets(0, { users, layout: 'list' }))).toContain('>Spr.<');
  expect(await makeCodeSheets(sheets(2, { layout: 'list' }))).not.toContain('>Spr.<');
});

test('an archive copy holds the last four digits and no symbol of the code', async () => {
  const page = await makeCodeSheets(sheets(3, { isArchive: true }));
  const path = await print(sheets(3, { isArchive: true }));
  for (const [n, text] of pagesOf(path).entries()) {
    expect(text).toContain(codeOf(n).slice(-4));
    expect(text).not.toMatch(grouped(codeOf(n)));
    expect(page).not.toContain(codeOf(n).slice(0, 8));
  }
  expect(page).not.toContain('class="qr"');
});

test.each([
  ['IP101', 'hash'],
  ['innovaphone IP102', 'hash'],
  ['ip-112', 'ok'],
  ['IP232', 'ok'],
  ['IP1012', 'either'],
  ['', 'either'],
  ['IP1202', 'either'],
])('%j wants %s after the code', (model, key) => {
  expect(confirmKeyOf(model)).toBe(key);
});

test('people are sorted as one walks through a house', () => {
  const places = [
    ['B', '1', '1.1'],
    ['A', '10', '1'],
    ['A', '2', '2.10'],
    ['A', '2', '2.9'],
    ['', '', '0'],
  ].map(([building = '', floor = '', room = '']) => user(0, { building, floor, room }));
  expect(sortByPlace(places, 'de').map(({ building, floor, room }) => `${building} ${floor} ${room}`)).toEqual([
    'A 2 2.9',
    'A 2 2.10',
    'A 10 1',
    'B 1 1.1',
    '  0',
  ]);
});

test('an end has its weekday and its zone', () => {
  expect(formatExpiry(UNTIL_MS, 'en')).toMatch(/^Saturday,? 28 November 2026 at 10:00 \S+/);
});

test('a logo is a PNG or an SVG of a decent size', () => {
  expect(toLogo(SVG)).toEqual({ address: `data:image/svg+xml;base64,${SVG.toString('base64')}` });
  expect(toLogo(Buffer.from('89504e470d0a1a0a00', 'hex'))).toMatchObject({
    address: expect.stringMatching(/^data:image\/png/),
  });
  expect(toLogo(Buffer.from('<html><svg></svg>'))).toEqual({ problem: 'no-picture' });
  expect(toLogo(Buffer.alloc(LOGO_LIMIT_BYTES + 1))).toEqual({ problem: 'too-large' });
});

test('what people typed stays text', async () => {
  const page = await makeCodeSheets(sheets(0, { users: [user(0, { user: '<b>"x"</b>', room: '</style>' })] }));
  expect(page).toContain('&lt;b&gt;&quot;x&quot;&lt;/b&gt;');
  expect(page.match(/<\/style>/g)).toHaveLength(1);
});
