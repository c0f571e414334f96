import { createSocket } from 'node:dgram';
import { isIP } from 'node:net';
import { redactText } from '../../../shared/domain/redact.ts';
import type { SyslogLine, SyslogReceiver } from '../config-service.ts';
import { findMacs } from './macs.ts';

const LONGEST_TEXT = 1_000;
/** Words of phones after which a password stands. */
const SECRET = /((?:pass(?:word|wd)?|pswd|secret|response|nonce|authorization)["']?\s*[=:]\s*"?)[^\s",;&]+/gi;

/**
 * Reads one syslog datagram, old form or new. Pure; no bytes make it throw.
 *
 * Source: RFC 3164 and RFC 5424, `<PRI>` before the words; what follows is shown as it is, secrets masked.
 */
export function readSyslog(bytes: Uint8Array): Pick<SyslogLine, 'mac' | 'severity' | 'text'> {
  const text = new TextDecoder().decode(bytes.subarray(0, 8_192));
  const [, priority, rest = text] = /^<(\d{1,3})>([\s\S]*)$/.exec(text) ?? [];
  const [mac = null] = findMacs(rest);
  return {
    mac,
    severity: priority === undefined ? null : Number(priority) % 8,
    text: redactText(rest.replace(/[\p{Cc}\uFFFD]+/gu, ' ').trim())
      .replace(SECRET, '$1***')
      .slice(0, LONGEST_TEXT),
  };
}

/**
 * Listens for syslog over UDP on one address. Answers nothing.
 *
 * @param port 0: any free one; 514 is usual and often needs rights.
 * @returns `null` when the port can't be had or the address isn't this computer's.
 */
export function receiveSyslog(
  address: string,
  port: number,
  onLine: (line: SyslogLine) => void,
): Promise<SyslogReceiver | null> {
  return new Promise((resolve) => {
    const socket = createSocket(isIP(address) === 6 ? 'udp6' : 'udp4');
    let isClosed = false;
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    socket.on('message', (bytes, from) => {
      onLine({ time: new Date().toISOString(), address: from.address, ...readSyslog(bytes) });
    });
    socket.bind({ address, port, exclusive: true }, () => {
      // It is there for the window: nothing waits for it when that closes.
      socket.unref();
      socket.removeAllListeners('error').on('error', () => {});
      resolve({
        address,
        port: socket.address().port,
        close: () =>
          new Promise((done) => {
            if (isClosed) done();
            else socket.close(() => done());
            isClosed = true;
          }),
      });
    });
  });
}
