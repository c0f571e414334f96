import { create } from 'zustand';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { ValueOf } from '../../shared/contract/bridge.ts';
import { call } from '../bridge/bridge.ts';

/** Where the passwords are: none kept yet, locked away, or at hand. */
export type VaultState = ValueOf<'vault', 'state'>['state'];

/** Where the key lies that opens them. */
export type SecretsMode = ValueOf<'vault', 'state'>['mode'];

interface VaultStore {
  /** `null`: not asked yet. */
  readonly state: VaultState | null;
  readonly mode: SecretsMode;
  /** The system's keychain as it calls itself; `null`: none that can be used. */
  readonly keychain: string | null;
  readonly hasUnreadable: boolean;
  readonly refresh: () => Promise<void>;
  /** Opens the vault, or makes it; returns why it could not. The passphrase is not kept here. */
  readonly open: (passphrase: string) => Promise<ApiFailure | null>;
  /** Moves the passwords; returns why it could not. */
  readonly move: (mode: 'keychain' | 'session') => Promise<ApiFailure | null>;
}

/** The state of the vault, for every screen that needs a password. */
export const useVault = create<VaultStore>((set, get) => ({
  state: null,
  mode: 'session',
  keychain: null,
  hasUnreadable: false,
  refresh: async () => {
    const result = await call('vault', 'state', {});
    if (result.ok) set(result.value);
  },
  open: async (passphrase) => {
    const result = await call('vault', 'open', { passphrase });
    if (!result.ok) return result.error;
    await get().refresh();
    return null;
  },
  move: async (mode) => {
    const result = await call('vault', 'move', { mode });
    await get().refresh();
    return result.ok ? null : result.error;
  },
}));
