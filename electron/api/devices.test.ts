import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { ArgumentOf } from '../../shared/contract/bridge.ts';
import { DEVICE_FIELDS } from '../../shared/domain/device.ts';
import { startPractice } from '../services/practice.ts';
import { expectValue, expectWords, openTestApi, sourceOf } from './api-testing.ts';

const LIST = sourceOf(
  'MAC;Prüfcode;Raum;URL\n7C2F80820EC0;AB12;101;\n7C2F80820EC1;;102;https://user:hunter2@pbx/%MACD',
);
const FIRST = '7c2f80820ec0';
const SECOND = '7c2f80820ec1';
const PAGE: ArgumentOf<'devices', 'page'> = {
  rollout: 'site',
  sort: { column: 'room', direction: 'ascending' },
  filter: { text: '', outcomes: [], room: null, model: null },
  offset: 0,
  limit: 500,
};

async function openSite() {
  const opened = await openTestApi();
  const { api } = opened;
  expectValue(await api.rollouts.create({ name: 'site' }));
  expectValue(await api.lists.importSource({ rollout: 'site', source: LIST, mapping: {}, sheet: '', language: 'en' }));
  return opened;
}

/** Texts that somebody may type, the ones that mean something among them; none that CSV would read in another way. */
const typed = fc.oneof(
  fc.constantFrom(
    '',
    '7C2F80820EC5',
    '7c-2f-80-82-0e-c5',
    '7C2F80820EC5AB12',
    'https://pbx/%MACD',
    'ftp://x',
    'AB12',
    'ab1',
  ),
  fc.stringMatching(/^[0-9A-Za-zäöüß :/.-]{0,20}$/).map((text) => text.trim()),
);

describe('an edit', () => {
  test('accepts and refuses what an import of the same cell does, for the same reason', async () => {
    const { api } = await openTestApi();
    let site = 0;
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...DEVICE_FIELDS), typed, async (field, value) => {
        site += 1;
        const [edited, imported] = [`edited ${site}`, `imported ${site}`];
        const importInto = async (rollout: string, header: string, line: string) => {
          expectValue(await api.rollouts.create({ name: rollout }));
          const source = sourceOf(`${header}\n${line}\n`);
          const mapping = Object.fromEntries(header.split(';').map((name) => [name, name]));
          return api.lists.importSource({ rollout, source, mapping, sheet: '', language: 'en' });
        };
        expectValue(await importInto(edited, 'mac;note', '7C2F80000001;x'));
        const edit = await api.devices.edit({ rollout: edited, mac: '7c2f80000001', field, value });
        const list =
          field === 'mac'
            ? await importInto(imported, 'mac;note', `${value};x`)
            : await importInto(imported, `mac;${field}`, `7C2F80000001;${value}`);
        const problem = list.ok ? list.value.problems[0] : undefined;
        // a list of nothing but a header again, or without anything to recognise, has no row to compare with
        if (!list.ok || list.value.rows !== 1) return;
        expect(edit.ok).toBe(problem === undefined);
        if (problem !== undefined) {
          expect(expectWords(edit)).toBe(`problem.${problem.reason}`);
          return;
        }
        const read = async (rollout: string) =>
          expectValue(await api.devices.page({ ...PAGE, rollout })).rows.map((row) => ({ ...row, note: '' }));
        expect(await read(edited)).toEqual((await read(imported)).map((row) => ({ ...row, note: '' })));
      }),
      { numRuns: 150 },
    );
  });

  test('shows in the next page, also where it is sorted by that field', async () => {
    const { api } = await openSite();
    expect(expectValue(await api.devices.page(PAGE)).rows.map(({ mac }) => mac)).toEqual([FIRST, SECOND]);
    const edit = { rollout: 'site', mac: FIRST, field: 'room', value: ' 103 ' } as const;
    expect(expectValue(await api.devices.edit(edit)).row.room).toBe('103');
    expect(expectValue(await api.devices.page(PAGE)).rows.map(({ mac }) => mac)).toEqual([SECOND, FIRST]);
    expect(expectValue(await api.devices.facets({ rollout: 'site' })).rooms).toEqual([
      { value: '102', devices: 1 },
      { value: '103', devices: 1 },
    ]);
  });

  test('of another field leaves a URL with its password as it is', async () => {
    const { api, store } = await openSite();
    const stored = store.devices.find(1, SECOND as never)?.url ?? '';
    expectValue(await api.devices.edit({ rollout: 'site', mac: SECOND, field: 'room', value: 'x' }));
    expect(store.vault.revealUrl(store.devices.find(1, SECOND as never)?.url ?? '')).toEqual(
      store.vault.revealUrl(stored),
    );
    // what the grid shows is typed back unchanged
    const masked = { rollout: 'site', mac: SECOND, field: 'url', value: 'https://***@pbx/%MACD' } as const;
    expectValue(await api.devices.edit(masked));
    expect(store.vault.revealUrl(store.devices.find(1, SECOND as never)?.url ?? '')).toMatchObject({
      value: 'https://user:hunter2@pbx/%MACD',
    });
    expect(expectWords(await api.devices.edit({ ...masked, mac: FIRST }))).toBe('problem.url-masked');
    expectValue(await api.devices.edit({ ...masked, value: '' }));
    expect(store.devices.find(1, SECOND as never)?.url).toBe('');
  });

  test('of the MAC moves the device, takes a label, and refuses one that is there', async () => {
    const { api } = await openSite();
    const edit = (mac: string, value: string) => api.devices.edit({ rollout: 'site', mac, field: 'mac', value });
    expect(expectWords(await edit(FIRST, SECOND))).toBe('input.device-exists');
    expect(expectValue(await edit(FIRST, '7C2F80820EC9-CD34')).row).toMatchObject({ checkCode: 'CD34', room: '101' });
    expect(expectWords(await edit(FIRST, '7C2F80820EC8'))).toBe('input.no-device');
    expect(expectValue(await api.devices.page(PAGE)).rows.map(({ mac }) => mac)).toEqual(['7c2f80820ec9', SECOND]);
  });
});

describe('single devices', () => {
  test('are added by what a label says, once', async () => {
    const { api } = await openSite();
    const values = { mac: '7C2F80820ED0AB12', room: '7' } as const;
    const { row } = expectValue(await api.devices.add({ rollout: 'site', values }));
    expect(row).toMatchObject({ mac: '7c2f80820ed0', checkCode: 'AB12', room: '7', outcome: null });
    expect(expectWords(await api.devices.add({ rollout: 'site', values }))).toBe('input.device-exists');
    expect(expectWords(await api.devices.add({ rollout: 'site', values: { room: '7' } }))).toBe('problem.mac-missing');
    expect(expectValue(await api.devices.page(PAGE)).all).toBe(3);
  });

  test('are removed, and those that are not there are none', async () => {
    const { api } = await openSite();
    const removed = await api.devices.remove({ rollout: 'site', macs: [FIRST, '000000000001'] });
    expect(expectValue(removed)).toEqual({ removed: 1 });
    expect(expectValue(await api.devices.page(PAGE)).rows.map(({ mac }) => mac)).toEqual([SECOND]);
    expect(expectWords(await api.devices.story({ rollout: 'site', mac: FIRST }))).toBe('input.no-device');
  });

  test('are removed while no run can begin, and not while a plan is made of them', async () => {
    const { api } = await openSite();
    const practice = expectValue(await startPractice({ services: ['gigaset'] }));
    onTestFinished(() => practice.close());
    const { url = '', user = '', password = '' } = practice.addresses.gigaset ?? {};
    const account = {
      name: 'main',
      service: 'gigaset',
      url,
      user,
      password,
      caFile: '',
      pin: '',
      proxy: 'none',
    } as const;
    expectValue(await api.accounts.add({ ...account, concurrency: 2, batch: 4 }));
    const wish = { rollout: 'site', account: 'main', action: 'check', url: '', provider: '', only: 'all' } as const;

    practice.setFaults('gigaset', ['delay=60000']);
    const planning = api.runs.plan(wish);
    while (expectValue(await api.runs.state({ rollout: 'site' })).going === null) await setImmediate();
    expect(expectWords(await api.devices.remove({ rollout: 'site', macs: [FIRST] }))).toBe('input.busy');
    expectValue(await api.runs.stop({ mode: 'keep' }));
    await planning;

    const macs = [...Array.from({ length: 20_000 }, (_, n) => n.toString(16).padStart(12, '0')), FIRST];
    const removing = api.devices.remove({ rollout: 'site', macs });
    expect(expectWords(await api.runs.plan(wish))).toBe('input.busy');
    expect(expectWords(await api.rollouts.remove({ name: 'site' }))).toBe('input.busy');
    expect(expectValue(await removing)).toEqual({ removed: 1 });
    expectValue(await api.rollouts.remove({ name: 'site' }));
  });

  test('tell their story without a run: vendor, the URL they will fetch, hints', async () => {
    const { api } = await openSite();
    await api.devices.edit({ rollout: 'site', mac: SECOND, field: 'model', value: 'Maxwell 3' });
    const story = expectValue(await api.devices.story({ rollout: 'site', mac: SECOND }));
    expect(story).toMatchObject({
      runs: [],
      warnings: [],
      hints: ['maxwell-password-in-url'],
      vendor: { title: 'Gigaset' },
    });
    expect(story.urls).toEqual([
      { source: 'own', service: 'gigaset', template: 'https://***@pbx/%MACD', url: 'https://***@pbx/7C2F80820EC1' },
    ]);
  });
});

describe('edits of many devices', () => {
  test('are all kept', async () => {
    const { api } = await openSite();
    const edits = [
      { mac: FIRST, field: 'extension', value: '101' },
      { mac: SECOND, field: 'extension', value: '102' },
      { mac: FIRST, field: 'room', value: '7' },
    ] as const;
    expect(expectValue(await api.devices.editMany({ rollout: 'site', edits: [...edits] }))).toEqual({ devices: 2 });
    const { rows } = expectValue(await api.devices.page(PAGE));
    expect(rows).toMatchObject([
      { mac: FIRST, room: '7', extension: '101' },
      { mac: SECOND, room: '102', extension: '102' },
    ]);
  });

  test('are looked up once, however many there are, and leave others their turn', async () => {
    const { api, store } = await openSite();
    const sealed = vi.spyOn(store.devices, 'sealedUrls');
    let turns = 0;
    const count = () => {
      turns += 1;
      timer = globalThis.setImmediate(count);
    };
    let timer = globalThis.setImmediate(count);
    onTestFinished(() => clearImmediate(timer));
    const edits = Array.from({ length: 2_000 }, (_, index) => ({
      mac: index % 2 === 0 ? FIRST : SECOND,
      field: 'room' as const,
      value: `${index}`,
    }));
    const pasting = api.devices.editMany({ rollout: 'site', edits });
    await setImmediate();
    // Somebody else changes another field meanwhile.
    expectValue(await api.devices.edit({ rollout: 'site', mac: FIRST, field: 'user', value: 'Anna' }));
    expect(expectValue(await pasting)).toEqual({ devices: 2 });
    expect(turns).toBeGreaterThan(4);
    expect(sealed).toHaveBeenCalledTimes(2);
    const { rows } = expectValue(await api.devices.page(PAGE));
    expect(rows.map(({ room, user }) => [room, user])).toEqual([
      ['1998', 'Anna'],
      ['1999', ''],
    ]);
  });

  test('are all left when one can’t be kept, and the failure names the device', async () => {
    const { api } = await openSite();
    const edits = [
      { mac: FIRST, field: 'extension', value: '101' },
      { mac: SECOND, field: 'url', value: 'ftp://x' },
    ] as const;
    const edited = await api.devices.editMany({ rollout: 'site', edits: [...edits] });
    expect(edited).toMatchObject({
      ok: false,
      error: { words: 'problem.url-bad', detail: { device: '7C:2F:80:82:0E:C1' } },
    });
    expect(expectValue(await api.devices.page(PAGE)).rows[0]?.extension).toBe('');
    const gone = { mac: '000000000001', field: 'extension', value: '102' } as const;
    const missing = await api.devices.editMany({ rollout: 'site', edits: [edits[0], gone] });
    expect(missing).toMatchObject({ ok: false, error: { words: 'input.no-device' } });
    expect(expectValue(await api.devices.page(PAGE)).rows[0]?.extension).toBe('');
  });

  test('of fields of all kinds are kept; what an export masked says that the stored URL stays', async () => {
    const { api, store } = await openSite();
    const edits = [
      { mac: SECOND, field: 'url', value: 'https://***@pbx/%MACD' },
      { mac: SECOND, field: 'check-code', value: 'CD34' },
      { mac: FIRST, field: 'url', value: 'https://user:hunter2@pbx/%MACD' },
    ] as const;
    expectValue(await api.devices.editMany({ rollout: 'site', edits: [...edits] }));
    const devices = [FIRST, SECOND].map((mac) => store.devices.find(1, mac as never));
    expect(devices.map((device) => store.vault.revealUrl(device?.url ?? ''))).toMatchObject([
      { value: 'https://user:hunter2@pbx/%MACD' },
      { value: 'https://user:hunter2@pbx/%MACD' },
    ]);
    expect(devices.map((device) => device?.checkCode)).toEqual(['AB12', 'CD34']);
  });
});
