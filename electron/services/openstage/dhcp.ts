import { isIPv4 } from 'node:net';

/** The vendor class (option 60) of the phones that read option 43 this way. */
export const VENDOR_CLASS = 'OptiIpPhone';

/** What option 43 shall tell a phone. */
export interface DhcpWish {
  /** IPv4 address, or a name of at most 200 characters, of the provisioning service. */
  readonly address: string;
  /** 1..65535. */
  readonly port: number;
  /** 1..4094, or `null` for none. */
  readonly vlan: number | null;
}

/** DHCP option 43 in the forms in which servers take it. */
export interface DhcpOption {
  /** Lower case, without separators. */
  readonly hex: string;
  /** Lines for ISC dhcpd, for phones of the vendor class only. */
  readonly isc: string;
  /** Lines for dnsmasq, for phones of the vendor class only. */
  readonly dnsmasq: string;
}

function encodeField(tag: number, content: Uint8Array): Buffer {
  return Buffer.concat([Buffer.from([tag, content.length]), content]);
}

/**
 * Builds DHCP option 43, with which a phone finds its provisioning service, and its VLAN, by itself.
 *
 * Tag 1 names the vendor, tag 2 holds the VLAN (32 bits, big endian), tag 3 the address as `sdlp://`; 255 ends it.
 *
 * Source: administration manuals of OpenStage phones (A31003-S2000-M102-3, "DHCP"), and a public example whose bytes
 * this gives to the letter.
 */
export function buildDhcpOption({ address, port, vlan }: DhcpWish): DhcpOption {
  const vlanBytes = Buffer.alloc(4);
  vlanBytes.writeUInt32BE(vlan ?? 0);
  const bytes = Buffer.concat([
    encodeField(1, Buffer.from('Siemens', 'ascii')),
    ...(vlan === null ? [] : [encodeField(2, vlanBytes)]),
    encodeField(3, Buffer.from(`sdlp://${address}:${port}`, 'ascii')),
    Buffer.from([255]),
  ]);
  const hex = bytes.toString('hex');
  const pairs = (hex.match(/../g) ?? []).join(':');
  return {
    hex,
    isc:
      `class "${VENDOR_CLASS}" {\n  match if option vendor-class-identifier = "${VENDOR_CLASS}";\n` +
      `  option vendor-encapsulated-options ${pairs};\n}`,
    dnsmasq: `dhcp-vendorclass=set:openstage,${VENDOR_CLASS}\n` + `dhcp-option-force=tag:openstage,43,${pairs}`,
  };
}

/** Tells whether option 43 can name this host: an IPv4 address, or a name as DNS knows it. */
export function isDhcpHost(host: string): boolean {
  if (/^[\d.]+$/.test(host)) return isIPv4(host);
  return host.length <= 200 && /^[a-z\d](?:[a-z\d-]{0,62}\.?)*$/i.test(host);
}
