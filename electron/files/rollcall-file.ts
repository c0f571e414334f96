import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import { z } from 'zod';
import { DEVICE_FIELDS, type DeviceDraft, type DeviceField, type MacAddress } from '../../shared/domain/device.ts';
import { formatItems, type Items, isSecretValue, parseItems } from '../../shared/domain/items.ts';
import { OUTCOMES, RUN_ACTIONS } from '../../shared/domain/outcome.ts';
import { hasUserinfo } from '../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import { checkDevice } from './check-device.ts';

const FORMAT = 'rollcall-rollout';
const VERSION = 1;

/** Above this a file is compressed, in bytes: smaller ones can be read in any editor. */
const COMPRESSED_FROM_BYTES = 256 * 1024;
/** The largest content there may be, in bytes: half a million devices; what is larger was made to fill the memory. */
const CONTENT_CAP_BYTES = 256 * 1024 * 1024;
/** The same for a file that isn't written a device a line: it is read in one go, while everything else waits. */
const LOOSE_CAP_BYTES = 16 * 1024 * 1024;
/** What stands before the devices and after them in a file of our own. */
const BEFORE_DEVICES = ',"devices":[\n';
const AFTER_DEVICES = '\n]}\n';
/** More devices than a file may hold. */
const MOST_DEVICES = 1_000_000;
/** The longest line of a device: all its fields, and items as no list has them; in UTF-16 units. */
const LONGEST_LINE = 4 * 1024 * 1024;
/** The longest name of an item and the longest value of a field or item, in UTF-16 units. */
const LONGEST_NAME = 500;
const LONGEST_VALUE = 4_000;
/** How many devices are made or checked before the event loop gets its turn. */
const DEVICES_AT_ONCE = 250;
/** How gzip's output begins. Source: RFC 1952, 2.3.1. */
const GZIP_MAGIC = [0x1f, 0x8b] as const;

const last = z.object({
  outcome: z.enum(OUTCOMES),
  reason: z.string().max(100).nullable(),
  action: z.enum(RUN_ACTIONS),
  service: z.string().max(100),
  time: z.string().max(40),
});

/** How a device stood when its rollout was saved. */
export type LastWord = z.infer<typeof last>;

const field = z.string().max(LONGEST_VALUE).optional();

const deviceSchema = z.object({
  ...(Object.fromEntries(DEVICE_FIELDS.map((name) => [name, field])) as Record<DeviceField, typeof field>),
  // A record's schema would leave out an item of the name `__proto__`.
  items: z.custom<Items>(areItems).optional(),
  secretsLeftOut: z.number().int().min(0).optional(),
  last: last.optional(),
});

const headSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  savedAt: z.iso.datetime(),
  rollout: z.string().trim().min(1).max(200),
  devices: z.array(z.unknown()).max(MOST_DEVICES),
});

/** A device of a rollout file. */
export interface RolloutFileDevice extends DeviceDraft {
  /** How many of its values are secret, and so aren't in the file. */
  readonly secretsLeftOut: number;
  /** `null`: no run brought one. */
  readonly last: LastWord | null;
}

/** What a `.rollcall` file holds. */
export interface RolloutFile {
  /** ISO 8601, UTC. */
  readonly savedAt: string;
  /** The name of the rollout. */
  readonly rollout: string;
  readonly devices: readonly RolloutFileDevice[];
}

/**
 * Why a file is no `.rollcall` file that can be opened.
 *
 * - `rollcall-junk`: it is something else, or cut off
 * - `rollcall-newer`: a newer Rollcall wrote it
 * - `rollcall-device`: one of its devices is none; `detail.position` counts from 1
 */
export interface RolloutFileFailure {
  readonly reason: 'rollcall-junk' | 'rollcall-newer' | 'rollcall-device';
  readonly detail: Readonly<Record<string, string | number>>;
}

const JUNK: RolloutFileFailure = { reason: 'rollcall-junk', detail: {} };

/** The value of a device's field, by the field's name. */
export function deviceField(device: DeviceDraft, name: DeviceField): string {
  return name === 'check-code' ? device.checkCode : device[name];
}

function areItems(value: unknown): value is Items {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.entries(value).every(
    ([name, text]) => name.length <= LONGEST_NAME && typeof text === 'string' && text.length <= LONGEST_VALUE,
  );
}

/** Makes a device of its fields; an empty text for what it hasn't. */
export function draftOf(mac: MacAddress, of: (name: DeviceField) => string, items: string): DeviceDraft {
  return {
    mac,
    checkCode: of('check-code'),
    serial: of('serial'),
    pin: of('pin'),
    vendor: of('vendor'),
    model: of('model'),
    user: of('user'),
    extension: of('extension'),
    room: of('room'),
    note: of('note'),
    url: of('url'),
    address: of('address'),
    server: of('server'),
    items,
  };
}

function holdsSecret({ url, items }: Pick<DeviceDraft, 'url' | 'items'>): boolean {
  return hasUserinfo(url) || Object.entries(parseItems(items)).some(([name, value]) => isSecretValue(name, value));
}

function toStored(device: RolloutFileDevice): Record<string, unknown> {
  const values = DEVICE_FIELDS.map((name): [string, string] => [name, deviceField(device, name)]);
  return {
    ...Object.fromEntries(values.filter(([, value]) => value !== '')),
    ...(device.items === '' ? {} : { items: parseItems(device.items) }),
    ...(device.secretsLeftOut === 0 ? {} : { secretsLeftOut: device.secretsLeftOut }),
    ...(device.last === null ? {} : { last: device.last }),
  };
}

/**
 * Makes the bytes of a `.rollcall` file: JSON, one line a device, compressed with gzip where it is long.
 *
 * @throws Error for a device with a secret: whoever calls leaves it out.
 */
export async function writeRolloutFile({ savedAt, rollout, devices }: RolloutFile): Promise<Uint8Array> {
  const lines: string[] = [];
  for (const [index, device] of devices.entries()) {
    if (holdsSecret(device)) throw new Error('A secret was to go into a rollout file.');
    lines.push(JSON.stringify(toStored(device)));
    if (index % DEVICES_AT_ONCE === 0) await setImmediate();
  }
  const head = JSON.stringify({ format: FORMAT, version: VERSION, savedAt, rollout });
  const text = `${head.slice(0, -1)}${BEFORE_DEVICES}${lines.join(',\n')}${AFTER_DEVICES}`;
  const bytes = Buffer.from(text, 'utf8');
  return bytes.length < COMPRESSED_FROM_BYTES ? bytes : promisify(gzip)(bytes);
}

/** @throws an Error for what is no JSON, or too large. */
async function readJson(bytes: Uint8Array): Promise<unknown> {
  const isCompressed = GZIP_MAGIC.every((byte, at) => bytes[at] === byte);
  const content = isCompressed ? await promisify(gunzip)(bytes, { maxOutputLength: CONTENT_CAP_BYTES }) : bytes;
  const text = new TextDecoder('utf-8', { fatal: true }).decode(content);
  const start = text.indexOf(BEFORE_DEVICES);
  if (start >= 0 && text.endsWith(AFTER_DEVICES)) return readLines(text, start);
  if (content.length > LOOSE_CAP_BYTES) throw new Error('Too large to be read in one go.');
  return JSON.parse(text);
}

/** A device a line, as we write it: others get their turn meanwhile, and what is no device is found before it grows. */
async function readLines(text: string, headEnd: number): Promise<unknown> {
  const end = text.length - AFTER_DEVICES.length;
  const head: unknown = JSON.parse(`${text.slice(0, headEnd)}}`);
  const devices: unknown[] = [];
  for (let from = headEnd + BEFORE_DEVICES.length; from < end; ) {
    const lineEnd = text.indexOf('\n', from);
    const to = lineEnd < 0 || lineEnd > end ? end : lineEnd;
    const line = text.slice(from, to);
    if (line.length > LONGEST_LINE || devices.length >= MOST_DEVICES) throw new Error('No device is that long.');
    devices.push(JSON.parse(to < end && line.endsWith(',') ? line.slice(0, -1) : line));
    if (devices.length % DEVICES_AT_ONCE === 0) await setImmediate();
    from = to + 1;
  }
  return typeof head === 'object' && head !== null ? { ...head, devices } : null;
}

function toDevice(raw: unknown): RolloutFileDevice | null {
  const parsed = deviceSchema.safeParse(raw);
  if (!parsed.success) return null;
  const { items = {}, secretsLeftOut = 0, last: word = null, ...values } = parsed.data;
  // By the rule of every list and every typed field; what is stored here is what the file says.
  if (!checkDevice(values).ok || !/^[0-9a-f]{12}$/.test(values.mac ?? '')) return null;
  const draft = draftOf(values.mac as MacAddress, (name) => values[name] ?? '', formatItems(items));
  return holdsSecret(draft) ? null : { ...draft, secretsLeftOut, last: word };
}

/** Reads a `.rollcall` file: every device of it, or why none. */
export async function readRolloutFile(bytes: Uint8Array): Promise<Result<RolloutFile, RolloutFileFailure>> {
  let content: unknown;
  try {
    content = await readJson(bytes);
  } catch {
    return failure(JUNK);
  }
  const head = headSchema.safeParse(content);
  if (!head.success) return failure(JUNK);
  if (head.data.version > VERSION) return failure({ reason: 'rollcall-newer', detail: {} });
  const devices = new Map<string, RolloutFileDevice>();
  for (const [index, raw] of head.data.devices.entries()) {
    const device = toDevice(raw);
    if (device === null || devices.has(device.mac)) {
      return failure({ reason: 'rollcall-device', detail: { position: index + 1 } });
    }
    devices.set(device.mac, device);
    if (index % DEVICES_AT_ONCE === 0) await setImmediate();
  }
  const { savedAt, rollout } = head.data;
  return success({ savedAt, rollout, devices: [...devices.values()] });
}
