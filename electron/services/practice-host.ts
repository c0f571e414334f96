import { randomBytes } from 'node:crypto';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { failure, type Result, success } from '../../shared/result.ts';
import { decodeCall } from '../transport/xml-rpc.ts';
import {
  type ActiveFaults,
  type Chance,
  type FaultSettings,
  faultsOf,
  type PracticeFault,
  parseFault,
  seededRandom,
} from './practice-faults.ts';
import { makePracticeCertificate } from './practice-tls.ts';

export {
  type ActiveFaults,
  isPickedByMac,
  PRACTICE_FAULTS,
  type PracticeFault,
  type PracticeFaultDescription,
  type PracticeFaultName,
  parseFault,
  practiceCheckCode,
} from './practice-faults.ts';

/** Where a practice service listens, and the login it takes: what an account needs. */
export interface PracticeAddress {
  /** The whole address, path included, without the login. */
  readonly url: string;
  readonly user: string;
  /** Random, new at every start. */
  readonly password: string;
  /** Path of the PEM file with the authority to trust; only with TLS. */
  readonly ca?: string;
}

/** A device as a practice service keeps it. */
export interface PracticeDevice {
  /** 12 lower-case hex digits. */
  readonly mac: string;
  /** To the letter as it was sent; may be empty (registered, but redirected nowhere). */
  readonly url: string;
  readonly name: string;
  /** When it was registered, `YYYY-MM-DD HH:MM:SS` in UTC. */
  readonly date: string;
  /** `other`: another account of the same service. */
  readonly owner: 'me' | 'other';
}

/** A device to put into a practice service before it is used. */
export interface PracticeSeed {
  /** 12 hex digits in any notation. */
  readonly mac: string;
  /** @default '' */
  readonly url?: string | undefined;
  /** @default '' */
  readonly name?: string | undefined;
  /** @default 'me' */
  readonly owner?: 'me' | 'other' | undefined;
}

/** One call a practice service received. Entries stand in the order in which the calls took effect. */
export interface PracticeLogEntry {
  /** 1, 2, 3 … */
  readonly seq: number;
  /** When it took effect, ISO 8601 in UTC with milliseconds. */
  readonly at: string;
  /** As called; empty when the call was turned away unread. */
  readonly method: string;
  /** `none`: neither reads nor writes devices, or was turned away unread. */
  readonly kind: 'read' | 'write' | 'none';
  /** The devices the call names, in its order, 12 lower-case hex digits where they are MACs; `*` for the whole account. */
  readonly macs: readonly string[] | '*';
  /** The devices whose entry really changed: made, overwritten or removed. */
  readonly applied: readonly string[];
  /**
   * How it ended for the caller. Only `answered` calls told the caller what the service knows.
   *
   * `pending`: the answer isn't out yet. `undelivered`: the caller had gone before the answer was out. `fault`: an
   * XML-RPC `<fault>`. `not-xmlrpc`: the call couldn't be read. The others are the switched-on faults of these names.
   */
  readonly outcome:
    | 'pending'
    | 'answered'
    | 'undelivered'
    | 'fault'
    | 'not-xmlrpc'
    | 'rate-limit'
    | ChanceFault
    | 'unauthorized';
}

/** What a method answers, before its service writes it down in its dialect. */
export type PracticeAnswer = string | boolean | readonly PracticeAnswer[] | ReadonlyMap<string, PracticeAnswer>;

/** What a method of a practice service sees and may do during one call. */
export interface PracticeCall {
  /** As decoded: strings, numbers, booleans, `null`, arrays, maps. */
  readonly params: readonly unknown[];
  readonly faults: ActiveFaults;
  /** Finds a device in whichever account it is; `null` when it is in none. */
  find(mac: string): PracticeDevice | null;
  /** Every device of this account, oldest first. */
  ownDevices(): Iterable<PracticeDevice>;
  /** Makes or overwrites this account's entry. */
  register(mac: string, url: string, name: string): void;
  /** Removes this account's entry. */
  deregister(mac: string): void;
}

/** One XML-RPC method of a practice service. */
export interface PracticeMethod {
  readonly kind: PracticeLogEntry['kind'];
  /** `devices`: its first parameter is a MAC or a list of them. `account`: it is about all the account's devices. */
  readonly scope: 'devices' | 'account' | 'none';
  /** Answers the call; `null` when number or types of its parameters are wrong, which earns a fault. */
  run(call: PracticeCall): PracticeAnswer | null;
}

/** What a service's `practice.ts` exports: its methods and its dialect, written from the vendor's documentation. */
export interface PracticeService {
  readonly id: string;
  /** Path of its address, compared to the letter. */
  readonly path: string;
  readonly user: string;
  /** Whether a call without `Content-Type: text/xml` is turned away. */
  readonly needsXmlContentType: boolean;
  readonly methods: ReadonlyMap<string, PracticeMethod>;
  /** The text of the fault for wrong parameters. */
  readonly wrongParameters: string;
  /** The text of the fault for a method that it doesn't have. */
  unknownMethod(method: string): string;
  /** Writes a whole `<methodResponse>` document. */
  writeAnswer(answer: PracticeAnswer): string;
  /** Writes a whole `<methodResponse>` document with a `<fault>`. */
  writeFault(text: string): string;
}

/** Practice services that are running. Every method throws for a service that isn't among them. */
export interface RunningPractice {
  /** By service id, in the order in which they were named. */
  readonly addresses: Readonly<Record<string, PracticeAddress>>;
  /** The devices a service holds, both accounts' devices, oldest first. */
  state(id: string): readonly PracticeDevice[];
  /** Every call a service received so far. */
  log(id: string): readonly PracticeLogEntry[];
  /** Puts devices in, over what is there; no call, so the log doesn't show it. Throws for what isn't a MAC. */
  seed(id: string, devices: readonly PracticeSeed[]): void;
  /** Switches on these faults, written as for {@link parseFault}, and all others off. Throws for what isn't a fault. */
  setFaults(id: string, faults: readonly string[]): void;
  /** Breaks all connections, frees the ports and removes the authority's file. Safe to repeat. */
  close(): Promise<void>;
}

/** How to start practice services. */
export interface PracticeHostOptions {
  /** Port of the first service, the next one gets the next. @default any free ports */
  readonly portBase?: number;
  /** @default false */
  readonly tls?: boolean;
  /** @default none */
  readonly faults?: readonly PracticeFault[];
}

/** Faults that strike some calls, in the order in which they get their chance. */
const CHANCE_FAULTS = ['drop-before', 'error-500', 'html', 'drop-after', 'truncated', 'odd-answer'] as const;
type ChanceFault = (typeof CHANCE_FAULTS)[number];

const MAX_CALL_BYTES = 64 * 1024 * 1024;
const KEEP_ALIVE_MS = 60_000;
const SLOW_BODY_PIECES = 10;
const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>\n<body><h1>We will be back soon.</h1><br></body></html>\n';
/** Shapes that no method of any service is documented to answer with. */
const ODD_ANSWERS: readonly PracticeAnswer[] = ['OK', new Map([['status', 'OK']]), [['OK']]];

/** Escapes text for XML content. */
export function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;');
}

/** Tells whether a decoded parameter is a string. */
export function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Tells whether a decoded parameter is an array of nothing but strings. */
export function isTextList(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every(isText);
}

function toMac(text: string): string | null {
  const bare = text.replace(/[\s:.-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(bare) ? bare : null;
}

/** The MACs a call names first; the check code behind one is no part of it. */
function macsNamed(params: readonly unknown[]): readonly string[] {
  const [first] = params;
  const texts = isText(first) ? [first] : Array.isArray(first) ? first.filter(isText) : [];
  return texts.map((text) => (/^[0-9a-f]{12}(?![0-9a-f])/i.test(text) ? text.slice(0, 12).toLowerCase() : text));
}

function now(): string {
  return new Date().toISOString().replace('T', ' ').slice(0, 19);
}

/** Turns calls away above a rate, after an opening burst of one second's calls. */
class RateLimiter {
  readonly #perSecond: number;
  #tokens: number;
  #at = performance.now();

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
    this.#tokens = Math.max(1, perSecond);
  }

  takes(): boolean {
    const at = performance.now();
    const earned = ((at - this.#at) / 1000) * this.#perSecond;
    this.#tokens = Math.min(Math.max(1, this.#perSecond), this.#tokens + earned);
    this.#at = at;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}

/** One service's faults, and the dice of those that strike by chance. */
class FaultBox {
  readonly settings: ActiveFaults;
  readonly #limiter: RateLimiter | null;
  readonly #dice: ReadonlyMap<ChanceFault, () => number>;

  constructor(settings: ActiveFaults) {
    this.settings = settings;
    const perSecond = settings['rate-limit'];
    this.#limiter = perSecond === undefined ? null : new RateLimiter(perSecond);
    this.#dice = new Map(CHANCE_FAULTS.map((name) => [name, seededRandom(name)]));
  }

  isOverRate(): boolean {
    return this.#limiter !== null && !this.#limiter.takes();
  }

  /** The fault that strikes this call, if one does. */
  draw(kind: PracticeLogEntry['kind']): ChanceFault | null {
    return CHANCE_FAULTS.find((name) => this.#strikes(name, this.settings[name], kind)) ?? null;
  }

  #strikes(name: ChanceFault, chance: Chance | undefined, kind: PracticeLogEntry['kind']): boolean {
    if (chance === undefined || (chance.kind !== 'any' && chance.kind !== kind)) return false;
    return (this.#dice.get(name)?.() ?? 1) < chance.probability;
  }

  delayMs(devices: number): number {
    const { callMs, deviceMs }: FaultSettings['delay'] = this.settings.delay ?? { callMs: 0, deviceMs: 0 };
    return Math.round(callMs + deviceMs * devices);
  }
}

/** A log entry whose answer may still be on its way. */
type OpenEntry = { -readonly [Key in keyof PracticeLogEntry]: PracticeLogEntry[Key] };

/** What a response shall be. */
interface Reply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

const plain = (status: number, body: string, headers: Readonly<Record<string, string>> = {}): Reply => ({
  status,
  headers: { 'Content-Type': 'text/plain; charset=utf-8', ...headers },
  body: `${body}\n`,
});
const json = (status: number, value: unknown): Reply => ({
  status,
  headers: { 'Content-Type': 'application/json' },
  body: JSON.stringify(value),
});
const xml = (body: string): Reply => ({ status: 200, headers: { 'Content-Type': 'text/xml' }, body });
const html = (status: number, body: string): Reply => ({
  status,
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  body,
});

const FAULT_TEXTS = z.array(z.string());
const SEEDS = z.array(
  z.object({
    mac: z.string(),
    url: z.string().optional(),
    name: z.string().optional(),
    owner: z.enum(['me', 'other']).optional(),
  }),
);

/** One practice service on its port: its devices, its log, its faults. */
class Station {
  readonly service: PracticeService;
  readonly password = randomBytes(12).toString('base64url');
  readonly log: OpenEntry[] = [];
  readonly #devices = new Map<string, PracticeDevice>();
  readonly #authorization: string;
  readonly #closing: AbortSignal;
  #faults: FaultBox;
  #oddAnswers = 0;

  constructor(service: PracticeService, faults: readonly PracticeFault[], closing: AbortSignal) {
    this.service = service;
    this.#authorization = `Basic ${Buffer.from(`${service.user}:${this.password}`).toString('base64')}`;
    this.#faults = new FaultBox(faultsOf(faults, service.id));
    this.#closing = closing;
  }

  get devices(): readonly PracticeDevice[] {
    return [...this.#devices.keys()].flatMap((mac) => this.#find(mac) ?? []);
  }

  seed(seeds: readonly PracticeSeed[]): void {
    for (const { mac: text, url = '', name = '', owner = 'me' } of seeds) {
      const mac = toMac(text);
      if (mac === null) throw new Error(`Not a MAC: ${text}`);
      this.#devices.set(mac, { mac, url, name, date: now(), owner });
    }
  }

  setFaults(texts: readonly string[]): void {
    const faults = texts.map((text) => {
      const parsed = parseFault(text);
      if (!parsed.ok) throw new Error(parsed.error);
      return parsed.value;
    });
    this.#faults = new FaultBox(faultsOf(faults, this.service.id));
  }

  /** Serves one HTTP request, the control interface included. Never rejects for what a client does. */
  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === null) return;
    const [path = ''] = (request.url ?? '').split('?');
    if (path.startsWith('/practice/')) {
      await send(response, this.#control(request, path, body.toString('utf8')));
    } else {
      const refusal = this.#refusal(request, path, body);
      if (refusal !== null) await send(response, refusal);
      else await this.#serveCall(request, response, body);
    }
  }

  #refusal(request: IncomingMessage, path: string, body: Buffer): Reply | null {
    if (path !== this.service.path) return plain(404, `Nothing here. This practice service is at ${this.service.path}`);
    if (request.method !== 'POST') return plain(405, 'XML-RPC takes POST only.', { Allow: 'POST' });
    if (this.service.needsXmlContentType && !/^text\/xml\b/i.test(request.headers['content-type'] ?? '')) {
      return plain(415, 'Content-Type must be text/xml.');
    }
    return body.length > MAX_CALL_BYTES ? plain(413, 'That call is too long.') : null;
  }

  #control(request: IncomingMessage, path: string, body: string): Reply {
    // A web page open in a browser must reach this neither directly nor by rebinding a name to 127.0.0.1.
    const isLocal = /^(?:127\.0\.0\.1|localhost|\[::1\])(?::\d+)?$/i.test(request.headers.host ?? '');
    if (!isLocal || request.headers.origin !== undefined) return plain(403, 'For programs on this computer only.');
    switch (`${request.method} ${path}`) {
      case 'GET /practice/log': {
        const lines = this.log.map((entry) => `${JSON.stringify(entry)}\n`).join('');
        return { status: 200, headers: { 'Content-Type': 'application/x-ndjson' }, body: lines };
      }
      case 'GET /practice/state':
        return json(200, this.devices);
      case 'POST /practice/faults':
        return change(body, FAULT_TEXTS, (texts) => this.setFaults(texts));
      case 'POST /practice/seed':
        return change(body, SEEDS, (seeds) => this.seed(seeds));
      default:
        return plain(404, 'Known are GET log and state, POST faults and seed.');
    }
  }

  async #serveCall(request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> {
    const faults = this.#faults;
    if (faults.settings.unauthorized || request.headers.authorization !== this.#authorization) {
      const challenge = { 'WWW-Authenticate': `Basic realm="${this.service.id} practice"` };
      return this.#conclude(response, this.#record('', 'none', []), 'unauthorized', plain(401, 'Log in.', challenge));
    }
    const decoded = await decodeCall(body);
    if (!decoded.ok) {
      const reply = xml(this.service.writeFault('Failed to parse XML-RPC request'));
      return this.#conclude(response, this.#record('', 'none', []), 'not-xmlrpc', reply);
    }
    const { method: name, params } = decoded.value;
    const method = this.service.methods.get(name);
    if (method === undefined) {
      const reply = xml(this.service.writeFault(this.service.unknownMethod(name)));
      return this.#conclude(response, this.#record(name, 'none', []), 'fault', reply);
    }
    const macs = method.scope === 'devices' ? macsNamed(params) : method.scope === 'account' ? '*' : [];
    const entry = this.#record(name, method.kind, macs);
    if (faults.isOverRate()) {
      return this.#conclude(response, entry, 'rate-limit', plain(429, 'Too many calls.', { 'Retry-After': '1' }));
    }
    const struck = faults.draw(method.kind);
    switch (struck) {
      case 'drop-before':
        entry.outcome = struck;
        request.socket.destroy();
        return;
      case 'error-500':
        return this.#conclude(response, entry, struck, html(500, '<h1>Internal Server Error</h1>\n'));
      case 'html':
        return this.#conclude(response, entry, struck, html(200, HTML_PAGE));
      default:
    }

    const answer = method.run(this.#call(params, entry));
    const devices = macs !== '*' ? macs.length : Array.isArray(answer) ? answer.length : 0;
    const reply = this.#reply(answer, struck);
    const isWaited = await pause(faults.delayMs(devices), this.#closing);
    if (!isWaited) return;
    if (struck === 'drop-after') {
      entry.outcome = struck;
      request.socket.destroy();
      return;
    }
    await this.#conclude(response, entry, struck ?? (answer === null ? 'fault' : 'answered'), reply);
  }

  #reply(answer: PracticeAnswer | null, struck: ChanceFault | null): Reply {
    if (struck === 'odd-answer') {
      const odd = ODD_ANSWERS[this.#oddAnswers % ODD_ANSWERS.length] ?? '';
      this.#oddAnswers += 1;
      return xml(this.service.writeAnswer(odd));
    }
    const { service } = this;
    const body = answer === null ? service.writeFault(service.wrongParameters) : service.writeAnswer(answer);
    return xml(struck === 'truncated' ? body.slice(0, body.length / 2) : body);
  }

  async #conclude(
    response: ServerResponse,
    entry: OpenEntry,
    outcome: PracticeLogEntry['outcome'],
    reply: Reply,
  ): Promise<void> {
    const slowMs = this.#faults.settings['slow-body'];
    const isOut =
      slowMs === undefined || reply.status !== 200
        ? await send(response, reply)
        : await sendSlowly(response, reply, slowMs, this.#closing);
    entry.outcome = isOut ? outcome : 'undelivered';
  }

  #record(method: string, kind: PracticeLogEntry['kind'], macs: PracticeLogEntry['macs']): OpenEntry {
    const entry: OpenEntry = {
      seq: this.log.length + 1,
      at: new Date().toISOString(),
      method,
      kind,
      macs,
      applied: [],
      outcome: 'pending',
    };
    this.log.push(entry);
    return entry;
  }

  #find(mac: string): PracticeDevice | null {
    const device = this.#devices.get(mac) ?? null;
    if (!this.#faults.settings.owned?.(mac)) return device;
    return { mac, url: '', name: '', date: device?.date ?? now(), owner: 'other' };
  }

  *#ownDevices(): Iterable<PracticeDevice> {
    const owned = this.#faults.settings.owned;
    for (const device of this.#devices.values()) {
      if (device.owner === 'me' && !owned?.(device.mac)) yield device;
    }
  }

  #call(params: readonly unknown[], entry: OpenEntry): PracticeCall {
    const faults = this.#faults.settings;
    const applied: string[] = [];
    entry.applied = applied;
    return {
      params,
      faults,
      find: (mac) => this.#find(mac),
      ownDevices: () => this.#ownDevices(),
      register: (mac, url, name) => {
        if (faults.lie) return;
        this.#devices.set(mac, { mac, url, name, date: now(), owner: 'me' });
        applied.push(mac);
      },
      deregister: (mac) => {
        if (!faults.lie && this.#devices.delete(mac)) applied.push(mac);
      },
    };
  }
}

/** Reads a whole request; `null` when the client went away before its end. What is over the limit is cut off. */
async function readBody(request: IncomingMessage): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve) => {
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes - chunk.length <= MAX_CALL_BYTES) chunks.push(chunk);
    });
    request.once('end', () => resolve(Buffer.concat(chunks)));
    request.once('close', () => resolve(null));
    request.once('error', () => resolve(null));
  });
}

/** Sends a response; whether all of it went out. */
async function send(response: ServerResponse, { status, headers, body }: Reply): Promise<boolean> {
  if (response.closed) return false;
  const bytes = Buffer.from(body);
  const closed = whenClosed(response);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.end(bytes);
  return closed;
}

/** As {@link send}, in pieces spread over a time. */
async function sendSlowly(
  response: ServerResponse,
  { status, headers, body }: Reply,
  ms: number,
  closing: AbortSignal,
): Promise<boolean> {
  if (response.closed) return false;
  const bytes = Buffer.from(body);
  const closed = whenClosed(response);
  response.writeHead(status, { ...headers, 'Content-Length': bytes.length });
  response.flushHeaders();
  for (let piece = 0; piece < SLOW_BODY_PIECES; piece += 1) {
    if (!(await pause(ms / SLOW_BODY_PIECES, closing)) || response.closed) return false;
    const [from = 0, to = 0] = [piece, piece + 1].map((n) => Math.floor((bytes.length * n) / SLOW_BODY_PIECES));
    response.write(bytes.subarray(from, to));
  }
  response.end();
  return closed;
}

function whenClosed(response: ServerResponse): Promise<boolean> {
  return new Promise((resolve) => {
    response.once('close', () => resolve(response.writableFinished));
  });
}

/** Waits; `false` when the practice service was closed meanwhile. */
async function pause(ms: number, closing: AbortSignal): Promise<boolean> {
  if (ms < 1) return !closing.aborted;
  return sleep(ms, true, { signal: closing }).catch(() => false);
}

/** Applies a JSON document of the control interface, or says what is wrong with it. */
function change<Value>(body: string, schema: z.ZodType<Value>, apply: (value: Value) => void): Reply {
  try {
    apply(schema.parse(JSON.parse(body)));
    return json(200, { ok: true });
  } catch (error) {
    return json(400, { ok: false, error: error instanceof Error ? error.message : String(error) });
  }
}

/** Listens; the port, or `null` when it is taken or not to be had. */
async function listen(server: Server, port: number): Promise<number | null> {
  if (port > 65_535) return null;
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

/**
 * Starts practice services, each on its own port of 127.0.0.1 and reachable from this computer only.
 *
 * Beside its own path every one serves a control interface without login, which is for programs on this computer:
 * `GET /practice/log` (one JSON {@link PracticeLogEntry} a line), `GET /practice/state` (array of
 * {@link PracticeDevice}), `POST /practice/faults` (array of texts as for {@link parseFault}; replaces what was on) and
 * `POST /practice/seed` (array of {@link PracticeSeed}).
 *
 * Keeps everything in memory; with TLS one file, the authority's certificate, lies in the temporary folder until it
 * is closed.
 *
 * @returns `busy`, aspect `port`, with the port as detail, when one can't be had; nothing runs then.
 */
export async function startPracticeHost(
  services: readonly PracticeService[],
  { portBase, tls = false, faults = [] }: PracticeHostOptions,
): Promise<Result<RunningPractice>> {
  const closing = new AbortController();
  const certificate = tls ? await makePracticeCertificate() : null;
  const stations = new Map<string, Station>();
  const servers: Server[] = [];
  const addresses: Record<string, PracticeAddress> = {};
  const close = async () => {
    closing.abort();
    await Promise.all(servers.map(closeServer));
    await certificate?.remove();
  };

  for (const [index, service] of services.entries()) {
    const station = new Station(service, faults, closing.signal);
    const serve = (request: IncomingMessage, response: ServerResponse) => void station.serve(request, response);
    const server = certificate === null ? createHttpServer(serve) : createHttpsServer(certificate, serve);
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    const wanted = portBase === undefined ? 0 : portBase + index;
    const port = await listen(server, wanted);
    if (port === null) {
      await close();
      return failure({
        kind: 'validation',
        reason: 'busy',
        aspect: 'port',
        detail: { port: wanted },
        sent: 'no',
        concernsAccount: true,
      });
    }
    servers.push(server);
    stations.set(service.id, station);
    addresses[service.id] = {
      url: `${certificate === null ? 'http' : 'https'}://127.0.0.1:${port}${service.path}`,
      user: service.user,
      password: station.password,
      ...(certificate && { ca: certificate.caFile }),
    };
  }

  const stationOf = (id: string) => {
    const station = stations.get(id);
    if (station === undefined) throw new Error(`No practice service "${id}" is running.`);
    return station;
  };
  return success({
    addresses,
    state: (id) => stationOf(id).devices,
    log: (id) => stationOf(id).log,
    seed: (id, devices) => stationOf(id).seed(devices),
    setFaults: (id, texts) => stationOf(id).setFaults(texts),
    close,
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return closed;
}
