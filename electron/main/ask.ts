import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, type BrowserWindow, dialog } from 'electron';
import { ROLLCALL_ENDING } from '../../shared/contract/handover.ts';
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
 * Asks for a file to open.
 *
 * @returns its path, or `null` when the person decided otherwise.
 */
export async function askToOpen(
  window: BrowserWindow,
  kind: 'rollcall' | 'list',
  translate: MainTranslate,
): Promise<string | null> {
  const extensions = kind === 'rollcall' ? [ROLLCALL_ENDING.slice(1)] : ['csv', 'xlsx', 'txt', 'tsv', 'json', 'xml'];
  const { canceled, filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile'],
    filters: [
      { name: translate(`opening.${kind}`), extensions },
      { name: translate('opening.any'), extensions: ['*'] },
    ],
  });
  return canceled ? null : (filePaths[0] ?? null);
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
