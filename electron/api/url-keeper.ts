import type { DeviceDraft, MacAddress } from '../../shared/domain/device.ts';
import type { RowReason } from '../../shared/domain/problem.ts';
import { isMaskedUrl, showUrl, type Vault } from '../storage/vault.ts';

/** Decides about URLs with a password: kept sealed, recognised when an export masked them, or refused. */
export function createUrlKeeper(vault: Vault, sealed: ReadonlyMap<string, string>) {
  const isKnown = (mac: MacAddress, url: string): boolean => showUrl(sealed.get(mac) ?? '') === url;
  return {
    refuse: (mac: MacAddress, url: string): RowReason | null => {
      if (isMaskedUrl(url)) return isKnown(mac, url) ? null : 'url-masked';
      return vault.protectUrl(url).ok ? null : 'vault-locked';
    },
    store: <Draft extends DeviceDraft>(device: Draft): Draft => {
      if (device.url === '' || !device.url.includes('@')) return device;
      // A masked URL says that the one that is stored still holds.
      if (isMaskedUrl(device.url)) return { ...device, url: '' };
      const stored = vault.protectUrl(device.url);
      if (!stored.ok) throw new Error('A URL that was to be refused came through.');
      const present = sealed.get(device.mac);
      const isSame = present !== undefined && sameUrl(vault, present, device.url);
      return { ...device, url: isSame ? present : stored.value };
    },
  };
}

/** Sealing is different each time, so an unchanged URL is recognised by what it holds. */
function sameUrl(vault: Vault, stored: string, url: string): boolean {
  const revealed = vault.revealUrl(stored);
  return revealed.ok && revealed.value === url;
}

/** See {@link createUrlKeeper}. */
export type UrlKeeper = ReturnType<typeof createUrlKeeper>;
