import { createSocket } from 'node:dgram';
import { appendFile, mkdtemp, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import type { MacAddress } from '../../../shared/domain/device.ts';
import type { ListedPhone, SyslogLine } from '../config-service.ts';
import { newerFirmware, readAgent } from './agent.ts';
import { CATALOGUE } from './catalogue.ts';
import { followFile } from './follow.ts';
import { parseLogLine } from './log-line.ts';
import { createLogReader } from './log-states.ts';
import { readSyslog, receiveSyslog } from './syslog.ts';

const EXAMPLE =
  '10.1.0.138 - - [23/Apr/2013:11:43:27 +0200] "GET /prov/_directory/001565267db9 HTTP/1.0" 200 2654 "-" "Yealink SIP-T38G 38.0.23.22 00:15:65:26:7d:b9" "-"';

describe('a line', () => {
  test('the page’s example', () => {
    expect(parseLogLine(EXAMPLE)).toEqual({
      address: '10.1.0.138',
      user: '-',
      timeMs: Date.UTC(2013, 3, 23, 9, 43, 27),
      request: { method: 'GET', path: '/prov/_directory/001565267db9', protocol: 'HTTP/1.0' },
      status: 200,
      bytes: 2654,
      referer: '-',
      agent: 'Yealink SIP-T38G 38.0.23.22 00:15:65:26:7d:b9',
      forwardedFor: '-',
    });
  });

  test('typographic quotes and dashes, as a web page prints them', () => {
    const printed = EXAMPLE.replaceAll('"-"', '“–”').replaceAll(' "', ' “').replaceAll('" ', '” ');
    expect(printed).not.toBe(EXAMPLE);
    expect(parseLogLine(printed)).toEqual(parseLogLine(EXAMPLE));
  });

  test('nine fields, IPv6, escapes', () => {
    const line =
      '2001:db8::5 - - [01/Jan/2024:00:00:00 -0330] "GET /prov/cfg000b82112233 HTTP/1.1" 200 1216 "-" "odd \\x22agent\\x22"';
    expect(parseLogLine(line)).toMatchObject({
      address: '2001:db8::5',
      timeMs: Date.UTC(2024, 0, 1, 3, 30),
      agent: 'odd "agent"',
      forwardedFor: '',
    });
    const apache = line.replace('\\x22agent\\x22', '\\"agent\\"').replace(' 1216 ', ' - ');
    expect(parseLogLine(apache)).toMatchObject({ agent: 'odd "agent"', bytes: 0 });
  });

  test('TLS at the HTTP port is no HTTP', () => {
    expect(
      parseLogLine('10.0.0.1 - - [23/Apr/2013:11:43:27 +0200] "\\x16\\x03\\x01\\x02\\x00" 400 157 "-" "-" "-"'),
    ).toMatchObject({ request: null, status: 400 });
  });

  test('no text makes it throw, and what is no line is none', () => {
    fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => void parseLogLine(text)));
    for (const text of ['', 'hello', EXAMPLE.slice(0, 90), EXAMPLE.replace(' 200 ', ' two '), `${EXAMPLE} x`]) {
      expect(parseLogLine(text)).toBeNull();
    }
  });

  test('any agent and path that nginx escapes comes back', () => {
    const quote = (text: string) =>
      text.replace(/["\\]|[^ -~]/g, (mark) => `\\x${mark.charCodeAt(0).toString(16).padStart(2, '0')}`);
    fc.assert(
      fc.property(fc.stringMatching(/^[\u0020-\u00ff]{0,40}$/), (agent) => {
        const line = EXAMPLE.replace(/"Yealink[^"]*"/, () => `"${quote(agent)}"`);
        expect(parseLogLine(line)?.agent).toBe(agent);
      }),
    );
  });
});

test('every published User-Agent is read', () => {
  const examples = CATALOGUE.flatMap(({ user_agent }) => user_agent).filter(({ example }) => example !== null);
  for (const { example } of examples) {
    const { model, firmware } = readAgent(example ?? '');
    expect(model, example ?? '').not.toBe('');
    expect(firmware, example ?? '').toMatch(/\d/);
  }
  expect(readAgent('Yealink SIP-T38G 38.0.23.22 00:15:65:26:7d:b9')).toEqual({
    vendor: 'Yealink',
    model: 'T38G',
    firmware: '38.0.23.22',
    mac: '001565267db9',
  });
  expect(readAgent('curl/8.5.0')).toEqual({ vendor: '', model: '', firmware: '', mac: null });
});

test('a firmware older than the catalogue’s', () => {
  const of = (firmware: string, model = 'T38G') => newerFirmware({ vendor: 'Yealink', model, firmware, mac: null });
  expect(of('38.0.23.22')).toBe('38.70.0.185');
  expect(of('38.70.0.185')).toBe('');
  expect(of('38.71.0.1')).toBe('');
  expect(of('2.70.0.1')).toBe('');
  expect(of('38.0.23.22', 'unheard')).toBe('');
});

const phone = (mac: string, address = ''): ListedPhone => ({
  ...{ mac: mac as MacAddress, vendor: '', model: '', user: '', extension: '', server: '', address },
});

let second = 0;

function line(
  mac: string,
  status: number,
  more: { from?: string; path?: string; agent?: string; bytes?: number } = {},
): string {
  const { from = '10.0.0.5', path = `/prov/${mac}.cfg`, bytes = 800 } = more;
  const agent = more.agent ?? `Yealink SIP-T46G 28.83.0.10 ${mac.match(/../g)?.join(':')}`;
  second += 1;
  const time = `23/Apr/2013:11:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}`;
  return `${from} - - [${time} +0200] "GET ${path} HTTP/1.1" ${status} ${bytes} "-" "${agent}" "-"\n`;
}

describe('how phones stand', () => {
  const MAC = '001565aabbcc';
  function stand(lines: string, listed: readonly ListedPhone[] = [phone(MAC)]) {
    const reader = createLogReader(listed);
    reader.add(lines);
    reader.end();
    return reader.phones();
  }

  test.each([
    ['never-seen', ''],
    ['asking', line(MAC, 401) + line(MAC, 401)],
    ['refused', line(MAC, 401) + line(MAC, 403)],
    ['unknown', line(MAC, 401) + line(MAC, 404)],
    ['fetched', line(MAC, 401) + line(MAC, 200)],
    ['fetched', line(MAC, 200) + line(MAC, 404, { path: `/prov/${MAC}.boot` }) + line(MAC, 401)],
    ['never-seen', line(MAC, 200, { path: `/prov/_directory/${MAC}` })],
    ['asking', line(MAC, 200) + line(MAC, 401) + line(MAC, 401) + line(MAC, 401)],
    ['refused', line(MAC, 200) + line(MAC, 403)],
    ['fetched', line(MAC, 403) + line(MAC, 401) + line(MAC, 200)],
  ])('%s', (state, lines) => {
    expect(stand(lines)[0]?.state).toBe(state);
  });

  test('time, address, bytes and firmware of the fetching', () => {
    expect(stand(`${EXAMPLE}\n${line(MAC, 200, { from: '10.0.0.9', bytes: 1234 })}`)[0]).toMatchObject({
      state: 'fetched',
      address: '10.0.0.9',
      bytes: 1234,
      firmware: '28.83.0.10',
      newerFirmware: '28.83.0.50',
      time: expect.stringMatching(/^2013-04-23T09:/),
    });
  });

  test('somebody else: another address than the list’s, another phone’s MAC', () => {
    const listed = [phone(MAC, '10.0.0.7')];
    expect(stand(line(MAC, 200), listed)[0]).toMatchObject({ state: 'fetched-elsewhere', address: '10.0.0.5' });
    expect(stand(line(MAC, 200) + line(MAC, 200, { from: '10.0.0.7' }), listed)[0]?.state).toBe('fetched');
    expect(stand(line(MAC, 200, { from: '10.0.0.7' }) + line(MAC, 200), listed)[0]?.state).toBe('fetched');
    const agent = 'Yealink SIP-T46G 28.83.0.50 00:15:65:00:00:01';
    expect(stand(line(MAC, 200, { agent }))[0]).toMatchObject({
      state: 'fetched-elsewhere',
      oddities: ['other-phone'],
    });
  });

  test('far too little, and requests of a check', () => {
    const others = ['1', '2', '3'].map((end) => line(`00156500000${end}`, 200, { bytes: 4_000 })).join('');
    expect(stand(others + line(MAC, 200, { bytes: 90 }))[0]?.oddities).toEqual(['small']);
    const control = line('020000000001', 404, { from: '10.0.0.99' });
    const checked = control + line(MAC, 200, { from: '10.0.0.99' });
    expect(stand(checked)[0]).toMatchObject({ state: 'fetched', oddities: ['own-check'] });
    expect(stand(checked + line(MAC, 403))[0]).toMatchObject({ state: 'refused', address: '10.0.0.5', oddities: [] });
    expect(stand(checked)).toHaveLength(1);
  });

  test('lines may come in any pieces', () => {
    const text = line(MAC, 401) + line(MAC, 200) + line('001565000009', 404);
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), (cuts) => {
        const reader = createLogReader([phone(MAC)]);
        const places = [0, ...cuts.sort((a, b) => a - b), text.length];
        for (const [index, from] of places.entries()) reader.add(text.slice(from, places[index + 1] ?? text.length));
        expect(reader.phones().map(({ state }) => state)).toEqual(['fetched', 'unknown']);
        expect(reader.counts()).toEqual({ lines: 3, notHttp: 0, unreadable: 0, others: 0 });
      }),
    );
  });
});

const cleanUps: (() => Promise<void>)[] = [];

afterAll(async () => {
  for (const cleanUp of cleanUps) await cleanUp();
});

test('a followed file is read over growth, rotation, truncation and absence', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-follow-'));
  cleanUps.push(() => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'access.log');
  let text = '';
  let isGone = false;
  let wake = () => {};
  const follower = followFile(
    path,
    (part) => {
      text += part;
      wake();
    },
    (gone) => {
      isGone = gone;
      wake();
    },
    5,
  );
  cleanUps.push(() => follower.stop());
  const until = async (isThere: () => boolean) => {
    while (!isThere()) await new Promise<void>((resolve) => (wake = resolve));
  };
  await until(() => isGone);
  await writeFile(path, 'one\n');
  await until(() => text === 'one\n' && !isGone);
  await appendFile(path, 'twö\n');
  await until(() => text.endsWith('twö\n'));
  await rename(path, `${path}.1`);
  await appendFile(`${path}.1`, 'late\n');
  await writeFile(path, 'three\n');
  await until(() => text.endsWith('three\n'));
  expect(text).toBe('one\ntwö\nlate\nthree\n');
  await truncate(path, 0);
  await appendFile(path, 'four\n');
  await until(() => text.endsWith('four\n'));
  expect(text).toBe('one\ntwö\nlate\nthree\nfour\n');
});

describe('syslog', () => {
  test('what a phone sends, its secrets masked', () => {
    expect(readSyslog(Buffer.from('<134>Apr 23 T46G[00:15:65:aa:bb:cc] SIP registered'))).toEqual({
      mac: '001565aabbcc',
      severity: 6,
      text: 'Apr 23 T46G[00:15:65:aa:bb:cc] SIP registered',
    });
    expect(readSyslog(Buffer.from('get http://prov:s3cret@pbx/ password=hunter2')).text).not.toMatch(/s3cret|hunter2/);
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void readSyslog(bytes)));
  });

  test('over UDP, on the one address asked for', async () => {
    let tell: (line: SyslogLine) => void = () => {};
    const heard = new Promise<SyslogLine>((resolve) => {
      tell = resolve;
    });
    const receiver = await receiveSyslog('127.0.0.1', 0, (entry) => tell(entry));
    if (receiver === null) throw new Error('No port');
    cleanUps.push(() => receiver.close());
    const socket = createSocket('udp4');
    cleanUps.push(async () => void socket.close());
    socket.send('<131>phone 001565aabbcc boots', receiver.port, '127.0.0.1');
    expect(await heard).toMatchObject({ address: '127.0.0.1', mac: '001565aabbcc', severity: 3 });
    expect(await receiveSyslog('127.0.0.1', receiver.port, () => {})).toBeNull();
  });
});
