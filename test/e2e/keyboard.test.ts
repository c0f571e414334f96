import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { BUILD_MS, buildOnce, closeHosts, HOSTS } from './hosts.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

/** Most stops of the tabulator that a screen may have before what is wanted. */
const MOST_STOPS = 45;

/** Hands that have no mouse. */
class Keys {
  readonly #page: Page;

  constructor(page: Page) {
    this.#page = page;
  }

  /** Presses keys, one after the other; after each the focus is somewhere. */
  async press(...keys: readonly string[]): Promise<void> {
    for (const key of keys) {
      await this.#page.keyboard.press(key);
      await this.focusIsKept(key);
    }
  }

  /** Waits a frame or two at most: whoever closes something gives the focus back in the next one. */
  async focusIsKept(after: string): Promise<void> {
    await expect
      .poll(() => this.#page.evaluate('document.activeElement.localName'), {
        message: `the focus after ${after}`,
        interval: 20,
        timeout: 5_000,
      })
      .not.toBe('body');
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Goes from stop to stop until one is called so. */
  async tabTo(name: string | RegExp): Promise<void> {
    const passed: string[] = [];
    for (let stop = 0; stop < MOST_STOPS; stop += 1) {
      await this.press('Tab');
      const focused = await this.focusedName();
      if (typeof name === 'string' ? focused === name : name.test(focused)) return;
      passed.push(focused);
    }
    expect.fail(`Tab doesn't come to ${String(name)}, but to: ${passed.join(' | ')}`);
  }

  async focusedName(): Promise<string> {
    return (await this.#page.evaluate(`(() => {
      const { activeElement } = document;
      const label = activeElement.labels?.[0]?.textContent;
      return (activeElement.getAttribute('aria-label') ?? label ?? activeElement.textContent).trim();
    })()`)) as string;
  }

  /** Waits until a text is shown; the focus stays somewhere while it comes. */
  async sees(text: string | RegExp): Promise<void> {
    await this.#page.getByText(text).first().waitFor();
    await this.focusIsKept(`“${String(text)}” came`);
  }
}

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('with the keyboard alone in the $title', (host) => {
  const test = it.skipIf(host.missing !== null);

  test('one comes from the first start over practice, filter, selection, edit, plan and run to undo and export', async () => {
    const { page, complaints, close } = await host.open();
    onTestFinished(close);
    const keys = new Keys(page);
    await page.getByRole('heading', { name: 'No rollouts yet' }).waitFor();

    // The keyboard begins in the screen; the places are before it.
    await keys.press('Tab');
    expect(await keys.focusedName()).toBe('New rollout');
    await keys.tabTo('Try it with practice services');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Make the plan for 24 phones' }).waitFor();
    await keys.focusIsKept('the practice services started');

    await keys.press('Control+k');
    await keys.type('practice dev');
    await keys.press('Enter');
    await page.getByRole('row').nth(5).waitFor();
    await keys.focusIsKept('the palette closed');

    await keys.press('/');
    expect(await keys.focusedName()).toBe('Filter');
    await keys.type('weiß');
    await page.getByText(/^\d+ of 24 phones$/).waitFor();
    await keys.press('Control+a', 'Delete');
    await page.getByText('24 phones', { exact: true }).waitFor();

    await keys.tabTo('Devices of Practice');
    await keys.press('Control+Home', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown', 'Shift+ArrowDown');
    await keys.sees('4 selected');
    await keys.press('ArrowDown', 'ArrowDown', 'Space');
    await keys.sees('5 selected');

    await keys.press('Home');
    const header = await page.getByRole('columnheader').allTextContents();
    for (let column = 0; column < header.indexOf('Room'); column += 1) await keys.press('ArrowRight');
    await keys.press('F2');
    expect(await keys.focusedName()).toBe('Room');
    await keys.press('Control+a');
    await keys.type('Attic 7');
    await keys.press('Enter');
    await page.getByRole('gridcell', { name: 'Attic 7' }).waitFor();
    expect(await keys.focusedName()).toBe('Devices of Practice');
    await keys.press('F2');
    await keys.type('not this');
    await keys.press('Escape');
    expect(await page.getByRole('gridcell', { name: 'Attic 7' }).count()).toBe(1);

    await keys.press('Enter');
    await page.locator('.story').waitFor();
    await keys.press('Escape');
    await page.locator('.story').waitFor({ state: 'detached' });

    // The same key leads from each step to the next.
    const isReady = (name: RegExp) =>
      page.locator('.screen-head').getByRole('button', { name, disabled: false }).waitFor();
    await keys.press('Control+Enter');
    await keys.sees('Make the plan for 5 phones');
    await keys.press('Control+Enter');
    await isReady(/^Register \d phones$/);
    await keys.focusIsKept('the plan was made');
    await keys.press('Control+Enter');
    await keys.sees('Run 1 has ended');

    await keys.tabTo('Undo');
    await keys.press('Enter');
    await isReady(/^Put \d phones back$/);
    await keys.focusIsKept('the undo was planned');
    await keys.press('Control+Enter');
    await keys.sees('Run 2 has ended');

    await keys.press('Control+Enter');
    await page.getByRole('row').nth(5).waitFor();
    await keys.focusIsKept('the devices came');
    await keys.tabTo('Export');
    await keys.press('Enter');
    const downloading = page.waitForEvent('download');
    await keys.press('ArrowDown', 'Enter');
    const file = await downloading;
    expect(file.suggestedFilename()).toMatch(/\.csv$/);
    expect(readFileSync(await file.path(), 'utf8')).toContain('Attic 7');
    await keys.focusIsKept('the export');
    expect(complaints).toEqual([]);
  });

  test('one imports a list, mends its rows and takes phones out again', async () => {
    const { page, complaints, close } = await host.open();
    onTestFinished(close);
    const keys = new Keys(page);
    await page.getByRole('heading', { name: 'No rollouts yet' }).waitFor();
    await keys.press('Control+Enter');
    await page.getByRole('dialog').waitFor();
    await keys.type('Attic');
    await keys.press('Enter');
    await page.getByText('Drop a list here').waitFor();
    await keys.tabTo(/^Or paste/);
    await keys.type('7C2F80000001;1.01\n7C2F8000000O;1.02\n7C2F8000000I;1.03\n7C2F80000004;1.04\n');
    await keys.tabTo('Look at it');
    await keys.press('Enter');
    await page.getByRole('button', { name: 'Import 2 phones' }).waitFor();
    await keys.focusIsKept('the preview came');
    for (const [button, phones] of [
      [/^Take 7C:2F:80:00:00:00/, 3],
      [/^Take 7C:2F:80:00:00:01/, 3],
    ] as const) {
      await keys.tabTo(button);
      await keys.press('Enter');
      await keys.sees(`Import ${phones} phones`);
    }
    await keys.press('Control+Enter');
    await keys.sees(/phones imported\./);
    await keys.press('Control+Enter');
    await page.getByRole('row').nth(2).waitFor();
    await keys.tabTo('Devices of Attic');
    await keys.press('Control+a');
    await keys.sees('3 selected');
    await keys.press('Delete');
    await page.getByRole('alertdialog').waitFor();
    await keys.tabTo(/^Take out/);
    await keys.press('Enter');
    await page.getByText('No phones yet').waitFor();
    await keys.focusIsKept('the phones were taken out');
    expect(complaints).toEqual([]);
  });
});
