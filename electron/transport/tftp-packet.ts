/** A TFTP packet as it is on the wire. */
export type TftpPacket =
  | { readonly kind: 'read'; readonly name: string; readonly mode: string; readonly options: TftpOptions }
  | { readonly kind: 'data'; readonly block: number; readonly bytes: Uint8Array }
  | { readonly kind: 'acknowledge'; readonly block: number }
  | { readonly kind: 'error'; readonly code: number; readonly words: string }
  | { readonly kind: 'options'; readonly options: TftpOptions };

/** Options by lower-case name. */
export type TftpOptions = ReadonlyMap<string, string>;

const OPCODES = { read: 1, data: 3, acknowledge: 4, error: 5, options: 6 } as const;

/**
 * Writes a packet. Texts are Latin-1; a NUL in one would end it early and is left out.
 *
 * Source: RFC 1350, section 5; RFC 2347.
 */
export function encodeTftp(packet: TftpPacket): Buffer {
  const opcode = Buffer.alloc(2);
  opcode.writeUInt16BE(OPCODES[packet.kind]);
  switch (packet.kind) {
    case 'read':
      return Buffer.concat([opcode, texts(packet.name, packet.mode, ...[...packet.options].flat())]);
    case 'data':
      return Buffer.concat([opcode, number(packet.block), packet.bytes]);
    case 'acknowledge':
      return Buffer.concat([opcode, number(packet.block)]);
    case 'error':
      return Buffer.concat([opcode, number(packet.code), texts(packet.words)]);
    case 'options':
      return Buffer.concat([opcode, texts(...[...packet.options].flat())]);
  }
}

function number(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(value & 0xffff);
  return bytes;
}

function texts(...values: readonly string[]): Buffer {
  return Buffer.concat(values.map((value) => Buffer.from(`${value.replaceAll('\0', '')}\0`, 'latin1')));
}

/**
 * Reads a packet; `null` for bytes that are none. No bytes make it throw.
 *
 * Takes what is met: a last text without its NUL, an error without words.
 */
export function decodeTftp(bytes: Uint8Array): TftpPacket | null {
  const packet = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (packet.length < 2) return null;
  switch (packet.readUInt16BE(0)) {
    case OPCODES.read: {
      const [name, mode, ...options] = readTexts(packet.subarray(2));
      return name === undefined || mode === undefined
        ? null
        : { kind: 'read', name, mode: mode.toLowerCase(), options: pair(options) };
    }
    case OPCODES.data:
      return packet.length < 4 ? null : { kind: 'data', block: packet.readUInt16BE(2), bytes: packet.subarray(4) };
    case OPCODES.acknowledge:
      return packet.length < 4 ? null : { kind: 'acknowledge', block: packet.readUInt16BE(2) };
    case OPCODES.error:
      return packet.length < 4
        ? null
        : { kind: 'error', code: packet.readUInt16BE(2), words: readTexts(packet.subarray(4))[0] ?? '' };
    case OPCODES.options:
      return { kind: 'options', options: pair(readTexts(packet.subarray(2))) };
    default:
      return null;
  }
}

function readTexts(bytes: Buffer): readonly string[] {
  const parts = bytes.toString('latin1').split('\0');
  // What follows the last NUL is a text only where there is something.
  return parts.at(-1) === '' ? parts.slice(0, -1) : parts;
}

function pair(values: readonly string[]): TftpOptions {
  const options = new Map<string, string>();
  for (let at = 0; at + 1 < values.length; at += 2) options.set((values[at] ?? '').toLowerCase(), values[at + 1] ?? '');
  return options;
}
