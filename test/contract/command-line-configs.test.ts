import { appendFileSync, readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { practice } from '../../electron/services/pbxware/practice.ts';
import { Desk } from '../support/command-line.ts';

const KEYS = ['mac', 'model', 'file', 'scheme', 'status', 'finding', 'message'] as const;

test('configs check, watch and catalogue: lines, exit codes, no password', { timeout: 60_000 }, async () => {
  const faults = [{ name: 'html', value: '1' }];
  const running = await practice.start({ port: 0, certificate: null, phones: 4, faults });
  if (running === null) throw new Error('No port');
  onTestFinished(() => running.close());
  const { url, user, password, tftpPort, logFile } = running.address;
  const list = await (await fetch(new URL('/practice/list', url))).text();
  const desk = new Desk();
  await desk.addAccount('pbx', 'pbxware', { url, user, password });
  expect((await desk.run('account', 'test', 'pbx')).code).toBe(0);
  await desk.importList('site', 'site.csv', list);
  const first = list.split('\n')[1]?.split(',')[0] ?? '';

  const wish = ['site', '--account', 'pbx', '--scheme', 'http', '--scheme', `tftp:${tftpPort}`];
  const checked = await desk.json('configs', 'check', ...wish, '--lang', 'de');
  expect(checked.code).toBe(1);
  for (const line of checked.objects) expect(Object.keys(line)).toEqual(expect.arrayContaining([...KEYS]));
  expect(checked.objects[0]).toMatchObject({
    mac: first,
    model: 'Yealink T46G',
    file: `${first}.cfg`,
    scheme: 'http',
    status: 200,
    finding: 'html',
    message: expect.stringContaining('Webseite'),
  });
  const struck = checked.objects.filter(({ finding }) => finding !== 'ok' && finding !== 'optional-missing');
  expect(struck.map(({ mac, scheme }) => [mac, scheme])).toEqual([
    [first, 'http'],
    [first, 'tftp'],
  ]);
  running.setFaults([]);
  expect((await desk.run('configs', 'check', 'site', '--account', 'pbx')).code).toBe(0);
  expect((await desk.run('configs', 'check', 'site', '--account', 'pbx', '--scheme', 'ftp')).code).toBe(2);
  expect((await desk.run('configs', 'check', 'site', '--account', 'none')).code).toBe(2);

  const agent = `Yealink SIP-T46G 28.83.0.10 ${first.match(/../g)?.join(':')}`;
  const line = `10.9.8.7 - - [23/Apr/2030:11:43:27 +0200] "GET /prov/${first}.cfg HTTP/1.1" 200 812 "-" "${agent}" "-"\n`;
  appendFileSync(String(logFile), line);
  const watched = await desk.json('configs', 'watch', String(logFile), '--rollout', 'site');
  expect(watched.objects.find(({ mac }) => mac === first)).toMatchObject({
    state: 'fetched',
    address: '10.9.8.7',
    bytes: 812,
    firmware: '28.83.0.10',
    newer: '28.83.0.50',
  });
  expect(readFileSync(String(logFile), 'utf8')).toContain('020000000001');
  const catalogue = await desk.json('configs', 'catalogue', 'yealink', 't46', 'g');
  expect(catalogue.objects[0]).toMatchObject({ vendor: 'Yealink', model: 'T46G' });
  expect((await desk.run('configs', 'catalogue', 'unheard')).code).toBe(1);
  expect((await desk.run('configs', 'watch', '/nowhere/log')).code).toBe(2);
  for (const [place, text] of await desk.everythingWritten()) {
    for (const secret of [password, 'practice-sip-secret']) expect(text.includes(secret), place).toBe(false);
  }
});
