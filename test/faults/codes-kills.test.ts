import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { seededRandom } from '../../electron/services/practice-faults.ts';
import { Desk, readJsonLines } from '../support/command-line.ts';
import { PracticeSite } from '../support/practice-site.ts';

/** Repeats an earlier run: `ROLLCALL_SEED=… npx vitest run test/faults/codes-kills.test.ts`. */
const SEED = process.env.ROLLCALL_SEED || crypto.randomUUID().slice(0, 8);
process.stderr.write(`codes-kills: seed ${SEED}\n`);

const USERS = 500;
const KILLS = 50;
const PHONES = 12;
/** How often the platform's file is looked at, in milliseconds. */
const LOOK_MS = 4;

test('500 codes survive 50 kills of client and platform: none lost, none asked for twice', {
  timeout: 240_000,
}, async () => {
  const random = seededRandom(SEED);
  const desk = new Desk();
  const site = new PracticeSite(desk.folder, ['--phones', String(PHONES), '--fault', 'delay=4']);
  await site.start();
  await site.control('users', { count: USERS });
  const { users } = await site.state();
  const list = users.slice(0, USERS).map(({ cn, e164, h323 }) => `${cn};${e164};${h323}`);
  const { pbx } = site.address;
  await desk.run('rollout', 'create', 'site');
  await desk.run('import', 'site', desk.bring('users.csv', `name;extension;login\n${list.join('\n')}\n`), '--users');
  const words = ['account', 'add', 'pbx', '--service', 'innovaphone', '--url', pbx.url, '--user', pbx.user];
  await desk.start([...words, '--proxy', 'none', '--concurrency', '3', '--password-stdin'], { input: pbx.password })
    .ended;

  const issue = ['codes', 'issue', 'site', '--account', 'pbx', '--category', 'IP Phone', '--yes', '--json'];
  const kills = { client: 0, platform: 0 };
  while (kills.client + kills.platform < KILLS) {
    const client = desk.start(issue);
    let hasEnded = false;
    void client.ended.then(() => (hasEnded = true));
    for (;;) {
      // In the middle of asking: after the next few codes, or a little later where there are none left.
      const until = site.countCodes() + 1 + Math.floor(random() * 9);
      const deadline = performance.now() + 1_500;
      while (site.countCodes() < until && !hasEnded && performance.now() < deadline) await sleep(LOOK_MS);
      if (hasEnded || kills.client + kills.platform >= KILLS) break;
      if (random() < 0.5) {
        kills.client += 1;
        client.kill('SIGKILL');
        break;
      }
      kills.platform += 1;
      await site.kill();
      await site.start();
    }
    await client.ended;
    if (hasEnded && site.countCodes() >= USERS) break;
  }
  // What is left of the kills meets a client that looks at all codes.
  while (kills.client + kills.platform < KILLS) {
    kills.client += 1;
    const client = desk.start(['codes', 'status', 'site', '--json']);
    await sleep(200 + random() * 600);
    client.kill('SIGKILL');
    await client.ended;
  }
  const [issued] = readJsonLines((await desk.start(issue).ended).stdout);
  const platform = await site.state();
  const bySip = Map.groupBy(platform.codes, ({ sip }) => sip);
  for (const [sip, codes] of bySip) expect([sip, codes.length]).toEqual([sip, 1]);

  const status = async () =>
    readJsonLines((await desk.run('codes', 'status', 'site', '--show-codes', '--json')).stdout);
  const rows = await status();
  expect(rows).toHaveLength(USERS);
  for (const { login, state, code } of rows) {
    expect(['pending', 'unknown']).toContain(state);
    if (state === 'pending') expect([login, code]).toEqual([login, bySip.get(String(login))?.[0]?.code]);
    else expect(code).toBeNull();
  }
  const unknown = rows.filter(({ state }) => state === 'unknown').length;
  expect(issued).toMatchObject({ summary: { unknown, failed: 0, open: 0 } });
  // Each kill leaves at most what was under way.
  expect(unknown).toBeLessThanOrEqual(KILLS * 3);

  process.stderr.write(`codes-kills: ${kills.client} clients, ${kills.platform} platforms, ${unknown} lost answers\n`);
  const reissued = await desk.run('codes', 'reissue', 'site', '--json');
  expect(readJsonLines(reissued.stdout).at(-1)).toEqual({
    summary: { issued: unknown, kept: USERS - unknown, failed: 0, unknown: 0, expired: 0, open: 0 },
  });
  const typed = (await status()).slice(0, PHONES);
  await site.control(
    'phones',
    typed.map(({ code }, index) => ({ phone: index + 1, code })),
  );
  await expect
    .poll(async () => (await status()).filter(({ state }) => state === 'registered').map(({ login }) => login), {
      timeout: 30_000,
      interval: 500,
    })
    .toEqual(typed.map(({ login }) => login));
  const end = await status();
  expect(end.filter(({ state }) => state === 'pending')).toHaveLength(USERS - PHONES);
  expect(new Set(end.map(({ code }) => code)).size).toBe(USERS);
});
