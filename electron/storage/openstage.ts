import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { PhoneItem } from '../../shared/domain/phone-item.ts';
import type { WrittenItem } from '../../shared/domain/phone-job.ts';
import { transaction } from './database.ts';

/** The last request to call that a phone got. */
export interface PhoneContact {
  /** Host without port. */
  readonly address: string;
  /** Milliseconds since 1970. */
  readonly triedAtMs: number;
  /** Whether the phone took it. */
  readonly wasAccepted: boolean;
  /** How long it ignores the next one, in seconds, as the phone itself said; `null`: not known. */
  readonly gapSeconds: number | null;
  /** Which method to use next. */
  readonly method: 'POST' | 'GET';
}

/** What a phone last said of itself and its items. */
export interface PhoneReading {
  readonly mac: MacAddress;
  readonly model: string;
  readonly softwareType: string;
  readonly softwareVersion: string;
  readonly number: string;
  /** Secrets among them are stored text (`Vault.sealText`), or empty. */
  readonly items: readonly PhoneItem[];
  /** ISO 8601, UTC. */
  readonly readAt: string;
}

/** What a phone last said of itself, and how many items it told. */
export interface PhoneHead extends Pick<PhoneReading, 'mac' | 'model' | 'softwareVersion' | 'number' | 'readAt'> {
  readonly items: number;
}

interface ContactRow {
  readonly address: string;
  readonly tried_at_ms: number;
  readonly was_accepted: number;
  readonly gap_seconds: number | null;
  readonly method: string;
}

/** The tables of phones that are spoken with directly. Every change is durable when its method returns. */
export class OpenStageTable {
  readonly #database: DatabaseSync;
  /** Asked for each of a rollout's phones, whenever somebody looks at them. */
  #findContact: StatementSync | null = null;
  #findWritten: StatementSync | null = null;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** The certificate shown to phones, PEM; `null` before the first one was made. */
  certificate(): { readonly key: string; readonly cert: string } | null {
    const row = this.#database.prepare('SELECT key, cert FROM openstage_certificate WHERE id = 1').get();
    return row === undefined ? null : (row as { key: string; cert: string });
  }

  /** Keeps the certificate shown to phones; the first one stays. */
  keepCertificate({ key, cert }: { readonly key: string; readonly cert: string }): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO openstage_certificate (id, key, cert, made_at) VALUES (1, ?, ?, ?)')
      .run(key, cert, new Date().toISOString());
  }

  /** The last request to call that a phone got, by its host. */
  contact(address: string): PhoneContact | null {
    this.#findContact ??= this.#database.prepare('SELECT * FROM openstage_contacts WHERE address = ?');
    const row = this.#findContact.get(address) as ContactRow | undefined;
    if (row === undefined) return null;
    return {
      address: row.address,
      triedAtMs: row.tried_at_ms,
      wasAccepted: row.was_accepted === 1,
      gapSeconds: row.gap_seconds,
      method: row.method === 'GET' ? 'GET' : 'POST',
    };
  }

  /** Notes a request to call; before it is sent, so that a crash doesn't forget it. */
  noteContact(contact: PhoneContact): void {
    this.#database
      .prepare(
        `INSERT INTO openstage_contacts (address, tried_at_ms, was_accepted, gap_seconds, method) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT (address) DO UPDATE SET tried_at_ms = excluded.tried_at_ms, was_accepted = excluded.was_accepted,
           gap_seconds = coalesce(excluded.gap_seconds, gap_seconds), method = excluded.method`,
      )
      .run(contact.address, contact.triedAtMs, contact.wasAccepted ? 1 : 0, contact.gapSeconds, contact.method);
  }

  /** Keeps what a phone said; items that were not asked for this time stay as they were. */
  keepReading(rolloutId: number, reading: PhoneReading): void {
    transaction(this.#database, () => {
      const items = new Map(
        (this.reading(rolloutId, reading.mac)?.items ?? []).map((each) => [`${each.name} ${each.index}`, each]),
      );
      for (const each of reading.items) items.set(`${each.name} ${each.index}`, each);
      this.#database
        .prepare(
          `INSERT OR REPLACE INTO openstage_readings
             (rollout_id, mac, model, software_type, software_version, number, items, read_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
        )
        .run(
          rolloutId,
          reading.mac,
          reading.model,
          reading.softwareType,
          reading.softwareVersion,
          reading.number,
          JSON.stringify([...items.values()]),
          reading.readAt,
        );
    });
  }

  /** What a phone last said; `null`: nothing yet. */
  reading(rolloutId: number, mac: MacAddress): PhoneReading | null {
    const row = this.#database
      .prepare('SELECT * FROM openstage_readings WHERE rollout_id = ? AND mac = ?')
      .get(rolloutId, mac);
    return row === undefined ? null : toReading(row);
  }

  /** What some phones of a rollout last said, by MAC, with how many items in place of the items themselves. */
  headsOf(rolloutId: number, macs: readonly MacAddress[]): ReadonlyMap<string, PhoneHead> {
    const find = this.#database.prepare(
      `SELECT mac, model, software_version AS softwareVersion, number, json_array_length(items) AS items,
         read_at AS readAt
       FROM openstage_readings WHERE rollout_id = ? AND mac = ?`,
    );
    const heads = new Map<string, PhoneHead>();
    for (const mac of macs) {
      const row = find.get(rolloutId, mac);
      if (row !== undefined) heads.set(mac, row as unknown as PhoneHead);
    }
    return heads;
  }

  /** The MACs of a rollout's phones that were ever read, by the software that they last said they have. */
  softwareVersions(rolloutId: number): ReadonlyMap<string, readonly MacAddress[]> {
    const rows = this.#database
      .prepare(
        `SELECT software_version AS version, group_concat(mac) AS macs FROM openstage_readings
         WHERE rollout_id = ? GROUP BY software_version`,
      )
      .all(rolloutId) as unknown as { version: string; macs: string }[];
    return new Map(rows.map(({ version, macs }) => [version, macs.split(',') as MacAddress[]]));
  }

  /** Keeps what became of each item of a phone in a run; values of secrets are stored text (`Vault.sealText`). */
  keepWritten(runId: number, mac: MacAddress, items: readonly WrittenItem[]): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO openstage_writes (run_id, mac, items) VALUES (?, ?, ?)')
      .run(runId, mac, JSON.stringify(items));
  }

  /** Whether a run wrote items of any phone. */
  hasWritten(runId: number): boolean {
    return this.#database.prepare('SELECT 1 FROM openstage_writes WHERE run_id = ? LIMIT 1').get(runId) !== undefined;
  }

  /** What became of the items of one phone in a run; `null`: none of its items was to be written. */
  writtenOf(runId: number, mac: MacAddress): readonly WrittenItem[] | null {
    this.#findWritten ??= this.#database.prepare('SELECT items FROM openstage_writes WHERE run_id = ? AND mac = ?');
    const row = this.#findWritten.get(runId, mac);
    return row === undefined ? null : (JSON.parse(String(row.items)) as WrittenItem[]);
  }

  /** What became of the items of a run's phones, by MAC. */
  written(runId: number): ReadonlyMap<string, readonly WrittenItem[]> {
    const rows = this.#database.prepare('SELECT mac, items FROM openstage_writes WHERE run_id = ?').all(runId);
    return new Map(rows.map((row) => [String(row.mac), JSON.parse(String(row.items)) as WrittenItem[]]));
  }
}

function toReading(row: Readonly<Record<string, unknown>>): PhoneReading {
  return {
    mac: String(row.mac) as MacAddress,
    model: String(row.model),
    softwareType: String(row.software_type),
    softwareVersion: String(row.software_version),
    number: String(row.number),
    items: JSON.parse(String(row.items)) as PhoneItem[],
    readAt: String(row.read_at),
  };
}
