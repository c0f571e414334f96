import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished, test } from 'vitest';
import { DEVICE_FIELDS, type DeviceField, type MacAddress } from '../../shared/domain/device.ts';
import { formatItems, isSecretValue } from '../../shared/domain/items.ts';
import { OUTCOMES, RUN_ACTIONS } from '../../shared/domain/outcome.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { checkDevice } from './check-device.ts';
import {
  draftOf,
  type RolloutFile,
  type RolloutFileDevice,
  readRolloutFile,
  writeRolloutFile,
} from './rollcall-file.ts';

const text = fc.string({ unit: 'grapheme', maxLength: 30 });

const values = fc.record(
  Object.fromEntries(DEVICE_FIELDS.filter((field) => field !== 'mac').map((field) => [field, text])),
) as fc.Arbitrary<Readonly<Record<DeviceField, string>>>;

const device: fc.Arbitrary<RolloutFileDevice> = fc
  .record({
    mac: fc.integer({ min: 0, max: 0xffffff }).map((tail) => `7c2f80${tail.toString(16).padStart(6, '0')}`),
    values,
    items: fc.dictionary(
      fc.oneof({ weight: 9, arbitrary: text }, fc.constantFrom('__proto__', 'constructor', 'toString')),
      text,
      { maxKeys: 3 },
    ),
    secretsLeftOut: fc.nat(3),
    last: fc.option(
      fc.record({
        outcome: fc.constantFrom(...OUTCOMES),
        reason: fc.option(fc.constantFrom('owned-by-other', 'timeout')),
        action: fc.constantFrom(...RUN_ACTIONS),
        service: fc.constantFrom('gigaset', 'snom'),
        time: fc.constant('2026-03-01T10:00:00.000Z'),
      }),
    ),
  })
  .map(({ mac, values: of, items, ...rest }) => {
    const checked = (field: DeviceField): string =>
      checkDevice({ mac, [field]: of[field] }).ok && !hasUserinfo(of[field]) ? of[field] : '';
    const open = Object.fromEntries(Object.entries(items).filter(([name, value]) => !isSecretValue(name, value)));
    return { ...draftOf(mac as MacAddress, checked, formatItems(open)), ...rest };
  })
  .filter((made) => {
    const { mac, vendor, model } = made;
    return checkDevice({ mac, vendor, model }).ok;
  });

const rolloutFile: fc.Arbitrary<RolloutFile> = fc.record({
  savedAt: fc.constant('2026-03-01T12:00:00.000Z'),
  rollout: fc.string({ minLength: 1, maxLength: 40 }).filter((name) => name === name.trim() && name !== ''),
  devices: fc.uniqueArray(device, { selector: ({ mac }) => mac, maxLength: 12 }),
});

const SMALL: RolloutFile = {
  savedAt: '2026-03-01T12:00:00.000Z',
  rollout: 'Rathaus',
  devices: [
    {
      ...draftOf('7c2f80820ec0' as MacAddress, (name) => (name === 'room' ? '1.01' : ''), ''),
      secretsLeftOut: 1,
      last: null,
    },
  ],
};

test('what is written is read again', async () => {
  await fc.assert(
    fc.asyncProperty(rolloutFile, async (content) => {
      expect(await readRolloutFile(await writeRolloutFile(content))).toEqual({ ok: true, value: content });
    }),
    { numRuns: 60 },
  );
});

test('a long one is compressed, a short one can be read in an editor', async () => {
  const [first] = SMALL.devices;
  if (first === undefined) throw new Error('The small file has a device.');
  const devices = Array.from({ length: 4_000 }, (_, index) => ({
    ...first,
    mac: `7c2f80${index.toString(16).padStart(6, '0')}` as MacAddress,
    note: 'a note that makes it longer',
  }));
  const long = await writeRolloutFile({ ...SMALL, devices });
  expect(gunzipSync(long).length).toBeGreaterThan(256 * 1024);
  expect(await readRolloutFile(long)).toEqual({ ok: true, value: { ...SMALL, devices } });
  expect(Buffer.from(await writeRolloutFile(SMALL)).toString()).toBe(
    '{"format":"rollcall-rollout","version":1,"savedAt":"2026-03-01T12:00:00.000Z","rollout":"Rathaus","devices":[\n' +
      '{"mac":"7c2f80820ec0","room":"1.01","secretsLeftOut":1}\n]}\n',
  );
});

test('one that another program wrote is read as well', async () => {
  const own = await writeRolloutFile(SMALL);
  for (const indent of [0, 2]) {
    const other = JSON.stringify(JSON.parse(Buffer.from(own).toString()), null, indent);
    expect(await readRolloutFile(Buffer.from(other))).toEqual({ ok: true, value: SMALL });
  }
});

test('a long one is read with turns for others', async () => {
  const [first] = SMALL.devices;
  const devices = Array.from({ length: 3_000 }, (_, index) => ({
    ...first,
    mac: `7c2f80${index.toString(16).padStart(6, '0')}`,
  })) as RolloutFileDevice[];
  const bytes = await writeRolloutFile({ ...SMALL, devices });
  let turns = 0;
  const count = () => {
    turns += 1;
    timer = setImmediate(count);
  };
  let timer = setImmediate(count);
  onTestFinished(() => clearImmediate(timer));
  expect((await readRolloutFile(bytes)).ok).toBe(true);
  expect(turns).toBeGreaterThan(15);
});

test('a secret is never written', async () => {
  const [first] = SMALL.devices;
  if (first === undefined) throw new Error('The small file has a device.');
  for (const part of [
    { url: 'https://me:hunter2@pbx.example.net/' },
    { items: formatItems({ password: 'hunter2' }) },
    { items: formatItems({ 'update-url': 'https://me:hunter2@pbx.example.net/' }) },
  ]) {
    await expect(writeRolloutFile({ ...SMALL, devices: [{ ...first, ...part }] })).rejects.toThrow('secret');
  }
});

describe('no rollout file', () => {
  const head = { format: 'rollcall-rollout', version: 1, savedAt: SMALL.savedAt, rollout: 'x' };
  const phone = { mac: '7c2f80820ec0' };

  it.each<[string, string | Uint8Array, string]>([
    ['nothing', '', 'rollcall-junk'],
    ['a list', 'MAC;Raum\n7C2F80820EC0;1', 'rollcall-junk'],
    ['other JSON', '{"name":"x"}', 'rollcall-junk'],
    ['a cut off one', JSON.stringify({ ...head, devices: [phone] }).slice(0, -5), 'rollcall-junk'],
    ['a cut off compressed one', gzipSync(JSON.stringify({ ...head, devices: [] })).subarray(0, 30), 'rollcall-junk'],
    ['bytes', Uint8Array.from([0x1f, 0x8b, 0, 1, 2, 3]), 'rollcall-junk'],
    ['no UTF-8', Uint8Array.from([0xff, 0xfe, 0x7b]), 'rollcall-junk'],
    ['one of a later version', JSON.stringify({ ...head, version: 2, devices: [] }), 'rollcall-newer'],
    ['one with a bad MAC', JSON.stringify({ ...head, devices: [{ mac: 'x' }] }), 'rollcall-device'],
    [
      'one with a MAC written otherwise',
      JSON.stringify({ ...head, devices: [{ mac: '7C:2F:80:82:0E:C0' }] }),
      'rollcall-device',
    ],
    ['one that is nothing but brackets', gzipSync('[],'.repeat(6_000_000)), 'rollcall-junk'],
    [
      'one whose only line never ends',
      gzipSync(`${JSON.stringify(head).slice(0, -1)},"devices":[\n["${'x'.repeat(5_000_000)}"]\n]}\n`),
      'rollcall-junk',
    ],
    [
      'one with a line that is none',
      `${JSON.stringify(head).slice(0, -1)},"devices":[\n${JSON.stringify(phone)},\n{"mac":\n]}\n`,
      'rollcall-junk',
    ],
    ['one with a MAC twice', JSON.stringify({ ...head, devices: [phone, phone] }), 'rollcall-device'],
    ['one with a wrong type', JSON.stringify({ ...head, devices: [{ ...phone, room: 1 }] }), 'rollcall-device'],
    [
      'one with a password',
      JSON.stringify({ ...head, devices: [{ ...phone, url: 'https://a:b@c.example/' }] }),
      'rollcall-device',
    ],
    [
      'one with a secret item',
      JSON.stringify({ ...head, devices: [{ ...phone, items: { 'admin-password': 'x' } }] }),
      'rollcall-device',
    ],
  ])('%s', async (_name, content, reason) => {
    const read = await readRolloutFile(typeof content === 'string' ? Buffer.from(content) : content);
    expect(read).toMatchObject({ ok: false, error: { reason } });
  });

  it('never throws, whatever the bytes are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 200 }),
          fc.json().map((json) => Buffer.from(json)),
        ),
        async (bytes) => {
          expect((await readRolloutFile(bytes)).ok).toBe(false);
        },
      ),
      { numRuns: 100 },
    );
  });
});
