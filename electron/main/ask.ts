import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import type { MainTranslate } from './words.ts';

/** Asks whether to close although a run is going. */
export async function askToClose(window: BrowserWindow, translate: MainTranslate): Promise<boolean> {
  const { response } = await dialog.showMessageBox(window, {
    type: 'question',
    message: translate('closing.question'),
    detail: translate('closing.explanation'),
    buttons: [translate('closing.close'), translate('closing.stay')],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}

/**
 * Asks where to put a file and writes it there.
 *
 * @returns its path, or `null` when the person decided otherwise; rejects when it can't be written.
 */
export async function askToSave(window: BrowserWindow, name: string, bytes: Uint8Array): Promise<string | null> {
  const defaultPath = join(app.getPath('downloads'), basename(name));
  const { canceled, filePath } = await dialog.showSaveDialog(window, { defaultPath });
  if (canceled || filePath === '') return null;
  await writeFile(filePath, bytes);
  return filePath;
}
