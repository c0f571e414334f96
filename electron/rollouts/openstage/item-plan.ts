import { isSecretItem } from '../../../shared/domain/items.ts';
import { itemPermission, type PhoneItem, type PhoneItemKey } from '../../../shared/domain/phone-item.ts';
import type { ItemChange, WrittenItem } from '../../../shared/domain/phone-job.ts';

/** An item that a phone shall hold; plain text. */
export interface WantedItem extends PhoneItemKey {
  readonly value: string;
  /** For an undo: what the phone must hold now for it to be written; undefined: whatever it holds. */
  readonly expected?: string;
}

/** A wanted item beside what the phone holds; plain text. */
export interface PlannedItem extends WantedItem {
  /** What the phone holds; `null`: it doesn't say. */
  readonly before: string | null;
  readonly change: ItemChange;
}

/** Finds the item of a name and index among those a phone told. */
export function findItem(items: readonly PhoneItem[], key: PhoneItemKey): PhoneItem | null {
  return items.find(({ name, index }) => name === key.name && index === key.index) ?? null;
}

/** The value of an item that a phone told; `null` when it said that it can't, or nothing at all. */
export function valueOfItem(items: readonly PhoneItem[], key: PhoneItemKey): string | null {
  const found = findItem(items, key);
  return found === null || found.status !== null ? null : found.value;
}

/**
 * Sets what is wanted beside what the phone holds.
 *
 * @param isExpert whether items beside the allow-list may be written; shell and mode items never are.
 */
export function planItems(
  wanted: readonly WantedItem[],
  held: readonly PhoneItem[],
  isExpert: boolean,
): readonly PlannedItem[] {
  return wanted.map((item) => {
    const permission = itemPermission(item.name);
    const before = valueOfItem(held, item);
    const isKnown = findItem(held, item)?.status !== 'unknown item';
    return { ...item, before, change: changeOf() };

    function changeOf(): ItemChange {
      if (permission === 'never' || (permission === 'expert' && !isExpert)) return 'forbidden';
      if (!isKnown) return 'unknown-item';
      // A phone shows a password empty, whatever it is.
      if (isSecretItem(item.name) && (before === null || before === '')) return 'blind';
      return before === item.value ? 'same' : 'change';
    }
  });
}

/** Tells whether a phone holds something that neither the plan saw nor the run is to bring. */
export function hasChangedSince(planned: readonly PlannedItem[], held: readonly PhoneItem[]): boolean {
  return planned.some(({ name, index, value, before, change }) => {
    if (change !== 'change') return false;
    const now = valueOfItem(held, { name, index });
    return now !== null && now !== value && now !== before;
  });
}

/** What a write is before it is sent: nothing of it is known. */
export function toUnsent(items: readonly PlannedItem[]): readonly WrittenItem[] {
  return items.map(({ name, index, before, value, change }) => ({
    name,
    index,
    before,
    wanted: value,
    after: null,
    result: change === 'same' ? 'unchanged' : 'unsent',
    status: null,
  }));
}

/**
 * Judges a write by the phone's answer and by what was read back.
 *
 * @param refused the items that the phone named in its answer; `null`: there was no answer.
 * @param held what was read back; `null`: nothing could be.
 */
export function judgeWrite(
  items: readonly PlannedItem[],
  refused: readonly PhoneItem[] | null,
  held: readonly PhoneItem[] | null,
): readonly WrittenItem[] {
  return items.map((item) => {
    const { name, index, before, value, change } = item;
    const base = { name, index, before, wanted: value };
    const after = held === null ? null : valueOfItem(held, item);
    if (change === 'same') return { ...base, after, result: 'unchanged', status: null };
    const status = refused === null ? null : (findItem(refused, item)?.status ?? null);
    if (status !== null) return { ...base, after, result: 'refused', status };
    if (isSecretItem(name))
      return { ...base, after: null, result: refused === null ? 'unknown' : 'stored', status: null };
    if (after === null) return { ...base, after, result: 'unknown', status: null };
    return { ...base, after, result: after === value ? 'stored' : 'refused', status: null };
  });
}

/** What takes a write back: each item that it changed shall hold again what was there; passwords can't. */
export function itemsToUndo(written: readonly WrittenItem[]): readonly WantedItem[] {
  return written.flatMap(({ name, index, before, wanted, result }) =>
    (result === 'stored' || result === 'unknown') && before !== null && !(isSecretItem(name) && before === '')
      ? [{ name, index, value: before, expected: wanted }]
      : [],
  );
}
