import { app, nativeTheme } from 'electron';
import type { WindowSettings } from '../../shared/contract/settings.ts';
import type { Result } from '../../shared/result.ts';
import { languageOfLocale } from '../../shared/words/language.ts';
import type { CallFromWindow } from '../api/open-for-window.ts';
import { createMainTranslator, type MainTranslate } from './words.ts';

/** Language and theme of what Electron draws itself: menus, dialogs, the surface before the page is there. */
export class Appearance {
  /** The words of menus and dialogs as they are set now. */
  translate: MainTranslate = createMainTranslator(languageOfLocale(app.getLocale()));

  readonly #onChange: (translate: MainTranslate) => void;

  /** @param onChange called with the words whenever the language was set. */
  constructor(onChange: (translate: MainTranslate) => void) {
    this.#onChange = onChange;
  }

  /** Takes language and theme from the settings, now and whenever the window changes them. */
  async follow(call: CallFromWindow): Promise<CallFromWindow> {
    await this.#take(call);
    return (group, name, argument) => {
      const work = call(group, name, argument);
      if (group === 'settings' && name === 'set') work?.then(() => this.#take(call));
      return work;
    };
  }

  async #take(call: CallFromWindow): Promise<void> {
    const settings = (await call('settings', 'get', {})) as Result<WindowSettings, unknown> | null;
    if (!settings?.ok) return;
    const { language, theme } = settings.value;
    nativeTheme.themeSource = theme;
    this.translate = createMainTranslator(language === 'system' ? languageOfLocale(app.getLocale()) : language);
    this.#onChange(this.translate);
  }
}
