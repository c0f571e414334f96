import { readFile } from 'node:fs/promises';
import { type ApiFailure, inputFailure, serviceFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { openSession } from '../rollouts/job.ts';
import { findService, SERVICES } from '../services/registry.ts';
import type { AccountSession, OpenAccount, Service } from '../services/service.ts';
import { type Account, accountSecretName } from '../storage/accounts.ts';
import { isMaskedUrl, showUrl } from '../storage/vault.ts';
import { readCertificates, showCertificate } from '../transport/certificates.ts';
import { examine } from './doctor.ts';
import { type ApiContext, fileFailure, jobFailure, requireAccount, vaultFailure } from './environment.ts';

/** The longest an account's test may take, in milliseconds. */
const TEST_TIMEOUT_MS = 60_000;

function limitsOf(
  { description: { limits } }: Service,
  wanted: { readonly concurrency: number | null; readonly batch: number | null },
): { readonly concurrency: number; readonly batch: number } {
  return {
    concurrency: wanted.concurrency ?? limits.concurrency,
    batch: Math.min(wanted.batch ?? limits.batch, limits.maxBatch),
  };
}

/** Whether something was said, and something else than what is there. */
function isOther(wanted: string | undefined, present: string): boolean {
  return wanted !== undefined && wanted !== present;
}

async function readAuthority(path: string): Promise<string | null> {
  try {
    return await readFile(path, 'utf8');
  } catch {
    return null;
  }
}

/** The handlers of the contract's group `accounts`. */
export function createAccountHandlers({ store }: ApiContext): GroupHandlers<'accounts'> {
  /**
   * Opens an account without network, which finds a bad address, certificate or pin while they can still be mended.
   *
   * @returns how its proxy is stored.
   */
  async function check(
    connect: (account: OpenAccount) => Result<AccountSession>,
    wanted: Omit<Account, 'id' | 'name' | 'service'> & { readonly password: string },
  ): Promise<Result<string, ApiFailure>> {
    const { url, user, password, ca, pin, proxy, concurrency } = wanted;
    const session = connect({
      ...{ url, user, password, concurrency },
      ...(ca === '' ? {} : { ca }),
      ...(pin === '' ? {} : { pin }),
      ...(proxy === '' ? {} : { proxy }),
    });
    if (!session.ok) return failure(fileFailure(session.error));
    await session.value.close();
    if (isMaskedUrl(proxy)) return failure(inputFailure('problem.url-masked'));
    const stored = store.vault.protectUrl(proxy);
    return stored.ok ? stored : failure(vaultFailure(stored.error));
  }

  return {
    add: async (wanted) => {
      const isTaken = () => store.accounts.find(wanted.name) !== null;
      const taken = inputFailure('input.account-exists', { name: wanted.name });
      if (isTaken()) return failure(taken);
      const service = findService(wanted.service);
      if (service?.connect === undefined) {
        const withAccounts = SERVICES.filter(({ connect }) => connect !== undefined);
        const services = withAccounts.map(({ description }) => description.id).join(', ');
        return failure(inputFailure('input.unknown-service', { service: wanted.service, services }));
      }
      const ca = wanted.caText || (wanted.caFile === '' ? '' : await readAuthority(wanted.caFile));
      if (ca === null) return failure(inputFailure('input.unreadable-file', { file: wanted.caFile }));
      const concurrency = wanted.concurrency ?? store.settings.all.concurrency;
      const account = { ...wanted, ca, ...limitsOf(service, { ...wanted, concurrency }) };
      const proxy = await check(service.connect, account);
      if (!proxy.ok) return proxy;
      if (store.vault.state !== 'open') return failure(vaultFailure('locked'));
      // A second click may have been quicker.
      if (isTaken()) return failure(taken);
      const id = store.accounts.add({ ...account, proxy: proxy.value });
      const kept = store.vault.setSecret(accountSecretName(id), wanted.password);
      if (kept.ok) return success({});
      store.accounts.remove(id);
      return failure(vaultFailure(kept.error));
    },
    edit: async ({ name, ...wanted }) => {
      const found = requireAccount(store, name);
      if (!found.ok) return found;
      const { account, service, connect } = found.value;
      const goesElsewhere = isOther(wanted.url, account.url) || isOther(wanted.user, account.user);
      if (goesElsewhere && wanted.password === undefined)
        return failure(inputFailure('input.password-needed', { name }));
      const password =
        wanted.password === undefined ? store.vault.getSecret(accountSecretName(account.id)) : success(wanted.password);
      if (!password.ok) return failure(vaultFailure(password.error, { account: name }));
      const isProxyKept = !isOther(wanted.proxy, showUrl(account.proxy));
      const revealed = isProxyKept ? store.vault.revealUrl(account.proxy) : success(wanted.proxy ?? '');
      // A proxy whose login is gone must not keep the rest from being mended.
      const present = !revealed.ok && revealed.error === 'forgotten-url' ? success('') : revealed;
      if (!present.ok) return failure(vaultFailure(present.error));
      const changed = {
        ...account,
        url: wanted.url ?? account.url,
        user: wanted.user ?? account.user,
        ca: wanted.caText ?? account.ca,
        pin: wanted.pin ?? account.pin,
        proxy: present.value,
        ...limitsOf(service, {
          concurrency: wanted.concurrency === undefined ? account.concurrency : wanted.concurrency,
          batch: wanted.batch === undefined ? account.batch : wanted.batch,
        }),
      };
      const proxy = await check(connect, { ...changed, password: password.value });
      if (!proxy.ok) return proxy;
      if (wanted.password !== undefined) {
        const kept = store.vault.setSecret(accountSecretName(account.id), wanted.password);
        if (!kept.ok) return failure(vaultFailure(kept.error));
      }
      store.accounts.update({ ...changed, proxy: isProxyKept ? account.proxy : proxy.value });
      return success({});
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
          hasPassword: store.vault.hasSecret(accountSecretName(account.id)),
        })),
      }),
    test: async ({ name }) => {
      const found = requireAccount(store, name);
      if (!found.ok) return found;
      const session = openSession(store, found.value.connect, found.value.account);
      if (!session.ok) return failure(jobFailure(session.error));
      const startedAt = performance.now();
      const probe = await session.value.probe(AbortSignal.timeout(TEST_TIMEOUT_MS));
      await session.value.close();
      if (!probe.ok) return failure(serviceFailure(probe.error));
      return success({ service: found.value.account.service, milliseconds: Math.round(performance.now() - startedAt) });
    },
    doctor: async ({ name }) => {
      const found = requireAccount(store, name);
      if (!found.ok) return found;
      const { account, connect } = found.value;
      const proxy = store.vault.revealUrl(account.proxy);
      if (!proxy.ok) return failure(vaultFailure(proxy.error));
      const opened = openSession(store, connect, account);
      let session: Result<AccountSession>;
      if (opened.ok) session = opened;
      else if (opened.error.kind === 'vault') return failure(vaultFailure(opened.error.reason));
      else session = failure(opened.error.failure);
      const options = {
        ...(account.ca === '' ? {} : { ca: account.ca }),
        ...(account.pin === '' ? {} : { pin: account.pin }),
        ...(proxy.value === '' ? {} : { proxy: proxy.value }),
      };
      const steps = await examine(account.url, options, session);
      return success({ isHealthy: steps.every(({ result }) => result !== 'failed'), steps: [...steps] });
    },
    targets: async ({ name }) => {
      const { urls, providers } = store.settings.targetsOf(name);
      return success({ urls: [...urls], providers: [...providers] });
    },
    trust: async ({ name, pem, as }) => {
      const account = store.accounts.find(name);
      if (account === null) return failure(inputFailure('input.no-account', { name }));
      const [certificate] = (readCertificates(pem) ?? []).map(showCertificate);
      if (certificate === undefined) return failure(inputFailure('reason.tls-untrusted_ca-unreadable'));
      if (as === 'pin') {
        store.accounts.update({ ...account, pin: certificate.fingerprint });
      } else {
        // Only a certificate as it is read again goes in, not the text around it.
        const present = (readCertificates(account.ca) ?? []).map(showCertificate);
        const others = present.filter(({ fingerprint }) => fingerprint !== certificate.fingerprint);
        store.accounts.update({ ...account, ca: [...others, certificate].map((each) => each.pem).join('') });
      }
      return success({});
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
