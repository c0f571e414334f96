import { create } from 'zustand';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { call } from '../bridge/bridge.ts';

/** Where the passwords are: none kept yet, locked away, or at hand. */
export type VaultState = 'absent' | 'locked' | 'open';

interface VaultStore {
  /** `null`: not asked yet. */
  readonly state: VaultState | null;
  readonly refresh: () => Promise<void>;
  /** Opens the vault, or makes it; returns why it could not. The passphrase is not kept here. */
  readonly open: (passphrase: string) => Promise<ApiFailure | null>;
}

/** The state of the vault, for every screen that needs a password. */
export const useVault = create<VaultStore>((set, get) => ({
  state: null,
  refresh: async () => {
    const result = await call('vault', 'state', {});
    if (result.ok) set({ state: result.value.state });
  },
  open: async (passphrase) => {
    const result = await call('vault', 'open', { passphrase });
    if (!result.ok) return result.error;
    await get().refresh();
    return null;
  },
}));
