import { create } from 'zustand';

/** Which phones the next plan is for. */
export type Scope = 'all' | 'failed' | 'unknown' | readonly string[];

/** What the next plan of a rollout starts from. */
interface Draft {
  readonly scope: Scope;
  /** Empty: the account used last. */
  readonly account: string;
  readonly url: string;
}

const BLANK: Draft = { scope: 'all', account: '', url: '' };

interface DraftStore {
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly setDraft: (rollout: string, part: Partial<Draft>) => void;
}

/** What was chosen elsewhere, on its way to the plan: phones in the grid, the practice account. */
export const useDrafts = create<DraftStore>((set) => ({
  drafts: {},
  setDraft: (rollout, part) =>
    set(({ drafts }) => ({ drafts: { ...drafts, [rollout]: { ...draftOf(drafts, rollout), ...part } } })),
}));

/** The rollout's draft, also before there is one. */
export function draftOf(drafts: Readonly<Record<string, Draft>>, rollout: string): Draft {
  return drafts[rollout] ?? BLANK;
}
