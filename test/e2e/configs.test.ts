import { execFile } from 'node:child_process';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { practice } from '../../electron/services/pbxware/practice.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, findProgram, HOSTS, temporaryDisplay, temporaryFolder } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };
declare const axe: { run(): Promise<{ readonly violations: readonly { readonly id: string }[] }> };

const PHONES = 60;

/** Faults of the practice server, the phones they strike, and what shall be found of them. */
const FAULTS = [
  ['empty', 1, 'empty'],
  ['wrong-mac', 2, 'other phone’s file'],
  ['html', 4, 'web page instead'],
  ['wrong-user', 5, 'other account'],
  ['bad-xml', 9, 'broken XML'],
  ['no-account', 10, 'no account'],
  ['bad-text', 13, 'wrong text'],
  ['bad-checksum', 15, 'wrong checksum'],
  ['not-found', 25, 'not found'],
  ['login-refused', 28, 'login refused'],
  ['error-500', 34, 'server error'],
  ['drop', 37, 'unreachable'],
] as const;

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const browser = HOSTS.filter(({ name }) => name === 'browser');

describe.each(browser)('configurations in the window of $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);

  test('sixty mixed phones are checked, each fault is named, and who fetched is told', async () => {
    const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    const faults = FAULTS.map(([name, phone]) => ({ name, value: String(phone) }));
    const running = await practice.start({ port: 0, certificate: null, phones: PHONES, faults });
    if (running === null) throw new Error('The practice server did not start.');
    onTestFinished(() => running.close());
    const { url, user, password, tftpPort, logFile } = running.address;
    const list = await (await fetch(new URL('/practice/list', url))).text();
    const macs = list
      .trim()
      .split('\n')
      .slice(1)
      .map((line) => line.split(',')[0] ?? '');
    const shown = (number: number) => (macs[number - 1] ?? '').toUpperCase().match(/../g)?.join(':') ?? '';

    const { page, complaints, close } = await open();
    onTestFinished(close);
    await page.locator('#root > *').first().waitFor();
    await page.evaluate(
      async ({ base64, login }) => {
        const call = window.rollcall.call;
        await call('vault', 'open', { passphrase: 'four random words' });
        await call('accounts', 'add', {
          name: 'pbx',
          service: 'pbxware',
          caFile: '',
          pin: '',
          proxy: 'none',
          ...login,
        });
        await call('rollouts', 'create', { name: 'Site' });
        const source = { name: 'list.csv', base64 };
        await call('lists', 'importSource', { rollout: 'Site', source, mapping: {}, sheet: '', language: 'en' });
      },
      {
        base64: Buffer.from(list).toString('base64'),
        login: { url, user, password, concurrency: null, batch: null },
      },
    );
    await page.reload();
    await page.getByRole('button', { name: 'Site' }).first().click();
    await page.getByRole('button', { name: 'Configs', exact: true }).click();
    await page.getByText('Nothing was checked yet').waitFor();
    for (const way of ['HTTP', 'TFTP'])
      await page.locator('.config-way', { hasText: way }).first().locator('label').first().click();
    await page.getByLabel('TFTP port').fill('0');
    expect(await page.getByRole('button', { name: 'Check 60 phones' }).isDisabled()).toBe(true);
    await page.getByLabel('TFTP port').fill(String(tftpPort));
    await page.keyboard.press('Control+Enter');
    await page.getByText(/\d+ files asked for/).waitFor({ timeout: 60_000 });
    expect(await page.getByText('A MAC that can’t exist gets no file.').count()).toBe(2);
    expect(await page.getByText('A wrong password gets no file.').count()).toBe(1);

    const filter = page.getByRole('textbox', { name: 'MAC, model, user, room or file' });
    for (const [name, phone, word] of FAULTS) {
      await filter.fill(macs[phone - 1] ?? '');
      const row = page.getByRole('row', { name: shown(phone) }).filter({ hasText: word });
      await row.first().waitFor();
      expect(await row.first().innerText(), name).toContain(shown(phone));
    }
    await filter.fill('');
    const told = await page.evaluate(async () => {
      const filter = { text: '', findings: [] };
      const files = await window.rollcall.call('configs', 'files', { rollout: 'Site', filter, offset: 0, limit: 500 });
      return files.ok ? files.value.rows.map(({ mac, finding, scheme }) => ({ mac, finding, scheme })) : [];
    });
    const struck = new Set(FAULTS.map(([, phone]) => macs[phone - 1]));
    expect(new Set(told.map(({ mac }) => mac)).size).toBe(PHONES);
    expect(
      told.filter(({ mac, finding }) => !struck.has(mac) && finding !== 'ok' && finding !== 'optional-missing'),
    ).toEqual([]);
    await page.getByRole('button', { name: 'wrong checksum' }).click();
    await page.getByText('2 of 2 files').waitFor();
    expect(await page.locator('.config-table').first().getByRole('row').count()).toBe(3);
    await page.evaluate(axeSource);
    expect((await page.evaluate(() => axe.run())).violations.map(({ id }) => id)).toEqual([]);

    const mac = macs[0] ?? '';
    const agent = `Yealink SIP-T46G 28.83.0.10 ${mac.match(/../g)?.join(':')}`;
    const line = `10.9.8.7 - - [23/Apr/2030:11:43:27 +0200] "GET /prov/${mac}.cfg HTTP/1.1" 200 812 "-" "${agent}" "-"\n`;
    await appendFile(String(logFile), line);
    await page.getByLabel('Lines of the access log').fill(await readFile(String(logFile), 'utf8'));
    await page.getByRole('button', { name: 'Read lines' }).click();
    const fetched = page.getByRole('row', { name: shown(1) }).filter({ hasText: '10.9.8.7' });
    await fetched.waitFor();
    expect(await fetched.innerText()).toContain('The catalogue names firmware 28.83.0.50.');

    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'CSV', exact: true }).click();
    const csv = await readFile(await (await download).path(), 'utf8');
    expect(csv).toContain('wrong checksum');
    expect(csv).not.toContain(password);
    await page.getByRole('button', { name: 'Devices', exact: true }).click();
    await page.locator('.grid-body .grid-row').first().click();
    await page.getByRole('heading', { name: 'Configuration', exact: true }).waitFor();
    expect(await page.locator('aside.story').innerText()).toContain('10.9.8.7');
    expect((await page.evaluate(() => axe.run())).violations.map(({ id }) => id)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

const run = promisify(execFile);

/** Why the system's own file dialog can't be used in a test here; `null`: it can. */
function whyNoDialog(): string | null {
  if (process.platform !== 'linux' || process.env.DISPLAY) return 'it types, and the display is not its own';
  return findProgram('xdotool') === null ? 'there is no xdotool, which types into the system’s file dialog' : null;
}

/** Names a file in the file dialog that is opening, as a person would: by typing its path. */
async function chooseInDialog(path: string): Promise<void> {
  const env = { ...process.env, DISPLAY: await temporaryDisplay() };
  const act = (...words: readonly string[]) => run('xdotool', words, { env });
  const findDialog = ['search', '--onlyvisible', '--name', '^Open File'] as const;
  const { stdout } = await act(findDialog[0], '--sync', ...findDialog.slice(1));
  const dialog = stdout.trim();
  const isOpen = () => act(...findDialog).then(Boolean, () => false);
  await expect
    .poll(
      async () => {
        // Whatever was typed before the dialog was ready for it is replaced; it may also close in between.
        await act('windowfocus', '--sync', dialog, 'key', 'slash', 'key', 'ctrl+a', 'type', '--delay', '20', path)
          .then(() => act('windowfocus', dialog, 'key', 'Return'))
          .catch(() => {});
        return isOpen();
      },
      { interval: 500 },
    )
    .toBe(false);
}

describe.each(HOSTS.filter(({ name }) => name === 'Electron'))('a log in $title', ({ missing, open }) => {
  const why = missing ?? whyNoDialog();

  it.skipIf(why !== null)(`is followed as it grows${why === null ? '' : ` (skipped: ${why})`}`, async () => {
    const macs = ['805ec0000001', '805ec0000002', '805ec0000003'];
    const path = join(temporaryFolder(), 'access.log');
    const line = (mac: string) =>
      `10.9.8.7 - - [23/Apr/2030:11:43:27 +0200] "GET /prov/${mac}.cfg HTTP/1.1" 200 812 "-" "Yealink SIP-T46G 28.83.0.10 ${mac}" "-"\n`;
    await writeFile(path, line(macs[0] ?? ''));
    const { page, complaints, close } = await open();
    onTestFinished(close);
    await page.evaluate(
      async (base64) => {
        const { call } = window.rollcall;
        const login = { url: 'http://127.0.0.1:9', user: 'ua', password: 'practice', concurrency: null, batch: null };
        await call('accounts', 'add', {
          name: 'pbx',
          service: 'pbxware',
          caFile: '',
          pin: '',
          proxy: 'none',
          ...login,
        });
        await call('rollouts', 'create', { name: 'Site' });
        const source = { name: 'list.csv', base64 };
        await call('lists', 'importSource', { rollout: 'Site', source, mapping: {}, sheet: '', language: 'en' });
      },
      btoa(`MAC;Room\n${macs.map((mac) => `${mac};1.01`).join('\n')}\n`),
    );
    await page.reload();
    await page.getByRole('main').getByRole('button', { name: 'Site', exact: true }).click();
    await page.getByRole('button', { name: 'Configs', exact: true }).click();
    await page.getByRole('button', { name: 'Follow a log file' }).click();
    await chooseInDialog(path);
    await page.getByText('Following access.log.').waitFor();
    const row = (mac = '') =>
      page.getByRole('row', { name: (mac.toUpperCase().match(/../g) ?? []).join(':') }).filter({ hasText: '10.9.8.7' });
    await row(macs[0]).waitFor();
    expect(await row(macs[1]).count()).toBe(0);
    await appendFile(path, line(macs[1] ?? ''));
    await row(macs[1]).waitFor();
    // A log that begins anew is read from its beginning.
    await writeFile(path, line(macs[2] ?? ''));
    await row(macs[2]).waitFor();
    await page.getByRole('button', { name: 'Stop following' }).click();
    expect(complaints).toEqual([]);
  });
});
