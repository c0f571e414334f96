import { create } from 'zustand';
import type { Action } from '../../../shared/domain/outcome.ts';

/** Which phones the next plan is for. */
export type Scope = 'all' | 'failed' | 'unknown' | readonly string[];

/** What the next plan of a rollout starts from. */
interface Draft {
  readonly scope: Scope;
  /** Empty: the account used last. */
  readonly account: string;
  readonly action: Action;
  readonly url: string;
  readonly provider: string;
}

const BLANK: Draft = { scope: 'all', account: '', action: 'register', url: '', provider: '' };

interface DraftStore {
  readonly drafts: Readonly<Record<string, Draft>>;
  readonly setDraft: (rollout: string, part: Partial<Draft>) => void;
}

/**
 * What the next plan is to be: what was typed in its form, kept while plans, runs and other screens are looked at, and
 * what was chosen elsewhere, such as phones in the grid or the practice account.
 */
export const useDrafts = create<DraftStore>((set) => ({
  drafts: {},
  setDraft: (rollout, part) =>
    set(({ drafts }) => ({ drafts: { ...drafts, [rollout]: { ...draftOf(drafts, rollout), ...part } } })),
}));

/** The rollout's draft, also before there is one. */
export function draftOf(drafts: Readonly<Record<string, Draft>>, rollout: string): Draft {
  return drafts[rollout] ?? BLANK;
}
