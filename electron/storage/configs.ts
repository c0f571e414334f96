import type { DatabaseSync } from 'node:sqlite';
import type { ConfigScheme, FetchedPhone, FileCheck } from '../../shared/domain/config-check.ts';
import { transaction } from './database.ts';

/** What a check found of a site, one way, with the account it went by. `site` is plain JSON. */
export interface StoredSite {
  readonly scheme: ConfigScheme;
  readonly account: string;
  readonly site: unknown;
  /** ISO 8601, UTC. */
  readonly checkedAt: string;
}

/** A line of a phone's syslog, as it is kept. */
export interface StoredLine {
  /** ISO 8601, UTC. */
  readonly time: string;
  readonly address: string;
  /** 0 (emergency) to 7 (debug); `null`: it said none. */
  readonly severity: number | null;
  readonly text: string;
}

/** Lines kept per phone; the oldest are forgotten. */
const KEPT_LINES = 200;

/** How many files or phones are counted at once. */
const COUNTED_AT_ONCE = 10_000;
/** No MAC is after it. */
const LAST_MAC = 'g';

/** The tables of what configuration servers gave, and of who fetched. Every change is durable when its method returns. */
export class ConfigTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Keeps what was found of one phone's files, one way, in place of what was found before. */
  keepChecks(rolloutId: number, mac: string, scheme: ConfigScheme, files: readonly FileCheck[]): void {
    const insert = this.#database.prepare(
      'INSERT INTO config_checks (rollout_id, mac, scheme, position, data) VALUES (?, ?, ?, ?, ?)',
    );
    transaction(this.#database, () => {
      this.#database
        .prepare('DELETE FROM config_checks WHERE rollout_id = ? AND mac = ? AND scheme = ?')
        .run(rolloutId, mac, scheme);
      for (const [position, file] of files.entries()) {
        insert.run(rolloutId, mac, scheme, position, JSON.stringify(file));
      }
    });
  }

  /** What was found of the files of some phones of a rollout, by MAC. */
  checksOf(rolloutId: number, macs: readonly string[]): ReadonlyMap<string, readonly FileCheck[]> {
    const find = this.#database.prepare(
      'SELECT data FROM config_checks WHERE rollout_id = ? AND mac = ? ORDER BY scheme, position',
    );
    return new Map(
      macs.map((mac) => [mac, find.all(rolloutId, mac).map(({ data }) => JSON.parse(String(data)) as FileCheck)]),
    );
  }

  /** How many files of a rollout's devices there are of each finding: in parts, to be added up. */
  findingCounts(rolloutId: number): Generator<Readonly<Record<string, number>>, void> {
    return this.#counts('config_checks', 'finding', rolloutId);
  }

  /** How many of a rollout's devices stand how, by the access log: in parts, to be added up. */
  stateCounts(rolloutId: number): Generator<Readonly<Record<string, number>>, void> {
    return this.#counts('config_fetches', 'state', rolloutId);
  }

  /** Between two parts others may have their turn. */
  *#counts(table: string, field: string, rolloutId: number): Generator<Readonly<Record<string, number>>, void> {
    const bound = this.#database.prepare(
      `SELECT mac FROM ${table} WHERE rollout_id = ? AND mac > ? ORDER BY mac LIMIT 1 OFFSET ${COUNTED_AT_ONCE}`,
    );
    const count = this.#database.prepare(
      `SELECT t.data ->> '${field}' AS name, count(*) AS n FROM ${table} t JOIN devices d USING (rollout_id, mac)
       WHERE rollout_id = ? AND mac > ? AND mac <= ? GROUP BY 1`,
    );
    for (let from = ''; from < LAST_MAC; ) {
      const to = String(bound.get(rolloutId, from)?.mac ?? LAST_MAC);
      yield Object.fromEntries(count.all(rolloutId, from, to).map(({ name, n }) => [String(name), Number(n)]));
      from = to;
    }
  }

  /** Whether anything is kept for a rollout. */
  isUsed(rolloutId: number): boolean {
    const row = this.#database
      .prepare(
        `SELECT EXISTS (SELECT 1 FROM config_checks WHERE rollout_id = ?)
           OR EXISTS (SELECT 1 FROM config_fetches WHERE rollout_id = ?) AS used`,
      )
      .get(rolloutId, rolloutId);
    return row?.used === 1;
  }

  /** Keeps what was found of the site, one way. */
  keepSite(rolloutId: number, { scheme, account, site, checkedAt }: StoredSite): void {
    this.#database
      .prepare(
        'INSERT OR REPLACE INTO config_sites (rollout_id, scheme, account, data, checked_at) VALUES (?, ?, ?, ?, ?)',
      )
      .run(rolloutId, scheme, account, JSON.stringify(site), checkedAt);
  }

  /** What was found of the site, a way each. */
  sites(rolloutId: number): readonly StoredSite[] {
    const rows = this.#database
      .prepare('SELECT scheme, account, data, checked_at FROM config_sites WHERE rollout_id = ? ORDER BY scheme')
      .all(rolloutId);
    return rows.map((row) => ({
      scheme: String(row.scheme) as ConfigScheme,
      account: String(row.account),
      site: JSON.parse(String(row.data)),
      checkedAt: String(row.checked_at),
    }));
  }

  /** Keeps how phones stand by the access log. */
  keepFetches(rolloutId: number, phones: readonly FetchedPhone[]): void {
    const insert = this.#database.prepare(
      'INSERT OR REPLACE INTO config_fetches (rollout_id, mac, data) VALUES (?, ?, ?)',
    );
    transaction(this.#database, () => {
      for (const phone of phones) insert.run(rolloutId, phone.mac, JSON.stringify(phone));
    });
  }

  /** How some phones stand by the access log, by MAC. */
  fetchesOf(rolloutId: number, macs: readonly string[]): ReadonlyMap<string, FetchedPhone> {
    const find = this.#database.prepare('SELECT data FROM config_fetches WHERE rollout_id = ? AND mac = ?');
    const fetches = new Map<string, FetchedPhone>();
    for (const mac of macs) {
      const row = find.get(rolloutId, mac);
      if (row !== undefined) fetches.set(mac, JSON.parse(String(row.data)) as FetchedPhone);
    }
    return fetches;
  }

  /** The phone that fetched from an address; `null`: none did. */
  findFetcher(rolloutId: number, address: string): string | null {
    const row = this.#database
      .prepare(`SELECT mac FROM config_fetches WHERE rollout_id = ? AND data ->> 'address' = ? LIMIT 1`)
      .get(rolloutId, address);
    return row === undefined ? null : String(row.mac);
  }

  /** Keeps a line that a phone sent. */
  addLine(rolloutId: number, mac: string, line: StoredLine): void {
    transaction(this.#database, () => {
      this.#database
        .prepare('INSERT INTO config_lines (rollout_id, mac, time, address, severity, text) VALUES (?, ?, ?, ?, ?, ?)')
        .run(rolloutId, mac, line.time, line.address, line.severity, line.text);
      this.#database
        .prepare(
          `DELETE FROM config_lines WHERE rollout_id = ? AND mac = ? AND id NOT IN
             (SELECT id FROM config_lines WHERE rollout_id = ? AND mac = ? ORDER BY id DESC LIMIT ?)`,
        )
        .run(rolloutId, mac, rolloutId, mac, KEPT_LINES);
    });
  }

  /** What a phone sent, the latest first. */
  lines(rolloutId: number, mac: string): readonly StoredLine[] {
    return this.#database
      .prepare(
        'SELECT time, address, severity, text FROM config_lines WHERE rollout_id = ? AND mac = ? ORDER BY id DESC',
      )
      .all(rolloutId, mac) as unknown as StoredLine[];
  }
}
