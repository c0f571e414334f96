import { expect, test } from 'vitest';
import { UNKNOWN_USER } from '../../shared/domain/code-state.ts';
import { issueOwnCode } from '../services/innovaphone/own-codes.ts';
import type { Store } from '../storage/store.ts';
import { expectValue, expectWords, openTestApi, PASSPHRASE } from './api-testing.ts';
import { serveOwnCodes } from './update-server.ts';

const CONFIGURATION = { rollout: 'site', category: 'IP Phone', type: 'NTP' } as const;

async function openSite(options: Parameters<typeof openTestApi>[0] = { locked: true }) {
  const opened = await openTestApi(options);
  expectValue(await opened.api.rollouts.create({ name: 'site' }));
  return opened;
}

/** Brings one user into the rollout; their ids. */
async function addUser({ codes, rollouts }: Store): Promise<readonly [number]> {
  const draft = { ...UNKNOWN_USER, user: 'Anna', extension: '101', login: 'anna' };
  const id = rollouts.find('site')?.id ?? 0;
  codes.importUsers(id, [{ draft, listed: null }], Date.now());
  return [codes.users(id)[0]?.id ?? 0];
}

test('the server is off until it is started, runs once, and is gone when it is ended', async () => {
  const { api } = await openSite();
  expect(expectValue(await api.updateServer.state({}))).toMatchObject({ running: null, locked: [], leaves: false });
  const wanted = { address: '127.0.0.1', port: 0, allow: ['00-90-33-AA-BB-CC'] };
  const { url, port } = expectValue(await api.updateServer.start(wanted));
  expect(expectWords(await api.updateServer.start(wanted))).toBe('input.update-server-runs');
  const page = url.split('?')[0];
  expect((await fetch(`${page}?mac=009033aabbcc&type=IP112`)).status).toBe(200);
  expect((await fetch(`${page}?mac=009033aabbcd&x=123456789012`)).status).toBe(403);
  expect(expectValue(await api.updateServer.state({})).running).toMatchObject({
    port,
    allow: ['009033aabbcc'],
    phones: 1,
  });
  const { total, rows } = expectValue(await api.updateServer.log({ limit: 1 }));
  expect([total, rows[0]?.outcome, rows[0]?.request]).toEqual([
    2,
    'not-allowed',
    'GET /innovaphone/update?mac=009033aabbcd&x=············',
  ]);
  expect(expectWords(await api.updateServer.leave({ url: 'http://user:word@site/' }))).toBe('input.bad-url');
  expectValue(await api.updateServer.leave({ url: '' }));
  expect(expectValue(await api.updateServer.state({})).leaves).toBe(true);
  expect(await (await fetch(`${page}?mac=009033aabbcc`)).text()).toContain('config rem UP1 /url');
  expectValue(await api.updateServer.stop({}));
  await expect(fetch(url)).rejects.toThrow();
  // What was seen stays to be looked at.
  const inventory = expectValue(await api.updateServer.inventory({ offset: 0, limit: 10 }));
  expect(inventory.rows).toMatchObject([{ mac: '009033aabbcc', model: 'IP112', requests: 2 }]);
  expect(expectValue(await api.updateServer.lastRequest({ mac: '009033aabbcc' })).text).toContain('GET /innovaphone');
  expect(expectValue(await api.updateServer.lastRequest({ mac: '009033000000' })).text).toBe('');
});

test('what can not be opened is said in words', async () => {
  const { api } = await openSite();
  const start = (address: string, allow: readonly string[] = []) =>
    api.updateServer.start({ address, port: 0, allow: [...allow] });
  expect(expectWords(await start('192.0.2.1'))).toBe('reason.unreachable');
  expect(expectWords(await start('127.0.0.1', ['everybody']))).toBe('input.bad-allow');
  expect(expectValue(await api.updateServer.state({})).running).toBeNull();
});

test('jobs are made for a rollout, their passwords sealed, and their commands not told', async () => {
  const { api, store, folder } = await openSite({});
  const files = [{ model: 'IP112', url: 'http://10.0.0.1/ip112.bin', build: '136146' }];
  const software = { rollout: 'site', category: '', files };
  expect(expectWords(await api.updateServer.makeSoftwareJob({ ...software, rollout: 'x' }))).toBe('input.no-rollout');
  expectValue(await api.updateServer.makeSoftwareJob(software));
  const commands = 'config change PHONE SIG /gk-pwd hunter2\n\nconfig change NTP0 /addr 10.0.0.1';
  expectValue(await api.updateServer.makeConfigurationJob({ ...CONFIGURATION, commands }));
  const jobs = expectValue(await api.updateServer.jobs({ rollout: 'site' }));
  expect(jobs.rows).toMatchObject([
    { category: 'IP Phone', type: 'NTP', commands: 2, models: [] },
    { category: '', type: null, commands: 0, models: ['ip112'] },
  ]);
  expect(JSON.stringify([jobs, store.ownCodes.listJobs()])).not.toContain('hunter2');

  // A phone that has redeemed a code of the rollout gets the password all the same.
  const [user] = await addUser(store);
  const nowMs = Date.now();
  const wanted = { rowId: user, domain: 'site', category: 'IP Phone', issuedAtMs: nowMs, validUntilMs: nowMs + 60_000 };
  const code = await issueOwnCode(store.ownCodes, wanted);
  const page = expectValue(await api.updateServer.start({ address: '127.0.0.1', port: 0, allow: [] })).url.split(
    '?',
  )[0];
  const script = await (await fetch(`${page}?mac=009033aabbcc&x=${code?.code}`)).text();
  expect(script).toContain('config change PHONE SIG /gk-pwd hunter2\r\nconfig change NTP0');
  expectValue(await api.updateServer.stop({}));

  const options = { address: '127.0.0.1', port: 0, allow: [] };
  expect(expectWords(await serveOwnCodes(folder, options, () => {}, ''))).toBe('vault.locked');
  expect(expectWords(await serveOwnCodes(folder, options, () => {}, 'wrong'))).toBe('vault.wrong-passphrase');
  const served = expectValue(await serveOwnCodes(folder, options, () => {}, PASSPHRASE));
  const again = await (await fetch(`${served.url.split('?')[0]}?mac=009033aabbcc`)).text();
  expect(again).toBe(script);
  store.close();
  await served.close();
});

test('a job is looked at, replaced and removed, and making the same again changes nothing', async () => {
  const { api, store } = await openSite({});
  const files = [{ model: 'IP112', url: 'http://10.0.0.1/ip112.bin', build: '136146' }];
  const software = { rollout: 'site', category: 'IP Phone', files };
  const first = expectValue(await api.updateServer.makeSoftwareJob(software));
  expect(first.isNew).toBe(true);
  const lower = { ...software, files: [{ ...files[0], model: 'ip112' }] as typeof files };
  expect(expectValue(await api.updateServer.makeSoftwareJob(lower))).toEqual({ id: first.id, isNew: false });
  const commands = 'config change PHONE SIG /gk-pwd hunter2\r\n\r\nconfig change NTP0 /addr 10.0.0.1\n';
  const second = expectValue(await api.updateServer.makeConfigurationJob({ ...CONFIGURATION, commands }));
  // Sealed anew each time, and yet the same.
  const again = { ...CONFIGURATION, commands: commands.trim() };
  expect(expectValue(await api.updateServer.makeConfigurationJob(again))).toEqual({ id: second.id, isNew: false });
  const other = { ...CONFIGURATION, commands: 'config change NTP0 /addr 10.0.0.2' };
  const third = expectValue(await api.updateServer.makeConfigurationJob(other));
  const rowsOf = async () => expectValue(await api.updateServer.jobs({ rollout: 'site' })).rows;
  expect((await rowsOf()).map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [third.id, true],
    [second.id, false],
    [first.id, true],
  ]);
  const shown = expectValue(await api.updateServer.job({ rollout: 'site', id: second.id }));
  expect(shown).toMatchObject({ commands: ['***', 'config change NTP0 /addr 10.0.0.1'], files: [], phones: [] });
  const firmware = expectValue(await api.updateServer.job({ rollout: 'site', id: first.id }));
  expect(firmware.files).toEqual([{ ...files[0], model: 'ip112' }]);

  expectValue(await api.updateServer.removeJob({ rollout: 'site', id: third.id }));
  expectValue(await api.updateServer.removeJob({ rollout: 'site', id: third.id }));
  expect((await rowsOf()).map(({ id, isCurrent }) => [id, isCurrent])).toEqual([
    [second.id, true],
    [first.id, true],
  ]);
  expect(expectWords(await api.updateServer.job({ rollout: 'site', id: third.id }))).toBe('input.no-job');
  // A number is never given again: what phones had of the old job would be told of the new one.
  const fourth = expectValue(await api.updateServer.makeConfigurationJob(other));
  expect(fourth.id).toBeGreaterThan(third.id);
  // Another rollout's jobs are out of reach, and they go with their rollout.
  expectValue(await api.rollouts.create({ name: 'other' }));
  expectValue(await api.updateServer.removeJob({ rollout: 'other', id: fourth.id }));
  expect(expectWords(await api.updateServer.job({ rollout: 'other', id: fourth.id }))).toBe('input.no-job');
  expect(await rowsOf()).toHaveLength(3);
  expectValue(await api.rollouts.remove({ name: 'site' }));
  expect(store.ownCodes.listJobs()).toEqual([]);
});

test('what would make an empty or a broken job is refused', async () => {
  const { api, store } = await openSite();
  const make = (commands: string) => api.updateServer.makeConfigurationJob({ ...CONFIGURATION, commands });
  expect(expectWords(await make('\n \r\n\t'))).toBe('input.no-commands');
  for (const junk of ['PK\u0003\u0004', '<html>', '\n  {"a": 1}', 'config\u0000 change'])
    expect(expectWords(await make(junk))).toBe('input.bad-commands');
  const file = { model: 'IP112', url: 'http://x/y', build: '1' };
  const twice = { rollout: 'site', category: '', files: [file, { ...file, model: 'ip112' }] };
  expect(expectWords(await api.updateServer.makeSoftwareJob(twice))).toBe('input.model-twice');
  expect(store.ownCodes.listJobs()).toEqual([]);
});

test('the window for firmware is told while the server runs, and stands in the script', async () => {
  const { api, store } = await openSite();
  const [user] = await addUser(store);
  const files = [{ model: 'IP112', url: 'http://10.0.0.1/ip112.bin', build: '136146' }];
  const { id } = expectValue(await api.updateServer.makeSoftwareJob({ rollout: 'site', category: '', files }));
  const nowMs = Date.now();
  const wanted = { rowId: user, domain: 'site', category: 'IP Phone', issuedAtMs: nowMs, validUntilMs: nowMs + 60_000 };
  const code = await issueOwnCode(store.ownCodes, wanted);
  const start = { address: '127.0.0.1', port: 0, allow: [], hours: [22, 23], initialMinutes: 5 };
  const [page] = expectValue(await api.updateServer.start(start)).url.split('?');
  expect(expectValue(await api.updateServer.state({})).running).toMatchObject({ hours: [22, 23], initialMinutes: 5 });
  const ask = async (more: string) => (await fetch(`${page}?mac=009033aabbcc&type=IP112${more}`)).text();
  expect(await ask(`&x=${code?.code}`)).toContain('mod cmd UP1 times /allow 22,23 /initial 5\r\n');
  const phones = async () => expectValue(await api.updateServer.job({ rollout: 'site', id })).phones;
  expect(await phones()).toMatchObject([{ mac: '009033aabbcc', model: 'IP112', done: null }]);
  await ask('&PROT=136146');
  expect((await phones())[0]?.done).not.toBeNull();
  const jobs = expectValue(await api.updateServer.jobs({ rollout: 'site' }));
  expect(jobs).toMatchObject({ rows: [{ given: 1, done: 1 }], models: ['IP112'] });
  expectValue(await api.updateServer.stop({}));
  // What phones got is known after a restart too.
  expect(await phones()).toHaveLength(1);
});

test('a job with a password needs the open vault', async () => {
  const { api } = await openSite();
  const make = (commands: string) => api.updateServer.makeConfigurationJob({ ...CONFIGURATION, commands });
  expect(expectWords(await make('config change PHONE SIG /gk-pwd hunter2'))).toBe('vault.locked');
  expectValue(await make('config change NTP0 /addr 10.0.0.1'));
});

test.each([
  { model: 'IP 112', url: 'http://x/y', build: '1' },
  { model: 'IP112', url: 'ftp://x/y', build: '1' },
  { model: 'IP112', url: 'http://x/y z\nreset', build: '1' },
  { model: 'IP112', url: 'http://x/y', build: '1\nreset' },
])('a file that would break a script is refused: %j', async (file) => {
  const { api } = await openSite();
  const answer = await api.updateServer.makeSoftwareJob({ rollout: 'site', category: '', files: [file] });
  expect(expectWords(answer)).toMatch(/^input\.bad-(?:argument|url)$/);
});
