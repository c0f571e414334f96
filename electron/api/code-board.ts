import type { z } from 'zod';
import type { CodeRow } from '../../shared/contract/codes.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import {
  type CodeWarning,
  customerState,
  endsBeforeMonday,
  isLive,
  isOtherModel,
  isRedeemed,
} from '../../shared/domain/code-state.ts';
import { currentCode, isOver, shownState } from '../rollouts/codes/code-machine.ts';
import type { StoredCode, StoredUser } from '../storage/codes.ts';
import type { Store } from '../storage/store.ts';

type Wanted = Omit<z.infer<Contract['codes']['board']['argument']>, 'rollout'>;
type Page = Omit<z.infer<Contract['codes']['board']['value']>, 'connections' | 'isIssuing'>;

/** A user with every code that was asked for it, oldest first. */
export interface BoardEntry {
  readonly user: StoredUser;
  readonly codes: readonly StoredCode[];
}

/** A rollout's users as a board shows them; holds no code. */
export class CodeBoard {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  /** Every user of a rollout, in the order in which they came. */
  entries(rolloutId: number): readonly BoardEntry[] {
    const codes = new Map<number, StoredCode[]>();
    for (const code of this.#store.codes.codes(rolloutId)) {
      const known = codes.get(code.userId);
      if (known === undefined) codes.set(code.userId, [code]);
      else known.push(code);
    }
    return this.#store.codes.users(rolloutId).map((user) => ({ user, codes: codes.get(user.id) ?? [] }));
  }

  /** A part of the users, sorted and filtered, with counts of all of them. */
  page(rolloutId: number, { sort, filter, offset, limit }: Wanted, nowMs: number): Page {
    const entries = this.entries(rolloutId);
    const holders = countHolders(entries);
    const rows = entries.map((entry) => toRow(entry, holders, nowMs));
    const states: Record<string, number> = {};
    const warnings: Record<string, number> = {};
    let unprinted = 0;
    for (const row of rows) {
      states[row.state] = (states[row.state] ?? 0) + 1;
      for (const warning of row.warnings) warnings[warning] = (warnings[warning] ?? 0) + 1;
      if (isLive(row.state) && row.hasCode && row.printedAt === null) unprinted += 1;
    }
    const words = filter.text
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '');
    const passing = rows.filter(
      (row) =>
        (filter.states.length === 0 || filter.states.includes(row.state)) && words.every((word) => holds(row, word)),
    );
    const sign = sort.direction === 'ascending' ? 1 : -1;
    const collator = new Intl.Collator('de', { numeric: true, sensitivity: 'base' });
    const sorted = passing.sort((one, other) => {
      for (const [index, text] of sortTexts(one, sort.column).entries()) {
        const opposite = sortTexts(other, sort.column)[index] ?? '';
        // What is empty comes last, whichever way.
        if (text === '' || opposite === '') {
          if (text !== opposite) return text === '' ? 1 : -1;
          continue;
        }
        const order = collator.compare(text, opposite);
        if (order !== 0) return order * sign;
      }
      return one.id - other.id;
    });
    return {
      total: passing.length,
      all: rows.length,
      rows: sorted.slice(offset, offset + limit),
      states,
      warnings,
      unprinted,
    };
  }
}

function sortTexts(row: CodeRow, column: Wanted['sort']['column']): readonly string[] {
  switch (column) {
    case 'place':
      return [row.building, row.floor, row.room];
    case 'user':
      return [row.user || row.login];
    case 'validUntil':
      return [row.validUntil ?? ''];
    case 'mac':
      return [row.phone || row.mac];
    default:
      return [row[column]];
  }
}

function holds(row: CodeRow, word: string): boolean {
  const plain = word.replaceAll(/[:.-]/g, '');
  return (
    [
      row.user,
      row.extension,
      row.login,
      row.building,
      row.floor,
      row.room,
      row.model,
      row.product,
      row.category,
      row.note,
    ].some((text) => text.toLowerCase().includes(word)) ||
    (plain.length >= 4 && [row.mac, row.phone].some((mac) => mac.includes(plain)))
  );
}

/** With how many users each phone stands. */
function countHolders(entries: readonly BoardEntry[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>();
  for (const { codes } of entries) {
    const macs = new Set(codes.flatMap(({ state, mac }) => (isRedeemed(state) && mac !== '' ? [mac] : [])));
    for (const mac of macs) holders.set(mac, (holders.get(mac) ?? 0) + 1);
  }
  return holders;
}

function warningsOf(
  { user, codes }: BoardEntry,
  code: StoredCode | null,
  holders: ReadonlyMap<string, number>,
  nowMs: number,
): CodeWarning[] {
  if (code === null) return [];
  const warnings: CodeWarning[] = [];
  if (isRedeemed(code.state)) {
    if (isOtherModel(user.model, code.product)) warnings.push('other-model');
    if (user.mac !== '' && code.mac !== '' && user.mac !== code.mac) warnings.push('other-mac');
    if ((holders.get(code.mac) ?? 0) > 1) warnings.push('mac-twice');
    const phones = new Set(codes.flatMap(({ state, mac }) => (isRedeemed(state) && mac !== '' ? [mac] : [])));
    if (phones.size > 1) warnings.push('two-phones');
    if (code !== codes.at(-1)) warnings.push('old-code-used');
  } else if (isLive(code.state) && code.validUntilMs !== null && !isOver(code, nowMs)) {
    if (code.term === 'rollout' && endsBeforeMonday(code.validUntilMs, nowMs)) warnings.push('before-monday');
  }
  return warnings;
}

function toIso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}

function toRow(entry: BoardEntry, holders: ReadonlyMap<string, number>, nowMs: number): CodeRow {
  const { user, codes } = entry;
  const code = currentCode(codes);
  const state = shownState(code, nowMs);
  return {
    user: user.user,
    extension: user.extension,
    login: user.login,
    building: user.building,
    floor: user.floor,
    room: user.room,
    model: user.model,
    category: code?.category || user.category,
    mac: user.mac,
    language: user.language,
    note: user.note,
    id: user.id,
    state,
    customerState: customerState(state),
    source: code?.source ?? null,
    account: code?.account ?? '',
    app: code?.app ?? '',
    term: code?.term ?? null,
    hasCode: (code?.code ?? '') !== '',
    lastFour: code?.lastFour ?? '',
    issuedAt: toIso(code?.issuedAtMs ?? null),
    validUntil: toIso(code?.validUntilMs ?? null),
    printedAt: toIso(code?.printedAtMs ?? null),
    phone: code?.mac ?? '',
    product: code?.product ?? '',
    firmware: code?.firmware ?? '',
    address: code?.address ?? '',
    redeemedAt: toIso(code?.redeemedAtMs ?? null),
    registeredAt: toIso(code?.registeredAtMs ?? null),
    reissues: Math.max(0, codes.length - 1),
    warnings: warningsOf(entry, code, holders, nowMs),
    cause: {
      reason: code?.reason ?? null,
      aspect: code?.aspect ?? null,
      detail: code?.detail === null || code?.detail === undefined ? null : { ...code.detail },
      serviceWords: code?.serviceWords ?? null,
    },
  };
}
