import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, safeStorage, session, shell } from 'electron';
import { CHANNELS } from '../../shared/contract/channels.ts';
import type { Pushes } from '../../shared/contract/contract.ts';
import type { WindowSettings } from '../../shared/contract/settings.ts';
import type { Result } from '../../shared/result.ts';
import { defaultDataFolder, openKeychain } from '../api/index.ts';
import { type Emit, openForWindow, type WindowApi } from '../api/open-for-window.ts';
import { Bundle } from '../bundle/bundle.ts';
import { LogFile } from '../log/log-file.ts';
import { registerAppScheme, serveAppProtocol } from './app-protocol.ts';
import { Appearance } from './appearance.ts';
import { askToClose, askToOpen, askToSave } from './ask.ts';
import { registerIpc } from './ipc.ts';
import { JobSigns } from './job-signs.ts';
import { AppMenu } from './menu.ts';
import { isRolloutFile, OpenedFiles, rolloutFileOf } from './opened-files.ts';
import { dataFolderOf } from './options.ts';
import { printWithElectron } from './print.ts';
import { restrictEveryPage, restrictSession } from './security.ts';
import { startWithElectron } from './start-process.ts';
import { loadUpdater, Updates } from './updates.ts';
import { openWindow, revealWindow } from './window.ts';
import { WindowPlaceStore } from './window-place.ts';

const OUT = resolve(import.meta.dirname, '..');
const dataFolder = dataFolderOf(process.argv) ?? resolve(defaultDataFolder(process.env));

let window: BrowserWindow | null = null;
let isEnding = false;
let appearance: Appearance | null = null;

const files = new OpenedFiles(
  (file) => window?.webContents.send(CHANNELS.push, 'file', file),
  (path) => dialog.showErrorBox('Rollcall', appearance?.translate('opening.unreadable', { path }) ?? path),
);

function openFromSystem(path: string | null): void {
  if (path === null) return;
  if (isRolloutFile(path)) app.addRecentDocument(path);
  void files.give(path);
}

// Chromium's own files lie with the data: two data folders are two Rollcalls, one is one.
app.setPath('userData', join(dataFolder, 'window'));
if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  restrictEveryPage();
  // Without a sandbox (root has none) insisting on it would stop every page.
  if (!process.argv.includes('--no-sandbox')) app.enableSandbox();
  app.on('second-instance', (_event, words, folder) => {
    if (window !== null) revealWindow(window);
    openFromSystem(rolloutFileOf(words, folder));
  });
  // macOS names a file this way, also before it is ready.
  app.on('open-file', (event, path) => {
    event.preventDefault();
    openFromSystem(path);
  });
  app.on('window-all-closed', () => app.quit());
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      isEnding = true;
      app.quit();
    });
  }
  // Not awaited: Electron isn't ready before its first module has ended.
  app.whenReady().then(start);
} else {
  app.quit();
}

async function start(): Promise<void> {
  const words = new Appearance((translate) => menu.speak(translate));
  appearance = words;
  const menu = new AppMenu(words.translate, {
    send: (command) => tell('command', { command }),
    openRollout: (rollout) => tell('command', { rollout }),
    openFile: async (kind) => openFromSystem(window && (await askToOpen(window, kind, words.translate))),
    showData: () => void shell.openPath(dataFolder),
  });
  const signs = new JobSigns(() => window, words);
  const tell: Emit = (name, value) => {
    if (window === null) return;
    window.webContents.send(CHANNELS.push, name, value);
    if (name === 'progress') signs.showProgress(value as Pushes['progress']);
  };
  const log = new LogFile(dataFolder);
  const updates = new Updates({
    load: loadUpdater,
    isOn: async () => {
      const settings = (await core?.call('settings', 'get', {})) as Result<WindowSettings, unknown> | null | undefined;
      return settings?.ok === true && settings.value.updates === 'on';
    },
    onChange: (state) => {
      menu.change({ updates: state });
      tell('update', state);
    },
    onFailure: (error) =>
      log.write('warning', 'No update', { cause: error instanceof Error ? error.message : String(error) }),
  });
  let core: WindowApi | null = null;
  const opened = await openForWindow(dataFolder, tell, {
    startProcess: startWithElectron,
    printPdf: printWithElectron,
    openKeychain: () => openKeychain(safeStorage, process.platform),
    resolveProxy: (url) => session.defaultSession.resolveProxy(url),
    ...(app.isPackaged ? { updates } : null),
    showFolder: async (folder) => {
      await shell.openPath(folder);
    },
  });
  if (!opened.ok) {
    const { translate } = words;
    dialog.showErrorBox(translate('failed.title'), translate(`storage.${opened.error.reason}`, opened.error.detail));
    app.exit(2);
    return;
  }
  core = opened.value;
  const { isBusy, close } = core;
  restrictSession(session.defaultSession);
  serveAppProtocol(session.defaultSession, Bundle.read(join(OUT, 'renderer'), { connect: 'none', script: null }));
  registerIpc(ipcMain, {
    call: menu.follow(signs.follow(await words.follow(core.call)), () => files.listen()),
    saveFile: async (name, bytes) => {
      const path = window === null ? null : await askToSave(window, name, bytes);
      if (path !== null && isRolloutFile(path)) app.addRecentDocument(path);
      return path;
    },
    onRefused: (line) => {
      process.stderr.write(`refused ${line}\n`);
      log.write('warning', `refused ${line}`);
    },
  });

  const opening = openWindow(join(OUT, 'preload/index.cjs'), new WindowPlaceStore(app.getPath('userData')));
  window = opening;
  openFromSystem(rolloutFileOf(process.argv.slice(1), process.cwd()));
  if (app.isPackaged) {
    menu.change({ updates: updates.state() });
    updates.start();
  }
  opening.on('close', (event) => {
    if (isEnding || !isBusy()) return;
    event.preventDefault();
    askToClose(opening, words.translate).then((closes) => {
      if (!closes) return;
      isEnding = true;
      opening.close();
    });
  });
  opening.on('closed', () => {
    window = null;
  });
  app.on('will-quit', (event) => {
    event.preventDefault();
    updates.stop();
    close().finally(() => app.exit(0));
  });
}
