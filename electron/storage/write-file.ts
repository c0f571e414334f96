import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Replaces a small file in one step: a crash leaves the old content or the new, nothing between.
 *
 * Durable when it returns: writes beside it, syncs, renames, syncs the folder. The file is readable by its owner alone (mode 0600).
 *
 * @throws the system's error when the folder can't be written.
 */
export function writeFileAtomically(path: string, content: string): void {
  const temporary = `${path}.new`;
  const file = openSync(temporary, 'w', 0o600);
  try {
    writeSync(file, content);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  // Windows has no handles of folders; there the rename itself is journalled.
  if (process.platform !== 'win32') syncFolder(dirname(path));
}

function syncFolder(path: string): void {
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
