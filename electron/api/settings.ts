import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { WindowSettings } from '../../shared/contract/settings.ts';
import { success } from '../../shared/result.ts';
import type { Settings } from '../storage/settings.ts';
import type { ApiContext } from './environment.ts';

function toView({ language, theme, density, columns }: Settings): WindowSettings {
  return { language, theme, density, columns };
}

/** The handlers of the contract's group `settings`. */
export function createSettingsHandlers({ store }: ApiContext): GroupHandlers<'settings'> {
  return {
    get: async () => success(toView(store.settings.all)),
    set: async (wanted) => success(toView(store.settings.change(wanted))),
  };
}
