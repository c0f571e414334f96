import { setImmediate } from 'node:timers/promises';
import type { HandoverConflict, HandoverField, Take } from '../../shared/contract/handover.ts';
import { DEVICE_FIELDS, type DeviceDraft } from '../../shared/domain/device.ts';
import { formatItems, ITEM_PREFIX, parseItems } from '../../shared/domain/items.ts';
import { deviceField, draftOf } from '../files/rollcall-file.ts';
import { showUrl } from '../storage/vault.ts';

const VALUE_FIELDS = DEVICE_FIELDS.filter((field) => field !== 'mac');

/** How many devices are brought together before the event loop gets its turn. */
const DEVICES_AT_ONCE = 1_000;

/** What bringing devices of a file together with those of a rollout comes to. */
export interface Merge {
  /** What is to be stored: new devices whole, known ones with only what changes; the rest of their fields is empty. */
  readonly drafts: readonly DeviceDraft[];
  readonly added: number;
  /** Known devices that get something which is empty here. */
  readonly filled: number;
  /** Known devices of which the file says nothing else. */
  readonly same: number;
  readonly conflicts: readonly HandoverConflict[];
  /** Conflicts in which what is here stays. */
  readonly kept: number;
}

/**
 * Brings devices together by their MAC.
 *
 * What is empty here is filled, what is empty in the file stays; where both say something else there is a conflict.
 *
 * @param mine what the rollout holds, by MAC: URLs as they are shown, items as they are stored.
 * @param theirs without secrets, each MAC once.
 * @param choose whose value is taken in a conflict.
 */
export async function mergeDevices(
  mine: ReadonlyMap<string, DeviceDraft>,
  theirs: readonly DeviceDraft[],
  choose: (mac: string, field: HandoverField) => Take,
): Promise<Merge> {
  const drafts: DeviceDraft[] = [];
  const conflicts: HandoverConflict[] = [];
  let added = 0;
  let filled = 0;
  let same = 0;
  let kept = 0;
  for (const [index, their] of theirs.entries()) {
    if (index % DEVICES_AT_ONCE === DEVICES_AT_ONCE - 1) await setImmediate();
    const own = mine.get(their.mac);
    if (own === undefined) {
      added += 1;
      drafts.push(their);
      continue;
    }
    const here = valuesOf(own);
    const taken = new Map<HandoverField, string>();
    let gains = false;
    let differs = false;
    for (const [field, value] of valuesOf(their)) {
      const present = here.get(field) ?? '';
      if (value === '' || value === present) continue;
      if (present === '') {
        gains = true;
        taken.set(field, value);
        continue;
      }
      differs = true;
      conflicts.push({ mac: their.mac, field, mine: present, theirs: value });
      if (choose(their.mac, field) === 'theirs') taken.set(field, value);
      else kept += 1;
    }
    if (gains) filled += 1;
    else if (!differs) same += 1;
    if (taken.size > 0) drafts.push(changesOf(own, taken));
  }
  return { drafts, added, filled, same, conflicts, kept };
}

function valuesOf(device: DeviceDraft): ReadonlyMap<HandoverField, string> {
  return new Map<HandoverField, string>([
    ...VALUE_FIELDS.map((field) => [field, deviceField(device, field)] as const),
    ...Object.entries(parseItems(device.items)).map(
      ([name, value]) => [`${ITEM_PREFIX}${name}`, showUrl(value)] as const,
    ),
  ]);
}

/** Only what is taken; items are stored as one text, so those that stay go with those that change. */
function changesOf({ mac, items }: DeviceDraft, taken: ReadonlyMap<HandoverField, string>): DeviceDraft {
  const newItems = [...taken].flatMap(([field, value]): [string, string][] =>
    field.startsWith(ITEM_PREFIX) ? [[field.slice(ITEM_PREFIX.length), value]] : [],
  );
  return draftOf(
    mac,
    (field) => taken.get(field) ?? '',
    newItems.length === 0 ? '' : formatItems({ ...parseItems(items), ...Object.fromEntries(newItems) }),
  );
}
