import { promisify } from 'node:util';
import { crc32, inflateRaw } from 'node:zlib';
import { failure, type Result, success } from '../../shared/result.ts';

/** Why an archive can't be read. */
export type ZipFailure = 'damaged' | 'encrypted' | 'too-large';

const END_OF_DIRECTORY = 0x06054b50;
const END_LENGTH = 22;
const LONGEST_COMMENT = 0xffff;
const DIRECTORY_ENTRY = 0x02014b50;
const DIRECTORY_ENTRY_LENGTH = 46;
const LOCAL_ENTRY = 0x04034b50;
const LOCAL_ENTRY_LENGTH = 30;
const ENCRYPTED = 0x1;
const STORED = 0;
const DEFLATED = 8;
const MOST_ENTRIES = 10_000;

const inflate = promisify<Uint8Array, { maxOutputLength: number }, Buffer>(inflateRaw);

/**
 * Unpacks those entries of a ZIP archive whose name is wanted, up to a number of bytes in all.
 *
 * What an archive says of its sizes is not believed: unpacking stops at the limit. ZIP64 is not read, since archives of
 * that size are refused before.
 */
export async function unpackZip(
  archive: Uint8Array,
  isWanted: (name: string) => boolean,
  limitBytes: number,
): Promise<Result<ReadonlyMap<string, Uint8Array>, ZipFailure>> {
  const bytes = Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = findEnd(bytes);
  if (end < 0) return failure('damaged');
  const entries = bytes.readUInt16LE(end + 10);
  if (entries > MOST_ENTRIES) return failure('too-large');
  const unpacked = new Map<string, Uint8Array>();
  let left = limitBytes;
  let position = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry++) {
    if (!hasSignature(bytes, position, DIRECTORY_ENTRY, DIRECTORY_ENTRY_LENGTH)) return failure('damaged');
    const nameLength = bytes.readUInt16LE(position + 28);
    const name = bytes.toString(
      'utf8',
      position + DIRECTORY_ENTRY_LENGTH,
      position + DIRECTORY_ENTRY_LENGTH + nameLength,
    );
    if ((bytes.readUInt16LE(position + 8) & ENCRYPTED) !== 0) return failure('encrypted');
    if (isWanted(name)) {
      const content = await unpackEntry(bytes, position, left);
      if (!content.ok) return content;
      left -= content.value.length;
      unpacked.set(name, content.value);
    }
    position +=
      DIRECTORY_ENTRY_LENGTH + nameLength + bytes.readUInt16LE(position + 30) + bytes.readUInt16LE(position + 32);
  }
  return success(unpacked);
}

/** Packs entries into a ZIP archive without compressing them. */
export function packZip(entries: ReadonlyMap<string, Uint8Array>): Buffer {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const nameBytes = Buffer.from(name, 'utf8');
    // version, flags, method, time and date, checksum, sizes and lengths: the same in both places
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(nameBytes.length, 22);
    parts.push(uint32(LOCAL_ENTRY), common, nameBytes, content);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(uint32(DIRECTORY_ENTRY), Buffer.from([20, 0]), common, tail, nameBytes);
    offset += LOCAL_ENTRY_LENGTH + nameBytes.length + content.length;
  }
  const directoryBytes = Buffer.concat(directory);
  const end = Buffer.alloc(END_LENGTH);
  end.writeUInt32LE(END_OF_DIRECTORY, 0);
  end.writeUInt16LE(entries.size, 8);
  end.writeUInt16LE(entries.size, 10);
  end.writeUInt32LE(directoryBytes.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, directoryBytes, end]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function findEnd(bytes: Buffer): number {
  const first = Math.max(0, bytes.length - END_LENGTH - LONGEST_COMMENT);
  for (let position = bytes.length - END_LENGTH; position >= first; position--) {
    if (bytes.readUInt32LE(position) === END_OF_DIRECTORY) return position;
  }
  return -1;
}

function hasSignature(bytes: Buffer, position: number, signature: number, length: number): boolean {
  return position + length <= bytes.length && bytes.readUInt32LE(position) === signature;
}

async function unpackEntry(
  bytes: Buffer,
  directoryEntry: number,
  limitBytes: number,
): Promise<Result<Uint8Array, ZipFailure>> {
  const method = bytes.readUInt16LE(directoryEntry + 10);
  const packedLength = bytes.readUInt32LE(directoryEntry + 20);
  const local = bytes.readUInt32LE(directoryEntry + 42);
  if (!hasSignature(bytes, local, LOCAL_ENTRY, LOCAL_ENTRY_LENGTH)) return failure('damaged');
  const start = local + LOCAL_ENTRY_LENGTH + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (start + packedLength > bytes.length) return failure('damaged');
  const packed = bytes.subarray(start, start + packedLength);
  if (method === STORED) return packedLength > limitBytes ? failure('too-large') : success(packed);
  if (method !== DEFLATED || limitBytes <= 0) return failure(method === DEFLATED ? 'too-large' : 'damaged');
  try {
    return success(await inflate(packed, { maxOutputLength: limitBytes }));
  } catch (error) {
    const isTooLarge = error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    return failure(isTooLarge ? 'too-large' : 'damaged');
  }
}
