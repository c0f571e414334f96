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
