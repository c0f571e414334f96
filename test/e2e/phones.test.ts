import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { practice } from '../../electron/services/openstage/practice.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };
declare const axe: { run(): Promise<{ readonly violations: readonly { readonly id: string }[] }> };

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PHONES = 30;

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const browser = HOSTS.filter(({ name }) => name === 'browser');

describe.each(browser)('phones in the window of $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);

  test('thirty phones are read, planned, written and undone; busy, unreachable and refused ones are told', async () => {
    const faults = [
      { name: 'busy', value: '4,5' },
      { name: 'unreachable', value: '7' },
      { name: 'refused-item', value: '9' },
    ];
    const running = await practice.start({ port: 0, certificate: null, phones: PHONES, faults });
    if (running === null) throw new Error('The practice phones did not start.');
    onTestFinished(() => running.close());
    const phones = running.address.phones as readonly { readonly mac: string; readonly address: string }[];
    const displays = async () => {
      const state = (await (await fetch(`${running.address.url}practice/state`)).json()) as readonly {
        readonly items: Readonly<Record<string, string>>;
      }[];
      return state.map(({ items }) => items['display-id']);
    };
    const rows = phones.map(({ mac, address }, at) => `${mac},${address},Nutzer ${at + 1},pbx.example,Neu ${at + 1}`);
    const list = ['mac,address,user,item:reg-addr,item:display-id', ...rows].join('\n');

    const { page, complaints, close } = await open();
    onTestFinished(close);
    await page.locator('#root > *').first().waitFor();
    await page.evaluate(async (base64) => {
      await window.rollcall.call('rollouts', 'create', { name: 'Site' });
      const source = { name: 'list.csv', base64 };
      await window.rollcall.call('lists', 'importSource', {
        rollout: 'Site',
        source,
        mapping: {},
        sheet: '',
        language: 'en',
      });
    }, Buffer.from(list).toString('base64'));
    await page.reload();
    await page.getByRole('button', { name: 'Site' }).first().click();
    await page.getByRole('button', { name: 'Phones', exact: true }).click();
    await page.getByLabel('Port').fill(String(20_000 + Math.floor(Math.random() * 20_000)));

    await page.getByRole('button', { name: 'Read 30 phones and plan' }).click();
    const write = page.getByRole('button', { name: 'Write to 29 phones' });
    await write.waitFor();
    const rowOf = (number: number) => page.getByRole('row', { name: phones[number - 1]?.mac ?? '' });
    expect(await rowOf(7).innerText()).toContain('Nothing listens on port');
    const select = (number: number) => page.getByRole('button', { name: `Show ${phones[number - 1]?.mac}` }).click();
    await select(1);
    const detail = page.getByRole('region', { name: `Items of ${phones[0]?.mac}` });
    expect(await detail.getByRole('row', { name: 'display-id' }).innerText()).toMatch(
      /Old 1\s+Neu 1\s+will be written/,
    );
    await page.evaluate(AXE);
    expect((await page.evaluate(() => axe.run())).violations.map(({ id }) => id)).toEqual([]);

    // From the keyboard, as everywhere: the screen's one primary button.
    await page.keyboard.press('Control+Enter');
    await page.getByText('Run 1: 30 phones').waitFor();
    expect((await displays()).map((text) => text?.split(' ')[0])).toEqual(
      phones.map((_phone, at) => (at === 6 || at === 8 ? 'Old' : 'Neu')),
    );
    expect(await rowOf(4).innerText()).toContain('done');
    expect(await rowOf(9).innerText()).toContain('display-id: failed');
    await select(9);
    const refused = page.getByRole('region', { name: `Items of ${phones[8]?.mac}` });
    expect(await refused.getByRole('row', { name: 'display-id' }).innerText()).toContain('The phone: “failed”');
    expect(await refused.getByRole('row', { name: 'reg-addr' }).innerText()).toContain('stored');
    expect((await page.evaluate(() => axe.run())).violations.map(({ id }) => id)).toEqual([]);

    await page.getByRole('button', { name: 'Undo run 1' }).click();
    await page.getByRole('button', { name: 'Put back on 29 phones' }).click();
    await page.getByText('Run 2: 29 phones').waitFor();
    expect(await displays()).toEqual(phones.map((_phone, at) => `Old ${at + 1}`));

    // Two phones side by side, and what was written in the phone's own story.
    await select(1);
    await detail.getByRole('button', { name: 'Compare with' }).click();
    await page.getByRole('option', { name: phones[1]?.mac ?? '' }).click();
    expect(await detail.getByRole('row', { name: 'e164' }).innerText()).toMatch(/49305551001\s+49305551002/);
    await page.getByRole('button', { name: 'Restart phones' }).click();
    const restart = page.getByRole('alertdialog').getByRole('button', { name: 'Restart', exact: true });
    await page.getByLabel('Type 30 to confirm').fill('3');
    expect(await restart.isDisabled()).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Devices', exact: true }).click();
    await page.locator('.grid-body .grid-row').first().click();
    await page.getByRole('heading', { name: 'Items of the phone' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
