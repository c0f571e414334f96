import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { prepare, reachOf } from '../screenshots/reach.ts';
import { type Reach, SCREENS, type Screen } from '../screenshots/screens.ts';
import { focusSeen, unreachable, violations } from './accessibility.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

// Many screens pass through one window.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

const SIZE = { width: 1366, height: 768 } as const;
/** The same window at 200 %. */
const ZOOMED = { width: 683, height: 384 } as const;
const LANGUAGES = ['en', 'de'] as const;
const THEMES = ['light', 'dark'] as const;

/** What a window shows that was never used. */
const FIRST: readonly Screen[] = [
  { name: 'no rollouts', open: ({ go }) => go('rollouts') },
  { name: 'no accounts', open: ({ go }) => go('accounts') },
  { name: 'no activity', open: ({ go }) => go('activity') },
  {
    name: 'a new passphrase',
    open: async ({ go, page, say }) => {
      await go('settings');
      await page.locator('.segment', { hasText: say('settings.passphrase') }).click();
      await page.locator('input[type=password]').first().waitFor();
    },
  },
];

/** What a window shows after a restart, when the passwords are behind a passphrase and the practice service is gone. */
const LATER: readonly Screen[] = [
  { name: 'locked accounts', open: ({ go }) => go('accounts') },
  { name: 'locked settings', open: ({ go }) => go('settings') },
  { name: 'a locked plan', open: ({ openRollout }) => openRollout('Practice', 'run') },
  { name: 'a locked run', open: ({ openRollout }) => openRollout('Town hall', 'run') },
  {
    name: 'an account that fails its test',
    open: async ({ go, page, say }) => {
      await page.evaluate(() => window.rollcall.call('vault', 'open', { passphrase: 'correct horse battery staple' }));
      await page.reload();
      await go('accounts');
      await page.getByRole('button', { name: say('accounts.test'), exact: true }).click();
      await page.locator('.doctor').waitFor();
    },
  },
];

/** Those of the main job, looked at in both themes, and in Electron too: another Chromium, another font. */
const IN_BOTH = ['rollouts', 'account-tested', 'import-preview', 'devices-edited', 'device-story', 'plan', 'palette'];

/** Each with its place, which decides on its language: those of one language follow one another. */
const named = (screens: readonly Screen[]) => {
  const all = screens.map((screen, at) => [screen.name, screen, at] as const);
  return LANGUAGES.flatMap((_language, which) => all.filter(([, , at]) => at % 2 === which));
};

/** Closes what lies over the screen, and leaves the screen itself: the next one begins anew. Runs in the page. */
const CLEAR = `(async () => {
  const frame = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const top = '[role=dialog], [role=alertdialog], [role=menu], [role=listbox]';
  for (let left = 5; document.querySelector(top) !== null; left -= 1) {
    if (left === 0) return false;
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }));
    await frame();
  }
  // Nobody looks at both in a row: a screen that is shown already would stay as it is.
  document.querySelectorAll('.rail-item')[3].click();
  await frame();
  return true;
})()`;

/** One window that goes from screen to screen. */
class Visit {
  readonly #page: Page;
  #language: (typeof LANGUAGES)[number] | null = null;
  /** Whether the screen before was left as it should be: it need not be loaded anew then. */
  #isClear = false;

  constructor({ page }: OpenWindow) {
    this.#page = page;
    page.setDefaultTimeout(30_000);
  }

  /** Opens a screen; languages and themes change so that every pair occurs. */
  async open(screen: Screen, at: number): Promise<Reach> {
    const language = LANGUAGES[at % 2] ?? 'en';
    const isOther = language !== this.#language;
    const isClear = this.#isClear && !isOther && (await this.#clear());
    this.#isClear = false;
    if (isOther) {
      this.#language = language;
      await this.#page.evaluate((chosen) => window.rollcall.call('settings', 'set', { language: chosen }), language);
    }
    await this.#page.emulateMedia({ colorScheme: THEMES[Math.floor(at / 2) % 2] ?? 'light' });
    if (!isClear) await this.#page.reload();
    await this.#page.locator(`html[lang=${language}] .frame`).waitFor();
    const reach = await reachOf(this.#page, language);
    await screen.open(reach);
    await this.rest();
    return reach;
  }

  async #clear(): Promise<boolean> {
    await this.#page.locator('.frame').waitFor();
    return (await this.#page.evaluate(CLEAR)) === true;
  }

  /** Leaves a screen so that the next one need not be loaded anew. */
  async leave(screen: Screen, reach: Reach): Promise<void> {
    await screen.leave?.(reach);
    this.#isClear = true;
  }

  /** Waits until what is shown has come: two frames and nothing more to be loaded. */
  async rest(): Promise<void> {
    await this.#page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
    await this.#page.locator('main .skeleton').first().waitFor({ state: 'detached' });
  }

  /** Everything that is to be right about each screen. */
  async check({ name }: Screen, at: number): Promise<void> {
    const page = this.#page;
    expect.soft(await violations(page)).toEqual([]);
    if (IN_BOTH.includes(name)) {
      await page.emulateMedia({ colorScheme: THEMES[(Math.floor(at / 2) + 1) % 2] ?? 'dark' });
      expect.soft(await violations(page, ['color-contrast']), 'in the other theme').toEqual([]);
    }
    // Screens that follow one another are much alike.
    if (at % 3 !== 0) return;
    await page.setViewportSize(ZOOMED);
    await this.rest();
    expect.soft(await unreachable(page), 'at 200 %').toEqual([]);
    await page.setViewportSize(SIZE);
  }
}

describe.each(HOSTS.filter(({ name }) => name === 'browser'))('accessibility in the $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  let opened: OpenWindow;
  let visit: Visit;
  let prepared: Promise<void> | null = null;

  function bringData(): Promise<void> {
    prepared ??= missing === null ? prepare(opened.page) : Promise.resolve();
    return prepared;
  }

  async function start(data?: string): Promise<void> {
    opened = await open(data === undefined ? {} : { data });
    visit = new Visit(opened);
  }

  async function look(screen: Screen, at: number): Promise<void> {
    const reach = await visit.open(screen, at);
    try {
      await visit.check(screen, at);
    } finally {
      await visit.leave(screen, reach);
    }
  }

  beforeAll(() => (missing === null ? start() : undefined));
  // As a person would: the practice services end with it.
  afterAll(() => (missing === null ? opened.close() : undefined));

  describe('at the first start', () => {
    test.each(named(FIRST))('%s', (_name, screen, at) => look(screen, at));
  });

  describe('at work', () => {
    beforeAll(bringData);
    test.each(named(SCREENS))('%s', (_name, screen, at) => look(screen, at));
  });

  describe('for eyes and hands that need more', () => {
    beforeAll(bringData);
    const screenOf = (name: string): Screen =>
      SCREENS.find((screen) => screen.name === name) ?? expect.fail(`There is no screen ${name}.`);

    test.each(['settings', 'devices', 'run', 'import-preview'])(
      'one sees where the focus is on “%s” at 200 %, on each stop of the tabulator',
      async (name) => {
        const screen = screenOf(name);
        const reach = await visit.open(screen, 0);
        const { page } = opened;
        await page.setViewportSize(ZOOMED);
        await visit.rest();
        const lost: string[] = [];
        const seen = new Set<string>();
        for (let stop = 0; stop < 40; stop += 1) {
          await page.keyboard.press('Tab');
          const focus = await focusSeen(page);
          // Once around, over what is outside of the page.
          if (focus.name.startsWith('BODY')) break;
          seen.add(focus.name);
          if (!focus.isSeen) lost.push(focus.name);
        }
        expect(lost).toEqual([]);
        expect(seen.size).toBeGreaterThan(5);
        await page.setViewportSize(SIZE);
        await screen.leave?.(reach);
      },
    );

    test('with forced colours nothing hangs on a background or a shadow', async () => {
      const { page } = opened;
      await page.emulateMedia({ forcedColors: 'active' });
      await visit.open(screenOf('devices'), 0);
      await page.getByRole('row').nth(3).waitFor();
      await page.getByRole('grid').focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('ArrowDown');
      // Where the keyboard is, which row is selected, which tab is open: each has an outline of its own.
      const outlines = (selector: string) =>
        page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).outlineStyle`);
      expect(await outlines('.grid-cell.active')).toBe('dotted');
      expect(await outlines('.grid-row[aria-selected=true]')).toBe('solid');
      expect(await outlines('.grid-body .grid-row[aria-selected=false]')).toBe('none');
      expect(await outlines('.tab[aria-current]')).toBe('solid');
      // Each outcome keeps its shape and its word.
      const marks = await page.locator('.grid .mark').evaluateAll((found) =>
        found.map((mark) => {
          const { textContent, children } = mark as unknown as { textContent: string; children: { length: number } };
          return { textContent, children: children.length };
        }),
      );
      expect(marks.length).toBeGreaterThan(10);
      expect(marks.filter(({ textContent, children }) => textContent === '' || children === 0)).toEqual([]);
      await page.getByRole('grid').press('Enter');
      await page.locator('.story-edge').focus();
      expect(await outlines('.story-edge')).toBe('solid');
      await page.emulateMedia({ forcedColors: 'none' });
    });

    test('with reduced motion nothing moves, and else something does', async () => {
      const { page } = opened;
      const going = screenOf('run-going');
      const reach = await visit.open(going, 0);
      const moving = async () =>
        (await page.evaluate(
          `document.getAnimations().filter((each) => each.playState === 'running' && each.effect.getComputedTiming().activeDuration > 17).length`,
        )) as number;
      await page.locator('.rail').getByText('School, north wing').click();
      await page.locator('.mark.running .arc').first().waitFor();
      expect(await moving()).toBeGreaterThan(0);
      await page.emulateMedia({ reducedMotion: 'reduce' });
      expect(await moving()).toBe(0);
      await page.locator('.strip .link').click();
      await page.locator('.big-progress').waitFor();
      expect(await moving()).toBe(0);
      await going.leave?.(reach);
      await page.emulateMedia({ reducedMotion: 'no-preference' });
    });

    test('the grid tells how many rows there are and at which one is, wherever one scrolls', async () => {
      const { page } = opened;
      const reach = await visit.open(screenOf('rollouts'), 0);
      await reach.openRollout('Town hall', 'devices');
      const grid = page.getByRole('grid');
      await page.getByRole('row').nth(5).waitFor();
      expect(await grid.getAttribute('aria-rowcount')).toBe('471');
      const active = async () => {
        const id = await grid.getAttribute('aria-activedescendant');
        const row = page.getByRole('row').filter({ has: page.locator(`[id="${id}"]`) });
        return { index: await row.getAttribute('aria-rowindex'), selected: await row.getAttribute('aria-selected') };
      };
      await grid.focus();
      expect(await active()).toEqual({ index: '2', selected: 'false' });
      await page.keyboard.press('Control+End');
      await expect.poll(active).toEqual({ index: '471', selected: 'false' });
      // A row that is still fetched can't be selected.
      await page.locator('.grid-row:not(.coming)[aria-rowindex="471"]').waitFor();
      await page.keyboard.press('Space');
      await expect.poll(active).toEqual({ index: '471', selected: 'true' });
      await page.keyboard.press('Control+Home');
      await page.keyboard.press('ArrowUp');
      await expect.poll(active).toEqual({ index: '1', selected: null });
    });
  });

  describe('after a restart', () => {
    beforeAll(async () => {
      await bringData();
      if (missing !== null) return;
      await opened.close();
      await start(opened.data);
    });
    test.each(named(LATER))('%s', (_name, screen, at) => look(screen, at));
  });
});

describe.each(HOSTS.filter(({ name }) => name === 'Electron'))('accessibility in $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);
  let opened: OpenWindow;
  let visit: Visit;

  beforeAll(async () => {
    if (missing !== null) return;
    opened = await open();
    await prepare(opened.page);
    visit = new Visit(opened);
  });
  afterAll(() => (missing === null ? opened.close() : undefined));

  test.each(named(SCREENS.filter(({ name }) => IN_BOTH.includes(name))))('%s', async (_name, screen, at) => {
    const reach = await visit.open(screen, at);
    expect(await violations(opened.page)).toEqual([]);
    await visit.leave(screen, reach);
  });
});
