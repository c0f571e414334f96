import type { DatabaseSync } from 'node:sqlite';

/** What a database looks like, without anything that is in it. */
export interface DatabaseDescription {
  /** How many of `MIGRATIONS` it has been through. */
  readonly schemaVersion: number;
  readonly tables: readonly { readonly name: string; readonly sql: string; readonly rows: number }[];
}

/** Describes a database's tables; counting takes a moment where there are millions of rows. */
export function describeDatabase(database: DatabaseSync): DatabaseDescription {
  const version = database.prepare('PRAGMA user_version').get() as { user_version: number };
  const tables = database
    .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")
    .all() as { name: string; sql: string }[];
  return {
    schemaVersion: version.user_version,
    tables: tables.map(({ name, sql }) => {
      const counted = database.prepare(`SELECT count(*) AS rows FROM "${name.replaceAll('"', '""')}"`).get();
      return { name, sql, rows: Number((counted as { rows: number }).rows) };
    }),
  };
}
