import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Failure } from '../../../shared/domain/failure.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import type { ContactAnswer } from '../phone-service.ts';

/** Where phones listen for the request to call (vendor guide A31003-S2000-R102-16-7620, "Contact-me"). */
export const CONTACT_PORT = 8085;
const CONTACT_PATH = '/contact_dls.html/ContactDLS';
/** One implementation's experience with old firmware: more than this means that nothing comes. */
const TIMEOUT_MS = 10_000;
/** Answers that say: not with this method. */
const OTHER_METHOD: ReadonlySet<number> = new Set([400, 404, 405, 411, 415, 501]);

/** Takes `address` or `address:port` apart. */
export function splitAddress(text: string): { readonly host: string; readonly port: number } {
  const colon = text.lastIndexOf(':');
  const port = colon < 0 ? Number.NaN : Number(text.slice(colon + 1));
  return Number.isInteger(port) && port > 0 && port < 65_536
    ? { host: text.slice(0, colon), port }
    : { host: text, port: CONTACT_PORT };
}

function noCallback(aspect: string, detail: Readonly<Record<string, string | number>>): Failure {
  return { kind: 'transport', reason: 'no-callback', aspect, detail, sent: 'no', concernsAccount: false };
}

function toFailure(error: unknown, address: string): Failure {
  const { host, port } = splitAddress(address);
  const code = (error as { readonly code?: unknown } | null)?.code;
  if (code === 'ECONNREFUSED') return noCallback('refused', { host, port });
  if (code === 'EHOSTUNREACH' || code === 'ENETUNREACH' || code === 'ETIMEDOUT' || code === 'EADDRNOTAVAIL')
    return noCallback('unreachable', { host, port });
  return noCallback('odd', {
    host,
    port,
    status: redactText(error instanceof Error ? error.message : '').slice(0, 200),
  });
}

function connectTo(host: string, port: number, signal: AbortSignal): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port });
    const fail = (error: Error): void => {
      socket.destroy();
      reject(error);
    };
    const onAbort = (): void => fail(new Error('aborted'));
    const timer = setTimeout(() => fail(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })), TIMEOUT_MS);
    signal.addEventListener('abort', onAbort, { once: true });
    socket.once('error', fail);
    socket.once('close', () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
    });
    socket.once('connect', () => {
      clearTimeout(timer);
      resolve(socket);
    });
  });
}

/**
 * Asks a phone to call a provisioning service: one plain HTTP request to the phone, no secret in it.
 *
 * The caller keeps the pace: phones ignore a second request within their contact gap (300 s unless configured), and
 * early firmware doesn't survive many of them.
 *
 * @param own Where the phone shall call.
 * @returns `failed` with `no-callback`: `refused` (nothing listens there), `unreachable`, `odd` (something else answers).
 * Source: vendor guide A31003-S2000-R102-16-7620, "Contact-me": a form with `ContactMe`, `dls_ip_addr`, `dls_ip_port`,
 * answered by 204; some firmware takes the same names in the query of a GET.
 */
export async function contactPhone(
  address: string,
  own: { readonly address: string; readonly port: number },
  method: 'POST' | 'GET',
  signal: AbortSignal,
): Promise<ContactAnswer> {
  const { host, port } = splitAddress(address);
  const form = new URLSearchParams({ ContactMe: 'true', dls_ip_addr: own.address, dls_ip_port: String(own.port) });
  const body = method === 'POST' ? Buffer.from(form.toString()) : Buffer.alloc(0);
  try {
    const socket = await connectTo(host, port, signal);
    const status = await new Promise<number>((resolve, reject) => {
      const sent = request({
        method,
        host,
        port,
        path: method === 'POST' ? CONTACT_PATH : `${CONTACT_PATH}?${form}`,
        createConnection: () => socket,
        signal,
        headers: {
          Host: `${host}:${port}`,
          ...(method === 'POST'
            ? { 'Content-Type': 'application/x-www-form-urlencoded; charset=utf-8', 'Content-Length': body.length }
            : {}),
          Connection: 'close',
        },
      });
      sent.setTimeout(TIMEOUT_MS, () => sent.destroy(Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' })));
      sent.once('error', reject);
      sent.once('response', (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
        response.once('end', () => socket.destroy());
        response.once('error', () => socket.destroy());
      });
      sent.end(body);
    });
    if (status >= 200 && status < 300) return { kind: 'accepted' };
    if (OTHER_METHOD.has(status)) return { kind: 'wrong-method', status };
    return { kind: 'failed', failure: noCallback('odd', { host, port, status }) };
  } catch (error) {
    return { kind: 'failed', failure: toFailure(error, address) };
  }
}
