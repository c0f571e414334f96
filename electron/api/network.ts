import { failure, success } from '../../shared/result.ts';
import type { Store } from '../storage/store.ts';
import { type NetworkDefaults, parseProxyList } from '../transport/network-defaults.ts';
import { findProxy, isThisMachine, parseProxy } from '../transport/proxy.ts';
import type { HostAbilities } from './environment.ts';

/**
 * What every connection starts from, as the person set it: the proxy, and the authorities for all accounts.
 *
 * Read anew for each connection. This machine itself is never asked for through a proxy of the settings.
 */
export function createNetworkDefaults(store: Store, { resolveProxy }: HostAbilities): NetworkDefaults {
  return {
    authorities: () => store.settings.all.authorities,
    findProxy: async (url) => {
      const { proxyMode, proxy } = store.settings.all;
      if (proxyMode === 'none') return success(null);
      if (proxyMode === 'given' && proxy !== '') {
        if (isThisMachine(url.hostname.replace(/^\[|\]$/g, ''))) return success(null);
        const address = store.vault.revealUrl(proxy);
        if (address.ok) return parseProxy(address.value);
        const aspect = address.error === 'forgotten-url' ? 'forgotten' : 'address';
        return failure({ kind: 'validation', reason: 'proxy', aspect, sent: 'no', concernsAccount: true });
      }
      if (resolveProxy === undefined) return findProxy(url, process.env);
      return parseProxyList(url, await resolveProxy(url.href));
    },
  };
}
