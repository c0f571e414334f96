/** Text and the encoding it was found in. */
export interface DecodedText {
  /** Without byte order mark. */
  readonly text: string;
  readonly encoding: 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'Windows-1252';
}

const SNIFFED_BYTES = 4096;

/**
 * Decodes the text of a list: by its byte order mark, as UTF-16 by its pattern of null bytes, as UTF-8 when all of it is
 * valid, else as Windows-1252.
 *
 * @returns `null` when the bytes are no text: a null character is left after decoding.
 */
export function decodeText(bytes: Uint8Array): DecodedText | null {
  const decoded = decode(bytes);
  return decoded.text.includes('\0') ? null : decoded;
}

function decode(bytes: Uint8Array): DecodedText {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return decodeAs('UTF-16LE', bytes.subarray(2));
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return decodeAs('UTF-16BE', bytes.subarray(2));
  const hasMark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const unmarked = hasMark ? bytes.subarray(3) : bytes;
  const wide = hasMark ? null : findWideEncoding(bytes);
  if (wide !== null) return decodeAs(wide, bytes);
  try {
    return decodeAs('UTF-8', unmarked);
  } catch {
    return decodeAs('Windows-1252', unmarked);
  }
}

function decodeAs(encoding: DecodedText['encoding'], bytes: Uint8Array): DecodedText {
  const decoder = new TextDecoder(encoding, { fatal: encoding === 'UTF-8', ignoreBOM: true });
  return { text: decoder.decode(bytes), encoding };
}

/** Latin text as UTF-16 has a null in nearly every second byte, always on the same side. */
function findWideEncoding(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | null {
  const pairs = Math.floor(Math.min(bytes.length, SNIFFED_BYTES) / 2);
  let firstNulls = 0;
  let secondNulls = 0;
  for (let pair = 0; pair < pairs; pair++) {
    if (bytes[pair * 2] === 0) firstNulls++;
    if (bytes[pair * 2 + 1] === 0) secondNulls++;
  }
  const most = pairs * 0.5;
  if (pairs > 0 && secondNulls > most && firstNulls === 0) return 'UTF-16LE';
  if (pairs > 0 && firstNulls > most && secondNulls === 0) return 'UTF-16BE';
  return null;
}
