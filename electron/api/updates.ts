import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { UpdateState } from '../../shared/contract/updates.ts';
import { success } from '../../shared/result.ts';
import type { ApiContext } from './environment.ts';

/** What a host that can put a newer program in its own place brings. */
export interface UpdateAbility {
  readonly state: () => UpdateState;
  /** Does it and gives the state after; fails as a state, never by throwing. */
  readonly act: (what: 'check' | 'download' | 'install') => Promise<UpdateState>;
}

const NONE: UpdateState = { state: 'none', version: null, percent: null };

/** The handlers of the contract's group `updates`. */
export function createUpdateHandlers({ updates }: ApiContext): GroupHandlers<'updates'> {
  return {
    state: async () => success(updates?.state() ?? NONE),
    act: async ({ what }) => success((await updates?.act(what)) ?? NONE),
  };
}
