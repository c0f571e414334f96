import { setImmediate } from 'node:timers/promises';
import type { DeviceFilter, DeviceSort, SortColumn } from '../../shared/contract/devices.ts';
import type { DeviceField, MacAddress } from '../../shared/domain/device.ts';
import type { OutcomeKind } from '../../shared/domain/outcome.ts';
import type { StoredDevice } from '../storage/devices.ts';
import type { Store } from '../storage/store.ts';
import { showUrl } from '../storage/vault.ts';
import { sortIndexes } from './sort-slices.ts';

/** How many rows are read before the event loop gets its turn. */
const SLICE = 4_000;
/** How many rollouts are kept at hand: the one that is shown, and the one before. */
const KEPT_ROLLOUTS = 2;
const KEPT_SELECTIONS = 4;
/** While outcomes come in, what depends on them in a large rollout may be this old, in milliseconds. */
const ORDER_AGE_MS = 1_000;
const LARGE = 5_000;
/** What a run changes. */
const LATEST_COLUMNS: ReadonlySet<SortColumn> = new Set(['outcome', 'reason', 'account', 'time']);
/** What needs a person comes first. */
const OUTCOME_ORDER: Readonly<Record<OutcomeKind, string>> = {
  failed: '0',
  refused: '1',
  unknown: '2',
  cancelled: '3',
  skipped: '4',
  done: '5',
  unchanged: '6',
};

/** The latest word on a device, in short. */
export interface LatestWord {
  readonly outcome: OutcomeKind;
  readonly reason: string | null;
  readonly account: string;
  readonly time: string;
}

interface Indexed {
  /** As stored, but with its URL's password masked. */
  readonly device: StoredDevice;
  /** All that a text filter looks into, folded. */
  readonly text: string;
}

/** The state of the devices and of their outcomes that something was made of. */
interface Versions {
  readonly devicesVersion: number;
  readonly latestVersion: number;
  readonly madeAtMs: number;
}

interface Order extends Versions {
  readonly indexes: Int32Array;
}

interface Selection extends Versions {
  readonly macs: readonly MacAddress[];
}

/** How many devices there are of each kind. */
export interface Facets {
  readonly all: number;
  readonly outcomes: Readonly<Record<string, number>>;
  readonly rooms: readonly { readonly value: string; readonly devices: number }[];
  readonly models: readonly { readonly value: string; readonly devices: number }[];
}

/** Makes upper and lower case, and letters with and without accents, the same. */
export function foldText(text: string): string {
  const lower = text.toLowerCase();
  return /^[\0-\x7f]*$/.test(lower) ? lower : lower.normalize('NFD').replaceAll(/\p{M}/gu, '');
}

/** What a text is sorted by: folded, and with its numbers in the order in which people count. */
export function sortKey(text: string): string {
  return foldText(text).replaceAll(/\d+/g, (digits) => {
    const number = digits.replace(/^0+(?=\d)/, '');
    return `${String.fromCharCode(0x30 + Math.min(number.length, 40))}${number}`;
  });
}

function fieldOf(device: StoredDevice, field: DeviceField): string {
  return field === 'check-code' ? device.checkCode : device[field];
}

function toIndexed(stored: StoredDevice): Indexed {
  const device = stored.url === '' ? stored : { ...stored, url: showUrl(stored.url) };
  const { mac, checkCode, serial, pin, vendor, model, user, extension, room, note, url, address, server } = device;
  const texts = [mac, checkCode, serial, pin, vendor, model, user, extension, room, note, url, address, server];
  return { device, text: foldText(texts.filter((text) => text !== '').join('\n')) };
}

/** Makes the test of a text filter: every word occurs, a MAC or a part of it however it is written. */
function createTextTest(text: string): ((device: Indexed) => boolean) | null {
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== '')
    .map((word) => {
      const digits = word.replaceAll(/[:.-]/g, '');
      return { word, mac: digits !== word && /^[0-9a-f]+$/.test(digits) ? digits : null };
    });
  if (words.length === 0) return null;
  return ({ device, text: all }) =>
    words.every(({ word, mac }) => all.includes(word) || (mac !== null && device.mac.includes(mac)));
}

/**
 * The devices of one rollout in memory, as far as sorting, filtering and counting need them.
 *
 * The database stays the truth; this is derived from it and can be made again at any time. A hundred thousand devices
 * take about 60 MB.
 */
export class DeviceIndex {
  readonly #devices: Indexed[] = [];
  readonly #positions = new Map<string, number>();
  readonly #latest = new Map<string, LatestWord>();
  readonly #orders = new Map<string, Order>();
  /** The latest answers, since a grid asks for page after page of one. */
  readonly #selections = new Map<string, Selection>();
  readonly #outcomes = new Map<string, number>();
  #columnFacets: (Pick<Facets, 'rooms' | 'models'> & { readonly devicesVersion: number }) | null = null;
  #devicesVersion = 0;
  #latestVersion = 0;
  /** Of each device the version with which its latest word came. */
  readonly #latestVersions = new Map<string, number>();

  /** Reads a rollout, in slices. */
  static async read(store: Store, rolloutId: number): Promise<DeviceIndex> {
    const index = new DeviceIndex();
    for (const devices of store.devices.slices(rolloutId, SLICE)) {
      for (const device of devices) index.put(device);
      await setImmediate();
    }
    for (const run of store.runs.list(rolloutId).toReversed()) {
      for (let after = -1; ; ) {
        const ends = store.runs.endsAfter(run.id, after, SLICE);
        for (const { mac, outcome, reason, endedAt } of ends) {
          index.putLatest(mac, { outcome, reason, account: run.account, time: endedAt });
        }
        after = ends.at(-1)?.position ?? after;
        if (ends.length < SLICE) break;
        await setImmediate();
      }
    }
    return index;
  }

  /** Puts a device in, or in place of what was there; a new one comes last. */
  put(device: StoredDevice): void {
    const position = this.#positions.get(device.mac) ?? this.#devices.length;
    if (position === this.#devices.length) this.#count(this.#latest.get(device.mac)?.outcome ?? 'none', 1);
    this.#devices[position] = toIndexed(device);
    this.#positions.set(device.mac, position);
    this.#devicesVersion += 1;
  }

  /** Takes note of an outcome, also of a device that isn't in the rollout any more. */
  putLatest(mac: string, word: LatestWord): void {
    if (this.#positions.has(mac)) {
      this.#count(this.#latest.get(mac)?.outcome ?? 'none', -1);
      this.#count(word.outcome, 1);
    }
    this.#latest.set(mac, word);
    this.#latestVersion += 1;
    if (this.#positions.has(mac)) this.#latestVersions.set(mac, this.#latestVersion);
  }

  /** The latest word on a device; `null` when no run brought one yet. */
  latest(mac: string): LatestWord | null {
    return this.#latest.get(mac) ?? null;
  }

  /** How many devices there are. */
  get size(): number {
    return this.#devices.length;
  }

  /**
   * The MACs that pass the filter, sorted; equal ones in the order in which they came, blanks always last.
   *
   * @param mayBeOld as they were sorted and filtered last, although outcomes came since: rows keep their place while
   *   somebody reads them.
   */
  async select(sort: DeviceSort, filter: DeviceFilter, mayBeOld = false): Promise<readonly MacAddress[]> {
    const question = questionOf(sort, filter);
    const dependsOnLatest = LATEST_COLUMNS.has(sort.column) || filter.outcomes.length > 0;
    const kept = this.#selections.get(question);
    if (kept !== undefined && this.#isFresh(kept, dependsOnLatest && !mayBeOld)) return kept.macs;
    const versions = this.#versions();
    const order = await this.#order(sort);
    const passes = this.#createTest(filter);
    const macs: MacAddress[] = [];
    for (const [count, index] of order.entries()) {
      const device = this.#devices[index];
      if (device !== undefined && passes(device)) macs.push(device.device.mac);
      if (count % 20_000 === 19_999) await setImmediate();
    }
    this.#selections.delete(question);
    this.#selections.set(question, { macs, ...versions });
    for (const [oldest] of this.#selections) {
      if (this.#selections.size <= KEPT_SELECTIONS) break;
      this.#selections.delete(oldest);
    }
    return macs;
  }

  /** How many outcomes came since {@link select} last sorted for this question, as far as they matter to it. */
  changedSince(sort: DeviceSort, filter: DeviceFilter): number {
    if (!LATEST_COLUMNS.has(sort.column) && filter.outcomes.length === 0) return 0;
    const kept = this.#selections.get(questionOf(sort, filter));
    if (kept === undefined || kept.latestVersion === this.#latestVersion) return 0;
    let changed = 0;
    for (const version of this.#latestVersions.values()) if (version > kept.latestVersion) changed += 1;
    return changed;
  }

  /** Counts the devices by outcome, room and model; cheap when only outcomes came since the last time. */
  facets(): Facets {
    if (this.#columnFacets?.devicesVersion !== this.#devicesVersion) {
      const rooms = new Map<string, number>();
      const models = new Map<string, number>();
      for (const { device } of this.#devices) {
        rooms.set(device.room, (rooms.get(device.room) ?? 0) + 1);
        models.set(device.model, (models.get(device.model) ?? 0) + 1);
      }
      this.#columnFacets = { devicesVersion: this.#devicesVersion, rooms: toFacet(rooms), models: toFacet(models) };
    }
    const { rooms, models } = this.#columnFacets;
    return { all: this.#devices.length, outcomes: this.outcomes(), rooms, models };
  }

  /** How many devices there are by outcome; `none` where no run brought one yet. */
  outcomes(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#outcomes].filter(([, devices]) => devices > 0));
  }

  #count(outcome: string, difference: 1 | -1): void {
    this.#outcomes.set(outcome, (this.#outcomes.get(outcome) ?? 0) + difference);
  }

  #versions(): Versions {
    return { devicesVersion: this.#devicesVersion, latestVersion: this.#latestVersion, madeAtMs: performance.now() };
  }

  /** Whether what was made of an earlier state still holds, or is young enough for a large rollout. */
  #isFresh(made: Versions, dependsOnLatest: boolean): boolean {
    if (made.devicesVersion !== this.#devicesVersion) return false;
    if (!dependsOnLatest || made.latestVersion === this.#latestVersion) return true;
    return this.size > LARGE && performance.now() - made.madeAtMs < ORDER_AGE_MS;
  }

  #createTest(filter: DeviceFilter): (device: Indexed) => boolean {
    const hasText = createTextTest(filter.text);
    const outcomes = filter.outcomes.length === 0 ? null : new Set<string>(filter.outcomes);
    return (indexed) => {
      const { device } = indexed;
      return (
        (filter.room === null || device.room === filter.room) &&
        (filter.model === null || device.model === filter.model) &&
        (outcomes === null || outcomes.has(this.#latest.get(device.mac)?.outcome ?? 'none')) &&
        (hasText === null || hasText(indexed))
      );
    };
  }

  async #order({ column, direction }: DeviceSort): Promise<Int32Array> {
    const name = `${column}:${direction}`;
    const kept = this.#orders.get(name);
    if (kept !== undefined && this.#isFresh(kept, LATEST_COLUMNS.has(column))) return kept.indexes;
    // Noted before: what changes while it is sorted makes it stale.
    const versions = this.#versions();
    const indexes = await this.#sort(column, direction);
    this.#orders.set(name, { indexes, ...versions });
    return indexes;
  }

  async #sort(column: SortColumn, direction: DeviceSort['direction']): Promise<Int32Array> {
    const count = this.#devices.length;
    if (column === 'position') {
      return Int32Array.from({ length: count }, (_, at) => (direction === 'ascending' ? at : count - 1 - at));
    }
    const keys: string[] = [];
    for (const { device } of this.#devices.slice(0, count)) {
      keys.push(this.#keyOf(device, column));
      if (keys.length % SLICE === 0) await setImmediate();
    }
    const sign = direction === 'ascending' ? 1 : -1;
    return sortIndexes(count, (a, b) => {
      const left = keys[a] ?? '';
      const right = keys[b] ?? '';
      if (left === right) return a - b;
      if (left === '' || right === '') return left === '' ? 1 : -1;
      return left < right ? -sign : sign;
    });
  }

  #keyOf(device: StoredDevice, column: Exclude<SortColumn, 'position'>): string {
    const latest = this.#latest.get(device.mac);
    switch (column) {
      case 'outcome':
        return latest === undefined ? '' : OUTCOME_ORDER[latest.outcome];
      case 'reason':
        return latest?.reason ?? '';
      case 'account':
        return sortKey(latest?.account ?? '');
      case 'time':
        return latest?.time ?? '';
      case 'mac':
        return device.mac;
      default:
        return sortKey(fieldOf(device, column));
    }
  }
}

function questionOf(sort: DeviceSort, filter: DeviceFilter): string {
  return JSON.stringify([sort.column, sort.direction, filter]);
}

function toFacet(counts: ReadonlyMap<string, number>): Facets['rooms'] {
  return [...counts]
    .map(([value, devices]) => ({ value, devices, key: sortKey(value) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ value, devices }) => ({ value, devices }));
}

interface KeptIndex {
  readonly index: Promise<DeviceIndex>;
  /** What happened while it was read, to be done again after it. */
  readonly missed: ((index: DeviceIndex) => void)[];
  ready: DeviceIndex | null;
  isForgotten: boolean;
}

/** The indexes of the rollouts that are looked at, kept in step with what the api changes. */
export class DeviceIndexes {
  readonly #store: Store;
  readonly #kept = new Map<number, KeptIndex>();
  /** By outcome, of rollouts that aren't at hand. */
  readonly #counted = new Map<number, Readonly<Record<string, number>>>();
  #changes = 0;

  constructor(store: Store) {
    this.#store = store;
  }

  /** The index of a rollout; read when it isn't at hand. */
  async of(rolloutId: number): Promise<DeviceIndex> {
    const kept = this.#kept.get(rolloutId) ?? this.#read(rolloutId);
    // the one asked for last is the last to go
    if (this.#kept.delete(rolloutId)) this.#kept.set(rolloutId, kept);
    const index = await kept.index;
    return kept.isForgotten ? this.of(rolloutId) : index;
  }

  /** The index of a rollout if it is at hand; otherwise it begins to be read. */
  ready(rolloutId: number): DeviceIndex | null {
    const ready = this.#kept.get(rolloutId)?.ready ?? null;
    // Nobody waits for it: whoever asks next reads again, and meets the error.
    if (ready === null) this.of(rolloutId).catch(() => {});
    return ready;
  }

  /** How many devices of a rollout there are by outcome; one that isn't at hand is read, but not kept. */
  async outcomes(rolloutId: number): Promise<Readonly<Record<string, number>>> {
    const kept = this.#kept.get(rolloutId);
    if (kept !== undefined) return (await kept.index).outcomes();
    const counted = this.#counted.get(rolloutId);
    if (counted !== undefined) return counted;
    const changes = this.#changes;
    const outcomes = (await DeviceIndex.read(this.#store, rolloutId)).outcomes();
    if (changes === this.#changes) this.#counted.set(rolloutId, outcomes);
    return outcomes;
  }

  /** Some devices were added or changed. */
  touch(rolloutId: number, macs: readonly MacAddress[]): void {
    this.#note(rolloutId, (index) => {
      for (const device of this.#store.devices.findMany(rolloutId, macs)) index.put(device);
    });
  }

  /** Many devices were added or changed; as {@link DeviceIndexes.touch}, in slices. */
  async touchMany(rolloutId: number, macs: readonly MacAddress[]): Promise<void> {
    for (let start = 0; start < macs.length; start += SLICE) {
      this.touch(rolloutId, macs.slice(start, start + SLICE));
      await setImmediate();
    }
  }

  /** A run brought outcomes; they are durable. */
  end(rolloutId: number, words: readonly (LatestWord & { readonly mac: string })[]): void {
    this.#note(rolloutId, (index) => {
      for (const { mac, ...word } of words) index.putLatest(mac, word);
    });
  }

  /** Much has changed, or something is gone: the rollout is read again when it is asked for. */
  forget(rolloutId: number): void {
    const kept = this.#kept.get(rolloutId);
    this.#counted.delete(rolloutId);
    this.#changes += 1;
    if (kept !== undefined) kept.isForgotten = true;
    this.#kept.delete(rolloutId);
  }

  #note(rolloutId: number, change: (index: DeviceIndex) => void): void {
    const kept = this.#kept.get(rolloutId);
    this.#counted.delete(rolloutId);
    this.#changes += 1;
    if (kept === undefined) return;
    if (kept.ready === null) kept.missed.push(change);
    else change(kept.ready);
  }

  #read(rolloutId: number): KeptIndex {
    const missed: KeptIndex['missed'] = [];
    const kept: KeptIndex = {
      missed,
      ready: null,
      isForgotten: false,
      index: DeviceIndex.read(this.#store, rolloutId).then(
        (index) => {
          for (const change of missed) change(index);
          kept.ready = index;
          return index;
        },
        (error: unknown) => {
          this.forget(rolloutId);
          throw error;
        },
      ),
    };
    this.#kept.set(rolloutId, kept);
    for (const [id] of this.#kept) {
      if (this.#kept.size <= KEPT_ROLLOUTS) break;
      this.#kept.delete(id);
    }
    return kept;
  }
}
