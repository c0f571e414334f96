import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
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
import {
  CHANCE_FAULTS,
  type ChanceFault,
  isText,
  type PracticeAnswer,
  type PracticeCall,
  type PracticeDevice,
  type PracticeLogEntry,
  type PracticeSeed,
  type PracticeService,
} from './practice-service.ts';

const MAX_CALL_BYTES = 64 * 1024 * 1024;
const SLOW_BODY_PIECES = 10;
const HTML_PAGE =
  '<!DOCTYPE html>\n<html><head><title>Maintenance</title></head>\n<body><h1>We will be back soon.</h1><br></body></html>\n';
/** Shapes that no method of any service is documented to answer with. */
const ODD_ANSWERS: readonly PracticeAnswer[] = ['OK', new Map([['status', 'OK']]), [['OK']]];

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

/** One practice service behind its port: its devices, its log, its faults. */
export class PracticeStation {
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
    const devices = seeds.map(({ mac: text, url = '', name = '', owner = 'me' }): PracticeDevice => {
      const mac = toMac(text);
      if (mac === null) throw new Error(`Not a MAC: ${text}`);
      return { mac, url, name, date: now(), owner };
    });
    for (const device of devices) this.#devices.set(device.mac, device);
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
