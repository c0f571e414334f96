import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import type { Reach } from './screens.ts';

/** What the page's own code sees; scripts of these pictures run there. */
declare const window: { readonly rollcall: RollcallBridge };

const MESSY_LIST = join(import.meta.dirname, '../../assets/samples/messy-500.csv');

/** Brings practice data: a run that ended, one that stands still, a rollout without a run. */
export async function prepare(page: Page): Promise<void> {
  await page.evaluate(bringData, readFileSync(MESSY_LIST, 'base64'));
}

/** Runs in the page. */
async function bringData(list: string): Promise<void> {
  const { rollcall } = window;
  await rollcall.call('vault', 'open', { passphrase: 'correct horse battery staple' });
  const started = await rollcall.call('practice', 'start', {});
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { account } = started.value;
  const url = 'https://pbx.example.net/prov/%MACD.xml';
  const plan = async (rollout: string) => {
    const wish = { rollout, account, action: 'register', url, provider: '', only: 'all', rows: false } as const;
    const planned = await rollcall.call('runs', 'plan', wish);
    if (!planned.ok) throw new Error(JSON.stringify(planned.error));
    return planned.value.plan;
  };
  await rollcall.call('runs', 'start', { plan: await plan(started.value.rollout) });
  await rollcall.call('rollouts', 'create', { name: 'Town hall' });
  const source = { name: 'town-hall.csv', base64: list };
  await rollcall.call('lists', 'importSource', {
    rollout: 'Town hall',
    source,
    mapping: {},
    sheet: '',
    language: 'en',
  });
  // One after the other, so that there is time to stop it.
  await rollcall.call('accounts', 'edit', { name: account, batch: 1, concurrency: 1 });
  const townHall = await plan('Town hall');
  const stop = rollcall.listen('progress', ({ phase, done }) => {
    if (phase === 'run' && done > 0) rollcall.call('runs', 'stop', { mode: 'keep' });
  });
  await rollcall.call('runs', 'start', { plan: townHall });
  stop();
  const rows = Array.from({ length: 18 }, (_, index) => `7C2F80AA${String(1000 + index)};${index + 1};Maxwell 4`);
  await rollcall.call('rollouts', 'create', { name: 'School, north wing' });
  await rollcall.call('lists', 'importSource', {
    rollout: 'School, north wing',
    source: { name: 'school.csv', base64: btoa(`MAC;Room;Model\n${rows.join('\n')}\n`) },
    mapping: {},
    sheet: '',
    language: 'en',
  });
  await rollcall.call('rollouts', 'create', { name: 'Fire station' });
}

/** How screens are reached in a window that speaks this language. */
export async function reachOf(page: Page, language: 'de' | 'en'): Promise<Reach> {
  const { words } = (await import(`../../renderer/locales/${language}.ts`)) as { readonly words: unknown };
  const say: Reach['say'] = (key, values = {}) => {
    const text = ['ui', ...key.split('.')].reduce<unknown>(
      (tree, part) => (typeof tree === 'object' && tree !== null ? (tree as Record<string, unknown>)[part] : undefined),
      words,
    );
    if (typeof text !== 'string') throw new Error(`The window has no text ${key}.`);
    return text.replaceAll(/\{\{(\w+)\}\}/g, (_all, name: string) => String(values[name] ?? ''));
  };
  const go = async (place: string) => {
    const rail = page.getByRole('navigation', { name: say('frame.rail') });
    await rail.getByRole('button', { name: say(`frame.${place}`), exact: true }).click();
  };
  return {
    page,
    say,
    go,
    openRollout: async (rollout, tab) => {
      const recent = page.locator('.rail-item', { has: page.getByText(rollout, { exact: true }) });
      if (await recent.isVisible()) {
        await recent.click();
      } else {
        await go('rollouts');
        await page.getByRole('main').getByRole('button', { name: rollout, exact: true }).click();
      }
      if (tab !== undefined)
        await page
          .locator('.tab')
          .filter({ hasText: say(`tab.${tab}`) })
          .click();
    },
    drop: async (name, content) => {
      // As a text: these tests have no DOM in their types.
      const data = await page.evaluateHandle(`(() => {
        const transfer = new DataTransfer();
        transfer.items.add(new File([${JSON.stringify(content)}], ${JSON.stringify(name)}));
        return transfer;
      })()`);
      await page.dispatchEvent('body', 'drop', { dataTransfer: data });
    },
  };
}
