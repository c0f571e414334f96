import { randomBytes } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Failure } from '../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';

/**
 * Writes a file for a person: all of it or nothing.
 *
 * The content goes into a new file beside it, is synced to the disk and only then gets the name, so that a crash, a full
 * disk or an error leaves what was there before. A link at `path` is replaced; what it leads to is not touched.
 *
 * @param write Writes the content; what it throws is thrown on, after the unfinished file is gone.
 * @returns `file-not-written` with the aspect `folder` (missing), `denied` (no permission, or open in another program),
 *   `full`, `is-folder` or none.
 */
export async function writeFileInOneStep(
  path: string,
  write: (file: FileHandle) => Promise<void>,
): Promise<Result<void>> {
  const temporary = join(dirname(path), `.rollcall-${randomBytes(6).toString('hex')}.part`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
    return success(undefined);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    if (!isSystemError(error)) throw error;
    return failure(fileNotWritten(path, aspectOf(error.code)));
  }
}

/** Makes the failure of a file that can't be written; `detail` goes into its sentence beside the path. */
export function fileNotWritten(path: string, aspect?: string, detail: Readonly<Record<string, string>> = {}): Failure {
  return {
    kind: 'storage',
    reason: 'file-not-written',
    ...(aspect === undefined ? {} : { aspect }),
    detail: { path, ...detail },
    sent: 'no',
    concernsAccount: false,
  };
}

/** Makes the new name itself durable, where the system lets a folder be synced (Windows doesn't). */
async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    await handle.sync().finally(() => handle.close());
  } catch (error) {
    if (!isSystemError(error)) throw error;
  }
}

function isSystemError(error: unknown): error is Error & { readonly code: string } {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string';
}

function aspectOf(code: string): string | undefined {
  switch (code) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'folder';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'EBUSY':
      return 'denied';
    case 'ENOSPC':
    case 'EDQUOT':
      return 'full';
    case 'EISDIR':
      return 'is-folder';
    default:
      return undefined;
  }
}
