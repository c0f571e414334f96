import { createSocket, type Socket } from 'node:dgram';

/** What the practice TFTP server says to a name: a file, silence, or an error. */
export type PracticeTftpAnswer = Buffer | 'silent' | { readonly code: number; readonly words: string };

/** A practice TFTP server that runs. */
export interface PracticeTftp {
  readonly port: number;
  close(): Promise<void>;
}

const RESEND_MS = 1_000;
const RESENDS = 3;

function errorPacket(code: number, words: string): Buffer {
  return Buffer.concat([Buffer.from([0, 5, 0, code]), Buffer.from(`${words}\0`)]);
}

/**
 * Serves files by TFTP on 127.0.0.1, written from RFC 1350, 2347, 2348 and 2349 alone: each transfer from a port of its
 * own.
 */
export async function startPracticeTftp(find: (name: string) => PracticeTftpAnswer): Promise<PracticeTftp> {
  const door = createSocket('udp4');
  const transfers = new Set<Socket>();
  door.on('message', (message, from) => {
    const [name = '', mode = '', ...options] = message.subarray(2).toString('latin1').split('\0');
    if (message.readUInt16BE(0) !== 1 || mode.toLowerCase() !== 'octet') {
      door.send(errorPacket(4, 'Illegal TFTP operation'), from.port, from.address);
      return;
    }
    const answer = find(name);
    if (answer === 'silent') return;
    const socket = createSocket('udp4');
    transfers.add(socket);
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(timer);
      if (transfers.delete(socket)) socket.close();
    };
    const send = (packet: Buffer, tries = 0): void => {
      clearTimeout(timer);
      socket.send(packet, from.port, from.address);
      timer = setTimeout(() => (tries < RESENDS ? send(packet, tries + 1) : end()), RESEND_MS);
    };
    socket.on('error', end);
    if (!Buffer.isBuffer(answer)) {
      socket.send(errorPacket(answer.code, answer.words), from.port, from.address, end);
      return;
    }
    const wanted = new Map<string, string>();
    for (let at = 0; at + 1 < options.length; at += 2) {
      wanted.set((options[at] ?? '').toLowerCase(), options[at + 1] ?? '');
    }
    const size = Math.min(Math.max(Number(wanted.get('blksize') ?? 512) || 512, 8), 1_428);
    const block = (number: number): Buffer =>
      Buffer.concat([
        Buffer.from([0, 3, (number >> 8) & 255, number & 255]),
        answer.subarray((number - 1) * size, number * size),
      ]);
    const last = Math.floor(answer.length / size) + 1;
    socket.on('message', (reply) => {
      if (reply.length < 4 || reply.readUInt16BE(0) !== 4) return end();
      const next = reply.readUInt16BE(2) + 1;
      if (next > last) end();
      else send(block(next));
    });
    const taken = [...wanted.keys()].filter((option) => option === 'blksize' || option === 'tsize');
    if (taken.length === 0) return send(block(1));
    const words = taken.map((option) => `${option}\0${option === 'tsize' ? answer.length : size}\0`).join('');
    send(Buffer.concat([Buffer.from([0, 6]), Buffer.from(words)]));
  });
  await new Promise<void>((resolve) => door.bind(0, '127.0.0.1', resolve));
  return {
    port: door.address().port,
    close: async () => {
      for (const socket of transfers) socket.close();
      transfers.clear();
      await new Promise<void>((resolve) => door.close(() => resolve()));
    },
  };
}
