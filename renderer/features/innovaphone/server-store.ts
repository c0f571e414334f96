import { create } from 'zustand';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ArgumentOf, ValueOf } from '../../../shared/contract/bridge.ts';
import { call } from '../../bridge/bridge.ts';

/** How the update server stands. */
export type ServerState = ValueOf<'updateServer', 'state'>;

interface ServerStore {
  /** `null` before the core was asked. */
  readonly state: ServerState | null;
  readonly failure: ApiFailure | null;
  /** Asks the core. */
  readonly refresh: () => Promise<void>;
  readonly start: (wanted: ArgumentOf<'updateServer', 'start'>) => Promise<void>;
  readonly stop: () => Promise<void>;
  readonly unlock: (address: string) => Promise<void>;
  /** Tells phones to ask this computer no more, or takes that back. */
  readonly leave: (url: string | null) => Promise<void>;
}

/** The update server as the window sees it; the core holds the truth. */
export const useUpdateServer = create<ServerStore>((set, get) => {
  async function carryOut(work: () => Promise<{ ok: true } | { ok: false; error: ApiFailure }>): Promise<void> {
    const result = await work();
    set({ failure: result.ok ? null : result.error });
    await get().refresh();
  }

  return {
    state: null,
    failure: null,
    refresh: async () => {
      const result = await call('updateServer', 'state', {});
      if (result.ok) set({ state: result.value });
    },
    start: (wanted) => carryOut(() => call('updateServer', 'start', wanted)),
    stop: () => carryOut(() => call('updateServer', 'stop', {})),
    unlock: (address) => carryOut(() => call('updateServer', 'unlock', { address })),
    leave: (url) => carryOut(() => call('updateServer', 'leave', { url })),
  };
});
