import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Desk } from '../support/command-line.ts';

const SECRET = 'Sip-S3cret-99';
/** The command line's default port may be taken by whatever else runs on this machine. */
const HERE = ['--address', '127.0.0.1', '--port', String(20_000 + Math.floor(Math.random() * 12_000))] as const;

interface Phone {
  readonly mac: string;
  readonly address: string;
}

/** Practice phones as the command line starts them, and what their log says. */
async function startPhones(desk: Desk, ...faults: readonly string[]) {
  const words = ['practice', '--services', 'openstage', '--phones', '3'];
  const running = desk.start([...words, ...faults.flatMap((fault) => ['--fault', fault])]);
  await running.waitUntil(({ stdout }) => stdout.includes('\n'));
  const { openstage } = JSON.parse(running.stdout.split('\n')[0] ?? '') as {
    readonly openstage: { readonly url: string; readonly phones: readonly Phone[] };
  };
  return openstage;
}

test('option 43 comes as hex and for two servers', async () => {
  const desk = new Desk();
  const made = await desk.json('openstage', 'dhcp', '--address', '93.122.114.96', '--vlan', '101');
  expect(made.code).toBe(0);
  expect(made.objects).toMatchObject([
    { hex: '01075369656d656e73020400000065031a73646c703a2f2f39332e3132322e3131342e39363a3138343433ff' },
  ]);
  expect(Object.keys(made.objects[0] ?? {})).toEqual(['hex', 'isc', 'dnsmasq']);
  expect((await desk.json('openstage', 'dhcp', '--address', '1.2.3.999')).code).toBe(2);
});

test('a site of phones from the list to the undo, without a window', { timeout: 60_000 }, async () => {
  const desk = new Desk();
  const { phones, url } = await startPhones(desk, 'refused-item=3');
  const list = [
    'mac,address,item:reg-addr,item:sip-pwd,item:display-id',
    ...phones.map(({ mac, address }, at) => `${mac},${address},pbx.example,${SECRET},${at}`),
  ].join('\n');
  await desk.succeed('rollout', 'create', 'site');
  await desk.succeed('import', 'site', desk.bring('list.csv', list));

  const contacted = await desk.json('openstage', 'contact', phones[0]?.address ?? '', '127.0.0.1:9', ...HERE);
  expect(contacted.code).toBe(1);
  expect(contacted.objects).toMatchObject([
    { hasCalled: true, model: 'OpenStage 40' },
    { hasCalled: false, reason: 'no-callback', aspect: 'refused' },
  ]);
  const read = await desk.json('openstage', 'read', 'site', '--items', 'reg-addr,e164', ...HERE);
  expect(read.code).toBe(0);
  expect(read.objects[0]).toMatchObject({ isRead: true, items: { 'reg-addr': '192.0.2.5', e164: '49305551001' } });
  expect(read.stderr).toContain('default mode');

  const ran = await desk.json('openstage', 'run', 'site', '--yes', ...HERE);
  expect(ran.code).toBe(1);
  expect(
    ran.objects
      .slice(0, -1)
      .map(({ outcome }) => outcome)
      .sort(),
  ).toEqual(['done', 'done', 'refused']);
  expect(ran.objects.at(-1)).toMatchObject({ summary: { action: 'write-items', done: 2, refused: 1, open: 0 } });

  const backup = await desk.json('openstage', 'backup', 'site', desk.out('backup'), ...HERE);
  expect(backup.code).toBe(0);
  expect(readdirSync(desk.out('backup'))).toHaveLength(3);
  const [left = ''] = phones.map(({ mac }) => mac);

  const undone = await desk.json('openstage', 'undo', 'site', '--yes', ...HERE);
  expect(undone.code).toBe(0);
  const state = (await (await fetch(`${url}practice/state`)).json()) as readonly { items: Record<string, string> }[];
  expect(state.map(({ items }) => items['display-id'])).toEqual(['Old 1', 'Old 2', 'Old 3']);

  const image = desk.bring('os.img', 'image');
  const firmware = ['openstage', 'firmware', 'site', '--image', image, '--version', 'V3 R5.22.0'];
  const updated = await desk.json(...firmware, '--confirm', '3', ...HERE);
  expect(updated.code).toBe(0);
  expect(updated.objects[0]).toMatchObject({ action: 'update-firmware', service: 'V3 R5.22.0' });
  expect((await desk.json('openstage', 'restart', 'site', ...HERE)).code).toBe(2);
  const found = await desk.json('find', left);
  expect(found.objects.filter(({ action }) => action === 'write-items')).toHaveLength(2);
  expect(desk.transcript).not.toContain(SECRET);
});
