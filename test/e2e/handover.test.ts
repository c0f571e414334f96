import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPractice } from '../../electron/services/practice.ts';
import type { RunningPractice } from '../../electron/services/practice-host.ts';
import { readPdfText, WHY_NO_PDF } from '../../electron/sheets/pdf-testing.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenOptions, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const SITE = 'Rathaus';
const MACS = ['000413000001', '000413000002', '000413000003'] as const;

/** What axe finds wrong with what is shown, in short. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as axe.AxeResults;
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
}

/** Types as a scanner does: faster than any driver promises to, wherever the focus is, ended by Enter. */
async function scan(page: Page, text: string): Promise<void> {
  const strokes = [...text].map((letter) => {
    const isLetter = /[a-z]/i.test(letter);
    const code = MARKS[letter] ?? `${isLetter ? 'Key' : 'Digit'}${letter.toUpperCase()}`;
    return { key: letter, code, shiftKey: letter === ':' || (isLetter && letter === letter.toUpperCase()) };
  });
  strokes.push({ key: 'Enter', code: 'Enter', shiftKey: false });
  await page.evaluate(`for (const stroke of ${JSON.stringify(strokes)}) {
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { ...stroke, bubbles: true, cancelable: true }));
  }`);
}

/** Places of the marks on a US keyboard. */
const MARKS: Readonly<Record<string, string>> = { ':': 'Semicolon', '-': 'Minus', ' ': 'Space' };

async function openTab(page: Page, name: string): Promise<void> {
  await page
    .getByRole('navigation', { name: /Rathaus/ })
    .getByRole('button', { name })
    .click();
}

/** Makes the rollout with a list, and shows it. */
async function openSite(page: Page, rows: readonly string[]): Promise<void> {
  await page.evaluate(
    async ({ name, text }) => {
      await window.rollcall.call('rollouts', 'create', { name });
      const source = { name: 'list.csv', base64: btoa(text) };
      await window.rollcall.call('lists', 'importSource', {
        ...{ rollout: name, source, mapping: {}, sheet: '', language: 'en' },
      });
    },
    { name: SITE, text: ['MAC;Room', ...rows].join('\n') },
  );
  await page.reload();
  await page.getByRole('button', { name: SITE, exact: true }).first().click();
}

function pdfText(path: string): string {
  return readPdfText(readFileSync(path));
}

/** Saves a download and gives its path. */
async function download(window: OpenWindow, start: () => Promise<unknown>): Promise<string> {
  const waiting = window.page.waitForEvent('download');
  await start();
  const file = await waiting;
  const path = join(window.data, file.suggestedFilename());
  await file.saveAs(path);
  return path;
}

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('handing over in the $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  const opened = new Set<OpenWindow>();
  let practice: RunningPractice | null = null;

  async function start(options: OpenOptions = {}): Promise<OpenWindow> {
    const window = await open(options);
    opened.add(window);
    return window;
  }

  afterEach(async () => {
    for (const window of opened) await window.close();
    opened.clear();
    await practice?.close();
    practice = null;
  });

  test('a scanner takes up a room, its phones, one twice and one that the list lacks', async () => {
    const { page, complaints } = await start();
    await openSite(page, [`${MACS[0]};`, `${MACS[1]};7`]);
    await openTab(page, 'Scan');
    const result = page.locator('.scan-result');
    await result.getByText('Scan or type the room').waitFor();
    await scan(page, 'R-12');
    await result.getByText('Room', { exact: true }).waitFor();
    await scan(page, '00:04:13:00:00:01');
    await result.getByText('Good').waitFor();
    expect(await result.innerText()).toMatch(/00:04:13:00:00:01[\s\S]*marked as seen[\s\S]*Filled in: Room/);
    await scan(page, 'S-N AB12345');
    await result.getByText('Taken').waitFor();
    await scan(page, '00:04:13:00:00:01');
    await result.getByText('Duplicate').waitFor();
    await scan(page, '000413000003');
    await result.getByText('Not in the list').waitFor();
    await scan(page, 'SN CD67890');
    await result.getByText('once the phone is added').waitFor();
    await page.getByRole('button', { name: 'Add it' }).focus();
    await page.keyboard.press('Enter');
    await result.getByText('Added to the list').waitFor();
    await scan(page, '000413000002');
    await result.getByText('The list says room 7.').waitFor();
    await scan(page, '00:04:13:00');
    await result.getByText('Unreadable').waitFor();
    await page.getByText('3 of 3 phones seen').waitFor();
    expect(await violations(page)).toEqual([]);
    const devices = await page.evaluate(async (rollout) => {
      const answer = await window.rollcall.call('devices', 'page', {
        ...{ rollout, sort: { column: 'position', direction: 'ascending' }, offset: 0, limit: 9 },
        filter: { text: '', outcomes: [], room: null, model: null },
      });
      return answer.ok ? answer.value.rows.map(({ mac, room, serial }) => [mac, room, serial]) : [];
    }, SITE);
    expect(devices).toEqual([
      [MACS[0], 'R-12', 'AB12345'],
      [MACS[1], '7', ''],
      [MACS[2], 'R-12', 'CD67890'],
    ]);
    await page.getByRole('button', { name: 'Undo last' }).click();
    await page.getByText('2 of 3 phones seen').waitFor();
    expect(complaints).toEqual([]);
  });

  it.skipIf(missing !== null || WHY_NO_PDF !== null)(
    'refused phones are looked for, parked and asked for, and the report says it all',
    async () => {
      const started = await startPractice({ services: ['snom'] });
      practice = started.ok ? started.value : expect.fail('no practice service');
      const { url = '', user = '', password = '' } = practice.addresses.snom ?? {};
      practice.setFaults('snom', [`owned=${MACS[0]}`]);
      const opened = await start();
      const { page, complaints } = opened;
      await openSite(page, [`${MACS[0]};101`, `${MACS[1]};102`]);
      await page.evaluate(
        async ({ rollout, address }) => {
          const { rollcall } = window;
          await rollcall.call('vault', 'open', { passphrase: 'practice only' });
          await rollcall.call('accounts', 'add', {
            ...{ name: 'own', service: 'snom', ...address, caFile: '', pin: '', proxy: 'none' },
            ...{ concurrency: null, batch: null },
          });
          const url = 'https://user:hunter2@pbx.example.net/{mac}.htm';
          const plan = await rollcall.call('runs', 'plan', {
            ...{ rollout, account: 'own', action: 'register', url, provider: '', only: 'all', rows: false },
          });
          if (plan.ok) await rollcall.call('runs', 'start', { plan: plan.value.plan });
        },
        { rollout: SITE, address: { url, user, password } },
      );
      await openTab(page, 'Ownership');
      await page.getByRole('button', { name: 'Look for 1 phone in own accounts' }).click();
      await page.getByText('Looked: 0 in own accounts, 1 in none, 0 free, 0 not certain.').waitFor();
      await page.getByRole('checkbox', { name: 'Select 00:04:13:00:00:01' }).focus();
      await page.keyboard.press('Space');
      await page.getByLabel('Note').fill('Letter to Telco');
      await page.getByRole('button', { name: 'Park 1 phone' }).click();
      await page.getByRole('cell', { name: /since .*Letter to Telco/ }).waitFor();
      await page.getByLabel('Previous provider', { exact: true }).fill('Telco AG\nWeg 1');
      expect(await violations(page)).toEqual([]);
      await page.getByText('Deutsch').click();
      const letter = readFileSync(
        await download(opened, () => page.getByRole('button', { name: 'Save as text' }).click()),
        'utf8',
      );
      expect(letter).toMatch(/Telco AG\nWeg 1\n[\s\S]*Bitte um Freigabe von 1 Telefon[\s\S]*00:04:13:00:00:01/);
      const letterPdf = await download(opened, () => page.getByRole('button', { name: 'Save letter as PDF' }).click());
      expect(pdfText(letterPdf)).toMatch(/Freigabe von 1 Telefon[\s\S]*00:04:13:00:00:01[\s\S]*Seite 1 von 1/);

      await openTab(page, 'Report');
      await page.getByLabel('Site').fill('Rathaus Nord');
      await page.getByLabel('Technician').fill('T. Weiß');
      expect(await violations(page)).toEqual([]);
      const report = await download(opened, () => page.getByRole('button', { name: 'Save report as PDF' }).click());
      const text = pdfText(report);
      for (const words of [
        ...['Hand-over report', 'Rathaus Nord', 'T. Weiß', '1 phone is open', 'in no own account (own)'],
        ...['Letter to Telco', 'Another account owns this phone', 'Signature', 'page 1 of'],
      ]) {
        expect(text.replaceAll(/\s+/g, ' ')).toContain(words);
      }
      expect(text).toMatch(/00:04:13:00:00:02 +102 .*done/);
      expect(text).not.toContain('hunter2');
      expect(complaints).toEqual([]);
    },
  );

  test('of very many phones that another account owns, those in view are drawn, and each tells its place', async () => {
    const { page, complaints } = await start();
    const count = 3_000;
    const macs = Array.from({ length: count }, (_, index) => `000413${(0x100000 + index).toString(16)}`);
    await openSite(
      page,
      macs.map((mac) => `${mac};101`),
    );
    await page.evaluate(
      (parked) => window.rollcall.call('ownership', 'park', { rollout: 'Rathaus', macs: parked, note: '' }),
      macs,
    );
    await openTab(page, 'Ownership');
    const table = page.getByRole('table', { name: 'Phones', exact: true });
    const rows = table.locator('tbody tr[aria-rowindex]');
    const last = table.locator(`tr[aria-rowindex="${count + 1}"]`);
    await rows.first().waitFor();
    expect(await table.getAttribute('aria-rowcount')).toBe(`${count + 1}`);
    expect(await rows.count()).toBeLessThan(40);
    expect(await violations(page)).toEqual([]);

    // By keyboard from row to row, out of what was drawn at first; each is there before the focus comes.
    await table.getByRole('checkbox').nth(1).focus();
    for (let stop = 0; stop < 60; stop += 1) await page.keyboard.press('Tab');
    const focusedRow = () => page.evaluate("document.activeElement.closest('tr')?.getAttribute('aria-rowindex')");
    expect(await focusedRow()).toBe('32');
    // The row with the focus outlives being scrolled out of view.
    await page.evaluate("document.querySelector('.owned-phones').scrollTo(0, 1e9)");
    await last.waitFor();
    expect(await focusedRow()).toBe('32');
    expect(await rows.count()).toBeLessThan(45);
    expect(await last.innerText()).toContain('00:04:13:10:0B:B7');
    const heights = 'document.querySelector(".owned-phones").scrollHeight';
    const before = await page.evaluate(heights);
    await table.getByRole('checkbox', { name: 'Select all' }).focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: /Take 3.?000 phones out of parking/ }).waitFor();
    expect(await page.evaluate(heights)).toBe(before);
    expect(complaints).toEqual([]);
  });

  test('in German and dark nothing is left in English, and at 200 % everything can be reached', async () => {
    const { page } = await start({ language: 'de', theme: 'dark' });
    await page.setViewportSize({ width: 683, height: 384 });
    await openSite(page, [`${MACS[0]};`]);
    for (const [tab, words] of [
      ['Scan', 'Raum scannen oder eingeben'],
      ['Bericht', 'Bericht als PDF speichern'],
    ] as const) {
      await openTab(page, tab);
      await page.getByText(words).waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
    }
  });
});

describe.each(HOSTS.filter(({ name }) => name === 'Electron'))('handing over in $title', ({ missing, open }) => {
  it.skipIf(missing !== null || WHY_NO_PDF !== null)('prints by itself', async () => {
    const opened = await open();
    await openSite(opened.page, [`${MACS[0]};101`]);
    const base64 = await opened.page.evaluate(async (rollout) => {
      const file = await window.rollcall.call('report', 'file', { rollout, format: 'pdf', language: 'de' });
      return file.ok ? file.value.base64 : JSON.stringify(file.error);
    }, SITE);
    expect(readPdfText(Buffer.from(base64, 'base64'))).toMatch(/Übergabebericht[\s\S]*00:04:13:00:00:01 +101/);
    await opened.close();
  });
});
