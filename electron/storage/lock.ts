import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { failure, type Result, success } from '../../shared/result.ts';
import { isBusy, isDamage, openSqlite } from './sqlite.ts';
import { type StorageFailure, storageFailure } from './storage-failure.ts';

/** How long to wait for a data folder that another Rollcall is changing, in milliseconds. */
export const LOCK_WAIT_MS = 5_000;
const LOCK_POLL_MS = 50;

/** The right to change what is in a data folder, until released or until the process ends. */
export interface DataLock {
  release(): void;
}

/**
 * Takes the data folder's lock, waiting up to {@link LOCK_WAIT_MS}.
 *
 * The lock is SQLite's exclusive lock on the otherwise empty file `lock.db`: the operating system holds it, so it
 * ends with the process, however that ends, and no process number has to be trusted.
 *
 * @returns `locked` when another process still holds it after the wait.
 */
export async function takeDataLock(
  folder: string,
  waitMs: number = LOCK_WAIT_MS,
): Promise<Result<DataLock, StorageFailure>> {
  const path = join(folder, 'lock.db');
  const deadline = performance.now() + waitMs;
  let isRenewed = false;
  let file: DatabaseSync;
  try {
    file = openSqlite(path);
  } catch (error) {
    return failure(storageFailure('unusable-folder', { folder }, error));
  }
  for (;;) {
    try {
      file.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
      return success({ release: () => file.close() });
    } catch (error) {
      if (isDamage(error) && !isRenewed) {
        // It holds no data, and who had locked it could not have opened it like this.
        file.close();
        rmSync(path, { force: true });
        file = openSqlite(path);
        isRenewed = true;
        continue;
      }
      if (!isBusy(error)) {
        file.close();
        return failure(storageFailure('unusable-folder', { folder }, error));
      }
      if (performance.now() >= deadline) {
        file.close();
        return failure(storageFailure('locked', { folder, seconds: Math.round(waitMs / 1000) }));
      }
    }
    await sleep(LOCK_POLL_MS);
  }
}
