import type { DatabaseSync } from 'node:sqlite';
import type { MacAddress } from '../../shared/domain/device.ts';

/** When a phone was seen on site. */
export interface Scan {
  readonly mac: MacAddress;
  /** ISO 8601, UTC. */
  readonly scannedAt: string;
}

/** The table of phones that were scanned on site. Every change is durable when its method returns. */
export class ScanTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Marks a phone as seen now; one that was seen before keeps its first time. */
  mark(rolloutId: number, mac: MacAddress): void {
    this.#database
      .prepare('INSERT OR IGNORE INTO scans (rollout_id, mac, scanned_at) VALUES (?, ?, ?)')
      .run(rolloutId, mac, new Date().toISOString());
  }

  /** When a phone was first seen; `null`: not yet. */
  find(rolloutId: number, mac: MacAddress): string | null {
    const row = this.#database
      .prepare('SELECT scanned_at AS scannedAt FROM scans WHERE rollout_id = ? AND mac = ?')
      .get(rolloutId, mac) as { scannedAt: string } | undefined;
    return row?.scannedAt ?? null;
  }

  /** Takes the mark back. */
  forget(rolloutId: number, mac: MacAddress): void {
    this.#database.prepare('DELETE FROM scans WHERE rollout_id = ? AND mac = ?').run(rolloutId, mac);
  }

  /** How many of a rollout's devices were seen. */
  count(rolloutId: number): number {
    const row = this.#database
      .prepare(`SELECT count(*) AS n FROM scans JOIN devices USING (rollout_id, mac) WHERE rollout_id = ?`)
      .get(rolloutId) as { n: number };
    return row.n;
  }

  /** The phones of a rollout that were seen last, the latest first. */
  latest(rolloutId: number, limit: number): readonly Scan[] {
    return this.#database
      .prepare(
        `SELECT mac, scanned_at AS scannedAt FROM scans JOIN devices USING (rollout_id, mac)
         WHERE rollout_id = ? ORDER BY scanned_at DESC LIMIT ?`,
      )
      .all(rolloutId, limit) as unknown as Scan[];
  }
}
