import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { failure, success } from '../../shared/result.ts';
import { type ApiEnvironment, vaultFailure } from './environment.ts';

/** The handlers of the contract's group `vault`. */
export function createVaultHandlers({ store }: ApiEnvironment): GroupHandlers<'vault'> {
  return {
    state: async () => success({ state: store.vault.state }),
    open: async ({ passphrase }) => {
      const opened = await store.vault.open(passphrase);
      return opened.ok ? success({}) : failure(vaultFailure(opened.error));
    },
  };
}
