import { type FileHandle, open, stat } from 'node:fs/promises';
import { StringDecoder } from 'node:string_decoder';
import type { LogFollower } from '../config-service.ts';

const LOOK_EVERY_MS = 300;
const PIECE_BYTES = 256 * 1024;

/**
 * Follows a file as `tail -F` does: from its beginning, over rotation (another file under the name) and truncation.
 *
 * What is left of a rotated file is read before the new one. Looks three times a second: change notices don't come from
 * network drives. Disk only; reads, never writes.
 *
 * @param everyMs How often it is looked at, in milliseconds. @default 300
 */
export function followFile(
  path: string,
  onText: (text: string) => void,
  onGone: (isGone: boolean) => void,
  everyMs: number = LOOK_EVERY_MS,
): LogFollower {
  let file: FileHandle | null = null;
  let identity = '';
  let position = 0;
  let decoder = new StringDecoder('utf8');
  let wasGone = false;
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;

  async function readOn(handle: FileHandle): Promise<void> {
    const buffer = Buffer.alloc(PIECE_BYTES);
    while (!isStopped) {
      const { bytesRead } = await handle.read(buffer, 0, PIECE_BYTES, position);
      if (bytesRead === 0) return;
      position += bytesRead;
      onText(decoder.write(buffer.subarray(0, bytesRead)));
    }
  }

  async function begin(): Promise<void> {
    file = await open(path, 'r');
    const { ino, dev } = await file.stat();
    identity = `${dev} ${ino}`;
    position = 0;
    decoder = new StringDecoder('utf8');
  }

  async function look(): Promise<void> {
    if (file === null) await begin();
    if (file === null) return;
    const open = await file.stat();
    if (open.size < position) position = 0;
    await readOn(file);
    const now = await stat(path);
    if (`${now.dev} ${now.ino}` === identity) return;
    const old: FileHandle = file;
    file = null;
    await old.close();
    await begin();
    if (file !== null) await readOn(file);
  }

  async function go(): Promise<void> {
    let isGone = false;
    try {
      await look();
    } catch {
      isGone = true;
    }
    if (isStopped) return;
    if (isGone !== wasGone) onGone(isGone);
    wasGone = isGone;
    timer = setTimeout(() => {
      going = go();
    }, everyMs);
  }

  let going = go();
  return {
    stop: async () => {
      isStopped = true;
      clearTimeout(timer);
      await going;
      await file?.close();
      file = null;
    },
  };
}
