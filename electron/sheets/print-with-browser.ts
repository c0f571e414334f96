import { spawn } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { failure, type Result, success } from '../../shared/result.ts';
import { findBrowser } from './find-browser.ts';
import { type PdfPrinter, pdfNotMade, printLimitMs } from './pdf-printer.ts';

/** What a browser may say before the rest is left out, in characters. */
const WORDS_CAP = 4_000;

/** A PDF's first bytes. */
const PDF_MARK = '%PDF-';

/** How to print with a browser. */
export interface BrowserPrinterOptions {
  /** Its program; `null`: there is none. @default the one that `findBrowser` finds, looked for at each print */
  readonly browser?: string | null;
  /** @default `printLimitMs` */
  readonly timeLimitMs?: number;
}

/**
 * Makes a printer that starts an installed browser without a window for each document.
 *
 * The browser gets a profile of its own in a private temporary folder and no network; it and the folder are gone when the
 * printing ends, however it ends. The page's own policy keeps scripts from running. The paper is the document's own `@page` rule.
 */
export function createBrowserPrinter({ browser, timeLimitMs }: BrowserPrinterOptions = {}): PdfPrinter {
  return async (html) => {
    const program = browser === undefined ? findBrowser(process.env) : browser;
    if (program === null) return failure(pdfNotMade('browser'));
    const folder = await mkdtemp(join(temporaryFolderOf(program), 'rollcall-print-'));
    try {
      const page = join(folder, 'page.html');
      const pdf = join(folder, 'page.pdf');
      await writeFile(page, html, { mode: 0o600 });
      const ended = await run(program, wordsOf(page, pdf, join(folder, 'profile')), timeLimitMs ?? printLimitMs(html));
      if (!ended.ok) return ended;
      return await readPdf(pdf, ended.value);
    } finally {
      // A browser's last helper may still be writing into its profile.
      await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
    }
  };
}

/** A browser out of a snap sees neither `/tmp` nor hidden folders: only its own. */
function temporaryFolderOf(program: string): string {
  const own = join(homedir(), 'snap', 'chromium', 'common');
  const isSnap = program.startsWith('/snap/') || realPathOf(program).startsWith('/snap/');
  return isSnap && existsSync(own) ? own : tmpdir();
}

function realPathOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function wordsOf(page: string, pdf: string, profile: string): readonly string[] {
  return [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--no-default-browser-check',
    '--disable-extensions',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-dev-shm-usage',
    '--no-proxy-server',
    '--host-resolver-rules=MAP * ~NOTFOUND',
    `--user-data-dir=${profile}`,
    // Root has no sandbox to be had.
    ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    '--no-pdf-header-footer',
    `--print-to-pdf=${pdf}`,
    pathToFileURL(page).href,
  ];
}

/** Runs the browser to its end. @returns what it said, its last words first to be wanted when there is no PDF. */
function run(program: string, words: readonly string[], timeLimitMs: number): Promise<Result<string>> {
  return new Promise((resolve) => {
    const isGroup = process.platform !== 'win32';
    const child = spawn(program, [...words], { stdio: ['ignore', 'ignore', 'pipe'], detached: isGroup });
    let said = '';
    let isLate = false;
    const end = (): void => {
      // Its helpers go with it: they are of its group.
      if (isGroup && child.pid !== undefined) killGroup(child.pid);
      else child.kill('SIGKILL');
    };
    const limit = setTimeout(() => {
      isLate = true;
      end();
    }, timeLimitMs);
    const onExit = (): void => end();
    process.once('exit', onExit);
    const finish = (result: Result<string>): void => {
      clearTimeout(limit);
      process.removeListener('exit', onExit);
      resolve(result);
    };
    child.stderr.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-WORDS_CAP);
    });
    child.once('error', (error) => finish(failure(pdfNotMade(undefined, error.message))));
    child.once('exit', end);
    child.once('close', () => finish(isLate ? failure(pdfNotMade('timeout')) : success(said)));
  });
}

function killGroup(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself, as it should.
  }
}

async function readPdf(path: string, said: string): Promise<Result<Uint8Array>> {
  const bytes = await readFile(path).catch(() => null);
  if (bytes?.subarray(0, PDF_MARK.length).toString('latin1') === PDF_MARK) return success(bytes);
  const [last = ''] = said.trim().split('\n').slice(-1);
  return failure(pdfNotMade(undefined, last.slice(0, 300)));
}
