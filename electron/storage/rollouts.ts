import type { DatabaseSync } from 'node:sqlite';

/** One job: a site, its devices, its runs. */
export interface Rollout {
  readonly id: number;
  readonly name: string;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
}

// Without its number of devices: counting a hundred thousand takes longer than everything else most calls do.
const SELECT = 'SELECT id, name, created_at AS createdAt FROM rollouts';

/** The table of rollouts. Every change is durable when its method returns. */
export class RolloutTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Adds an empty rollout; the caller has made sure that the name is free. */
  add(name: string): number {
    const result = this.#database
      .prepare('INSERT INTO rollouts (name, created_at) VALUES (?, ?)')
      .run(name, new Date().toISOString());
    return Number(result.lastInsertRowid);
  }

  /** Finds a rollout by its name. */
  find(name: string): Rollout | null {
    const row = this.#database.prepare(`${SELECT} WHERE name = ?`).get(name);
    return row === undefined ? null : (row as unknown as Rollout);
  }

  /** All rollouts, the latest first. */
  list(): readonly Rollout[] {
    return this.#database.prepare(`${SELECT} ORDER BY id DESC`).all() as unknown as Rollout[];
  }

  /** Removes a rollout with its devices and runs. */
  remove(id: number): void {
    // Undo runs point at the runs they undo, which would hold those back.
    this.#database.prepare('UPDATE runs SET undo_of = NULL WHERE rollout_id = ?').run(id);
    this.#database.prepare('DELETE FROM rollouts WHERE id = ?').run(id);
  }
}
