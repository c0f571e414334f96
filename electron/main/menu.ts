import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MainTranslate } from './words.ts';

/** Puts the application's menu up, in one language. Its shortcuts are the system's own. */
export function setMenu(translate: MainTranslate): void {
  const isMac = process.platform === 'darwin';
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const about: MenuItemConstructorOptions = { role: 'about', label: translate('menu.about') };
  const quit: MenuItemConstructorOptions = {
    role: 'quit',
    label: translate('menu.quit'),
    accelerator: 'CommandOrControl+Q',
  };
  const close: MenuItemConstructorOptions = { role: 'close', label: translate('menu.close') };
  const template: MenuItemConstructorOptions[] = [
    isMac
      ? { role: 'appMenu', label: app.name, submenu: [about, separator, quit] }
      : { label: translate('menu.file'), submenu: [close, separator, quit] },
    {
      label: translate('menu.edit'),
      submenu: [
        { role: 'undo', label: translate('menu.undo') },
        { role: 'redo', label: translate('menu.redo') },
        separator,
        { role: 'cut', label: translate('menu.cut') },
        { role: 'copy', label: translate('menu.copy') },
        { role: 'paste', label: translate('menu.paste') },
        { role: 'selectAll', label: translate('menu.select-all') },
      ],
    },
    {
      label: translate('menu.view'),
      submenu: [
        { role: 'reload', label: translate('menu.reload') },
        separator,
        { role: 'zoomIn', label: translate('menu.zoom-in') },
        { role: 'zoomOut', label: translate('menu.zoom-out') },
        { role: 'resetZoom', label: translate('menu.zoom-reset') },
        separator,
        { role: 'togglefullscreen', label: translate('menu.full-screen') },
        ...(app.isPackaged ? [] : [{ role: 'toggleDevTools', label: translate('menu.tools') } as const]),
      ],
    },
    isMac
      ? { label: translate('menu.window'), submenu: [{ role: 'minimize', label: translate('menu.minimize') }, close] }
      : { label: translate('menu.help'), submenu: [about] },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
