import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import {
  BUILD_MS,
  buildOnce,
  closeHosts,
  HOSTS,
  type OpenWindow,
  openInElectron,
  temporaryFolder,
  whyNoElectron,
} from './hosts.ts';

declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const FILE = JSON.stringify({
  format: 'rollcall-rollout',
  version: 1,
  savedAt: '2026-03-01T10:00:00.000Z',
  rollout: 'Town hall',
  devices: [
    { mac: '7c2f80000001', room: '9.99', secretsLeftOut: 1 },
    { mac: '7c2f80000002', room: '1.02', user: 'Grace' },
  ],
});

/** Drops a file somewhere on the window that waits for none. */
async function drop(page: Page, name: string, content: string): Promise<void> {
  // As a text: these tests have no DOM in their types.
  const data = await page.evaluateHandle(`(() => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  await page.dispatchEvent('body', 'drop', { dataTransfer: data });
}

async function roomsOf(page: Page, rollout: string): Promise<readonly string[]> {
  return page.evaluate(async (name) => {
    const page = await window.rollcall.call('devices', 'page', {
      rollout: name,
      sort: { column: 'mac', direction: 'ascending' },
      filter: { text: '', outcomes: [], room: null, model: null },
      offset: 0,
      limit: 10,
    });
    return page.ok ? page.value.rows.map(({ mac, room, user }) => `${mac} ${room} ${user}`.trim()) : [];
  }, rollout);
}

async function makeTownHall(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const { rollcall } = window;
    await rollcall.call('rollouts', 'create', { name: 'Town hall' });
    await rollcall.call('devices', 'add', { rollout: 'Town hall', values: { mac: '7c2f80000001', room: '1.01' } });
  });
}

describe.each(HOSTS)('files in $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  let opened: OpenWindow | null = null;

  afterEach(async () => {
    await opened?.close();
    opened = null;
  });

  test('a rollout file dropped anywhere is looked at, decided and opened', async () => {
    opened = await open();
    const { page, complaints } = opened;
    await makeTownHall(page);
    await page.getByRole('button', { name: 'Settings' }).click();
    await drop(page, 'Town hall.rollcall', FILE);
    const dialog = page.getByRole('dialog', { name: 'Open Town hall.rollcall' });
    await dialog.getByText('1 password is not in the file').waitFor();
    await dialog.getByText('7C:2F:80:00:00:01').waitFor();
    await dialog.locator('.segment', { hasText: 'Take theirs' }).click();
    await dialog.getByRole('button', { name: 'Open 2 phones' }).click();
    await page.getByRole('heading', { level: 1, name: 'Town hall' }).waitFor();
    expect(await roomsOf(page, 'Town hall')).toEqual(['7c2f80000001 9.99', '7c2f80000002 1.02 Grace']);
    await drop(page, 'again.rollcall', FILE);
    await page.getByText('Everything of this file is here already.').waitFor();
    await page.keyboard.press('Escape');
    await drop(page, 'junk.rollcall', 'MAC\n7C2F80000001');
    await page.getByText('junk.rollcall is no .rollcall file').waitFor();
    expect(complaints).toEqual([]);
  });

  test('a list dropped on the rollouts becomes a new one, after it was looked at', async () => {
    opened = await open();
    const { page } = opened;
    await page.getByRole('heading', { level: 1, name: 'Rollouts' }).waitFor();
    await drop(page, 'School_north.csv', 'MAC;Raum\n7C2F80000005;5\n');
    const dialog = page.getByRole('dialog', { name: 'New rollout from a list' });
    expect(await dialog.getByLabel('Name').inputValue()).toBe('School north');
    await dialog.getByRole('button', { name: 'Create and import a list' }).click();
    await page.getByRole('button', { name: 'Import 1 phone' }).click();
    await page.getByText('1 phone imported.').waitFor();
    expect(await roomsOf(page, 'School north')).toEqual(['7c2f80000005 5']);
  });
});

describe.each(HOSTS.slice(0, 1))('a run that stands still, in $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);

  test('is named where one starts, and goes on from there', async () => {
    const opened = await open();
    const { page } = opened;
    const list = readFileSync(join(import.meta.dirname, '../../assets/samples/messy-500.csv'), 'base64');
    await page.evaluate(async (base64) => {
      const { rollcall } = window;
      await rollcall.call('vault', 'open', { passphrase: 'practice only' });
      await rollcall.call('practice', 'start', {});
      const account = 'Practice Gigaset';
      // One after the other, so that there is time to stop it.
      await rollcall.call('accounts', 'edit', { name: account, batch: 1, concurrency: 1 });
      const rollout = 'Town hall';
      await rollcall.call('rollouts', 'create', { name: rollout });
      const source = { name: 'town-hall.csv', base64 };
      await rollcall.call('lists', 'importSource', { rollout, source, mapping: {}, sheet: '', language: 'en' });
      const url = 'https://pbx.example.net/%MACD.xml';
      const wish = { rollout, account, action: 'register', url, provider: '', only: 'all', rows: false } as const;
      const plan = await rollcall.call('runs', 'plan', wish);
      const stop = rollcall.listen('progress', ({ phase, done }) => {
        if (phase === 'run' && done > 0) rollcall.call('runs', 'stop', { mode: 'keep' });
      });
      if (plan.ok) await rollcall.call('runs', 'start', { plan: plan.value.plan });
      stop();
      await rollcall.call('accounts', 'edit', { name: account, batch: 50, concurrency: 4 });
    }, list);
    await page.reload();
    const banner = page.getByRole('status').filter({ hasText: /Run 1 of “Town hall” stopped at \d+ of 470\./ });
    await banner.getByRole('button', { name: 'Continue' }).click();
    await page.getByRole('button', { name: 'To the devices' }).waitFor();
    await page.getByRole('button', { name: 'Rollouts', exact: true }).click();
    await page.getByRole('listitem').filter({ hasText: 'Town hall' }).getByText('470 of 470').waitFor();
    expect(await banner.count()).toBe(0);
    await opened.close();
  });
});

const MISSING = whyNoElectron();

describe(MISSING === null ? 'Electron' : `Electron (skipped: ${MISSING})`, () => {
  const test = it.skipIf(MISSING !== null);

  test('opens the rollout file it is started for, and its menu follows the window', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'Town hall.rollcall');
    writeFileSync(path, FILE);
    const opened = await openInElectron({ words: [path] });
    const { app, page, data } = opened;
    const enabled = (id: string) =>
      app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.enabled, id);
    const click = (id: string) =>
      app.evaluate(({ Menu }, item) => Menu.getApplicationMenu()?.getMenuItemById(item)?.click(), id);
    await page.getByRole('dialog', { name: 'Open Town hall.rollcall' }).waitFor();
    expect(await enabled('save-rollout')).toBe(false);
    await page.getByRole('button', { name: 'Open 2 phones' }).click();
    await page.getByRole('heading', { level: 1, name: 'Town hall' }).waitFor();
    await vi.waitFor(async () => expect(await enabled('save-rollout')).toBe(true));
    expect(await enabled('updates')).toBe(false);
    await click('save-rollout');
    await page.getByRole('dialog', { name: 'Save “Town hall” as a file' }).waitFor();
    await page.keyboard.press('Escape');
    await click('accounts');
    await page.getByRole('heading', { level: 1, name: 'Accounts' }).waitFor();
    await click('theme-dark');
    await page.locator('html[data-theme=dark]').waitFor();
    await opened.close();
    // What was opened lately is offered after the next start.
    const next = await openInElectron({ data });
    await next.page.getByRole('navigation', { name: 'Rollcall' }).getByRole('button', { name: 'Town hall' }).waitFor();
    const recent = await next.app.evaluate(({ Menu }) =>
      Menu.getApplicationMenu()
        ?.getMenuItemById('recent')
        ?.submenu?.items.map(({ label }) => label),
    );
    expect(recent).toEqual(['Town hall']);
    await next.close();
  });
});
