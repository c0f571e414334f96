import type { DatabaseSync } from 'node:sqlite';

/** What a paper's typed fields belong to. */
export type PaperKind = 'report' | 'letter' | 'codes';

/** The table of what was typed for a rollout's papers. Every change is durable when its method returns. */
export class PaperTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** What was typed for a rollout's paper: plain JSON, `null` where nothing was. */
  find(rolloutId: number, kind: PaperKind): unknown {
    const row = this.#database
      .prepare('SELECT fields FROM papers WHERE rollout_id = ? AND kind = ?')
      .get(rolloutId, kind) as { fields: string } | undefined;
    return row === undefined ? null : JSON.parse(row.fields);
  }

  /** What was typed last for such a paper, in whichever rollout; `null` where there is none. */
  findLatest(kind: PaperKind): unknown {
    const row = this.#database
      .prepare('SELECT fields FROM papers WHERE kind = ? ORDER BY saved_at DESC LIMIT 1')
      .get(kind) as { fields: string } | undefined;
    return row === undefined ? null : JSON.parse(row.fields);
  }

  /** Keeps what was typed, in place of what was there. */
  keep(rolloutId: number, kind: PaperKind, fields: Readonly<Record<string, string>>): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO papers (rollout_id, kind, fields, saved_at) VALUES (?, ?, ?, ?)')
      .run(rolloutId, kind, JSON.stringify(fields), new Date().toISOString());
  }
}
