import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { ANY, expectValue, expectWords, openTestApi, sourceOf } from '../../electron/api/api-testing.ts';
import { practice } from '../../electron/services/openstage/practice.ts';
import type { Api } from '../../shared/contract/contract.ts';

const SECRET = 'Sip-S3cret-77';
const WAITS = { callMs: 5_000, replyMs: 3_000, idleMs: 5_000, restartMs: 5_000, fileMs: 5_000, sweepPauseMs: 1 };
const HERE = { address: '127.0.0.1', port: 0 } as const;

interface PracticePhone {
  readonly mac: string;
  readonly address: string;
  readonly items: Readonly<Record<string, string>>;
}

async function startPhones(phones: number, faults: readonly string[]) {
  const settings = faults.map((text) => ({ name: text.split('=')[0] ?? '', value: text.split('=')[1] ?? 'all' }));
  for (const { name, value } of settings) {
    expect(practice.faults.find((fault) => fault.name === name)?.accepts(value)).toBe(true);
  }
  const running = await practice.start({ port: 0, certificate: null, phones, faults: settings });
  if (running === null) throw new Error('The practice phones did not start.');
  onTestFinished(() => running.close());
  const { url } = running.address;
  const state = async () => (await (await fetch(`${url}practice/state`)).json()) as readonly PracticePhone[];
  const events = async () =>
    (await (await fetch(`${url}practice/log`)).text())
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { readonly mac: string; readonly event: string; readonly text: string });
  return { list: running.address.phones as readonly { mac: string; address: string }[], state, events, running };
}

async function bringList(api: Api, rollout: string, phones: readonly { mac: string; address: string }[]) {
  expectValue(await api.rollouts.create({ name: rollout }));
  const rows = phones.map(
    ({ mac, address }, at) =>
      `${mac},${address},Nutzer ${at + 1},pbx.example.test,${5001 + at},${SECRET},Büro & ${at + 1},${7000 + at}`,
  );
  const header =
    'mac,address,user,item:reg-addr,item:sip-user-id,item:sip-pwd,item:key-label-unicode[1],item:display-id';
  const text = [header, ...rows].join('\n');
  const imported = expectValue(
    await api.lists.importSource({ rollout, source: sourceOf(text), mapping: {}, sheet: '', language: 'en' }),
  );
  expect(imported).toMatchObject({ devices: phones.length });
}

function macOf(mac: string): string {
  return mac.replaceAll(':', '').toLowerCase();
}

test('a hundred phones, every fault: each is read, planned, written, told rightly, and undone', {
  timeout: 60_000,
}, async () => {
  const { list, state, events } = await startPhones(100, [
    'unreachable=1',
    'silent=2',
    'tls-abort=3',
    'other-mac=4',
    'other-address=5',
    'busy=6,7',
    'busy-old-firmware=8',
    'refused-item=9',
    'drop-reply=10',
    'no-mac=11',
    'whole-cookie=12',
    'fragments=13',
    'max-items=14',
    'unknown-reason=15',
    'other-path=16',
    'get-only=17',
    'close-each=18',
  ]);
  const { api, told } = await openTestApi({ phoneWaits: WAITS });
  await bringList(api, 'site', list);
  const before = await state();

  const plan = expectValue(await api.openstage.plan({ rollout: 'site', only: 'all', isExpert: false, ...HERE }));
  expect(plan.rows).toHaveLength(100);
  const planned = new Map(plan.rows.map((row) => [row.mac, row]));
  const rowOf = (phone: number) => planned.get(macOf(list[phone - 1]?.mac ?? ''));
  expect([1, 2, 3, 4, 5].map((phone) => [rowOf(phone)?.reason, rowOf(phone)?.aspect])).toEqual([
    ['no-callback', 'refused'],
    ['no-callback', 'silent'],
    ['no-callback', 'tls'],
    ['other-phone', null],
    ['no-callback', 'other-address'],
  ]);
  expect(plan.phones).toBe(95);
  expect(rowOf(20)?.items).toEqual([
    {
      name: 'reg-addr',
      index: null,
      before: '192.0.2.5',
      wanted: 'pbx.example.test',
      change: 'change',
      isRisky: false,
    },
    { name: 'sip-user-id', index: null, before: '1020', wanted: '5020', change: 'change', isRisky: false },
    { name: 'sip-pwd', index: null, before: null, wanted: '***', change: 'blind', isRisky: false },
    {
      name: 'key-label-unicode',
      index: 1,
      before: 'Küche & Bad',
      wanted: 'Büro & 20',
      change: 'change',
      isRisky: true,
    },
    { name: 'display-id', index: null, before: 'Old 20', wanted: '7019', change: 'change', isRisky: false },
  ]);
  expect(await state()).toEqual(before);

  const summary = expectValue(await api.openstage.start({ plan: plan.plan }));
  expect(summary).toMatchObject({ action: 'write-items', devices: 100, isFinished: true });
  expect(summary.counts).toEqual({ done: 93, failed: 5, refused: 1, unknown: 1 });

  const after = new Map((await state()).map((phone) => [macOf(phone.mac), phone.items]));
  const itemsOf = (phone: number) => after.get(macOf(list[phone - 1]?.mac ?? ''));
  for (const phone of [6, 7, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 50, 100]) {
    expect(itemsOf(phone)).toMatchObject({
      'reg-addr': 'pbx.example.test',
      'sip-user-id': String(5000 + phone),
      'sip-pwd': SECRET,
      'key-label-unicode[1]': `Büro & ${phone}`,
    });
  }
  for (const phone of [1, 2, 3, 4, 5]) expect(itemsOf(phone)).toEqual(before[phone - 1]?.items);

  const view = expectValue(await api.openstage.state({ rollout: 'site' }));
  const phoneOf = (phone: number) => view.phones.find(({ mac }) => mac === macOf(list[phone - 1]?.mac ?? ''));
  expect(phoneOf(9)).toMatchObject({ outcome: 'refused', reason: 'items-refused', serviceWords: 'display-id: failed' });
  expect(phoneOf(9)?.written.map(({ name, result, status }) => [name, result, status])).toEqual([
    ['reg-addr', 'stored', null],
    ['sip-user-id', 'stored', null],
    ['sip-pwd', 'stored', null],
    ['key-label-unicode', 'stored', null],
    ['display-id', 'refused', 'failed'],
  ]);
  // It stored everything and hung up: what can be read back is certain, the password isn't.
  expect(phoneOf(10)).toMatchObject({ outcome: 'unknown', reason: 'no-answer' });
  expect(phoneOf(10)?.written.map(({ result }) => result)).toEqual(['stored', 'stored', 'unknown', 'stored', 'stored']);
  const page = expectValue(
    await api.devices.page({
      rollout: 'site',
      sort: { column: 'position', direction: 'ascending' },
      filter: { ...ANY, outcomes: ['done'] },
      offset: 0,
      limit: 5,
    }),
  );
  expect(page).toMatchObject({ total: 93, rows: [{ action: 'write-items', account: 'OpenStage' }, {}, {}, {}, {}] });

  const undo = expectValue(await api.openstage.planUndo({ rollout: 'site', run: null, ...HERE })).plan;
  expect(undo).toMatchObject({ undoOf: summary.run, phones: 95 });
  const undone = expectValue(await api.openstage.start({ plan: undo?.plan ?? 0 }));
  expect(undone.counts).toEqual({ done: 95 });
  const restored = await state();
  for (const [at, phone] of restored.entries()) {
    const { 'sip-pwd': _password, ...items } = phone.items;
    const { 'sip-pwd': _none, ...old } = before[at]?.items ?? {};
    expect(items).toEqual(old);
  }
  // Only the one that called from elsewhere was turned away.
  const badAnswers = (await events()).filter(({ event }) => event === 'bad-answer');
  expect(badAnswers.map(({ mac, text }) => [mac, text])).toEqual([[list[4]?.mac, 'HTTP 403, 0 of 0 bytes']]);
  expect(JSON.stringify([told, plan, summary, view, undo])).not.toContain(SECRET);
});

test('a phone that was asked a moment ago is asked again only when it listens again', async () => {
  const { list, events } = await startPhones(2, ['contact-gap=1']);
  const { api } = await openTestApi({ phoneWaits: { ...WAITS, callMs: 1_000 } });
  await bringList(api, 'site', list);
  const wanted = { rollout: 'site', only: 'all' as const, items: ['reg-addr'], ...HERE };
  expect(expectValue(await api.openstage.read(wanted)).phones.map(({ isRead }) => isRead)).toEqual([true, true]);
  const { phones } = expectValue(await api.openstage.state({ rollout: 'site' }));
  expect(phones.every(({ waitsUntil }) => Date.parse(waitsUntil ?? '') > Date.now())).toBe(true);
  const contacts = expectValue(await api.openstage.contact({ addresses: [list[0]?.address ?? ''], ...HERE })).contacts;
  expect(contacts).toMatchObject([{ hasCalled: false, reason: 'busy', aspect: 'gap' }]);
  expect(expectValue(await api.openstage.read(wanted)).phones.map(({ isRead }) => isRead)).toEqual([true, true]);
  expect((await events()).filter(({ event }) => event === 'contact-ignored')).toEqual([]);
});

test('files, firmware, restarts, backups and comparisons', async () => {
  const { list, state } = await startPhones(3, ['file-failed=3']);
  const { api } = await openTestApi({ phoneWaits: WAITS });
  await bringList(api, 'site', list);
  const folder = mkdtempSync(join(tmpdir(), 'rollcall-openstage-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'logo.bmp'), 'picture');
  writeFileSync(join(folder, 'os.img'), 'image');
  const wanted = { rollout: 'site', only: 'all', url: '', ...HERE } as const;

  const sent = await api.openstage.files({ ...wanted, path: join(folder, 'logo.bmp'), type: 'LOGO' });
  expect(expectValue(sent).counts).toEqual({ done: 2, refused: 1 });
  const firmware = { ...wanted, path: join(folder, 'os.img'), version: 'V3 R5.22.0' };
  expect(expectWords(await api.openstage.firmware({ ...firmware, confirmedPhones: 2 }))).toBe('input.not-confirmed');
  const updated = await api.openstage.firmware({ ...firmware, confirmedPhones: 3 });
  expect(expectValue(updated).counts).toEqual({ done: 2, refused: 1 });
  const again = await api.openstage.firmware({ ...firmware, confirmedPhones: 3 });
  expect(expectValue(again).counts).toEqual({ unchanged: 2, refused: 1 });
  expect((await state()).map(({ items }) => items['software-version'])).toEqual([
    'V3 R5.22.0',
    'V3 R5.22.0',
    'V3 R5.21.0',
  ]);
  const restart = { rollout: 'site', only: 'all', factoryResetWord: null, ...HERE } as const;
  expect(expectWords(await api.openstage.restart({ ...restart, confirmedPhones: 0 }))).toBe('input.not-confirmed');
  expect(expectValue(await api.openstage.restart({ ...restart, confirmedPhones: 3 })).counts).toEqual({ done: 3 });

  const backup = expectValue(await api.openstage.backup({ rollout: 'site', folder: join(folder, 'backup'), ...HERE }));
  expect(backup.files).toHaveLength(3);
  expect(readdirSync(join(folder, 'backup'))).toHaveLength(3);
  const kept = JSON.parse(readFileSync(backup.files[0] ?? '', 'utf8')) as { items: Record<string, string> };
  expect(kept.items).toMatchObject({ 'reg-addr': '192.0.2.5', 'key-label-unicode[1]': 'Küche & Bad' });
  expect(Object.keys(kept.items).filter((name) => /pwd/.test(name))).toEqual([]);
  const macs = list.map(({ mac }) => macOf(mac));
  const compared = expectValue(
    await api.openstage.compare({ rollout: 'site', left: macs[0] ?? '', right: macs[1] ?? '' }),
  );
  expect(compared.rows).toContainEqual({ name: 'sip-user-id', index: null, left: '1001', right: '1002' });
  expect(compared.rows.map(({ name }) => name)).not.toContain('reg-addr');
});

test('what may not be written is left alone, and a range is swept only when it is one’s own', async () => {
  const { list } = await startPhones(2, []);
  const { api } = await openTestApi({ phoneWaits: { ...WAITS, callMs: 300 } });
  expectValue(await api.rollouts.create({ name: 'site' }));
  const rows = [
    'mac,address,item:ssh-enable,item:vlan-id',
    `${list[0]?.mac},${list[0]?.address},true,`,
    `${list[1]?.mac},${list[1]?.address},,7`,
  ];
  const source = sourceOf(rows.join('\n'));
  expectValue(await api.lists.importSource({ rollout: 'site', source, mapping: {}, sheet: '', language: 'en' }));
  for (const [isExpert, outcomes] of [
    [false, ['skipped', 'skipped']],
    [true, ['skipped', null]],
  ] as const) {
    const plan = expectValue(await api.openstage.plan({ rollout: 'site', only: 'all', isExpert, ...HERE }));
    expect(plan.rows.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(plan.rows[0]).toMatchObject({ reason: 'item-not-writable', detail: { items: 'ssh-enable' } });
  }
  const range = { first: '240.0.0.1', last: '240.0.0.9', isConfirmed: true, ...HERE };
  expect(expectWords(await api.openstage.sweep(range))).toBe('input.foreign-range');
  const first = list[0]?.address ?? '';
  const own = { ...range, first, last: list[1]?.address ?? '' };
  expect(expectWords(await api.openstage.sweep({ ...own, isConfirmed: false }))).toBe('input.range-not-confirmed');
  const { contacts } = expectValue(await api.openstage.sweep(own));
  expect(contacts.map(({ mac, hasCalled }) => [mac, hasCalled])).toEqual(list.map(({ mac }) => [macOf(mac), true]));
});

test('a run that was cut off is over when the next one begins, and says what is uncertain', async () => {
  const { list } = await startPhones(2, []);
  const { api, store } = await openTestApi({ phoneWaits: WAITS });
  await bringList(api, 'site', list);
  const { id } = store.rollouts.find('site') ?? { id: 0 };
  const device = {
    checkCode: '',
    action: 'write-items',
    group: 'write',
    target: { url: '', name: '' },
    before: null,
  } as const;
  const [first, second] = store.devices.list(id);
  if (first === undefined || second === undefined) throw new Error('no devices');
  await store.runs.add(
    { rolloutId: id, account: 'OpenStage', service: 'openstage', action: 'write-items', undoOf: null },
    [
      { ...device, position: 0, mac: first.mac, stage: 'registering', outcome: null },
      { ...device, position: 1, mac: second.mac, stage: 'waiting', outcome: null },
    ],
  );
  const summary = expectValue(await api.runs.resume({ rollout: 'site' })).summary;
  expect(summary).toMatchObject({ isFinished: true, counts: { unknown: 1, cancelled: 1 } });
  const plan = expectValue(await api.openstage.plan({ rollout: 'site', only: 'all', isExpert: false, ...HERE }));
  expect(expectValue(await api.openstage.start({ plan: plan.plan })).counts).toEqual({ done: 2 });
});
