import { resolve } from 'node:path';

/**
 * Reads the data folder out of Electron's command line, which Chromium's own switches share.
 *
 * `--data DIR` or `--data=DIR`; the last one counts. @returns `null` when it isn't there.
 */
export function dataFolderOf(text: readonly string[]): string | null {
  let folder: string | null = null;
  for (const [index, word] of text.entries()) {
    if (word === '--data') folder = text[index + 1] ?? null;
    else if (word.startsWith('--data=')) folder = word.slice('--data='.length);
  }
  return folder === null || folder === '' ? null : resolve(folder);
}
