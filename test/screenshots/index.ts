import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { buildOnce, closeHosts, HOSTS } from '../e2e/hosts.ts';
import { type Reach, SCREENS } from './screens.ts';

/*
 * Takes a picture of every screen: npm run screenshots [-- --only NAME] [--readme]
 *
 * They go into docs/screenshots, which git leaves alone. With --readme those that the README shows go into docs/ too,
 * compressed with pngquant where that is installed.
 */

declare const window: { readonly rollcall: RollcallBridge };

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = join(ROOT, 'docs/screenshots');
const LANGUAGES = ['en', 'de'] as const;
const THEMES = ['light', 'dark'] as const;
/** How long what moves may take to come to rest, in milliseconds. */
const REST_MS = 350;

const { values: options } = parseArgs({
  options: { only: { type: 'string', default: '' }, readme: { type: 'boolean', default: false } },
});

await takePictures();

async function takePictures(): Promise<void> {
  const host = HOSTS.find(({ name }) => name === 'browser');
  if (host === undefined || host.missing !== null) throw new Error(host?.missing ?? 'There is no browser host.');
  await buildOnce();
  mkdirSync(FOLDER, { recursive: true });
  const screens = SCREENS.filter(({ name }) => options.only === '' || name === options.only);
  const { page } = await host.open();
  try {
    const list = readFileSync(join(ROOT, 'assets/samples/messy-500.csv'), 'base64');
    await page.evaluate(prepare, list);
    for (const language of LANGUAGES) {
      const words: unknown = await import(`../../renderer/locales/${language}.ts`);
      for (const theme of THEMES) {
        await page.evaluate((settings) => window.rollcall.call('settings', 'set', settings), { language, theme });
        for (const { name, open, readme } of screens) {
          // From the start each time: what one picture opened is not in the next.
          await page.reload();
          await page.locator('.frame').waitFor();
          await open(reachOf(page, words)).catch((error: unknown) => {
            process.stderr.write(`${name} (${language}, ${theme}): ${String(error).split('\n')[0]}\n`);
          });
          await page.waitForTimeout(REST_MS);
          const picture = await page.screenshot();
          writeFileSync(join(FOLDER, `${name}-${language}-${theme}.png`), picture);
          if (options.readme && readme?.language === language && readme.theme === theme) {
            writeFileSync(join(ROOT, 'docs', `${readme.as}.png`), compress(picture));
          }
        }
      }
    }
    process.stdout.write(`${screens.length * 4} pictures in ${FOLDER}\n`);
  } finally {
    await closeHosts();
  }
}

/** Brings practice data: a run that ended, one that stands still, a rollout without a run. Runs in the page. */
async function prepare(list: string): Promise<void> {
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

function reachOf(page: Reach['page'], module: unknown): Reach {
  const { words } = module as { readonly words: unknown };
  const say = (key: string): string => {
    const text = ['ui', ...key.split('.')].reduce<unknown>(
      (tree, part) => (typeof tree === 'object' && tree !== null ? (tree as Record<string, unknown>)[part] : undefined),
      words,
    );
    if (typeof text !== 'string') throw new Error(`The window has no text ${key}.`);
    return text;
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
      await go('rollouts');
      await page.getByRole('main').getByRole('button', { name: rollout, exact: true }).click();
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

/** Fewer colours: a third of the size, and nobody sees it. */
function compress(picture: Buffer): Buffer {
  try {
    return execFileSync('pngquant', ['--speed', '1', '--strip', '--quality', '70-95', '-'], { input: picture });
  } catch {
    return picture;
  }
}
