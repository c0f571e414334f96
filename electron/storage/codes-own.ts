import type { DatabaseSync } from 'node:sqlite';
import type {
  ConfigurationJob,
  OwnCode,
  PhoneContact,
  PhoneJob,
  ProvisioningCode,
  RedeemedCode,
  SoftwareJob,
} from '../../shared/domain/code.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import { CodeTable, NEW_CODE } from './codes.ts';
import { transaction } from './database.ts';

const SELECT = `SELECT code, user_id AS rowId, domain, category, issued_at AS issuedAtMs, valid_until AS validUntilMs
  FROM codes`;
const LIVE = `source = 'own' AND state IN ('pending', 'contacted') AND valid_until > ?`;

/**
 * Where codes that Rollcall issues itself are kept: in the table of all codes, as those of the user `rowId`; and the jobs
 * and the inventory of the phones that Rollcall serves.
 *
 * Changes are durable when a method's promise is fulfilled.
 */
export class OwnCodeTable {
  readonly #database: DatabaseSync;
  readonly #codes: CodeTable;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#codes = new CodeTable(database);
  }

  /** Every live own code of every rollout. */
  listLive(nowMs: number): readonly OwnCode[] {
    return this.#database.prepare(`${SELECT} WHERE ${LIVE} ORDER BY id`).all(nowMs) as unknown as OwnCode[];
  }

  /**
   * Keeps a new code for the user `rowId`; the user's own codes that are over become `expired`.
   *
   * @returns `false`, and nothing is kept, when a live code has the same digits or the user has a live code.
   */
  async add(code: OwnCode): Promise<boolean> {
    return transaction(this.#database, () => {
      const user = this.#database
        .prepare('SELECT rollout_id AS rolloutId FROM rollout_users WHERE id = ?')
        .get(code.rowId) as { readonly rolloutId: number } | undefined;
      if (user === undefined) throw new Error(`There is no user ${code.rowId}.`);
      const isTaken = this.#database
        .prepare(`SELECT 1 FROM codes WHERE ${LIVE} AND (code = ? OR user_id = ?)`)
        .get(code.issuedAtMs, code.code, code.rowId);
      if (isTaken !== undefined) return false;
      this.#database
        .prepare(`UPDATE codes SET state = 'expired' WHERE user_id = ? AND source = 'own' AND state = 'pending'`)
        .run(code.rowId);
      this.#codes.add({
        ...NEW_CODE,
        rolloutId: user.rolloutId,
        userId: code.rowId,
        source: 'own',
        domain: code.domain,
        category: code.category,
        term: code.validUntilMs - code.issuedAtMs > 3_600_000 ? 'rollout' : 'single',
        state: 'pending',
        code: code.code,
        lastFour: code.code.slice(-4),
        requestedAtMs: code.issuedAtMs,
        issuedAtMs: code.issuedAtMs,
        validUntilMs: code.validUntilMs,
      });
      return true;
    });
  }

  /** Marks a live code as redeemed by a phone; `null`, and nothing is changed, when it isn't live any more. */
  async redeem(code: ProvisioningCode, mac: MacAddress, nowMs: number): Promise<RedeemedCode | null> {
    return transaction(this.#database, () => {
      const found = this.#database.prepare(`${SELECT} WHERE ${LIVE} AND code = ?`).get(nowMs, code) as
        | OwnCode
        | undefined;
      if (found === undefined) return null;
      const contact = this.#contact(mac);
      this.#database
        .prepare(
          `UPDATE codes SET state = 'provisioned', mac = ?, redeemed_at = ?, checked_at = ?, product = ?, firmware = ?,
             address = ? WHERE source = 'own' AND code = ? AND state IN ('pending', 'contacted')`,
        )
        .run(mac, nowMs, nowMs, contact?.model ?? '', contact?.version ?? '', contact?.address ?? '', code);
      return { ...found, mac, redeemedAtMs: nowMs };
    });
  }

  /** What a phone redeemed last; `null` when nothing. */
  redeemedBy(mac: MacAddress): RedeemedCode | null {
    const row = this.#database
      .prepare(
        `${SELECT.replace('FROM codes', ', mac, redeemed_at AS redeemedAtMs FROM codes')}
         WHERE source = 'own' AND mac = ? AND redeemed_at IS NOT NULL ORDER BY redeemed_at DESC, id DESC LIMIT 1`,
      )
      .get(mac);
    return row === undefined ? null : (row as unknown as RedeemedCode);
  }

  /** Every job, oldest first. */
  listJobs(): readonly PhoneJob[] {
    const rows = this.#database.prepare('SELECT id, job FROM own_code_jobs ORDER BY id').all() as unknown as {
      readonly id: number;
      readonly job: string;
    }[];
    return rows.map(({ id, job }) => ({ ...JSON.parse(job), id }));
  }

  /** Keeps a job and gives it the next number. */
  addJob(job: Omit<SoftwareJob, 'id'> | Omit<ConfigurationJob, 'id'>): number {
    const result = this.#database.prepare('INSERT INTO own_code_jobs (job) VALUES (?)').run(JSON.stringify(job));
    return Number(result.lastInsertRowid);
  }

  /** Takes a job away, whose number is never given again; `false` when there is none. */
  removeJob(id: number): boolean {
    return this.#database.prepare('DELETE FROM own_code_jobs WHERE id = ?').run(id).changes > 0;
  }

  /** Takes every job of a domain away. */
  removeJobsOf(domain: string): void {
    this.#database.prepare(`DELETE FROM own_code_jobs WHERE job ->> '$.domain' = ?`).run(domain);
  }

  /** Keeps lines of the inventory, over what is kept of the same phones. */
  async keepContacts(contacts: readonly PhoneContact[]): Promise<void> {
    const keep = this.#database.prepare('INSERT OR REPLACE INTO own_code_contacts (mac, contact) VALUES (?, ?)');
    transaction(this.#database, () => {
      for (const contact of contacts) keep.run(contact.mac, JSON.stringify(contact));
    });
  }

  /** The whole inventory. */
  listContacts(): readonly PhoneContact[] {
    const rows = this.#database.prepare('SELECT contact FROM own_code_contacts ORDER BY mac').all() as unknown as {
      readonly contact: string;
    }[];
    return rows.map(({ contact }) => readContact(contact));
  }

  #contact(mac: MacAddress): PhoneContact | null {
    const row = this.#database.prepare('SELECT contact FROM own_code_contacts WHERE mac = ?').get(mac);
    return row === undefined ? null : readContact((row as unknown as { readonly contact: string }).contact);
  }
}

/** Those that were kept before jobs were noted say nothing of them. */
function readContact(text: string): PhoneContact {
  return { jobs: {}, ...JSON.parse(text) };
}
