import { createRequire } from 'node:module';
import type { DatabaseSync } from 'node:sqlite';

/** SQLite's result code for a file that is no database (`SQLITE_NOTADB`). */
const NOT_A_DATABASE = 26;
/** SQLite's result code for a database whose content contradicts itself (`SQLITE_CORRUPT`). */
const CORRUPT = 11;
/** SQLite's result code for a lock somebody else holds (`SQLITE_BUSY`). */
const BUSY = 5;

/**
 * Opens a SQLite file with whatever SQLite this runtime has.
 *
 * `node:sqlite` where Node brings it, else the development dependency `@photostructure/sqlite`, which has the same
 * API (the end-to-end runtime's Node 20). Creates the file when it is missing.
 *
 * @throws the driver's error when the file can't be opened; see {@link isDamage} and {@link isBusy}.
 */
export function openSqlite(path: string): DatabaseSync {
  const builtin = process.getBuiltinModule('node:sqlite') as typeof import('node:sqlite') | undefined;
  if (builtin !== undefined) return new builtin.DatabaseSync(path);
  const require = createRequire(import.meta.url);
  const standIn = require('@photostructure/sqlite') as { DatabaseSync: typeof DatabaseSync };
  return new standIn.DatabaseSync(path);
}

function resultCode(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  const fields = error as Error & { errcode?: number; sqliteCode?: number };
  const code = fields.errcode ?? fields.sqliteCode;
  // Extended result codes carry the primary one in their lowest byte.
  if (typeof code === 'number') return code & 0xff;
  if (/not a database/i.test(error.message)) return NOT_A_DATABASE;
  if (/malformed|corrupt/i.test(error.message)) return CORRUPT;
  if (/locked|busy/i.test(error.message)) return BUSY;
  return undefined;
}

/** Tells whether an error of the driver means that the file is damaged. */
export function isDamage(error: unknown): boolean {
  const code = resultCode(error);
  return code === NOT_A_DATABASE || code === CORRUPT;
}

/** Tells whether an error of the driver means that somebody else holds the lock. */
export function isBusy(error: unknown): boolean {
  return resultCode(error) === BUSY;
}
