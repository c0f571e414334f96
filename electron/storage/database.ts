import { closeSync, copyFileSync, existsSync, mkdirSync, openSync, readSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { failure, type Result, success } from '../../shared/result.ts';
import { MIGRATIONS } from './migrations.ts';
import { isDamage, openSqlite } from './sqlite.ts';
import { type StorageFailure, storageFailure } from './storage-failure.ts';

const FILE_NAME = 'rollcall.db';
/** How a SQLite file begins. Source: SQLite, Database File Format, 1.3.1. */
const HEADER = Buffer.from('SQLite format 3\0', 'latin1');
/** Up to which size a database is checked whenever it is opened for changes: that takes a tenth of a second. */
const ALWAYS_CHECKED_BYTES = 64 * 1024 * 1024;
/** How long to wait for the moments in which another process has the file to itself, in milliseconds. */
const BUSY_WAIT_MS = 5_000;

function timestamp(): string {
  return new Date().toISOString().replaceAll(/[:.]/g, '-');
}

function versionOf(database: DatabaseSync): number {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number };
  return row.user_version;
}

function configure(database: DatabaseSync): void {
  // A commit that was reported must survive a power cut: outcomes are shown only after it.
  database.exec(
    'PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -32768',
  );
}

/** Opens the file so that it waits for others. */
function openPatiently(path: string): DatabaseSync {
  const database = openSqlite(path);
  try {
    database.exec(`PRAGMA busy_timeout = ${BUSY_WAIT_MS}`);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/** Whether to look for damage: a large database only when its last user did not close it. */
function isCheckDue(path: string): boolean {
  return existsSync(`${path}-wal`) || !existsSync(path) || statSync(path).size <= ALWAYS_CHECKED_BYTES;
}

function isSound(database: DatabaseSync): boolean {
  const check = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
  return check.quick_check === 'ok';
}

/**
 * Tells whether the file begins as a database does; one that is missing or empty does only without changes beside it.
 *
 * Only for a process that hasn't the database open: on POSIX systems, closing any handle of a file gives up all locks
 * that the process has on it.
 */
function looksSound(path: string): boolean {
  if (!existsSync(path) || statSync(path).size === 0) return !existsSync(`${path}-wal`);
  const header = Buffer.alloc(HEADER.length);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return header.equals(HEADER);
}

/**
 * Moves a damaged database and the changes beside it out of the way, byte for byte, and closes it.
 *
 * Copies first, since SQLite merges or removes those changes when it closes.
 */
export function setAside(folder: string, database: DatabaseSync | undefined): string {
  const name = `damaged-${timestamp()}-${FILE_NAME}`;
  for (const suffix of ['', '-wal']) {
    const from = join(folder, FILE_NAME + suffix);
    if (existsSync(from)) copyFileSync(from, join(folder, name + suffix));
  }
  database?.close();
  for (const suffix of ['', '-wal', '-shm']) rmSync(join(folder, FILE_NAME + suffix), { force: true });
  return name;
}

/**
 * Tells whether the data folder's database is missing or older than this program, so that opening it changes it.
 *
 * @param migrations the schema's history. @default MIGRATIONS
 */
export function needsMigration(folder: string, migrations: readonly string[] = MIGRATIONS): boolean {
  const path = join(folder, FILE_NAME);
  let database: DatabaseSync | undefined;
  try {
    if (!existsSync(path) || !looksSound(path)) return true;
    database = openPatiently(path);
    return versionOf(database) < migrations.length;
  } catch {
    // Damage is found again, and reported, by whoever opens it with the lock.
    return true;
  } finally {
    database?.close();
  }
}

/**
 * Opens the data folder's database for reading; the lock is not needed.
 *
 * Call only when {@link needsMigration} says no.
 *
 * @returns `damaged` when the file can't be read as one (it is left where it is).
 */
export function openDatabaseForReading(folder: string): Result<DatabaseSync, StorageFailure> {
  let database: DatabaseSync | undefined;
  try {
    database = openPatiently(join(folder, FILE_NAME));
    configure(database);
    if (versionOf(database) > MIGRATIONS.length) {
      database.close();
      return failure(storageFailure('newer-version', { folder }));
    }
    return success(database);
  } catch (error) {
    database?.close();
    return failure(storageFailure(isDamage(error) ? 'damaged' : 'unusable-folder', { folder, file: FILE_NAME }, error));
  }
}

/**
 * Opens the data folder's database for changes; the caller holds the lock.
 *
 * Creates it when missing, migrates an older one after a backup into `backups/` beside it. A damaged database is set
 * aside as `damaged-<time>-rollcall.db`, never overwritten; the next call then begins with an empty one. Damage is
 * looked for each time, but in a database above 64 MiB only after a crash.
 *
 * @param migrations the schema's history. @default MIGRATIONS
 * @returns `damaged` (detail.file: where it lies now), `newer-version`, `unusable-folder`.
 */
export function openDatabaseForChanges(
  folder: string,
  migrations: readonly string[] = MIGRATIONS,
): Result<DatabaseSync, StorageFailure> {
  const path = join(folder, FILE_NAME);
  let database: DatabaseSync | undefined;
  try {
    // SQLite takes what is no database for an empty one, and throws the changes beside it away.
    if (!looksSound(path)) return failure(storageFailure('damaged', { folder, file: setAside(folder, undefined) }));
    const mustCheck = isCheckDue(path);
    database = openPatiently(path);
    configure(database);
    if (mustCheck && !isSound(database)) {
      return failure(storageFailure('damaged', { folder, file: setAside(folder, database) }));
    }
    const version = versionOf(database);
    if (version > migrations.length) {
      database.close();
      return failure(storageFailure('newer-version', { folder }));
    }
    if (version < migrations.length) migrate(database, folder, version, migrations.slice(version));
    return success(database);
  } catch (error) {
    if (isDamage(error)) return failure(storageFailure('damaged', { folder, file: setAside(folder, database) }, error));
    database?.close();
    return failure(storageFailure('unusable-folder', { folder }, error));
  }
}

/** All of the steps or none; a database that was in use is copied before. */
function migrate(database: DatabaseSync, folder: string, version: number, steps: readonly string[]): void {
  if (version > 0) {
    const backups = join(folder, 'backups');
    mkdirSync(backups, { recursive: true });
    database.prepare('VACUUM INTO ?').run(join(backups, `rollcall-v${version}-${timestamp()}.db`));
  }
  transaction(database, () => {
    for (const sql of steps) database.exec(sql);
    database.exec(`PRAGMA user_version = ${version + steps.length}`);
  });
}

/** Runs `work` in one transaction: durable when this returns, without effect when `work` throws. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = work();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}
