import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

/** One thing that was done, as it is stored; nothing in it is secret. */
export interface ActivityEntry {
  readonly id: number;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly kind: string;
  /** Group and name of the call, for instance `runs.start`. */
  readonly action: string;
  readonly result: string;
  /** Names; empty: it was about none. */
  readonly rollout: string;
  readonly account: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Why it was not carried out: a key of `shared/words` and what fills it. */
  readonly words: string;
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Which entries to give. */
export interface ActivityFilter {
  /** Words that the names, the action or the detail have to hold, whatever their case. */
  readonly words: readonly string[];
  /** Empty: all. */
  readonly kinds: readonly string[];
  /** `null`: any. */
  readonly rollout: string | null;
}

/** How many entries are kept: years of work, and a few megabytes. */
const KEPT = 20_000;
const COLUMNS = 'id, at, kind, action, result, rollout, account, counts, words, detail';

/** The table of what was done when. The oldest entries go when there are more than 20,000. */
export class ActivityTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Adds an entry. Durable when it returns. */
  add(entry: Omit<ActivityEntry, 'id'>): void {
    const { at, kind, action, result, rollout, account, counts, words, detail } = entry;
    const { lastInsertRowid } = this.#database
      .prepare(
        `INSERT INTO activity (at, kind, action, result, rollout, account, counts, words, detail)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(at, kind, action, result, rollout, account, JSON.stringify(counts), words, JSON.stringify(detail));
    this.#database.prepare('DELETE FROM activity WHERE id <= ?').run(Number(lastInsertRowid) - KEPT);
  }

  /** Gives entries, the newest first, and how many there are in all. */
  page(
    filter: ActivityFilter,
    offset: number,
    limit: number,
  ): { readonly total: number; readonly entries: readonly ActivityEntry[] } {
    const conditions: string[] = [];
    const values: SQLInputValue[] = [];
    for (const word of filter.words) {
      conditions.push("(rollout || ' ' || account || ' ' || action || ' ' || detail) LIKE ? ESCAPE '\\'");
      values.push(`%${word.replaceAll(/[\\%_]/g, '\\$&')}%`);
    }
    if (filter.kinds.length > 0) {
      conditions.push(`kind IN (${filter.kinds.map(() => '?').join(', ')})`);
      values.push(...filter.kinds);
    }
    if (filter.rollout !== null) {
      conditions.push('rollout = ?');
      values.push(filter.rollout);
    }
    const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
    const counted = this.#database.prepare(`SELECT count(*) AS total FROM activity ${where}`).get(...values);
    const rows = this.#database
      .prepare(`SELECT ${COLUMNS} FROM activity ${where} ORDER BY id DESC LIMIT ? OFFSET ?`)
      .all(...values, limit, offset);
    return { total: Number((counted as { total: number }).total), entries: rows.map(toEntry) };
  }
}

function toEntry(row: unknown): ActivityEntry {
  const { counts, detail, ...rest } = row as Omit<ActivityEntry, 'counts' | 'detail'> & {
    readonly counts: string;
    readonly detail: string;
  };
  return { ...rest, counts: JSON.parse(counts), detail: JSON.parse(detail) };
}
