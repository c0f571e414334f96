import { createHash, randomBytes } from 'node:crypto';

/** SHA-256 of a text's UTF-8 bytes, as 64 lower-case hex digits. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/**
 * RC4, which OpenSSL 3 offers no longer: the same for both directions.
 *
 * Source of its use: innovaphone SDK, AppWebsocket and sysclient protocol.
 */
export function rc4(key: string, data: Uint8Array): Buffer {
  const keyBytes = Buffer.from(key, 'utf8');
  const box = Uint8Array.from({ length: 256 }, (_, index) => index);
  const at = (index: number): number => box[index & 255] ?? 0;
  const swap = (one: number, other: number): void => {
    const kept = at(one);
    box[one & 255] = at(other);
    box[other & 255] = kept;
  };
  let mixed = 0;
  for (let index = 0; index < 256; index += 1) {
    mixed = (mixed + at(index) + (keyBytes[index % keyBytes.length] ?? 0)) & 255;
    swap(index, mixed);
  }
  let low = 0;
  let high = 0;
  const turn = (byte: number): number => {
    low = (low + 1) & 255;
    high = (high + at(low)) & 255;
    swap(low, high);
    return byte ^ at(at(low) + at(high));
  };
  return Buffer.from(Array.from(data, turn));
}

/** Encrypts a text under a key and writes it as hex. */
export function encryptToHex(key: string, text: string): string {
  return rc4(key, Buffer.from(text, 'utf8')).toString('hex');
}

/** Random decimal digits. */
export function randomDigits(count: number): string {
  let digits = '';
  while (digits.length < count) {
    for (const byte of randomBytes(count)) {
      // 250 and up would make some digits likelier.
      if (byte < 250 && digits.length < count) digits += String(byte % 10);
    }
  }
  return digits;
}

/** Random letters and digits. */
export function randomText(count: number): string {
  return randomBytes(count).toString('base64url').slice(0, count);
}
