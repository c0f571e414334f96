/** Where a phone answers, taken apart. */
export interface PhoneAddress {
  readonly host: string;
  /** `null`: the usual one. */
  readonly port: number | null;
}

const HOST = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*\.?$/i;
const IPV6 = /^(?=.*:.*:)[0-9a-f:.]{2,45}(?:%[\w.-]+)?$/i;

/**
 * Reads where a phone answers: `192.0.2.77`, `phone-12.example`, `192.0.2.77:8085`, `2001:db8::7`, `[2001:db8::7]:8085`.
 *
 * @returns `null` for what is no address: four numbers must each be 0..255, a port 1..65535.
 */
export function parsePhoneAddress(text: string): PhoneAddress | null {
  const trimmed = text.trim();
  if (IPV6.test(trimmed)) return { host: trimmed, port: null };
  const [, bracketed, plain = '', digits] = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,5}))?$/.exec(trimmed) ?? [];
  const port = digits === undefined ? null : Number(digits);
  if (port !== null && (port < 1 || port > 65_535)) return null;
  if (bracketed !== undefined) return IPV6.test(bracketed) ? { host: bracketed, port } : null;
  if (!HOST.test(plain)) return null;
  const isNumeric = /^[\d.]+$/.test(plain);
  const parts = plain.split('.');
  if (isNumeric && (parts.length !== 4 || parts.some((part) => Number(part) > 255 || part.length > 3))) return null;
  return { host: plain, port };
}
