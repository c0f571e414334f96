import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { startPractice } from '../../electron/services/practice.ts';
import { callXml, fault, PracticeClient, start } from './practice-client.ts';

/** Not every Debian has it; without it these tests are reported as skipped. */
const HAS_CURL = spawnSync('curl', ['--version']).status === 0;

const run = promisify(execFile);
const MAC = '7c2f80820ec0';
const macAt = (index: number) => `7c2f8${index.toString(16).padStart(7, '0')}`;
const REGISTER = ['autoprov.registerDevice', MAC, 'http://h/', 'N'] as const;
const CHECK = ['autoprov.checkDevice', MAC] as const;

/** The message of the error a call ends with. */
async function errorOf(call: Promise<unknown>): Promise<string> {
  return call.then(
    () => 'none',
    (error: unknown) => String(error),
  );
}

describe('a practice server', () => {
  it('turns away calls without the right login', async () => {
    const client = await start('gigaset');
    const wrong = ['practice:wrong', 'other:x', ':', 'practice'].map((login) => `Basic ${btoa(login)}`);
    for (const authorization of [undefined, 'Basic', 'Digest x', ...wrong]) {
      const response = await client.post(callXml('autoprov.registerDevice', REGISTER.slice(1)), { authorization });
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toBe('Basic realm="gigaset practice"');
    }
    expect(client.practice.state('gigaset')).toEqual([]);
    expect(client.log().at(-1)).toEqual({ method: '', kind: 'none', macs: [], applied: [], outcome: 'unauthorized' });
  });

  it('answers only POST on its own path', async () => {
    const client = await start('gigaset');
    expect((await fetch(client.url)).status).toBe(405);
    expect((await fetch(new URL('/', client.url), { method: 'POST' })).status).toBe(404);
    expect((await fetch(`${client.url}/`, { method: 'POST' })).status).toBe(404);
  });

  it.each(['', 'nonsense', '<html><body>', '{"a":1}', '<!DOCTYPE x []><methodCall/>', '<methodCall></methodCall>'])(
    'answers %j with a fault, and lives on',
    async (body) => {
      const client = await start('gigaset');
      expect(await (await client.post(body)).text()).toContain('Failed to parse XML-RPC request');
      expect(client.log()[0]).toMatchObject({ outcome: 'not-xmlrpc', applied: [] });
      expect(await client.call(...CHECK)).toContain('mac_not_found');
    },
  );

  it('makes a new password at each start', async () => {
    const [one, other] = await Promise.all([start('gigaset'), start('gigaset')]);
    expect(one.authorization).not.toBe(other.authorization);
    expect(one.practice.addresses.gigaset?.password).toMatch(/^[\w-]{16}$/);
  });

  it('serves many connections at once, each call for itself', async () => {
    const client = await start('gigaset');
    await Promise.all(
      Array.from({ length: 300 }, (_, index) => client.call('autoprov.registerDevice', macAt(index), 'http://h/', 'N')),
    );
    expect(client.practice.state('gigaset')).toHaveLength(300);
    expect(new Set(client.log().flatMap(({ applied }) => applied)).size).toBe(300);
    expect(client.practice.log('gigaset').map(({ seq }) => seq)).toEqual(Array.from({ length: 300 }, (_, i) => i + 1));
  });

  it('holds 100,000 devices and answers calls about one of them no slower', async () => {
    const client = await start('snom');
    const measure = async () => {
      await client.call('redirect.registerPhone', MAC, 'http://h/');
      const from = performance.now();
      for (let call = 0; call < 100; call += 1) await client.call('redirect.registerPhone', MAC, 'http://h/');
      return performance.now() - from;
    };
    await measure();
    const emptyMs = await measure();
    const seeds = Array.from({ length: 100_000 }, (_, index) => ({
      mac: `0004136${index.toString(16).padStart(5, '0')}`,
    }));
    expect((await client.control('/practice/seed', seeds)).status).toBe(200);
    const fullMs = await measure();
    expect(client.practice.state('snom')).toHaveLength(100_001);
    expect(fullMs).toBeLessThan(emptyMs * 5 + 100);
  });

  it('lists 10,000 devices in well under a second', async () => {
    const client = await start('gigaset');
    client.practice.seed(
      'gigaset',
      Array.from({ length: 10_000 }, (_, index) => ({ mac: macAt(index), url: 'http://h/%MACD', name: 'N' })),
    );
    const from = performance.now();
    const rows = (await client.call('autoprov.listDevices')).match(/http:\/\/h\/%MACD/g);
    expect(rows).toHaveLength(10_000);
    expect(performance.now() - from).toBeLessThan(1000);
  });

  it('frees its port when closed, and breaks what is under way', async () => {
    const client = await start('gigaset', 'delay=60000');
    const waiting = errorOf(client.call(...CHECK));
    await expect.poll(() => client.log().length).toBe(1);
    await client.practice.close();
    await client.practice.close();
    expect(await waiting).toContain('fetch failed');
    expect(await errorOf(fetch(client.url))).toContain('fetch failed');
  });
});

describe('startPractice', () => {
  it('gives the services ports in their order', async () => {
    const probe = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => probe.once('listening', resolve));
    const { port } = probe.address() as AddressInfo;
    const busy = await startPractice({ services: ['snom'], portBase: port });
    expect(busy).toEqual({
      ok: false,
      error: {
        kind: 'validation',
        reason: 'busy',
        aspect: 'port',
        detail: { port },
        sent: 'no',
        concernsAccount: true,
      },
    });
    await new Promise((resolve) => probe.close(resolve));

    // The port after a free one may be somebody else's: then another pair is tried.
    let started = await startPractice({ services: ['snom', 'gigaset'], portBase: port });
    let base = port;
    while (!started.ok) {
      base = 20_000 + Math.floor(Math.random() * 10_000);
      started = await startPractice({ services: ['snom', 'gigaset'], portBase: base });
    }
    expect(Object.values(started.value.addresses).map(({ url }) => url)).toEqual([
      `http://127.0.0.1:${base}/xmlrpc/`,
      `http://127.0.0.1:${base + 1}/apxml/rpc.do`,
    ]);
    expect(Object.keys(started.value.addresses)).toEqual(['snom', 'gigaset']);
    await started.value.close();
  });

  it('refuses ports that do not exist, unknown services and a service named twice', async () => {
    expect(await startPractice({ services: ['gigaset', 'snom'], portBase: 65_535 })).toMatchObject({
      error: { reason: 'busy', detail: { port: 65_536 } },
    });
    for (const services of [['yealink'], ['snom', 'snom']]) {
      expect(await startPractice({ services })).toMatchObject({
        error: { reason: 'wrong-service', aspect: 'practice', detail: { service: services.at(-1) } },
      });
    }
  });

  it('gives each service its own faults and state', async () => {
    const started = await startPractice({ services: ['gigaset', 'snom'], faults: [fault('snom:401')] });
    if (!started.ok) throw new Error(started.error.reason);
    const [gigaset, snom] = ['gigaset', 'snom'].map((id) => new PracticeClient(started.value, id));
    expect(await gigaset?.call(...REGISTER)).toContain('OK: ');
    expect((await snom?.respond('network.echo', 'ping'))?.status).toBe(401);
    expect(started.value.state('snom')).toEqual([]);
    expect(() => started.value.log('yealink')).toThrow('No practice service "yealink" is running.');
    await started.value.close();
  });

  it.skipIf(!HAS_CURL)('speaks TLS that curl trusts by the authority’s file alone', async () => {
    const started = await startPractice({ services: ['gigaset', 'snom'], tls: true });
    if (!started.ok) throw new Error(started.error.reason);
    for (const { url, user, password, ca = '' } of Object.values(started.value.addresses)) {
      expect(url).toMatch(/^https:\/\/127\.0\.0\.1:\d+\//);
      for (const address of [url, url.replace('127.0.0.1', 'localhost')]) {
        const body = callXml('system.nonsense', []);
        const curl = ['--silent', '--show-error', '--noproxy', '*', '--user', `${user}:${password}`, '--data', body];
        const header = ['--header', 'Content-Type: text/xml'];
        const trusted = await run('curl', [...curl, ...header, '--cacert', ca, address]);
        expect(trusted.stdout).toContain('<fault>');
        expect(await errorOf(run('curl', [...curl, ...header, address]))).toContain('certificate');
      }
      const chain = await run('openssl', ['verify', '-x509_strict', '-CAfile', ca, ca]);
      expect(chain.stdout).toContain('OK');
    }
    const { ca = '' } = started.value.addresses.gigaset ?? {};
    expect(existsSync(ca)).toBe(true);
    await started.value.close();
    expect(existsSync(ca)).toBe(false);
  });
});

describe('the control interface', () => {
  it('seeds, shows state and log, and switches faults', async () => {
    const client = await start('gigaset');
    const seeds = [
      { mac: '7C-2F-80-82-0E-C0', url: 'http://h/', name: 'N' },
      { mac: macAt(1), owner: 'other' },
    ];
    expect((await client.control('/practice/seed', seeds)).status).toBe(200);
    expect(await (await client.control('/practice/state')).json()).toEqual([
      expect.objectContaining({ mac: MAC, url: 'http://h/', name: 'N', owner: 'me' }),
      expect.objectContaining({ mac: macAt(1), url: '', name: '', owner: 'other' }),
    ]);
    await client.call('autoprov.listDevices');
    expect((await client.control('/practice/faults', ['500=1,write', 'snom:lie'])).status).toBe(200);
    expect((await client.respond(...REGISTER)).status).toBe(500);
    expect((await client.respond(...CHECK)).status).toBe(200);
    expect((await client.control('/practice/faults', [])).status).toBe(200);
    await client.call('autoprov.deregisterDeviceList', [`${MAC.toUpperCase()}-55DF`, 'x']);

    const lines = (await (await client.control('/practice/log')).text()).trimEnd().split('\n');
    const entries = lines.map((line) => JSON.parse(line));
    const at = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    const entry = (seq: number, method: string, kind: string, macs: unknown, applied: unknown, outcome: string) => ({
      seq,
      at,
      method: `autoprov.${method}`,
      kind,
      macs,
      applied,
      outcome,
    });
    expect(entries).toEqual([
      entry(1, 'listDevices', 'read', '*', [], 'answered'),
      entry(2, 'registerDevice', 'write', [MAC], [], 'error-500'),
      entry(3, 'checkDevice', 'read', [MAC], [], 'answered'),
      entry(4, 'deregisterDeviceList', 'write', [MAC, 'x'], [MAC], 'answered'),
    ]);
  });

  it('refuses what it does not understand and keeps what was on', async () => {
    const client = await start('gigaset', 'lie');
    for (const body of [['nonsense'], 'lie', [7], { lie: true }]) {
      expect((await client.control('/practice/faults', body)).status).toBe(400);
    }
    for (const body of [[{ mac: 'x' }], [{ url: 'http://h/' }], [{ mac: MAC, owner: 'nobody' }], {}]) {
      expect((await client.control('/practice/seed', body)).status).toBe(400);
    }
    expect((await client.control('/practice/other')).status).toBe(404);
    expect((await client.control('/practice/log', [])).status).toBe(404);
    await client.call(...REGISTER);
    expect(client.practice.state('gigaset')).toEqual([]);
  });

  it('is closed to web pages', async () => {
    const client = await start('gigaset');
    const url = String(new URL('/practice/state', client.url));
    const status = async (header: string) =>
      (
        await run('curl', [
          '--silent',
          '--noproxy',
          '*',
          '--output',
          '/dev/null',
          '--write-out',
          '%{http_code}',
          '--header',
          header,
          url,
        ])
      ).stdout;
    expect(await status('Host: rebound.example')).toBe('403');
    expect(await status('Host: 127.0.0.1.example:80')).toBe('403');
    expect(await status('Origin: http://rebound.example')).toBe('403');
    expect(await status('Host: localhost:1')).toBe('200');
  });
});

describe('seen from outside, the fault', () => {
  it('rate-limit turns calls away for a moment', async () => {
    const client = await start('gigaset', 'rate-limit=4');
    const responses = await Promise.all(Array.from({ length: 12 }, () => client.respond(...CHECK)));
    const refused = responses.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(refused.length).toBeLessThanOrEqual(8);
    expect(refused[0]?.headers.get('retry-after')).toBe('1');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect((await client.respond(...CHECK)).status).toBe(200);
    expect(client.log().filter(({ outcome }) => outcome === 'rate-limit')).toHaveLength(refused.length);
  });

  it('rate-limit changes nothing', async () => {
    const client = await start('gigaset', 'rate-limit=1');
    await client.respond(...CHECK);
    expect((await client.respond(...REGISTER)).status).toBe(429);
    expect(client.practice.state('gigaset')).toEqual([]);
  });

  it('delay waits per call and per device, after the change', async () => {
    const client = await start('gigaset', 'delay=100+10');
    const from = performance.now();
    const macs = Array.from({ length: 20 }, (_, index) => macAt(index));
    const call = client.call('autoprov.registerDeviceList', macs, 'http://h/', 'N');
    await expect.poll(() => client.practice.state('gigaset').length, { interval: 5 }).toBe(20);
    expect(client.log()[0]).toMatchObject({ outcome: 'pending' });
    await call;
    expect(performance.now() - from).toBeGreaterThan(295);
    client.practice.setFaults('gigaset', ['delay=0+10']);
    const again = performance.now();
    await client.call('autoprov.listDevices');
    expect(performance.now() - again).toBeGreaterThan(195);
  });

  it('drop-before breaks the connection and changes nothing', async () => {
    const client = await start('gigaset', 'drop-before=write');
    expect(await errorOf(client.call(...REGISTER))).toContain('fetch failed');
    expect(await client.call(...CHECK)).toContain('mac_not_found');
    expect(client.log()[0]).toMatchObject({ kind: 'write', macs: [MAC], applied: [], outcome: 'drop-before' });
  });

  it('drop-after changes and breaks the connection', async () => {
    const client = await start('gigaset', 'drop-after=1,write');
    expect(await errorOf(client.call(...REGISTER))).toContain('fetch failed');
    expect(await client.call(...CHECK)).toContain('http://h/');
    expect(client.log()[0]).toMatchObject({ applied: [MAC], outcome: 'drop-after' });
  });

  it('truncated changes and cuts the answer', async () => {
    const client = await start('gigaset', 'truncated');
    const response = await client.respond(...REGISTER);
    expect(response.status).toBe(200);
    const text = await response.text();
    expect(text).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?><methodResponse/);
    expect(text).not.toContain('</methodResponse>');
    expect(client.log()[0]).toMatchObject({ applied: [MAC], outcome: 'truncated' });
  });

  it('html answers with a page and changes nothing', async () => {
    const client = await start('gigaset', 'html');
    const response = await client.respond(...REGISTER);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toMatch(/^<!DOCTYPE html>/);
    expect(client.practice.state('gigaset')).toEqual([]);
  });

  it('error-500 changes nothing', async () => {
    const client = await start('gigaset', '500');
    expect((await client.respond(...REGISTER)).status).toBe(500);
    expect(client.practice.state('gigaset')).toEqual([]);
  });

  it('slow-body trickles a whole answer', async () => {
    const client = await start('gigaset', 'slow-body=1000');
    const from = performance.now();
    const response = await client.respond(...CHECK);
    expect(performance.now() - from).toBeLessThan(900);
    expect(await response.text()).toContain('</methodResponse>');
    expect(performance.now() - from).toBeGreaterThan(990);
  });

  it('odd-answer changes and answers with shapes of its own', async () => {
    const client = await start('gigaset', 'odd-answer=1,write');
    const answers = [await client.call(...REGISTER)];
    for (let call = 0; call < 3; call += 1) answers.push(await client.call(...REGISTER));
    expect(answers).toEqual([
      '<value>OK</value>',
      '<value><struct><member><name>status</name><value>OK</value></member></struct></value>',
      '<value><array><data><value><array><data><value>OK</value></data></array></value></data></array></value>',
      '<value>OK</value>',
    ]);
    expect(await client.call(...CHECK)).toContain('http://h/');
  });

  it('with a probability strikes the same calls in every session', async () => {
    const outcomes = async () => {
      const client = await start('gigaset', 'html=0.3', '500=0.2');
      for (let call = 0; call < 60; call += 1) await client.call(...CHECK);
      return client.log().map(({ outcome }) => outcome);
    };
    const [one, other] = [await outcomes(), await outcomes()];
    expect(one).toEqual(other);
    expect(new Set(one)).toEqual(new Set(['answered', 'html', 'error-500']));
  });
});

describe('the log', () => {
  it('tells when the caller had gone before the answer', async () => {
    const client = await start('gigaset', 'delay=200');
    const given = AbortSignal.timeout(80);
    const body = Buffer.from(callXml(REGISTER[0], REGISTER.slice(1)));
    const headers = { authorization: client.authorization };
    expect(await errorOf(fetch(client.url, { method: 'POST', body, headers, signal: given }))).toContain('Timeout');
    await expect.poll(() => client.log()[0]?.outcome).toBe('undelivered');
    expect(client.log()[0]).toMatchObject({ applied: [MAC] });
  });

  it('counts a device only when its entry really changed', async () => {
    const client = await start('gigaset');
    await client.call('autoprov.registerDeviceList', [MAC, MAC, macAt(1)], 'http://h/', 'N');
    await client.call('autoprov.registerDevice', MAC, 'http://h/', 'N');
    await client.call('autoprov.deregisterDeviceList', [macAt(2), MAC]);
    expect(client.log().map(({ applied }) => applied)).toEqual([[MAC, macAt(1)], [], [MAC]]);
  });
});
