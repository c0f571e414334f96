import { createHash } from 'node:crypto';
import {
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { randomText, sha256 } from './cipher.ts';
import { emptyMemory, type PhoneMemory, runScript, writeConfiguration } from './phone-script.ts';

const VERSION = '13r2 sr2 [13.6146/136146/400]';
const REQUEST_TIMEOUT_MS = 10_000;
const RECONNECT_MS = 2_000;
/** Models whose form is confirmed with `#` for want of an OK key. Source: innovaphone wiki, Concept Provisioning. */
const HASH_MODELS = ['IP101', 'IP102'];
const DEVICE_PASSWORD_USER = 'admin';
const TUNNEL_HEAD = 9;

/** Where a phone stands. */
export type PhoneState =
  /** Switched on, has not been told anything yet. */
  | 'fresh'
  /** Shows the form for a code. */
  | 'prompt'
  /** Runs, without a form and without Devices: has a configuration, or was told nothing. */
  | 'idle'
  /** Connected to Devices, unassigned or assigned. */
  | 'connected'
  /** Registered at the PBX. */
  | 'registered';

/** How a phone is made. */
export interface PhoneOptions {
  /** 12 lower-case hex digits. */
  readonly mac: string;
  readonly model: string;
  /** Where it asks for its update; macros allowed. */
  readonly updateUrl: string;
  /** Milliseconds between two polls; 0: only when told to. */
  readonly pollMs: number;
  /** Whether DHCP gave it the address: then a code can't be used (13r1). */
  readonly hasDhcpUrl: boolean;
  /** Name of the query parameter in which it sends a typed code; what real phones take is unknown. */
  readonly codeParameter: string;
  /** Whether it serves its HTTP interface, on a port of its own. */
  readonly http: boolean;
  /** Its own address as it tells it. */
  readonly address: string;
}

/** What a phone keeps through a restart. */
export interface KeptPhone extends PhoneOptions {
  readonly sysclientPassword: string;
  readonly sysclientUrl: string;
  readonly devicePassword: string;
}

/** What a phone shows of itself on the control interface. */
export interface PhoneView {
  readonly mac: string;
  readonly model: string;
  readonly state: PhoneState;
  readonly updateUrl: string;
  /** Address of its HTTP interface; `null` without one. */
  readonly url: string | null;
  readonly user: string;
  readonly password: string;
  readonly polls: number;
  /** Duration of the last poll in milliseconds. */
  readonly lastPollMs: number;
  readonly lastError: string;
  readonly configuration: string;
}

/** What a phone needs of the world. */
export interface PhoneWorld {
  /** PEM of an authority to trust. */
  readonly ca: string | null;
  readonly nowMs: () => number;
  /** Tries to register at the PBX; whether it could. */
  readonly register: (mac: string, address: string) => boolean;
  /** Whether its registration still stands: the PBX ends it with the device of its user. */
  readonly isRegistered: (mac: string) => boolean;
  /** Keeps what has to survive a restart. */
  readonly keep: (phone: KeptPhone) => void;
}

/** How the typing of a code ended. */
export type TypingResult =
  | 'provisioned'
  | 'configured'
  /** It was told nothing: neither a form nor anything else came. */
  | 'unchanged'
  | 'refused'
  /** No form is shown. */
  | 'no-form'
  /** The key that was pressed doesn't confirm on this model. */
  | 'not-confirmed'
  | 'no-answer';

interface Reply {
  readonly status: number;
  readonly body: string;
}

/**
 * A practice phone: polls its update address, runs the script that comes, shows the form for a code, redeems it,
 * identifies itself at Devices and registers at the PBX.
 *
 * Source: innovaphone wiki, Concept Provisioning and Services/Update; innovaphone SDK, sysclient protocol. The name of the
 * parameter with the code is made up: the real one is not documented.
 */
export class PracticePhone {
  readonly #world: PhoneWorld;
  #options: PhoneOptions;
  readonly #memory: PhoneMemory = emptyMemory();
  #state: PhoneState = 'fresh';
  #sysclientPassword: string;
  #devicePassword: string;
  #socket: WebSocket | null = null;
  #server: Server | null = null;
  #timer: NodeJS.Timeout | null = null;
  #isClosed = false;
  #polls = 0;
  #lastPollMs = 0;
  #lastError = '';

  constructor(options: PhoneOptions & Partial<KeptPhone>, world: PhoneWorld) {
    const { sysclientPassword = '', sysclientUrl = '', devicePassword = randomText(10), ...rest } = options;
    this.#options = rest;
    this.#world = world;
    this.#sysclientPassword = sysclientPassword;
    this.#devicePassword = devicePassword;
    this.#setUpdateUrl(rest.updateUrl);
    if (sysclientUrl !== '') this.#memory.modules.set('SYSCLIENT', new Map([['/sysadmin', sysclientUrl]]));
  }

  get view(): PhoneView {
    const { mac, model } = this.#options;
    return {
      mac,
      model,
      state: this.#state,
      updateUrl: this.#updateUrl,
      url: this.#server === null ? null : `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`,
      user: DEVICE_PASSWORD_USER,
      password: this.#devicePassword,
      polls: this.#polls,
      lastPollMs: this.#lastPollMs,
      lastError: this.#lastError,
      configuration: writeConfiguration(this.#memory),
    };
  }

  /** Switches it on: its HTTP interface, its connection to Devices if it knows one, its polls. */
  async start(): Promise<void> {
    if (this.#options.http) this.#server = await this.#listen();
    this.#keep();
    await this.reconnect();
    this.#schedule();
  }

  /** Changes how it is made; the next poll goes by it. */
  change(options: Partial<Omit<PhoneOptions, 'mac'>>): void {
    this.#options = { ...this.#options, ...options };
    if (options.updateUrl !== undefined) this.#setUpdateUrl(options.updateUrl);
    this.#keep();
    this.#schedule();
  }

  /** Pulls the plug. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#socket?.terminate();
    const server = this.#server;
    this.#server = null;
    if (server === null) return;
    server.closeAllConnections();
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
    });
  }

  /** Asks for its update once and does what the answer says. */
  async poll(code = ''): Promise<Reply | null> {
    if (this.#updateUrl === '') {
      this.#lastError = 'No update address';
      return null;
    }
    const startedAt = performance.now();
    const reply = await this.#request('GET', this.#updateAddress(code));
    this.#polls += 1;
    this.#lastPollMs = performance.now() - startedAt;
    this.#lastError = reply === null ? 'No answer' : reply.status === 200 ? '' : `Status ${reply.status}`;
    if (reply?.status === 200) await this.#run(reply.body);
    return reply;
  }

  /**
   * Types a code into the form and presses a key.
   *
   * @param key `ok`, or `#`, which is what IP101 and IP102 take.
   */
  async typeCode(code: string, key: 'ok' | '#'): Promise<TypingResult> {
    if (this.#state === 'fresh') await this.poll();
    if (this.#state !== 'prompt' || this.#options.hasDhcpUrl) return 'no-form';
    if (key !== (HASH_MODELS.includes(this.#options.model) ? '#' : 'ok')) return 'not-confirmed';
    this.#state = 'idle';
    const before = this.#sysclientUrl;
    const configuration = writeConfiguration(this.#memory);
    const reply = await this.poll(code);
    if (reply?.status !== 200) {
      this.#state = 'prompt';
      return reply === null ? 'no-answer' : 'refused';
    }
    // The form came back, or nothing that the code brings.
    if (this.view.state === 'prompt') return 'refused';
    if (this.#sysclientUrl === '' || this.#sysclientUrl === before)
      return writeConfiguration(this.#memory) === configuration ? 'unchanged' : 'configured';
    const isAccepted = await this.#connect(code);
    if (!isAccepted) {
      this.#state = 'prompt';
      return 'refused';
    }
    return 'provisioned';
  }

  /** Connects to Devices again, with what it has been told before. */
  async reconnect(): Promise<void> {
    if (!this.#isClosed && this.#sysclientUrl !== '' && this.#sysclientPassword !== '') await this.#connect('');
  }

  /** Tries to register at the PBX, as it does whenever something there may have changed. */
  tryToRegister(): void {
    if (this.#state === 'registered' && !this.#world.isRegistered(this.#options.mac)) this.#state = 'connected';
    if (this.#state === 'connected' && this.#world.register(this.#options.mac, this.#options.address))
      this.#state = 'registered';
  }

  get #sysclientUrl(): string {
    return this.#memory.modules.get('SYSCLIENT')?.get('/sysadmin') ?? '';
  }

  /** Where it asks: what DHCP said unless it was told not to listen, else what is configured; empty: nowhere. */
  get #updateUrl(): string {
    const update = this.#memory.modules.get('UP1');
    const listensToDhcp = this.#options.hasDhcpUrl && update?.has('/no-dhcp') !== true;
    return listensToDhcp ? this.#options.updateUrl : (update?.get('/url') ?? '');
  }

  #setUpdateUrl(url: string): void {
    const update = this.#memory.modules.get('UP1') ?? new Map<string, string>();
    this.#memory.modules.set('UP1', update.set('/url', url));
  }

  #keep(): void {
    this.#world.keep({
      ...this.#options,
      sysclientPassword: this.#sysclientPassword,
      sysclientUrl: this.#sysclientUrl,
      devicePassword: this.#devicePassword,
    });
  }

  #schedule(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    const { pollMs } = this.#options;
    if (pollMs === 0 || this.#isClosed) return;
    this.#timer = setTimeout(() => void this.poll().finally(() => this.#schedule()), pollMs);
    this.#timer.unref();
  }

  /** The update address with macros filled in and the standard arguments after it. */
  #updateAddress(code: string): string {
    const { mac, model, address, codeParameter } = this.#options;
    const pairs = mac.match(/../g) ?? [];
    const filled = this.#updateUrl
      .replaceAll('#m', pairs.join('-'))
      .replaceAll('#h', `${model}-${pairs.slice(3).join('-')}`)
      .replaceAll('#t', model)
      .replaceAll('#i', address);
    const whole = filled.endsWith('/') ? `${filled}update-${model.toLowerCase()}.htm` : filled;
    const url = new URL(whole);
    url.searchParams.append('ver', `${model} ${VERSION}`);
    for (const name of ['PROT', 'BOOT', 'CHECK']) {
      const value = this.#memory.variables.get(`UPDATE/${name}`);
      if (value !== undefined) url.searchParams.append(name, value);
    }
    if (code !== '') url.searchParams.append(codeParameter, code);
    return url.href;
  }

  async #run(script: string): Promise<void> {
    const result = await runScript(script, this.#memory, {
      fetch: async (url) => {
        const reply = await this.#request('GET', this.#fill(url));
        return reply?.status === 200 ? reply.body : null;
      },
      upload: async (url, command) => {
        const text = command === '' ? writeConfiguration(this.#memory) : this.#output(command);
        return (await this.#request('PUT', this.#fill(url), text))?.status === 200;
      },
      nowMs: this.#world.nowMs,
    });
    if (result.unknown.length > 0) this.#lastError = `Unknown command: ${result.unknown[0]}`;
    if (result.prompts) {
      if (this.#state !== 'connected' && this.#state !== 'registered') this.#state = 'prompt';
    } else if (this.#state === 'fresh') this.#state = 'idle';
  }

  #fill(url: string): string {
    const pairs = this.#options.mac.match(/../g) ?? [];
    return url.replaceAll('#m', pairs.join('-'));
  }

  /** What a command writes. */
  #output(command: string): string {
    const { mac, model, address } = this.#options;
    if (command.startsWith('mod cmd CMD0 xml-info'))
      return `<info><sys name="${model}" version="${VERSION}" mac="${mac}"/><eth if="ETH0" ipv4="${address}"/></info>`;
    return '';
  }

  #request(method: 'GET' | 'PUT', address: string, body = ''): Promise<Reply | null> {
    return new Promise((resolve) => {
      if (!URL.canParse(address)) {
        resolve(null);
        return;
      }
      const url = new URL(address);
      const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
      const ca = this.#world.ca === null ? {} : { ca: this.#world.ca };
      // Phones keep no connection between two polls.
      const sent = send(url, {
        method,
        agent: false,
        ...ca,
        timeout: REQUEST_TIMEOUT_MS,
        headers: { 'user-agent': 'innovaphone' },
      });
      sent.on('timeout', () => sent.destroy());
      sent.on('error', () => resolve(null));
      sent.on('response', (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('error', () => resolve(null));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString('utf8') }),
        );
      });
      sent.end(body === '' ? undefined : body);
    });
  }

  /** Tries again and again to be connected, a while after the connection broke. */
  #comeBack(): void {
    setTimeout(() => {
      void this.reconnect().then(() => {
        if (this.#state === 'idle' && !this.#isClosed) this.#comeBack();
      });
    }, RECONNECT_MS).unref();
  }

  /** Opens the connection to Devices; whether it was taken. */
  #connect(code: string): Promise<boolean> {
    this.#socket?.terminate();
    const socket = new WebSocket(this.#sysclientUrl, this.#world.ca === null ? {} : { ca: this.#world.ca });
    this.#socket = socket;
    const { mac, model, address } = this.#options;
    const identity = {
      id: mac,
      product: model,
      version: VERSION,
      platform: { type: 'PHONE' },
      fwBuild: '136146',
      bcBuild: '136146',
      major: '13r2',
      fw: `${model.toLowerCase()}.bin`,
      bc: `boot${model.slice(2)}.bin`,
      mini: false,
      pbxActive: false,
      other: false,
      ethIfs: [{ if: 'ETH0', ipv4: address }],
      ...(code !== '' && { provisioningCode: code }),
    };
    const send = (body: object): void => {
      const frame = Buffer.from(`\u0001\u0000\u0000${JSON.stringify(body)}`, 'utf8');
      socket.send(frame);
    };
    return new Promise((resolve) => {
      socket.on('open', () => send(identity));
      socket.on('error', () => resolve(false));
      socket.on('close', () => {
        resolve(false);
        if (this.#socket === socket) {
          this.#socket = null;
          if (this.#state !== 'connected' && this.#state !== 'registered') return;
          this.#state = 'idle';
          this.#comeBack();
        }
      });
      const isIn = (): void => {
        this.#state = 'connected';
        this.#keep();
        this.tryToRegister();
        resolve(true);
      };
      // Nothing says "accepted": a ping behind the last frame is answered only where the connection was kept.
      const ask = (): void => socket.ping();
      socket.on('pong', isIn);
      socket.on('message', (data: Buffer) => {
        if (data[0] === 2) {
          this.#answerTunnel(socket, data);
          return;
        }
        const message = JSON.parse(data.subarray(3).toString('utf8')) as Readonly<Record<string, string>>;
        const type = data.readUInt16BE(1);
        if (type === 1) {
          this.#sysclientPassword = message.password ?? '';
          ask();
        }
        if (type === 2) {
          const said = `${mac}:${model}:${VERSION}:${message.challenge}:${this.#sysclientPassword}`;
          send({ ...identity, digest: sha256(said) });
          ask();
        }
      });
    });
  }

  readonly #answers = new Map<number, Buffer>();

  #answerTunnel(socket: WebSocket, frame: Buffer): void {
    const session = frame.readUInt32BE(1);
    const reply = (event: number, data: Uint8Array = Buffer.alloc(0)): void => {
      const head = Buffer.alloc(TUNNEL_HEAD);
      head[0] = 2;
      head.writeUInt32BE(session, 1);
      head.writeUInt32BE(event, 5);
      socket.send(Buffer.concat([head, data]));
    };
    const event = frame.readUInt32BE(5);
    if (event === 0) {
      const [line = ''] = frame.subarray(TUNNEL_HEAD).toString('latin1').split('\r\n');
      const { status, body, type } = this.#page(line.split(' ')[1] ?? '/');
      const bytes = Buffer.from(body, 'utf8');
      const head = `HTTP/1.1 ${status} ${status === 200 ? 'OK' : 'Not Found'}\r\nContent-Type: ${type}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
      this.#answers.set(session, Buffer.concat([Buffer.from(head, 'latin1'), bytes]));
      reply(3);
    } else if (event === 1) {
      const left = this.#answers.get(session) ?? Buffer.alloc(0);
      const most = frame.readUInt32BE(TUNNEL_HEAD);
      this.#answers.set(session, left.subarray(most));
      reply(2, left.subarray(0, most));
    } else if (event === 4) {
      this.#answers.delete(session);
      reply(4);
    }
  }

  /** A page of its web interface. @param target Path and query as requested. */
  #page(target: string): { readonly status: number; readonly body: string; readonly type: string } {
    const path = decodeURI(target.split('?')[0] ?? '/');
    const { mac, model } = this.#options;
    if (path === '/CMD0/box_info.xml')
      return { status: 200, body: `<info><sys version="${model} ${VERSION}" mac="${mac}"/></info>`, type: 'text/xml' };
    if (path === '/cfg.txt') return { status: 200, body: writeConfiguration(this.#memory), type: 'text/plain' };
    if (path.startsWith('/!')) {
      // The path was decoded once, and the command decodes its values again.
      void this.#run(decodeURIComponent(target.slice(2)).replaceAll('+', ' '));
      return { status: 200, body: 'OK\r\n', type: 'text/plain' };
    }
    return { status: 404, body: 'Not found\r\n', type: 'text/plain' };
  }

  async #listen(): Promise<Server> {
    const nonce = randomText(16);
    const server = createServer((request, response) => this.#serve(request, response, nonce));
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    server.unref();
    return server;
  }

  #serve(request: IncomingMessage, response: ServerResponse, nonce: string): void {
    request.resume();
    const target = request.url ?? '/';
    if (!this.#isAuthorised(request, nonce)) {
      response.writeHead(401, {
        'WWW-Authenticate': `Digest realm="${this.#options.model}", nonce="${nonce}", qop="auth"`,
      });
      response.end();
      return;
    }
    const { status, body, type } = this.#page(target);
    response.writeHead(status, { 'Content-Type': type });
    response.end(body);
  }

  #isAuthorised(request: IncomingMessage, nonce: string): boolean {
    const header = request.headers.authorization ?? '';
    const basic = `Basic ${Buffer.from(`${DEVICE_PASSWORD_USER}:${this.#devicePassword}`).toString('base64')}`;
    if (header === basic) return true;
    const field = (name: string): string => new RegExp(`[ ,]${name}="?([^",]*)`).exec(header)?.[1] ?? '';
    const md5 = (text: string): string => createHash('md5').update(text).digest('hex');
    const user = md5(`${DEVICE_PASSWORD_USER}:${this.#options.model}:${this.#devicePassword}`);
    const what = md5(`${request.method}:${request.url}`);
    const parts = [user, nonce, field('nc'), field('cnonce'), 'auth', what];
    return header.startsWith('Digest ') && field('nonce') === nonce && md5(parts.join(':')) === field('response');
  }
}
