import type { MenuItemConstructorOptions } from 'electron';
import type { WindowCommand } from '../../shared/contract/commands.ts';
import type { UpdateState } from '../../shared/contract/updates.ts';
import type { MainTranslate } from './words.ts';

/** What the menu has to know to offer what applies. */
export interface MenuState {
  /** The rollout that the window shows. */
  readonly rollout: string | null;
  /** Opened lately, the latest first. */
  readonly recent: readonly string[];
  /** What is going. */
  readonly job: 'plan' | 'run' | null;
  readonly updates: UpdateState;
}

/** What the menu's own items do. */
export interface MenuActions {
  readonly send: (command: WindowCommand) => void;
  readonly openRollout: (name: string) => void;
  /** Asks for a file and opens it: a `.rollcall` one, or a list. */
  readonly openFile: (kind: 'rollcall' | 'list') => void;
  readonly showData: () => void;
}

/** Where the menu is shown. */
export interface MenuPlace {
  readonly appName: string;
  readonly isMac: boolean;
  readonly isPackaged: boolean;
}

const SEPARATOR: MenuItemConstructorOptions = { type: 'separator' };

/** The application's menu as Electron builds it. What doesn't apply now is there, but can't be chosen. */
export function menuTemplate(
  translate: MainTranslate,
  state: MenuState,
  actions: MenuActions,
  { appName, isMac, isPackaged }: MenuPlace,
): MenuItemConstructorOptions[] {
  const { rollout, recent, job, updates } = state;
  const hasRollout = rollout !== null;
  const command = (
    id: WindowCommand,
    more: Omit<MenuItemConstructorOptions, 'id' | 'click'> = {},
  ): MenuItemConstructorOptions => ({
    id,
    label: translate(`menu.${id}`),
    ...more,
    click: () => actions.send(id),
  });
  const about: MenuItemConstructorOptions = { role: 'about', label: translate('menu.about') };
  const quit: MenuItemConstructorOptions = {
    role: 'quit',
    label: translate('menu.quit'),
    accelerator: 'CommandOrControl+Q',
  };
  const close: MenuItemConstructorOptions = { role: 'close', label: translate('menu.close') };
  const file: MenuItemConstructorOptions = {
    label: translate('menu.file'),
    submenu: [
      command('new-rollout', { accelerator: 'CommandOrControl+N' }),
      {
        id: 'open-file',
        label: translate('menu.open-file'),
        accelerator: 'CommandOrControl+O',
        click: () => actions.openFile('rollcall'),
      },
      {
        id: 'recent',
        label: translate('menu.recent'),
        enabled: recent.length > 0,
        submenu: recent.map((name) => ({
          // An ampersand would mark the letter after it.
          label: name.replaceAll('&', '&&'),
          click: () => actions.openRollout(name),
        })),
      },
      command('save-rollout', { accelerator: 'CommandOrControl+S', enabled: hasRollout }),
      SEPARATOR,
      {
        id: 'import-file',
        label: translate('menu.import-file'),
        accelerator: 'CommandOrControl+I',
        click: () => actions.openFile('list'),
      },
      command('export', { accelerator: 'CommandOrControl+E', enabled: hasRollout }),
      SEPARATOR,
      close,
      ...(isMac ? [] : [quit]),
    ],
  };
  const edit: MenuItemConstructorOptions = {
    label: translate('menu.edit'),
    submenu: [
      { role: 'undo', label: translate('menu.undo') },
      { role: 'redo', label: translate('menu.redo') },
      SEPARATOR,
      { role: 'cut', label: translate('menu.cut') },
      { role: 'copy', label: translate('menu.copy') },
      { role: 'paste', label: translate('menu.paste') },
      { role: 'selectAll', label: translate('menu.select-all') },
      SEPARATOR,
      // The window listens to the key itself; shown here so that it is found.
      command('search', { accelerator: 'CommandOrControl+K', registerAccelerator: false }),
    ],
  };
  const view: MenuItemConstructorOptions = {
    label: translate('menu.view'),
    submenu: [
      command('rollouts', { accelerator: 'CommandOrControl+1' }),
      command('accounts', { accelerator: 'CommandOrControl+2' }),
      command('activity', { accelerator: 'CommandOrControl+3' }),
      command('settings', { accelerator: 'CommandOrControl+,' }),
      SEPARATOR,
      {
        label: translate('menu.theme'),
        submenu: [command('theme-system'), command('theme-light'), command('theme-dark')],
      },
      SEPARATOR,
      { role: 'reload', label: translate('menu.reload') },
      { role: 'zoomIn', label: translate('menu.zoom-in') },
      { role: 'zoomOut', label: translate('menu.zoom-out') },
      { role: 'resetZoom', label: translate('menu.zoom-reset') },
      SEPARATOR,
      { role: 'togglefullscreen', label: translate('menu.full-screen') },
      ...(isPackaged ? [] : [{ role: 'toggleDevTools', label: translate('menu.tools') } as const]),
    ],
  };
  const rolloutMenu: MenuItemConstructorOptions = {
    label: translate('menu.rollout'),
    submenu: [
      command('devices', { enabled: hasRollout }),
      command('import', { enabled: hasRollout }),
      command('plan', { enabled: hasRollout }),
      SEPARATOR,
      command('pause', { enabled: job !== null }),
      command('cancel-run', { enabled: job === 'run' }),
    ],
  };
  const help: MenuItemConstructorOptions = {
    role: 'help',
    label: translate('menu.help'),
    submenu: [
      command('shortcuts', { accelerator: 'F1' }),
      command('practice', { enabled: job === null }),
      SEPARATOR,
      { id: 'show-data', label: translate('menu.show-data'), click: actions.showData },
      command('updates', {
        label:
          updates.version === null
            ? translate('menu.updates')
            : translate('menu.update-to', { version: updates.version }),
        enabled: updates.state !== 'none',
      }),
      ...(isMac ? [] : [SEPARATOR, about]),
    ],
  };
  const window: MenuItemConstructorOptions = {
    role: 'windowMenu',
    label: translate('menu.window'),
    submenu: [{ role: 'minimize', label: translate('menu.minimize') }, close],
  };
  const own: MenuItemConstructorOptions = {
    role: 'appMenu',
    label: appName,
    submenu: [about, SEPARATOR, { role: 'hide' }, { role: 'hideOthers' }, { role: 'unhide' }, SEPARATOR, quit],
  };
  return [...(isMac ? [own] : []), file, edit, view, rolloutMenu, ...(isMac ? [window] : []), help];
}
