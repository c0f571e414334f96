import { z } from 'zod';
import { type ProvisioningCode, parseCode } from '../../../shared/domain/code.ts';
import { readValidUntil } from '../../../shared/domain/code-state.ts';
import { isMacAddress } from '../../../shared/domain/mac.ts';
import type { IssuedCode, PlatformDevice } from '../code-service.ts';
import type { Message } from './wire.ts';

/** A domain of Devices: a customer. */
export interface Domain {
  readonly id: number;
  readonly name: string;
}

const text = z.union([z.string(), z.number()]).transform(String);
const DOMAIN = z.looseObject({ id: z.coerce.number().int(), name: z.string() });
const CATEGORY = z.looseObject({ name: z.string().min(1), config: z.boolean().optional().catch(undefined) });
const INTERFACE = z.looseObject({ ipv4: z.string().catch(''), ipv6: z.string().catch('') });
const DEVICE = z.looseObject({
  hwId: text,
  name: z.string().catch(''),
  domainId: z.coerce.number().catch(0),
  product: z.string().catch(''),
  version: z.string().catch(''),
  online: z.boolean().nullable().catch(null),
  ethIfs: z.array(INTERFACE.catch({ ipv4: '', ipv6: '' })).catch([]),
});
const CODE = z.looseObject({ code: text, validUntil: z.unknown().optional() });

/** Reads the domains of one part of `GetDomainsResult`; what can't be read is left out. */
export function readDomains(message: Message): readonly Domain[] {
  return listOf(message.domains).flatMap((each) => {
    const domain = DOMAIN.safeParse(each);
    return domain.success ? [{ id: domain.data.id, name: domain.data.name }] : [];
  });
}

/**
 * Reads the names of one part of `GetProvisioningCategoriesResult`.
 *
 * Only those that carry a configuration (`config`); where the field is missing the service has chosen already.
 */
export function readCategories(message: Message): readonly string[] {
  return listOf(message.categories).flatMap((each) => {
    const category = CATEGORY.safeParse(each);
    return category.success && category.data.config !== false ? [category.data.name] : [];
  });
}

/** Reads `GetProvisioningCodeResult`; `null` where it holds no code. A number lacks the zeros it began with. */
export function readIssuedCode(message: Message): IssuedCode | null {
  const parsed = CODE.safeParse(message);
  if (!parsed.success) return null;
  const code = toCode(parsed.data.code, message.code);
  return code === null ? null : { code, validUntilMs: readValidUntil(parsed.data.validUntil) };
}

/** Reads the code of a message; `null` where it holds none. */
export function readCodeOf(message: Message): ProvisioningCode | null {
  const parsed = text.safeParse(message.code);
  return parsed.success ? toCode(parsed.data, message.code) : null;
}

function toCode(digits: string, raw: unknown): ProvisioningCode | null {
  return parseCode(typeof raw === 'number' ? digits.padStart(12, '0') : digits);
}

/**
 * Reads the device of a message: an object, or a list with one, as an example of the SDK has it.
 *
 * @returns `null` where there is none; `undefined` where there is something that is no device.
 */
export function readDeviceOf(message: Message): PlatformDevice | null | undefined {
  const raw: unknown = Array.isArray(message.device) ? message.device[0] : message.device;
  if (raw === undefined || raw === null || raw === '') return null;
  if (typeof raw === 'object' && Object.keys(raw).length === 0) return null;
  return readDevice(raw) ?? undefined;
}

/** Reads the devices of one part of a list; what can't be read is left out. */
export function readDevices(message: Message): readonly PlatformDevice[] {
  return listOf(message.devices).flatMap((each) => readDevice(each) ?? []);
}

function readDevice(raw: unknown): PlatformDevice | null {
  const parsed = DEVICE.safeParse(raw);
  if (!parsed.success || parsed.data.hwId === '') return null;
  const { hwId, name, domainId, product, version, online, ethIfs } = parsed.data;
  const address = ethIfs.find(({ ipv4 }) => ipv4 !== '')?.ipv4 ?? ethIfs.find(({ ipv6 }) => ipv6 !== '')?.ipv6;
  return {
    hardwareId: hwId,
    mac: macOf(hwId),
    model: product,
    name,
    firmware: version,
    address: address ?? '',
    isOnline: online,
    isUnassigned: domainId === 0,
  };
}

/** The MAC that a hardware id is, `null` where it is something else. */
export function macOf(hardwareId: string): PlatformDevice['mac'] {
  const digits = hardwareId.replace(/[\s:.-]/g, '').toLowerCase();
  return isMacAddress(digits) ? digits : null;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
