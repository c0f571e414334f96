import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ProvisioningCode } from '../../../shared/domain/code.ts';
import type { Result } from '../../../shared/result.ts';
import type { CodeSession, ConnectionState } from '../code-service.ts';
import type { OpenAccount } from '../service.ts';
import { openSession, readPlace } from './client-session.ts';
import { JsonSocket } from './client-socket.ts';
import { encryptToHex } from './practice/cipher.ts';

type Message = Readonly<Record<string, unknown>>;
type Answer = (message: Message, client: WebSocket, path: string) => void;

const PASSWORD = 'Geheim-77';
/** Long enough for a machine that does much else. */
const WAIT = { timeout: 4_000, interval: 5 };

const closing: (() => unknown)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const signal = (): AbortSignal => AbortSignal.timeout(4_000);

/** A server that answers as a capture says: it knows nothing but what the test gives it. */
async function replay(answer: Answer): Promise<string> {
  const http = createServer();
  const sockets = new WebSocketServer({ server: http });
  sockets.on('connection', (client, request) => {
    client.on('message', (data) => answer(JSON.parse(String(data)) as Message, client, request.url ?? ''));
  });
  await new Promise<void>((resolve) => {
    http.listen(0, '127.0.0.1', resolve);
  });
  closing.push(() => {
    for (const client of sockets.clients) client.terminate();
    http.close();
  });
  return `127.0.0.1:${(http.address() as AddressInfo).port}`;
}

function tell(client: WebSocket, message: Message): void {
  client.send(JSON.stringify(message));
}

function open(url: string, more: Partial<OpenAccount> = {}): CodeSession {
  const account = { url, user: 'a.example', password: PASSWORD, concurrency: 1, proxy: 'none', ...more };
  const session = openSession(account, undefined, 10);
  if (!session.ok) throw new Error(session.error.reason);
  closing.push(() => session.value.close());
  return session.value;
}

function must<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

const REQUEST = { login: 'anna', category: 'IP Phone', domain: '', isRollout: true, row: 1 };

/** Logs a client in and lists one domain; everything else is the test's. */
function devices(rest: Answer, challenge: unknown = 'c1'): Answer {
  return (message, client, path) => {
    const { mt, src } = message;
    if (mt === 'AppChallenge') tell(client, { mt: 'AppChallengeResult', challenge, src });
    else if (mt === 'AppLogin') tell(client, { mt: 'AppLoginResult', ok: true, src });
    else if (mt === 'GetDomains') {
      tell(client, {
        mt: 'GetDomainsResult',
        domains: [{ id: 7, name: 'a.example', categories: [] }],
        last: true,
        src,
      });
    } else rest(message, client, path);
  };
}

it('keeps a connection alive with messages that nobody answers, until it is closed', async () => {
  const came: Message[] = [];
  const address = await replay((message) => came.push(message));
  const socket = must(await JsonSocket.open(`ws://${address}/`, {}, signal()));
  socket.startKeepAlive(5);
  await expect.poll(() => came.length, WAIT).toBeGreaterThan(2);
  expect(new Set(came.map((message) => JSON.stringify(message)))).toEqual(new Set(['{"mt":"KeepAlive"}']));
  socket.close();
  expect(socket.send({ mt: 'KeepAlive' })).toBe(false);
});

describe('Devices', () => {
  it('proves a challenge of 16 digits that came as a number, digit by digit', async () => {
    const logins: Message[] = [];
    const host = await replay((message, client) => {
      const { mt, src } = message;
      // more than a JavaScript number can hold exactly
      if (mt === 'AppChallenge') {
        client.send(`{"mt":"AppChallengeResult","challenge":9007199254740993,"src":${JSON.stringify(src)}}`);
      }
      if (mt === 'AppLogin') {
        logins.push(message);
        tell(client, { mt: 'AppLoginResult', ok: true, src });
      }
      if (mt === 'GetDomains') tell(client, { mt: 'GetDomainsResult', domains: [], last: true, src });
      if (mt === 'GetUserInfo') tell(client, { mt: 'GetUserInfoResult', key: 'k', src });
    });
    must(await open(`ws://${host}/a.example/devices/`).probe(signal()));
    expect(logins[0]?.digest).toBe(sha256(`innovaphone-devices:a.example::::9007199254740993:${PASSWORD}`));
    expect(JSON.stringify(logins)).not.toContain(PASSWORD);
  });

  it('keeps the zeros a code begins with, and takes one that came as a number', async () => {
    const codes: unknown[] = ['012345678901', 12_345_678_902];
    const host = await replay(
      devices(({ mt, src }, client) => {
        if (mt === 'GetProvisioningCode') tell(client, { mt: 'GetProvisioningCodeResult', code: codes.shift(), src });
      }),
    );
    const session = open(`ws://${host}/a.example/devices/`);
    expect(must(await session.issueCode(REQUEST, signal()))).toEqual({ code: '012345678901', validUntilMs: null });
    expect(must(await session.issueCode(REQUEST, signal())).code).toBe('012345678902');
  });

  it('sends what a row asked for, and the number of its domain', async () => {
    const asked: Message[] = [];
    const host = await replay(
      devices((message, client) => {
        asked.push(message);
        tell(client, { mt: 'GetProvisioningCodeResult', code: '123123123123', src: message.src });
      }),
    );
    const session = open(`ws://${host}/a.example/devices/`);
    must(await session.issueCode({ ...REQUEST, domain: 'A.example' }, signal()));
    expect(asked).toMatchObject([
      { mt: 'GetProvisioningCode', category: 'IP Phone', sip: 'anna', rollout: true, domainId: 7 },
    ]);
  });

  it('never gives a late answer without a source to another row', async () => {
    const asked: WebSocket[] = [];
    const patience = new AbortController();
    const host = await replay(({ src: _, ...message }, client, path) => {
      devices(({ mt }) => {
        if (mt !== 'GetProvisioningCode') return;
        asked.push(client);
        if (asked.length === 1) patience.abort();
        else {
          const late = '111111111111';
          for (const each of asked) {
            tell(each, { mt: 'GetProvisioningCodeResult', code: each === client ? '222222222222' : late });
          }
        }
      })(message, client, path);
    });
    const session = open(`ws://${host}/a.example/devices/`);
    const givenUp = await session.issueCode(REQUEST, patience.signal);
    expect(givenUp).toMatchObject({ ok: false, error: { kind: 'cancelled', sent: 'maybe' } });
    const other = must(await session.issueCode({ ...REQUEST, login: 'bert' }, signal()));
    expect(other.code).toBe('222222222222');
    expect(asked[0]).not.toBe(asked[1]);
  });

  it('takes a phone from a list, an object, or nothing at all, and never another code’s', async () => {
    const device = { id: 1, hwId: '009033010203', product: 'IP112', version: '13r2 [13.1/2/3]', online: true };
    const answers: Message[] = [
      { device: [device] },
      { device },
      { device: [] },
      {},
      { code: '999999999999', device },
      { error: 'Code expired' },
      { error: 'Internal' },
      { device: 'junk' },
    ];
    const host = await replay(
      devices(({ src, code }, client) =>
        tell(client, { mt: 'GetProvisionedDeviceResult', code, ...answers.shift(), src }),
      ),
    );
    const session = open(`ws://${host}/a.example/devices/`);
    const read = () => session.readCode('123123123123' as ProvisioningCode, '', signal());
    expect(must(await read())).toMatchObject({ mac: '009033010203', model: 'IP112', isOnline: true });
    expect(must(await read())?.firmware).toBe('13r2 [13.1/2/3]');
    expect(must(await read())).toBeNull();
    expect(must(await read())).toBeNull();
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected-answer' } });
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'code-expired', serviceWords: 'Code expired' } });
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'server-error', serviceWords: 'Internal' } });
    expect(await read()).toMatchObject({ ok: false, error: { reason: 'unexpected-answer' } });
  });

  it('goes on when a frame can not be read: on a new connection', async () => {
    let connections = 0;
    const host = await replay(
      devices(({ mt, src }, client) => {
        if (mt !== 'GetProvisioningCategories') return;
        connections += 1;
        if (connections === 1) client.send('{"mt":');
        else {
          const categories = [{ id: 1, name: 'IP Phone', config: true }, { id: 2, name: 'x', config: false }, {}, null];
          tell(client, { mt: 'GetProvisioningCategories', categories, last: true, src });
        }
      }),
    );
    const session = open(`ws://${host}/a.example/devices/`);
    expect(await session.categories(signal())).toMatchObject({ ok: false, error: { reason: 'unexpected-answer' } });
    expect(must(await session.categories(signal()))).toEqual([{ name: 'IP Phone', domain: 'a.example' }]);
  });

  it('tries the other name of the app, then gives up: a wrong password is not sent again and again', async () => {
    const apps: unknown[] = [];
    const host = await replay(({ mt, src, app }, client) => {
      if (mt === 'AppChallenge') tell(client, { mt: 'AppChallengeResult', challenge: 'c', src });
      if (mt === 'AppLogin') {
        apps.push(app);
        tell(client, { mt: 'AppLoginResult', error: 2, errorText: 'Authentication failed', src });
      }
    });
    const session = open(`ws://${host}/a.example/devices/`);
    const states: ConnectionState[] = [];
    session.onConnection((state) => states.push(state));
    const probed = await session.probe(signal());
    expect(probed).toMatchObject({ ok: false, error: { kind: 'auth', serviceWords: '2 Authentication failed' } });
    expect(apps).toEqual(['innovaphone-devices', 'innovaphone-devices-api']);
    expect(states.at(-1)).toMatchObject({ kind: 'lost', retryInMs: null });
  });
});

describe('an app object of the PBX', () => {
  it('finds Devices among the services and is vouched for there', async () => {
    const seen: Message[] = [];
    let host = '';
    host = await replay((message, client, path) => {
      seen.push({ ...message, path });
      const { mt, src, api } = message;
      if (path === '/PBX0/APPS/websocket') {
        if (mt === 'AppChallenge') tell(client, { mt: 'AppChallengeResult', challenge: 'p1', src });
        if (mt === 'AppLogin') tell(client, { mt: 'AppLoginResult', ok: true, src });
        if (mt === 'SubscribeServices') {
          const info = { 'com.innovaphone.devices': {} };
          const url = `http://${host}/a.example/devices/innovaphone-devices-api`;
          tell(client, { api, mt: 'ServicesInfo', services: [{ name: 'devices-api', title: 'D', url, info }] });
        }
        if (mt === 'GetServiceLogin') {
          const login = { app: 'innovaphone-devices-api', domain: 'a.example', sip: 's', guid: 'g', dn: 'd' };
          tell(client, { api, mt: 'GetServiceLoginResult', ...login, digest: 'vouched', key: 'secret-key', src });
        }
        if (mt === 'GetRegs') tell(client, { api, mt: 'GetRegsResult', regs: [{ hw: '00-90-33-01-02-03' }], src });
        return;
      }
      devices(({ mt: name }, to) => {
        if (name === 'GetUserInfo') tell(to, { mt: 'GetUserInfoResult', key: 'k', src });
      })(message, client, path);
    });
    const session = open(`ws://${host}/PBX0/APPS/websocket`, { user: 'rollcall' });
    must(await session.probe(signal()));
    expect(session.hasDirectory).toBe(true);
    expect(seen.find(({ mt, path }) => mt === 'AppLogin' && path === '/PBX0/APPS/websocket')).toMatchObject({
      app: 'rollcall',
      pbxObj: 'rollcall',
      digest: sha256(`rollcall:::::p1:${PASSWORD}`),
    });
    expect(seen.find(({ mt, path }) => mt === 'AppLogin' && path === '/a.example/devices/')).toMatchObject({
      app: 'innovaphone-devices-api',
      sip: 's',
      digest: 'vouched',
    });
    expect(JSON.stringify(seen.filter(({ mt }) => mt === 'AppLogin'))).not.toContain('secret-key');
    const [registrations] = await session.registrations([{ id: 'g1', login: '', name: '' }], signal());
    expect(registrations).toMatchObject({ ok: true, value: [{ mac: '009033010203', address: '' }] });
  });
});

it('takes an app object that is offered no Devices for an account of the PBX', async () => {
  const host = await replay(({ mt, src, api }, client) => {
    if (mt === 'AppChallenge') tell(client, { mt: 'AppChallengeResult', challenge: 'p1', src });
    if (mt === 'AppLogin') tell(client, { mt: 'AppLoginResult', ok: true, src });
    if (mt === 'SubscribeServices') tell(client, { api, mt: 'ServicesInfo', services: [] });
  });
  const session = open(`ws://${host}/PBX0/APPS/websocket`, { user: 'rollcall' });
  must(await session.probe(signal()));
  expect(session.hasDirectory).toBe(true);
  expect(await session.issueCode(REQUEST, signal())).toMatchObject({ ok: false, error: { aspect: 'devices-app' } });
});

describe('a user of the PBX', () => {
  it('refuses a PBX that can not prove that it knows the password', async () => {
    const host = await replay(({ mt, method }, client) => {
      if (mt !== 'Login') return;
      if (method === undefined)
        tell(client, { mt: 'Authenticate', type: 'user', method: 'digest', domain: 'a', challenge: 1 });
      else tell(client, { mt: 'LoginResult', info: { user: {} }, digest: '00' });
    });
    const probed = await open(`ws://${host}/`).probe(signal());
    expect(probed).toMatchObject({ ok: false, error: { reason: 'auth-failed', aspect: 'pbx' } });
  });

  it.each(['ntlm', 'oauth2'])('names the method %s that it can not do', async (method) => {
    const host = await replay((_, client) => tell(client, { mt: 'Authenticate', method, domain: 'a', challenge: '1' }));
    const probed = await open(`ws://${host}/PBX0/APPCLIENT/websocket`).probe(signal());
    expect(probed).toMatchObject({ ok: false, error: { aspect: 'method', detail: { method } } });
  });

  it('takes its session up again when the connection broke: no password, no second confirmation', async () => {
    const types: unknown[] = [];
    let client: WebSocket | null = null;
    let isExpired = false;
    let connections = 0;
    const host = await replay((message, socket) => {
      const { mt, type, method, nonce, username, response } = message;
      if (mt === 'SubscribeApps') {
        client = socket;
        connections += 1;
        tell(socket, { mt: 'UpdateApps', apps: [] });
      }
      if (mt !== 'Login') return;
      if (method === undefined) {
        tell(socket, { mt: 'Authenticate', type, method: 'digest', domain: 'a', challenge: 42 });
        return;
      }
      types.push(type);
      if (isExpired && type === 'session') {
        tell(socket, { mt: 'LoginResult', error: 5, errorText: 'Session expired' });
        return;
      }
      const [name, password] = type === 'session' ? ['USR', 'PWD'] : ['tech', PASSWORD];
      expect(username).toBe(name);
      const common = `a:${name}:${password}:${nonce}:42`;
      expect(response).toBe(sha256(`innovaphoneAppClient:${type}:${common}`));
      if (type === 'user') tell(socket, { mt: 'Authorize', code: 17 });
      const encrypt = (part: string, text: string) =>
        encryptToHex(`innovaphoneAppClient:${part}:${nonce}:${password}`, text);
      const info = { session: { usr: encrypt('usr', 'USR'), pwd: encrypt('pwd', 'PWD') } };
      const digest = sha256(`innovaphoneAppClient:loginresult:${common}:${JSON.stringify(info)}`);
      tell(socket, { mt: 'LoginResult', info, digest });
    });
    const session = open(`ws://${host}/`, { user: 'tech' });
    const numbers: string[] = [];
    session.onConnection((state) => {
      if (state.kind === 'confirm') numbers.push(state.number);
    });
    expect(await session.probe(signal())).toMatchObject({ ok: false, error: { aspect: 'devices-app' } });
    (client as WebSocket | null)?.terminate();
    await expect.poll(() => connections, WAIT).toBe(2);
    expect(types).toEqual(['user', 'session']);
    expect(numbers).toEqual(['17']);
    isExpired = true;
    (client as WebSocket | null)?.terminate();
    await expect.poll(() => connections, WAIT).toBe(3);
    expect(types.slice(2)).toEqual(['session', 'user']);
    expect(numbers).toEqual(['17', '17']);
  });

  it('gives up on redirects that go round', async () => {
    let logins = 0;
    let host = '';
    host = await replay((_, client) => {
      logins += 1;
      tell(client, { mt: 'Redirect', info: { host } });
    });
    const probed = await open(`ws://${host}/PBX0/APPCLIENT/websocket`).probe(signal());
    expect(probed).toMatchObject({ ok: false, error: { reason: 'redirected', aspect: 'pbx' } });
    expect(logins).toBe(4);
  });
});

describe('addresses', () => {
  it.each([
    ['https://pbx.example.com', 'pbx-user', 'wss://pbx.example.com/'],
    ['wss://pbx.example.com/PBX0/APPCLIENT/130000/websocket', 'pbx-user', undefined],
    ['wss://pbx.example.com/PBX0/APPS/websocket', 'pbx-app', undefined],
    ['https://ap.example.com/a.example/devices/', 'platform', 'wss://ap.example.com/a.example/devices/'],
  ])('%s is one of a %s', (address, form, url) => {
    const place = readPlace(address);
    expect(place.ok && place.value.form).toBe(form);
    if (url !== undefined) expect(place.ok && place.value.url.href).toBe(url);
  });

  it.each(['http://ap.example.com/a/devices/', 'ws://ap.example.com/', 'nonsense', 'wss://u:p@h/'])(
    'refuses %s',
    (address) => {
      expect(readPlace(address).ok).toBe(false);
    },
  );
});
