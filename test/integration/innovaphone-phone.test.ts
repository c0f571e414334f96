import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { openSession } from '../../electron/services/innovaphone/client-session.ts';
import { promptPhone, readDevicesUrl } from '../../electron/services/innovaphone/phone-http.ts';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import { runPreflight } from '../../electron/services/innovaphone/preflight.ts';
import { failureMessage } from '../../shared/words/messages.ts';
import { createTranslator, LANGUAGES } from '../../shared/words/translate.ts';

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const signal = (): AbortSignal => AbortSignal.timeout(8_000);

async function startPlatform() {
  const running = await startPracticePlatform({ port: 0, certificate: null, phones: 1, faults: [] });
  if (running === null) throw new Error('not started');
  closing.push(() => running.close());
  const [phone] = running.address.phones as readonly { mac: string; url: string; user: string; password: string }[];
  if (phone === undefined) throw new Error('no phone');
  return { running, login: { address: phone.url, user: phone.user, password: phone.password } };
}

describe('a phone of the practice platform', () => {
  it('shows its form again, and says where it registers', async () => {
    const { running, login } = await startPlatform();
    expect(await promptPhone(login, signal())).toEqual({ ok: true, value: undefined });
    const [before] = await running.command([{ phone: 1 }]);
    expect(before?.state).toBe('prompt');

    const { sysclients = '' } = running.address as unknown as Readonly<Record<string, string>>;
    const none = await readDevicesUrl(login, sysclients, signal());
    expect(none).toMatchObject({ ok: true, value: { shown: '', isSame: false } });
    const issued = running.platform.issueCode({ domainId: 1, category: 'IP Phone', sip: 'anna', rollout: true });
    await running.command([{ phone: 1, code: issued.code }]);
    const read = await readDevicesUrl(login, sysclients, signal());
    expect(read).toEqual({ ok: true, value: { shown: sysclients, isSame: true, problem: null } });
  });

  it('refuses a wrong password', async () => {
    const { login } = await startPlatform();
    const result = await promptPhone({ ...login, password: 'wrong-one' }, signal());
    expect(result).toMatchObject({ ok: false, error: { reason: 'auth-failed', aspect: 'phone' } });
    expect(JSON.stringify(result)).not.toContain('wrong-one');
  });
});

/** A phone as its documents describe one: what it asks for is chosen by the test. */
async function startPhone(challenge: string, configuration: string) {
  const seen: { readonly target: string; readonly authorization: string }[] = [];
  const server: Server = createServer((request, response) => {
    const authorization = request.headers.authorization ?? '';
    seen.push({ target: request.url ?? '', authorization });
    if (authorization === '') {
      response.writeHead(401, { 'www-authenticate': challenge }).end();
      return;
    }
    response.end(request.url === '/cfg.txt' ? configuration : 'ok');
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { seen, login: { address: `127.0.0.1:${port}`, user: 'admin', password: 'geheim' } };
}

describe('the login at a phone', () => {
  it('shows nothing before it is asked, and the password readably only when that was allowed', async () => {
    const { seen, login } = await startPhone('Basic realm="IP112"', '');
    const refused = await promptPhone(login, signal());
    expect(refused).toMatchObject({ ok: false, error: { reason: 'auth-failed', aspect: 'phone-basic' } });
    expect(seen.map(({ authorization }) => authorization)).toEqual(['']);
    const allowed = await promptPhone({ ...login, isBasicOverHttpAllowed: true }, signal());
    expect(allowed.ok).toBe(true);
    expect(seen.at(-1)).toEqual({
      target: '/!vars%20create%20UPDATE/PROVISIONING-CODE%20h%20prompt',
      authorization: `Basic ${btoa('admin:geheim')}`,
    });
  });

  it('prefers Digest', async () => {
    const { seen, login } = await startPhone('Basic realm="IP112", Digest realm="IP112", nonce="1", qop="auth"', '');
    expect((await promptPhone(login, signal())).ok).toBe(true);
    expect(seen.at(-1)?.authorization).toMatch(/^Digest /);
  });
});

describe('the Devices URL of a phone', () => {
  const URL = 'wss://ap.example/a.example/devices/sysclients?domain=a.example&token=abc%23&category=IP%20Phone';

  it.each([
    [encodeURIComponent(URL), true, null],
    [encodeURIComponent(URL.replace('%23', '%24')), false, null],
    [encodeURIComponent(encodeURIComponent(URL)), false, { problem: 'encoded-twice', part: 'line' }],
    [encodeURIComponent(URL.replace('&category=IP%20Phone', '')), false, { problem: 'missing', part: 'category' }],
  ])('is compared to the letter: %s', async (line, isSame, problem) => {
    const configuration = `config change UP1 /no-dhcp\r\nconfig change SYSCLIENT /sysadmin ${line}\r\n`;
    const { login } = await startPhone('Digest realm="IP112", nonce="1"', configuration);
    const read = await readDevicesUrl(login, URL, signal());
    expect(read).toMatchObject({ ok: true, value: { isSame, problem } });
    expect(JSON.stringify(read)).not.toContain('abc');
  });

  it('is not made up where a page is no configuration', async () => {
    const { login } = await startPhone('Digest realm="IP112", nonce="1"', '<html>Welcome</html>');
    expect(await readDevicesUrl(login, '', signal())).toMatchObject({ ok: false, error: { aspect: 'phone-config' } });
  });
});

it('looks at a site before codes are given out', async () => {
  const { running } = await startPlatform();
  const { seen: _, login } = await startPhone('', '');
  const { url, user, password } = running.address as unknown as Readonly<Record<string, string>>;
  const account = { url: url ?? '', user: user ?? '', password: password ?? '', proxy: 'none', concurrency: 1 };
  const session = openSession(account, undefined);
  if (!session.ok) throw new Error(session.error.reason);
  closing.push(() => session.value.close());
  const codeHost = { http: `http://${login.address}/`, https: 'https://127.0.0.1:1/' };
  const look = async (category: string) => {
    const findings = await runPreflight({ session: session.value, category, codeHost, proxy: 'none' }, signal());
    return Object.fromEntries(findings.map(({ check, result }) => [check, result]));
  };
  expect(await look('IP Phone')).toEqual({
    'code-host-http': 'passed',
    'code-host-https': 'failed',
    'dhcp-url': 'person',
    devices: 'passed',
    category: 'passed',
    pbx: 'failed',
    'object-devices': 'person',
    'object-profile': 'person',
  });
  expect(await look('DECT base')).toMatchObject({ category: 'failed' });
  const without = await runPreflight({ session: null, category: '', codeHost, proxy: 'none' }, signal());
  expect(without.map(({ result }) => result)).toContain('skipped');
});

it('words a code host that is not reached as what the site has to do', async () => {
  // A label of more than 63 characters is refused before any DNS is asked.
  const host = `${'a'.repeat(64)}.example`;
  const codeHost = { http: `http://${host}/`, https: 'https://127.0.0.1:1/' };
  const wish = { session: null, category: '', codeHost, proxy: 'none' };
  const [http, https] = await runPreflight(wish, signal());
  expect(http?.failure).toMatchObject({ aspect: 'code-host-dns', detail: { host, port: 80 } });
  expect(https?.failure).toMatchObject({ aspect: 'code-host-port', detail: { host: '127.0.0.1', port: 1 } });
  for (const language of LANGUAGES) {
    for (const each of [http, https]) {
      if (!each?.failure) throw new Error('It was reached.');
      const sentence = failureMessage(createTranslator(language), each.failure);
      expect(sentence).toContain(each.facts.host);
      expect(sentence).not.toMatch(/account|Konto/);
    }
  }
});
