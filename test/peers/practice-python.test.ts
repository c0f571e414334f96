import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/services/practice.ts';
import type { PracticeAddress } from '../../electron/services/practice-host.ts';

const run = promisify(execFile);
const SCRIPT = new URL('./practice-python.py', import.meta.url).pathname;

/** Lets Python call every method of a practice service; `change` spoils the address. */
async function callFromPython(
  id: string,
  options: { readonly tls?: boolean; readonly change?: (address: PracticeAddress) => Partial<PracticeAddress> } = {},
): Promise<readonly (readonly [string, unknown])[]> {
  const { tls = false, change = () => ({}) } = options;
  const started = await startPractice({ services: [id], tls });
  if (!started.ok) throw new Error(started.error.reason);
  const given = started.value.addresses[id];
  if (given === undefined) throw new Error(`no address of ${id}`);
  const { url, user, password, ca = '' } = { ...given, ...change(given) };
  const address = url.replace('://', `://${user}:${password}@`);
  const env = { ...process.env, SSL_CERT_FILE: ca, NO_PROXY: '*', no_proxy: '*', PYTHONIOENCODING: 'utf-8' };
  const { stdout } = await run('python3', [SCRIPT, id, address], { env });
  await started.value.close();
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

const PASSWORD = expect.stringMatching(/^OK: [\w-]{12}$/);
const DATE = expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
const URL_TEMPLATE = 'http://host/%MACD?a=1&b=<ü>';
const COMPANY = 'Rollcall practice';

const GIGASET_ANSWERS = [
  ['autoprov.checkDevice', [false, 'mac_not_found:7C2F80820EC0']],
  ['autoprov.registerDevice', [true, PASSWORD]],
  ['autoprov.registerDevice', [false, 'mac_already_in_use:7C2F80820EC0']],
  ['autoprov.registerDeviceList', [false, PASSWORD, 'mac_already_in_use:7C2F80820EC0', 'mac_invalid:nonsense']],
  ['autoprov.checkDevice', [true, '7C2F80820EC0', 'Müller & Co', DATE, URL_TEMPLATE]],
  [
    'autoprov.listDevices',
    [
      ['7C2F80820EC0', 'Müller & Co', URL_TEMPLATE, DATE],
      ['7C2F80820EC1', 'Nord', URL_TEMPLATE, DATE],
    ],
  ],
  ['autoprov.listDevices', [['7C2F80820EC1', 'Nord', URL_TEMPLATE, DATE]]],
  ['autoprov.deregisterDeviceList', [false, 'OK', 'mac_not_found:7C2F80820EC2']],
  ['autoprov.deregisterDevice', [true, 'OK']],
  ['autoprov.listDevices', []],
  ['autoprov.registerDevice', { fault: 0, text: 'The method was called with the wrong parameters.' }],
  ['autoprov.nonsense', { fault: 0, text: 'No such handler: autoprov.nonsense' }],
  ['registerDevice', { fault: 0, text: 'No such handler: registerDevice' }],
];

const SNOM_ANSWERS = [
  ['network.echo', 'ping'],
  ['redirect.checkPhone', [false, 'Error:no_such_mac']],
  ['redirect.registerPhone', [true, 'Ok']],
  ['redirect.checkPhone', [true, 'Ok']],
  ['redirect.getPhoneRedirection', [COMPANY, 'http://host/{mac}?a=1&b=<ü>']],
  ['redirect.registerPhoneList', [true, 'Ok']],
  ['redirect.registerPhoneList', { nonsense: 'Error:malformed_mac' }],
  ['redirect.listPhones', ['000413610ff5', '000413610ff6']],
  ['redirect.listPhones', ['000413610ff5', '000413610ff6']],
  ['redirect.listPhones', ['000413610ff6']],
  ['redirect.listPhones', []],
  ['redirect.deregisterPhoneList', [true, 'Ok']],
  ['redirect.deregisterPhone', [true, 'Ok']],
  ['redirect.deregisterPhone', [false, 'Error:no_such_mac']],
  ['redirect.registerPhone', { fault: 1, text: 'wrong number or type of arguments' }],
  ['redirect.nonsense', { fault: 1, text: 'method "redirect.nonsense" is not supported' }],
  ['registerPhone', { fault: 1, text: 'method "registerPhone" is not supported' }],
];

describe('Python’s own XML-RPC client', () => {
  it('is served by the practice Gigaset, every method', async () => {
    expect(await callFromPython('gigaset')).toEqual(GIGASET_ANSWERS);
  });

  it('is served by the practice snom, every method', async () => {
    expect(await callFromPython('snom')).toEqual(SNOM_ANSWERS);
  });

  it('is served over TLS by the authority’s file', async () => {
    expect(await callFromPython('gigaset', { tls: true })).toEqual(GIGASET_ANSWERS);
  });

  it.each(['gigaset', 'snom'])('is turned away by %s with a wrong password', async (id) => {
    const answers = await callFromPython(id, { change: () => ({ password: 'wrong' }) });
    expect(new Set(answers.map(([, answer]) => JSON.stringify(answer)))).toEqual(new Set(['{"status":401}']));
  });
});
