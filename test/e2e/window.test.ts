import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { BUILD_MS, buildOnce, closeHosts, HOSTS, type OpenOptions, type OpenWindow } from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

// A window takes a second to open, and ten on a machine that does much else.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

describe.each(HOSTS)('the window in $title', ({ name, missing, open }) => {
  const test = it.skipIf(missing !== null);
  const opened = new Set<OpenWindow>();

  async function start(options: OpenOptions = {}): Promise<OpenWindow> {
    const window = await open(options);
    opened.add(window);
    return window;
  }

  afterEach(async () => {
    for (const window of opened) await window.close();
    opened.clear();
  });

  /** Runs script text in the page's own world, as an attacker's script would; gives what it evaluates to. */
  function inPage(page: Page, script: string): Promise<unknown> {
    return page.evaluate(script);
  }

  test('opens, answers and complains of nothing', async () => {
    const { page, complaints, close } = await start();
    await page.locator('#root > *').first().waitFor();
    expect(await page.title()).toBe('Rollcall');
    const answer = await page.evaluate(() => window.rollcall.call('rollouts', 'list', {}));
    expect(answer).toEqual({ ok: true, value: { rollouts: [] } });
    expect(await page.evaluate(() => window.rollcall.host)).toBe(name === 'browser' ? 'browser' : 'electron');
    expect(complaints).toEqual([]);
    opened.clear();
    await close();
  });

  test('offers the page nothing but the bridge', async () => {
    const { page } = await start();
    expect(await inPage(page, 'Object.keys(window.rollcall).sort().join()')).toBe(
      'call,host,listen,platform,saveFile,watchHost',
    );
    expect(await inPage(page, 'window.rollcall = null; Object.isFrozen(window.rollcall)')).toBe(true);
    for (const name of ['require', 'process', 'module', 'Buffer', 'electron', 'ipcRenderer']) {
      expect(await inPage(page, `typeof ${name}`)).toBe('undefined');
    }
  });

  test('refuses unknown calls and junk', async () => {
    const { page } = await start();
    const rejected = (group: string, name: string) =>
      inPage(page, `window.rollcall.call('${group}', '${name}', {}).then(() => 'answered', () => 'rejected')`);
    expect(await rejected('rollouts', 'destroy')).toBe('rejected');
    expect(await rejected('constructor', 'name')).toBe('rejected');
    expect(await rejected('../pushes', 'list')).toBe('rejected');
    expect(await inPage(page, "window.rollcall.call('rollouts', 'create', { name: 7 })")).toMatchObject({
      ok: false,
      error: { words: 'input.bad-argument' },
    });
  });

  test('runs no script that is not its own and asks nobody else', async () => {
    const { page } = await start();
    await inPage(
      page,
      `(() => {
        window.violations = [];
        addEventListener('securitypolicyviolation', (event) => violations.push(event.effectiveDirective));
      })()`,
    );
    const violationsOf = async (script: string) => {
      await inPage(page, script);
      await page.waitForTimeout(100);
      return await inPage(page, 'violations.splice(0).sort().join()');
    };
    const element = (tag: string, fields: string) =>
      `document.body.append(Object.assign(document.createElement('${tag}'), ${fields}))`;
    expect(await violationsOf(element('script', "{ textContent: 'window.intruder = true' }"))).toBe('script-src-elem');
    expect(await violationsOf(element('script', "{ src: 'data:text/javascript,window.intruder=true' }"))).toBe(
      'script-src-elem',
    );
    expect(await violationsOf("document.body.setAttribute('onclick', 'intruder = true'); document.body.click()")).toBe(
      'script-src-attr',
    );
    expect(await violationsOf("fetch('https://127.0.0.1:1/').catch(() => {})")).toBe('connect-src');
    expect(await violationsOf("new WebSocket('wss://127.0.0.1:1/')")).toBe('connect-src');
    expect(await violationsOf(element('img', "{ src: 'https://127.0.0.1:1/pixel.png' }"))).toBe('img-src');
    expect(await violationsOf(element('iframe', "{ src: 'https://127.0.0.1:1/' }"))).toBe('frame-src');
    expect(await violationsOf(element('style', "{ textContent: 'body { color: red }' }"))).toBe('style-src-elem');
    expect(await violationsOf("setTimeout('window.intruder = true', 0)")).toBe('script-src');
    expect(await inPage(page, 'typeof intruder')).toBe('undefined');
  });

  test('keeps what was done over a restart, and over a kill', async () => {
    const first = await start();
    await first.page.evaluate(() => window.rollcall.call('rollouts', 'create', { name: 'Site A' }));
    opened.clear();
    await first.kill();
    const second = await start({ data: first.data });
    const answer = await second.page.evaluate(() => window.rollcall.call('rollouts', 'list', {}));
    expect(answer).toMatchObject({ ok: true, value: { rollouts: [{ name: 'Site A' }] } });
  });

  test('speaks the language of the system', async () => {
    const { page } = await start({ language: 'de' });
    await page.locator('#root > *').first().waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('de');
  });
});

describe.each(HOSTS.filter((host) => host.name === 'browser'))('only in the $title', ({ missing, open }) => {
  const test = it.skipIf(missing !== null);

  test('a file is a download, and its address opens one window only', async () => {
    const { page, close } = await open();
    const download = page.waitForEvent('download');
    await page.evaluate(() => window.rollcall.saveFile('Übergabe.csv', new TextEncoder().encode('MAC;Raum')));
    const file = await download;
    expect(file.suggestedFilename()).toBe('Übergabe.csv');
    expect(readFileSync(await file.path(), 'utf8')).toBe('MAC;Raum');
    await page.reload();
    await page.locator('#root > *').first().waitFor();
    await close();
  });
});
