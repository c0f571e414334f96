import { beforeAll, describe, expect, test } from 'vitest';
import { Desk } from '../support/command-line.ts';

const SYSCLIENT = [
  ...['--base', 'wss://apdnsname.com/domain.com/devices/sysclients', '--domain', 'domain.com'],
  ...['--token', 'abcdef#XYZ', '--category', 'acme IP Phone'],
];
const ENCODED =
  'wss%3A%2F%2Fapdnsname.com%2Fdomain.com%2Fdevices%2Fsysclients%3Fdomain%3Ddomain.com%26token%3Dabcdef%2523XYZ%26category%3Dacme%2520IP%2520Phone';
const UPDATE_URL = 'http://192.168.50.10:8080/innovaphone/update?mac=#m&localip=#i';

let desk: Desk;

beforeAll(() => {
  desk = new Desk();
});

describe('innovaphone url', () => {
  test('gives the worked example byte for byte', async () => {
    const { code, objects } = await desk.json('innovaphone', 'url', ...SYSCLIENT);
    expect(code).toBe(0);
    expect(objects).toEqual([
      {
        url: 'wss://apdnsname.com/domain.com/devices/sysclients?domain=domain.com&token=abcdef%23XYZ&category=acme%20IP%20Phone',
        encoded: ENCODED,
        command: `config change SYSCLIENT /sysadmin ${ENCODED}`,
        warnings: [],
      },
    ]);
  });

  test('warns of a value that looks encoded already, in the language asked for', async () => {
    const { code, objects } = await desk.json(
      'innovaphone',
      'url',
      ...SYSCLIENT,
      '--token',
      'abc%2523',
      '--lang',
      'de',
    );
    expect(code).toBe(0);
    expect(objects[0]?.warnings).toEqual([expect.stringContaining('%25')]);
  });

  test('says what is wrong with a base and what is missing', async () => {
    const [wrong, missing] = await Promise.all([
      desk.run('innovaphone', 'url', ...SYSCLIENT, '--base', 'wss://apdnsname.com/domain.com/devices/'),
      desk.run('innovaphone', 'url', ...SYSCLIENT.slice(0, -2)),
    ]);
    expect(wrong).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('/sysclients') });
    expect(missing).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('--category') });
  });
});

test('innovaphone script and dhcp write what servers take, and nothing else, to standard output', async () => {
  const [script, refused, hex, dnsmasq, interval] = await Promise.all([
    desk.run('innovaphone', 'script', 'v12-clean-up'),
    desk.run('innovaphone', 'script', 'local', '--server', 'pbx.example.com'),
    desk.run('innovaphone', 'dhcp', '--url', UPDATE_URL, '--interval', '1', '--format', 'hex'),
    desk.json('innovaphone', 'dhcp', '--url', UPDATE_URL, '--format', 'dnsmasq'),
    desk.run('innovaphone', 'dhcp', '--url', UPDATE_URL, '--interval', '0', '--format', 'hex'),
  ]);
  expect(script).toMatchObject({
    code: 0,
    stdout: 'config rem UP1 /provisioning\r\nconfig rem UP1 /provision\r\nconfig write\r\nconfig activate\r\n',
  });
  expect(refused).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('extension') });
  expect(hex.stdout).toMatch(/^d73e687474703a2f2f[0-9a-f]*d80101\n$/);
  expect(hex.stderr).toContain('code');
  expect(dnsmasq.objects).toMatchObject([
    { format: 'dnsmasq', snippet: `dhcp-option=vendor:1.3.6.1.4.1.6666,215,"${UPDATE_URL}"` },
  ]);
  expect(interval).toMatchObject({ code: 2, stdout: '' });
});

test('innovaphone prompt and phone speak with a phone, and url with the platform', async () => {
  const practice = await desk.practice('--services', 'innovaphone', '--phones', '1');
  const address = practice.address('innovaphone') as unknown as {
    readonly url: string;
    readonly user: string;
    readonly password: string;
    readonly phones: readonly { readonly url: string; readonly user: string; readonly password: string }[];
  };
  const [phone] = address.phones;
  if (phone === undefined) throw new Error('no phone');
  await desk.addAccount('ap', 'innovaphone', practice.address('innovaphone'));
  const tested = await desk.json('account', 'test', 'ap');
  expect(tested.code).toBe(0);
  const login = ['--user', phone.user, '--password-stdin', '--json'];
  const [prompted, wrong, read] = await Promise.all([
    desk.start(['innovaphone', 'prompt', phone.url, ...login], { input: `${phone.password}\n` }).ended,
    desk.start(['innovaphone', 'prompt', phone.url, ...login], { input: 'wr0ng-one' }).ended,
    desk.start(['innovaphone', 'phone', phone.url, ...login], { input: phone.password }).ended,
  ]);
  expect(prompted.code).toBe(0);
  expect(wrong).toMatchObject({ code: 3, stdout: '' });
  expect(wrong.stderr).not.toContain('wr0ng-one');
  expect(JSON.parse(read.stdout)).toEqual({ url: '', same: null, problem: null });
  const url = await desk.json('innovaphone', 'url', ...SYSCLIENT, '--account', 'ap');
  expect(url.objects[0]?.warnings).toEqual([]);
  await practice.stop();
});
