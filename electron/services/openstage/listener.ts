import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { networkInterfaces } from 'node:os';
import { basename } from 'node:path';
import { createSecureContext, type SecureContextOptions, type TLSSocket } from 'node:tls';
import type { MacAddress } from '../../../shared/domain/device.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { parseMac } from '../../../shared/domain/mac.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type {
  PhoneAddress,
  PhoneCallEntry,
  PhoneIdentity,
  PhoneStation,
  StationCertificate,
  StationOptions,
} from '../phone-service.ts';
import { contactPhone, splitAddress } from './contact.ts';
import { OpenStageLine } from './line.ts';
import { MESSAGE_MAX_BYTES, type PhoneMessage, parsePhoneMessage, writeAnswer } from './wire.ts';

/** The guide asks for 10 s and more, an older implementation for 30. */
const KEEP_ALIVE_MS = 35_000;
/** First byte of a TLS handshake record (RFC 8446, 5.1). */
const TLS_HANDSHAKE = 0x16;
const COOKIE = 'JSESSIONID';
const FILE_PATH = '/file/';
const POLL_PATH = '/dcmp/contact-me';

/**
 * The ways to offer old TLS versions, the widest first.
 *
 * Old firmware needs what OpenSSL refuses at its default level; BoringSSL, which Electron has, doesn't know that level's
 * name and offers less.
 */
const TLS_WAYS: readonly SecureContextOptions[] = [
  { minVersion: 'TLSv1', ciphers: 'ALL:!aNULL:!eNULL:@SECLEVEL=0' },
  { minVersion: 'TLSv1', ciphers: 'ALL' },
  { minVersion: 'TLSv1' },
];
const TLS_VERSIONS = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const;

function chooseTls(certificate: StationCertificate): SecureContextOptions {
  for (const way of TLS_WAYS) {
    try {
      createSecureContext({ ...certificate, ...way });
      return { ...certificate, ...way };
    } catch {
      // this runtime doesn't know it: the next one asks for less
    }
  }
  return { ...certificate };
}

/** Tells whether an address is one of this computer's own. */
function isOwnAddress(address: string): boolean {
  if (/^127\./.test(address)) return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((each) => each.address === address));
}

function plainAddress(socket: { readonly remoteAddress?: string | undefined }): string {
  return (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
}

function itemValue(message: PhoneMessage, name: string): string {
  return message.items.find((each) => each.name === name && each.value !== '')?.value ?? '';
}

function macOf(text: string): MacAddress | null {
  const mac = parseMac(text);
  return mac.ok ? mac.value : null;
}

function toIdentity(message: PhoneMessage, before: PhoneIdentity | null): PhoneIdentity | null {
  const value = (name: string, old: string | undefined): string =>
    itemValue(message, name).slice(0, 100) || (old ?? '');
  const identity: PhoneIdentity = {
    mac: macOf(itemValue(message, 'mac-addr')) ?? before?.mac ?? null,
    model: value('device-type', before?.model) || itemValue(message, 'related-device-type').slice(0, 100),
    softwareType: value('software-type', before?.softwareType),
    softwareVersion: value('software-version', before?.softwareVersion),
    number: value('e164', before?.number) || itemValue(message, 'basic-e164').slice(0, 100),
  };
  return identity.mac === null && identity.model === '' ? before : identity;
}

/**
 * The value of the session's cookie; phones are known to send back all of `Set-Cookie`, attributes included.
 *
 * Source: vendor guide A31003-S2000-R102-16-7620, "Sessions"; the attributes were observed by a security researcher.
 */
function cookieOf(request: IncomingMessage): string {
  const text = request.headers.cookie ?? '';
  return new RegExp(`(?:^|[;,\\s])${COOKIE}=([0-9A-F]{32})`).exec(text)?.[1] ?? '';
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      bytes += part.length;
      if (bytes > MESSAGE_MAX_BYTES) return null;
      parts.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(parts);
}

interface Seen {
  /** The last handshake that failed from this address. */
  tlsError: string;
}

class OpenStageStation implements PhoneStation {
  readonly address: string;
  port = 0;
  readonly offeredTls: readonly string[];
  readonly #options: StationOptions;
  readonly #lines: readonly OpenStageLine[];
  readonly #byCookie = new Map<string, OpenStageLine>();
  readonly #files = new Map<string, string>();
  readonly #wanted = new Set<PhoneAddress>();
  readonly #seen = new Map<string, Seen>();
  /** Where a listed phone's calls came from, when that isn't where it is listed. */
  readonly #elsewhere = new Map<MacAddress, string>();
  readonly #sockets = new Set<Socket>();
  readonly #server;
  readonly #https;
  readonly #http;
  #isClosed = false;

  constructor(options: StationOptions) {
    this.#options = options;
    this.address = options.address;
    this.#lines = options.phones.map((phone) => new OpenStageLine(phone, options.times));
    const tls = chooseTls(options.certificate);
    this.offeredTls = tls.minVersion === 'TLSv1' ? TLS_VERSIONS : TLS_VERSIONS.slice(2);
    const timing = { keepAliveTimeout: KEEP_ALIVE_MS, connectionsCheckingInterval: 5_000 };
    const serve = (request: IncomingMessage, response: ServerResponse) => void this.#serve(request, response);
    this.#https = createHttpsServer({ ...tls, ...timing, handshakeTimeout: 20_000 }, serve);
    this.#http = createHttpServer(timing, (request, response) => this.#servePlain(request, response));
    this.#https.on('tlsClientError', (error: Error, socket: TLSSocket) =>
      this.#noteTlsError(error, plainAddress(socket)),
    );
    // Handshakes and polls come to the same port: the first byte tells which it is.
    this.#server = createServer((socket) => this.#sort(socket));
  }

  async listen(): Promise<Failure | null> {
    const { address, port } = this.#options;
    return new Promise((resolve) => {
      this.#server.once('error', () => {
        resolve({
          kind: 'validation',
          reason: 'busy',
          aspect: 'port',
          detail: { port },
          sent: 'no',
          concernsAccount: true,
        });
      });
      this.#server.listen(port, address, () => {
        this.port = (this.#server.address() as AddressInfo).port;
        resolve(null);
      });
    });
  }

  line(phone: PhoneAddress): OpenStageLine {
    const line = this.#lines.find((each) => each.phone === phone);
    if (line === undefined) throw new Error('This phone is not in the job of this station.');
    return line;
  }

  contact(phone: PhoneAddress, method: 'POST' | 'GET', signal: AbortSignal) {
    this.#seen.delete(splitAddress(phone.address).host);
    return contactPhone(phone.address, { address: this.address, port: this.port }, method, signal);
  }

  explainSilence(phone: PhoneAddress): Failure {
    const { host } = splitAddress(phone.address);
    const base = { kind: 'timeout', reason: 'no-callback', sent: 'no', concernsAccount: false } as const;
    const elsewhere = phone.mac === null ? undefined : this.#elsewhere.get(phone.mac);
    if (elsewhere !== undefined) return { ...base, aspect: 'other-address', detail: { host, address: elsewhere } };
    const tlsError = this.#seen.get(host)?.tlsError;
    if (tlsError !== undefined) return { ...base, aspect: 'tls', detail: { host, status: tlsError } };
    return { ...base, aspect: 'silent', detail: { host, port: this.port } };
  }

  async offerFile(path: string): Promise<string | null> {
    const found = await stat(path).catch(() => null);
    if (found === null || !found.isFile()) return null;
    const name = basename(path);
    this.#files.set(name, path);
    return `https://${this.address}:${this.port}${FILE_PATH}${encodeURIComponent(name)}`;
  }

  setWanted(phone: PhoneAddress, isWanted: boolean): void {
    if (isWanted) this.#wanted.add(phone);
    else this.#wanted.delete(phone);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const line of this.#lines) line.close();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      // What was just answered gets its way out; whoever stays is cut off.
      for (const socket of this.#sockets) {
        socket.end();
        setTimeout(() => socket.destroy(), 200).unref();
      }
    });
    this.#https.closeAllConnections();
    this.#http.closeAllConnections();
  }

  #note(kind: PhoneCallEntry['kind'], address: string, entry: Partial<PhoneCallEntry>): void {
    this.#options.listener.onCall({
      time: new Date().toISOString(),
      address,
      kind,
      mac: null,
      text: '',
      tls: '',
      identity: null,
      ...entry,
    });
  }

  #noteTlsError(error: Error, address: string): void {
    const code = (error as { readonly code?: string }).code ?? '';
    // A phone that hangs up between two calls is no error.
    if (code === 'ECONNRESET' && address === '') return;
    const text = redactText(code === '' ? error.message : code).slice(0, 200);
    this.#seen.set(address, { tlsError: text });
    this.#note('tls', address, { text });
  }

  #sort(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => this.#sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.setTimeout(KEEP_ALIVE_MS * 2, () => socket.destroy());
    socket.once('data', (first: Buffer) => {
      socket.pause();
      socket.unshift(first);
      (first[0] === TLS_HANDSHAKE ? this.#https : this.#http).emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  }

  /** The lines of the phones listed at an address. */
  #linesAt(address: string): readonly OpenStageLine[] {
    return this.#lines.filter(({ phone }) => splitAddress(phone.address).host === address);
  }

  #servePlain(request: IncomingMessage, response: ServerResponse): void {
    const address = plainAddress(request.socket);
    const url = new URL(request.url ?? '/', 'http://host');
    const mac = macOf(url.searchParams.get('device-id') ?? '');
    if (request.method !== 'GET' || url.pathname !== POLL_PATH || mac === null) {
      answer(response, 404);
      return;
    }
    const line = this.#linesAt(address).find(({ phone }) => phone.mac === null || phone.mac === mac);
    if (line === undefined) {
      answer(response, 403);
      return;
    }
    this.#note('poll', address, { mac });
    answer(response, this.#wanted.has(line.phone) ? 202 : 200);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const address = plainAddress(request.socket);
    const tls = (request.socket as TLSSocket).getProtocol() ?? '';
    if (request.method === 'GET' && request.url?.startsWith(FILE_PATH)) {
      await this.#serveFile(request.url.slice(FILE_PATH.length), address, response);
      return;
    }
    if (request.method !== 'POST') return answer(response, 405);
    const body = await readBody(request);
    if (body === null) return answer(response, 413, { Connection: 'close' });
    const read = parsePhoneMessage(body);
    if (!read.ok) {
      this.#note('unreadable', address, { text: read.error, tls });
      return answer(response, 400);
    }
    const message = read.value;
    const mac = macOf(itemValue(message, 'mac-addr'));
    const cookie = cookieOf(request);
    const line = this.#match(address, mac, cookie);
    if (line === null) {
      if (mac !== null && this.#lines.some(({ phone }) => phone.mac === mac)) this.#elsewhere.set(mac, address);
      const { hearsStrangers } = this.#options;
      const identity = hearsStrangers ? toIdentity(message, null) : null;
      this.#note('stranger', address, { mac, tls, identity, text: message.reason.slice(0, 100) });
      if (!hearsStrangers) return answer(response, 403);
      // Nothing is wanted of it; a phone that is turned away would only try again.
      sendXml(response, writeAnswer(message.nonce, 'CleanUp'), {});
      return;
    }
    line.identity = toIdentity(message, line.identity);
    this.#seen.delete(address);
    const known = cookie !== '' && this.#byCookie.get(cookie) === line ? cookie : this.#makeCookie(line);
    const text = [message.reason, message.action, message.status].filter((part) => part !== '').join(' ');
    this.#note('call', address, {
      mac: line.identity?.mac ?? line.phone.mac,
      tls,
      identity: line.identity,
      text: text.slice(0, 200),
    });
    line.deliver(message, (xml) => {
      if (response.destroyed || response.writableEnded || request.socket.destroyed) return false;
      sendXml(response, xml, { 'Set-Cookie': `${COOKIE}=${known}; Path=/; Secure` });
      return true;
    });
  }

  /** Which phone a message is of: by its MAC, else by the cookie, else by its address; `null`: none of the job. */
  #match(address: string, mac: MacAddress | null, cookie: string): OpenStageLine | null {
    const there = this.#linesAt(address);
    const byCookie = this.#byCookie.get(cookie);
    if (mac === null && byCookie !== undefined && there.includes(byCookie)) return byCookie;
    if (mac !== null) {
      const byMac = there.find(({ phone, identity }) => phone.mac === mac || identity?.mac === mac);
      if (byMac !== undefined) return byMac;
    }
    // Another phone than the listed one is noticed by whoever talks with it, before anything is written.
    return there.length === 1 ? (there[0] ?? null) : null;
  }

  #makeCookie(line: OpenStageLine): string {
    const cookie = randomBytes(16).toString('hex').toUpperCase();
    for (const [old, owner] of this.#byCookie) if (owner === line) this.#byCookie.delete(old);
    this.#byCookie.set(cookie, line);
    return cookie;
  }

  async #serveFile(name: string, address: string, response: ServerResponse): Promise<void> {
    let wanted: string;
    try {
      wanted = decodeURIComponent(name);
    } catch {
      return answer(response, 404);
    }
    const path = this.#linesAt(address).length === 0 ? undefined : this.#files.get(wanted);
    const found = path === undefined ? null : await stat(path).catch(() => null);
    if (path === undefined || found === null) {
      this.#note('stranger', address, { text: wanted.slice(0, 100) });
      return answer(response, 404);
    }
    const total = found.size;
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': total });
    let bytes = 0;
    const stream = createReadStream(path);
    stream.on('data', (part) => {
      bytes += part.length;
      this.#options.listener.onFile({ name: wanted, address, bytes, total });
    });
    stream.once('error', () => response.destroy());
    response.once('close', () => {
      stream.destroy();
      this.#note('file', address, { text: `${wanted} ${bytes}/${total}` });
    });
    stream.pipe(response);
  }
}

/** Early firmware can't read a chunked answer: its length is always said. */
function sendXml(response: ServerResponse, xml: Buffer, headers: Readonly<Record<string, string>>): void {
  response.writeHead(200, { 'Content-Type': 'text/xml', 'Content-Length': xml.length, ...headers });
  response.end(xml);
}

function answer(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  response.writeHead(status, { 'Content-Length': 0, ...headers });
  response.end();
}

/**
 * Opens the provisioning service on one address of this computer: HTTPS for phones on any path, files under `/file/`,
 * and plain HTTP for phones that poll `/dcmp/contact-me`, all on one port.
 *
 * @returns `unreachable`, aspect `own-address`, when the address isn't this computer's; `busy`, aspect `port`.
 * Source: vendor guide A31003-S2000-R102-16-7620, "Interaction"; Unify wiki, "Remote Administration via DLS within NAT
 * environments" for the polling.
 */
export async function openStation(options: StationOptions): Promise<Result<PhoneStation>> {
  if (!isOwnAddress(options.address)) {
    return failure({
      kind: 'validation',
      reason: 'unreachable',
      aspect: 'own-address',
      detail: { host: options.address },
      sent: 'no',
      concernsAccount: true,
    });
  }
  const station = new OpenStageStation(options);
  const problem = await station.listen();
  return problem === null ? success(station) : failure(problem);
}
