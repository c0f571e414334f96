import { mkdirSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { failure, type Result, success } from '../../shared/result.ts';
import { AccountTable } from './accounts.ts';
import { ActivityTable } from './activity.ts';
import { CodeTable } from './codes.ts';
import { OwnCodeTable } from './codes-own.ts';
import { ConfigTable } from './configs.ts';
import { needsMigration, openDatabaseForChanges, openDatabaseForReading, setAside } from './database.ts';
import { type DatabaseDescription, describeDatabase } from './describe.ts';
import { DeviceTable } from './devices.ts';
import { takeDataLock } from './lock.ts';
import { OpenStageTable } from './openstage.ts';
import { OwnershipTable } from './ownership.ts';
import { PaperTable } from './papers.ts';
import { RolloutTable } from './rollouts.ts';
import { RunTable } from './runs.ts';
import { ScanTable } from './scans.ts';
import { SettingsFile } from './settings.ts';
import { isDamage } from './sqlite.ts';
import { type StorageFailure, storageFailure } from './storage-failure.ts';
import { Vault } from './vault.ts';

/** Everything one data folder holds. */
export interface Store {
  readonly folder: string;
  readonly accounts: AccountTable;
  readonly rollouts: RolloutTable;
  readonly devices: DeviceTable;
  readonly runs: RunTable;
  readonly codes: CodeTable;
  readonly ownCodes: OwnCodeTable;
  readonly openstage: OpenStageTable;
  readonly configs: ConfigTable;
  readonly papers: PaperTable;
  readonly ownership: OwnershipTable;
  readonly scans: ScanTable;
  readonly activity: ActivityTable;
  readonly vault: Vault;
  readonly settings: SettingsFile;
  /** Whether it was opened to change what is in it. */
  readonly canChange: boolean;
  /** Its schema and how much is in it; see `describeDatabase`. */
  describe(): DatabaseDescription;
  close(): void;
}

function assemble(folder: string, database: DatabaseSync, canChange: boolean, onClose: () => void): Store {
  return {
    folder,
    accounts: new AccountTable(database),
    rollouts: new RolloutTable(database),
    devices: new DeviceTable(database),
    runs: new RunTable(database),
    codes: new CodeTable(database),
    ownCodes: new OwnCodeTable(database),
    openstage: new OpenStageTable(database),
    configs: new ConfigTable(database),
    papers: new PaperTable(database),
    ownership: new OwnershipTable(database),
    scans: new ScanTable(database),
    activity: new ActivityTable(database),
    vault: new Vault(folder),
    settings: new SettingsFile(folder),
    canChange,
    describe: () => describeDatabase(database),
    close: () => {
      if (!database.isOpen) return;
      database.close();
      onClose();
    },
  };
}

function makeFolder(folder: string): Result<void, StorageFailure> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return success(undefined);
  } catch (error) {
    return failure(storageFailure('unusable-folder', { folder }, error));
  }
}

/**
 * Opens a data folder to change what is in it; makes it when it isn't there.
 *
 * Holds the folder's lock until `close` or until the process ends, however it ends.
 *
 * @returns `locked` after 5 s when another Rollcall is changing it; `damaged` (set aside), `newer-version`,
 *   `unusable-folder`.
 */
export async function openStoreForChanges(folder: string): Promise<Result<Store, StorageFailure>> {
  const made = makeFolder(folder);
  if (!made.ok) return made;
  const lock = await takeDataLock(folder);
  if (!lock.ok) return lock;
  const database = openDatabaseForChanges(folder);
  if (!database.ok) {
    lock.value.release();
    return database;
  }
  const store = assemble(folder, database.value, true, () => lock.value.release());
  store.runs.dropUnprepared();
  store.codes.markInterrupted();
  return success(store);
}

/**
 * Opens a data folder to read in it, also while another Rollcall changes it.
 *
 * A folder that is missing or of an older version is first made or migrated, for which the lock is taken and released.
 */
export async function openStoreForReading(folder: string): Promise<Result<Store, StorageFailure>> {
  if (needsMigration(folder)) {
    const store = await openStoreForChanges(folder);
    if (!store.ok) return store;
    store.value.close();
  }
  const database = openDatabaseForReading(folder);
  if (database.ok) return success(assemble(folder, database.value, false, () => {}));
  if (database.error.reason !== 'damaged') return database;
  // Only who holds the lock may move files; it says where the damaged one lies now.
  const store = await openStoreForChanges(folder);
  if (!store.ok) return store;
  store.value.close();
  return database;
}

/**
 * Sets a data folder's database aside after it was found damaged in use; the caller has closed it.
 *
 * Large databases are not looked through when they are opened, so damage can show as late as this.
 *
 * @param error what the driver threw.
 * @returns what to tell: where the damaged database lies now, or that another Rollcall has it; `null` when the error is
 *   no sign of damage.
 */
export async function setDamagedAside(folder: string, error: unknown): Promise<StorageFailure | null> {
  if (!isDamage(error)) return null;
  const lock = await takeDataLock(folder);
  if (!lock.ok) return lock.error;
  const file = setAside(folder, undefined);
  lock.value.release();
  return storageFailure('damaged', { folder, file }, error);
}
