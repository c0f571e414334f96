import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { unpackZip } from '../../electron/files/zip-archive.ts';
import { startPractice } from '../../electron/services/practice.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenOptions, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const opened = new Set<OpenWindow>();

afterEach(async () => {
  for (const window of opened) await window.close();
  opened.clear();
});

function starter(open: (options?: OpenOptions) => Promise<OpenWindow>) {
  return async (options: OpenOptions = {}): Promise<OpenWindow> => {
    const window = await open(options);
    opened.add(window);
    return window;
  };
}

async function close(window: OpenWindow): Promise<void> {
  opened.delete(window);
  await window.close();
}

function goTo(page: Page, place: string): Promise<void> {
  return page.getByRole('navigation', { name: 'Rollcall' }).getByRole('button', { name: place, exact: true }).click();
}

/** Runs in the page: a rollout with one phone. */
async function bringPhone(): Promise<void> {
  await window.rollcall.call('rollouts', 'create', { name: 'Town hall' });
  const values = { mac: '7C2F80000001', room: '1.01' };
  await window.rollcall.call('devices', 'add', { rollout: 'Town hall', values });
}

function readSetting({ data }: OpenWindow, name: string): unknown {
  const settings = JSON.parse(readFileSync(join(data, 'settings.json'), 'utf8')) as Readonly<Record<string, unknown>>;
  return settings[name];
}

describe.each(HOSTS)('a first start in $title', ({ missing, open }) => {
  it.skipIf(missing !== null)('comes to a plan in two clicks, and asks for no passphrase', async () => {
    const { page, data, complaints } = await starter(open)();
    await page.getByRole('button', { name: 'Try it with practice services' }).click();
    await page.getByRole('button', { name: 'Make the plan for 24 phones' }).click();
    await page.getByRole('button', { name: /^Register \d+ phones$/ }).waitFor();
    expect(readdirSync(data)).not.toContain('vault.json');
    expect(complaints).toEqual([]);
  });
});

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('the shell in $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  const start = starter(open);

  test('practice goes on after a restart: nobody is asked for a password that nobody knows', async () => {
    const first = await start();
    await first.page.getByRole('button', { name: 'Try it with practice services' }).click();
    await first.page.getByRole('button', { name: 'Make the plan for 24 phones' }).waitFor();
    await close(first);
    const { page } = await start({ data: first.data });
    await page.getByRole('button', { name: 'Practice', exact: true }).first().click();
    await page.getByRole('button', { name: 'Plan and run', exact: true }).click();
    await page.getByLabel('Provisioning URL').fill('https://pbx.example.net/%MACD.xml');
    await page.getByRole('button', { name: 'Make the plan for 24 phones' }).click();
    await page.getByRole('button', { name: 'Start the practice services' }).click();
    // What waited for it goes on.
    await page.getByRole('button', { name: /^Register \d+ phones$/ }).waitFor();
  });

  /** Starts a TLS practice service and opens a window with an account for it, which trusts nobody yet. */
  async function startWithAccount() {
    const practice = await startPractice({ services: ['gigaset'], tls: true });
    if (!practice.ok || practice.value.addresses.gigaset === undefined) throw new Error('no practice service');
    onTestFinished(() => practice.value.close());
    const { url, user, password } = practice.value.addresses.gigaset;
    const window = await start();
    const { page } = window;
    await goTo(page, 'Accounts');
    await page.getByRole('button', { name: 'Add account' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Giga');
    await page.getByLabel('Address of the service').fill(url);
    await page.getByLabel('User', { exact: true }).fill(user);
    await page.getByLabel('Password', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Network and pace' }).click();
    await page.getByLabel('Proxy', { exact: true }).fill('none');
    await page.locator('.screen-head .button.primary').click();
    await page.getByRole('button', { name: 'Test', exact: true }).click();
    await page.getByText('It stops at: Certificate (TLS).').waitFor();
    return { window, page, password };
  }

  test('an account whose certificate isn’t trusted is mended on the spot with the CA that came', async () => {
    const { page, window, password } = await startWithAccount();
    const chain = page.getByRole('list', { name: 'Certificates that came' });
    expect(await chain.getByRole('listitem').count()).toBe(2);
    expect(await chain.innerText()).toMatch(/CN=Rollcall practice authority[\s\S]*[0-9a-f]{64}/);
    expect(await page.locator('.doctor').innerText()).toContain('Whom to ask: the IT of this site');
    await page.getByRole('button', { name: 'Trust “Rollcall practice authority” as CA' }).click();
    await page.getByText('This account works.').waitFor();
    expect(await page.getByRole('row', { name: /^Rights/ }).innerText()).toContain('does not say beforehand');
    expect(await page.getByRole('row', { name: /^Clock/ }).innerText()).toMatch(/right/);

    // What was done stands in the activity.
    await goTo(page, 'Activity');
    const list = page.getByRole('table', { name: 'What was done' });
    await list.getByRole('row').filter({ hasText: 'Certificate trusted' }).waitFor();
    const failed = list.getByRole('row').filter({ hasText: 'not carried out' });
    expect(await failed.innerText()).toContain('comes from an issuer that is not trusted');
    expect(await list.getAttribute('aria-rowcount')).toBe('5');
    await page.getByLabel('Filter by rollout, account …').fill('nobody');
    await page.getByText('No entry fits the filter.').waitFor();

    // After a restart without a keychain the account asks for its password, and takes it.
    await close(window);
    const { page: next } = await start({ data: window.data });
    await goTo(next, 'Accounts');
    expect(await next.getByRole('button', { name: 'Test', exact: true }).isDisabled()).toBe(true);
    await next.getByText('Password needed', { exact: true }).waitFor();
    await next.getByRole('button', { name: 'Enter password' }).click();
    await next.getByLabel('Password of Giga').fill(password);
    await next.getByRole('button', { name: 'Use this password' }).click();
    await next.getByRole('button', { name: 'Test', exact: true }).click();
    await next.getByText('This account works.').waitFor();
  });

  test('… or with a pin, and a window behind a passphrase asks for it', async () => {
    const { page, window } = await startWithAccount();
    await page.getByRole('button', { name: 'Trust only this certificate (pin)' }).click();
    await page.getByText('This account works.').waitFor();
    await goTo(page, 'Settings');
    await page.getByText('Behind a passphrase', { exact: true }).click();
    await page.getByLabel('New passphrase').fill('correct horse battery');
    await page.getByLabel('Once more').fill('correct horse battery');
    await page.getByRole('button', { name: 'Keep passwords this way' }).click();
    await page.getByText('Passwords open', { exact: true }).waitFor();
    expect(readdirSync(window.data)).toContain('vault.json');
    await close(window);

    const { page: next } = await start({ data: window.data });
    await goTo(next, 'Accounts');
    await next.getByLabel('Passphrase', { exact: true }).fill('correct horse battery');
    await next.getByRole('button', { name: 'Unlock' }).click();
    await next.getByRole('button', { name: 'Test', exact: true }).click();
    await next.getByText('This account works.').waitFor();
  });

  test('settings hold, offline is said, and the support bundle can be handed out', async () => {
    const { page, complaints } = await start();
    await goTo(page, 'Settings');
    await page.getByText('For gloves', { exact: true }).click();
    await expect.poll(() => page.evaluate('document.documentElement.dataset.density')).toBe('glove');
    await page.getByText('This one', { exact: true }).click();
    await page.getByLabel('Address of the proxy').fill('http://op:hunter2@proxy.example:3128');
    await page.getByRole('button', { name: 'Use this proxy' }).click();
    await expect.poll(() => page.getByLabel('Address of the proxy').inputValue()).toBe('http://***@proxy.example:3128');
    await page.getByRole('button', { name: 'Show licences' }).click();
    await page.getByText(/^\d+ packages$/).waitFor();
    await page.locator('summary').filter({ hasText: 'undici' }).click();
    await page.getByText('Copyright (c) Matteo Collina and Undici contributors').waitFor();

    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save support bundle' }).click();
    const bytes = await readFile(await (await downloading).path());
    const files = await unpackZip(bytes, () => true, 10_000_000);
    if (!files.ok) throw new Error('The bundle is no archive.');
    expect([...files.value.keys()]).toContain('versions.json');
    expect(Buffer.concat([...files.value.values()]).toString()).not.toContain('hunter2');

    await page.context().setOffline(true);
    await page.getByRole('button', { name: 'Offline' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('button', { name: 'Online' }).waitFor();
    expect(complaints).toEqual([]);
  });

  test('the width of a device’s story and the scanner’s tone hold, too', async () => {
    const window = await start();
    const { page } = window;
    await page.evaluate(bringPhone);
    const openTab = async (of: Page, tab: string) => {
      await goTo(of, 'Rollouts');
      await of.getByRole('main').getByRole('button', { name: 'Town hall', exact: true }).click();
      await of.locator('.tab', { hasText: tab }).click();
    };
    await page.reload();
    await openTab(page, 'Scan');
    await page.getByRole('button', { name: 'Sound is on' }).click();
    await page.getByRole('button', { name: 'Sound is off' }).waitFor();
    await openTab(page, 'Devices');
    await page.getByRole('grid').press('Enter');
    const edge = page.getByRole('separator', { name: 'Width of the story' });
    await edge.focus();
    for (let press = 0; press < 8; press += 1) await page.keyboard.press('ArrowRight');
    expect(await edge.getAttribute('aria-valuenow')).toBe('280');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => readSetting(window, 'storyWidth')).toBe(296);
    const box = await edge.boundingBox();
    if (box === null) throw new Error('The edge is not to be seen.');
    await page.mouse.move(box.x + box.width / 2, box.y + 200);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 - 150, box.y + 200, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => readSetting(window, 'storyWidth')).toBe(446);
    await close(window);

    const { page: next } = await start({ data: window.data });
    await openTab(next, 'Devices');
    await next.getByRole('grid').press('Enter');
    await next.locator('.story').waitFor();
    expect((await next.locator('.story').boundingBox())?.width).toBe(446);
    await openTab(next, 'Scan');
    await next.getByRole('button', { name: 'Sound is off' }).waitFor();
  });

  const GONE = 'Rollcall itself has stopped, or does not answer.';
  const UNANSWERED = 'Rollcall did not answer, so this may not have been carried out.';

  test('a window whose host was killed says so, keeps what was typed, and shows no bug wherever one goes', async () => {
    const { page, killHost } = await start();
    await page.evaluate(bringPhone);
    await page.reload();
    await page.getByRole('main').getByRole('button', { name: 'Town hall', exact: true }).click();
    await goTo(page, 'Accounts');
    await page.getByRole('button', { name: 'Add account' }).first().click();
    await page.getByLabel('Name', { exact: true }).fill('Giga');
    await page.getByLabel('User', { exact: true }).fill('reseller');
    await page.getByLabel('Password', { exact: true }).fill('hunter2');
    await killHost();
    // Nothing has to be pressed for that.
    const banner = page.locator('.host-banner');
    await banner.getByText(GONE).waitFor();
    expect(await banner.innerText()).toMatch(/Nothing is lost: [\s\S]*npm start and open the address that it prints/);
    await page.locator('.screen-head .button.primary').click();
    await page.getByText(UNANSWERED).waitFor();
    expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('Giga');
    expect(await page.getByLabel('User', { exact: true }).inputValue()).toBe('reseller');

    for (const place of ['Activity', 'Settings', 'Accounts', 'Rollouts']) {
      await goTo(page, place);
      await banner.getByText(GONE).waitFor();
    }
    await page.getByRole('navigation').getByRole('button', { name: 'Town hall' }).click();
    const tabs = await page.locator('.tab').count();
    expect(tabs).toBeGreaterThan(4);
    for (let tab = 0; tab < tabs; tab += 1) {
      await page.locator('.tab').nth(tab).click();
      const primary = page.locator('.screen-head .button.primary:enabled');
      if ((await primary.count()) > 0) await primary.click();
      await page.keyboard.press('Escape');
      await banner.getByText(GONE).waitFor();
    }
    expect(await page.getByText('Rollcall made a mistake').count()).toBe(0);
  });

  test('a window whose host answers again goes on by itself, and keeps what was typed meanwhile', async () => {
    const { page } = await start();
    await page.evaluate(() => window.rollcall.call('rollouts', 'create', { name: 'Town hall' }));
    await page.reload();
    await page.getByRole('main').getByRole('button', { name: 'Town hall', exact: true }).click();
    await page.locator('.tab', { hasText: 'Report' }).click();
    const site = page.getByLabel('Site', { exact: true });
    await site.fill('Town hall, 2nd floor');
    const away = /\/(?:call|pushes)/;
    await page.route(away, (route) => route.abort('connectionrefused'));
    await site.fill('Town hall, 3rd floor');
    const banner = page.locator('.host-banner');
    await banner.getByText(GONE).waitFor();
    // A screen that was opened meanwhile gets what it shows, too.
    await goTo(page, 'Rollouts');
    await page.getByText(UNANSWERED).waitFor();
    await page.unroute(away);
    await banner.getByText(GONE).waitFor({ state: 'detached' });
    await page.getByRole('main').getByRole('button', { name: 'Town hall', exact: true }).waitFor();
    expect(await page.getByText(UNANSWERED).count()).toBe(0);
    const kept = () =>
      page.evaluate(async () => {
        const result = await window.rollcall.call('report', 'fields', { rollout: 'Town hall' });
        return result.ok ? result.value : null;
      });
    await expect.poll(kept).toMatchObject({ site: 'Town hall, 3rd floor' });
  });
});
