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

/** Makes the name of a rollout or an account fit to be a file's, on every system; without an ending. */
export function toFileName(name: string): string {
  const plain = name
    .replaceAll(/[\p{Cc}\p{Cf}<>:"/\\|?*]+/gu, ' ')
    .trim()
    .slice(0, 80)
    .replaceAll(/^\.+|[. ]+$/g, '');
  return plain === '' ? 'rollcall' : plain;
}
