import { createSocket, type RemoteInfo } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { decodeTftp, encodeTftp, type TftpOptions, type TftpPacket } from './tftp-packet.ts';

/** A file to fetch, and how patiently. */
export interface TftpRequest {
  /** Name or address, IPv6 without brackets. */
  readonly host: string;
  /** @default 69 */
  readonly port?: number;
  /** To the letter: names are case-sensitive on most servers. */
  readonly name: string;
  /** How long to wait for a packet before the last one is sent again, in milliseconds. @default 2000 */
  readonly timeoutMs?: number;
  /** How often a packet is sent before the server is given up, 1 and up. @default 4 */
  readonly tries?: number;
  /** Largest file, in bytes. @default 2097152 */
  readonly maxBytes?: number;
  /** Whether to ask for larger blocks and the file's size; without it, plain RFC 1350. @default true */
  readonly withOptions?: boolean;
  /** Ends the transfer at any moment. */
  readonly signal?: AbortSignal;
}

/**
 * What came of a TFTP request.
 *
 * - `file`: all of it; `announcedBytes` is what the server said it would be, `null` where it didn't
 * - `error`: the server's own word: 1 file not found, 2 access denied, 4 illegal operation …
 * - `silent`: nothing ever came: the port is blocked, the way back is, or no server runs
 * - `refused`: the computer is there and nothing listens on the port
 * - `stalled`: it began and broke off
 * - `unknown-host`: the name has no address
 */
export type TftpAnswer =
  | {
      readonly kind: 'file';
      readonly bytes: Uint8Array;
      readonly announcedBytes: number | null;
      readonly blockBytes: number;
    }
  | { readonly kind: 'error'; readonly code: number; readonly words: string }
  | { readonly kind: 'silent' | 'refused' | 'stalled' | 'too-large' | 'unknown-host' | 'cancelled' };

const TFTP_PORT = 69;
const PLAIN_BLOCK_BYTES = 512;
const WANTED_BLOCK_BYTES = 1428;
const TIMEOUT_MS = 2_000;
const TRIES = 4;
const MAX_BYTES = 2 * 1024 * 1024;
/** "Option negotiation failed" and "illegal operation": an old server that takes no options. */
const OPTION_ERRORS: ReadonlySet<number> = new Set([4, 8]);
const UNKNOWN_TRANSFER = 5;

/**
 * Fetches one file by TFTP in octet mode: network, UDP; changes nothing, safe to repeat.
 *
 * The answer comes from a port of its own: the first one from the server's address is taken and kept to, others get an
 * error. A server that refuses options is asked once more without them. Block numbers may wrap around.
 *
 * Source: RFC 1350; RFC 2347, 2348 (blksize), 2349 (tsize).
 */
export async function fetchByTftp(request: TftpRequest): Promise<TftpAnswer> {
  const address = await resolveHost(request.host);
  if (address === null) return { kind: 'unknown-host' };
  const { withOptions = true } = request;
  const answer = await transfer(address, request, withOptions);
  if (answer.kind === 'error' && withOptions && OPTION_ERRORS.has(answer.code))
    return transfer(address, request, false);
  return answer;
}

async function resolveHost(host: string): Promise<string | null> {
  if (isIP(host) !== 0) return host;
  try {
    return (await lookup(host)).address;
  } catch {
    return null;
  }
}

function transfer(address: string, request: TftpRequest, withOptions: boolean): Promise<TftpAnswer> {
  const { name, port = TFTP_PORT, timeoutMs = TIMEOUT_MS, tries = TRIES, maxBytes = MAX_BYTES, signal } = request;
  const options: TftpOptions = withOptions
    ? new Map([
        ['tsize', '0'],
        ['blksize', String(WANTED_BLOCK_BYTES)],
      ])
    : new Map();
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    const chunks: Uint8Array[] = [];
    let size = 0;
    let blockBytes = PLAIN_BLOCK_BYTES;
    let announcedBytes: number | null = null;
    let serverPort: number | null = null;
    let expected = 1;
    let last = encodeTftp({ kind: 'read', name, mode: 'octet', options });
    let sent = 0;
    let timer: NodeJS.Timeout | undefined;
    let isSettled = false;

    const settle = (answer: TftpAnswer): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      signal?.removeEventListener('abort', cancel);
      socket.close();
      resolve(answer);
    };
    const cancel = (): void => settle({ kind: 'cancelled' });
    const send = (): void => {
      clearTimeout(timer);
      if (sent === tries) {
        settle({ kind: serverPort === null ? 'silent' : 'stalled' });
        return;
      }
      sent += 1;
      socket.send(last, serverPort ?? port, address);
      timer = setTimeout(send, timeoutMs);
    };
    const answerWith = (packet: TftpPacket): void => {
      last = encodeTftp(packet);
      sent = 0;
      send();
    };
    const takeBlock = (bytes: Uint8Array): void => {
      // The buffer is the socket's: it is used again.
      chunks.push(Uint8Array.from(bytes));
      size += bytes.length;
      if (size > maxBytes) {
        sendOnce({ kind: 'error', code: 3, words: 'Too large' });
        settle({ kind: 'too-large' });
        return;
      }
      const block = expected;
      expected = (expected + 1) & 0xffff;
      if (bytes.length === blockBytes) {
        answerWith({ kind: 'acknowledge', block });
        return;
      }
      // Nobody answers the last one: it is sent once, and the server sends its block again should it be lost.
      sendOnce({ kind: 'acknowledge', block }, () =>
        settle({ kind: 'file', bytes: Buffer.concat(chunks), announcedBytes, blockBytes }),
      );
    };
    const sendOnce = (packet: TftpPacket, done: () => void = () => {}): void =>
      socket.send(encodeTftp(packet), serverPort ?? port, address, done);
    const onMessage = (message: Buffer, from: RemoteInfo): void => {
      const packet = isSettled ? null : decodeTftp(message);
      if (packet === null) return;
      if (serverPort !== null && from.port !== serverPort) {
        const stranger = encodeTftp({ kind: 'error', code: UNKNOWN_TRANSFER, words: 'Unknown transfer ID' });
        socket.send(stranger, from.port, from.address);
        return;
      }
      const isBeginning = serverPort === null;
      if (packet.kind === 'error') settle({ kind: 'error', code: packet.code, words: packet.words });
      else if (packet.kind === 'options' && isBeginning && withOptions) {
        serverPort = from.port;
        blockBytes = readSize(packet.options.get('blksize')) ?? PLAIN_BLOCK_BYTES;
        announcedBytes = readSize(packet.options.get('tsize'));
        answerWith({ kind: 'acknowledge', block: 0 });
      } else if (packet.kind === 'data' && packet.block === expected) {
        serverPort = from.port;
        takeBlock(packet.bytes);
      } else if (packet.kind === 'data' && !isBeginning && packet.block === ((expected - 1) & 0xffff)) {
        // Our word for it was lost.
        socket.send(last, from.port, address);
      }
    };
    socket.on('message', onMessage);
    socket.on('error', (error) => {
      const code = 'code' in error ? error.code : '';
      settle({ kind: code === 'ECONNREFUSED' ? 'refused' : serverPort === null ? 'silent' : 'stalled' });
    });
    if (signal?.aborted) {
      cancel();
      return;
    }
    signal?.addEventListener('abort', cancel);
    socket.bind(0, () => {
      if (!isSettled) send();
    });
  });
}

function readSize(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : null;
}
