import type { ActivityRow } from '../../shared/contract/activity.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { success } from '../../shared/result.ts';
import type { ActivityEntry } from '../storage/activity.ts';
import type { ApiContext } from './environment.ts';

/** By how many words is searched: each is looked for in every entry. */
const MOST_WORDS = 10;

function toRow(entry: ActivityEntry): ActivityRow {
  return {
    ...entry,
    kind: entry.kind as ActivityRow['kind'],
    result: entry.result as ActivityRow['result'],
    counts: { ...entry.counts },
    detail: { ...entry.detail },
  };
}

/** The handlers of the contract's group `activity`. */
export function createActivityHandlers({ store }: ApiContext): GroupHandlers<'activity'> {
  return {
    page: async ({ text, kinds, rollout, offset, limit }) => {
      const words = [...new Set(text.toLowerCase().split(/\s+/))].filter((word) => word !== '').slice(0, MOST_WORDS);
      const { total, entries } = store.activity.page({ words, kinds, rollout }, offset, limit);
      return success({ total, rows: entries.map(toRow) });
    },
  };
}
