import type { DatabaseSync } from 'node:sqlite';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Look } from '../../shared/domain/ownership.ts';
import { transaction } from './database.ts';

/** A phone that waits for its previous provider. */
export interface Parked {
  readonly mac: MacAddress;
  /** ISO 8601, UTC. */
  readonly parkedAt: string;
  readonly note: string;
}

/** The tables of parked phones and of what own accounts said of them. Every change is durable when its method returns. */
export class OwnershipTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Parks phones; those that are parked already keep their date and get the note. */
  park(rolloutId: number, macs: readonly MacAddress[], note: string): void {
    const park = this.#database.prepare(
      `INSERT INTO parked (rollout_id, mac, parked_at, note) VALUES (?, ?, ?, ?)
       ON CONFLICT (rollout_id, mac) DO UPDATE SET note = excluded.note`,
    );
    const time = new Date().toISOString();
    transaction(this.#database, () => {
      for (const mac of macs) park.run(rolloutId, mac, time, note);
    });
  }

  /** Takes phones out of parking and returns how many were in it. */
  unpark(rolloutId: number, macs: readonly MacAddress[]): number {
    const unpark = this.#database.prepare('DELETE FROM parked WHERE rollout_id = ? AND mac = ?');
    return transaction(this.#database, () =>
      macs.reduce((unparked, mac) => unparked + Number(unpark.run(rolloutId, mac).changes), 0),
    );
  }

  /** A rollout's parked phones, by MAC. */
  parked(rolloutId: number): ReadonlyMap<string, Parked> {
    const rows = this.#database
      .prepare('SELECT mac, parked_at AS parkedAt, note FROM parked WHERE rollout_id = ? ORDER BY parked_at, mac')
      .all(rolloutId) as unknown as Parked[];
    return new Map(rows.map((row) => [row.mac, row]));
  }

  /** Keeps what an account said of a phone, in place of what it said before. */
  addLook(rolloutId: number, mac: MacAddress, look: Look): void {
    this.#database
      .prepare(
        `INSERT OR REPLACE INTO looks (rollout_id, mac, account, finding, reason, service_words, looked_at)
         VALUES (?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(rolloutId, mac, look.account, look.finding, look.reason, look.serviceWords, look.lookedAt);
  }

  /** What own accounts said of a rollout's phones, by MAC, each account's latest word. */
  looks(rolloutId: number): ReadonlyMap<string, readonly Look[]> {
    const rows = this.#database
      .prepare(
        `SELECT mac, account, finding, reason, service_words AS serviceWords, looked_at AS lookedAt FROM looks
         WHERE rollout_id = ? ORDER BY looked_at, account`,
      )
      .all(rolloutId) as unknown as (Look & { readonly mac: string })[];
    const looks = new Map<string, Look[]>();
    for (const { mac, ...look } of rows) {
      const ofPhone = looks.get(mac);
      if (ofPhone === undefined) looks.set(mac, [look]);
      else ofPhone.push(look);
    }
    return looks;
  }
}
