import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { failure, success } from '../../shared/result.ts';
import { type ApiContext, vaultFailure } from './environment.ts';

/** The handlers of the contract's group `vault`. */
export function createVaultHandlers({ store }: ApiContext): GroupHandlers<'vault'> {
  const { vault, settings } = store;
  return {
    state: async () =>
      success({
        state: vault.state,
        mode: vault.mode,
        keychain: vault.keychain?.backend ?? null,
        hasUnreadable: vault.hasUnreadable,
      }),
    open: async ({ passphrase }) => {
      const opened = await vault.open(passphrase);
      return opened.ok ? success({}) : failure(vaultFailure(opened.error));
    },
    move: async ({ mode }) => {
      const moved = mode === 'keychain' ? await vault.keepInKeychain() : vault.keepInSession();
      if (!moved.ok) return failure(vaultFailure(moved.error));
      settings.change({ secrets: mode });
      return success({});
    },
  };
}
