import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { WindowSettings } from '../../shared/contract/settings.ts';
import { failure, success } from '../../shared/result.ts';
import type { Settings } from '../storage/settings.ts';
import { isMaskedUrl, showUrl } from '../storage/vault.ts';
import { readCertificates, showCertificate } from '../transport/certificates.ts';
import { parseProxy } from '../transport/proxy.ts';
import { type ApiContext, fileFailure, vaultFailure } from './environment.ts';

function toView(settings: Settings): WindowSettings {
  const { language, theme, density, columns, storyWidth, scanSound, updates, concurrency, proxyMode, proxy } = settings;
  const window = { language, theme, density, columns, storyWidth, scanSound, updates };
  return { ...window, concurrency, proxyMode, proxy: showUrl(proxy) };
}

/** The handlers of the contract's group `settings`. */
export function createSettingsHandlers({ store }: ApiContext): GroupHandlers<'settings'> {
  const { settings, vault } = store;
  const listAuthorities = () => (readCertificates(settings.all.authorities) ?? []).map(showCertificate);

  return {
    get: async () => success(toView(settings.all)),
    set: async ({ proxy, ...wanted }) => {
      // What is shown has its password masked; set so, it is the one that is there.
      if (proxy === undefined || proxy === showUrl(settings.all.proxy)) return success(toView(settings.change(wanted)));
      const address = proxy.trim();
      const parsed = address === '' ? success(null) : parseProxy(address);
      if (!parsed.ok) return failure(fileFailure(parsed.error));
      const url = address.includes('://') || address === '' ? address : `http://${address}`;
      // With another host, nobody knows the password any more that the mask stands for.
      if (isMaskedUrl(url)) return failure(inputFailure('problem.url-masked'));
      const stored = vault.protectUrl(url);
      if (!stored.ok) return failure(vaultFailure(stored.error));
      return success(toView(settings.change({ ...wanted, proxy: stored.value })));
    },
    authorities: async () => success({ authorities: listAuthorities() }),
    addAuthorities: async ({ pem }) => {
      const wanted = readCertificates(pem)?.map(showCertificate);
      if (wanted === undefined) return failure(inputFailure('reason.tls-untrusted_ca-unreadable'));
      const present = listAuthorities();
      const known = new Set(present.map(({ fingerprint }) => fingerprint));
      const added = wanted.filter(({ fingerprint }) => !known.has(fingerprint));
      settings.change({ authorities: [...present, ...added].map((each) => each.pem).join('') });
      return success({ added: added.length });
    },
    removeAuthority: async ({ fingerprint }) => {
      const left = listAuthorities().filter((each) => each.fingerprint !== fingerprint);
      settings.change({ authorities: left.map((each) => each.pem).join('') });
      return success({});
    },
  };
}
