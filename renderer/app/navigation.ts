import { create } from 'zustand';

/** What a rollout's tabs show. */
export type RolloutTab =
  | 'devices'
  | 'import'
  | 'run'
  | 'phones'
  | 'configs'
  | 'codes'
  | 'scan'
  | 'ownership'
  | 'report';

/** Where in the window one is. */
export type Place =
  | { readonly screen: 'rollouts' | 'accounts' | 'innovaphone' | 'activity' | 'settings' }
  | {
      readonly screen: 'rollout';
      readonly rollout: string;
      readonly tab: RolloutTab;
      /** The device whose story is open, where one was searched for. */
      readonly mac?: string;
    };

interface Navigation {
  readonly place: Place;
  /** Rollouts opened lately, also before this start; at most five. */
  readonly recent: readonly string[];
  readonly go: (place: Place) => void;
  /** Takes what the core remembers of those; what is shown already keeps its place. */
  readonly setRecent: (names: readonly string[]) => void;
  /** Drops a rollout that was deleted. */
  readonly forget: (rollout: string) => void;
}

/** How many rollouts the rail offers. */
const RECENT_LIMIT = 5;

/** Puts a name in front of those opened before. */
export function withRecent(recent: readonly string[], name: string): readonly string[] {
  // One that is there keeps its place: nothing jumps while it is being clicked.
  return recent.includes(name) ? recent : [name, ...recent].slice(0, RECENT_LIMIT);
}

/** Where in the window one is, and how to go elsewhere. */
export const useNavigation = create<Navigation>((set) => ({
  place: { screen: 'rollouts' },
  recent: [],
  go: (place) =>
    set(({ recent }) => ({
      place,
      recent: place.screen === 'rollout' ? withRecent(recent, place.rollout) : recent,
    })),
  setRecent: (names) =>
    set(({ recent }) => ({
      recent: [...recent, ...names.filter((name) => !recent.includes(name))].slice(0, RECENT_LIMIT),
    })),
  forget: (rollout) => set(({ recent }) => ({ recent: recent.filter((name) => name !== rollout) })),
}));
