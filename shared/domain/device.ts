declare const macBrand: unique symbol;

/**
 * A MAC address in its canonical form: 12 lower-case hex digits, for instance `7c2f80820ec0`.
 *
 * Made only by `parseMac` (or by reading back what `parseMac` made). Formatted per service in its own folder.
 */
export type MacAddress = string & { readonly [macBrand]: true };

/** The fields of a device that a list can carry, in the order in which they are exported. */
export const DEVICE_FIELDS = [
  'mac',
  'check-code',
  'serial',
  'pin',
  'vendor',
  'model',
  'user',
  'extension',
  'room',
  'note',
  'url',
  'address',
  'server',
] as const;

/** One of {@link DEVICE_FIELDS}; the names `--map` takes. */
export type DeviceField = (typeof DEVICE_FIELDS)[number];

/**
 * One phone as its list and its label describe it.
 *
 * Empty text means "the list says nothing". `url` is a URL template, plain text, never parsed; it may hold `user:pass@`
 * only in memory: storage keeps it sealed.
 */
export interface DeviceDraft {
  readonly mac: MacAddress;
  /** The four characters after the MAC on a Gigaset label, upper case, opaque. */
  readonly checkCode: string;
  readonly serial: string;
  readonly pin: string;
  readonly vendor: string;
  readonly model: string;
  readonly user: string;
  readonly extension: string;
  readonly room: string;
  readonly note: string;
  readonly url: string;
  /** Where the phone answers: an IP address or a host name, a port after it where it isn't the usual one. */
  readonly address: string;
  /** The server it shall register with, as the list spells it. */
  readonly server: string;
  /** What `item:NAME` columns say: see `formatItems`. */
  readonly items: string;
}
