import { closeSync, fsyncSync, openSync, renameSync, writeSync } from 'node:fs';

/**
 * Replaces a small file in one step: a crash leaves the old content or the new, nothing between.
 *
 * Writes beside it, syncs, renames. The file is readable by its owner alone (mode 0600).
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
}
