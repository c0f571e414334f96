import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { Keychain } from '../storage/keychain.ts';
import type { StorageFailure } from '../storage/storage-failure.ts';
import { openStoreForChanges } from '../storage/store.ts';
import type { VaultFailure } from '../storage/vault.ts';
import { callByName, isCall } from './call-by-name.ts';
import { type Emit, emitForWindow } from './changes.ts';
import { type HostAbilities, vaultFailure } from './environment.ts';
import { createApi } from './index.ts';

export type { Emit } from './changes.ts';

/** How long what still runs may take to reach a safe place when the host ends, in milliseconds. */
const STOP_WAIT_MS = 10_000;

/** Makes a call for a window; see `callByName`. `null`: there is no such call. */
export type CallFromWindow = (
  group: unknown,
  name: unknown,
  argument: unknown,
) => Promise<Result<unknown, ApiFailure>> | null;

/** The core as a window's host holds it. */
export interface WindowApi {
  readonly call: CallFromWindow;
  /** Whether a plan or a run is going. */
  readonly isBusy: () => boolean;
  /** Stops what is going, keeping its state, waits until it has stopped (10 s at most), and closes the data folder. */
  readonly close: () => Promise<void>;
}

const JOBS: ReadonlySet<unknown> = new Set(['plan', 'planUndo', 'start', 'resume']);

/**
 * Opens a data folder for a window and keeps its lock until closed.
 *
 * A vault behind a passphrase is not asked about here: the call that needs it says so, and the window opens it with
 * `vault.open`. Everything else is open as soon as the keychain has answered; calls that may need it wait for that.
 *
 * @param emit tells the windows that are open; see `emitForWindow` for what it gets.
 * @param host what the host can do; `openKeychain` gives the system's keychain, `null` where there is none.
 * @returns the failures of `openStoreForChanges`.
 */
export async function openForWindow(
  folder: string,
  emit: Emit,
  host: HostAbilities & { readonly openKeychain?: () => Promise<Keychain | null> } = {},
): Promise<Result<WindowApi, StorageFailure>> {
  const opened = await openStoreForChanges(folder);
  if (!opened.ok) return opened;
  const store = opened.value;
  const { openKeychain, ...abilities } = host;
  let isVaultReady = false;
  const keychain = openKeychain?.().catch(() => null) ?? Promise.resolve(null);
  const beginVault = async (): Promise<Result<void, VaultFailure>> => {
    const begun = await store.vault.begin(await keychain, store.settings.all.secrets === 'keychain');
    isVaultReady = begun.ok;
    return begun;
  };
  let beginning: Promise<Result<void, VaultFailure>> | null = null;
  /** What can't be written is told by the calls that need it; each of them tries anew. */
  const vaultReady = (): Promise<Result<void, VaultFailure>> => {
    beginning ??= beginVault().finally(() => {
      if (!isVaultReady) beginning = null;
    });
    return beginning;
  };
  vaultReady().catch(() => {});
  const api = createApi({
    ...abilities,
    store,
    emit: emitForWindow(emit),
    unlock: async () => {
      await vaultReady();
      return store.vault.state === 'open';
    },
  });
  // A system that asks the person before it opens its keychain must not keep the window away.
  const callWhenReady: CallFromWindow = (group, name, argument) => {
    if (isVaultReady || group === 'rollouts' || (group === 'settings' && name === 'get'))
      return callByName(api, group, name, argument);
    if (!isCall(group, name)) return null;
    return vaultReady().then((ready) =>
      ready.ok
        ? (callByName(api, group, name, argument) ?? Promise.reject(new Error('No such call.')))
        : failure(vaultFailure(ready.error)),
    );
  };
  const jobs = new Set<Promise<unknown>>();
  return success({
    call: (group, name, argument) => {
      const work = callWhenReady(group, name, argument);
      if (work !== null && group === 'runs' && JOBS.has(name)) {
        const ended = work.catch(() => {}).finally(() => jobs.delete(ended));
        jobs.add(ended);
      }
      return work;
    },
    isBusy: () => jobs.size > 0,
    close: async () => {
      await Promise.all([api.runs.stop({ mode: 'keep' }), api.ownership.stopSweep({})]);
      const controller = new AbortController();
      await Promise.race([
        Promise.all(jobs),
        sleep(STOP_WAIT_MS, undefined, { signal: controller.signal, ref: false }),
      ]);
      controller.abort();
      await api.codes.unfollow({ rollout: '' });
      await api.practice.stop({});
      // What never ran is not noted as stopped.
      const server = await api.updateServer.state({});
      if (server.ok && server.value.running !== null) await api.updateServer.stop({});
      store.close();
    },
  });
}
