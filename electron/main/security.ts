import { app, type Session } from 'electron';
import { APP_ORIGIN, isOwnUrl } from './origin.ts';

/** The one permission a page may have: to put text on the clipboard, which copying rows needs. */
const ALLOWED_PERMISSION = 'clipboard-sanitized-write';

/**
 * Shuts what no page of ours needs, for every page there will ever be: going elsewhere, opening windows, embedding.
 *
 * Must come before Electron is ready.
 */
export function restrictEveryPage(): void {
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-frame-navigate', (event) => event.preventDefault());
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/** Denies a session permissions, devices and every request that isn't for a part of the window. */
export function restrictSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(permission === ALLOWED_PERMISSION && isOwnUrl(details.requestingUrl)),
  );
  session.setPermissionCheckHandler(
    (_contents, permission, origin) => permission === ALLOWED_PERMISSION && origin.replace(/\/$/, '') === APP_ORIGIN,
  );
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: !isOwnUrl(url) && !(url.startsWith('devtools://') && !app.isPackaged) }),
  );
  session.on('will-download', (event) => event.preventDefault());
}
