import type { Page } from 'playwright-core';
import type { RollcallBridge } from '../../shared/contract/bridge.ts';

/** What the page's own code sees; scripts of these pictures run there. */
declare const window: { readonly rollcall: RollcallBridge };

/** How a screen is reached, in the language it is shown in. */
export interface Reach {
  readonly page: Page;
  /** A text of the window by its key below `ui`: `frame.accounts`. */
  readonly say: (key: string, values?: Readonly<Record<string, string | number>>) => string;
  /** Opens a rollout at one of its tabs. */
  readonly openRollout: (rollout: string, tab?: string) => Promise<void>;
  /** Goes to one of the places in the rail. */
  readonly go: (place: string) => Promise<void>;
  /** Drops a file on the window. */
  readonly drop: (name: string, content: string) => Promise<void>;
}

/** One picture. */
export interface Screen {
  /** Its file name, without language, theme and ending. */
  readonly name: string;
  readonly open: (reach: Reach) => Promise<void>;
  /** Undoes what would change the screens after it; what is only shown goes by itself. */
  readonly leave?: (reach: Reach) => Promise<void>;
  /** Under which name in `docs/`, and how, it stands in the README. */
  readonly readme?: { readonly as: string; readonly language: 'de' | 'en'; readonly theme: 'light' | 'dark' };
}

/** A list with what lists have wrong. */
export const MESSY =
  'MAC;Raum;Benutzer\n7C2F80000001;1.01;Ada\n7C2F8000000O;1.02;Grace\n7C2F80000001;1.03;Edsger\nkeine;1.04;\n';

/** Users under words of their own, some of whom nobody can print a sheet for. */
const USERS = [
  'Mitarbeiter;Durchwahl;SIP-Name;Gebäude;Raum;Telefon;Sprache;Eintritt',
  'Müller, Anna;101;a.mueller;Nord;2.14;IP112;Deutsch;2019',
  'Smith, Ben;102;b.smith;Nord;2.15;IP101;Englisch;2021',
  'Roux, Céline;103;c.roux;Nord;3.02;IP112;Französisch;2021',
  'Schmidt-Hohenberg, Dorothea;104;d.schmidt;Süd;0.01;IP222;;2023',
  ';;;Süd;0.02;IP112;;',
].join('\n');

/** A rollout file that differs in some fields from the practice rollout. */
export const HANDOVER = JSON.stringify({
  format: 'rollcall-rollout',
  version: 1,
  savedAt: '2026-03-01T10:00:00.000Z',
  rollout: 'Practice',
  devices: [
    { mac: '7c2f8020e5fa', room: 'EG 0.99', user: 'Ada Lovelace', secretsLeftOut: 1 },
    { mac: '7c2f804e8db4', note: 'behind the cupboard' },
    { mac: '7c2f80ffff01', room: '4.01', model: 'Maxwell 3' },
  ],
});

const button = ({ page, say }: Reach, key: string, values = {}) =>
  page.getByRole('button', { name: say(key, values), exact: true });

/** A dialog that a button of the devices opens. */
const overDevices = (key: string) => async (reach: Reach) => {
  await reach.openRollout('Practice', 'devices');
  await reach.page.getByRole('row').nth(2).waitFor();
  await button(reach, key).click();
  await reach.page.getByRole('dialog').waitFor();
};

/** How far a run goes with {@link SLOW}; what is open of it is cancelled. */
async function endSlowRun({ page }: Reach): Promise<void> {
  await page.evaluate(async (account) => {
    await window.rollcall.call('runs', 'stop', { mode: 'cancel' });
    await window.rollcall.call('accounts', 'edit', { name: account, batch: 50, concurrency: 4 });
  }, ACCOUNT);
  await tellPractice(page, []);
  await page.locator('.big-progress').waitFor({ state: 'detached' });
  // Else the window goes on showing how that run ended.
  await page.reload();
}

async function discardPlan(reach: Reach): Promise<void> {
  await button(reach, 'run.discard').click();
  await reach.page.locator('.groups').waitFor({ state: 'detached' });
}

/** Sets the faults of the practice service. */
async function tellPractice(page: Page, faults: readonly string[]): Promise<void> {
  const started = await page.evaluate(() => window.rollcall.call('practice', 'start', {}));
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const answer = await fetch(new URL('/practice/faults', started.value.url), {
    method: 'POST',
    body: JSON.stringify(faults),
  });
  if (!answer.ok) throw new Error(await answer.text());
}

/** Opens the jobs for phones of a rollout. */
async function openJobs({ page, say }: Reach, rollout: string): Promise<void> {
  await page.locator('.rail-item', { hasText: 'innovaphone' }).click();
  await page.locator('.segment', { hasText: say('innovaphone.part-jobs') }).click();
  await page.getByRole('main').locator('.select-button').click();
  await page.getByRole('option', { name: rollout, exact: true }).click();
}

/** Gives a rollout users with own codes, jobs, and a phone that redeemed a code and runs them. */
async function bringJobs(page: Page): Promise<void> {
  const { url, code } = await page.evaluate(async () => {
    const { rollcall } = window;
    const rollout = 'Fire station';
    const source = {
      name: 'users.csv',
      base64: btoa('name;extension;login;model\nAnna;101;anna;IP112\nBen;102;ben;IP112\n'),
    };
    await rollcall.call('codes', 'importUsersSource', { rollout, source, mapping: {}, sheet: '' });
    await rollcall.call('codes', 'issueOwn', { rollout, users: 'all', category: 'IP Phone', validMs: 600_000 });
    const software = (build: string) => ({
      rollout,
      category: 'IP Phone',
      files: ['IP112', 'IP222'].map((model) => ({
        model,
        url: `http://10.0.0.1/firmware/${build}/${model.toLowerCase()}.bin`,
        build,
      })),
    });
    const commands = 'config change PHONE SIG /prot SIP /gk-addr 10.0.0.1\nconfig change PHONE SIG /gk-pwd Gr4ntig';
    await rollcall.call('updateServer', 'makeSoftwareJob', software('135900'));
    await rollcall.call('updateServer', 'makeConfigurationJob', { rollout, category: '', type: 'PHONE', commands });
    await rollcall.call('updateServer', 'makeSoftwareJob', software('136146'));
    const codes = await rollcall.call('codes', 'reveal', { rollout, users: 'all' });
    const started = await rollcall.call('updateServer', 'start', { address: '127.0.0.1', port: 0, allow: [] });
    if (!codes.ok || !started.ok) throw new Error('The phone has nobody to ask.');
    return { url: started.value.url.split('?')[0] ?? '', code: codes.value.codes[0]?.code ?? '' };
  });
  const ask = async (more: string) => (await fetch(`${url}?mac=009033010203&type=IP112${more}`)).text();
  const check = /check ser (\S+)/.exec(await ask(`&typed=${code}`))?.[1] ?? '';
  await ask(`&CHECK=${check}`);
}

/** What {@link bringJobs} brought; the users stay, where no screen after it looks. */
async function takeJobs({ page }: Reach): Promise<void> {
  await page.evaluate(async () => {
    await window.rollcall.call('updateServer', 'stop', {});
    await window.rollcall.call('rollouts', 'remove', { name: 'Fire station' });
    await window.rollcall.call('rollouts', 'create', { name: 'Fire station' });
  });
  // Nobody tells a window that the server it opened was ended without it.
  await page.reload();
}

const ACCOUNT = 'Practice Gigaset';
const CONFIG_ACCOUNT = 'Practice PBXware';
/** Slow enough to look at a run. */
const SLOW = 'delay=500';

/**
 * Every screen there is a picture of, at 1366x768, in both languages and themes.
 *
 * Each begins where the one before it ended, without dialogs; a line more is a picture more.
 */
export const SCREENS: readonly Screen[] = [
  { name: 'rollouts', open: ({ go }) => go('rollouts'), readme: { as: 'rollouts', language: 'en', theme: 'light' } },
  {
    name: 'new-rollout',
    open: async ({ page, go, say }) => {
      await go('rollouts');
      await page.getByRole('button', { name: say('rollouts.new') }).click();
    },
  },
  {
    name: 'open-rollcall-file',
    open: async ({ go, drop, page }) => {
      await go('rollouts');
      await drop('Practice.rollcall', HANDOVER);
      await page.getByRole('dialog').getByRole('table').waitFor();
    },
  },
  {
    name: 'list-dropped',
    open: async ({ go, drop }) => {
      await go('rollouts');
      await drop('Rathaus 2. OG.csv', MESSY);
    },
  },
  {
    name: 'rollout-remove',
    open: async (reach) => {
      await reach.go('rollouts');
      await button(reach, 'rollouts.remove', { name: 'Practice' }).click();
    },
  },
  {
    name: 'rollout-save',
    open: async (reach) => {
      await reach.go('rollouts');
      await button(reach, 'overview.save-file', { name: 'Practice' }).click();
    },
  },
  { name: 'accounts', open: ({ go }) => go('accounts') },
  {
    name: 'account-new',
    open: async ({ page, go, say }) => {
      await go('accounts');
      await page
        .getByRole('button', { name: say('accounts.add') })
        .first()
        .click();
    },
  },
  {
    name: 'account-edit',
    open: async (reach) => {
      await reach.go('accounts');
      await button(reach, 'accounts.edit', { name: ACCOUNT }).click();
      await reach.page.getByLabel(reach.say('accounts.pin')).waitFor();
    },
  },
  {
    name: 'account-tested',
    open: async (reach) => {
      await reach.go('accounts');
      await button(reach, 'accounts.test').click();
      await reach.page.locator('.doctor').waitFor();
    },
  },
  {
    name: 'account-remove',
    open: async (reach) => {
      await reach.go('accounts');
      await button(reach, 'accounts.remove', { name: ACCOUNT }).click();
    },
  },
  {
    name: 'account-holds',
    open: async (reach) => {
      await reach.go('accounts');
      await button(reach, 'accounts.held').click();
      await reach.page.getByRole('table').waitFor();
    },
  },
  { name: 'innovaphone', open: ({ page }) => page.locator('.rail-item', { hasText: 'innovaphone' }).click() },
  {
    name: 'innovaphone-server',
    open: async ({ page, say }) => {
      await page.locator('.rail-item', { hasText: 'innovaphone' }).click();
      await page.locator('.segment', { hasText: say('innovaphone.part-server') }).click();
      await page.getByRole('textbox', { name: say('server.hours') }).fill('22-5');
    },
  },
  { name: 'jobs-none', open: (reach) => openJobs(reach, 'Fire station') },
  {
    name: 'job-new',
    open: async (reach) => {
      const { page, say } = reach;
      await openJobs(reach, 'Fire station');
      await button(reach, 'jobs.new').first().click();
      await page.getByPlaceholder('IP112', { exact: true }).fill('IP112');
      await page.getByRole('textbox', { name: say('jobs.build') }).fill('13.6');
      await page.getByRole('textbox', { name: say('jobs.url') }).fill('http://10.0.0.1/ip111.bin');
    },
  },
  {
    name: 'job-new-configuration',
    open: async (reach) => {
      const { page, say } = reach;
      await openJobs(reach, 'Fire station');
      await button(reach, 'jobs.new').first().click();
      await page.locator('.segment', { hasText: say('jobs.configuration') }).click();
      const commands = page.getByRole('textbox', { name: say('jobs.commands-label') });
      await commands.fill('config change PHONE SIG /prot SIP\nThe phone shall ring quietly');
    },
  },
  {
    name: 'jobs',
    open: async (reach) => {
      await bringJobs(reach.page);
      await openJobs(reach, 'Fire station');
      await reach.page.getByRole('table').waitFor();
    },
    leave: takeJobs,
  },
  {
    name: 'job-software',
    open: async (reach) => {
      await bringJobs(reach.page);
      await openJobs(reach, 'Fire station');
      await reach.page.getByRole('row').nth(1).getByRole('button').first().click();
      await reach.page.getByRole('dialog').getByRole('table').nth(1).waitFor();
    },
    leave: takeJobs,
  },
  {
    name: 'job-remove',
    open: async (reach) => {
      await bringJobs(reach.page);
      await openJobs(reach, 'Fire station');
      await reach.page.getByRole('row').nth(2).getByRole('button').last().click();
      await reach.page.getByRole('alertdialog').waitFor();
    },
    leave: takeJobs,
  },
  { name: 'activity', open: ({ go }) => go('activity') },
  { name: 'settings', open: ({ go }) => go('settings') },
  {
    name: 'settings-licences',
    open: async (reach) => {
      await reach.go('settings');
      await button(reach, 'settings.licences-show').click();
      await reach.page.locator('.licence summary').first().click();
    },
  },
  { name: 'devices', open: ({ openRollout }) => openRollout('Practice', 'devices') },
  {
    name: 'device-story',
    open: async ({ page, openRollout }) => {
      await openRollout('Practice', 'devices');
      await page.getByRole('grid').getByRole('row').nth(3).click();
      await page.keyboard.press('Enter');
    },
    readme: { as: 'devices', language: 'en', theme: 'light' },
  },
  { name: 'devices-none', open: ({ openRollout }) => openRollout('Fire station', 'devices') },
  {
    name: 'devices-found-none',
    open: async ({ openRollout, page, say }) => {
      await openRollout('Practice', 'devices');
      await page.getByRole('textbox', { name: say('devices.filter') }).fill('nobody has this');
      await page.locator('.message').waitFor();
    },
  },
  {
    name: 'devices-edited',
    open: async ({ openRollout, page }) => {
      await openRollout('Practice', 'devices');
      await page.getByRole('row').nth(2).waitFor();
      await page.getByRole('grid').focus();
      for (const key of ['Space', 'ArrowDown', 'ArrowDown', 'Space', 'ArrowRight', 'ArrowRight', 'ArrowRight', 'F2'])
        await page.keyboard.press(key);
      await page.locator('.grid-edit').waitFor();
    },
  },
  {
    name: 'devices-facet',
    open: async ({ openRollout, page }) => {
      await openRollout('Practice', 'devices');
      await page.locator('.facet .select-button').first().click();
      await page.getByRole('listbox').waitFor();
    },
  },
  {
    name: 'devices-export',
    open: async (reach) => {
      await reach.openRollout('Practice', 'devices');
      await button(reach, 'devices.export').click();
      await reach.page.getByRole('menu').waitFor();
    },
  },
  { name: 'devices-add', open: overDevices('devices.add') },
  { name: 'devices-columns', open: overDevices('devices.columns') },
  {
    name: 'devices-remove',
    open: async (reach) => {
      await reach.openRollout('Practice', 'devices');
      await reach.page.getByRole('row').nth(2).waitFor();
      await reach.page.getByRole('grid').focus();
      await reach.page.keyboard.press('Space');
      await button(reach, 'devices.remove').click();
      await reach.page.getByRole('alertdialog').waitFor();
    },
  },
  { name: 'import', open: ({ openRollout }) => openRollout('Practice', 'import') },
  {
    name: 'import-preview',
    open: async ({ openRollout, drop, page, say }) => {
      await openRollout('Practice', 'devices');
      await drop('phones.csv', MESSY);
      await page.getByRole('button', { name: say('import.other') }).waitFor();
    },
    leave: ({ page, say }) => page.getByRole('button', { name: say('import.other') }).click(),
    readme: { as: 'import', language: 'de', theme: 'dark' },
  },
  { name: 'run', open: ({ openRollout }) => openRollout('Practice', 'run') },
  {
    name: 'plan',
    open: async ({ page, openRollout }) => {
      await page.evaluate(async () => {
        const wish = { rollout: 'School, north wing', account: 'Practice Gigaset', provider: '', only: 'all' } as const;
        const url = 'https://pbx.example.net/prov/%MACD.xml';
        await window.rollcall.call('runs', 'plan', { ...wish, action: 'register', url, rows: false });
      });
      await openRollout('School, north wing', 'run');
      await page.locator('.groups').waitFor();
      await page.locator('.screen-head .button.primary:not(:disabled)').waitFor();
    },
    leave: discardPlan,
    readme: { as: 'plan', language: 'en', theme: 'light' },
  },
  {
    name: 'run-going',
    open: async ({ page, openRollout, say }) => {
      await page.evaluate(
        (name) => window.rollcall.call('accounts', 'edit', { name, batch: 1, concurrency: 1 }),
        ACCOUNT,
      );
      await openRollout('School, north wing', 'run');
      await page.getByLabel(say('run.url'), { exact: true }).fill('https://pbx.example.net/prov/%MACD.xml');
      await page.locator('.screen-head .button.primary').click();
      await page.locator('.groups').waitFor();
      await tellPractice(page, [SLOW]);
      await page.locator('.screen-head .button.primary').click();
      await page.locator('.big-progress').waitFor();
    },
    leave: endSlowRun,
  },
  {
    name: 'run-ended',
    open: async ({ page, openRollout }) => {
      await openRollout('School, north wing', 'run');
      await page.locator('.segment').last().click();
      await page.locator('.screen-head .button.primary').click();
      await page.locator('.groups').waitFor();
      await page.locator('.screen-head .button.primary').click();
      await page.locator('.tally').waitFor();
    },
  },
  {
    name: 'run-undo',
    open: async (reach) => {
      await reach.openRollout('Practice', 'run');
      await button(reach, 'run.undo-run', { run: 1 }).click();
      await reach.page.locator('.groups').waitFor();
    },
    leave: discardPlan,
  },
  {
    name: 'run-offline',
    open: async ({ page, openRollout, say }) => {
      await openRollout('Practice', 'run');
      // Only the window shall think so: cut off from its own host it could show nothing at all.
      await page.evaluate(`Object.defineProperty(navigator, 'onLine', { configurable: true, get: () => false });
        window.dispatchEvent(new Event('offline'));`);
      await page.getByRole('button', { name: say('run.wait-plan') }).waitFor();
    },
    leave: async ({ page }) => {
      await page.evaluate(`delete navigator.onLine; window.dispatchEvent(new Event('online'));`);
    },
  },
  {
    name: 'call-files',
    open: async (reach) => {
      await reach.openRollout('Practice', 'run');
      await reach.page.getByLabel(reach.say('run.url'), { exact: true }).fill('https://pbx.example.net/%MACD.xml');
      await button(reach, 'calls.prepare').click();
      await reach.page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'users-columns',
    open: async (reach) => {
      const { page, openRollout } = reach;
      await openRollout('Practice', 'import');
      await button(reach, 'codes.from-import').click();
      await button(reach, 'codes.import-users').click();
      const file = { name: 'benutzer.csv', mimeType: 'text/csv', buffer: Buffer.from(USERS) };
      await page.locator('[role=dialog] input[type=file]').setInputFiles(file);
      await page.locator('.mapping').waitFor();
    },
  },
  {
    name: 'codes-languages',
    open: async ({ page, openRollout }) => {
      const base64 = Buffer.from(USERS).toString('base64');
      await page.evaluate(async (list) => {
        const rollout = 'Library';
        await window.rollcall.call('rollouts', 'create', { name: rollout });
        const source = { name: 'users.csv', base64: list };
        await window.rollcall.call('codes', 'importUsersSource', { rollout, source, mapping: {}, sheet: '' });
        await window.rollcall.call('codes', 'issueOwn', { rollout, users: 'all', category: '', validMs: 600_000 });
      }, base64);
      await openRollout('Library', 'codes');
      for (const row of [0, 1]) await page.locator(`[data-row="${row}"] [data-check]`).click();
    },
    leave: async ({ page, go }) => {
      await go('rollouts');
      await page.evaluate(() => window.rollcall.call('rollouts', 'remove', { name: 'Library' }));
    },
  },
  {
    name: 'codes',
    open: async (reach) => {
      await bringJobs(reach.page);
      await reach.openRollout('Fire station', 'codes');
      await reach.page.getByRole('row').nth(2).waitFor();
    },
    leave: takeJobs,
  },
  {
    name: 'configs',
    open: async ({ page, openRollout }) => {
      await page.evaluate(async (name) => {
        const login = { url: 'http://127.0.0.1:9', user: 'api', password: 'Gr4ntig', concurrency: null, batch: null };
        await window.rollcall.call('accounts', 'add', {
          name,
          service: 'pbxware',
          caFile: '',
          pin: '',
          proxy: 'none',
          ...login,
        });
      }, CONFIG_ACCOUNT);
      await openRollout('Practice', 'configs');
    },
    leave: async ({ page }) => {
      await page.evaluate((name) => window.rollcall.call('accounts', 'remove', { name }), CONFIG_ACCOUNT);
    },
  },
  { name: 'scan', open: ({ openRollout }) => openRollout('Practice', 'scan') },
  { name: 'ownership', open: ({ openRollout }) => openRollout('Practice', 'ownership') },
  { name: 'report', open: ({ openRollout }) => openRollout('Practice', 'report') },
  { name: 'run-interrupted', open: ({ openRollout }) => openRollout('Town hall', 'run') },
  {
    name: 'run-cancel-rest',
    open: async (reach) => {
      await reach.openRollout('Town hall', 'run');
      await button(reach, 'run.cancel-rest').click();
      await reach.page.getByRole('alertdialog').waitFor();
    },
  },
  {
    name: 'import-done',
    open: async ({ openRollout, drop, page }) => {
      await openRollout('School, north wing', 'devices');
      await drop('phones.csv', MESSY);
      await page.locator('.screen-head .button.primary').click();
      await page.locator('.message.good').waitFor();
    },
  },
  {
    name: 'phones',
    open: async ({ page, openRollout }) => {
      await page.evaluate(async () => {
        await window.rollcall.call('rollouts', 'create', { name: 'Clinic' });
        const text =
          'mac,address,user,item:display-id\n001ae8000001,192.0.2.11,Ada,101\n001ae8000002,192.0.2.12,Grace,102\n';
        const source = { name: 'clinic.csv', base64: btoa(text) };
        await window.rollcall.call('lists', 'importSource', {
          rollout: 'Clinic',
          source,
          mapping: {},
          sheet: '',
          language: 'en',
        });
      });
      await openRollout('Clinic', 'phones');
    },
    leave: async ({ page, go }) => {
      await go('rollouts');
      await page.evaluate(() => window.rollcall.call('rollouts', 'remove', { name: 'Clinic' }));
    },
  },
  {
    name: 'update',
    // In a browser no program replaces itself: what a host that does would tell is put in its place.
    open: async ({ page }) => {
      const value = { state: 'available', version: '2.0.0', percent: null };
      await page.route('**/call/updates/state', (route) => route.fulfill({ json: { result: { ok: true, value } } }));
      const command = 'event: command\ndata: {"command":"updates"}\n\n';
      await page.route('**/pushes', (route) => route.fulfill({ contentType: 'text/event-stream', body: command }));
      await page.reload();
      await page.getByRole('dialog').waitFor();
    },
    leave: async ({ page }) => {
      await page.unrouteAll();
      await page.reload();
    },
  },
  {
    name: 'palette',
    open: async ({ page, go }) => {
      await go('rollouts');
      await page.keyboard.press('Control+k');
    },
  },
  {
    name: 'shortcuts',
    open: async ({ page, go }) => {
      await go('rollouts');
      await page.keyboard.press('?');
    },
  },
];
