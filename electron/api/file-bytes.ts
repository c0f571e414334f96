import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Result, success } from '../../shared/result.ts';

/**
 * Writes a file as a path wants it and gives its bytes, for whoever has no path to write to.
 *
 * The file lies for a moment in a folder of its own that only this user can read.
 *
 * @param name With the ending that picks the format.
 */
export async function writeToBytes<E>(
  name: string,
  write: (path: string) => Promise<Result<void, E>>,
): Promise<Result<Buffer, E>> {
  const folder = await mkdtemp(join(tmpdir(), 'rollcall-'));
  try {
    const path = join(folder, name);
    const written = await write(path);
    return written.ok ? success(await readFile(path)) : written;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Names that mean a device on Windows, whatever follows a dot. Source: Microsoft, Naming Files, Paths, and Namespaces. */
const WINDOWS_DEVICE = /^(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)/i;

/** In letters. */
const LONGEST = 80;
/** Most file systems take 255 bytes; an ending, and what makes a name unlike another, go behind. */
const LONGEST_BYTES = 200;

/** Makes the name of a rollout or an account fit to be a file's, on every system; without an ending. */
export function toFileName(name: string): string {
  const letters = Array.from(name.replaceAll(/[\p{Cc}\p{Cf}\p{Cs}<>:"/\\|?*]+/gu, ' ').trim());
  while (letters.length > LONGEST || Buffer.byteLength(letters.join('')) > LONGEST_BYTES) letters.pop();
  const plain = letters
    .join('')
    .replaceAll(/^[. ]+|[. ]+$/g, '')
    .replace(WINDOWS_DEVICE, '$&_');
  return plain === '' ? 'rollcall' : plain;
}
