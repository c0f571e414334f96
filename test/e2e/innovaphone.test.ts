import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

describe.each(HOSTS)('the tools for innovaphone in $title', ({ missing, open }) => {
  it.skipIf(missing !== null)('build a line, find what is wrong with one, and prompt a phone', async () => {
    const platform = await startPracticePlatform({ port: 0, certificate: null, phones: 1, faults: [] });
    if (platform === null) throw new Error('no platform');
    const [phone] = platform.address.phones as readonly { url: string; user: string; password: string }[];
    if (phone === undefined) throw new Error('no phone');
    const { page, complaints, close } = await open();
    try {
      const fill = (name: string, value: string) => page.getByRole('textbox', { name }).fill(value);
      const choose = (name: string) => page.getByText(name, { exact: true }).first().click();
      await page.getByRole('button', { name: 'innovaphone' }).click();
      await fill('Address of Devices', 'wss://apdnsname.com/domain.com/devices/sysclients');
      await fill('Domain', 'domain.com');
      await fill('Category', 'acme IP Phone');
      await fill('Security token', 'abcdef#XYZ');
      await page.getByRole('button', { name: 'Build' }).first().click();
      const line = await page.locator('pre', { hasText: 'config change SYSCLIENT' }).textContent();
      expect(line).toBe(
        'config change SYSCLIENT /sysadmin wss%3A%2F%2Fapdnsname.com%2Fdomain.com%2Fdevices%2Fsysclients%3Fdomain%3Ddomain.com%26token%3Dabcdef%2523XYZ%26category%3Dacme%2520IP%2520Phone',
      );

      await choose('Check a line');
      await fill('Line or URL', encodeURIComponent(line?.split(' ').at(-1) ?? ''));
      await page.getByRole('button', { name: 'Check', exact: true }).first().click();
      await page.getByText('The line is encoded once too often').waitFor();

      // what was typed for the line serves the script
      await choose('Update script');
      await page.getByRole('button', { name: 'Script' }).click();
      await page.getByRole('option', { name: 'Register at Devices without a code' }).click();
      await page.getByRole('button', { name: 'Build' }).first().click();
      expect(await page.locator('pre').textContent()).toContain(`${line}\nconfig write`);

      await choose('Phone');
      await fill('Address of the phone', phone.url);
      await fill('User', phone.user);
      await page.getByLabel('Password', { exact: true }).fill(phone.password);
      await page.getByRole('button', { name: 'Show the form again' }).first().click();
      await page.getByText('The phone shows its form for the code again').waitFor();
      expect((await platform.command([{ phone: 1 }]))[0]?.state).toBe('prompt');
      expect(complaints).toEqual([]);
    } finally {
      await close();
      await platform.close();
    }
  });
});

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('jobs for phones in the $title', ({ missing, open }) => {
  it.skipIf(missing !== null)('are made by the keyboard, and a phone gets them at the update server', async () => {
    const { page, complaints, close } = await open();
    try {
      await page.evaluate(async () => {
        const { rollcall } = window;
        await rollcall.call('vault', 'open', { passphrase: 'correct horse battery staple' });
        await rollcall.call('rollouts', 'create', { name: 'Site' });
        const source = { name: 'users.csv', base64: btoa('name;login;model\nAnna;anna;IP112\n') };
        await rollcall.call('codes', 'importUsersSource', { rollout: 'Site', source, mapping: {}, sheet: '' });
        await rollcall.call('codes', 'issueOwn', {
          rollout: 'Site',
          users: 'all',
          category: 'IP Phone',
          validMs: 600_000,
        });
      });
      const field = (name: string) => page.getByLabel(name, { exact: true });
      const part = (name: string) => page.locator('.segment', { hasText: name });
      // A machine without a network has no address that phones could reach.
      await page.route('**/call/updateServer/state', async (route) => {
        const response = await route.fetch();
        const { result } = (await response.json()) as { readonly result: { readonly value: object } };
        const value = { ...result.value, addresses: [{ address: '127.0.0.1', name: 'lo' }] };
        await route.fulfill({ response, json: { result: { ...result, value } } });
      });
      await page.reload();
      await page.getByRole('button', { name: 'innovaphone' }).click();
      await part('Jobs').click();
      await page.getByText('No jobs yet').waitFor();
      await page.getByText('The update server is off.').waitFor();

      const main = page.getByRole('main');
      await main.getByRole('button', { name: 'New job' }).focus();
      await page.keyboard.press('Enter');
      const make = page.getByRole('dialog').getByRole('button', { name: 'Make software job' });
      expect(await make.isDisabled()).toBe(true);
      await field('Category').fill('IP Phone');
      await field('Model').fill('IP112');
      await field('Build number').fill('13.6.146');
      await page.getByText('Digits only: the build number of that very file').waitFor();
      await field('Address of the firmware file').fill('http://10.0.0.1/ip111.bin');
      await page.getByText('The file is called ip111.bin, and the model is IP112.').waitFor();
      expect(await make.isDisabled()).toBe(true);
      await field('Address of the firmware file').fill('http://10.0.0.1/ip112.bin');
      await field('Build number').fill('136146');
      await page.keyboard.press('Enter');
      await page.getByText('Job 1 is made.').waitFor();

      await main.getByRole('button', { name: 'New job' }).press('Enter');
      await part('Configuration').click();
      await page
        .getByLabel('Commands, one a line')
        .fill('config change PHONE SIG /gk-pwd hunter2\nPlease ring quietly');
      await page.getByText('doesn’t begin as commands do').waitFor();
      const [chooser] = await Promise.all([
        page.waitForEvent('filechooser'),
        page.getByRole('dialog').getByRole('button', { name: 'From a file' }).press('Enter'),
      ]);
      const commands = 'config change PHONE SIG /gk-pwd hunter2\r\nconfig change NTP0 /addr 10.0.0.1\r\n';
      await chooser.setFiles({ name: 'phone.txt', mimeType: 'text/plain', buffer: Buffer.from(commands) });
      await page.getByText('2 commands').waitFor();
      await page.getByRole('dialog').getByRole('button', { name: 'Make configuration job' }).press('Enter');
      await page.getByText('Job 2 is made.').waitFor();

      // The next one from it begins with what it holds, but for what is sealed; the same again is none.
      await page.getByRole('button', { name: 'Look at Software for IP112, IP Phone' }).press('Enter');
      await page.getByRole('button', { name: 'Make the next one from it' }).press('Enter');
      await field('Build number').press('Enter');
      await page.getByText('Job 1 holds the same already. Nothing was made.').waitFor();
      await page.getByRole('button', { name: 'Look at Configuration PHONE, every category' }).press('Enter');
      await page.getByRole('dialog').getByText('***', { exact: false }).first().waitFor();
      expect(await page.content()).not.toContain('hunter2');
      await page.keyboard.press('Escape');

      await main.getByRole('button', { name: 'To the update server' }).press('Enter');
      await field('Port').fill('0');
      await field('Hours for firmware').fill('22:00');
      await page.getByText('Hours from 0 to 23, such as').waitFor();
      const start = main.getByRole('button', { name: 'Start the update server' }).first();
      expect(await start.isDisabled()).toBe(true);
      await field('Hours for firmware').fill('22-5');
      await page.getByText('22:00–05:59').waitFor();
      await field('Minutes of rest after a start').fill('5');
      await start.press('Enter');
      await page.getByText('None is loaded until 5 minutes after a phone started.').waitFor();

      const { url, code } = await page.evaluate(async () => {
        const state = await window.rollcall.call('updateServer', 'state', {});
        const codes = await window.rollcall.call('codes', 'reveal', { rollout: 'Site', users: 'all' });
        if (!state.ok || state.value.running === null || !codes.ok) throw new Error('no server or no code');
        return { url: state.value.running.url.split('?')[0], code: codes.value.codes[0]?.code };
      });
      const ask = async (more: string) => (await fetch(`${url}?mac=009033aabbcc&type=IP112${more}`)).text();
      const script = await ask(`&x=${code}`);
      expect(script).toContain('config change PHONE SIG /gk-pwd hunter2\r\n');
      expect(await ask(`&CHECK=${/check ser (\S+)/.exec(script)?.[1]}`)).toMatch(
        /^mod cmd UP1 times \/allow 0,1,2,3,4,5,22,23 \/initial 5\r\nmod cmd UP0 prot .* 136146\r\n$/,
      );
      await part('Jobs').click();
      await page.getByRole('row', { name: /Configuration PHONE .* counts 1 1/ }).waitFor();
      await page.getByRole('button', { name: 'Look at Software for IP112, IP Phone' }).press('Enter');
      await page.getByRole('dialog').getByRole('row', { name: '00:90:33:AA:BB:CC IP112' }).waitFor();
      await page.keyboard.press('Escape');

      await page.getByRole('button', { name: 'Remove Configuration PHONE, every category' }).press('Enter');
      await page.getByRole('alertdialog').getByText('1 phone got it and keeps what it brought.').waitFor();
      await page.getByRole('alertdialog').getByRole('button', { name: 'Remove job' }).press('Enter');
      await page.getByRole('row', { name: /Configuration PHONE/ }).waitFor({ state: 'detached' });
      expect(complaints).toEqual([]);
    } finally {
      await close();
    }
  });
});
