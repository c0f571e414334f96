import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isPickedByMac } from '../../electron/services/practice-faults.ts';
import type { PracticeDevice } from '../../electron/services/practice-service.ts';
import { Desk, type JsonLine, readJsonLines } from '../support/command-line.ts';

const LIST = fileURLToPath(new URL('../../assets/samples/messy-500.csv', import.meta.url));
const expected = JSON.parse(readFileSync(LIST.replace(/csv$/, 'expected.json'), 'utf8')) as {
  readonly rows: number;
  readonly devices: number;
  readonly problems: number;
  readonly problemsByReason: Readonly<Record<string, number>>;
};
const TARGET = 'https://joe:Main-s3cret@pbx.example.net/prov/%MACD.xml';
const OLD_URL = 'https://old.example.net/%MACD.xml';
const OWNED_EVERY = 10;

/** What this account holds, without the dates, which change with every registration. */
function holdingsOf(state: ReadonlyMap<string, PracticeDevice>): readonly (readonly string[])[] {
  return [...state.values()]
    .filter(({ owner }) => owner === 'me')
    .map(({ mac, url, name }) => [mac, url, name])
    .toSorted(([one = ''], [other = '']) => one.localeCompare(other));
}

function outcomesIn(objects: readonly JsonLine[]): ReadonlyMap<string, JsonLine> {
  return new Map(objects.filter(({ mac }) => mac !== undefined).map((line) => [String(line.mac), line]));
}

test('the main job: from a messy list to an outcome per phone, interrupted, resumed, exported, undone', {
  timeout: 120_000,
}, async () => {
  const desk = new Desk();
  const services = await desk.practice('--fault', `owned=${OWNED_EVERY}`, '--fault', 'drop-after=0.1,write');
  await desk.addAccount('acme', 'gigaset', services.address('gigaset'), '--batch', '20');
  await desk.succeed('account', 'test', 'acme');

  // The list: every row becomes a device or a problem.
  await desk.succeed('rollout', 'create', 'site');
  const problems = desk.out('problems.csv');
  const imported = await desk.json('import', 'site', LIST, '--problems', problems);
  expect(imported.code).toBe(1);
  const { rows, devices } = expected;
  expect(imported.objects).toMatchObject([{ rows, devices, added: devices, updated: 0, problems: expected.problems }]);
  const { problemRows } = imported.objects[0] as { problemRows: readonly { readonly reason: string }[] };
  const reasons = Object.entries(Object.groupBy(problemRows, ({ reason }) => reason));
  expect(Object.fromEntries(reasons.map(([reason, some = []]) => [reason, some.length]))).toEqual(
    expected.problemsByReason,
  );
  // As they are, the problem rows are problems again, and nothing is in twice.
  const again = await desk.json('import', 'site', problems);
  expect(again.objects).toMatchObject([{ rows: expected.problems, added: 0 }]);

  const [first = ''] = readFileSync(LIST, 'utf8').match(/7C2F80[0-9A-F]{6}/) ?? [];
  expect(await desk.json('find', first)).toMatchObject({ code: 0 });
  await desk.succeed('export', 'site', desk.out('devices.json'));
  const macs = (JSON.parse(readFileSync(desk.out('devices.json'), 'utf8')) as { mac: string }[]).map(({ mac }) => mac);
  expect(new Set(macs).size).toBe(devices);
  const isOwned = (mac: string) => isPickedByMac(mac, OWNED_EVERY);
  const owned = macs.filter(isOwned);
  expect(owned.length).toBeGreaterThan(20);

  // What the account holds before: some phones point elsewhere, some are right already.
  const free = macs.filter((mac) => !isOwned(mac));
  const [repointed, right] = [free.slice(0, 60), free.slice(60, 75)];
  await services.seed('gigaset', [
    ...repointed.map((mac) => ({ mac, url: OLD_URL, name: 'Altbestand' })),
    ...right.map((mac) => ({ mac, url: TARGET, name: 'acme' })),
    { mac: '7c2f80ffffff', url: OLD_URL, name: 'not ours to touch' },
  ]);
  const before = holdingsOf(await services.state('gigaset'));

  const wish = ['site', '--account', 'acme', '--action', 'register', '--url', TARGET, '--provider', 'acme'];
  const planned = await desk.json('plan', ...wish);
  expect(planned.objects.at(-1)).toEqual({
    summary: { devices, new: devices - 75, 're-point': 60, unchanged: 15 },
  });
  expect(holdingsOf(await services.state('gigaset'))).toEqual(before);

  // The run, with every answer slow enough to be interrupted.
  await services.setFaults('gigaset', `owned=${OWNED_EVERY}`, 'drop-after=0.1,write', 'delay=60');
  const running = desk.start(['run', ...wish, '--yes', '--json']);
  await running.waitUntil(({ stdout }) => stdout.includes('"done"'));
  running.kill('SIGINT');
  const interrupted = await running.ended;
  expect(interrupted.code).toBe(130);
  const told = outcomesIn(readJsonLines(interrupted.stdout));
  expect(told.size).toBeLessThan(devices);
  expect(await desk.run('run', ...wish, '--yes')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('resume site'),
  });
  const resumed = await desk.json('resume', 'site');
  expect(resumed.code).toBe(1);
  const outcomes = new Map([...told, ...outcomesIn(resumed.objects)]);
  expect(outcomes.size).toBe(devices);
  expect(resumed.objects.at(-1)).toMatchObject({
    summary: { devices, done: devices - 15 - owned.length, unchanged: 15, refused: owned.length, open: 0 },
  });
  const state = await services.state('gigaset');
  for (const mac of macs) {
    const reason = isOwned(mac) ? 'owned-by-other' : null;
    const outcome = isOwned(mac) ? 'refused' : right.includes(mac) ? 'unchanged' : 'done';
    expect(outcomes.get(mac)).toMatchObject({ outcome, reason });
    expect(state.get(mac)?.url).toBe(isOwned(mac) ? undefined : TARGET);
  }

  // The result, as files.
  for (const ending of ['csv', 'xlsx', 'json']) await desk.succeed('export', 'site', desk.out(`result.${ending}`));
  const result = JSON.parse(readFileSync(desk.out('result.json'), 'utf8')) as { mac: string; outcome: string }[];
  expect(result.map(({ mac, outcome }) => [mac, outcome])).toEqual(
    macs.map((mac) => [mac, outcomes.get(mac)?.outcome]),
  );
  for (const ending of ['csv', 'xlsx']) {
    const rollout = `from-${ending}`;
    await desk.succeed('rollout', 'create', rollout);
    const back = await desk.json('import', rollout, desk.out(`result.${ending}`));
    expect(back.objects).toMatchObject([{ rows: devices, devices, problems: 0 }]);
  }

  // Everything back as it was before.
  const undone = await desk.json('undo', 'site', '--yes');
  expect(undone.code).toBe(0);
  expect(undone.objects.at(-1)).toMatchObject({
    summary: { devices: devices - 15 - owned.length, done: devices - 15 - owned.length },
  });
  expect(holdingsOf(await services.state('gigaset'))).toEqual(before);
  const shown = await desk.json('rollout', 'show', 'site');
  expect(shown.objects).toMatchObject([{ unfinishedRun: null, runs: [{}, {}] }]);

  const secrets = ['Main-s3cret', desk.passphrase, services.address('gigaset').password];
  for (const [place, text] of await desk.everythingWritten()) {
    for (const secret of secrets) expect(text.includes(secret), `${secret} in ${place}`).toBe(false);
  }
});
