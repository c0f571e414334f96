import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startPracticePlatform } from '../../electron/services/innovaphone/practice.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS } from './hosts.ts';

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
