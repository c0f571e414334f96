import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { needsMigration, openDatabaseForChanges, openDatabaseForReading, transaction } from './database.ts';
import { MIGRATIONS } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import { draft, openStore, startCompanion, temporaryFolder, unwrap } from './storage-testing.ts';
import { openStoreForChanges, openStoreForReading } from './store.ts';

const OLDER = ['CREATE TABLE phones (mac TEXT NOT NULL) STRICT;'];
const NEWER = [
  ...OLDER,
  "ALTER TABLE phones ADD COLUMN room TEXT NOT NULL DEFAULT '';",
  'CREATE INDEX phones_by_mac ON phones (mac);',
];

function columnsOf(folder: string): readonly string[] {
  const database = openSqlite(join(folder, 'rollcall.db'));
  const rows = database.prepare("SELECT name FROM pragma_table_info('phones')").all() as { name: string }[];
  database.close();
  return rows.map(({ name }) => name);
}

describe('an older database', () => {
  function olderFolder(): string {
    const folder = temporaryFolder();
    const database = unwrap(openDatabaseForChanges(folder, OLDER));
    database.exec(`INSERT INTO phones VALUES ('7c2f80820ec0')`);
    database.close();
    return folder;
  }

  test('is brought up in one go, with one backup before', () => {
    const folder = olderFolder();
    expect(needsMigration(folder, OLDER)).toBe(false);
    expect(needsMigration(folder, NEWER)).toBe(true);
    const database = unwrap(openDatabaseForChanges(folder, NEWER));
    expect(database.prepare('SELECT mac, room FROM phones').all()).toEqual([{ mac: '7c2f80820ec0', room: '' }]);
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: 3 });
    database.close();
    expect(needsMigration(folder, NEWER)).toBe(false);
    const backups = readdirSync(join(folder, 'backups')).sort();
    expect(backups).toEqual([expect.stringMatching(/^rollcall-v1-.*\.db$/)]);
    const backup = openSqlite(join(folder, 'backups', backups[0] ?? ''));
    expect(backup.prepare('SELECT * FROM phones').all()).toEqual([{ mac: '7c2f80820ec0' }]);
    expect(backup.prepare('PRAGMA user_version').get()).toEqual({ user_version: 1 });
    backup.close();
  });

  test('stays as it was when a step fails, and says what the system said', () => {
    const folder = olderFolder();
    const failing = [...OLDER, 'ALTER TABLE phones ADD COLUMN room TEXT; INSERT INTO nowhere VALUES (1);'];
    expect(openDatabaseForChanges(folder, failing)).toMatchObject({
      ok: false,
      error: { reason: 'unusable-folder', detail: { folder, error: expect.stringContaining('nowhere') } },
    });
    expect(columnsOf(folder)).toEqual(['mac']);
    expect(needsMigration(folder, OLDER)).toBe(false);
  });

  test('is not touched when the backup can not be made', () => {
    const folder = olderFolder();
    writeFileSync(join(folder, 'backups'), 'not a folder');
    expect(openDatabaseForChanges(folder, NEWER)).toMatchObject({ ok: false, error: { reason: 'unusable-folder' } });
    expect(columnsOf(folder)).toEqual(['mac']);
  });

  test('is left whole by a kill in the middle of its migration', async () => {
    const folder = olderFolder();
    const companion = startCompanion(
      folder,
      `
      const { openDatabaseForChanges } = await load('./database.ts');
      const endless = 'WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) INSERT INTO phones (mac) SELECT i FROM n';
      say('begun');
      openDatabaseForChanges(folder, [${JSON.stringify(OLDER[0])}, 'ALTER TABLE phones ADD COLUMN room TEXT;' + endless]);`,
    );
    expect(await companion.nextLine()).toBe('begun');
    await new Promise((resolve) => setTimeout(resolve, 400));
    await companion.kill();
    expect(columnsOf(folder)).toEqual(['mac']);
    const database = unwrap(openDatabaseForChanges(folder, NEWER));
    expect(database.prepare('SELECT count(*) AS n FROM phones').get()).toEqual({ n: 1 });
    database.close();
  });
});

describe('a new database', () => {
  test('has every version, needs no backup, and keeps what is committed through a power cut', () => {
    const folder = temporaryFolder();
    expect(needsMigration(folder)).toBe(true);
    const database = unwrap(openDatabaseForChanges(folder));
    expect(database.prepare('PRAGMA user_version').get()).toEqual({ user_version: MIGRATIONS.length });
    expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
    expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 });
    expect(database.prepare('PRAGMA foreign_keys').get()).toEqual({ foreign_keys: 1 });
    database.close();
    expect(existsSync(join(folder, 'backups'))).toBe(false);
  });

  test('is made by who only wants to read, too', async () => {
    const folder = join(temporaryFolder(), 'deep', 'data');
    const store = unwrap(await openStoreForReading(folder));
    expect(store.rollouts.list()).toEqual([]);
    store.close();
    expect(statSync(folder).mode & 0o777).toBe(0o700);
  });
});

test('a database of a newer version is refused and left as it is', async () => {
  const folder = temporaryFolder();
  unwrap(openDatabaseForChanges(folder, [...MIGRATIONS, 'CREATE TABLE later (id INTEGER)'])).close();
  const before = readFileSync(join(folder, 'rollcall.db'));
  expect(await openStoreForChanges(folder)).toMatchObject({ ok: false, error: { reason: 'newer-version' } });
  expect(await openStoreForReading(folder)).toMatchObject({ ok: false, error: { reason: 'newer-version' } });
  expect(readFileSync(join(folder, 'rollcall.db')).equals(before)).toBe(true);
  expect(readdirSync(folder).filter((name) => name.startsWith('damaged'))).toEqual([]);
});

describe('a damaged database', () => {
  async function filledFolder(): Promise<string> {
    const folder = temporaryFolder();
    const store = await openStore(folder);
    const rollout = store.rollouts.add('site');
    store.devices.import(
      rollout,
      Array.from({ length: 2_000 }, (_, n) => draft(n, { user: `user ${n}` })),
    );
    store.close();
    return folder;
  }

  function overwrite(path: string, at: number, bytes: Uint8Array): void {
    const file = openSync(path, 'r+');
    writeSync(file, bytes, 0, bytes.length, at);
    closeSync(file);
  }

  const GARBAGE = new Uint8Array(4096).fill(0xa5);
  const damages: [string, (path: string) => void][] = [
    ['whose header is garbage', (path) => overwrite(path, 0, GARBAGE.subarray(0, 100))],
    ['with a page in its middle overwritten', (path) => overwrite(path, 20 * 4096, GARBAGE)],
    ['that was cut off', (path) => truncateSync(path, 20 * 4096 + 100)],
    ['that is some other file', (path) => writeFileSync(path, 'mac;room\n7c2f80820ec0;12\n')],
  ];

  test.each(damages)('%s is set aside, never overwritten, and the next begins empty', async (_, damage) => {
    const folder = await filledFolder();
    const path = join(folder, 'rollcall.db');
    damage(path);
    const damaged = readFileSync(path);
    const opened = await openStoreForChanges(folder);
    if (opened.ok) throw new Error('The damage was not found.');
    expect(opened.error).toMatchObject({ reason: 'damaged', detail: { folder } });
    expect(readFileSync(join(folder, String(opened.error.detail.file))).equals(damaged)).toBe(true);
    expect(existsSync(path)).toBe(false);
    const next = await openStore(folder);
    expect(next.rollouts.list()).toEqual([]);
    next.close();
    expect(readFileSync(join(folder, String(opened.error.detail.file))).equals(damaged)).toBe(true);
  });

  test('is set aside by who only reads as well, once it is seen', async () => {
    const folder = await filledFolder();
    writeFileSync(join(folder, 'rollcall.db'), GARBAGE);
    const opened = await openStoreForReading(folder);
    if (opened.ok) throw new Error('The damage was not found.');
    expect(opened.error.reason).toBe('damaged');
    expect(readFileSync(join(folder, String(opened.error.detail.file))).equals(GARBAGE)).toBe(true);
  });

  const withChangesBeside: [string, (path: string) => void][] = [
    ...damages,
    ['that is empty', (path) => truncateSync(path, 0)],
    ['that is missing', (path) => rmSync(path)],
  ];

  test.each(withChangesBeside)('%s takes the changes beside it along', async (_, damage) => {
    const folder = await filledFolder();
    const path = join(folder, 'rollcall.db');
    const companion = startCompanion(
      folder,
      `
      const { openStoreForChanges } = await load('./store.ts');
      const opened = await openStoreForChanges(folder);
      opened.value.rollouts.add('late');
      say('added');
      setInterval(() => {}, 1000);`,
    );
    expect(await companion.nextLine()).toBe('added');
    await companion.kill();
    expect(statSync(`${path}-wal`).size).toBeGreaterThan(0);
    const saved = temporaryFolder();
    copyFileSync(`${path}-wal`, join(saved, 'wal'));
    damage(path);
    const opened = await openStoreForChanges(folder);
    expect(opened).toMatchObject({ ok: false, error: { reason: 'damaged' } });
    const aside = readdirSync(folder).filter((name) => name.startsWith('damaged'));
    const wal = aside.find((name) => name.endsWith('-wal'));
    expect(readFileSync(join(folder, wal ?? '')).equals(readFileSync(join(saved, 'wal')))).toBe(true);
  });
});

test('a transaction that throws leaves nothing behind', () => {
  const database = unwrap(openDatabaseForChanges(temporaryFolder(), OLDER));
  expect(() =>
    transaction(database, () => {
      database.exec(`INSERT INTO phones VALUES ('x')`);
      throw new Error('stop');
    }),
  ).toThrow('stop');
  expect(database.prepare('SELECT count(*) AS n FROM phones').get()).toEqual({ n: 0 });
  expect(transaction(database, () => database.exec(`INSERT INTO phones VALUES ('y')`))).toBe(undefined);
  expect(database.prepare('SELECT count(*) AS n FROM phones').get()).toEqual({ n: 1 });
  database.close();
});

test('a folder in place of the database is no damage', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'rollcall.db'));
  expect(openDatabaseForChanges(folder)).toMatchObject({ ok: false, error: { reason: 'unusable-folder' } });
  expect(openDatabaseForReading(folder)).toMatchObject({ ok: false, error: { reason: 'unusable-folder' } });
  expect(existsSync(join(folder, 'rollcall.db'))).toBe(true);
});
