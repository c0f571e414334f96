import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeRow } from '../../shared/contract/codes.ts';
import type { ProvisioningCode } from '../../shared/domain/code.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { expectValue, expectWords, openTestApi, sourceOf, type TestApi } from './api-testing.ts';

const LIST =
  'name;extension;login;room;model\nAnna Adler;101;anna;2.10;IP112\nBen Blau;102;ben;2.9;IP101\nCleo;103;cleo;1.1;\n';
const MAC = '009033010203' as MacAddress;
const OTHER_MAC = '009033010204' as MacAddress;
const PNG = Buffer.from('89504e470d0a1a0a00', 'hex').toString('base64');

async function setUp(list = LIST): Promise<TestApi> {
  const test = await openTestApi();
  expectValue(await test.api.rollouts.create({ name: 'R' }));
  expectValue(await test.api.codes.importUsersSource({ rollout: 'R', source: sourceOf(list), mapping: {}, sheet: '' }));
  return test;
}

async function boardOf({ api }: TestApi, text = ''): Promise<readonly CodeRow[]> {
  const sort = { column: 'place', direction: 'ascending' } as const;
  const filter = { text, states: [] };
  return expectValue(await api.codes.board({ rollout: 'R', sort, filter, offset: 0, limit: 100 })).rows;
}

async function issueOwn({ api }: TestApi) {
  const wanted = { rollout: 'R', users: 'all', category: 'Phones', validMs: 86_400_000 } as const;
  return expectValue(await api.codes.issueOwn(wanted));
}

async function codesOf({ api }: TestApi): Promise<ReadonlyMap<number, string>> {
  const { codes } = expectValue(await api.codes.reveal({ rollout: 'R', users: 'all' }));
  return new Map(codes.map(({ id, code }) => [id, code]));
}

test('the board is sorted by place and never holds a code; codes come when asked for, which is noted', async () => {
  const opened = await setUp();
  expect((await boardOf(opened)).map(({ user, state }) => [user, state])).toEqual([
    ['Cleo', 'draft'],
    ['Ben Blau', 'draft'],
    ['Anna Adler', 'draft'],
  ]);
  expect(await issueOwn(opened)).toMatchObject({ issued: 3, kept: 0 });
  expect(await issueOwn(opened)).toMatchObject({ issued: 0, kept: 3 });
  const codes = await codesOf(opened);
  expect(codes.size).toBe(3);
  const board = JSON.stringify(await boardOf(opened));
  for (const code of codes.values()) expect(board).not.toContain(code);
  expect(JSON.stringify(opened.told)).not.toMatch(/\d{12}/);
  const { rows } = expectValue(
    await opened.api.activity.page({ text: '', kinds: ['secret'], rollout: 'R', offset: 0, limit: 10 }),
  );
  expect(rows.map(({ action }) => action)).toEqual(['codes.reveal']);
  expect(JSON.stringify(rows)).not.toMatch(/\d{12}/);
});

test('a list with codes of UsersAdmin is tracked, and nothing is asked for it', async () => {
  const opened = await setUp('Name,Device,x\nAnna,anna,0123-4567-8901\nBen,ben,562822784750\n');
  expect((await boardOf(opened)).map(({ state, source }) => [state, source])).toEqual([
    ['pending', 'list'],
    ['pending', 'list'],
  ]);
  expect([...(await codesOf(opened)).values()].sort()).toEqual(['012345678901', '562822784750']);
  const issue = {
    rollout: 'R',
    users: 'all',
    account: 'none',
    directory: '',
    category: 'x',
    app: '',
    term: 'rollout',
  } as const;
  expect(expectValue(await opened.api.codes.issue(issue))).toMatchObject({ issued: 0, kept: 2 });
  expect(expectValue(await opened.api.codes.reissue({ rollout: 'R', which: 'expired' }))).toMatchObject({ kept: 2 });
});

test('a redeemed code shows its phone, what is odd about it, and who has a MAC', async () => {
  const opened = await setUp();
  await issueOwn(opened);
  const { api, store } = opened;
  const codes = await codesOf(opened);
  const [, ben, anna] = await boardOf(opened);
  const codeOf = (row: CodeRow | undefined) => codes.get(row?.id ?? 0) as ProvisioningCode;
  await store.ownCodes.keepContacts([
    {
      mac: MAC,
      address: '192.0.2.5',
      model: 'IP222',
      version: '13r2',
      firstSeenMs: 1,
      lastSeenMs: 1,
      requests: 1,
      lastRequest: '',
      uploads: {},
      jobs: {},
    },
  ]);
  await store.ownCodes.redeem(codeOf(ben), MAC, Date.now());
  await store.ownCodes.redeem(codeOf(anna), OTHER_MAC, Date.now());
  expectValue(await api.codes.edit({ rollout: 'R', id: anna?.id ?? 0, fields: { mac: '00:90:33:01:02:03' } }));
  const [found] = await boardOf(opened, 'blau');
  expect(found).toMatchObject({ state: 'provisioned', phone: MAC, product: 'IP222', warnings: ['other-model'] });
  expect((await boardOf(opened, 'anna'))[0]).toMatchObject({ warnings: ['other-mac'] });
  expect(expectValue(await api.codes.match({ rollout: 'R', text: 'MAC: 00:90:33:01:02:03' }))).toEqual({
    user: null,
    mac: MAC,
    holders: [anna?.id, ben?.id].sort(),
  });
  expect(expectValue(await api.codes.match({ rollout: 'R', text: `RC${ben?.id}` })).user).toBe(ben?.id);
  expect(expectValue(await api.codes.match({ rollout: 'R', text: codeOf(ben) })).user).toBe(ben?.id);
  expect(expectWords(await api.codes.match({ rollout: 'R', text: 'hello' }))).toBe('problem.mac-unreadable');
  expect(expectValue(await api.codes.find({ mac: OTHER_MAC })).holders).toMatchObject([
    { rollout: 'R', user: 'Anna Adler' },
  ]);

  expectValue(await api.codes.swap({ rollout: 'R', one: anna?.id ?? 0, other: ben?.id ?? 0 }));
  expect((await boardOf(opened)).map(({ phone }) => phone)).toEqual(['', OTHER_MAC, MAC]);
  const [cleo] = await boardOf(opened);
  expect(expectWords(await api.codes.swap({ rollout: 'R', one: cleo?.id ?? 0, other: ben?.id ?? 0 }))).toBe(
    'input.no-swap',
  );
  expectValue(await api.codes.mark({ rollout: 'R', users: [ben?.id ?? 0], as: 'tested' }));
  expectValue(await api.codes.mark({ rollout: 'R', users: [cleo?.id ?? 0], as: 'cancelled' }));
  expect((await boardOf(opened)).map(({ state }) => state)).toEqual(['cancelled', 'tested', 'provisioned']);
});

test('a user for whom two phones came is told', async () => {
  const opened = await setUp();
  await issueOwn(opened);
  const [cleo] = await boardOf(opened);
  const [first] = opened.store.codes.codesOfUser(cleo?.id ?? 0);
  if (first === undefined) throw new Error('no code');
  opened.store.codes.update([{ ...first, state: 'registered', mac: MAC }]);
  expect((await boardOf(opened))[0]?.warnings).toEqual([]);
  const { id: _id, ...other } = first;
  opened.store.codes.add({ ...other, state: 'provisioned', mac: OTHER_MAC });
  expect((await boardOf(opened))[0]).toMatchObject({ phone: OTHER_MAC, warnings: ['two-phones'] });
});

test('a named user gets another own code; the old one can not be typed any more', async () => {
  const opened = await setUp();
  await issueOwn(opened);
  const before = await codesOf(opened);
  const [cleo] = await boardOf(opened);
  const id = cleo?.id ?? 0;
  expect(expectValue(await opened.api.codes.reissue({ rollout: 'R', which: [id] }))).toMatchObject({
    issued: 1,
    kept: 2,
  });
  const after = await codesOf(opened);
  expect(after.get(id)).not.toBe(before.get(id));
  expect(await opened.store.ownCodes.redeem(before.get(id) as ProvisioningCode, MAC, Date.now())).toBeNull();
  expect((await boardOf(opened))[0]).toMatchObject({ reissues: 1, state: 'pending' });
});

test('sheets hold live codes alone, and only what changed when asked; a list stands for everybody', async () => {
  const opened = await setUp();
  const { api } = opened;
  const wanted = {
    rollout: 'R',
    layout: 'page',
    isArchive: false,
    language: 'en',
    users: 'all',
    isOnlyChanged: false,
    format: 'html',
  } as const;
  expect(expectWords(await api.codes.sheetsFile(wanted))).toBe('input.no-sheets');
  await issueOwn(opened);
  const settings = { customer: 'Muster & Co', helpDesk: '123', testCall: '' };
  expect(expectWords(await api.codes.keepSheetSettings({ rollout: 'R', settings, logo: 'bm8=' }))).toBe(
    'input.bad-logo',
  );
  expectValue(await api.codes.keepSheetSettings({ rollout: 'R', settings, logo: PNG }));
  const file = expectValue(await api.codes.sheetsFile(wanted));
  expect(file.sheets).toBe(3);
  const page = Buffer.from(file.base64, 'base64').toString();
  expect(page).toContain('Muster &amp; Co');
  expect(page).toContain('data:image/png;base64,');
  expect(expectWords(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: true }))).toBe('input.no-sheets');
  const [cleo] = await boardOf(opened);
  expectValue(await api.codes.reissue({ rollout: 'R', which: [cleo?.id ?? 0] }));
  expect(expectValue(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: true })).sheets).toBe(1);
  const [, ben, anna] = await boardOf(opened);
  // What stands on no sheet of a user's own changes none.
  expectValue(await api.codes.edit({ rollout: 'R', id: ben?.id ?? 0, fields: { note: 'later' } }));
  expect(expectWords(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: true }))).toBe('input.no-sheets');
  expectValue(await api.codes.edit({ rollout: 'R', id: ben?.id ?? 0, fields: { room: '3.14' } }));
  expectValue(await api.codes.setLanguage({ rollout: 'R', users: [anna?.id ?? 0], language: 'de' }));
  expect(expectValue(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: true })).sheets).toBe(2);
  const same = sourceOf(LIST.replace('2.9', '3.14').replace('Cleo', 'Cleopatra'));
  expectValue(await api.codes.importUsersSource({ rollout: 'R', source: same, mapping: {}, sheet: '' }));
  const renamed = expectValue(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: true }));
  expect([renamed.sheets, Buffer.from(renamed.base64, 'base64').includes('Cleopatra')]).toEqual([1, true]);
  expectValue(await api.codes.mark({ rollout: 'R', users: 'all', as: 'cancelled' }));
  expect(expectWords(await api.codes.sheetsFile(wanted))).toBe('input.no-sheets');
  const list = expectValue(await api.codes.sheetsFile({ ...wanted, layout: 'list', users: 'all' }));
  const text = Buffer.from(list.base64, 'base64').toString();
  for (const code of (await codesOf(opened)).values()) expect(text).not.toContain(code.slice(0, 8));
});

test('another category changes a sheet that shows it, not one that shows the category of its code', async () => {
  const opened = await setUp('login;category;code\nanna;Office;012345678901\nben;;562822784750\n');
  const { api } = opened;
  const wanted = {
    rollout: 'R',
    layout: 'page',
    isArchive: false,
    language: 'en',
    users: 'all',
    format: 'html',
  } as const;
  expect(expectValue(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: false })).sheets).toBe(2);
  for (const { id } of await boardOf(opened)) {
    expectValue(await api.codes.edit({ rollout: 'R', id, fields: { category: 'Lobby' } }));
  }
  const changed = expectValue(await api.codes.sheetsFile({ ...wanted, isOnlyChanged: true }));
  expect(changed.sheets).toBe(1);
  expect(Buffer.from(changed.base64, 'base64').includes('Lobby')).toBe(true);
});

test('sheets are in the language of their users, which lists and people say', async () => {
  const opened = await setUp('name;login;Sprache\nAnna;anna;Englisch\nBen;ben;\nCleo;cleo;DE\nDora;dora;fr\n');
  const { api } = opened;
  await issueOwn(opened);
  const rows = await boardOf(opened);
  expect(rows.map(({ user, language }) => [user, language])).toEqual([
    ['Anna', 'en'],
    ['Ben', ''],
    ['Cleo', 'de'],
  ]);
  const wanted = { rollout: 'R', isArchive: false, users: 'all', isOnlyChanged: false, format: 'html' } as const;
  const languagesOf = async (language: 'de' | 'en') => {
    const file = expectValue(await api.codes.sheetsFile({ ...wanted, layout: 'page', language }));
    const page = Buffer.from(file.base64, 'base64').toString();
    return [...page.matchAll(/<section [^>]*lang="(..)"/g)].map(([, code]) => code);
  };
  expect(await languagesOf('de')).toEqual(['en', 'de', 'de']);
  expect(await languagesOf('en')).toEqual(['en', 'en', 'de']);
  const [anna, ben] = rows.map(({ id }) => id);
  const users = [anna ?? 0, ben ?? 0];
  expect(expectValue(await api.codes.setLanguage({ rollout: 'R', users, language: 'en' })).users).toBe(1);
  expect(await languagesOf('de')).toEqual(['en', 'en', 'de']);
  expectValue(await api.codes.setLanguage({ rollout: 'R', users: 'all', language: '' }));
  expectValue(await api.codes.edit({ rollout: 'R', id: ben ?? 0, fields: { language: 'ENGLISH' } }));
  expect(await languagesOf('de')).toEqual(['de', 'en', 'de']);
  const french = await api.codes.edit({ rollout: 'R', id: ben ?? 0, fields: { language: 'fr' } });
  expect(expectWords(french)).toBe('problem.language-unknown');
});

test('columns that were chosen are remembered for lists with this header, in the window alone', async () => {
  const { api, store } = await openTestApi();
  expectValue(await api.rollouts.create({ name: 'R' }));
  const source = sourceOf('Wer;Platz;Seit\nAnna;2.1;Mai\nBen;2.2;Juni\n');
  const read = { source, sheet: '' };
  const first = expectValue(await api.codes.previewUsers({ ...read, mapping: {} }));
  expect(first).toMatchObject({ isRemembered: false, rows: 2, users: 0, head: { format: 'csv', hasHeader: true } });
  expect(first.columns).toEqual([
    { name: 'Wer', field: null, sample: 'Anna' },
    { name: 'Platz', field: 'room', sample: '2.1' },
    { name: 'Seit', field: null, sample: 'Mai' },
  ]);
  expect(expectWords(await api.codes.importUsersSource({ ...read, rollout: 'R', mapping: {} }))).toBe(
    'files.failure.no-user-column',
  );
  const mapping = { user: 'Wer', building: 'Platz', room: '' };
  const taken = await api.codes.importUsersSource({ ...read, rollout: 'R', mapping });
  expect(expectValue(taken)).toMatchObject({ rows: 2, users: 2, added: 2 });
  expect(store.settings.all.userMappings).toEqual([{ header: ['Wer', 'Platz', 'Seit'], mapping }]);
  const again = expectValue(await api.codes.previewUsers({ ...read, mapping: {} }));
  expect(again).toMatchObject({ isRemembered: true, users: 2, first: [{ user: 'Anna', building: '2.1' }, {}] });
  const repeated = await api.codes.importUsersSource({ ...read, rollout: 'R', mapping: {} });
  expect(expectValue(repeated)).toMatchObject({ users: 2, added: 0, updated: 0 });
});

test('a file of codes keeps zeros, defuses formulas, and reads back', async () => {
  const opened = await setUp('name;login\n=1+1;anna\n');
  await issueOwn(opened);
  const path = join(opened.folder, 'codes.csv');
  const wanted = { rollout: 'R', path, separator: ';', isTextFormula: false } as const;
  expect(expectValue(await opened.api.codes.export(wanted))).toEqual({ users: 1, codes: 1 });
  const [code = ''] = (await codesOf(opened)).values();
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(`;'=1+1;`);
  expect(text).toContain(`;"${code}";"${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}";`);
  expect(text).toContain(';code;code_grouped;');
  expectValue(await opened.api.codes.export({ ...wanted, isTextFormula: true }));
  expect(readFileSync(path, 'utf8')).toContain(`"=""${code}"""`);
  expectValue(await opened.api.rollouts.create({ name: 'S' }));
  const source = { name: 'codes.csv', base64: readFileSync(path, 'base64') };
  const read = await opened.api.codes.importUsersSource({ rollout: 'S', source, mapping: {}, sheet: '' });
  expect(expectValue(read)).toMatchObject({ users: 1, codes: 1, problems: [] });
  expect(expectWords(await opened.api.codes.export({ ...wanted, separator: '#' }))).toBe('input.bad-separator');
});

test('what is not there is said before anything is asked', async () => {
  const { api } = await setUp();
  const issue = {
    rollout: 'R',
    users: 'all',
    account: 'none',
    directory: '',
    category: 'x',
    app: '',
    term: 'rollout',
  } as const;
  expect(expectWords(await api.codes.issue(issue))).toBe('input.no-account');
  expect(expectWords(await api.codes.issue({ ...issue, rollout: 'X' }))).toBe('input.no-rollout');
  expect(expectWords(await api.codes.edit({ rollout: 'R', id: 999, fields: {} }))).toBe('input.no-user');
  const list = {
    rollout: 'R',
    path: '/nowhere.csv',
    mapping: {},
    sheet: '',
    problemsPath: '',
    language: 'en',
  } as const;
  expect(expectWords(await api.codes.importUsers(list))).toBe('input.unreadable-file');
});

test('rows that become nobody come back as the same list, to be mended and imported again', async () => {
  const { api, folder } = await openTestApi();
  expectValue(await api.rollouts.create({ name: 'R' }));
  const source = sourceOf('Name;Login;Raum;Code\nAnna;anna;1;\n;;9.9;\nBen;anna;2;443322110099\n');
  const read = { source, mapping: {}, sheet: '' } as const;
  const first = expectValue(await api.codes.importUsersSource({ rollout: 'R', ...read }));
  expect(first).toMatchObject({ rows: 3, users: 1, problems: [{ row: 3 }, { row: 4 }] });
  const file = expectValue(await api.codes.problemUsersFile({ ...read, language: 'de' }));
  const text = Buffer.from(file.base64, 'base64').toString();
  expect(text).toMatch(/^\uFEFF?Name;Login;Raum;Code;row;column;reason;message\r?\n;;9\.9;;3;/);
  expect(text).not.toContain('443322110099');
  const mended = text.replace(';;9.9;', 'Cleo;cleo;9.9;').replace('Ben;anna', 'Ben;ben');
  const path = join(folder, 'mended.csv');
  writeFileSync(path, mended);
  const problemsPath = join(folder, 'rest.csv');
  const again = { rollout: 'R', path, mapping: {}, sheet: '', problemsPath, language: 'en' } as const;
  expect(expectValue(await api.codes.importUsers(again))).toMatchObject({
    added: 2,
    problems: [],
    unusedColumns: ['Code'],
  });
  expect(readFileSync(problemsPath, 'utf8')).toContain('row;column;reason;message');
});
