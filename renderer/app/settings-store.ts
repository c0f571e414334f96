import { create } from 'zustand';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { WindowSettings } from '../../shared/contract/settings.ts';
import type { Language } from '../../shared/words/translate.ts';
import { call } from '../bridge/bridge.ts';

interface SettingsStore {
  readonly settings: WindowSettings;
  readonly load: () => Promise<void>;
  /** Changes at once and keeps it for the next start; what is refused falls back, with the reason. */
  readonly change: (part: Partial<WindowSettings>) => Promise<ApiFailure | null>;
}

/** What the person chose about the window. */
export const useSettings = create<SettingsStore>((set, get) => ({
  settings: {
    language: 'system',
    theme: 'system',
    density: 'comfortable',
    columns: [],
    storyWidth: 360,
    scanSound: 'on',
    updates: 'on',
    concurrency: null,
    proxyMode: 'system',
    proxy: '',
  },
  load: async () => {
    const result = await call('settings', 'get', {});
    if (result.ok) set({ settings: result.value });
  },
  change: async (part) => {
    set(({ settings }) => ({ settings: { ...settings, ...part } }));
    const result = await call('settings', 'set', part);
    // Only what the core makes of it is kept: the password of a proxy never stays here.
    if (result.ok) set({ settings: result.value });
    else await get().load();
    return result.ok ? null : result.error;
  },
}));

/** The language to show: the chosen one, else the system's first that Rollcall speaks, else English. */
export function languageOf(chosen: WindowSettings['language'], preferred: readonly string[]): Language {
  if (chosen !== 'system') return chosen;
  for (const tag of preferred) {
    const [language] = tag.toLowerCase().split('-');
    if (language === 'de' || language === 'en') return language;
  }
  return 'en';
}
