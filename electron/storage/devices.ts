import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { setImmediate } from 'node:timers/promises';
import type { DeviceDraft, MacAddress } from '../../shared/domain/device.ts';
import { transaction } from './database.ts';

/** A device of a rollout. Its `url` and the secrets among its `items` are stored text: see `Vault.protectUrl`, `sealText`. */
export interface StoredDevice extends DeviceDraft {
  readonly id: number;
}

/** A new value for one property of a device. */
export interface DeviceChange {
  readonly mac: MacAddress;
  readonly property: (typeof FIELDS)[number][0];
  /** Of a URL: stored text (`Vault.protectUrl`). `null`: what is there stays. */
  readonly value: string | null;
}

/** Takes back the changes before it. */
class MissingDevice extends Error {
  readonly mac: MacAddress;

  constructor(mac: MacAddress) {
    super(`There is no device ${mac}.`);
    this.mac = mac;
  }
}

/** The columns beside the MAC, each named like its property. */
const FIELDS = [
  ['checkCode', 'check_code'],
  ['serial', 'serial'],
  ['pin', 'pin'],
  ['vendor', 'vendor'],
  ['model', 'model'],
  ['user', 'user'],
  ['extension', 'extension'],
  ['room', 'room'],
  ['note', 'note'],
  ['url', 'url'],
  ['address', 'address'],
  ['server', 'server'],
  ['items', 'items'],
] as const;

const COLUMNS = FIELDS.map(([, column]) => column);
const SELECT = `SELECT id, mac, ${FIELDS.map(([property, column]) => `${column} AS ${property}`).join(', ')} FROM devices`;

/** How many devices one insert takes: ten were quickest, a quarter less time than one by one. */
const INSERT_ROWS = 10;

/** How many devices are staged before the event loop gets its turn. */
const STAGED_AT_ONCE = 2_000;

function rowsOf(count: number): string {
  const row = `(${['rollout_id', 'mac', ...COLUMNS].map(() => '?').join(', ')})`;
  return `VALUES ${Array.from({ length: count }, () => row).join(', ')}`;
}

/** Inserts devices. A list that says nothing of a field leaves it as it was; only what differs counts. */
function upsertOf(devices: string): string {
  return `
  INSERT INTO devices (rollout_id, mac, ${COLUMNS.join(', ')}) ${devices}
  ON CONFLICT (rollout_id, mac) DO UPDATE SET
    ${COLUMNS.map((column) => `${column} = iif(excluded.${column} = '', ${column}, excluded.${column})`).join(', ')}
  WHERE ${COLUMNS.map((column) => `(excluded.${column} <> '' AND excluded.${column} <> ${column})`).join(' OR ')}`;
}

/** How many devices an import added and how many it changed. */
export interface ImportCounts {
  readonly added: number;
  readonly updated: number;
}

/** Devices that lie beside the table; see {@link DeviceTable.stage}. */
export interface StagedDevices {
  readonly table: string;
}

/** The table of devices. Every change is durable when its method returns. */
export class DeviceTable {
  readonly #database: DatabaseSync;
  #staged = 0;
  #revision = 0;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Adds devices to a rollout, or updates those it has: all of them or, when this throws, none.
   *
   * Adding the same device twice changes nothing the second time; empty fields leave what is there.
   *
   * @param devices their `url` is stored text (`Vault.protectUrl`).
   */
  import(rolloutId: number, devices: Iterable<DeviceDraft>): ImportCounts {
    return this.#import(rolloutId, () => this.#insert(rolloutId, devices, (rows) => upsertOf(rowsOf(rows))));
  }

  /**
   * Lays devices out beside the table, in slices, so that {@link DeviceTable.importStaged} adds them in one short step.
   *
   * Nothing is durable, and nobody else sees them. Whoever stages them imports or drops them.
   */
  async stage(devices: readonly DeviceDraft[]): Promise<StagedDevices> {
    this.#staged += 1;
    const table = `temp.staged_${this.#staged}`;
    const columns = ['rollout_id', 'mac', ...COLUMNS];
    this.#database.exec(`CREATE TABLE ${table} (${columns.join(', ')})`);
    for (let start = 0; start < devices.length; start += STAGED_AT_ONCE) {
      const slice = devices.slice(start, start + STAGED_AT_ONCE);
      transaction(this.#database, () => this.#insert(0, slice, (rows) => `INSERT INTO ${table} ${rowsOf(rows)}`));
      await setImmediate();
    }
    return { table };
  }

  /** Adds staged devices to a rollout as {@link DeviceTable.import} does, all of them or none; they stay staged. */
  importStaged(rolloutId: number, { table }: StagedDevices): ImportCounts {
    const upsert = this.#database.prepare(
      upsertOf(`SELECT ?, mac, ${COLUMNS.join(', ')} FROM ${table} WHERE true ORDER BY rowid`),
    );
    return this.#import(rolloutId, () => upsert.run(rolloutId));
  }

  /** Clears staged devices away. */
  dropStaged({ table }: StagedDevices): void {
    this.#database.exec(`DROP TABLE ${table}`);
  }

  /** How often devices were changed by this program since it opened the table: who read some before can see whether they still hold. */
  get revision(): number {
    return this.#revision;
  }

  #import(rolloutId: number, insert: () => void): ImportCounts {
    this.#revision += 1;
    return transaction(this.#database, () => {
      const changesBefore = this.#count('SELECT total_changes() AS n');
      const devicesBefore = this.count(rolloutId);
      insert();
      const changed = this.#count('SELECT total_changes() AS n') - changesBefore;
      const added = this.count(rolloutId) - devicesBefore;
      return { added, updated: changed - added };
    });
  }

  #insert(rolloutId: number, devices: Iterable<DeviceDraft>, sqlOf: (rows: number) => string): void {
    const several = this.#database.prepare(sqlOf(INSERT_ROWS));
    let values: SQLInputValue[] = [];
    let rows = 0;
    for (const device of devices) {
      values.push(
        rolloutId,
        device.mac,
        device.checkCode,
        device.serial,
        device.pin,
        device.vendor,
        device.model,
        device.user,
        device.extension,
        device.room,
        device.note,
        device.url,
        device.address,
        device.server,
        device.items,
      );
      rows += 1;
      if (rows < INSERT_ROWS) continue;
      several.run(...values);
      values = [];
      rows = 0;
    }
    if (rows > 0) this.#database.prepare(sqlOf(rows)).run(...values);
  }

  /** How many devices a rollout has. */
  count(rolloutId: number): number {
    return this.#count('SELECT count(*) AS n FROM devices WHERE rollout_id = ?', rolloutId);
  }

  /** One device of a rollout. */
  find(rolloutId: number, mac: MacAddress): StoredDevice | null {
    const row = this.#database.prepare(`${SELECT} WHERE rollout_id = ? AND mac = ?`).get(rolloutId, mac);
    return row === undefined ? null : (row as unknown as StoredDevice);
  }

  /** A rollout's devices in the order in which they came. */
  list(rolloutId: number): readonly StoredDevice[] {
    return this.#database
      .prepare(`${SELECT} WHERE rollout_id = ? ORDER BY id`)
      .all(rolloutId) as unknown as StoredDevice[];
  }

  /**
   * A rollout's devices in the order in which they came, in slices, between which others may have their turn.
   *
   * What is added after the first slice is not among them.
   */
  slices(rolloutId: number, limit: number): Generator<readonly StoredDevice[], void> {
    return this.#slices<StoredDevice>(SELECT, rolloutId, limit);
  }

  /** What a service has to know of a rollout's devices, like {@link DeviceTable.slices}, but in a third of the time. */
  slicesForService(
    rolloutId: number,
    limit: number,
  ): Generator<readonly Pick<StoredDevice, 'id' | 'mac' | 'checkCode' | 'url'>[], void> {
    return this.#slices('SELECT id, mac, check_code AS checkCode, url FROM devices', rolloutId, limit);
  }

  *#slices<Row extends { readonly id: number }>(
    select: string,
    rolloutId: number,
    limit: number,
  ): Generator<readonly Row[], void> {
    const bounds = this.#database
      .prepare('SELECT coalesce(min(id), 1) AS first, coalesce(max(id), 0) AS last FROM devices WHERE rollout_id = ?')
      .get(rolloutId) as { first: number; last: number };
    // The plus keeps SQLite from taking the rollout's index, by which it would sort the whole rollout for each slice.
    const next = this.#database.prepare(`${select} WHERE +rollout_id = ? AND id BETWEEN ? AND ? ORDER BY id LIMIT ?`);
    for (let from = bounds.first; from <= bounds.last; ) {
      const devices = next.all(rolloutId, from, bounds.last, limit) as unknown as Row[];
      if (devices.length > 0) yield devices;
      from = devices.length < limit ? bounds.last + 1 : (devices.at(-1)?.id ?? bounds.last) + 1;
    }
  }

  /** Some of a rollout's devices, in the order in which they came: those after the first `offset`. */
  listFrom(rolloutId: number, offset: number, limit: number): readonly StoredDevice[] {
    return this.#database
      .prepare(`${SELECT} WHERE rollout_id = ? ORDER BY id LIMIT ? OFFSET ?`)
      .all(rolloutId, limit, offset) as unknown as StoredDevice[];
  }

  /** Some devices of a rollout by their MACs, in that order; those that it hasn't are left out. */
  findMany(rolloutId: number, macs: readonly MacAddress[]): readonly StoredDevice[] {
    const find = this.#database.prepare(`${SELECT} WHERE rollout_id = ? AND mac = ?`);
    return macs.flatMap((mac) => {
      const row = find.get(rolloutId, mac);
      return row === undefined ? [] : [row as unknown as StoredDevice];
    });
  }

  /** Replaces what is stored of a device, its MAC included; the caller has made sure that the MAC is free. */
  update(device: StoredDevice): void {
    this.#revision += 1;
    const { id, mac, ...values } = device;
    this.#database
      .prepare(`UPDATE devices SET mac = ?, ${COLUMNS.map((column) => `${column} = ?`).join(', ')} WHERE id = ?`)
      .run(mac, ...FIELDS.map(([property]) => values[property]), id);
  }

  /**
   * Changes single values of several devices: all of them or, when this throws, none.
   *
   * @returns the MAC of a device that the rollout hasn't, and then nothing was changed; `null` otherwise.
   */
  change(rolloutId: number, changes: readonly DeviceChange[]): MacAddress | null {
    const columns = new Map<string, string>(FIELDS);
    const updates = new Map<string, StatementSync>();
    const updateOf = (property: string): StatementSync => {
      const column = columns.get(property);
      const update =
        updates.get(property) ??
        this.#database.prepare(
          `UPDATE devices SET ${column} = coalesce(?, ${column}) WHERE rollout_id = ? AND mac = ?`,
        );
      updates.set(property, update);
      return update;
    };
    this.#revision += 1;
    try {
      transaction(this.#database, () => {
        for (const { mac, property, value } of changes) {
          if (updateOf(property).run(value, rolloutId, mac).changes === 0) throw new MissingDevice(mac);
        }
      });
      return null;
    } catch (error) {
      if (error instanceof MissingDevice) return error.mac;
      throw error;
    }
  }

  /** Takes devices out of a rollout and returns how many it had; what runs did with them stays. */
  remove(rolloutId: number, macs: readonly MacAddress[]): number {
    this.#revision += 1;
    const remove = this.#database.prepare('DELETE FROM devices WHERE rollout_id = ? AND mac = ?');
    return transaction(this.#database, () =>
      macs.reduce((removed, mac) => removed + Number(remove.run(rolloutId, mac).changes), 0),
    );
  }

  /** The stored URLs of a rollout that hold a sealed password, by MAC. */
  sealedUrls(rolloutId: number): ReadonlyMap<string, string> {
    const rows = this.#database
      .prepare(`SELECT mac, url FROM devices WHERE rollout_id = ? AND url LIKE 'sealed:%'`)
      .all(rolloutId) as unknown as { mac: string; url: string }[];
    return new Map(rows.map((row) => [row.mac, row.url]));
  }

  /** Whether any of a rollout's devices says something in this field. */
  hasAny(rolloutId: number, field: 'address' | 'server'): boolean {
    return (
      this.#count(`SELECT EXISTS (SELECT 1 FROM devices WHERE rollout_id = ? AND ${field} <> '') AS n`, rolloutId) > 0
    );
  }

  /** A rollout's devices that have an address, with what stands in it. */
  addresses(rolloutId: number): readonly { readonly mac: MacAddress; readonly address: string }[] {
    return this.#database
      .prepare(`SELECT mac, address FROM devices WHERE rollout_id = ? AND address <> '' ORDER BY id`)
      .all(rolloutId) as unknown as { mac: MacAddress; address: string }[];
  }

  /** The stored items of a rollout's devices that have some, by MAC. */
  storedItems(rolloutId: number): ReadonlyMap<string, string> {
    const rows = this.#database
      .prepare(`SELECT mac, items FROM devices WHERE rollout_id = ? AND items <> ''`)
      .all(rolloutId) as unknown as { mac: string; items: string }[];
    return new Map(rows.map((row) => [row.mac, row.items]));
  }

  /** Every rollout that has a device with this MAC. */
  findEverywhere(mac: MacAddress): readonly (StoredDevice & { readonly rollout: string })[] {
    return this.#database
      .prepare(
        `${SELECT.replace('SELECT id', 'SELECT devices.id, rollouts.name AS rollout').replace('FROM devices', 'FROM devices JOIN rollouts ON rollouts.id = rollout_id')}
         WHERE mac = ? ORDER BY rollouts.id DESC`,
      )
      .all(mac) as unknown as (StoredDevice & { rollout: string })[];
  }

  #count(sql: string, ...parameters: SQLInputValue[]): number {
    const row = this.#database.prepare(sql).get(...parameters) as { n: number };
    return row.n;
  }
}
