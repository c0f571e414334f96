import { createSocket, type RemoteInfo, type Socket } from 'node:dgram';
import { once } from 'node:events';
import fc from 'fast-check';
import { afterEach, describe, expect, test } from 'vitest';
import { fetchByTftp } from './tftp.ts';
import { decodeTftp, encodeTftp, type TftpPacket } from './tftp-packet.ts';

const word = fc.stringMatching(/^[ -~]{0,30}$/);
const packets: fc.Arbitrary<TftpPacket> = fc.oneof(
  fc.record({
    kind: fc.constant('read' as const),
    name: word,
    mode: fc.constantFrom('octet', 'netascii'),
    options: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), word).map((options) => new Map(Object.entries(options))),
  }),
  fc.record({
    kind: fc.constant('data' as const),
    block: fc.nat(0xffff),
    bytes: fc.uint8Array({ maxLength: 600 }).map((bytes) => Buffer.from(bytes)),
  }),
  fc.record({ kind: fc.constant('acknowledge' as const), block: fc.nat(0xffff) }),
  fc.record({ kind: fc.constant('error' as const), code: fc.nat(8), words: word }),
);

describe('packets', () => {
  test('what is written is read back', () => {
    fc.assert(
      fc.property(packets, (packet) => {
        expect(decodeTftp(encodeTftp(packet))).toEqual(packet);
      }),
    );
  });

  test('no bytes make the reader throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => void decodeTftp(bytes)));
    fc.assert(
      fc.property(packets, fc.nat(30), (packet, length) => void decodeTftp(encodeTftp(packet).subarray(0, length))),
    );
  });

  test('a request is as RFC 1350 and 2347 draw it', () => {
    const bytes = encodeTftp({ kind: 'read', name: 'a.cfg', mode: 'octet', options: new Map([['tsize', '0']]) });
    expect(bytes.toString('latin1')).toBe('\0\x01a.cfg\0octet\0tsize\x000\0');
  });
});

const sockets: Socket[] = [];

afterEach(async () => {
  for (const socket of sockets.splice(0)) {
    socket.close();
    await once(socket, 'close');
  }
});

type Say = (bytes: readonly number[] | Buffer, socket?: Socket) => void;

/** A server of raw bytes; it answers from a port of its own, as servers do. */
async function serve(react: (message: Buffer, say: Say, from: RemoteInfo, count: number) => void): Promise<number> {
  const door = createSocket('udp4');
  const room = createSocket('udp4');
  sockets.push(door, room);
  let count = 0;
  for (const socket of [door, room]) {
    socket.on('message', (message, from) => {
      count += 1;
      react(
        message,
        (bytes, via = room) => via.send(Buffer.from(bytes as readonly number[]), from.port, from.address),
        from,
        count,
      );
    });
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
  }
  return door.address().port;
}

const ask = (port: number, more: object = {}) =>
  fetchByTftp({ host: '127.0.0.1', port, name: 'x.cfg', timeoutMs: 30, tries: 3, ...more });

function data(block: number, bytes: Buffer | string): Buffer {
  return Buffer.concat([Buffer.from([0, 3, block >> 8, block & 255]), Buffer.from(bytes)]);
}

describe('a server', () => {
  test('that knows no options and answers with data at once', async () => {
    const port = await serve((message, say) => {
      if (message[1] === 1) say(data(1, Buffer.alloc(512, 'a')));
      if (message[1] === 4 && message[3] === 1) say(data(2, 'end'));
    });
    const answer = await ask(port);
    expect(answer).toMatchObject({ kind: 'file', announcedBytes: null, blockBytes: 512 });
    expect(answer.kind === 'file' && answer.bytes.length).toBe(515);
  });

  test('that takes options, and whose blocks are lost and come twice', async () => {
    const acknowledged: number[] = [];
    const port = await serve((message, say, _from, count) => {
      if (message[1] === 1 && count > 1) say(Buffer.from('\0\x06tsize\x0010\0blksize\x008\0', 'latin1'));
      if (message[1] !== 4) return;
      const block = message.readUInt16BE(2);
      acknowledged.push(block);
      if (block === 0) {
        say(data(1, '12345678'));
        say(data(1, '12345678'));
      }
      if (block === 1 && acknowledged.filter((each) => each === 1).length > 1) say(data(2, '90'));
    });
    const answer = await ask(port);
    expect(answer).toMatchObject({ kind: 'file', announcedBytes: 10, blockBytes: 8 });
    expect(answer.kind === 'file' && Buffer.from(answer.bytes).toString()).toBe('1234567890');
  });

  test('that refuses options is asked without them', async () => {
    const asked: string[] = [];
    const port = await serve((message, say) => {
      if (message[1] !== 1) return;
      asked.push(message.toString('latin1').split('\0').slice(1).join(' ').trim());
      say(message.includes('tsize') ? Buffer.from('\0\x05\0\x04no options\0', 'latin1') : data(1, 'plain'));
    });
    expect(await ask(port)).toMatchObject({ kind: 'file' });
    expect(asked.map((text) => text.includes('blksize'))).toEqual([true, false]);
  });

  test.each([
    [1, 'File not found'],
    [2, 'Access violation'],
  ])('that says error %d', async (code, words) => {
    const port = await serve((_message, say) =>
      say(Buffer.from(`\0\x05\0${String.fromCharCode(code)}${words}\0`, 'latin1')),
    );
    expect(await ask(port)).toEqual({ kind: 'error', code, words });
  });

  test('that never answers, that goes away in the middle, that sends too much', async () => {
    expect(await ask(await serve(() => {}))).toEqual({ kind: 'silent' });
    const half = await serve((message, say) => {
      if (message[1] === 1) say(data(1, Buffer.alloc(512)));
    });
    expect(await ask(half)).toEqual({ kind: 'stalled' });
    const endless = await serve((message, say) =>
      say(data(message[1] === 1 ? 1 : message.readUInt16BE(2) + 1, Buffer.alloc(512))),
    );
    expect(await ask(endless, { maxBytes: 4_000 })).toEqual({ kind: 'too-large' });
  });

  test('a stranger’s packet is not taken', async () => {
    const stranger = createSocket('udp4');
    sockets.push(stranger);
    stranger.bind(0, '127.0.0.1');
    await once(stranger, 'listening');
    const port = await serve((message, say) => {
      if (message[1] === 1) say(data(1, Buffer.alloc(512, 'a')));
      else if (message[3] === 1) {
        say(data(2, 'forged'), stranger);
        setImmediate(say, data(2, 'true'));
      }
    });
    const refused = once(stranger, 'message');
    const answer = await ask(port);
    expect(answer.kind === 'file' && Buffer.from(answer.bytes).subarray(512).toString()).toBe('true');
    const [message] = (await refused) as [Buffer];
    expect(message.readUInt16BE(2)).toBe(5);
  });

  test('that is not there, and a call that is given up', async () => {
    const controller = new AbortController();
    controller.abort();
    expect(await ask(1, { signal: controller.signal })).toEqual({ kind: 'cancelled' });
    expect(await ask(1, { host: 'nowhere.invalid' })).toEqual({ kind: 'unknown-host' });
  });
});
