import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElectronApplication } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import {
  BUILD_MS,
  buildOnce,
  closeHosts,
  type ElectronWindow,
  openInElectron,
  temporaryFolder,
  whyNoElectron,
} from './hosts.ts';

/** What the page's own code sees; scripts of these tests run there. */
declare const window: { readonly rollcall: RollcallBridge };

const MISSING = whyNoElectron();

// A window takes a second to open, and ten on a machine that does much else.
vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

beforeAll(buildOnce, BUILD_MS);
afterAll(closeHosts);

describe(MISSING === null ? 'Electron' : `Electron (skipped: ${MISSING})`, () => {
  const test = it.skipIf(MISSING !== null);
  let open: ElectronWindow | null = null;

  async function start(options: Parameters<typeof openInElectron>[0] = {}): Promise<ElectronWindow> {
    open = await openInElectron(options);
    return open;
  }

  afterEach(async () => {
    await open?.close();
    open = null;
  });

  test('keeps its page isolated and without Node', async () => {
    const { app } = await start();
    const preferences = await app.evaluate(({ BrowserWindow }) => {
      const [first] = BrowserWindow.getAllWindows();
      // Not in its types: what the page really got, after every default.
      const contents = first?.webContents as unknown as { getLastWebPreferences(): Record<string, unknown> };
      const { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag } = contents.getLastWebPreferences();
      return { sandbox, contextIsolation, nodeIntegration, webSecurity, webviewTag };
    });
    expect(preferences).toEqual({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  });

  test('goes nowhere else and opens nothing', async () => {
    const { app, page } = await start();
    for (const script of [
      "location.href = 'https://127.0.0.1:1/'",
      "location.href = 'app://bundle/index.html?elsewhere'",
      "location.href = 'file:///etc/passwd'",
      "window.open('app://bundle/')",
      "document.body.append(document.createElement('webview'))",
    ]) {
      await page.evaluate(script).catch(() => {});
      await page.waitForTimeout(100);
    }
    expect(page.url()).toBe('app://bundle/');
    expect(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test.each(['geolocation', 'notifications', 'camera', 'microphone', 'clipboard-read'])(
    'permits no %s',
    async (name) => {
      const { page } = await start();
      const state = await page.evaluate(
        `navigator.permissions.query({ name: '${name}' }).then(({ state }) => state, () => 'unknown')`,
      );
      expect(state).toBe('denied');
    },
  );

  test('requests nothing from the network, not even from its own process', async () => {
    const { app } = await start();
    const answer = await app.evaluate(({ session }) =>
      session.defaultSession.fetch('http://127.0.0.1:1/').then(
        () => 'answered',
        (error: Error) => error.message,
      ),
    );
    expect(answer).toContain('ERR_BLOCKED_BY_CLIENT');
  });

  test('serves only GET, only its own host, only what is a part', async () => {
    const { app } = await start();
    const statuses = await app.evaluate(async ({ session }) => {
      const ask = (url: string, method = 'GET') =>
        session.defaultSession.fetch(url, { method }).then(
          ({ status }) => status,
          (error: Error) => error.message,
        );
      return [
        await ask('app://bundle/index.html'),
        await ask('app://bundle/', 'POST'),
        await ask('app://elsewhere/index.html'),
        await ask('app://bundle/../../package.json'),
        await ask('app://bundle/%2e%2e/%2e%2e/package.json'),
        await ask('app://bundle/..%5c..%5cpackage.json'),
      ];
    });
    expect(statuses).toEqual([200, 403, 403, 404, 404, 404]);
  });

  test('puts a file where the person says, or nowhere', async () => {
    const { app, page } = await start();
    const path = join(temporaryFolder(), 'chosen.csv');
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (async () => ({ canceled: filePath === '', filePath })) as never;
    }, path);
    const save = () => page.evaluate(() => window.rollcall.saveFile('a.csv', new TextEncoder().encode('MAC;Raum')));
    expect(await save()).toBe(path);
    expect(readFileSync(path, 'utf8')).toBe('MAC;Raum');
    await app.evaluate(({ dialog }) => {
      dialog.showSaveDialog = (async () => ({ canceled: true, filePath: '' })) as never;
    });
    expect(await save()).toBeNull();
  });

  test('speaks the chosen language in its menus', async () => {
    const { app, page } = await start({ language: 'en' });
    const menus = () =>
      app.evaluate(
        ({ Menu }) =>
          Menu.getApplicationMenu()
            ?.items.map(({ label }) => label)
            .join() ?? '',
      );
    expect(await menus()).toBe('File,Edit,View,Rollout,Help');
    await page.evaluate(() => window.rollcall.call('settings', 'set', { language: 'de' }));
    await expect.poll(menus).toBe('Datei,Bearbeiten,Ansicht,Rollout,Hilfe');
  });

  test('opens where it was closed', async () => {
    const first = await start();
    const bounds = { x: 60, y: 50, width: 900, height: 600 };
    await first.app.evaluate(
      ({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted),
      bounds,
    );
    // The display moves a window when it gets to it, not at once.
    const boundsOf = (app: ElectronApplication) => () =>
      app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
    await expect.poll(boundsOf(first.app)).toEqual(bounds);
    await first.close();
    const { app } = await start({ data: first.data });
    await expect.poll(boundsOf(app)).toEqual(bounds);
  });

  test('loads a page again that broke down', async () => {
    const { app, page } = await start();
    await page.evaluate("window.intruder = 'still here'");
    const after = await app.evaluate(
      ({ BrowserWindow }) =>
        new Promise((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () =>
            resolve(contents.executeJavaScript('[typeof intruder, window.rollcall.host]')),
          );
          contents?.forcefullyCrashRenderer();
        }),
    );
    expect(after).toEqual(['undefined', 'electron']);
  });

  test('asks before it closes during a run, and stops it at a safe place', async () => {
    const { app, page } = await start();
    const practice = await page.evaluate(async () => {
      const { rollcall } = window;
      await rollcall.call('vault', 'open', { passphrase: 'practice only' });
      return rollcall.call('practice', 'start', {});
    });
    if (!practice.ok) throw new Error(JSON.stringify(practice.error));
    const { account, rollout, url } = practice.value;
    // Slow enough to be in the middle of it.
    const faults = JSON.stringify(['delay=300']);
    const told = await fetch(new URL('/practice/faults', url), { method: 'POST', body: faults });
    expect(told.ok).toBe(true);
    const questions = await app.evaluateHandle(({ dialog }) => {
      const asked: string[] = [];
      dialog.showMessageBox = (async (_window: unknown, { message }: { message: string }) => {
        asked.push(message);
        return { response: asked.length === 1 ? 1 : 0 };
      }) as never;
      return asked;
    });
    await page.evaluate(
      ({ account, rollout }) => {
        const wish = { rollout, account, action: 'check', url: '', provider: '', only: 'all' } as const;
        void window.rollcall.call('runs', 'plan', wish);
      },
      { account, rollout },
    );
    const close = () => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
    await close();
    await expect.poll(() => questions.evaluate((asked) => asked.length)).toBe(1);
    expect(page.isClosed()).toBe(false);
    const gone = new Promise<void>((resolve) => app.once('close', () => resolve()));
    await close();
    await gone;
    open = null;
  });
});
