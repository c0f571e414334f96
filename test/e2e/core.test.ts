import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import type { Pushes } from '../../shared/contract/contract.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

/**
 * The core as the page reaches it, in each host: Electron for tests has an older Node than the one the core is
 * developed on, and brings the stand-in for SQLite.
 */
describe.each(HOSTS)('through the bridge in $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  let opened: OpenWindow | null = null;

  afterEach(async () => {
    await opened?.close();
    opened = null;
  });

  test('a whole practice run goes from the list to the export', async () => {
    opened = await open();
    const { page, stderr } = opened;
    const result = await page.evaluate(async () => {
      const { rollcall } = window;
      const value = async <T, E>(work: Promise<{ ok: true; value: T } | { ok: false; error: E }>): Promise<T> => {
        const answer = await work;
        if (!answer.ok) throw new Error(JSON.stringify(answer.error));
        return answer.value;
      };
      const progress: Pushes['progress'][] = [];
      const changed: string[] = [];
      rollcall.listen('progress', (step) => progress.push(step));
      rollcall.listen('changed', ({ rollout }) => changed.push(rollout));
      await value(rollcall.call('vault', 'open', { passphrase: 'practice only' }));
      const { account, rollout } = await value(rollcall.call('practice', 'start', {}));
      const url = 'https://provisioning.example.net/%MACD.xml';
      const wish = { rollout, account, action: 'register', url, provider: '', only: 'all' } as const;
      const plan = await value(rollcall.call('runs', 'plan', { ...wish, rows: false }));
      const run = await value(rollcall.call('runs', 'start', { plan: plan.plan }));
      const file = await value(
        rollcall.call('exports', 'resultsFile', { rollout, format: 'xlsx', separator: ',', language: 'de' }),
      );
      const source = { name: file.name, base64: file.base64 };
      const again = await value(rollcall.call('lists', 'preview', { source, mapping: {}, sheet: '' }));
      await value(rollcall.call('practice', 'stop', {}));
      return {
        again: again.counts,
        rows: plan.rows.length,
        groups: plan.groups,
        run,
        file,
        last: progress.at(-1),
        changed: changed.length,
      };
    });
    expect(result.rows).toBe(0);
    expect(result.run).toMatchObject({ action: 'register', devices: 24, isFinished: true });
    expect(result.last).toEqual({ phase: 'run', done: 24, total: 24 });
    expect(result.changed).toBeGreaterThan(0);
    expect(result.file.name).toMatch(/\.xlsx$/);
    expect(result.again).toMatchObject({ rows: 24, devices: 24, problems: 0 });
    expect(stderr()).not.toMatch(/TypeError|ReferenceError|SyntaxError/);
  });

  test('lists are read from what the page holds of them', async () => {
    opened = await open();
    const { page } = opened;
    const csv = Buffer.from('MAC;Raum\n7C:2F:80:11:22:33;3.14\nkeine;3.15\n').toString('base64');
    const preview = await page.evaluate(
      (base64) =>
        window.rollcall.call('lists', 'preview', { source: { name: 'list.csv', base64 }, mapping: {}, sheet: '' }),
      csv,
    );
    expect(preview).toMatchObject({
      ok: true,
      value: {
        head: { format: 'csv', separator: ';', header: ['MAC', 'Raum'] },
        counts: { rows: 2, devices: 1, problems: 1 },
        first: [{ mac: '7c2f80112233', room: '3.14' }],
      },
    });
  });
});
