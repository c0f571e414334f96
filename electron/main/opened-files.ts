import { readFile, stat } from 'node:fs/promises';
import { basename, extname, resolve } from 'node:path';
import { ROLLCALL_ENDING } from '../../shared/contract/handover.ts';

/** The largest file that is handed to the window, in bytes: lists are refused above 50 MiB, rollout files above 64. */
const FILE_CAP_BYTES = 64 * 1024 * 1024;

/** A file on its way to the window. */
export interface OpenedFile {
  readonly name: string;
  readonly base64: string;
}

/**
 * Finds the `.rollcall` file that a command line names, as Windows and Linux start the program for one.
 *
 * @param words all of it, the program's own name too; the last one counts.
 * @param folder what a relative path starts from.
 */
export function rolloutFileOf(words: readonly string[], folder: string): string | null {
  const path = words.findLast((word) => !word.startsWith('-') && isRolloutFile(word));
  return path === undefined ? null : resolve(folder, path);
}

/** Tells whether a path has the ending of a rollout file. */
export function isRolloutFile(path: string): boolean {
  return extname(path).toLowerCase() === ROLLCALL_ENDING;
}

/** Reads a file for the window; `null` when it can't be read, is no file or is too large. */
export async function readForWindow(path: string): Promise<OpenedFile | null> {
  try {
    const { size } = await stat(path);
    if (size > FILE_CAP_BYTES) return null;
    return { name: basename(path), base64: await readFile(path, 'base64') };
  } catch {
    return null;
  }
}

/** Hands files to the window as soon as it listens: one can come before there is a window. */
export class OpenedFiles {
  readonly #hand: (file: OpenedFile) => void;
  readonly #onUnreadable: (path: string) => void;
  #waiting: OpenedFile[] = [];
  #isListening = false;

  constructor(hand: (file: OpenedFile) => void, onUnreadable: (path: string) => void) {
    this.#hand = hand;
    this.#onUnreadable = onUnreadable;
  }

  /** Reads a file and hands it over, now or when the window listens. */
  async give(path: string): Promise<void> {
    const file = await readForWindow(path);
    if (file === null) this.#onUnreadable(path);
    else if (this.#isListening) this.#hand(file);
    else this.#waiting.push(file);
  }

  /** The window listens. */
  listen(): void {
    this.#isListening = true;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const file of waiting) this.#hand(file);
  }
}
