import { existsSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { Desk, listOf, macsFrom, type PracticeProcess, readJsonLines } from '../support/command-line.ts';

const TARGET = 'https://pbx.example.net/prov/%MACD.xml';
const MACS = macsFrom('7c2f80000100', 6);

let desk: Desk;
let practice: PracticeProcess;

beforeAll(async () => {
  desk = new Desk();
  practice = await desk.practice('--services', 'gigaset,snom');
  await desk.addAccount('giga', 'gigaset', practice.address('gigaset'));
  await desk.addAccount('snom', 'snom', practice.address('snom'));
});

/** A rollout of its own for a test, with the MACs given. */
async function makeRollout(name: string, macs: readonly string[]): Promise<void> {
  await desk.importList(name, `${name}.csv`, listOf(macs));
}

const register = (rollout: string, ...more: readonly string[]) => [
  'run',
  rollout,
  '--account',
  'giga',
  '--action',
  'register',
  '--url',
  TARGET,
  ...more,
];

describe('usage', () => {
  test.concurrent.each([
    { words: ['nonsense'], says: 'nonsense' },
    { words: ['account'], says: 'account' },
    { words: ['account', 'nonsense'], says: 'account nonsense' },
    { words: ['rollout', 'create'], says: 'rollcall rollout create NAME' },
    { words: ['rollout', 'create', 'a', 'b'], says: 'rollcall rollout create NAME' },
    { words: ['rollout', 'list', '--nonsense'], says: '--nonsense' },
    { words: ['rollout', 'list', '--yes'], says: '--yes' },
    { words: ['rollout', 'list', '--data'], says: '--data' },
    { words: ['rollout', 'list', '--lang', 'fr'], says: 'fr' },
    { words: ['rollout', 'show', 'nowhere'], says: 'nowhere' },
    { words: ['rollout', 'delete', 'nowhere'], says: 'nowhere' },
    { words: ['import', 'nowhere', 'file.csv'], says: 'nowhere' },
    { words: ['plan', 'nowhere', '--account', 'giga', '--action', 'check'], says: 'nowhere' },
    { words: ['plan', 'nowhere', '--action', 'check'], says: '--account' },
    { words: ['plan', 'nowhere', '--account', 'giga'], says: '--action' },
    { words: ['plan', 'nowhere', '--account', 'giga', '--action', 'explode'], says: 'explode' },
    { words: ['run', 'nowhere', '--account', 'giga', '--action', 'check'], says: 'nowhere' },
    { words: ['resume', 'nowhere'], says: 'nowhere' },
    { words: ['undo', 'nowhere', '--yes'], says: 'nowhere' },
    { words: ['undo', 'nowhere', '--run', 'x'], says: 'x' },
    { words: ['find', '00041326000'], says: 'digits' },
    { words: ['export', 'nowhere', 'file.csv'], says: 'nowhere' },
    { words: ['registered', '--account', 'nobody'], says: 'nobody' },
    { words: ['account', 'test', 'nobody'], says: 'nobody' },
    { words: ['account', 'remove', 'nobody'], says: 'nobody' },
    { words: ['practice', '--services', 'fax'], says: 'fax' },
    { words: ['practice', '--fault', 'earthquake'], says: 'earthquake' },
    { words: ['practice', '--port-base', '0'], says: '0' },
  ])('$words is bad usage or input: exit 2, and the sentence names it', async ({ words, says }) => {
    const { code, stdout, stderr } = await desk.run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
  });

  test('a password can not be given as an argument', async () => {
    const words = ['account', 'add', 'x', '--service', 'gigaset', '--url', 'https://h/', '--user', 'u'];
    for (const option of ['--password', '--password=hunter2', '--password-stdin=hunter2']) {
      const { code, stdout, stderr } = await desk.run(
        ...words,
        option,
        ...(option === '--password' ? ['hunter2'] : []),
      );
      expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
      expect(stderr).not.toContain('hunter2');
    }
    expect((await desk.json('account', 'list')).objects.map(({ name }) => name)).toEqual(['giga', 'snom']);
  });

  test('without words the help is shown, in either language; with a command its own', async () => {
    const help = await desk.succeed();
    for (const command of ['practice', 'account add', 'rollout create', 'import', 'plan', 'run', 'resume', 'undo']) {
      expect(help.stdout).toContain(`rollcall ${command}`);
    }
    const german = await desk.succeed('run', '--help', '--lang', 'de');
    expect(german.stdout).toContain('rollcall run ROLLOUT');
    expect(german.stdout).not.toContain('rollcall undo');
    const english = await desk.succeed('run', '--help');
    expect(german.stdout).not.toBe(english.stdout);
  });

  test.concurrent.each(['account', 'codes', 'configs', 'innovaphone', 'openstage', 'ownership', 'rollout'])(
    'the help of %s is a line for each of its commands',
    async (group) => {
      const help = await desk.succeed(group, '--help');
      const [lines = ''] = help.stdout.split('\n\n', 1);
      expect(lines.split('\n').length).toBeGreaterThanOrEqual(3);
      for (const line of lines.split('\n'))
        expect(line).toMatch(new RegExp(`^rollcall ${group} \\S.* {2}[A-Z].*[^.:;]$`));
    },
  );

  test('the language comes from --lang, else from the system', async () => {
    const asked = await desk.run('rollout', 'show', 'nowhere', '--lang', 'de');
    const system = await desk.start(['rollout', 'show', 'nowhere'], { environment: { LANG: 'de_AT.UTF-8' } }).ended;
    const english = await desk.run('rollout', 'show', 'nowhere');
    expect(asked.stderr).toBe(system.stderr);
    expect(asked.stderr).toContain('Rollout');
    expect(english.stderr).not.toBe(asked.stderr);
  });
});

describe('--json, --data and --lang', () => {
  test('stand anywhere in the line, in both spellings', async () => {
    const data = desk.dataFolder;
    const expected = (await desk.json('account', 'list')).stdout;
    expect(readJsonLines(expected)).toHaveLength(2);
    for (const words of [
      ['--json', '--data', data, 'account', 'list'],
      ['account', '--json', `--data=${data}`, 'list'],
      ['account', 'list', '--lang', 'de', '--data', data, '--json'],
    ]) {
      const running = desk.start(words, { environment: { ROLLCALL_DATA: desk.out('elsewhere') } });
      expect(await running.ended).toEqual({ code: 0, stdout: expected, stderr: '' });
    }
  });

  test('--data wins over ROLLCALL_DATA; a folder that is none is refused', async () => {
    const other = desk.out('other-data');
    await desk.succeed('rollout', 'create', 'elsewhere', '--data', other);
    const { objects } = await desk.json('rollout', 'list', '--data', other);
    expect(objects).toMatchObject([{ name: 'elsewhere', devices: 0, unfinishedRun: null }]);
    const file = desk.bring('no-folder', 'x');
    const { code, stdout, stderr } = await desk.run('rollout', 'create', 'x', '--data', file);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(file);
  });

  test('a failure leaves standard output empty, also with --json', async () => {
    const failed = await desk.json('rollout', 'show', 'nowhere');
    expect(failed).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nowhere') });
  });
});

describe('rollouts', () => {
  test('create, list, show, delete', async () => {
    expect((await desk.json('rollout', 'create', 'Müllerstraße 5')).objects).toEqual([{ rollout: 'Müllerstraße 5' }]);
    const again = await desk.run('rollout', 'create', 'Müllerstraße 5');
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('Müllerstraße 5') });
    const shown = await desk.json('rollout', 'show', 'Müllerstraße 5');
    expect(shown.objects).toMatchObject([{ name: 'Müllerstraße 5', devices: 0, outcomes: {}, runs: [] }]);
    expect((await desk.json('rollout', 'delete', 'Müllerstraße 5')).code).toBe(0);
    expect((await desk.run('rollout', 'show', 'Müllerstraße 5')).code).toBe(2);
  });
});

describe('plan and run', () => {
  test('a plan sends nothing and says what would change', async () => {
    await makeRollout('planned', MACS);
    await practice.seed('gigaset', [
      { mac: MACS[0] ?? '', url: TARGET, name: 'giga' },
      { mac: MACS[1] ?? '', url: 'https://old.example.net/', name: 'before' },
    ]);
    const before = await practice.state('gigaset');
    const wish = ['--account', 'giga', '--action', 'register', '--url', TARGET, '--provider', 'giga'];
    const planned = await desk.json('plan', 'planned', ...wish);
    expect(planned.code).toBe(0);
    const rows = planned.objects.slice(0, -1);
    expect(rows.map(({ mac, group }) => [mac, group])).toEqual([
      [MACS[0], 'unchanged'],
      [MACS[1], 're-point'],
      ...MACS.slice(2).map((mac) => [mac, 'new']),
    ]);
    expect(rows[1]).toMatchObject({
      'check-code': '',
      action: 'register',
      before: { url: 'https://old.example.net/', name: 'before' },
      target: { url: TARGET, name: 'giga' },
    });
    expect(planned.objects.at(-1)).toEqual({ summary: { devices: 6, unchanged: 1, 're-point': 1, new: 4 } });
    expect(await practice.writes('gigaset')).toEqual([]);
    expect(await practice.state('gigaset')).toEqual(before);
  });

  test('without a terminal run and undo want --yes: exit 2, nothing sent', async () => {
    await makeRollout('asked', MACS);
    const refused = await desk.json(...register('asked'));
    expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(await practice.writes('gigaset')).toEqual([]);
    await desk.succeed(...register('asked', '--yes'));
    const writes = (await practice.writes('gigaset')).length;
    const undo = await desk.json('undo', 'asked');
    expect(undo).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--yes') });
    expect(await practice.writes('gigaset')).toHaveLength(writes);
    const undone = await desk.json('undo', 'asked', '--yes');
    expect(undone.code).toBe(0);
    const state = await practice.state('gigaset');
    expect(state.get(MACS[1] ?? '')).toMatchObject({ url: 'https://old.example.net/', name: 'before' });
    expect(state.size).toBe(2);
  });

  test('a run gives a line per outcome and the summary last; unchanged and done exit 0', async () => {
    await makeRollout('good', MACS);
    const first = await desk.json(...register('good', '--provider', 'Nord', '--yes'));
    expect(first.code).toBe(0);
    expect(first.objects).toHaveLength(MACS.length + 1);
    const lines = new Map(first.objects.slice(0, -1).map((line) => [line.mac, line]));
    expect([...lines.keys()].toSorted()).toEqual(MACS);
    expect(lines.get(MACS[5])).toEqual({
      mac: MACS[5],
      'check-code': '',
      action: 'register',
      outcome: 'done',
      reason: null,
      message: '',
      service: expect.stringMatching(/^OK/),
      before: { url: null, name: null },
      now: { url: TARGET, name: 'Nord', date: null, company: null },
    });
    expect(lines.get(MACS[1])).toMatchObject({
      outcome: 'done',
      before: { url: 'https://old.example.net/', name: 'before' },
      now: { url: TARGET, name: 'Nord' },
    });
    expect(first.objects.at(-1)).toMatchObject({ summary: { devices: 6, done: 6, refused: 0, failed: 0, open: 0 } });
    const again = await desk.json(...register('good', '--provider', 'Nord', '--yes'));
    expect(again.objects.at(-1)).toMatchObject({ summary: { devices: 6, done: 0, unchanged: 6 } });
    expect(again.code).toBe(0);
  });

  test('people get a line per phone and a sentence at the end, in their language', async () => {
    const { code, stdout, stderr } = await desk.run(...register('good', '--provider', 'Nord', '--yes', '--lang', 'de'));
    expect(code).toBe(0);
    expect(stdout).toMatch(/^7C:2F:80:00:01:00 {2}\S+/m);
    expect(stdout.trimEnd().split('\n')).toHaveLength(MACS.length + 1);
    expect(stderr).not.toContain('{');
  });

  test('refused and failed phones exit 1; the other commands of the day go on', async () => {
    const [owned = '', bad = ''] = macsFrom('7c2f80000200', 2);
    await practice.setFaults('gigaset', `owned=${owned}`, `check-code=${bad}`);
    await makeRollout('mixed', [owned, bad, ...macsFrom('7c2f80000210', 2)]);
    const { code, objects, stderr } = await desk.json(...register('mixed', '--yes'));
    await practice.setFaults('gigaset');
    expect(code).toBe(1);
    const outcomes = new Map(objects.map(({ mac, outcome, reason }) => [mac, [outcome, reason]]));
    expect(outcomes.get(owned)).toEqual(['refused', 'owned-by-other']);
    expect(outcomes.get(bad)).toEqual(['refused', 'bad-check-code']);
    expect(objects.at(-1)).toMatchObject({ summary: { devices: 4, done: 2, refused: 2 } });
    expect(stderr).toContain('--only failed');
  });

  test('a rollout without devices, without a URL or with a bad one: exit 2', async () => {
    await desk.succeed('rollout', 'create', 'empty');
    expect(await desk.run(...register('empty', '--yes'))).toMatchObject({ code: 2, stdout: '' });
    await makeRollout('without-url', MACS);
    const words = ['run', 'without-url', '--account', 'giga', '--action', 'register', '--yes'];
    expect(await desk.run(...words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--url') });
    for (const [url, says] of [
      ['pbx.example.net', 'begin'],
      ['ftp://h/', 'begin'],
      ['javascript:alert(1)', 'begin'],
      ['https://', 'host'],
      ['https://h/a b', 'character 12'],
    ] as const) {
      const refused = await desk.run(...words, '--url', url);
      expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(says) });
    }
    expect(await desk.run('run', 'without-url', '--account', 'nobody', '--action', 'check')).toMatchObject({ code: 2 });
  });

  test('check asks nobody, changes nothing and tells what was found', async () => {
    const writes = (await practice.writes('gigaset')).length;
    await makeRollout('checked', [...MACS.slice(0, 2), '7c2f80ffff01']);
    const { code, objects } = await desk.json('run', 'checked', '--account', 'giga', '--action', 'check');
    expect(code).toBe(1);
    expect(objects.slice(0, 3)).toMatchObject([
      { outcome: 'done', now: { url: TARGET, name: 'Nord' } },
      { outcome: 'done', now: { url: TARGET } },
      { outcome: 'refused', reason: 'not-registered', message: expect.stringMatching(/./) },
    ]);
    expect(await practice.writes('gigaset')).toHaveLength(writes);
  });

  test('deregister removes, and what is not there is unchanged', async () => {
    const macs = macsFrom('7c2f80000300', 3);
    await makeRollout('gone', macs);
    await practice.seed(
      'gigaset',
      macs.slice(0, 2).map((mac) => ({ mac, url: TARGET, name: 'x' })),
    );
    const words = ['run', 'gone', '--account', 'giga', '--action', 'deregister', '--yes'];
    const { code, objects } = await desk.json(...words);
    expect(code).toBe(0);
    const outcomes = objects.slice(0, 3).map(({ mac, outcome }) => [mac, outcome]);
    expect(outcomes.toSorted()).toEqual([
      [macs[0], 'done'],
      [macs[1], 'done'],
      [macs[2], 'unchanged'],
    ]);
    const state = await practice.state('gigaset');
    expect(macs.filter((mac) => state.has(mac))).toEqual([]);
  });

  test('--only failed, unknown and FILE take a part; a file that is none exits 2', async () => {
    const macs = macsFrom('7c2f80000400', 4);
    await makeRollout('partly', macs);
    // Every call of this run is answered with a page: nothing is changed, everything fails.
    await practice.setFaults('gigaset', 'html=1,write');
    const failed = await desk.json(...register('partly', '--yes'));
    await practice.setFaults('gigaset');
    expect(failed.code).toBe(1);
    expect(failed.objects.at(-1)).toMatchObject({ summary: { failed: 4 } });
    const file = desk.bring('some.txt', `${macs[1]}\nnot a mac at all\n7c:2f:80:ff:ff:ff\n`);
    const some = await desk.json(...register('partly', '--yes', '--only', file));
    expect(some.code).toBe(0);
    expect(some.objects.map(({ mac }) => mac)).toEqual([macs[1], undefined]);
    expect(some.stderr).toContain('1 MAC of the file is not in the rollout partly: 7C:2F:80:FF:FF:FF.');
    const strangers = desk.bring('strangers.txt', '7c:2f:80:ff:ff:ff\n');
    const nobody = await desk.json(...register('partly', '--yes', '--only', strangers));
    expect(nobody).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('7C:2F:80:FF:FF:FF') });
    const rest = await desk.json(...register('partly', '--yes', '--only', 'failed'));
    expect(rest.objects.map(({ mac }) => mac)).toEqual([macs[0], macs[2], macs[3], undefined]);
    const none = await desk.json(...register('partly', '--yes', '--only', 'unknown'));
    expect(none).toMatchObject({ code: 0, objects: [{ summary: { devices: 0 } }] });
    const nowhere = await desk.json(...register('partly', '--yes', '--only', desk.out('nowhere.csv')));
    expect(nowhere).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('nowhere.csv') });
  });

  test('--only unknown takes those whose answer nobody understood', async () => {
    const macs = macsFrom('7c2f80000500', 3);
    await makeRollout('odd', macs);
    await practice.setFaults('gigaset', 'odd-answer=1,write', `owned=${macs[0]}`);
    await desk.json(...register('odd', '--yes'));
    await practice.setFaults('gigaset', 'odd-answer');
    const odd = await desk.json('run', 'odd', '--account', 'giga', '--action', 'check');
    await practice.setFaults('gigaset');
    expect(odd.objects.at(-1)).toMatchObject({ summary: { unknown: 3 } });
    const again = await desk.json('run', 'odd', '--account', 'giga', '--action', 'check', '--only', 'unknown');
    expect(again.objects.at(-1)).toMatchObject({ summary: { devices: 3, unknown: 0 } });
  });
});

describe('interrupted', () => {
  const macs = macsFrom('7c2f80010000', 300);

  test('130, state kept; run exits 2 naming resume; resume goes on; a second has nothing to do', async () => {
    await makeRollout('long', macs);
    await practice.setFaults('gigaset', 'delay=150');
    const running = desk.start([...register('long', '--yes'), '--json']);
    await running.waitUntil(({ stdout }) => stdout.includes('"outcome"'));
    running.kill('SIGINT');
    const interrupted = await running.ended;
    expect(interrupted.code).toBe(130);
    expect(interrupted.stderr).toContain('resume long');
    const told = readJsonLines(interrupted.stdout);
    const { summary } = told.at(-1) as { summary: { done: number; open: number; devices: number } };
    expect(summary.devices).toBe(300);
    expect(summary.open).toBeGreaterThan(0);
    expect(summary.done + summary.open).toBe(300);
    expect(told).toHaveLength(summary.done + 1);
    expect((await practice.state('gigaset')).has(String(told[0]?.mac))).toBe(true);

    const shown = await desk.json('rollout', 'show', 'long');
    expect(shown.objects).toMatchObject([{ unfinishedRun: expect.any(Number), outcomes: { done: summary.done } }]);
    for (const words of [register('long', '--yes'), ['undo', 'long', '--yes']]) {
      const refused = await desk.json(...words);
      expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('resume long') });
    }
    await practice.setFaults('gigaset');
    const resumed = await desk.json('resume', 'long');
    expect(resumed.code).toBe(0);
    expect(resumed.objects.at(-1)).toMatchObject({ summary: { devices: 300, done: 300, open: 0 } });
    // Each device was told of exactly once, over both processes.
    const all = [...told.slice(0, -1), ...resumed.objects.slice(0, -1)].map(({ mac }) => mac);
    expect(all.toSorted()).toEqual(macs);
    const nothing = await desk.json('resume', 'long');
    expect(nothing).toMatchObject({ code: 0, objects: [{ summary: { devices: 0 } }] });
    expect(nothing.stderr === '' ? nothing.stdout : nothing.stderr).not.toBe('');
  });

  test('resume --cancel ends it: what was not begun is cancelled', async () => {
    await makeRollout('dropped', macs);
    await desk.succeed('run', 'dropped', '--account', 'giga', '--action', 'deregister', '--yes');
    await practice.setFaults('gigaset', 'delay=150');
    const running = desk.start([...register('dropped', '--yes'), '--json']);
    await running.waitUntil(({ stdout }) => stdout.includes('"outcome"'));
    running.kill('SIGTERM');
    expect((await running.ended).code).toBe(130);
    await practice.setFaults('gigaset');
    const cancelled = await desk.json('resume', 'dropped', '--cancel');
    expect(cancelled.code).toBe(1);
    const { summary } = cancelled.objects.at(-1) as { summary: { done: number; cancelled: number; open: number } };
    expect(summary.cancelled).toBeGreaterThan(0);
    expect(summary.done + summary.cancelled).toBe(300);
    const state = await practice.state('gigaset');
    for (const { mac, outcome } of cancelled.objects.slice(0, -1)) {
      expect([mac, state.has(String(mac))]).toEqual([mac, outcome === 'done']);
    }
    expect((await desk.json('rollout', 'show', 'dropped')).objects).toMatchObject([{ unfinishedRun: null }]);
  });

  test('a second Ctrl+C leaves at once; what was under way is settled by resume', async () => {
    await makeRollout('left', macs);
    await practice.setFaults('gigaset', 'delay=200');
    const calls = (await practice.log('gigaset')).length;
    const running = desk.start([...register('left', '--yes', '--provider', 'elsewhere'), '--json']);
    const poll = async (): Promise<void> => {
      const log = (await practice.log('gigaset')).slice(calls);
      if (log.some(({ kind }) => kind === 'write')) return practice.setFaults('gigaset', 'delay=60000');
      return poll();
    };
    await poll();
    running.kill('SIGINT');
    await running.waitUntil(({ stderr }) => stderr.includes('Stopping'));
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(130);
    await practice.setFaults('gigaset');
    const resumed = await desk.json('resume', 'left');
    expect(resumed.code).toBe(0);
    const state = await practice.state('gigaset');
    for (const mac of macs) expect(state.get(mac)).toMatchObject({ url: TARGET, name: 'elsewhere' });
  });

  test('a plan that is interrupted exits 130 with nothing sent', async () => {
    const writes = (await practice.writes('gigaset')).length;
    const reads = (await practice.log('gigaset')).length;
    await practice.setFaults('gigaset', 'delay=60000');
    const running = desk.start([...register('long', '--yes')]);
    const poll = async (): Promise<void> => {
      if ((await practice.log('gigaset')).length === reads) await poll();
    };
    await poll();
    running.kill('SIGINT');
    const { code, stdout } = await running.ended;
    await practice.setFaults('gigaset');
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(await practice.writes('gigaset')).toHaveLength(writes);
    expect((await desk.json('rollout', 'show', 'long')).objects).toMatchObject([{ unfinishedRun: null }]);
  });

  test('who changes data while another one does is told so after 5 s: exit 2', async () => {
    await practice.setFaults('gigaset', 'delay=60000');
    // The plan that was interrupted has left a call that is still pending.
    const reads = (await practice.log('gigaset')).length;
    const running = desk.start(register('long', '--yes', '--provider', 'other'));
    const poll = async (): Promise<void> => {
      if ((await practice.log('gigaset')).length === reads) await poll();
    };
    await poll();
    const other = await desk.run('rollout', 'create', 'meanwhile');
    expect(other).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(desk.dataFolder) });
    // Reading needs no lock.
    expect((await desk.json('rollout', 'list')).code).toBe(0);
    running.kill('SIGKILL');
    await running.ended;
    await practice.setFaults('gigaset');
    await desk.succeed('rollout', 'create', 'meanwhile');
  });
});

describe('practice', () => {
  test('tells where it is on its first line, serves until it is stopped, and cleans up', async () => {
    const port = Number(new URL(practice.address('gigaset').url).port);
    const busy = await desk.run('practice', '--services', 'snom', '--port-base', String(port));
    expect(busy).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(String(port)) });
    const secure = await desk.practice('--services', 'snom', '--tls');
    expect(Object.keys(secure.addresses)).toEqual(['snom']);
    const { url, ca = '', ...login } = secure.address('snom');
    expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//);
    expect(login).toEqual({ user: expect.any(String), password: expect.any(String) });
    expect(existsSync(ca)).toBe(true);
    const { code, stdout, stderr } = await secure.stop();
    expect(code).toBe(0);
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toMatch(/\w/);
    expect(existsSync(ca)).toBe(false);
  });

  test('works without a data folder, and touches none', async () => {
    const folder = desk.out('never-made');
    const running = desk.start(['practice'], { environment: { ROLLCALL_DATA: folder } });
    await running.waitUntil(({ stdout }) => stdout.includes('\n'));
    expect(Object.keys(JSON.parse(running.stdout))).toEqual(['gigaset', 'snom']);
    running.kill('SIGINT');
    expect((await running.ended).code).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });
});
