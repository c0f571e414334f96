import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gigaset } from '../../electron/services/gigaset/index.ts';
import type {
  OpenAccount,
  RedirectionService,
  RedirectionSession,
  ServiceDevice,
} from '../../electron/services/service.ts';
import { snom } from '../../electron/services/snom/index.ts';
import { parseMac } from '../../shared/domain/mac.ts';

/** What the peer hands out with each registration; no answer of ours may repeat it. */
const DEVICE_PASSWORD = 'd3v1ce-pass';
const AWKWARD_URL = `https://joe:pw%40@prov.example.com/ä ö/%MACD.xml?a=1&b=<"'>]]>&amp;{mac}%25`;

let python: ChildProcessWithoutNullStreams;
let port = 0;
const sessions: RedirectionSession[] = [];

beforeAll(async () => {
  python = spawn('python3', [`${import.meta.dirname}/services-python.py`]);
  python.stderr.on('data', (text: Buffer) => process.stderr.write(text));
  for await (const line of createInterface(python.stdout)) {
    port = Number(line);
    break;
  }
});

afterAll(async () => {
  await Promise.all(sessions.map((session) => session.close()));
  python.stdin.end();
  await once(python, 'exit');
});

function connect(service: RedirectionService, change: Partial<OpenAccount> = {}): RedirectionSession {
  const path = service === gigaset ? '/apxml/rpc.do' : '/xmlrpc/';
  const url = `http://127.0.0.1:${port}${path}`;
  const session = service.connect({
    url,
    user: 'jürgen',
    password: 'pass:wörd',
    proxy: 'none',
    concurrency: 2,
    ...change,
  });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  sessions.push(session.value);
  return session.value;
}

function device(macText: string, checkCode = ''): ServiceDevice {
  const mac = parseMac(macText);
  if (!mac.ok) throw new Error(`No MAC: ${macText}`);
  return { mac: mac.value, checkCode };
}

function signal(): AbortSignal {
  return AbortSignal.timeout(10_000);
}

describe.each([gigaset, snom])('login at $description.title', (service) => {
  test('the right one is proved, a wrong one is told, a wrong path too', async () => {
    expect(await connect(service).probe(signal())).toEqual({ ok: true, value: undefined });
    const error = { kind: 'auth', reason: 'auth-failed', sent: 'no', concernsAccount: true };
    const stranger = connect(service, { password: 'wrong' });
    expect(await stranger.probe(signal())).toMatchObject({ ok: false, error });
    const phone = device('7C2F80820EC0', '55DF');
    expect(await stranger.deregister([phone], signal())).toMatchObject([{ kind: 'failed', failure: error }]);
    const lost = connect(service, { url: `http://127.0.0.1:${port}/elsewhere` });
    expect(await lost.readOne(phone, signal())).toMatchObject({ kind: 'failed', failure: { reason: 'not-found' } });
  });
});

describe('Gigaset', () => {
  const own = device('7C2F80820EC0', '55DF');
  const second = device('7C2F80208295', '1910');
  const third = device('589EC6AABBCC');
  const foreign = device('7C2F800000FF', 'AAAA');
  const wrongCode = device('7C2F80820EC0', '0000');
  const target = { url: AWKWARD_URL, name: 'Söhne & <Co>' };

  test('one phone: registered to the letter, read back, taken the second time, removed', async () => {
    const session = connect(gigaset);
    expect(await session.readOne(own, signal())).toMatchObject({ kind: 'absent' });
    const registered = await session.register([own], target, signal());
    expect(registered).toEqual([{ kind: 'confirmed', words: 'OK: ***' }]);
    const entry = { ...target, date: '2024-11-20', company: null };
    const reading = await session.readOne(own, signal());
    expect(reading).toMatchObject({ kind: 'registered', entry });
    expect(reading.kind === 'registered' ? reading.words : '').not.toContain('pw%40');
    expect(await session.register([own], target, signal())).toMatchObject([{ kind: 'taken' }]);
    expect(await session.register([foreign], target, signal())).toMatchObject([{ kind: 'taken' }]);
    expect(await session.readOne(wrongCode, signal())).toMatchObject({ kind: 'refused', reason: 'bad-check-code' });
    expect(await session.deregister([own], signal())).toEqual([{ kind: 'confirmed', words: 'OK' }]);
    expect(await session.deregister([own], signal())).toMatchObject([{ kind: 'absent' }]);
  });

  test('a bad URL and a bad name are refused, in lists too', async () => {
    const session = connect(gigaset);
    const badUrl = { ...target, url: 'ftp://joe:secret@h/' };
    const refused = await session.register([own], badUrl, signal());
    expect(refused).toEqual([{ kind: 'refused', reason: 'bad-url', words: 'url_invalid:ftp://***@h/' }]);
    const list = await session.register([own, second], { ...target, name: '' }, signal());
    expect(list).toMatchObject([
      { kind: 'refused', reason: 'bad-name' },
      { kind: 'refused', reason: 'bad-name' },
    ]);
  });

  test('several phones: each has its own answer, the account is read as a whole and by name', async () => {
    const session = connect(gigaset);
    const answers = await session.register([second, foreign, third], target, signal());
    expect(answers).toMatchObject([{ kind: 'confirmed' }, { kind: 'taken' }, { kind: 'confirmed' }]);
    expect(JSON.stringify(answers)).not.toContain(DEVICE_PASSWORD);
    const all = await session.readAll?.(signal());
    expect(all?.ok === true ? [...all.value.keys()] : all).toEqual([second.mac, third.mac]);
    const filter = { model: '', url: '' };
    const named = await session.list({ ...filter, names: ['nobody', target.name] }, signal());
    const entry = { ...target, date: '20241120T10:15:00', company: null };
    expect(named).toMatchObject({
      ok: true,
      value: [
        { mac: second.mac, entry, model: '' },
        { mac: third.mac, entry },
      ],
    });
    expect(await session.list({ ...filter, names: ['nobody'] }, signal())).toEqual({ ok: true, value: [] });
    const removed = await session.deregister([second, own, third], signal());
    expect(removed).toMatchObject([{ kind: 'confirmed' }, { kind: 'absent' }, { kind: 'confirmed' }]);
  });
});

describe('snom', () => {
  const own = device('000413610FF5');
  const second = device('0004136100E5');
  const third = device('000413260000');
  const foreign = device('0004130000FF');
  const target = { url: AWKWARD_URL, name: '' };

  test('one phone: registered to the letter, read back, registered again elsewhere, removed', async () => {
    const session = connect(snom);
    expect(await session.readOne(own, signal())).toMatchObject({ kind: 'absent', words: 'Error:no_such_mac' });
    expect(await session.register([own], target, signal())).toEqual([{ kind: 'confirmed', words: 'Ok' }]);
    const entry = { url: AWKWARD_URL, name: null, date: null, company: 'Acme' };
    expect(await session.readOne(own, signal())).toMatchObject({ kind: 'registered', entry });
    expect(await session.register([own], { url: 'http://h/{mac}', name: '' }, signal())).toMatchObject([
      { kind: 'confirmed' },
    ]);
    expect(await session.readOne(own, signal())).toMatchObject({ entry: { url: 'http://h/{mac}' } });
    expect(await session.readOne(foreign, signal())).toMatchObject({ kind: 'foreign' });
    expect(await session.register([foreign], target, signal())).toMatchObject([
      { kind: 'refused', reason: 'owned-by-other' },
    ]);
    expect(await session.register([own], { url: 'nowhere', name: '' }, signal())).toMatchObject([
      { kind: 'refused', reason: 'bad-url' },
    ]);
    expect(await session.deregister([own], signal())).toMatchObject([{ kind: 'confirmed' }]);
    expect(await session.deregister([own], signal())).toMatchObject([{ kind: 'absent' }]);
  });

  test('several phones: one word for all is read back, a partial success holds for those it names', async () => {
    const session = connect(snom);
    expect(await session.register([own, third], target, signal())).toMatchObject([{ kind: 'open' }, { kind: 'open' }]);
    expect(await session.register([second, foreign], { url: 'http://other/', name: '' }, signal())).toMatchObject([
      { kind: 'open' },
      { kind: 'refused', reason: 'owned-by-other', words: 'Error:owned_by_other_user' },
    ]);
    expect(await session.readOne(second, signal())).toMatchObject({ entry: { url: 'http://other/' } });

    const filter = { names: [], model: '', url: '' };
    const entry = { url: AWKWARD_URL, name: null, date: null, company: 'Acme' };
    const everything = await session.list(filter, signal());
    expect(everything).toEqual({
      ok: true,
      value: [
        { mac: third.mac, entry, model: 'snom370' },
        { mac: own.mac, entry, model: 'snomM700' },
        { mac: second.mac, entry: { ...entry, url: 'http://other/' }, model: 'snomM700' },
      ],
    });
    const byUrl = await session.list({ ...filter, model: 'snomM700', url: 'http://other/' }, signal());
    expect(byUrl).toMatchObject({ ok: true, value: [{ mac: second.mac, entry: { url: 'http://other/' } }] });
    expect(await session.list({ ...filter, model: 'snomD999' }, signal())).toMatchObject({
      ok: false,
      error: { kind: 'service', serviceWords: 'Error:unknown_type', sent: 'no' },
    });
    expect(await session.deregister([own, second, third], signal())).toMatchObject([
      { kind: 'open' },
      { kind: 'open' },
      { kind: 'open' },
    ]);
  });
});
