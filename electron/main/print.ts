import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { BrowserWindow, session } from 'electron';
import { failure, success } from '../../shared/result.ts';
import { type PdfPrinter, pdfNotMade, printLimitMs } from '../api/index.ts';
import { APP_SCHEME } from './origin.ts';

/** The host of the one page that a window for printing shows. */
const SHEET_HOST = 'sheet';

/**
 * Prints with Electron itself: in a hidden, sandboxed window without scripts, preload or network, gone afterwards.
 *
 * The page comes by a session of its own, which has nothing else.
 */
export const printWithElectron: PdfPrinter = async (html, { paper, isLandscape }) => {
  const ownSession = session.fromPartition(`print-${randomUUID()}`, { cache: false });
  const address = `${APP_SCHEME}://${SHEET_HOST}/`;
  ownSession.protocol.handle(APP_SCHEME, ({ url }) =>
    url === address
      ? new Response(html, { headers: { 'Content-Type': 'text/html; charset=utf-8' } })
      : new Response(null, { status: 404 }),
  );
  ownSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: url !== address }));
  ownSession.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  ownSession.setPermissionCheckHandler(() => false);
  ownSession.setSpellCheckerEnabled(false);
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      session: ownSession,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      spellcheck: false,
    },
  });
  const limit = new AbortController();
  try {
    const printing = window
      .loadURL(address)
      .then(() =>
        window.webContents.printToPDF({
          pageSize: PAPER[paper],
          landscape: isLandscape,
          preferCSSPageSize: true,
          printBackground: true,
        }),
      )
      .then(success, (error: unknown) =>
        failure(pdfNotMade(undefined, error instanceof Error ? error.message : String(error))),
      );
    const late = sleep(printLimitMs(html), undefined, { signal: limit.signal, ref: false })
      .then(() => failure(pdfNotMade('timeout')))
      .catch(() => failure(pdfNotMade()));
    return await Promise.race([printing, late]);
  } finally {
    limit.abort();
    window.destroy();
  }
};

const PAPER = { A4: 'A4', A5: 'A5', letter: 'Letter' } as const;
