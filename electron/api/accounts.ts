import { readFile } from 'node:fs/promises';
import { inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { failure, success } from '../../shared/result.ts';
import { openSession } from '../rollouts/job.ts';
import { findService, SERVICES } from '../services/registry.ts';
import { accountSecretName } from '../storage/accounts.ts';
import { showUrl } from '../storage/vault.ts';
import { type ApiEnvironment, fileFailure, jobFailure, requireAccount, vaultFailure } from './environment.ts';

/** The longest an account's test may take, in milliseconds. */
const TEST_TIMEOUT_MS = 60_000;

async function readAuthority(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

/** The handlers of the contract's group `accounts`. */
export function createAccountHandlers({ store }: ApiEnvironment): GroupHandlers<'accounts'> {
  return {
    add: async (wanted) => {
      if (store.accounts.find(wanted.name) !== null)
        return failure(inputFailure('input.account-exists', { name: wanted.name }));
      const service = findService(wanted.service);
      if (service === null) {
        const services = SERVICES.map(({ description }) => description.id).join(', ');
        return failure(inputFailure('input.unknown-service', { service: wanted.service, services }));
      }
      const ca = wanted.caText || (wanted.caFile === '' ? '' : await readAuthority(wanted.caFile));
      if (ca === null) return failure(inputFailure('input.unreadable-file', { file: wanted.caFile }));
      const { limits } = service.description;
      const concurrency = wanted.concurrency ?? limits.concurrency;
      const batch = Math.min(wanted.batch ?? limits.batch, limits.maxBatch);
      // Opening it without network finds a bad address, certificate or pin while they can still be mended.
      const session = service.connect({
        url: wanted.url,
        user: wanted.user,
        password: wanted.password,
        ...(ca === '' ? {} : { ca }),
        ...(wanted.pin === '' ? {} : { pin: wanted.pin }),
        ...(wanted.proxy === '' ? {} : { proxy: wanted.proxy }),
        concurrency,
      });
      if (!session.ok) {
        return failure(fileFailure(session.error));
      }
      await session.value.close();
      const proxy = store.vault.protectUrl(wanted.proxy);
      if (!proxy.ok) return failure(vaultFailure(proxy.error));
      if (store.vault.state !== 'open') return failure(vaultFailure('locked'));
      const id = store.accounts.add({
        name: wanted.name,
        service: wanted.service,
        url: wanted.url,
        user: wanted.user,
        ca,
        pin: wanted.pin,
        proxy: proxy.value,
        concurrency,
        batch,
      });
      const kept = store.vault.setSecret(accountSecretName(id), wanted.password);
      if (kept.ok) return success({});
      store.accounts.remove(id);
      return failure(vaultFailure(kept.error));
    },
    list: async () =>
      success({
        accounts: store.accounts.list().map((account) => ({
          name: account.name,
          service: account.service,
          url: account.url,
          user: account.user,
          hasCa: account.ca !== '',
          pin: account.pin,
          proxy: showUrl(account.proxy),
          concurrency: account.concurrency,
          batch: account.batch,
        })),
      }),
    test: async ({ name }) => {
      const found = requireAccount(store, name);
      if (!found.ok) return found;
      const session = openSession(store, found.value.service, found.value.account);
      if (!session.ok) return failure(jobFailure(session.error));
      const startedAt = performance.now();
      const probe = await session.value.probe(AbortSignal.timeout(TEST_TIMEOUT_MS));
      await session.value.close();
      if (!probe.ok) return failure(serviceFailure(probe.error));
      return success({ service: found.value.account.service, milliseconds: Math.round(performance.now() - startedAt) });
    },
    targets: async ({ name }) => {
      const { urls, providers } = store.settings.targetsOf(name);
      return success({ urls: [...urls], providers: [...providers] });
    },
    remove: async ({ name }) => {
      const account = store.accounts.find(name);
      if (account === null) return failure(inputFailure('input.no-account', { name }));
      const forgotten = store.vault.removeSecret(accountSecretName(account.id));
      if (!forgotten.ok) return failure(vaultFailure(forgotten.error));
      store.accounts.remove(account.id);
      return success({});
    },
  };
}
