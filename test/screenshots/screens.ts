import type { Page } from 'playwright-core';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';

/** What the page's own code sees; scripts of these pictures run there. */
declare const window: { readonly rollcall: RollcallBridge };

/** How a screen is reached, in the language it is shown in. */
export interface Reach {
  readonly page: Page;
  /** A text of the window by its key below `ui`: `frame.accounts`. */
  readonly say: (key: string) => string;
  /** Opens a rollout at one of its tabs. */
  readonly openRollout: (rollout: string, tab?: string) => Promise<void>;
  /** Goes to one of the places in the rail. */
  readonly go: (place: string) => Promise<void>;
  /** Drops a file on the window. */
  readonly drop: (name: string, content: string) => Promise<void>;
}

/** One picture. */
export interface Screen {
  /** Its file name, without language, theme and ending. */
  readonly name: string;
  readonly open: (reach: Reach) => Promise<void>;
  /** Under which name in `docs/`, and how, it stands in the README. */
  readonly readme?: { readonly as: string; readonly language: 'de' | 'en'; readonly theme: 'light' | 'dark' };
}

/** A list with what lists have wrong. */
export const MESSY =
  'MAC;Raum;Benutzer\n7C2F80000001;1.01;Ada\n7C2F8000000O;1.02;Grace\n7C2F80000001;1.03;Edsger\nkeine;1.04;\n';

/** A rollout file that differs in some fields from the practice rollout. */
export const HANDOVER = JSON.stringify({
  format: 'rollcall-rollout',
  version: 1,
  savedAt: '2026-03-01T10:00:00.000Z',
  rollout: 'Practice',
  devices: [
    { mac: '7c2f8020e5fa', room: 'EG 0.99', user: 'Ada Lovelace', secretsLeftOut: 1 },
    { mac: '7c2f804e8db4', note: 'behind the cupboard' },
    { mac: '7c2f80ffff01', room: '4.01', model: 'Maxwell 3' },
  ],
});

/**
 * Every screen there is a picture of, at 1366x768, in both languages and themes.
 *
 * Each begins where the one before it ended, without dialogs; a line more is a picture more.
 */
export const SCREENS: readonly Screen[] = [
  { name: 'rollouts', open: ({ go }) => go('rollouts'), readme: { as: 'rollouts', language: 'en', theme: 'light' } },
  {
    name: 'new-rollout',
    open: async ({ page, go, say }) => {
      await go('rollouts');
      await page.getByRole('button', { name: say('rollouts.new') }).click();
    },
  },
  {
    name: 'open-rollcall-file',
    open: async ({ go, drop, page }) => {
      await go('rollouts');
      await drop('Practice.rollcall', HANDOVER);
      await page.getByRole('dialog').getByRole('table').waitFor();
    },
  },
  {
    name: 'list-dropped',
    open: async ({ go, drop }) => {
      await go('rollouts');
      await drop('Rathaus 2. OG.csv', MESSY);
    },
  },
  { name: 'accounts', open: ({ go }) => go('accounts') },
  {
    name: 'account-new',
    open: async ({ page, go, say }) => {
      await go('accounts');
      await page
        .getByRole('button', { name: say('accounts.add') })
        .first()
        .click();
    },
  },
  { name: 'activity', open: ({ go }) => go('activity') },
  { name: 'settings', open: ({ go }) => go('settings') },
  { name: 'devices', open: ({ openRollout }) => openRollout('Practice', 'devices') },
  {
    name: 'device-story',
    open: async ({ page, openRollout }) => {
      await openRollout('Practice', 'devices');
      await page.getByRole('grid').getByRole('row').nth(3).click();
      await page.keyboard.press('Enter');
    },
    readme: { as: 'devices', language: 'en', theme: 'light' },
  },
  { name: 'import', open: ({ openRollout }) => openRollout('Practice', 'import') },
  {
    name: 'import-preview',
    open: async ({ openRollout, drop, page, say }) => {
      await openRollout('Practice', 'devices');
      await drop('phones.csv', MESSY);
      await page.getByRole('button', { name: say('import.other') }).waitFor();
    },
    readme: { as: 'import', language: 'de', theme: 'dark' },
  },
  { name: 'run', open: ({ openRollout }) => openRollout('Practice', 'run') },
  {
    name: 'plan',
    open: async ({ page, openRollout }) => {
      await page.evaluate(async () => {
        const wish = { rollout: 'School, north wing', account: 'Practice Gigaset', provider: '', only: 'all' } as const;
        const url = 'https://pbx.example.net/prov/%MACD.xml';
        await window.rollcall.call('runs', 'plan', { ...wish, action: 'register', url, rows: false });
      });
      await openRollout('School, north wing', 'run');
    },
    readme: { as: 'plan', language: 'en', theme: 'light' },
  },
  { name: 'scan', open: ({ openRollout }) => openRollout('Practice', 'scan') },
  { name: 'ownership', open: ({ openRollout }) => openRollout('Practice', 'ownership') },
  { name: 'report', open: ({ openRollout }) => openRollout('Practice', 'report') },
  { name: 'run-interrupted', open: ({ openRollout }) => openRollout('Town hall', 'run') },
  {
    name: 'palette',
    open: async ({ page, go }) => {
      await go('rollouts');
      await page.keyboard.press('Control+k');
    },
  },
  {
    name: 'shortcuts',
    open: async ({ page, go }) => {
      await go('rollouts');
      await page.keyboard.press('?');
    },
  },
];
