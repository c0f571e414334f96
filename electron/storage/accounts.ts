import type { DatabaseSync } from 'node:sqlite';

/** An account as it is stored: everything but its password, which the vault keeps under {@link accountSecretName}. */
export interface Account {
  readonly id: number;
  readonly name: string;
  /** Service id, for instance `gigaset`. */
  readonly service: string;
  readonly url: string;
  readonly user: string;
  /** PEM text of additional authorities; empty: none. */
  readonly ca: string;
  /** SHA-256 of the server's certificate; empty: none. */
  readonly pin: string;
  /** Proxy address, `none`, or empty for the environment's; stored as `Vault.protectUrl` made it. */
  readonly proxy: string;
  /** Wire calls at once. */
  readonly concurrency: number;
  /** Devices per list call; 1 means single calls. */
  readonly batch: number;
}

/** The name under which the vault keeps an account's password. */
export function accountSecretName(id: number): string {
  return `account:${id}`;
}

const COLUMNS = 'id, name, service, url, user, ca, pin, proxy, concurrency, batch';

/** The table of accounts. Every change is durable when its method returns. */
export class AccountTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Adds an account and returns its id; the caller has made sure that the name is free. */
  add(account: Omit<Account, 'id'>): number {
    const result = this.#database
      .prepare(
        `INSERT INTO accounts (name, service, url, user, ca, pin, proxy, concurrency, batch, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        account.name,
        account.service,
        account.url,
        account.user,
        account.ca,
        account.pin,
        account.proxy,
        account.concurrency,
        account.batch,
        new Date().toISOString(),
      );
    return Number(result.lastInsertRowid);
  }

  /** Finds an account by its name. */
  find(name: string): Account | null {
    const row = this.#database.prepare(`SELECT ${COLUMNS} FROM accounts WHERE name = ?`).get(name);
    return row === undefined ? null : (row as unknown as Account);
  }

  /** All accounts, by name. */
  list(): readonly Account[] {
    return this.#database.prepare(`SELECT ${COLUMNS} FROM accounts ORDER BY name`).all() as unknown as Account[];
  }

  /** Replaces what is stored of an account; its name and service stay. */
  update({ id, url, user, ca, pin, proxy, concurrency, batch }: Account): void {
    this.#database
      .prepare(
        'UPDATE accounts SET url = ?, user = ?, ca = ?, pin = ?, proxy = ?, concurrency = ?, batch = ? WHERE id = ?',
      )
      .run(url, user, ca, pin, proxy, concurrency, batch, id);
  }

  /** Removes an account; its secret is the vault's to forget. */
  remove(id: number): void {
    this.#database.prepare('DELETE FROM accounts WHERE id = ?').run(id);
  }
}
