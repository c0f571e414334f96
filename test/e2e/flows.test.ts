import { readFileSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import papaparse from 'papaparse';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { startPractice } from '../../electron/services/practice.ts';
import type { RunningPractice } from '../../electron/services/practice-host.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { reachOf } from '../screenshots/reach.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenOptions, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const SITE = 'Library';
const PASSPHRASE = 'correct horse battery staple';
const URL_WANTED = 'https://pbx.example.net/prov/%MACD.xml';

const macOf = (index: number): string => `7c2f80bb${(0x1000 + index).toString(16)}`;
const shownMac = (mac: string): string => (mac.toUpperCase().match(/../g) ?? []).join(':');

interface Service {
  readonly practice: RunningPractice;
  readonly url: string;
  readonly user: string;
  readonly password: string;
  /** Sets its faults as a person at a terminal would. */
  readonly tell: (...faults: readonly string[]) => Promise<void>;
  readonly registered: () => readonly string[];
}

/** A practice service in this process: it outlives a window that is killed. */
async function startService(): Promise<Service> {
  const started = await startPractice({ services: ['gigaset'] });
  if (!started.ok || started.value.addresses.gigaset === undefined) throw new Error('no practice service');
  const practice = started.value;
  onTestFinished(() => practice.close());
  const { url, user, password } = started.value.addresses.gigaset;
  return {
    practice,
    url,
    user,
    password,
    tell: async (...faults) => {
      const answer = await fetch(new URL('/practice/faults', url), { method: 'POST', body: JSON.stringify(faults) });
      if (!answer.ok) throw new Error(await answer.text());
    },
    registered: () => practice.state('gigaset').map(({ mac }) => mac),
  };
}

/** Makes an account and a rollout with this many phones, and shows it at its plan. */
async function openSite(
  page: Page,
  { url, user, password }: Pick<Service, 'url' | 'user' | 'password'>,
  phones: number,
  pace: { readonly batch: number; readonly concurrency: number } = { batch: 50, concurrency: 4 },
): Promise<void> {
  const rows = Array.from({ length: phones }, (_, at) => `${macOf(at)};${at + 1};Maxwell 4;Nutzer ${at + 1}`);
  await page.evaluate(
    async ({ account, rollout, passphrase, text }) => {
      const { rollcall } = window;
      await rollcall.call('vault', 'open', { passphrase });
      const added = await rollcall.call('accounts', 'add', {
        ...{ name: 'Giga', service: 'gigaset', caFile: '', pin: '', proxy: 'none' },
        ...account,
      });
      if (!added.ok) throw new Error(JSON.stringify(added.error));
      await rollcall.call('rollouts', 'create', { name: rollout });
      const source = { name: 'list.csv', base64: btoa(text) };
      await rollcall.call('lists', 'importSource', { rollout, source, mapping: {}, sheet: '', language: 'en' });
    },
    {
      account: { url, user, password, ...pace },
      rollout: SITE,
      passphrase: PASSPHRASE,
      text: ['MAC;Room;Model;User', ...rows].join('\n'),
    },
  );
  await page.reload();
  await page.getByRole('button', { name: SITE, exact: true }).first().click();
  await tab(page, 'Plan and run').click();
}

function tab(page: Page, name: string) {
  return page.getByRole('navigation', { name: `Parts of ${SITE}` }).getByRole('button', { name, exact: true });
}

function primary(page: Page, name: string) {
  return page.locator('.screen-head').getByRole('button', { name, exact: true });
}

async function planAll(page: Page, phones: number): Promise<void> {
  await page.getByLabel('Provisioning URL').fill(URL_WANTED);
  await primary(page, `Make the plan for ${phones} phones`).click();
}

/** How many phones ended how, as the end of a run shows it. */
async function tally(page: Page): Promise<string> {
  return (await page.locator('.tally').innerText()).replaceAll(/\s+/g, ' ');
}

const opened = new Set<OpenWindow>();

afterEach(async () => {
  for (const window of opened) await window.close();
  opened.clear();
});

function starter(open: (options?: OpenOptions) => Promise<OpenWindow>) {
  return async (options: OpenOptions = {}): Promise<OpenWindow> => {
    const window = await open(options);
    window.page.setDefaultTimeout(20_000);
    opened.add(window);
    return window;
  };
}

const ROW_PX = 32;

/** Scrolls through the grid: at rest its rows lie in the document as they are seen, and each phone is in one of them. */
async function expectEveryRowOnce(page: Page, devices: number): Promise<void> {
  const drawn = async () =>
    page.locator('.grid-body .grid-row').evaluateAll((rows) =>
      rows.map((row) => ({
        row: Number(row.getAttribute('aria-rowindex')),
        mac: row.querySelector('.mono')?.textContent ?? '',
        top: Math.round(row.getBoundingClientRect().top),
      })),
    );
  const macs = new Map<number, string>();
  const atRest = async () => {
    const rows = await drawn();
    for (const { row, mac } of rows) macs.set(row, mac);
    return rows.every(({ mac, row, top }, index) => {
      const before = rows[index - 1];
      return mac !== '' && (before === undefined || (row === before.row + 1 && top > before.top));
    });
  };
  for (let first = 0; first < devices; first += 20) {
    await page.locator('.grid').evaluate((grid, top) => grid.scrollTo(0, top), first * ROW_PX);
    // The last of them: the first was drawn ahead before the scrolling.
    await page.locator(`.grid-body [aria-rowindex="${Math.min(first + 18, devices) + 1}"]`).waitFor();
    await expect.poll(atRest).toBe(true);
  }
  expect(new Set(macs.values()).size).toBe(macs.size);
  expect(macs.size).toBe(devices);
}

describe.each(HOSTS)('the whole job in $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  const start = starter(open);

  test('a run that is killed in the middle goes on, does nothing twice, and is undone', async () => {
    const service = await startService();
    await service.tell('delay=60', `owned=${macOf(3)}`);
    const first = await start();
    await openSite(first.page, service, 12, { batch: 1, concurrency: 1 });
    await planAll(first.page, 12);
    await primary(first.page, 'Register 12 phones').click();
    await vi.waitUntil(() => service.registered().length > 2, { timeout: 20_000, interval: 5 });
    opened.delete(first);
    await first.kill();
    const before = service.registered().length;
    expect(before).toBeLessThan(11);

    const { page, complaints } = await start({ data: first.data });
    await service.tell(`owned=${macOf(3)}`);
    const banner = page.getByRole('status').filter({ hasText: /Run 1 of “Library” stopped at \d+ of 12\./ });
    await banner.getByRole('button', { name: 'Continue' }).click();
    // The passwords are locked again; nothing goes on before that.
    await page.getByLabel('Passphrase', { exact: true }).fill(PASSPHRASE);
    await page.getByRole('button', { name: 'Unlock' }).click();
    await primary(page, 'Continue').click();
    await page.getByText('Run 1 has ended').waitFor();
    expect(await tally(page)).toBe('1 refused 11 done');
    expect(service.registered()).toHaveLength(11);
    const changes = service.practice.log('gigaset').flatMap(({ applied }) => applied);
    expect(changes.toSorted()).toEqual([...new Set(changes)].toSorted());

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await primary(page, 'Put 11 phones back').click();
    await page.getByText('Run 2 has ended').waitFor();
    expect(service.registered()).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('single steps in the $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  const start = starter(open);

  test('a messy file, mended with clicks, in German and dark: the numbers add up and the rest is a file', async () => {
    const { page, complaints } = await start({ language: 'de', theme: 'dark' });
    const { say, drop } = await reachOf(page, 'de');
    await page.getByRole('heading', { name: say('rollouts.none-title') }).waitFor();
    // A list whose columns are not found is no dead end.
    await drop('Namen.csv', 'Wer;Was\nAda;keine MAC\n');
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('rollouts.create-list') })
      .click();
    await page.getByRole('button', { name: say('import.choose-columns') }).click();
    await page.getByRole('cell', { name: 'Ada', exact: true }).waitFor();
    await page.locator('.rail-item', { hasText: say('frame.rollouts') }).click();

    await drop('Rathaus.csv', readFileSync(join(import.meta.dirname, '../../assets/samples/messy-500.csv'), 'utf8'));
    await page
      .getByRole('dialog')
      .getByRole('button', { name: say('rollouts.create-list') })
      .click();
    const numbers = async () =>
      (await page.locator('.sum b').allInnerTexts()).map((text) => Number(text.replace('.', '')));
    await expect.poll(numbers).toEqual([500, 470, 30]);
    expect(await page.evaluate('document.documentElement.lang + getComputedStyle(document.body).colorScheme')).toMatch(
      /^de/,
    );
    const offers = page.getByRole('button', { name: /^7C:.* nehmen$/ });
    const fixes = await offers.count();
    expect(fixes).toBeGreaterThan(4);
    let mended = 470;
    for (let left = fixes; left > 0; left -= 1) {
      await offers.first().click();
      // A row that is mended is a phone, or says what is wrong with it now.
      await expect.poll(async () => (await offers.count()) < left).toBe(true);
      const [rows, devices = 0, problems = 0] = await numbers();
      expect([rows, devices + problems]).toEqual([500, 500]);
      mended = devices;
    }
    expect(mended).toBeGreaterThan(470);
    await primary(page, say('import.take-over_other', { n: mended })).click();
    await page.getByText(say('import.imported_other', { n: mended })).waitFor();
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: say('import.save-problems') }).click();
    const rest = readFileSync(await (await downloading).path(), 'utf8');
    expect(papaparse.parse(rest, { skipEmptyLines: true }).data).toHaveLength(500 - mended + 1);
    await primary(page, say('import.to-devices')).click();
    await page
      .getByText(say('common.devices_other', { n: mended }), { exact: true })
      .first()
      .waitFor();
    await expectEveryRowOnce(page, mended);
    expect(complaints).toEqual([]);
  });

  test('what the service turned away is planned again, a stopped run’s rest cancelled, and the export says what is shown', async () => {
    const service = await startService();
    const { page, complaints } = await start();
    await openSite(page, service, 12, { batch: 1, concurrency: 1 });
    await planAll(page, 12);
    await primary(page, 'Register 12 phones').waitFor();
    await service.tell('unauthorized');
    await primary(page, 'Register 12 phones').click();
    await page.getByText('Run 1 has ended').waitFor();
    expect(await tally(page)).toBe('12 failed');
    expect(await page.getByRole('alert').innerText()).toMatch(/user or password/);
    expect(service.registered()).toEqual([]);
    await service.tell('delay=200');
    await page.getByRole('button', { name: 'Plan the 12 failed again' }).click();
    // What was typed for the first plan is still there.
    expect(await page.getByLabel('Provisioning URL').inputValue()).toBe(URL_WANTED);
    await primary(page, 'Make the plan for 12 phones').click();
    await primary(page, 'Register 12 phones').click();
    await vi.waitUntil(() => service.registered().length > 2, { timeout: 20_000, interval: 5 });
    await page.locator('.screen-head').getByRole('button', { name: 'Stop' }).click();
    await page.getByText('Run 2 was stopped').waitFor();
    const done = service.registered().length;
    await page.getByRole('button', { name: 'Cancel the rest' }).click();
    await page
      .getByRole('alertdialog')
      .getByRole('button', { name: `Cancel the other ${12 - done} phones` })
      .click();
    await page.getByText('Run 2 has ended').waitFor();
    expect(await tally(page)).toBe(`${done} done ${12 - done} cancelled`);
    expect(service.registered()).toHaveLength(done);

    await primary(page, 'To the devices').click();
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(12).waitFor();
    const header = await grid.getByRole('columnheader').allInnerTexts();
    const at = (name: string) => header.findIndex((each) => each.trim() === name);
    const shown = [];
    for (let row = 1; row <= 12; row += 1) {
      const cells = await grid.getByRole('row').nth(row).locator('.grid-cell').allInnerTexts();
      shown.push(['MAC', 'Status', 'Room', 'User'].map((name) => cells[at(name)]?.trim()));
    }
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Export' }).click();
    await page.getByRole('menuitem', { name: 'CSV file' }).click();
    const text = readFileSync(await (await downloading).path(), 'utf8');
    const { data } = papaparse.parse<Record<string, string>>(text.replace('\uFEFF', ''), {
      header: true,
      skipEmptyLines: true,
    });
    expect(data).toHaveLength(12);
    expect(
      data.map(({ mac = '', outcome, room, user }) => [
        shownMac(mac.replaceAll(/[^0-9a-f]/gi, '')),
        outcome,
        room,
        user,
      ]),
    ).toEqual(shown);
    expect(text).not.toContain(service.password);
    expect(complaints).toEqual([]);
  });

  test('a plan waits for the network, says how the last look went, and starts by itself', async () => {
    const service = await startService();
    const gate = await closedGate(service.url);
    const { page } = await start();
    await openSite(page, { ...service, url: gate.url }, 6);
    await setOnline(page, false);
    await page.getByRole('button', { name: 'Offline' }).waitFor();
    await page.getByLabel('Provisioning URL').fill(URL_WANTED);
    await page.getByText('Carry the plan out as soon as it is made').click();
    await page.getByRole('button', { name: 'Plan when the network is there' }).click();
    await page.getByText('Waiting for the network: then the plan is made and carried out').waitFor();
    await page.getByText(/^Last look .*127\.0\.0\.1/).waitFor();
    expect(service.practice.log('gigaset')).toEqual([]);
    await gate.open();
    await setOnline(page, true);
    await page.getByText('Run 1 has ended').waitFor();
    expect(service.registered()).toHaveLength(6);

    // Without a network that the system knows of: a service that doesn't answer is said, and waited for.
    await gate.shut();
    await page.getByRole('button', { name: 'Another plan' }).click();
    await planAll(page, 6);
    await page.getByRole('alert').filter({ hasText: '127.0.0.1' }).waitFor();
    await page.getByRole('button', { name: 'Plan when the network is there' }).click();
    await page.getByText('Waiting for the network: then the plan is made', { exact: true }).waitFor();
    await gate.open();
    await page.getByRole('button', { name: 'Try now' }).click();
    await primary(page, 'Note for 6 phones, change nothing').waitFor();
  });

  test('two presses in quick succession, or a key held down, are one: nothing is sent before its plan is seen', async () => {
    const service = await startService();
    const { page, complaints } = await start();
    await openSite(page, service, 4, { batch: 1, concurrency: 1 });
    await page.getByLabel('Provisioning URL').fill(URL_WANTED);
    await primary(page, 'Make the plan for 4 phones').dblclick();
    await primary(page, 'Register 4 phones').waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    await page.getByRole('button', { name: 'Discard the plan' }).click();

    await primary(page, 'Make the plan for 4 phones').waitFor();
    await page.keyboard.down('Control');
    await page.keyboard.down('Enter');
    await primary(page, 'Register 4 phones').waitFor();
    // As a system does for a key that is held down; the button takes presses by now.
    await vi.waitUntil(() => primary(page, 'Register 4 phones').isEnabled());
    for (let time = 0; time < 5; time += 1) await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await page.keyboard.up('Control');
    expect(await primary(page, 'Register 4 phones').isVisible()).toBe(true);
    expect(service.registered()).toEqual([]);

    await primary(page, 'Register 4 phones').dblclick();
    await page.getByText('Run 1 has ended').waitFor();
    expect(await tally(page)).toBe('4 done');
    await page.getByRole('button', { name: 'Another plan' }).click();
    await primary(page, 'Make the plan for 4 phones').waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);

    // Beside the button that stops a run is the one that cancels it for good, after a question.
    await page
      .getByRole('radio', { name: 'Deregister' })
      .or(page.getByText('Deregister', { exact: true }))
      .first()
      .click();
    await primary(page, 'Make the plan for 4 phones').click();
    await primary(page, 'Deregister 4 phones').waitFor();
    await service.tell('delay=800');
    await primary(page, 'Deregister 4 phones').click();
    await page.locator('.screen-head').getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel the run' }).click();
    await page.getByText('Run 2 has ended').waitFor();
    expect(await tally(page)).toMatch(/\d cancelled/);
    expect(complaints).toEqual([]);
  });

  test('during a run rows keep their places until they are sorted again', async () => {
    const service = await startService();
    const { page, complaints } = await start();
    await openSite(page, service, 8, { batch: 1, concurrency: 1 });
    await planAll(page, 8);
    await primary(page, 'Register 8 phones').waitFor();
    await service.tell(`owned=${macOf(6)}`);
    await tab(page, 'Devices').click();
    await page.getByRole('columnheader', { name: 'Status' }).getByRole('button').click();
    const macs = async () =>
      (await page.locator('.grid-body .grid-cell.pinned').allInnerTexts()).map((text) => text.trim());
    await expect.poll(async () => (await macs()).length).toBe(8);
    const before = await macs();
    await page.evaluate(async (rollout) => {
      const state = await window.rollcall.call('runs', 'state', { rollout });
      if (state.ok && state.value.plan !== null)
        await window.rollcall.call('runs', 'start', { plan: state.value.plan.plan });
    }, SITE);
    await page.getByText('8 phones got a result since the rows were sorted.').waitFor();
    expect(await macs()).toEqual(before);
    await page.getByRole('button', { name: 'Sort again' }).click();
    await page.getByText('got a result since').waitFor({ state: 'detached' });
    await expect.poll(macs).not.toEqual(before);
    expect((await macs()).toSorted()).toEqual(before.toSorted());
    expect(complaints).toEqual([]);
  });

  test('cells are pasted over others, and what the account holds is compared and saved', async () => {
    const service = await startService();
    service.practice.seed('gigaset', [
      { mac: macOf(1), url: 'https://old.example.net/a.xml', name: 'Giga' },
      { mac: '7c2f80cccccc', url: 'https://old.example.net/b.xml', name: 'Giga' },
    ]);
    const { page, complaints } = await start();
    await openSite(page, service, 4);
    await tab(page, 'Devices').click();
    const grid = page.getByRole('grid');
    await grid.getByRole('row').nth(4).waitFor();
    const header = (await grid.getByRole('columnheader').allInnerTexts()).map((text) => text.trim());
    const cell = (row: number, name: string) =>
      grid.getByRole('row').nth(row).locator('.grid-cell').nth(header.indexOf(name));
    await cell(2, 'Room').click();
    await page.keyboard.press('Escape');
    await page.evaluate(`(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 'Hall A\\nHall B\\n');
      document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    })()`);
    await expect.poll(() => cell(2, 'Room').innerText()).toBe('Hall A');
    expect(await cell(3, 'Room').innerText()).toBe('Hall B');
    expect(await cell(4, 'Room').innerText()).toBe('4');
    expect(await page.getByText('2 phones changed.').isVisible()).toBe(true);

    // A MAC and its check code are corrected in place, by the rules of an import.
    await cell(4, 'MAC').click();
    await page.keyboard.press('Escape');
    await page.keyboard.press('F2');
    const editor = page.getByRole('textbox', { name: 'MAC', exact: true });
    expect(await editor.inputValue()).toBe(macOf(3).toUpperCase());
    await editor.fill('7C2F80DDDDDX');
    await editor.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'No MAC can be read here' }).waitFor();
    await editor.fill('7C2F80DDDDDD-1A2B');
    await editor.press('Enter');
    await expect.poll(() => cell(4, 'MAC').innerText()).toMatch(/7C:2F:80:DD:DD:DD\s*1A2B/);
    expect(await cell(4, 'User').innerText()).toBe('Nutzer 4');

    await page.getByRole('navigation', { name: 'Rollcall' }).getByRole('button', { name: 'Accounts' }).click();
    await page.getByRole('button', { name: 'What it holds' }).click();
    const held = page.getByRole('table');
    await held
      .getByRole('row', { name: shownMac(macOf(1)) })
      .getByText(SITE)
      .waitFor();
    expect(await held.getByRole('row', { name: '7C:2F:80:CC:CC:CC' }).innerText()).toMatch(/in none/);
    const downloading = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save as CSV' }).click();
    const text = readFileSync(await (await downloading).path(), 'utf8');
    expect(papaparse.parse(text, { skipEmptyLines: true }).data).toHaveLength(3);
    expect(text.toLowerCase().replaceAll(':', '')).toContain('7c2f80cccccc');
    expect(complaints).toEqual([]);
  });
});

/** Tells the page what the system tells it. Cutting the page itself off would cut it off from its own host as well. */
async function setOnline(page: Page, isOnline: boolean): Promise<void> {
  await page.evaluate(`Object.defineProperty(navigator, 'onLine', { configurable: true, value: ${isOnline} })`);
  await page.evaluate(`dispatchEvent(new Event('${isOnline ? 'online' : 'offline'}'))`);
}

/** An address that nobody listens at until it is opened; then it leads to the service. */
async function closedGate(target: string): Promise<{
  readonly url: string;
  readonly open: () => Promise<void>;
  readonly shut: () => Promise<void>;
}> {
  const to = new URL(target);
  let server: Server | null = null;
  const sockets = new Set<{ destroy(): void }>();
  const shut = async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    const closing = server;
    server = null;
    if (closing !== null) await new Promise((done) => closing.close(done));
  };
  const listen = (port: number): Promise<number> =>
    new Promise((done) => {
      server = createServer((socket) => {
        const onward = connect(Number(to.port), to.hostname);
        for (const each of [socket, onward]) {
          sockets.add(each);
          each.on('error', () => each.destroy());
        }
        socket.pipe(onward).pipe(socket);
      });
      server.listen(port, '127.0.0.1', () => {
        const address = server?.address();
        done(typeof address === 'object' && address !== null ? address.port : 0);
      });
    });
  const port = await listen(0);
  await shut();
  onTestFinished(shut);
  const url = new URL(target);
  url.port = String(port);
  return { url: url.href, open: () => listen(port).then(() => {}), shut };
}
