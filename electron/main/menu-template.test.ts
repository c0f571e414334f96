import type { MenuItemConstructorOptions } from 'electron';
import { describe, expect, it, test } from 'vitest';
import { WINDOW_COMMANDS } from '../../shared/contract/commands.ts';
import { type MenuActions, type MenuState, menuTemplate } from './menu-template.ts';
import { createMainTranslator } from './words.ts';

const NOTHING: MenuState = {
  rollout: null,
  recent: [],
  job: null,
  updates: { state: 'none', version: null, percent: null },
};
const DEAF: MenuActions = { send: () => {}, openRollout: () => {}, openFile: () => {}, showData: () => {} };

function itemsOf(
  state: Partial<MenuState>,
  {
    language = 'en',
    isMac = false,
    actions = DEAF,
  }: { language?: 'de' | 'en'; isMac?: boolean; actions?: MenuActions } = {},
): readonly MenuItemConstructorOptions[] {
  const flat = (items: readonly MenuItemConstructorOptions[]): MenuItemConstructorOptions[] =>
    items.flatMap((item) => [item, ...(Array.isArray(item.submenu) ? flat(item.submenu) : [])]);
  const place = { appName: 'Rollcall', isMac, isPackaged: true };
  return flat(menuTemplate(createMainTranslator(language), { ...NOTHING, ...state }, actions, place));
}

function enabledOf(state: Partial<MenuState>): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    itemsOf(state).flatMap(({ id, enabled = true }) => (id === undefined ? [] : [[id, enabled]])),
  );
}

describe('what can be chosen', () => {
  it('without a rollout: nothing of a rollout', () => {
    expect(enabledOf({})).toMatchObject({
      'new-rollout': true,
      'open-file': true,
      recent: false,
      'save-rollout': false,
      export: false,
      plan: false,
      pause: false,
      'cancel-run': false,
      practice: true,
      updates: false,
    });
  });

  it('with one: its parts', () => {
    expect(enabledOf({ rollout: 'Site', recent: ['Site'] })).toMatchObject({
      recent: true,
      'save-rollout': true,
      export: true,
      devices: true,
      import: true,
      plan: true,
      pause: false,
    });
  });

  it('while a plan is made it can be stopped, while a run goes it can be cancelled too', () => {
    expect(enabledOf({ rollout: 'Site', job: 'plan' })).toMatchObject({
      pause: true,
      'cancel-run': false,
      practice: false,
    });
    expect(enabledOf({ rollout: 'Site', job: 'run' })).toMatchObject({ pause: true, 'cancel-run': true });
  });

  it('a newer version names itself', () => {
    const updates = { state: 'available', version: '9.1.0', percent: null } as const;
    expect(itemsOf({ updates }).find(({ id }) => id === 'updates')).toMatchObject({
      label: 'Rollcall 9.1.0 is available',
      enabled: true,
    });
  });
});

test('every command of the window is in the menu, and asks for just that', () => {
  const sent: string[] = [];
  const items = itemsOf({ rollout: 'Site' }, { actions: { ...DEAF, send: (command) => sent.push(command) } });
  for (const command of WINDOW_COMMANDS) {
    const item = items.find(({ id }) => id === command);
    item?.click?.(undefined as never, undefined, undefined as never);
  }
  expect(sent).toEqual([...WINDOW_COMMANDS]);
});

test('rollouts opened lately stand by name, ampersands too', () => {
  const opened: string[] = [];
  const items = itemsOf(
    { recent: ['Müller & Söhne'] },
    { actions: { ...DEAF, openRollout: (name) => opened.push(name) } },
  );
  items.find(({ label }) => label === 'Müller && Söhne')?.click?.(undefined as never, undefined, undefined as never);
  expect(opened).toEqual(['Müller & Söhne']);
});

test.each(['de', 'en'] as const)('no shortcut is given twice, and every item has words (%s)', (language) => {
  for (const isMac of [false, true]) {
    const items = itemsOf({ rollout: 'Site' }, { language, isMac });
    const keys = items.flatMap(({ accelerator }) => (typeof accelerator === 'string' ? [accelerator] : []));
    expect(new Set(keys).size).toBe(keys.length);
    for (const { label, role, type } of items) expect(label ?? role ?? type).not.toMatch(/^$|menu\./);
  }
});
