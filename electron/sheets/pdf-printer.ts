import type { Failure } from '../../shared/domain/failure.ts';
import type { Result } from '../../shared/result.ts';

/** What a document is printed on. The document's own `@page` rule says the same; see `makePage`. */
export interface PaperOptions {
  readonly paper: 'A4' | 'A5' | 'letter';
  readonly isLandscape: boolean;
}

/**
 * Makes a PDF of one HTML document: Electron's own way in its main process, an installed browser elsewhere.
 *
 * The document is ours (`makePage`): it loads nothing, and its scripts are not run. Safe to repeat.
 *
 * @returns the PDF's bytes; `pdf-not-made` with the aspect `browser` (none is installed: give the HTML instead),
 *   `timeout` or none.
 */
export type PdfPrinter = (html: string, options: PaperOptions) => Promise<Result<Uint8Array>>;

/** The time that every page gets, in milliseconds. */
const SHORTEST_LIMIT_MS = 60_000;
/** Ten thousand phones are 3,500,000 characters and took 40 s on a busy computer; a slow one gets twice that. */
const CHARACTERS_PER_MS = 40;

/** How long printing a page may take, in milliseconds: the longer the page, the longer. */
export function printLimitMs(html: string): number {
  return SHORTEST_LIMIT_MS + Math.ceil(html.length / CHARACTERS_PER_MS);
}

/** Makes the failure of a PDF that could not be made; `detail.error` is the printing program's own word. */
export function pdfNotMade(aspect?: 'browser' | 'timeout', error = ''): Failure {
  return {
    kind: 'internal',
    reason: 'pdf-not-made',
    ...(aspect === undefined ? {} : { aspect }),
    detail: { error },
    sent: 'no',
    concernsAccount: false,
  };
}
