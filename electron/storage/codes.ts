import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import type { ProvisioningCode } from '../../shared/domain/code.ts';
import type { CodeSource, CodeState, CodeTerm, ListedCode, UserDraft } from '../../shared/domain/code-state.ts';
import { USER_FIELDS } from '../../shared/domain/code-state.ts';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { transaction } from './database.ts';
import type { ImportCounts } from './devices.ts';

/** A user of a rollout. */
export interface StoredUser extends UserDraft {
  readonly id: number;
  readonly rolloutId: number;
}

/** What became of one request for a code. Times are UTC, in milliseconds since 1970. */
export interface StoredCode {
  readonly id: number;
  readonly rolloutId: number;
  readonly userId: number;
  readonly source: CodeSource;
  /** Name of the account that was asked; empty for own codes and those of a list. */
  readonly account: string;
  /** Name of the account of the PBX, where `account` doesn't reach it; empty otherwise. */
  readonly directory: string;
  readonly domain: string;
  readonly category: string;
  /** Phone app at the PBX, empty for the platform's own choice. */
  readonly app: string;
  readonly term: CodeTerm;
  readonly state: CodeState;
  /** Empty until it is known, and again once it is of no use to anybody: see {@link CodeTable.update}. */
  readonly code: ProvisioningCode | '';
  /** The code's last four digits, which stay. */
  readonly lastFour: string;
  readonly requestedAtMs: number;
  readonly issuedAtMs: number | null;
  /** `null`: nobody said. */
  readonly validUntilMs: number | null;
  /** When the service was last asked whether a phone had redeemed it. */
  readonly checkedAtMs: number | null;
  /** When it was last printed as it is; `null` also once something else stands on its sheet. */
  readonly printedAtMs: number | null;
  /** The phone that redeemed it, empty before. */
  readonly mac: MacAddress | '';
  readonly product: string;
  readonly firmware: string;
  readonly address: string;
  readonly redeemedAtMs: number | null;
  readonly registeredAtMs: number | null;
  readonly reason: Reason | null;
  readonly aspect: string | null;
  readonly detail: Readonly<Record<string, string | number>> | null;
  readonly serviceWords: string | null;
}

/** A user as a list brings one. */
export interface UserWithCode {
  readonly draft: UserDraft;
  /** The code that the list holds for the user. */
  readonly listed: ListedCode | null;
}

/**
 * What stands on a user's sheet: a sheet that was printed with something else is no longer the user's. The category is the
 * code's own where it has one.
 */
const SHEET_FIELDS = ['user', 'extension', 'login', 'building', 'floor', 'room', 'model', 'language'] as const;

const USER_SELECT = `SELECT id, rollout_id AS rolloutId, ${USER_FIELDS.join(', ')} FROM rollout_users`;
const USER_COLUMNS = USER_FIELDS.join(', ');

/** A code's columns, each with its property. */
const FIELDS = [
  ['rolloutId', 'rollout_id'],
  ['userId', 'user_id'],
  ['source', 'source'],
  ['account', 'account'],
  ['directory', 'directory'],
  ['domain', 'domain'],
  ['category', 'category'],
  ['app', 'app'],
  ['term', 'term'],
  ['state', 'state'],
  ['code', 'code'],
  ['lastFour', 'last_four'],
  ['requestedAtMs', 'requested_at'],
  ['issuedAtMs', 'issued_at'],
  ['validUntilMs', 'valid_until'],
  ['checkedAtMs', 'checked_at'],
  ['printedAtMs', 'printed_at'],
  ['mac', 'mac'],
  ['product', 'product'],
  ['firmware', 'firmware'],
  ['address', 'address'],
  ['redeemedAtMs', 'redeemed_at'],
  ['registeredAtMs', 'registered_at'],
  ['reason', 'reason'],
  ['aspect', 'aspect'],
  ['detail', 'detail'],
  ['serviceWords', 'service_words'],
] as const;

const SELECT = `SELECT id, ${FIELDS.map(([property, column]) => `${column} AS ${property}`).join(', ')} FROM codes`;
const INSERT = `INSERT INTO codes (${FIELDS.map(([, column]) => column).join(', ')})
  VALUES (${FIELDS.map(() => '?').join(', ')})`;
const UPDATE = `UPDATE codes SET ${FIELDS.map(([, column]) => `${column} = ?`).join(', ')} WHERE id = ?`;

/** A code of which nothing is known but what it is asked for. */
export const NEW_CODE: Omit<StoredCode, 'id' | 'rolloutId' | 'userId' | 'source' | 'term' | 'requestedAtMs'> = {
  account: '',
  directory: '',
  domain: '',
  category: '',
  app: '',
  state: 'requesting',
  code: '',
  lastFour: '',
  issuedAtMs: null,
  validUntilMs: null,
  checkedAtMs: null,
  printedAtMs: null,
  mac: '',
  product: '',
  firmware: '',
  address: '',
  redeemedAtMs: null,
  registeredAtMs: null,
  reason: null,
  aspect: null,
  detail: null,
  serviceWords: null,
};

function valuesOf(code: Omit<StoredCode, 'id'>): SQLInputValue[] {
  return FIELDS.map(([property]) => {
    const value = code[property];
    return property === 'detail' ? (value === null ? null : JSON.stringify(value)) : (value as SQLInputValue);
  });
}

function toCode(row: unknown): StoredCode {
  const code = row as StoredCode & { readonly detail: string | null };
  return { ...code, detail: code.detail === null ? null : JSON.parse(code.detail) };
}

function fold(text: string): string {
  return text.normalize('NFC').trim().toLowerCase();
}

/** Users of a rollout by what tells them apart. */
class KnownUsers {
  readonly #byLogin = new Map<string, StoredUser>();
  readonly #byExtension = new Map<string, StoredUser>();
  readonly #byName = new Map<string, StoredUser>();

  add(user: StoredUser): void {
    if (user.login !== '') this.#byLogin.set(fold(user.login), user);
    if (user.extension !== '') this.#byExtension.set(fold(user.extension), user);
    if (user.user !== '') this.#byName.set(fold(user.user), user);
  }

  /** Whom a row of a list means: by login, else extension, else name; two different logins are never the same. */
  find(draft: UserDraft): StoredUser | null {
    const byLogin = draft.login === '' ? undefined : this.#byLogin.get(fold(draft.login));
    const byExtension = this.#unlike(draft, this.#byExtension.get(fold(draft.extension)));
    const byName = this.#unlike(draft, this.#byName.get(fold(draft.user)));
    // Where both sides have more than a name, a name alone makes nobody the same.
    const isByName = byName !== undefined && (isNameOnly(draft) || isNameOnly(byName));
    return byLogin ?? byExtension ?? (isByName ? byName : null);
  }

  #unlike(draft: UserDraft, found: StoredUser | undefined): StoredUser | undefined {
    if (found === undefined) return undefined;
    const differ = (one: string, other: string) => one !== '' && other !== '' && fold(one) !== fold(other);
    return differ(draft.login, found.login) || differ(draft.extension, found.extension) ? undefined : found;
  }
}

function isNameOnly({ login, extension }: UserDraft): boolean {
  return login === '' && extension === '';
}

/** The tables of a rollout's users and their codes. Changes are durable when a method returns. */
export class CodeTable {
  readonly #database: DatabaseSync;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /**
   * Adds users to a rollout, or updates those it has: all of them or, when this throws, none.
   *
   * Known again by login, else extension, else name. Empty fields leave what is there; the same list again changes
   * nothing. A code that the list brings is kept unless it is kept already; it takes the place of a code that is live.
   */
  importUsers(rolloutId: number, users: readonly UserWithCode[], nowMs: number): ImportCounts {
    return transaction(this.#database, () => {
      const known = new KnownUsers();
      for (const user of this.users(rolloutId)) known.add(user);
      let added = 0;
      let updated = 0;
      for (const { draft, listed } of users) {
        const found = known.find(draft);
        const changed = found === null ? draft : merge(found, draft);
        const id = found === null ? this.#insertUser(rolloutId, draft) : found.id;
        const stored = { ...changed, id, rolloutId };
        if (found === null) added += 1;
        else if (USER_FIELDS.some((field) => found[field] !== changed[field])) {
          this.#updateUser(stored);
          updated += 1;
        }
        known.add(stored);
        if (listed !== null) this.#keepListed(stored, listed, nowMs);
      }
      return { added, updated };
    });
  }

  #insertUser(rolloutId: number, draft: UserDraft): number {
    const result = this.#database
      .prepare(
        `INSERT INTO rollout_users (rollout_id, ${USER_COLUMNS}) VALUES (?, ${USER_FIELDS.map(() => '?').join(', ')})`,
      )
      .run(rolloutId, ...USER_FIELDS.map((field) => draft[field]));
    return Number(result.lastInsertRowid);
  }

  #keepListed(user: StoredUser, { code, validUntilMs }: ListedCode, nowMs: number): void {
    const codes = this.codesOfUser(user.id);
    if (codes.some((known) => known.code === code || (known.code === '' && known.lastFour === code.slice(-4)))) return;
    for (const old of codes) {
      if (old.state === 'pending' || old.state === 'contacted') this.update([{ ...old, state: 'reissued' }]);
    }
    this.add({
      ...NEW_CODE,
      rolloutId: user.rolloutId,
      userId: user.id,
      source: 'list',
      category: user.category,
      term: 'rollout',
      state: 'pending',
      code,
      lastFour: code.slice(-4),
      requestedAtMs: nowMs,
      validUntilMs,
    });
  }

  /** How many users a rollout has. */
  countUsers(rolloutId: number): number {
    const row = this.#database.prepare('SELECT count(*) AS n FROM rollout_users WHERE rollout_id = ?').get(rolloutId);
    return (row as { n: number }).n;
  }

  /** A rollout's users in the order in which they came. */
  users(rolloutId: number): readonly StoredUser[] {
    return this.#database
      .prepare(`${USER_SELECT} WHERE rollout_id = ? ORDER BY id`)
      .all(rolloutId) as unknown as StoredUser[];
  }

  /** Replaces what is stored of users: all of them or none. Live codes whose sheets show something else now count as not printed. */
  updateUsers(users: readonly StoredUser[]): void {
    transaction(this.#database, () => {
      for (const user of users) this.#updateUser(user);
    });
  }

  #updateUser(user: StoredUser): void {
    this.#database
      .prepare(
        `UPDATE codes SET printed_at = NULL WHERE user_id = ?1 AND state IN ('pending', 'contacted') AND EXISTS (
           SELECT 1 FROM rollout_users WHERE id = ?1 AND (${SHEET_FIELDS.map((field) => `${field} <> ?`).join(' OR ')}
             OR (codes.category = '' AND category <> ?)))`,
      )
      .run(user.id, ...SHEET_FIELDS.map((field) => user[field]), user.category);
    this.#database
      .prepare(`UPDATE rollout_users SET ${USER_FIELDS.map((field) => `${field} = ?`).join(', ')} WHERE id = ?`)
      .run(...USER_FIELDS.map((field) => user[field]), user.id);
  }

  /** Every code ever asked for in a rollout, oldest first. */
  codes(rolloutId: number): readonly StoredCode[] {
    return this.#database.prepare(`${SELECT} WHERE rollout_id = ? ORDER BY id`).all(rolloutId).map(toCode);
  }

  /** Every code ever asked for a user, oldest first. */
  codesOfUser(userId: number): readonly StoredCode[] {
    return this.#database.prepare(`${SELECT} WHERE user_id = ? ORDER BY id`).all(userId).map(toCode);
  }

  /** Keeps a new code, or the intent to ask for one, and gives it its number. */
  add(code: Omit<StoredCode, 'id'>): StoredCode {
    const result = this.#database.prepare(INSERT).run(...valuesOf(code));
    return { ...code, id: Number(result.lastInsertRowid) };
  }

  /**
   * Keeps the intent to ask for codes before anything is sent; what they replace becomes `reissued` in the same step.
   *
   * @returns the codes with their numbers.
   */
  addRequests(
    requests: readonly { readonly request: Omit<StoredCode, 'id'>; readonly replaces: readonly StoredCode[] }[],
  ): readonly StoredCode[] {
    return transaction(this.#database, () =>
      requests.map(({ request, replaces }) => {
        const update = this.#database.prepare(UPDATE);
        for (const old of replaces) update.run(...valuesOf({ ...old, state: 'reissued' }), old.id);
        return this.add(request);
      }),
    );
  }

  /** Replaces what is stored of codes: all of them or none. */
  update(codes: readonly StoredCode[]): void {
    if (codes.length === 0) return;
    const statement = this.#database.prepare(UPDATE);
    if (codes.length === 1) {
      for (const code of codes) statement.run(...valuesOf(code), code.id);
      return;
    }
    transaction(this.#database, () => {
      for (const code of codes) statement.run(...valuesOf(code), code.id);
    });
  }

  /** Every user and code, of any rollout, that a phone stands with: planned for, or redeemed by. */
  findMac(
    mac: MacAddress,
  ): readonly { readonly rollout: string; readonly user: StoredUser; readonly isPlanned: boolean }[] {
    const rows = this.#database
      .prepare(
        `SELECT rollouts.name AS rollout, users.*, users.rollout_id AS rolloutId, users.mac = ?1 AS isPlanned
         FROM rollout_users AS users JOIN rollouts ON rollouts.id = users.rollout_id
         WHERE users.mac = ?1 OR users.id IN (SELECT user_id FROM codes WHERE mac = ?1) ORDER BY users.id`,
      )
      .all(mac) as unknown as (StoredUser & { readonly rollout: string; readonly isPlanned: number })[];
    return rows.map(({ rollout, isPlanned, ...user }) => ({ rollout, user, isPlanned: isPlanned === 1 }));
  }

  /**
   * Marks what an earlier program was asking for when it ended: nobody knows whether the request left.
   *
   * Call once the data folder's lock is held, before anything is asked for.
   */
  markInterrupted(): void {
    this.#database.exec(`UPDATE codes SET state = 'unknown', reason = 'interrupted' WHERE state = 'requesting'`);
  }
}

function merge(found: StoredUser, draft: UserDraft): UserDraft {
  const merged: Record<string, string> = {};
  for (const field of USER_FIELDS) merged[field] = draft[field] === '' ? found[field] : draft[field];
  return merged as unknown as UserDraft;
}
