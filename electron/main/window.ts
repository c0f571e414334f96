import { BrowserWindow, nativeTheme } from 'electron';
import { APP_ORIGIN } from './origin.ts';
import type { WindowPlaceStore } from './window-place.ts';

/** Drawn for 1366x768 first; there is room for the panel of a system around it. */
const FIRST_SIZE = { width: 1280, height: 760 } as const;

/** A page that breaks down twice within this is left as it is, in milliseconds. */
const BREAKDOWN_PAUSE_MS = 10_000;

/** Opens the window: sandboxed, isolated, with the preload and nothing else. */
export function openWindow(preload: string, places: WindowPlaceStore): BrowserWindow {
  const place = places.read();
  const window = new BrowserWindow({
    ...FIRST_SIZE,
    ...place?.bounds,
    minWidth: 640,
    minHeight: 400,
    title: 'Rollcall',
    show: false,
    // What is seen before the page is drawn: the two surfaces of its own style.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15191e' : '#f7f8fa',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      spellcheck: false,
      // A run's progress is drawn also while the window is covered.
      backgroundThrottling: false,
    },
  });
  if (place?.isMaximized) window.maximize();
  places.follow(window);
  window.once('ready-to-show', () => window.show());
  // A page that broke down is loaded again, but not over and over.
  let brokeAtMs = Number.NEGATIVE_INFINITY;
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    const isOften = performance.now() - brokeAtMs < BREAKDOWN_PAUSE_MS;
    brokeAtMs = performance.now();
    if (reason !== 'clean-exit' && !isOften) window.reload();
  });
  window.loadURL(`${APP_ORIGIN}/`);
  return window;
}

/** Brings the window to the person who asked for it again. */
export function revealWindow(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
