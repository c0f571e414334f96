import type { ConfigEntry } from './entries.ts';

/** What a Grandstream binary file holds, or what is wrong with it. */
export type GrandstreamReading =
  | {
      readonly kind: 'settings';
      /** 12 lower-case hex digits, out of the header. */
      readonly mac: string;
      /** In the file's order. */
      readonly entries: readonly ConfigEntry[];
      readonly gnkey: string | null;
      /** P numbers that come more than once. */
      readonly duplicates: readonly string[];
    }
  /** The header promises another length than there are bytes. */
  | { readonly kind: 'bad-length'; readonly promised: number }
  | { readonly kind: 'bad-checksum' };

const HEADER_BYTES = 16;
const SHORTEST_BYTES = 20;
const MARK = '0d0a0d0a';

/**
 * Says whether bytes are meant as a Grandstream binary file: by their mark at offset 12.
 *
 * Source: the encoders of Provisioner (base.php), wazo (grandstream v1_2_5_3) and GS3 (grandstream-fns.php) agree.
 */
export function looksLikeGrandstream(bytes: Uint8Array): boolean {
  return bytes.length >= SHORTEST_BYTES && Buffer.from(bytes.subarray(12, HEADER_BYTES)).toString('hex') === MARK;
}

/**
 * Decodes a Grandstream binary file and proves its checksum: all 16-bit words of it sum up to 0 modulo 65536.
 *
 * The length in the header counts 16-bit words; values are percent-encoded, the end is padded with NUL. Pure; no bytes
 * make it throw.
 */
export function readGrandstream(bytes: Uint8Array): GrandstreamReading {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const promised = file.length >= 4 ? file.readUInt32BE(0) * 2 : 0;
  if (promised !== file.length || !looksLikeGrandstream(bytes)) return { kind: 'bad-length', promised };
  let sum = 0;
  for (let at = 0; at < file.length; at += 2) sum = (sum + file.readUInt16BE(at)) & 0xffff;
  if (sum !== 0) return { kind: 'bad-checksum' };
  let end = file.length;
  while (end > HEADER_BYTES && file[end - 1] === 0) end -= 1;
  const entries = file
    .subarray(HEADER_BYTES, end)
    .toString('latin1')
    .split('&')
    .filter((part) => part !== '')
    .map((part): ConfigEntry => {
      const equals = part.indexOf('=');
      return equals === -1
        ? { key: part, value: '' }
        : { key: part.slice(0, equals), value: decodePercent(part.slice(equals + 1)) };
    });
  const keys = entries.map(({ key }) => key);
  return {
    kind: 'settings',
    mac: file.subarray(6, 12).toString('hex'),
    entries,
    gnkey: entries.find(({ key }) => key === 'gnkey')?.value ?? null,
    duplicates: [...new Set(keys.filter((key, index) => keys.indexOf(key) !== index))],
  };
}

/** Percent-decodes bytes as UTF-8; what isn't an escape stays as it is. */
function decodePercent(text: string): string {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const hex = text.slice(at + 1, at + 3);
    if (text[at] === '%' && /^[0-9a-f]{2}$/i.test(hex)) {
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    } else bytes.push(text[at] === '+' ? 0x20 : text.charCodeAt(at));
  }
  return Buffer.from(bytes).toString('utf8');
}
