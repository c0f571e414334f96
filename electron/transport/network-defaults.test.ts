import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import fc from 'fast-check';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { failure, success } from '../../shared/result.ts';
import { createHttpClient } from './http.ts';
import { chooseProxy, parseProxyList, setNetworkDefaults } from './network-defaults.ts';
import { badProxyAddress, parseProxy } from './proxy.ts';

const FAR = new URL('https://service.example/');

afterEach(() => setNetworkDefaults(null));

describe('a list of proxies', () => {
  test.each<[string, string | null]>([
    ['DIRECT', null],
    ['', null],
    ['PROXY one:8080', 'one:8080'],
    ['proxy one:8080; DIRECT', 'one:8080'],
    ['SOCKS5 s:1080; PROXY two:3128;DIRECT', 'two:3128'],
    ['HTTPS secure:443; DIRECT', null],
    ['PROXY [::1]:8080', '::1:8080'],
    ['HTTP four:80', 'four:80'],
  ])('%j leads to %j', (list, way) => {
    const found = parseProxyList(FAR, list);
    expect(found.ok && (found.value === null ? null : `${found.value.host}:${found.value.port}`)).toBe(way);
  });

  test.each(['SOCKS5 only:1080', 'HTTPS only:443', 'nonsense', 'PROXY'])('%j holds none that can be used', (list) => {
    expect(parseProxyList(FAR, list)).toMatchObject({ ok: false, error: { reason: 'proxy', aspect: 'address' } });
  });

  test('never leads to this machine through a proxy, and never throws', () => {
    for (const url of ['http://127.0.0.1:1/', 'https://localhost/', 'http://[::1]/']) {
      expect(parseProxyList(new URL(url), 'PROXY one:8080')).toEqual(success(null));
    }
    fc.assert(fc.property(fc.string(), (list) => typeof parseProxyList(FAR, list).ok === 'boolean'));
  });
});

/** A proxy that leads every name to one server, and keeps what it was asked for. */
async function startProxy(target: Server): Promise<{ readonly port: number; readonly asked: string[] }> {
  const asked: string[] = [];
  const proxy = createServer().on('connect', (request, client) => {
    asked.push(`${request.url} ${request.headers['proxy-authorization'] ?? ''}`.trim());
    const server = connect((target.address() as AddressInfo).port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      server.pipe(client).pipe(server);
    });
    for (const socket of [server, client]) socket.on('error', () => server.destroy());
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void proxy.close());
  return { port: (proxy.address() as AddressInfo).port, asked };
}

test('a client without a proxy of its own takes the default one, asked anew for each connection', async () => {
  const target = createServer((_, response) => void response.setHeader('connection', 'close').end('here'));
  await new Promise<void>((resolve) => target.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void target.close());
  const { port, asked } = await startProxy(target);
  const client = createHttpClient({});
  if (!client.ok) throw new Error('no client');
  onTestFinished(() => client.value.close());
  const get = () => client.value.request({ method: 'GET', url: 'http://service.example/' });

  setNetworkDefaults({
    findProxy: async () => parseProxy(`http://operator:hunter2@127.0.0.1:${port}`),
    authorities: () => '',
  });
  expect(await get()).toMatchObject({ ok: true, value: { status: 200 } });
  expect(asked).toEqual([`service.example:80 Basic ${Buffer.from('operator:hunter2').toString('base64')}`]);

  setNetworkDefaults({ findProxy: async () => failure(badProxyAddress()), authorities: () => '' });
  expect(await get()).toMatchObject({ ok: false, error: { reason: 'proxy', aspect: 'address', sent: 'no' } });
  expect(asked).toHaveLength(1);
});

test('an account’s own proxy, or none, counts more than the default', async () => {
  setNetworkDefaults({ findProxy: async () => parseProxy('default:1'), authorities: () => '' });
  expect(await chooseProxy(FAR, undefined)).toMatchObject({ value: { host: 'default' } });
  expect(await chooseProxy(FAR, 'none')).toEqual(success(null));
  expect(await chooseProxy(FAR, 'own:2')).toMatchObject({ value: { host: 'own', port: 2 } });
});
