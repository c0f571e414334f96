import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { buildOnce, closeHosts, HOSTS } from '../e2e/hosts.ts';
import { prepare, reachOf } from './reach.ts';
import { SCREENS } from './screens.ts';

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
  const { page, close } = await host.open();
  try {
    await prepare(page);
    for (const language of LANGUAGES) {
      for (const theme of THEMES) {
        await page.evaluate((settings) => window.rollcall.call('settings', 'set', settings), { language, theme });
        for (const { name, open, leave, readme } of screens) {
          const reach = await reachOf(page, language);
          // From the start each time: what one picture opened is not in the next.
          await page.reload();
          await page.locator('.frame').waitFor();
          await open(reach).catch((error: unknown) => {
            process.stderr.write(`${name} (${language}, ${theme}): ${String(error).split('\n')[0]}\n`);
          });
          await page.waitForTimeout(REST_MS);
          const picture = await page.screenshot();
          writeFileSync(join(FOLDER, `${name}-${language}-${theme}.png`), picture);
          if (options.readme && readme?.language === language && readme.theme === theme) {
            writeFileSync(join(ROOT, 'docs', `${readme.as}.png`), compress(picture));
          }
          await leave?.(reach);
        }
      }
    }
    process.stdout.write(`${screens.length * 4} pictures in ${FOLDER}\n`);
  } finally {
    // As a person would: the practice services end with it.
    await close();
    await closeHosts();
  }
}

/** Fewer colours: a third of the size, and nobody sees it. */
function compress(picture: Buffer): Buffer {
  try {
    return execFileSync('pngquant', ['--speed', '1', '--strip', '--quality', '70-95', '-'], { input: picture });
  } catch {
    return picture;
  }
}
