import { CHANNELS } from '../../shared/contract/channels.ts';
import type { CallFromWindow } from '../api/open-for-window.ts';
import { type Frame, isOwnFrame } from './origin.ts';

/** The most that is handed out as one file, in bytes. */
const FILE_CAP_BYTES = 500 * 1024 * 1024;

/** What is needed of Electron's `ipcMain`. */
export interface IpcServer {
  handle(
    channel: string,
    listener: (event: { readonly senderFrame: Frame | null }, ...values: readonly unknown[]) => unknown,
  ): void;
}

/** What the channels lead to. */
export interface IpcTargets {
  readonly call: CallFromWindow;
  /** Offers the person a file under a name without folders. */
  readonly saveFile: (name: string, bytes: Uint8Array) => Promise<string | null>;
  /** Gets a line for each message that was turned away; never with its content in it. */
  readonly onRefused: (line: string) => void;
}

/**
 * Opens the channels from the window.
 *
 * Each message: who sends it (the window's own top frame) -> is there such a call -> the call parses its argument.
 * What is turned away rejects: an answer could be read as a success.
 */
export function registerIpc(ipc: IpcServer, { call, saveFile, onRefused }: IpcTargets): void {
  function refuse(channel: string, cause: string): never {
    onRefused(`${channel}: ${cause}`);
    throw new Error(`Refused: ${cause}.`);
  }

  ipc.handle(CHANNELS.call, ({ senderFrame }, group, name, argument) => {
    if (!isOwnFrame(senderFrame)) return refuse(CHANNELS.call, 'foreign frame');
    return call(group, name, argument) ?? refuse(CHANNELS.call, 'unknown call');
  });
  ipc.handle(CHANNELS.save, ({ senderFrame }, name, bytes) => {
    if (!isOwnFrame(senderFrame)) return refuse(CHANNELS.save, 'foreign frame');
    if (typeof name !== 'string' || !isPlainFileName(name)) return refuse(CHANNELS.save, 'bad file name');
    if (!(bytes instanceof Uint8Array) || bytes.byteLength > FILE_CAP_BYTES) return refuse(CHANNELS.save, 'bad bytes');
    return saveFile(name, bytes);
  });
}

/** A name that stays in the folder it is put into, on every system. */
function isPlainFileName(name: string): boolean {
  return name.length > 0 && name.length <= 200 && !name.startsWith('.') && !/[/\\:*?"<>|\p{Cc}]/u.test(name);
}
