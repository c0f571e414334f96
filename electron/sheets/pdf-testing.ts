import { execFileSync, spawnSync } from 'node:child_process';
import { findBrowser } from './find-browser.ts';

/** Why PDFs can't be made and read on this machine; `null`: they can. */
export const WHY_NO_PDF: string | null =
  findBrowser(process.env) === null
    ? 'there is no Chromium'
    : spawnSync('pdftotext', ['-v']).status === 0
      ? null
      : 'there is no pdftotext (poppler-utils)';

/** The text of a PDF as it stands on its pages, which end with a form feed. Somebody else's reading: poppler's. */
export function readPdfText(pdf: Uint8Array): string {
  return execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' });
}
