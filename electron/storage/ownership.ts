import type { DatabaseSync } from 'node:sqlite';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Look } from '../../shared/domain/ownership.ts';

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

  /**
   * Parks those of the phones that are devices of the rollout: all of them or, when this throws, none.
   *
   * Those that are parked already keep their date and get the note.
   *
   * @returns how many they are.
   */
  park(rolloutId: number, macs: readonly string[], note: string): number {
    const { changes } = this.#database
      .prepare(
        `INSERT INTO parked (rollout_id, mac, parked_at, note)
           SELECT rollout_id, mac, ?3, ?4 FROM devices
           WHERE rollout_id = ?1 AND mac IN (SELECT value FROM json_each(?2))
         ON CONFLICT (rollout_id, mac) DO UPDATE SET note = excluded.note`,
      )
      .run(rolloutId, JSON.stringify(macs), new Date().toISOString(), note);
    return Number(changes);
  }

  /** Takes phones out of parking and returns how many were in it. */
  unpark(rolloutId: number, macs: readonly string[]): number {
    const { changes } = this.#database
      .prepare('DELETE FROM parked WHERE rollout_id = ? AND mac IN (SELECT value FROM json_each(?))')
      .run(rolloutId, JSON.stringify(macs));
    return Number(changes);
  }

  /** The MACs of a rollout's parked phones; quick also where all of a hundred thousand are. */
  parkedMacs(rolloutId: number): ReadonlySet<string> {
    const row = this.#database
      .prepare('SELECT group_concat(mac) AS macs FROM parked WHERE rollout_id = ?')
      .get(rolloutId);
    return new Set(typeof row?.macs === 'string' ? row.macs.split(',') : []);
  }

  /** Some of a rollout's phones as far as they are parked, by MAC. */
  parkedOf(rolloutId: number, macs: readonly MacAddress[]): ReadonlyMap<string, Parked> {
    const find = this.#database.prepare(
      'SELECT mac, parked_at AS parkedAt, note FROM parked WHERE rollout_id = ? AND mac = ?',
    );
    const parked = new Map<string, Parked>();
    for (const mac of macs) {
      const row = find.get(rolloutId, mac);
      if (row !== undefined) parked.set(mac, row as unknown as Parked);
    }
    return parked;
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

  /** What own accounts said of some of a rollout's phones, by MAC, each account's latest word. */
  looksOf(rolloutId: number, macs: readonly MacAddress[]): ReadonlyMap<string, readonly Look[]> {
    const find = this.#database.prepare(
      `SELECT account, finding, reason, service_words AS serviceWords, looked_at AS lookedAt FROM looks
       WHERE rollout_id = ? AND mac = ? ORDER BY looked_at, account`,
    );
    return new Map(macs.map((mac) => [mac, find.all(rolloutId, mac) as unknown as Look[]]));
  }
}
