import type { DeviceDraft, MacAddress } from '../../shared/domain/device.ts';
import { formatItems, isSecretValue, MASKED_ITEM, parseItems } from '../../shared/domain/items.ts';
import type { RowReason } from '../../shared/domain/problem.ts';
import { isMaskedUrl, showUrl, type Vault } from '../storage/vault.ts';

/** What is stored of a rollout's devices that holds secrets, by MAC. */
export interface KeptSecrets {
  /** See `DeviceTable.sealedUrls`. */
  readonly urls: ReadonlyMap<string, string>;
  /** See `DeviceTable.storedItems`. */
  readonly items: ReadonlyMap<string, string>;
}

/** Decides about URLs and items with a password: kept sealed, recognised when an export masked them, or refused. */
export function createUrlKeeper(vault: Vault, { urls, items }: KeptSecrets) {
  const isKnown = (mac: MacAddress, url: string): boolean => showUrl(urls.get(mac) ?? '') === url;

  function storeUrl<Draft extends DeviceDraft>(device: Draft): Draft {
    if (device.url === '' || !device.url.includes('@')) return device;
    // A masked URL says that the one that is stored still holds.
    if (isMaskedUrl(device.url)) return { ...device, url: '' };
    const stored = vault.protectUrl(device.url);
    if (!stored.ok) throw new Error('A URL that was to be refused came through.');
    const present = urls.get(device.mac);
    const isSame = present !== undefined && isSecret(vault, present, device.url);
    return { ...device, url: isSame ? present : stored.value };
  }

  /** Items that the list doesn't name stay as they are. */
  function storeItems<Draft extends DeviceDraft>(device: Draft): Draft {
    if (device.items === '') return device;
    const present = parseItems(items.get(device.mac) ?? '');
    const kept: Record<string, string> = { ...present };
    for (const [name, value] of Object.entries(parseItems(device.items))) {
      const before = present[name];
      if (value !== MASKED_ITEM && !isSecretValue(name, value)) kept[name] = value;
      else if (value !== MASKED_ITEM && !(before !== undefined && isSecret(vault, before, value))) {
        const sealed = vault.sealText(value);
        if (!sealed.ok) throw new Error('An item that was to be refused came through.');
        kept[name] = sealed.value;
      }
    }
    return { ...device, items: formatItems(kept) };
  }

  return {
    refuse: (mac: MacAddress, url: string): RowReason | null => {
      if (isMaskedUrl(url)) return isKnown(mac, url) ? null : 'url-masked';
      return vault.protectUrl(url).ok ? null : 'vault-locked';
    },
    refuseItem: (mac: MacAddress, name: string, value: string): RowReason | null => {
      if (value === MASKED_ITEM) return parseItems(items.get(mac) ?? '')[name] === undefined ? 'item-masked' : null;
      return vault.sealText('').ok ? null : 'vault-locked';
    },
    store: <Draft extends DeviceDraft>(device: Draft): Draft => storeItems(storeUrl(device)),
  };
}

/** Sealing is different each time, so an unchanged secret is recognised by what it holds. */
function isSecret(vault: Vault, stored: string, plain: string): boolean {
  const revealed = vault.revealUrl(stored);
  return revealed.ok && revealed.value === plain;
}

/** See {@link createUrlKeeper}. */
export type UrlKeeper = ReturnType<typeof createUrlKeeper>;
