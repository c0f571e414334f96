import { join, resolve } from 'node:path';
import { app, type BrowserWindow, dialog, ipcMain, session } from 'electron';
import { CHANNELS } from '../../shared/contract/channels.ts';
import type { Pushes } from '../../shared/contract/contract.ts';
import { defaultDataFolder } from '../api/index.ts';
import { type Emit, openForWindow } from '../api/open-for-window.ts';
import { Bundle } from '../bundle/bundle.ts';
import { registerAppScheme, serveAppProtocol } from './app-protocol.ts';
import { Appearance } from './appearance.ts';
import { askToClose, askToSave } from './ask.ts';
import { registerIpc } from './ipc.ts';
import { JobSigns } from './job-signs.ts';
import { dataFolderOf } from './options.ts';
import { printWithElectron } from './print.ts';
import { restrictEveryPage, restrictSession } from './security.ts';
import { startWithElectron } from './start-process.ts';
import { openWindow, revealWindow } from './window.ts';
import { WindowPlaceStore } from './window-place.ts';

const OUT = resolve(import.meta.dirname, '..');
const dataFolder = dataFolderOf(process.argv) ?? resolve(defaultDataFolder(process.env));

let window: BrowserWindow | null = null;
let isEnding = false;

// Chromium's own files lie with the data: two data folders are two Rollcalls, one is one.
app.setPath('userData', join(dataFolder, 'window'));
if (app.requestSingleInstanceLock()) {
  registerAppScheme();
  restrictEveryPage();
  // Without a sandbox (root has none) insisting on it would stop every page.
  if (!process.argv.includes('--no-sandbox')) app.enableSandbox();
  app.on('second-instance', () => window !== null && revealWindow(window));
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
  const appearance = new Appearance();
  const signs = new JobSigns(() => window, appearance);
  const tell: Emit = (name, value) => {
    if (window === null) return;
    window.webContents.send(CHANNELS.push, name, value);
    if (name === 'progress') signs.showProgress(value as Pushes['progress']);
  };
  const opened = await openForWindow(dataFolder, tell, startWithElectron, printWithElectron);
  if (!opened.ok) {
    const { translate } = appearance;
    dialog.showErrorBox(translate('failed.title'), translate(`storage.${opened.error.reason}`, opened.error.detail));
    app.exit(2);
    return;
  }
  const core = opened.value;
  restrictSession(session.defaultSession);
  serveAppProtocol(session.defaultSession, Bundle.read(join(OUT, 'renderer'), { connect: 'none', script: null }));
  registerIpc(ipcMain, {
    call: signs.follow(await appearance.follow(core.call)),
    saveFile: async (name, bytes) => (window === null ? null : askToSave(window, name, bytes)),
    onRefused: (line) => process.stderr.write(`refused ${line}\n`),
  });

  const opening = openWindow(join(OUT, 'preload/index.cjs'), new WindowPlaceStore(app.getPath('userData')));
  window = opening;
  opening.on('close', (event) => {
    if (isEnding || !core.isBusy()) return;
    event.preventDefault();
    askToClose(opening, appearance.translate).then((closes) => {
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
    core.close().finally(() => app.exit(0));
  });
}
