import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenOptions, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const SITE = 'Rathaus';
/** As many as make a board longer than its window. */
const USERS = 300;
const DIGITS = /\d{4}-\d{4}-\d{4}/;

async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as axe.AxeResults;
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('codes in the $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  const opened = new Set<OpenWindow>();

  async function start(options: OpenOptions = {}): Promise<OpenWindow> {
    const started = await open(options);
    opened.add(started);
    await started.page.evaluate((name) => window.rollcall.call('rollouts', 'create', { name }), SITE);
    await started.page.reload();
    await started.page.getByRole('button', { name: SITE, exact: true }).first().click();
    return started;
  }

  afterEach(async () => {
    for (const each of opened) await each.close();
    opened.clear();
  });

  test('users are pasted, get own codes, and a code is seen only when asked for', async () => {
    const { page, complaints } = await start();
    // Only a rollout with users has codes.
    expect(await page.getByRole('button', { name: 'Codes', exact: true }).count()).toBe(0);
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('button', { name: /The rows are users/ }).click();
    await page.getByRole('button', { name: 'Import users' }).click();
    const rows = Array.from({ length: USERS }, (_, n) => `User ${n};${1000 + n};u${n};2.${n};IP112`);
    await page.getByLabel('Or paste rows').fill(`name;extension;login;room;model\n${rows.join('\n')}\n;;;9.9;\n`);
    await page.getByRole('button', { name: 'Look at it' }).click();
    await page.getByText(/301 rows\s*=\s*300 become users\s*\+\s*1 need mending/).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import 300 users' }).click();
    await page.getByText('300 users new, 0 updated.').waitFor();
    await page.getByText('1 row was left out.').waitFor();
    await page.locator('.dialog-foot').getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Ask for 300 codes' }).click();
    await page.getByText('Own codes (experimental)').click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('dialog').getByRole('button', { name: 'Ask for 300 codes' }).click();
    await page.getByText('300 new, 0 kept, 0 failed, 0 unclear, 0 open').waitFor();

    const grid = page.getByRole('grid', { name: 'Users and codes' });
    await grid.getByText('Pending').first().waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe(String(USERS + 1));
    // Only what is in view is drawn.
    expect(await grid.getByRole('row').count()).toBeLessThan(60);
    expect(await page.content()).not.toMatch(DIGITS);
    expect(await violations(page)).toEqual([]);
    await grid.focus();
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await grid.innerText()).match(new RegExp(DIGITS, 'g'))?.length).toBe(1);
    await page.getByRole('button', { name: 'Show all codes' }).click();
    await expect
      .poll(async () => (await grid.innerText()).match(new RegExp(DIGITS, 'g'))?.length ?? 0)
      .toBeGreaterThan(5);
    await page.getByRole('button', { name: 'Hide all codes' }).click();
    await expect.poll(async () => DIGITS.test(await grid.innerText())).toBe(false);

    await grid.focus();
    await page.keyboard.press('Control+End');
    await grid.getByText('User 299').waitFor();
    await page.keyboard.press('Space');
    await page.getByText('1 user selected').waitFor();
    await page.getByRole('button', { name: 'Test call made' }).click();
    const notice = page.locator('.notice');
    await notice.getByText('Nothing changed: nobody selected has a phone without a test call.').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'New code' }).click();
    await page.getByText('1 new, 299 kept').waitFor();
    await page.getByLabel('Filter users').fill('1042');
    await grid.getByText('User 42').waitFor();
    expect(await grid.getAttribute('aria-rowcount')).toBe('2');
    expect(complaints).toEqual([]);
  });

  test('columns are chosen, languages too, and both are remembered', async () => {
    const { page, complaints } = await start();
    const list = 'Wer;Platz;Sprache;Seit\nAnna;2.1;Englisch;Mai\nBen;2.2;fr;Juni\nCleo;2.3;;Juli\n';
    const look = async () => {
      await page.getByLabel('Or paste rows').fill(list);
      await page.getByRole('button', { name: 'Look at it' }).click();
    };
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('button', { name: /The rows are users/ }).click();
    await page.getByRole('button', { name: 'Import users' }).click();
    await look();
    await page.getByText('No column says who the users are.').waitFor();
    expect(await page.getByRole('button', { name: 'Import 0 users' }).isDisabled()).toBe(true);
    const choose = async (column: string, field: string) => {
      await page
        .getByRole('button', { name: `${column}`, exact: false })
        .and(page.locator('.select-button'))
        .click();
      await page.getByRole('option', { name: field, exact: true }).click();
    };
    await choose('Wer', 'Name');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Sheets can be printed in German and in English.').waitFor();
    await dialog.getByRole('cell', { name: 'English', exact: true }).waitFor();
    await choose('Platz', 'Not used');
    await choose('Seit', 'Note');
    await dialog.getByRole('columnheader', { name: 'Room' }).waitFor({ state: 'detached' });
    await dialog.getByRole('row', { name: 'Cleo Juli' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Import 2 users' }).click();
    await page.getByText('2 users new, 0 updated.').waitFor();
    await page.locator('.dialog-foot').getByRole('button', { name: 'Close' }).click();
    const grid = page.getByRole('grid', { name: 'Users and codes' });
    await grid.getByText('English').waitFor();

    await page.getByRole('button', { name: 'Import users' }).click();
    await look();
    await page.getByText('columns as the last time').waitFor();
    await page.getByRole('button', { name: 'Import 2 users' }).waitFor();
    await page.keyboard.press('Escape');

    await grid.getByText('Cleo').click({ modifiers: ['Control'] });
    await page.getByRole('button', { name: 'Sheet language' }).click();
    await page.getByRole('option', { name: 'Sheet in German' }).click();
    await grid.getByText('Deutsch').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(complaints).toEqual([]);
  });

  test('users of a PBX are looked for and those that are ticked are taken', async () => {
    const platform = await startPracticePlatform({ port: 0, certificate: null, phones: 0, faults: [] });
    if (platform === null) throw new Error('no platform');
    const { page, complaints } = await start();
    const { url, user, password } = platform.address.pbx as { url: string; user: string; password: string };
    await page.evaluate(
      async (login) => {
        await window.rollcall.call('vault', 'open', { passphrase: 'correct horse battery staple' });
        const account = { name: 'PBX', service: 'innovaphone', proxy: 'none', caFile: '', pin: '' } as const;
        await window.rollcall.call('accounts', 'add', { ...account, concurrency: 1, batch: 1, ...login });
      },
      { url, user, password },
    );
    await page.getByRole('button', { name: 'Import', exact: true }).click();
    await page.getByRole('button', { name: /The rows are users/ }).click();
    await page.getByRole('button', { name: 'Import users' }).click();
    await page.getByRole('button', { name: 'Users of the PBX' }).click();
    await page.getByLabel('Name begins with').fill('B');
    await page.getByRole('button', { name: 'Look in the PBX' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('cell', { name: 'Björn Dürr' }).waitFor();
    expect(await violations(page)).toEqual([]);
    const found = (await dialog.getByRole('row').count()) - 1;
    await dialog.getByText('Björn Dürr').click();
    const take = dialog.getByRole('button', { name: /^Import \d+ users?$/ });
    expect(await take.innerText()).toContain(String(found - 1));
    await dialog.getByText('Björn Dürr').click();
    await take.click();
    await dialog.getByText(`${found} users new, 0 updated.`).waitFor();
    await page.locator('.dialog-foot').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('grid', { name: 'Users and codes' }).getByText('bjorn.durr').waitFor();
    expect(complaints).toEqual([]);
    await platform.close();
  });

  test('a label and a slip pair a phone with its desk, in German too', async () => {
    const { page, complaints } = await start({ language: 'de', theme: 'dark' });
    await page.evaluate(async (rollout) => {
      const source = { name: 'l.csv', base64: btoa('name;login\nAnna;anna\nBen;ben\n') };
      await window.rollcall.call('codes', 'importUsersSource', { rollout, source, mapping: {}, sheet: '' });
    }, SITE);
    await page.reload();
    await page.getByRole('button', { name: SITE, exact: true }).first().click();
    await page.getByRole('button', { name: 'Codes', exact: true }).click();
    await page.getByRole('grid', { name: 'Benutzer und Codes' }).getByText('Ben', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Etikett scannen' }).click();
    const field = page.getByLabel('Etikett oder Zettel');
    await field.fill('MAC 00:90:33:01:02:03');
    await field.press('Enter');
    await page.getByText('Dieses Telefon steht in diesem Rollout bei niemandem.').waitFor();
    expect(await violations(page)).toEqual([]);
    await field.fill('RC2');
    await field.press('Enter');
    await page.getByText('00:90:33:01:02:03 ist für Ben vorgesehen.').waitFor();
    await page.locator('.dialog-foot').getByRole('button', { name: 'Schließen' }).click();
    await page.getByRole('grid').getByText('00:90:33:01:02:03').waitFor();
    for (const name of ['Blätter drucken', 'Exportieren']) {
      await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('dialog').waitFor();
      expect(await violations(page)).toEqual([]);
      await page.keyboard.press('Escape');
    }
    expect(complaints).toEqual([]);
  });
});
