import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import papaparse from 'papaparse';
import { expect, test } from 'vitest';
import { Desk, type JsonLine, readJsonLines } from '../support/command-line.ts';
import { PracticeSite } from '../support/practice-site.ts';

const USERS = 40;
const PHONES = 30;
const WEEK_MS = 604_800_000;

/** A code as it stands on paper, its rules read as blanks. */
function grouped(code: unknown): RegExp {
  const digits = String(code);
  return new RegExp(`${digits.slice(0, 4)}\\s{0,4}${digits.slice(4, 8)}\\s{0,4}${digits.slice(8)}`);
}

test('forty users get codes: thirty phones come, five codes are renewed, and board, file and paper agree', {
  timeout: 120_000,
}, async () => {
  const desk = new Desk();
  const site = new PracticeSite(desk.folder, ['--phones', String(PHONES)]);
  await site.start();
  await site.control('users', { count: USERS });
  const { users } = await site.state();
  const { pbx } = site.address;
  const list = users
    .slice(0, USERS)
    .map(
      ({ cn, e164, h323 }, n) =>
        `${cn};${e164};${h323};Nord;${n % 4};${n % 4}.${n};IP112;${n % 2 === 0 ? 'Deutsch' : ''}`,
    );
  const header = 'Name;Nebenstelle;Anmeldung;Gebäude;Etage;Raum;Modell;Sprache';
  const path = desk.bring('users.csv', `${header}\n${list.join('\n')}\n`);
  await desk.run('rollout', 'create', 'site');
  const [imported] = readJsonLines((await desk.run('import', 'site', path, '--users', '--json')).stdout);
  expect(imported).toMatchObject({ rows: USERS, users: USERS, added: USERS, problems: 0 });
  const words = ['account', 'add', 'pbx', '--service', 'innovaphone', '--url', pbx.url, '--user', pbx.user];
  await desk.start([...words, '--proxy', 'none', '--concurrency', '3', '--password-stdin'], { input: pbx.password })
    .ended;

  // The PBX names its users itself; here they are those of the list, which brings what the PBX doesn't know.
  const taken = await desk.run('codes', 'import-users', 'site', '--account', 'pbx', '--json');
  expect([taken.code, ...readJsonLines(taken.stdout)]).toEqual([0, { users: USERS, added: 0, updated: 0 }]);
  await desk.run('rollout', 'create', 'pbx');
  const some = await desk.run('codes', 'import-users', 'pbx', '--account', 'pbx', '--search', 'anna', '--json');
  expect(readJsonLines(some.stdout)).toMatchObject([{ users: expect.any(Number), updated: 0 }]);
  const [anna] = readJsonLines((await desk.run('codes', 'status', 'pbx', '--json')).stdout);
  expect(anna).toMatchObject({ login: 'anna.adler', extension: expect.stringMatching(/^\d+$/), state: 'draft' });

  const status = async (): Promise<readonly JsonLine[]> =>
    readJsonLines((await desk.run('codes', 'status', 'site', '--show-codes', '--json')).stdout);
  const issue = ['codes', 'issue', 'site', '--account', 'pbx', '--category', 'IP Phone', '--yes', '--json'] as const;
  expect(await desk.run(...issue)).toMatchObject({ code: 0 });
  const again = await desk.run(...issue);
  expect([again.code, readJsonLines(again.stdout)]).toEqual([
    0,
    [{ summary: { issued: 0, kept: USERS, failed: 0, unknown: 0, expired: 0, open: 0 } }],
  ]);
  const printed = await desk.run('codes', 'sheets', 'site', desk.out('sheets.pdf'), '--json');
  expect(readJsonLines(printed.stdout)).toEqual([{ file: desk.out('sheets.pdf'), sheets: USERS }]);
  const before = await status();
  const paper = execFileSync('pdftotext', ['-layout', desk.out('sheets.pdf'), '-'], { encoding: 'utf8' });
  for (const { code, user } of before) {
    expect(paper).toMatch(grouped(code));
    expect(paper).toContain(user);
  }
  // Every other user reads German; the others get the language of the print.
  for (const words of [/Gültig bis/g, /Valid until/g, /Blatt \d+ von 40/g, /sheet \d+ of 40/g])
    expect(paper.match(words)).toHaveLength(USERS / 2);

  // Thirty phones are typed at; the others' week goes by, and five of them are wanted again.
  await site.control(
    'phones',
    before.slice(0, PHONES).map(({ code }, index) => ({ phone: index + 1, code })),
  );
  await expect
    .poll(async () => (await status()).filter(({ state }) => state === 'registered').length, {
      timeout: 30_000,
      interval: 500,
    })
    .toBe(PHONES);
  await site.control('clock', { advanceMs: WEEK_MS + 120_000 });
  const expired = (await status()).filter(({ state }) => state === 'expired');
  expect(expired).toHaveLength(USERS - PHONES);
  const renewed = expired.slice(0, 5).map(({ login }) => String(login));
  const reissue = await desk.run(
    'codes',
    'reissue',
    'site',
    ...renewed.flatMap((login) => ['--user', login]),
    '--json',
  );
  expect(readJsonLines(reissue.stdout).at(-1)).toMatchObject({ summary: { issued: 5, expired: 5, unknown: 0 } });
  const changed = await desk.run(
    'codes',
    'sheets',
    'site',
    desk.out('changed.pdf'),
    '--changed',
    '--layout',
    'slips',
    '--json',
  );
  expect(readJsonLines(changed.stdout)).toMatchObject([{ sheets: 5 }]);

  const board = await status();
  expect(board.filter(({ state }) => state === 'registered')).toHaveLength(PHONES);
  expect(board.filter(({ state }) => state === 'pending').map(({ login }) => login)).toEqual(renewed);
  expect(board.filter(({ state }) => state === 'expired')).toHaveLength(5);
  const [first] = board.filter(({ state }) => state === 'registered');
  const kept = await desk.run('codes', 'reissue', 'site', '--user', String(first?.login));
  expect(kept.stderr).toContain('None of those named has a code that can be replaced');
  const found = await desk.run('find', String(first?.mac), '--json');
  expect(readJsonLines(found.stdout)).toMatchObject([{ rollout: 'site', user: first?.user, planned: false }]);
  const slips = execFileSync('pdftotext', ['-layout', desk.out('changed.pdf'), '-'], { encoding: 'utf8' });
  const flat = slips.replaceAll(/\s+/g, ' ');
  for (const { code, state } of board) if (state === 'pending') expect(flat).toContain(String(code).slice(8));
  for (const { code } of expired) expect(slips).not.toMatch(grouped(code));

  await desk.run('codes', 'export', 'site', desk.out('codes.csv'), '--separator', ';');
  const text = readFileSync(desk.out('codes.csv'), 'utf8');
  expect(text.startsWith('\uFEFF')).toBe(true);
  const { data } = papaparse.parse<Record<string, string>>(text.slice(1), {
    header: true,
    delimiter: ';',
    skipEmptyLines: true,
  });
  const fromFile = data.map(({ sip, code, state, hwid }) => ({ login: sip, code, state, mac: hwid || null }));
  const fromBoard = board.map(({ login, code, state, mac }) => ({ login, code, state, mac }));
  const sorted = (rows: readonly { readonly login: unknown }[]) =>
    [...rows].sort((one, other) => String(one.login).localeCompare(String(other.login)));
  expect(sorted(fromFile)).toEqual(sorted(fromBoard));
  // Without being asked for, no code is said.
  const quiet = await desk.run('codes', 'status', 'site', '--json');
  for (const { code } of board) expect(quiet.stdout).not.toContain(String(code));
  const archive = await desk.run('codes', 'sheets', 'site', desk.out('archive.html'), '--archive');
  expect(archive.code).toBe(0);
  const page = readFileSync(desk.out('archive.html'), 'utf8');
  for (const { code } of board) expect(page).not.toContain(String(code).slice(0, 8));
});
