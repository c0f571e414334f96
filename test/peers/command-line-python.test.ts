import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, test } from 'vitest';
import { Desk, type JsonLine, macsFrom } from '../support/command-line.ts';

const URL_SECRET = 'Peer-s3cret';
const FIRST = `https://joe:${URL_SECRET}@pbx.example.net/äö/%MACD.xml?a=1&b=<"'>]]>&amp;`;
const SECOND = 'https://second.example.net/%MACD.xml';
/** What the peer hands out with each registration, and the login it takes. */
const DEVICE_PASSWORD = 'd3v1ce-pass';
const LOGIN = { user: 'jürgen', password: 'pass:wörd' };

const peers: ChildProcessWithoutNullStreams[] = [];

afterAll(async () => {
  for (const peer of peers) {
    peer.stdin.end();
    await once(peer, 'exit');
  }
});

/** Starts the services on Python's own xmlrpc; the address of its port. */
async function startPeer(...words: readonly string[]): Promise<string> {
  const peer = spawn('python3', [`${import.meta.dirname}/services-python.py`, ...words]);
  peers.push(peer);
  peer.stderr.on('data', (text: Buffer) => process.stderr.write(text));
  const [port] = (await once(createInterface(peer.stdout), 'line')) as [string];
  return `http://127.0.0.1:${port}`;
}

interface PeerState {
  /** By upper-case MAC: provider name and URL. */
  readonly gigaset: Readonly<Record<string, readonly [string, string]>>;
  /** By upper-case MAC: URL. */
  readonly snom: Readonly<Record<string, string>>;
}

async function stateOf(peer: string): Promise<PeerState> {
  return (await (await fetch(`${peer}/state`)).json()) as PeerState;
}

async function openDesk(peer: string): Promise<Desk> {
  const desk = new Desk();
  await desk.addAccount('giga', 'gigaset', { ...LOGIN, url: `${peer}/apxml/rpc.do` }, '--batch', '5');
  await desk.addAccount('snom', 'snom', { ...LOGIN, url: `${peer}/xmlrpc/` }, '--batch', '5');
  return desk;
}

function outcomesIn(objects: readonly JsonLine[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    objects.filter(({ mac }) => mac !== undefined).map(({ mac, outcome, reason }) => [mac, reason ?? outcome]),
  );
}

async function expectNoSecret(desk: Desk): Promise<void> {
  for (const [place, text] of await desk.everythingWritten()) {
    for (const secret of [DEVICE_PASSWORD, URL_SECRET, LOGIN.password, 'wörd', desk.passphrase]) {
      expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
    }
  }
}

describe.each([
  { words: [], what: 'as documented' },
  { words: ['awkward'], what: 'in the shapes its page leaves open' },
])('Gigaset on Python, $what', ({ words }) => {
  const [right, wrong, foreign] = ['7c2f80820ec0', '7c2f80208295', '7c2f800000ff'];
  const plain = macsFrom('7c2f80000100', 12);
  const good = [right, ...plain];
  const list = `MAC-ID\n${right}-55DF\n${wrong}-0000\n${plain.slice(0, 4).join('\n')}\n${foreign}\n${plain.slice(4).join('\n')}\n`;

  test('planned, registered, listed, re-pointed, taken back, removed', { timeout: 60_000 }, async () => {
    const peer = await startPeer(...words);
    const desk = await openDesk(peer);
    expect((await desk.run('account', 'test', 'giga')).code).toBe(0);
    await desk.importList('site', 'site.csv', list);
    const wish = ['site', '--account', 'giga', '--action', 'register', '--provider', 'Söhne & <Co>'];
    const expectHeld = async (url: string, name: string) => {
      const { gigaset } = await stateOf(peer);
      expect(gigaset).toEqual(Object.fromEntries(good.map((mac) => [mac.toUpperCase(), [name, url]])));
    };

    const planned = await desk.json('plan', ...wish, '--url', FIRST);
    expect(planned.objects.at(-1)).toEqual({ summary: { devices: 15, invalid: 1, new: 14 } });
    expect((await stateOf(peer)).gigaset).toEqual({});

    const expected = {
      ...Object.fromEntries(good.map((mac) => [mac, 'done'])),
      [wrong]: 'bad-check-code',
      [foreign]: 'owned-by-other',
    };
    const registered = await desk.json('run', ...wish, '--url', FIRST, '--yes', '--lang', 'de');
    expect(registered.code).toBe(1);
    expect(outcomesIn(registered.objects)).toEqual(expected);
    expect(registered.objects.find(({ mac }) => mac === foreign)).toMatchObject({
      outcome: 'refused',
      message: expect.stringContaining('Konto'),
    });
    await expectHeld(FIRST, 'Söhne & <Co>');

    const held = await desk.json('registered', '--account', 'giga', '--out', desk.out('registered.xml'));
    expect(held.code).toBe(0);
    expect(held.objects.map(({ mac }) => mac).toSorted()).toEqual(good.toSorted());
    expect(held.objects[0]).toMatchObject({ url: FIRST.replace(/\/\/.*@/, '//***@'), name: 'Söhne & <Co>' });
    const named = await desk.json('registered', '--account', 'giga', '--provider', 'Söhne & <Co>', '--provider', 'x');
    expect(named.objects).toEqual(held.objects);
    expect((await desk.json('registered', '--account', 'giga', '--provider', 'x')).objects).toEqual([]);

    // Exactly one phone left in a listing is the case where a row may be flat.
    const moved = await desk.json(
      'run',
      ...wish,
      '--url',
      SECOND,
      '--provider',
      'Nord',
      '--yes',
      '--only',
      desk.bring('one.txt', `${plain[0]}\n`),
    );
    expect(outcomesIn(moved.objects)).toEqual({ [plain[0] ?? '']: 'done' });
    const one = await desk.json('registered', '--account', 'giga', '--provider', 'Nord');
    expect(one.objects).toMatchObject([{ mac: plain[0], url: SECOND, name: 'Nord' }]);

    const all = await desk.json('run', ...wish, '--url', SECOND, '--provider', 'Nord', '--yes');
    expect(outcomesIn(all.objects)).toEqual({ ...expected, [plain[0] ?? '']: 'unchanged' });
    await expectHeld(SECOND, 'Nord');
    expect((await desk.run('undo', 'site', '--yes')).code).toBe(0);
    expect((await desk.run('undo', 'site', '--run', '2', '--yes')).code).toBe(0);
    await expectHeld(FIRST, 'Söhne & <Co>');

    const removed = await desk.json('run', 'site', '--account', 'giga', '--action', 'deregister', '--yes');
    expect(outcomesIn(removed.objects)).toEqual({ ...expected, [foreign]: 'unchanged' });
    expect((await stateOf(peer)).gigaset).toEqual({});
    await expectNoSecret(desk);
  });
});

test('snom on Python: planned, registered, listed, re-pointed, taken back', { timeout: 60_000 }, async () => {
  const peer = await startPeer();
  const desk = await openDesk(peer);
  expect((await desk.run('account', 'test', 'snom')).code).toBe(0);
  const mine = ['000413260000', '0004136100e5', '000413610ff5'];
  const foreign = '0004130000ff';
  await desk.importList('site', 'site.csv', `mac\n${[...mine, foreign].join('\n')}\n`);
  const wish = ['site', '--account', 'snom', '--action', 'register'];
  const expectHeld = async (url: string) => {
    const { snom } = await stateOf(peer);
    expect(snom).toEqual(Object.fromEntries(mine.map((mac) => [mac.toUpperCase(), url])));
  };

  const planned = await desk.json('plan', ...wish, '--url', FIRST);
  expect(planned.objects.at(-1)).toEqual({ summary: { devices: 4, new: 3, 'owned-by-other': 1 } });
  const expected = { ...Object.fromEntries(mine.map((mac) => [mac, 'done'])), [foreign]: 'owned-by-other' };
  const registered = await desk.json('run', ...wish, '--url', FIRST, '--yes');
  expect(outcomesIn(registered.objects)).toEqual(expected);
  await expectHeld(FIRST);
  const held = await desk.json('registered', '--account', 'snom');
  const lines = held.objects.map(({ mac, model }) => [mac, model]).toSorted();
  expect(lines).toEqual([
    ['000413260000', 'snom370'],
    ['0004136100e5', 'snomM700'],
    ['000413610ff5', 'snomM700'],
  ]);
  expect(outcomesIn((await desk.json('run', ...wish, '--url', SECOND, '--yes')).objects)).toEqual(expected);
  await expectHeld(SECOND);
  expect((await desk.run('undo', 'site', '--yes')).code).toBe(0);
  await expectHeld(FIRST);
  const removed = await desk.json('run', 'site', '--account', 'snom', '--action', 'deregister', '--yes');
  expect(outcomesIn(removed.objects)).toEqual(expected);
  expect((await stateOf(peer)).snom).toEqual({});
  await expectNoSecret(desk);
});
