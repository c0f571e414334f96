import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { ANY, expectValue, expectWords, openTestApi, sourceOf, type TestApi } from './api-testing.ts';

const LIST = [
  'MAC;Raum;Benutzer;URL;item:sip-domain;item:sip-password',
  '7C2F80000001;1.01;Ada;https://pbx.example.net/%MACD;sip.example.net;hunter2-item',
  '7C2F80000002;1.02;;https://operator:hunter2-url@pbx.example.net/%MACD;;',
  '7C2F80000003;1.03;Grace;;;',
].join('\n');

async function withSite(list = LIST): Promise<TestApi> {
  const opened = await openTestApi();
  const { api } = opened;
  expectValue(await api.rollouts.create({ name: 'Site' }));
  const imported = expectValue(
    await api.lists.importSource({ rollout: 'Site', source: sourceOf(list), mapping: {}, sheet: '', language: 'en' }),
  );
  expect(imported.problemRows).toBe(0);
  return opened;
}

async function rowsOf({ api }: TestApi, rollout: string) {
  const sort = { column: 'mac', direction: 'ascending' } as const;
  return expectValue(await api.devices.page({ rollout, sort, filter: ANY, offset: 0, limit: 100 })).rows;
}

test('a name that hides something is made neither by hand nor by a file', async () => {
  const { api } = await openTestApi();
  for (const name of ['Site\u202etxt', 'Si\tte', 'Site\u2066', 'Si\u0000te'])
    expect(expectWords(await api.rollouts.create({ name }))).toBe('input.bad-rollout-name');
  const device = { mac: '7c2f80000001', secretsLeftOut: 0 };
  const content = { format: 'rollcall-rollout', version: 1, savedAt: '2026-03-01T10:00:00.000Z', devices: [device] };
  const source = sourceOf(JSON.stringify({ ...content, rollout: 'Si\u202ete' }));
  const wanted = { source, take: 'mine', choices: [] } as const;
  expect(expectWords(await api.handover.look({ source, rollout: null }))).toBe('input.bad-rollout-name');
  expect(expectWords(await api.handover.merge({ ...wanted, rollout: null, choices: [] }))).toBe(
    'input.bad-rollout-name',
  );
  expect(expectValue(await api.rollouts.list({})).rollouts).toEqual([]);
  const merged = await api.handover.merge({ ...wanted, rollout: 'Site', choices: [] });
  expect(expectValue(merged)).toMatchObject({ rollout: 'Site', isNew: true, added: 1 });
});

test('a rollout goes to a colleague without its secrets, and opening it twice changes nothing', async () => {
  const mine = await withSite();
  const file = expectValue(await mine.api.handover.saveFile({ rollout: 'Site' }));
  expect(file).toMatchObject({ name: 'Site.rollcall', devices: 3, secretsLeftOut: 2 });
  expect(Buffer.from(file.base64, 'base64').toString()).not.toContain('hunter2');

  const theirs = await openTestApi({ locked: true });
  const source = { name: file.name, base64: file.base64 };
  const looked = expectValue(await theirs.api.handover.look({ source, rollout: null }));
  expect(looked).toMatchObject({
    rollout: 'Site',
    isNew: true,
    devices: 3,
    added: 3,
    conflictCount: 0,
    secretsLeftOut: 2,
  });
  expect(looked.outcomes).toEqual({ none: 3 });
  expect(expectValue(await theirs.api.rollouts.list({})).rollouts).toEqual([]);

  const wanted = { source, rollout: null, take: 'mine', choices: [] } as const;
  const first = expectValue(await theirs.api.handover.merge({ ...wanted, choices: [] }));
  expect(first).toEqual({ rollout: 'Site', isNew: true, devices: 3, added: 3, updated: 0, kept: 0 });
  const before = await rowsOf(theirs, 'Site');
  expect(before).toMatchObject([
    {
      mac: '7c2f80000001',
      room: '1.01',
      user: 'Ada',
      url: 'https://pbx.example.net/%MACD',
      items: { 'sip-domain': 'sip.example.net' },
    },
    { mac: '7c2f80000002', room: '1.02', url: '' },
    { mac: '7c2f80000003', user: 'Grace' },
  ]);
  for (const take of ['mine', 'theirs'] as const) {
    const again = expectValue(await theirs.api.handover.merge({ ...wanted, take, choices: [] }));
    expect(again).toEqual({ rollout: 'Site', isNew: false, devices: 3, added: 0, updated: 0, kept: 0 });
  }
  expect(await rowsOf(theirs, 'Site')).toEqual(before);
});

test('opened by two clicks at once it is there once', async () => {
  const mine = await withSite();
  const { name, base64 } = expectValue(await mine.api.handover.saveFile({ rollout: 'Site' }));
  const theirs = await openTestApi();
  const merge = () => theirs.api.handover.merge({ source: { name, base64 }, rollout: null, take: 'mine', choices: [] });
  const [first, second] = await Promise.all([merge(), merge()]);
  expect(expectValue(first)).toMatchObject({ isNew: true, added: 3 });
  expect(expectValue(second)).toMatchObject({ isNew: false, added: 0, updated: 0 });
  expect(await rowsOf(theirs, 'Site')).toHaveLength(3);
});

test('what is empty is filled, what differs stays unless it is chosen', async () => {
  const mine = await withSite();
  const { base64 } = expectValue(await mine.api.handover.saveFile({ rollout: 'Site' }));
  const source = { name: 'Site.rollcall', base64 };
  const other = await withSite(
    'MAC;Raum;Benutzer;item:sip-domain\n7C2F80000001;2.01;;other.example\n7C2F80000003;1.03;Edsger;\n7C2F80000009;9;;',
  );
  const looked = expectValue(await other.api.handover.look({ source, rollout: 'Site' }));
  expect(looked).toMatchObject({ isNew: false, added: 1, filled: 1, same: 0, conflictCount: 3 });
  expect(looked.conflicts).toEqual([
    { mac: '7c2f80000001', field: 'room', mine: '2.01', theirs: '1.01' },
    { mac: '7c2f80000001', field: 'item:sip-domain', mine: 'other.example', theirs: 'sip.example.net' },
    { mac: '7c2f80000003', field: 'user', mine: 'Edsger', theirs: 'Grace' },
  ]);
  const merged = expectValue(
    await other.api.handover.merge({
      source,
      rollout: 'Site',
      take: 'mine',
      choices: [
        { mac: '7c2f80000003', field: 'user', take: 'theirs' },
        { mac: '7c2f80000001', field: 'item:sip-domain', take: 'theirs' },
      ],
    }),
  );
  expect(merged).toMatchObject({ added: 1, updated: 2, kept: 1 });
  expect(await rowsOf(other, 'Site')).toMatchObject([
    { mac: '7c2f80000001', room: '2.01', user: 'Ada', items: { 'sip-domain': 'sip.example.net' } },
    { mac: '7c2f80000002', room: '1.02' },
    { mac: '7c2f80000003', user: 'Grace' },
    { mac: '7c2f80000009', room: '9' },
  ]);
  // What one had and the file left out is still there.
  const secret = await mine.api.handover.merge({ source, rollout: null, take: 'theirs', choices: [] });
  expect(expectValue(secret)).toMatchObject({ added: 0, updated: 0 });
  expect((await rowsOf(mine, 'Site')).map(({ url }) => url)).toContain('https://***@pbx.example.net/%MACD');
});

test('what is typed while a file is brought in is neither overwritten nor missed', async () => {
  const mine = await withSite();
  const file = expectValue(await mine.api.handover.saveFile({ rollout: 'Site' }));
  const source = { name: file.name, base64: file.base64 };
  const { api, store } = await withSite('MAC;Raum\n7C2F80000001;\n7C2F80000003;');
  const stage = store.devices.stage.bind(store.devices);
  const edit = async (value: string) =>
    expectValue(await api.devices.edit({ rollout: 'Site', mac: '7c2f80000001', field: 'room', value }));
  const staging = vi.spyOn(store.devices, 'stage').mockImplementationOnce(async (devices) => {
    await edit('typed');
    return stage(devices);
  });
  const wanted = { source, rollout: null, take: 'mine', choices: [] } as const;
  const merged = expectValue(await api.handover.merge({ ...wanted, choices: [] }));
  expect(merged).toMatchObject({ added: 1, updated: 2, kept: 1 });
  expect((await rowsOf({ ...mine, api }, 'Site')).map(({ room }) => room)).toEqual(['typed', '1.02', '1.03']);

  // Where that never ends, nothing is done.
  let typed = 0;
  staging.mockImplementation(async (devices) => {
    typed += 1;
    await edit(`typed ${typed}`);
    return stage(devices);
  });
  const refused = await api.handover.merge({ ...wanted, take: 'theirs', choices: [] });
  expect(expectWords(refused)).toBe('input.busy');
  expect((await rowsOf({ ...mine, api }, 'Site')).map(({ room }) => room)).toEqual([`typed ${typed}`, '1.02', '1.03']);
});

test('files on the disk: written whole, read by path, refused when they are something else', async () => {
  const opened = await withSite();
  const { api, folder } = opened;
  const path = join(folder, 'Site.rollcall');
  expect(expectValue(await api.handover.save({ rollout: 'Site', path }))).toEqual({ devices: 3, secretsLeftOut: 2 });
  expect(readFileSync(path, 'utf8')).toContain('"rollout":"Site"');
  const read = await api.handover.open({ path, rollout: 'Copy', take: 'mine' });
  expect(expectValue(read)).toMatchObject({ rollout: 'Copy', isNew: true, added: 3 });
  const junk = join(folder, 'junk.rollcall');
  writeFileSync(junk, 'MAC\n7C2F80000001');
  expect(expectWords(await api.handover.open({ path: junk, rollout: 'Junk', take: 'mine' }))).toBe(
    'input.rollcall-junk',
  );
  expect(expectWords(await api.handover.open({ path: join(folder, 'none'), rollout: null, take: 'mine' }))).toBe(
    'input.unreadable-file',
  );
  expect(expectWords(await api.handover.save({ rollout: 'Nowhere', path }))).toBe('input.no-rollout');
  expect(expectValue(await api.rollouts.list({})).rollouts.map(({ name }) => name)).toEqual(['Copy', 'Site']);
});

test('which rollouts were opened lately is remembered, the latest first', async () => {
  const opened = await openTestApi();
  const { api } = opened;
  const names = Array.from({ length: 12 }, (_, index) => `Site ${index}`);
  for (const name of names) {
    expectValue(await api.rollouts.create({ name }));
    await api.rollouts.visit({ name });
  }
  await api.rollouts.visit({ name: 'Site 5' });
  await api.rollouts.visit({ name: 'never there' });
  await api.rollouts.remove({ name: 'Site 11' });
  const { recent } = expectValue(await api.rollouts.visit({ name: null }));
  expect(recent).toEqual(['Site 5', 'Site 10', 'Site 9', 'Site 8', 'Site 7', 'Site 6', 'Site 4', 'Site 3', 'Site 2']);
});

test('the overview says how far each rollout is, the latest first', async () => {
  const { api } = await withSite();
  expectValue(await api.rollouts.create({ name: 'Empty' }));
  const { rollouts } = expectValue(await api.rollouts.overview({}));
  expect(rollouts).toMatchObject([
    { name: 'Empty', devices: 0, outcomes: {}, latest: null, unfinished: null },
    { name: 'Site', devices: 3, outcomes: { none: 3 }, latest: null, unfinished: null },
  ]);
});
