import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { WindowSettings } from '../../shared/contract/settings.ts';
import { success } from '../../shared/result.ts';
import type { Settings } from '../storage/settings.ts';
import { showUrl } from '../storage/vault.ts';
import type { ApiContext } from './environment.ts';

function toView(settings: Settings): WindowSettings {
  const { language, theme, density, columns, updates, concurrency, proxyMode, proxy } = settings;
  return { language, theme, density, columns, updates, concurrency, proxyMode, proxy: showUrl(proxy) };
}

/** The handlers of the contract's group `settings`. */
export function createSettingsHandlers({ store }: ApiContext): GroupHandlers<'settings'> {
  return {
    get: async () => success(toView(store.settings.all)),
    set: async (wanted) => success(toView(store.settings.change(wanted))),
  };
}
