import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { Desk, listOf, macsFrom, type PracticeProcess } from '../support/command-line.ts';

const MACS = macsFrom('7c2f80000100', 3);
const TARGET = 'https://pbx.example.net/%MACD.xml';

let desk: Desk;
let practice: PracticeProcess;
let secure: PracticeProcess;

beforeAll(async () => {
  desk = new Desk();
  [practice, secure] = await Promise.all([
    desk.practice('--services', 'gigaset,snom'),
    desk.practice('--services', 'gigaset,snom', '--tls'),
  ]);
});

/** The words that add an account, password aside. */
function adding(name: string, url: string, ...more: readonly string[]): readonly string[] {
  const login = ['--user', 'practice', '--password-stdin', '--url', url];
  return ['account', 'add', name, '--service', 'gigaset', ...login, ...more];
}

describe('account add, list, test, remove', () => {
  test('go their way; the list shows all but the password', async () => {
    const { url, password } = practice.address('gigaset');
    const words = [...adding('works', url), '--concurrency', '3', '--batch', '20', '--proxy', 'none', '--json'];
    const added = await desk.start(words, { input: `${password}\n` }).ended;
    expect(added).toMatchObject({ code: 0, stdout: '{"account":"works"}\n' });
    const listed = await desk.json('account', 'list');
    expect(listed.objects).toEqual([
      {
        name: 'works',
        service: 'gigaset',
        url,
        user: 'practice',
        hasCa: false,
        hasPassword: true,
        pin: '',
        proxy: 'none',
        concurrency: 3,
        batch: 20,
      },
    ]);
    const tested = await desk.json('account', 'test', 'works');
    expect(tested).toMatchObject({ code: 0, objects: [{ account: 'works', ok: true, service: 'gigaset' }] });
    expect(await practice.writes('gigaset')).toEqual([]);
    const again = await desk.start(adding('works', url), { input: password }).ended;
    expect(again).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('works') });
    expect(await desk.json('account', 'remove', 'works')).toMatchObject({ code: 0, objects: [{ removed: 'works' }] });
    expect((await desk.json('account', 'list')).objects).toEqual([]);
    expect((await desk.run('account', 'test', 'works')).code).toBe(2);
  });

  test.each([
    { what: 'an unknown service', change: ['--service', 'fax'], says: 'gigaset, snom' },
    { what: 'a concurrency of 0', change: ['--concurrency', '0'], says: 'concurrency' },
    { what: 'a concurrency of 17', change: ['--concurrency', '17'], says: 'concurrency' },
    { what: 'a batch that is no number', change: ['--batch', 'many'], says: 'batch' },
    { what: 'a CA file that is not there', change: ['--ca', '/nonexistent/ca.pem'], says: 'ca.pem' },
    { what: 'a pin that is none', change: ['--pin', '12:34'], says: '' },
    { what: 'an address with a login in it', change: ['--url', 'https://joe:Address-s3cret@h/'], says: 'https://' },
    { what: 'an address without a scheme', change: ['--url', 'prov.example.net'], says: 'https://' },
    { what: 'plain http to another machine', change: ['--url', 'http://192.0.2.1/'], says: 'https://' },
    { what: 'plain http to a name', change: ['--url', 'http://localhost.example.net/'], says: 'https://' },
  ])('$what is refused: exit 2, nothing kept', async ({ change, says }) => {
    const words = [...adding('refused', practice.address('gigaset').url), ...change];
    const { code, stdout, stderr } = await desk.start(words, { input: 'any-password' }).ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(says);
    expect(stderr).toMatch(/\w/);
    expect((await desk.json('account', 'list')).objects).toEqual([]);
  });

  test('without a password nothing is kept: neither an empty one nor a terminal to ask at', async () => {
    const words = adding('without', practice.address('gigaset').url);
    for (const asked of [words, words.filter((word) => word !== '--password-stdin')]) {
      expect(await desk.run(...asked)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('--password-stdin'),
      });
    }
    expect((await desk.json('account', 'list')).objects).toEqual([]);
  });
});

describe('logins and passphrases', () => {
  test('a wrong password: exit 3, said so, nothing sent', async () => {
    const { url } = practice.address('gigaset');
    await desk.start(adding('wrong', url), { input: 'Not-the-password' }).ended;
    await desk.importList('login', 'login.csv', listOf(MACS));
    const run = ['run', 'login', '--account', 'wrong', '--action', 'register', '--url', TARGET, '--yes'];
    const plan = ['plan', 'login', '--account', 'wrong', '--action', 'check'];
    for (const words of [['account', 'test', 'wrong'], plan, run, ['registered', '--account', 'wrong']]) {
      const { code, stdout, stderr } = await desk.json(...words);
      expect({ words, code, stdout }).toEqual({ words, code: 3, stdout: '' });
      expect(stderr).toMatch(/password/i);
    }
    expect((await practice.writes('gigaset')).length).toBe(0);
    expect((await desk.json('rollout', 'show', 'login')).objects).toMatchObject([{ runs: [], unfinishedRun: null }]);
    await desk.succeed('account', 'remove', 'wrong');
  });

  test('a wrong passphrase, or none and nobody to ask: exit 2, nothing sent', async () => {
    await desk.addAccount('giga', 'gigaset', practice.address('gigaset'));
    const calls = (await practice.log('gigaset')).length;
    for (const [passphrase, says] of [
      ['Not-the-passphrase', 'passphrase'],
      [undefined, 'ROLLCALL_PASSPHRASE'],
      ['', 'ROLLCALL_PASSPHRASE'],
    ] as const) {
      const tried = [
        ['account', 'test', 'giga'],
        ['plan', 'login', '--account', 'giga', '--action', 'check'],
        ['run', 'login', '--account', 'giga', '--action', 'deregister', '--yes'],
        ['registered', '--account', 'giga'],
        adding('second', practice.address('gigaset').url),
      ].map(async (words) => {
        const running = desk.start(words, { input: 'x', environment: { ROLLCALL_PASSPHRASE: passphrase } });
        const { code, stdout, stderr } = await running.ended;
        expect({ words, code, stdout }).toEqual({ words, code: 2, stdout: '' });
        expect(stderr).toContain(says);
      });
      await Promise.all(tried);
    }
    expect(await practice.log('gigaset')).toHaveLength(calls);
    expect((await desk.json('account', 'list')).objects).toHaveLength(1);
    // What needs no password asks for no passphrase.
    const running = desk.start(['export', 'login', desk.out('login.csv')], {
      environment: { ROLLCALL_PASSPHRASE: undefined },
    });
    expect((await running.ended).code).toBe(0);
  });

  test('an address where nobody answers, or somebody else: exit 3', async () => {
    const stopped = await desk.practice('--services', 'gigaset');
    await desk.addAccount('nobody', 'gigaset', stopped.address('gigaset'));
    await stopped.stop();
    const refused = await desk.json('account', 'test', 'nobody');
    expect(refused).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('127.0.0.1') });
    const { url, password, user } = practice.address('gigaset');
    await desk.addAccount('elsewhere', 'gigaset', { url: url.replace(/rpc\.do$/, 'else'), password, user });
    expect(await desk.json('account', 'test', 'elsewhere')).toMatchObject({ code: 3, stdout: '' });
  });
});

/** The SHA-256 fingerprint of the certificate a server shows, asked for without Rollcall's code. */
function fingerprintOf(url: string): Promise<string> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port), rejectUnauthorized: false }, () => {
      const { raw } = socket.getPeerCertificate();
      socket.destroy();
      resolve(new X509Certificate(raw).fingerprint256);
    });
    socket.once('error', reject);
  });
}

describe('TLS', () => {
  test('without the authority the certificate is not trusted: exit 3, and no call reached the service', async () => {
    const { url, password, user } = secure.address('gigaset');
    await desk.addAccount('untrusted', 'gigaset', { url, password, user });
    const tested = await desk.json('account', 'test', 'untrusted');
    expect(tested).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('127.0.0.1') });
    expect(tested.stderr).toMatch(/certificate/i);
    const german = await desk.run('account', 'test', 'untrusted', '--lang', 'de');
    expect(german.stderr).toMatch(/Zertifikat/);
    expect(await secure.log('gigaset')).toEqual([]);
  });

  test('with --ca, with the right pin, and with both it works', async () => {
    const { url, password, user, ca = '' } = secure.address('gigaset');
    const pin = await fingerprintOf(url);
    await desk.addAccount('with-ca', 'gigaset', secure.address('gigaset'));
    await desk.addAccount('with-pin', 'gigaset', { url, password, user }, '--ca', ca, '--pin', pin);
    const bare = pin.replaceAll(':', '').toLowerCase();
    await desk.addAccount('with-bare-pin', 'gigaset', secure.address('gigaset'), '--pin', bare);
    for (const name of ['with-ca', 'with-pin', 'with-bare-pin']) {
      expect(await desk.json('account', 'test', name)).toMatchObject({ code: 0, objects: [{ ok: true }] });
    }
    const listed = await desk.json('account', 'list');
    expect(listed.objects.find(({ name }) => name === 'with-ca')).toMatchObject({ hasCa: true, pin: '' });
  });

  test('another pin is refused although the authority is right: exit 3', async () => {
    const calls = (await secure.log('gigaset')).length;
    await desk.addAccount('other-pin', 'gigaset', secure.address('gigaset'), '--pin', 'AB'.repeat(32));
    const tested = await desk.json('account', 'test', 'other-pin');
    expect(tested).toMatchObject({ code: 3, stdout: '', stderr: expect.stringContaining('pinned') });
    expect(await secure.log('gigaset')).toHaveLength(calls);
  });

  test('a pin alone, without the authority', async () => {
    const { url, password, user } = secure.address('snom');
    await desk.addAccount('pin-only', 'snom', { url, password, user }, '--pin', await fingerprintOf(url));
    const tested = await desk.json('account', 'test', 'pin-only');
    expect(tested).toMatchObject({ code: 0 });
  });

  test('a whole run over TLS', async () => {
    await desk.importList('tls', 'tls.csv', listOf(MACS));
    const run = ['run', 'tls', '--account', 'with-ca', '--action', 'register', '--url', TARGET, '--yes'];
    expect((await desk.json(...run)).objects.at(-1)).toMatchObject({ summary: { done: 3 } });
    expect([...(await secure.state('gigaset')).keys()]).toEqual(MACS);
  });
});

describe('on a terminal', () => {
  const noPassphrase = { ROLLCALL_PASSPHRASE: undefined };
  const own = 'Typed-passphrase';

  test('passphrase and password are asked for, and what is typed is not shown', async () => {
    const data = ['--data', desk.out('typed')];
    const { url, password } = practice.address('gigaset');
    const words = [...adding('typed', url).filter((word) => word !== '--password-stdin'), ...data];
    const differing = await desk.typed(
      words,
      [
        ['Password of the account: ', `${password}\r`],
        ['New passphrase: ', `${own}\r`],
        ['Once more: ', `${own}x\r`],
      ],
      noPassphrase,
    );
    expect(differing).toMatchObject({ code: 2, shown: expect.stringContaining('not the same') });
    const added = await desk.typed(
      words,
      [
        ['Password of the account: ', `${password}\r`],
        // A typing error and the key that takes it back.
        ['New passphrase: ', `${own}y\u007f\r`],
        ['Once more: ', `${own}\r`],
      ],
      noPassphrase,
    );
    expect(added.code).toBe(0);
    const tested = await desk.typed(
      ['account', 'test', 'typed', ...data],
      [['Passphrase: ', `${own}\r`]],
      noPassphrase,
    );
    expect(tested.code).toBe(0);
    for (const key of ['\u0003', '\u0004']) {
      const left = await desk.typed(['account', 'test', 'typed', ...data], [['Passphrase: ', key]], noPassphrase);
      expect([2, 130]).toContain(left.code);
    }
  });

  test('a run shows its plan and asks: no and Ctrl+C send nothing, yes does, with a bar', async () => {
    const macs = macsFrom('7c2f80000b00', 3);
    await desk.importList('asked', 'asked.csv', listOf(macs));
    await desk.addAccount('asked', 'gigaset', practice.address('gigaset'));
    const words = ['run', 'asked', '--account', 'asked', '--action', 'register', '--url', TARGET];
    const writes = (await practice.writes('gigaset')).length;
    for (const answer of ['n\r', '\r', '\u0003']) {
      const { code, shown } = await desk.typed(words, [['Change 3 phones? [y/N] ', answer]]);
      expect([2, 130]).toContain(code);
      expect(shown).toContain('7C:2F:80:00:0B:02');
    }
    expect(await practice.writes('gigaset')).toHaveLength(writes);
    const german = await desk.typed([...words, '--lang', 'de'], [['[j/N] ', 'j\r']]);
    expect(german).toMatchObject({ code: 0, shown: expect.stringContaining('█') });
    const undone = await desk.typed(['undo', 'asked'], [['Change 3 phones? [y/N] ', 'yes\r']]);
    expect(undone.code).toBe(0);
    const state = await practice.state('gigaset');
    expect(macs.filter((mac) => state.has(mac))).toEqual([]);
  });
});

test('no password, passphrase or device password was written anywhere by all of the above', async () => {
  const secrets = [
    desk.passphrase,
    'Not-the-password',
    'Not-the-passphrase',
    'any-password',
    'Address-s3cret',
    'Typed-passphrase',
    ...[practice, secure].flatMap((services) => Object.values(services.addresses).map(({ password }) => password)),
  ];
  for (const [place, text] of await desk.everythingWritten()) {
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }
});
