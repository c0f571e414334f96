import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { writeFileInOneStep } from '../files/write-file.ts';
import type { PdfPrinter } from '../sheets/pdf-printer.ts';
import { fileFailure } from './environment.ts';

/** Makes the bytes of a page: itself, or printed on A4. */
export async function toPaperBytes(
  page: string,
  format: 'pdf' | 'html',
  printPdf: PdfPrinter,
): Promise<Result<Uint8Array, ApiFailure>> {
  if (format === 'html') return success(Buffer.from(page));
  const printed = await printPdf(page, { paper: 'A4', isLandscape: false });
  return printed.ok ? printed : failure(fileFailure(printed.error));
}

/** Writes a paper to a path, all of it or nothing. */
export async function writePaper(path: string, bytes: Uint8Array): Promise<Result<void, ApiFailure>> {
  const written = await writeFileInOneStep(path, async (file) => {
    await file.writeFile(bytes);
  });
  return written.ok ? written : failure(fileFailure(written.error));
}
