import { beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../support/command-line.ts';

const FIRMWARE = 'IP112=136146=http://10.0.0.1/ip112.bin';
const SECRET = 'hunter2-of-the-jobs';

let desk: Desk;

beforeAll(async () => {
  desk = new Desk();
  await desk.succeed('rollout', 'create', 'site');
});

describe('jobs for phones', () => {
  test('there are none until one is made, and the same twice is one', async () => {
    const none = await desk.run('codes', 'jobs', 'site');
    expect(none).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('add-software-job') });
    const add = ['codes', 'add-software-job', 'site', FIRMWARE, 'IP222=136146=http://10.0.0.1/ip222.bin'];
    const first = await desk.json(...add, '--category', 'IP Phone');
    const again = await desk.json(...add, '--category', 'IP Phone');
    expect([first.code, first.objects, again.code, again.objects]).toEqual([
      0,
      [{ job: 1, new: true }],
      0,
      [{ job: 1, new: false }],
    ]);
  });

  test('a configuration comes from a file or from standard input, its passwords sealed', async () => {
    const script = `config change PHONE SIG /prot SIP\r\n\r\nconfig change PHONE SIG /gk-pwd ${SECRET}\r\n`;
    const file = desk.bring('phone.txt', script);
    const made = await desk.json('codes', 'add-configuration-job', 'site', file, '--type', 'phone');
    expect(made.objects).toEqual([{ job: 2, new: true }]);
    const words = ['codes', 'add-configuration-job', 'site', '-', '--type', 'PHONE', '--lang', 'de'];
    const piped = await desk.start(words, { input: script }).ended;
    expect(piped).toMatchObject({ code: 0, stdout: expect.stringContaining('enthält bereits dasselbe') });

    const listed = await desk.json('codes', 'jobs', 'site');
    const counts = { given: 0, done: 0, current: true };
    expect(listed.objects).toMatchObject([
      { job: 2, type: 'PHONE', category: '', models: [], commands: 2, ...counts },
      { job: 1, type: 'software', category: 'IP Phone', models: ['IP112', 'IP222'], commands: 0, ...counts },
    ]);
    const [software, configuration] = await Promise.all([
      desk.run('codes', 'jobs', 'site', '1'),
      desk.json('codes', 'jobs', 'site', '2'),
    ]);
    expect(software.stdout).toContain('136146  http://10.0.0.1/ip222.bin');
    expect(configuration.objects).toMatchObject([{ lines: ['config change PHONE SIG /prot SIP', '***'], phones: [] }]);
    for (const [place, text] of await desk.everythingWritten())
      expect([place, text.includes(SECRET)]).toEqual([place, false]);
  });

  test('a phone at codes serve gets jobs that were there before, in their hours', async () => {
    await desk.succeed('import', 'site', desk.bring('users.csv', 'name;extension;login\nAnna;101;anna\n'), '--users');
    await desk.succeed('codes', 'issue', 'site', '--own', '--category', 'IP Phone', '--yes');
    const [user] = (await desk.json('codes', 'status', 'site', '--show-codes')).objects;
    const window = ['--hours', '22-0', '--initial-minutes', '5'];
    const serving = desk.start(['codes', 'serve', '--address', '127.0.0.1', ...window, '--json']);
    await serving.waitUntil(({ stdout, stderr }) => stdout.includes('\n') && stderr.includes('5 minutes'));
    expect(serving.stderr).toContain('22:00–00:59');
    const { url } = JSON.parse(serving.stdout.split('\n')[0] ?? '') as { readonly url: string };
    const ask = async (more: string) => (await fetch(`${url.split('?')[0]}?mac=009033aabbcc&type=IP112${more}`)).text();
    const script = await ask(`&x=${String(user?.code)}`);
    expect(script).toContain(`config change PHONE SIG /gk-pwd ${SECRET}\r\n`);
    const check = /check ser (\S+)/.exec(script)?.[1] ?? '';
    expect(await ask(`&CHECK=${check}`)).toBe(
      'mod cmd UP1 times /allow 0,22,23 /initial 5\r\nmod cmd UP0 prot http://10.0.0.1/ip112.bin ireset 136146\r\n',
    );
    serving.kill('SIGTERM');
    expect((await serving.ended).code).toBe(0);
    const listed = await desk.json('codes', 'jobs', 'site');
    expect(listed.objects).toMatchObject([
      { job: 2, given: 1, done: 1 },
      { job: 1, given: 1, done: 0 },
    ]);
    const text = await desk.run('codes', 'jobs', 'site', '1', '--lang', 'de');
    expect(text.stdout).toMatch(/00:90:33:AA:BB:CC {2}IP112 {2}gegeben .*, noch nicht bestätigt/);
  });

  test('a job is removed, and what is not there is said', async () => {
    expect((await desk.json('codes', 'remove-job', 'site', '2', '--yes')).objects).toEqual([{ removed: 2 }]);
    const [gone, listed] = await Promise.all([
      desk.run('codes', 'remove-job', 'site', '2', '--yes'),
      desk.json('codes', 'jobs', 'site'),
    ]);
    expect(gone).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('no job 2') });
    expect(listed.objects).toHaveLength(1);
  });

  test.each([
    [['codes', 'jobs', 'nowhere'], 'nowhere'],
    [['codes', 'jobs', 'site', 'x'], '“x”'],
    [['codes', 'add-software-job', 'site', 'IP112=http://10.0.0.1/ip112.bin'], 'IP112=136146='],
    [['codes', 'add-software-job', 'site', 'IP112=1=ftp://10.0.0.1/ip112.bin'], 'http://'],
    [['codes', 'add-software-job', 'site', FIRMWARE, FIRMWARE], 'twice'],
    [['codes', 'add-configuration-job', 'site', '-', '--type', 'LAMP'], 'TLS_PROFILE'],
    [['codes', 'add-configuration-job', 'site', '-', '--type', 'NTP'], 'no command'],
    [['codes', 'add-configuration-job', 'site', 'not-there.txt', '--type', 'NTP'], 'not-there.txt'],
    [['codes', 'serve', '--address', '127.0.0.1', '--hours', '22:00'], '22-5'],
    [['codes', 'serve', '--address', '127.0.0.1', '--initial-minutes', '1441'], '1440'],
  ])('%j is refused', async (words, said) => {
    expect(await desk.run(...words)).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(said) });
  });
});
