import { readFileSync } from 'node:fs';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { z } from 'zod';
import type {
  PracticeProgram,
  PracticeProgramOptions,
  PracticeProgramSetting,
  RunningPracticeProgram,
} from '../practice-program.ts';
import type { LogLine, SocketSurroundings } from './practice/app-socket.ts';
import { DevicesApp } from './practice/devices-app.ts';
import { PLATFORM_FAULTS, PlatformFaults, readSettings } from './practice/faults.ts';
import { Journal } from './practice/journal.ts';
import { ADMIN_APP, Pbx } from './practice/pbx.ts';
import { type KeptPhone, type PhoneOptions, PracticePhone, type TypingResult } from './practice/phone.ts';
import { Platform } from './practice/platform.ts';
import { Sysclients } from './practice/sysclients.ts';

const INSTANCE = 'devices';
const DEVICES_API = 'innovaphone-devices-api';
const MAX_BODY_BYTES = 1024 * 1024;
const LOG_LINES = 20_000;
const CODE_PARAMETER = 'PROVISIONING-CODE';
const FIRST_PHONE = 0x0090_33f0_0000;
const MODELS = ['IP112', 'IP222', 'IP101', 'IP232', 'IP111', 'IP102'];
/** More phones than these get no HTTP interface of their own unless it is asked for. */
const PHONES_WITH_HTTP = 40;

const PHONE_COMMANDS = z.array(
  z.object({
    /** 12 hex digits, separators allowed. */
    mac: z.string().optional(),
    /** Number of the phone, 1 and up, in place of its MAC. */
    phone: z.number().int().min(1).max(1000).optional(),
    model: z.string().optional(),
    updateUrl: z.string().optional(),
    pollMs: z.number().int().min(0).optional(),
    hasDhcpUrl: z.boolean().optional(),
    codeParameter: z.string().optional(),
    http: z.boolean().optional(),
    /** Asks for its update once. */
    poll: z.boolean().optional(),
    /** A code to be typed. */
    code: z.string().optional(),
    /** The key that is pressed after it. @default the one that is right for the model */
    key: z.enum(['ok', '#']).optional(),
    /** Its connection to Devices breaks. */
    disconnect: z.boolean().optional(),
    /** It connects to Devices again; it does so by itself a while after a broken connection. */
    reconnect: z.boolean().optional(),
  }),
);

/** What the control interface takes for a phone (`POST /practice/phones`, an object or a list of them). */
export type PhoneCommand = z.infer<typeof PHONE_COMMANDS>[number];

const CLOCK = z.union([z.object({ advanceMs: z.number() }), z.object({ now: z.iso.datetime({ offset: true }) })]);
const USERS = z.object({ count: z.number().int().min(0).max(10_000) });
const AUTHORIZE = z.object({ user: z.string() });
const FAULTS = z.array(z.string());

/** A practice platform that runs, for tests that are in the same process. */
export interface RunningPracticePlatform extends RunningPracticeProgram {
  /** Codes, devices, users and the clock: what the platform holds. */
  readonly platform: Platform;
  /** Does with phones what the control interface does. */
  command(commands: readonly PhoneCommand[]): Promise<readonly PhoneAnswer[]>;
}

/** What became of a command for a phone. */
export interface PhoneAnswer {
  readonly mac: string;
  /** How the typing of the code ended; `null` when none was typed. */
  readonly typed: TypingResult | null;
  readonly state: string;
  readonly [extra: string]: unknown;
}

function macOf(text: string): string | null {
  const bare = text.replace(/[\s:.-]/g, '').toLowerCase();
  return /^[0-9a-f]{12}$/.test(bare) ? bare : null;
}

async function listen(server: Server, port: number): Promise<number | null> {
  if (port > 65_535) return null;
  return new Promise((resolve) => {
    server.once('error', () => resolve(null));
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

async function closeServer(server: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  return closed;
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let size = 0;
  try {
    for await (const part of request as AsyncIterable<Buffer>) {
      size += part.length;
      if (size > MAX_BODY_BYTES) return null;
      parts.push(part);
    }
    return Buffer.concat(parts).toString('utf8');
  } catch {
    return null;
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** One platform with its listeners and phones. */
class Station {
  readonly faults = new PlatformFaults();
  readonly platform: Platform;
  readonly log: LogLine[] = [];
  readonly phones = new Map<string, PracticePhone>();
  readonly #devices: DevicesApp;
  readonly #pbx: Pbx;
  readonly #sysclients: Sysclients;
  readonly #sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #surroundings: SocketSurroundings;
  readonly #certificate: PracticeProgramOptions['certificate'];
  readonly #ca: string | null;
  readonly #servers: Server[] = [];
  #port = 0;
  #otherPort = 0;

  constructor(options: PracticeProgramOptions, stateFile: string | null) {
    this.#certificate = options.certificate;
    this.#ca = options.certificate === null ? null : readFileSync(options.certificate.caFile, 'utf8');
    this.faults.set(options.faults);
    this.platform = new Platform(new Journal(stateFile), this.faults);
    this.#surroundings = { faults: this.faults, log: (line) => this.#note(line) };
    this.#devices = new DevicesApp(this.platform, ({ name }) => this.#sysclientsUrl(name));
    this.#sysclients = new Sysclients(this.platform);
    this.#pbx = new Pbx(this.platform, {
      devicesUrl: () => `${this.#origin('http')}/${this.#pbx.domain}/${INSTANCE}/${DEVICES_API}`,
      otherHost: () => `127.0.0.1:${this.#otherPort}`,
    });
    this.platform.on('userChanged', () => {
      for (const phone of this.phones.values()) phone.tryToRegister();
    });
  }

  get controlUrl(): string {
    return `${this.#origin('http')}/practice/`;
  }

  get address(): RunningPracticeProgram['address'] {
    const { domain } = this.#pbx;
    const { platform } = this;
    const [instance, customer] = platform.domains;
    return {
      url: `${this.#origin('http')}/${domain}/${INSTANCE}/`,
      user: domain,
      password: instance?.password ?? '',
      pbx: {
        url: `${this.#origin('http')}/PBX0/APPCLIENT/websocket`,
        user: platform.users[0]?.h323 ?? '',
        password: platform.secrets.userPassword,
        domain,
      },
      apps: {
        url: `${this.#origin('http')}/PBX0/APPS/websocket`,
        app: ADMIN_APP,
        password: platform.secrets.appPassword,
        domain,
      },
      customer: {
        url: `${this.#origin('http')}/${customer?.name}/${INSTANCE}/`,
        user: customer?.name,
        password: customer?.password,
      },
      updateUrl: this.#cloudUrl,
      sysclients: this.#sysclientsUrl(domain),
      token: instance?.token,
      control: this.controlUrl,
      ...(this.#certificate && { ca: this.#certificate.caFile }),
      phones: [...this.phones.values()]
        .slice(0, PHONES_WITH_HTTP)
        .map(({ view: { mac, model, url, user, password } }) => ({ mac, model, url, user, password })),
    };
  }

  async start(port: number, phones: number): Promise<boolean> {
    const other = await this.#serve(0, true);
    const main = await this.#serve(port, false);
    if (main === null || other === null) {
      await this.close();
      return false;
    }
    this.#port = main;
    this.#otherPort = other;
    this.platform.makeUsers(phones);
    const kept = this.platform.keptPhones as readonly KeptPhone[];
    for (const phone of kept) this.#add({ ...phone, updateUrl: this.#cloudUrl });
    for (let index = this.phones.size; index < phones; index += 1)
      this.#add(this.#optionsOf(index, { http: phones <= PHONES_WITH_HTTP }));
    await Promise.all([...this.phones.values()].map((phone) => phone.start()));
    return true;
  }

  async command(commands: readonly PhoneCommand[]): Promise<readonly PhoneAnswer[]> {
    return Promise.all(commands.map((command) => this.#command(command)));
  }

  async close(): Promise<void> {
    await Promise.all([...this.phones.values()].map((phone) => phone.close()));
    for (const socket of this.#sockets.clients) socket.terminate();
    await Promise.all(this.#servers.splice(0).map(closeServer));
  }

  #origin(scheme: 'http' | 'ws'): string {
    return `${scheme}${this.#certificate === null ? '' : 's'}://127.0.0.1:${this.#port}`;
  }

  get #cloudUrl(): string {
    return `${this.#origin('http')}/init?mac=#m&hw=#h&type=#t`;
  }

  #sysclientsUrl(domain: string): string {
    return `${this.#origin('ws')}/${domain}/${INSTANCE}/sysclients`;
  }

  #note(line: Omit<LogLine, 'at'>): void {
    this.log.push({ at: new Date().toISOString(), ...line });
    if (this.log.length > LOG_LINES) this.log.shift();
  }

  #optionsOf(index: number, changes: Partial<PhoneOptions> = {}): PhoneOptions {
    return {
      mac: (FIRST_PHONE + index).toString(16).padStart(12, '0'),
      model: MODELS[index % MODELS.length] ?? 'IP112',
      updateUrl: this.#cloudUrl,
      pollMs: 0,
      hasDhcpUrl: false,
      codeParameter: CODE_PARAMETER,
      http: false,
      address: `192.168.${50 + Math.floor(index / 250)}.${1 + (index % 250)}`,
      ...changes,
    };
  }

  #add(options: PhoneOptions): PracticePhone {
    const phone = new PracticePhone(options, {
      ca: this.#ca,
      nowMs: () => this.platform.nowMs,
      isRegistered: (mac) => this.platform.isRegistered(mac),
      register: (mac, address) => this.platform.register(mac, address) !== null,
      keep: (kept) => this.platform.keepPhone(kept.mac, kept),
    });
    this.phones.set(options.mac, phone);
    return phone;
  }

  async #command(command: PhoneCommand): Promise<PhoneAnswer> {
    const { mac: text, phone: number, poll, code, key, disconnect, reconnect, ...changes } = command;
    const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
    const mac = text === undefined ? this.#optionsOf((number ?? this.phones.size + 1) - 1).mac : macOf(text);
    if (mac === null) return { mac: text ?? '', typed: null, state: 'no-mac' };
    let phone = this.phones.get(mac);
    if (phone === undefined) {
      phone = this.#add({ ...this.#optionsOf(this.phones.size, given), mac });
      await phone.start();
    } else if (Object.keys(given).length > 0) phone.change(given);
    if (disconnect === true) this.#sysclients.disconnect(mac);
    if (reconnect === true) await phone.reconnect();
    if (poll === true) await phone.poll();
    const usual = ['IP101', 'IP102'].includes(phone.view.model) ? '#' : 'ok';
    const typed = code === undefined ? null : await phone.typeCode(code.replace(/\D/g, ''), key ?? usual);
    return { ...phone.view, typed };
  }

  async #serve(port: number, isOther: boolean): Promise<number | null> {
    const answer = (request: IncomingMessage, response: ServerResponse) => void this.#answer(request, response);
    const server = this.#certificate === null ? createHttpServer(answer) : createHttpsServer(this.#certificate, answer);
    server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      const serve = this.#socketServer(request, isOther);
      if (serve === null) socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n');
      else this.#sockets.handleUpgrade(request, socket, head, serve);
    });
    const found = await listen(server, port);
    if (found !== null) this.#servers.push(server);
    return found;
  }

  /** What serves an address that is asked for as a WebSocket; `null` when nothing does. */
  #socketServer(request: IncomingMessage, isOther: boolean): ((socket: import('ws').WebSocket) => void) | null {
    const url = new URL(request.url ?? '/', 'ws://127.0.0.1');
    const [first = '', second = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
    const around = this.#surroundings;
    if (first === 'PBX0' && second === 'APPCLIENT' && /^(?:\d+\/)?websocket$/.test(rest.join('/')))
      return (socket) => this.#pbx.serveUser(socket, around, isOther);
    if (first === 'PBX0' && second === 'APPS' && rest.join('/') === 'websocket')
      return (socket) => this.#pbx.serveApp(socket, around);
    if (isOther || second !== INSTANCE || !this.platform.domains.some(({ name }) => name === first)) return null;
    if (rest.join('/') === 'sysclients')
      return (socket) => this.#sysclients.serve(socket, around, first, url.searchParams);
    const form = rest.join('/') === '' ? 'stripped' : rest.join('/') === DEVICES_API ? 'whole' : null;
    const only = this.faults.value('app-url');
    return form !== null && (only === null || only === form) ? (socket) => this.#devices.serve(socket, around) : null;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readBody(request);
    if (body === null) {
      request.destroy();
      return;
    }
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const end = (status: number, type: string, text: string | Buffer): void => {
      response.writeHead(status, { 'Content-Type': type });
      response.end(text);
    };
    if (url.pathname.startsWith('/practice/')) {
      const [status, value] = await this.#control(request.method ?? 'GET', url.pathname.slice(10), body);
      if (typeof value === 'string') end(status, 'text/plain; charset=utf-8', value);
      else end(status, 'application/json', JSON.stringify(value));
      return;
    }
    if (url.pathname === '/init') {
      this.#note({ place: 'cloud', from: 'client', what: `${request.method} ${url.pathname}` });
      if (this.faults.isOn('cloud-down')) request.socket.destroy();
      else end(200, 'text/plain', this.#cloudScript(url.searchParams.get(CODE_PARAMETER)));
      return;
    }
    const [, domain, instance, passage, mac = '', key = '', ...path] = url.pathname.split('/');
    if (instance === INSTANCE && passage === 'passthrough' && domain !== undefined) {
      this.#note({ place: 'passthrough', from: 'client', what: `${request.method} /${path.join('/')}` });
      const isAllowed = this.#devices.isSessionKey(key);
      const asked = `${request.method} /${path.join('/')}${url.search} HTTP/1.1\r\nHost: ${mac}\r\n\r\n${body}`;
      const answer = isAllowed ? await this.#sysclients.exchange(mac.toLowerCase(), Buffer.from(asked)) : null;
      if (answer === null) end(isAllowed ? 404 : 403, 'text/plain', 'No such phone.\n');
      else this.#passOn(answer, end);
      return;
    }
    end(404, 'text/plain', 'Nothing here.\n');
  }

  #passOn(answer: Buffer, end: (status: number, type: string, body: Buffer) => void): void {
    const split = answer.indexOf('\r\n\r\n');
    const head = answer.subarray(0, split).toString('latin1');
    const type = /\r\ncontent-type: *([^\r]*)/i.exec(head)?.[1] ?? 'text/plain';
    end(Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? '502'), type, answer.subarray(split + 4));
  }

  /** What config.innovaphone.com says to a phone: where its Devices is, once it knows the code, else the form. */
  #cloudScript(typed: string | null): string {
    const code = typed === null ? null : this.platform.findLiveCode(typed);
    const domain = code === null ? null : this.platform.findDomain(code.domainId);
    const lines =
      domain === null
        ? ['vars create UPDATE/PROVISIONING-CODE h prompt']
        : [
            `config change SYSCLIENT /sysadmin ${encodeURIComponent(this.#sysclientsUrl(domain.name))}`,
            'config add UP1 /no-dhcp',
            'config write',
            'config activate',
          ];
    return `${lines.join('\r\n')}\r\n`;
  }

  async #control(method: string, name: string, body: string): Promise<readonly [number, unknown]> {
    const refused = [400, 'That is not understood.\n'] as const;
    if (method === 'GET' && name === 'log') return [200, this.log.map((line) => `${JSON.stringify(line)}\n`).join('')];
    if (method === 'GET' && name === 'state') return [200, this.#state()];
    if (method === 'GET' && name === 'phones') return [200, [...this.phones.values()].map(({ view }) => view)];
    if (method !== 'POST') return [404, 'Nothing here.\n'];
    const value = readJson(body);
    if (name === 'faults') {
      const texts = FAULTS.safeParse(value);
      const settings = texts.success ? readSettings(texts.data) : 'An array of texts is needed.';
      if (typeof settings === 'string') return [400, `${settings}\n`];
      this.faults.set(settings);
      return [200, {}];
    }
    if (name === 'phones') {
      const commands = PHONE_COMMANDS.safeParse(Array.isArray(value) ? value : [value]);
      return commands.success ? [200, await this.command(commands.data)] : refused;
    }
    if (name === 'clock') {
      const clock = CLOCK.safeParse(value);
      if (!clock.success) return refused;
      const by = 'advanceMs' in clock.data ? clock.data.advanceMs : Date.parse(clock.data.now) - this.platform.nowMs;
      this.platform.moveClock(by);
      return [200, { now: new Date(this.platform.nowMs).toISOString() }];
    }
    if (name === 'users') {
      const users = USERS.safeParse(value);
      if (!users.success) return refused;
      this.platform.makeUsers(users.data.count);
      return [200, { users: this.platform.users.length }];
    }
    if (name === 'authorize') {
      const user = AUTHORIZE.safeParse(value);
      if (!user.success) return refused;
      return this.#pbx.authorize(user.data.user) ? [200, {}] : [404, 'Nobody waits for it.\n'];
    }
    if (name === 'expire-sessions') {
      this.#pbx.expireSessions();
      return [200, {}];
    }
    return [404, 'Nothing here.\n'];
  }

  #state(): unknown {
    const { platform } = this;
    return {
      now: new Date(platform.nowMs).toISOString(),
      codes: platform.codes,
      devices: platform.devices.map(({ password, ...device }) => ({
        ...device,
        online: platform.isOnline(device.hwId),
      })),
      users: platform.users.map((user) => ({ ...user, regs: platform.registrationsOf(user.guid) })),
    };
  }
}

/**
 * Starts a practice platform on 127.0.0.1.
 *
 * @param stateFile Where it keeps codes, devices, users, passwords and phones, so that one that was killed and is
 *   started again knows them; give the same port too. `null`: all in memory.
 * @returns `null` when the port can't be had.
 */
export async function startPracticePlatform(
  options: PracticeProgramOptions,
  stateFile: string | null = null,
): Promise<RunningPracticePlatform | null> {
  const station = new Station(options, stateFile);
  if (!(await station.start(options.port, options.phones))) return null;
  return {
    address: station.address,
    platform: station.platform,
    command: (commands) => station.command(commands),
    setFaults: (faults: readonly PracticeProgramSetting[]) => station.faults.set(faults),
    close: () => station.close(),
  };
}

/**
 * The practice platform: an App Platform with Devices, a PBX, the code service on the Internet, and phones.
 *
 * Beside `log`, `state` and `faults` its control interface (`address.control`) takes `POST phones` (a
 * {@link PhoneCommand} or a list of them), `POST clock` (`{"advanceMs":…}` or `{"now":"…Z"}`), `POST users`
 * (`{"count":…}`), `POST authorize` (`{"user":…}`, for the fault `two-factor`), `POST expire-sessions`, and
 * `GET phones`.
 */
export const practice: PracticeProgram = {
  id: 'innovaphone',
  faults: PLATFORM_FAULTS,
  start: (options) => startPracticePlatform(options),
};
