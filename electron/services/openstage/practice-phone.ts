import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { Agent, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text as readText } from 'node:stream/consumers';
import { type PracticeItem, type PracticeMessage, readOrder, writeMessage } from './practice-xml.ts';

/** What can be wrong with a practice phone. */
export type PracticePhoneFault =
  | 'unreachable'
  | 'silent'
  | 'tls-abort'
  | 'other-mac'
  | 'other-address'
  | 'busy'
  | 'busy-old-firmware'
  | 'refused-item'
  | 'drop-reply'
  | 'slow'
  | 'no-mac'
  | 'whole-cookie'
  | 'fragments'
  | 'max-items'
  | 'unknown-reason'
  | 'other-path'
  | 'get-only'
  | 'close-each'
  | 'file-failed'
  | 'contact-gap';

/** One thing that happened to a practice phone. */
export interface PracticePhoneEvent {
  readonly time: string;
  readonly mac: string;
  /** For instance `contact`, `contact-ignored`, `call`, `order`, `bad-answer`, `stored`, `file`. */
  readonly event: string;
  readonly text: string;
}

/** Where a phone shall call. */
interface Service {
  readonly host: string;
  readonly port: number;
}

/** What a phone is made of. */
export interface PracticePhoneOptions {
  readonly number: number;
  readonly mac: string;
  readonly model: string;
  readonly address: string;
  /** Whether the phone has its address for itself; otherwise it shares 127.0.0.1 and listens on any free port. */
  readonly hasOwnAddress: boolean;
  readonly faultOf: (fault: PracticePhoneFault) => string | null;
  readonly log: (event: PracticePhoneEvent) => void;
}

const CONTACT_PORT = 8085;
const SECRET_KEYS: ReadonlySet<string> = new Set(['sip-pwd', 'ldap-pwd', 'admin-pwd', 'user-pwd', 'user-pwd-unicode']);

function firstItems(options: PracticePhoneOptions): Map<string, string> {
  const number = `4930555${String(1000 + options.number)}`;
  return new Map([
    ['mac-addr', options.mac],
    ['device-type', options.model],
    ['related-device-type', options.model],
    ['software-type', 'Siemens SIP'],
    ['software-version', 'V3 R5.21.0'],
    ['contact-me-uri', `http://${options.address}:${CONTACT_PORT}/contact_dls.html/ContactDLS`],
    ['e164', number],
    ['configuration-changed-flag', 'false'],
    ['reg-addr', '192.0.2.5'],
    ['reg-port', '5060'],
    ['registrar-addr', '192.0.2.5'],
    ['sip-transport-user', '0'],
    ['sip-user-id', String(1000 + options.number)],
    ['sip-pwd', ''],
    ['sip-name', ''],
    ['realm', ''],
    ['display-id', `Old ${options.number}`],
    ['display-id-unicode', `Old ${options.number}`],
    ['use-display-id', 'true'],
    ['hostname', ''],
    ['language-iso', 'de'],
    ['country-iso', 'DE'],
    ['sntp-addr', '192.0.2.1'],
    ['key-label-unicode[1]', 'Küche & Bad'],
    ['function-key-def[1]', '1'],
    ['select-dial[1]', '100'],
    ['key-label-unicode[2]', ''],
    ['function-key-def[2]', '0'],
    ['select-dial[2]', ''],
    ['ldap-server-address', ''],
    ['ldap-pwd', ''],
    ['admin-pwd', '123456'],
    ['user-pwd', '000000'],
    ['dls-contact-interval', '0'],
    ['ssh-enable', 'false'],
    ['vlan-id', '0'],
  ]);
}

/** One practice phone: it listens for requests to call, calls, and does as it is told, from the guide alone. */
export class PracticePhone {
  readonly options: PracticePhoneOptions;
  readonly items: Map<string, string>;
  address: string;
  #server: Server | null = null;
  #service: Service | null = null;
  #cookie = '';
  #lastContactMs = Number.NEGATIVE_INFINITY;
  #isCalling = false;
  #busyLeft: number | null = null;
  #isClosed = false;
  readonly #agent: Agent;
  readonly #timers = new Set<NodeJS.Timeout>();

  constructor(options: PracticePhoneOptions) {
    this.options = options;
    this.address = options.address;
    this.items = firstItems(options);
    this.#agent = new Agent({
      keepAlive: true,
      maxSockets: 1,
      rejectUnauthorized: false,
      localAddress: options.address,
    });
  }

  /** Begins to listen; false when its address can't be had. */
  async start(): Promise<boolean> {
    const server = createServer((request, response) => this.#serveContact(request, response));
    const isListening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      const port = this.options.hasOwnAddress ? CONTACT_PORT : 0;
      server.listen(port, this.options.address, () => resolve(true));
    });
    if (!isListening) return false;
    this.#server = server;
    if (!this.options.hasOwnAddress) {
      this.address = `${this.options.address}:${(server.address() as AddressInfo).port}`;
    }
    if (this.#has('unreachable')) await this.#stopListening();
    if (this.#has('busy-old-firmware')) this.items.set('software-version', 'V2 R0.40.0');
    const gap = this.options.faultOf('contact-gap');
    if (gap !== null) this.items.set('dls-contact-interval', gap);
    return true;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#agent.destroy();
    await this.#stopListening();
  }

  /** Calls its provisioning service by itself, for instance after somebody pressed keys. */
  async call(reason: string, extra: readonly PracticeItem[] = []): Promise<void> {
    if (this.#service === null || this.#isCalling || this.#isClosed) return;
    this.#isCalling = true;
    try {
      if (this.#has('unknown-reason')) await this.#talk('moved-house', []);
      await this.#talk(reason, extra);
    } catch (error) {
      this.#log('call-failed', error instanceof Error ? error.message : String(error));
    } finally {
      this.#isCalling = false;
    }
  }

  #has(fault: PracticePhoneFault): boolean {
    return this.options.faultOf(fault) !== null;
  }

  #log(event: string, text: string): void {
    this.options.log({ time: new Date().toISOString(), mac: this.options.mac, event, text });
  }

  #later(work: () => void, ms: number): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      work();
    }, ms);
    this.#timers.add(timer);
  }

  #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (server === null) return Promise.resolve();
    return new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  async #serveContact(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://phone');
    const body = await readText(request).catch(() => '');
    const form = request.method === 'GET' ? url.searchParams : new URLSearchParams(body);
    if (url.pathname !== '/contact_dls.html/ContactDLS' || form.get('ContactMe') !== 'true') {
      response.writeHead(404, { 'Content-Length': 0 }).end();
      return;
    }
    if (request.method !== 'GET' && this.#has('get-only')) {
      response.writeHead(405, { 'Content-Length': 0 }).end();
      return;
    }
    response.writeHead(204, { Server: 'DlsClient', 'Content-Length': 0, 'Content-type': 'text/html' }).end();
    const gapMs = Number(this.options.faultOf('contact-gap') ?? this.items.get('dls-contact-interval') ?? 0) * 1000;
    const isTooEarly = Date.now() - this.#lastContactMs < gapMs;
    this.#log(isTooEarly ? 'contact-ignored' : 'contact', request.method ?? '');
    if (isTooEarly || this.#has('silent')) return;
    this.#lastContactMs = Date.now();
    this.#service = { host: form.get('dls_ip_addr') ?? '', port: Number(form.get('dls_ip_port')) };
    this.#cookie = '';
    this.#later(() => void this.call('solicited'), 1);
  }

  /** What it says of itself in the first message of a talk. */
  #introduction(): readonly PracticeItem[] {
    const known = ['device-type', 'related-device-type', 'software-type', 'software-version', 'contact-me-uri', 'e164'];
    const mac = this.#has('other-mac') ? '00:01:E3:FF:FF:FF' : this.options.mac;
    return [
      ...known.map((key) => ({ key, value: this.items.get(key) ?? '' })),
      ...(this.#has('no-mac') ? [] : [{ key: 'mac-addr', value: mac }]),
      { key: 'configuration-changed-flag', value: 'false' },
      { key: 'user-pwd', value: this.items.get('user-pwd') ?? '' },
      { key: 'user-pwd-unicode', value: '', status: 'failed' },
    ];
  }

  async #talk(reason: string, extra: readonly PracticeItem[]): Promise<void> {
    this.#log('call', reason);
    let next: Omit<PracticeMessage, 'nonce' | 'maxItems'> | null = {
      reason,
      items: [...this.#introduction(), ...extra],
    };
    let waiting: readonly (readonly PracticeItem[])[] = [];
    while (next !== null && !this.#isClosed) {
      const order = await this.#say(next);
      if (order === null) return;
      this.#log('order', order.action);
      next = null;
      const reply = (status: string, items: readonly PracticeItem[] | null) =>
        ({ reason: 'reply-to', action: order.action, status, items, fragment: 'final' }) as const;
      switch (order.action) {
        case 'ReadAllItems': {
          const all = [...this.items].map(([key, value]) => ({ key, value: key === 'sip-pwd' ? '' : value }));
          if (!this.#has('fragments')) {
            next = reply('accepted', all);
            break;
          }
          const third = Math.ceil(all.length / 3);
          waiting = [all.slice(third, third * 2), all.slice(third * 2)];
          next = { ...reply('accepted', all.slice(0, third)), fragment: 'next' };
          break;
        }
        case 'GetNextFragment': {
          const [items = [], ...rest] = waiting;
          waiting = rest;
          const fragment = rest.length > 0 ? 'next' : 'final';
          next = { reason: 'reply-to', action: 'ReadAllItems', status: 'accepted', items, fragment };
          break;
        }
        case 'ReadItems':
          next = reply(
            'accepted',
            order.items.map(({ key }) => this.#readItem(key)),
          );
          break;
        case 'WriteItems': {
          if (this.#isBusy()) {
            next = reply('busy', null);
            break;
          }
          const refused = order.items.flatMap((item) => this.#storeItem(item));
          this.#log(
            'stored',
            order.items
              .filter(({ key }) => refused.every((each) => each.key !== key))
              .map(({ key }) => key)
              .join(' '),
          );
          if (this.#has('drop-reply')) {
            this.#agent.destroy();
            return;
          }
          next = reply('accepted', refused);
          break;
        }
        case 'Restart':
          this.#later(() => void this.call('start-up'), 20);
          return;
        case 'FileDeployment':
        case 'SoftwareDeployment':
          await this.#fetchFile(order.action, order.items);
          return;
        default:
          if (order.items.some(({ key, value }) => key === 'send-solicited' && value === 'true')) {
            // Only newer firmware calls by itself once it is idle.
            if (this.items.get('software-version')?.startsWith('V3'))
              this.#later(() => void this.call('solicited'), 30);
          }
          return;
      }
    }
  }

  #isBusy(): boolean {
    const times = this.options.faultOf('busy') ?? this.options.faultOf('busy-old-firmware');
    if (times === null) return false;
    this.#busyLeft ??= 1;
    this.#busyLeft -= 1;
    return this.#busyLeft >= 0;
  }

  #readItem(key: string): PracticeItem {
    const value = this.items.get(key);
    if (value === undefined) return { key, value: '', status: 'unknown item' };
    return { key, value: SECRET_KEYS.has(key) ? '' : value, ...(SECRET_KEYS.has(key) ? { status: 'failed' } : {}) };
  }

  /** Stores an item, or gives it back with the word for why not. */
  #storeItem({ key, value }: PracticeItem): readonly PracticeItem[] {
    if (!this.items.has(key)) return [{ key, value: '', status: 'unknown item' }];
    if (key === 'mac-addr' || key === 'device-type') return [{ key, value: '', status: 'read only' }];
    if (key === 'display-id' && this.#has('refused-item')) return [{ key, value: '', status: 'failed' }];
    if (key.startsWith('display-id') && value.length > 24) return [{ key, value: '', status: 'invalid data' }];
    this.items.set(key, value);
    return [];
  }

  async #fetchFile(action: string, order: readonly PracticeItem[]): Promise<void> {
    const find = (name: string): string => order.find(({ key }) => key === name)?.value ?? '';
    const url = find('file-https-base-url');
    const bytes = url === '' ? 0 : await this.#download(url);
    const isGood = bytes !== null && !this.#has('file-failed');
    const name = decodeURIComponent(url.slice(url.lastIndexOf('/') + 1)) || find('file-name');
    this.#log('file', `${name} ${bytes ?? 'failed'} ${find('file-priority')}`);
    const report: readonly PracticeItem[] = [
      { key: 'file-deployment-name', value: name },
      { key: 'file-deployment-type', value: find('file-type') },
      { key: 'file-deployment-date', value: '21:11:2025' },
      { key: 'file-deployment-time', value: '15:35:52' },
      { key: 'file-deployment-status', value: isGood ? 'ok' : 'failed' },
    ];
    if (action === 'FileDeployment' || !isGood) {
      this.#later(() => void this.call('status', report), 1);
      return;
    }
    const version = /^(\d+)\.(\d+)\.(\d+)\.(\d+)$/.exec(find('file-sw-version'));
    const named =
      version === null ? find('file-sw-version') : `V${version[1]} R${version[2]}.${version[3]}.${version[4]}`;
    this.items.set('software-version', named);
    this.#later(() => void this.call('start-up'), 20);
  }

  #download(url: string): Promise<number | null> {
    return new Promise((resolve) => {
      httpsRequest(url, { agent: this.#agent }, (response) => {
        let bytes = 0;
        response.on('data', (part: Buffer) => {
          bytes += part.length;
        });
        const isRight = response.statusCode === 200;
        response.once('end', () =>
          resolve(isRight && bytes === Number(response.headers['content-length']) ? bytes : null),
        );
        response.once('error', () => resolve(null));
      })
        .once('error', () => resolve(null))
        .end();
    });
  }

  /** Says something and gives the answer, checked as a strict phone would; `null` ends the talk. */
  async #say(message: Omit<PracticeMessage, 'nonce' | 'maxItems'>) {
    const nonce = randomBytes(16).toString('hex').toUpperCase();
    const maxItems = this.#has('max-items') ? 3 : -1;
    const slow = this.options.faultOf('slow');
    if (slow !== null) await new Promise<void>((resolve) => this.#later(resolve, Number(slow)));
    const response = await this.#post(writeMessage({ ...message, nonce, maxItems }));
    const length = response.headers['content-length'];
    const bytes = Buffer.byteLength(response.body);
    if (response.status !== 200 || length === undefined || Number(length) !== bytes || bytes > 51_200) {
      this.#log('bad-answer', `HTTP ${response.status}, ${length ?? 'no'} of ${bytes} bytes`);
      return null;
    }
    const order = readOrder(response.body);
    if (order === null || order.nonce !== nonce) {
      this.#log('bad-answer', order === null ? 'not the form of the guide' : 'another nonce');
      return null;
    }
    if (maxItems > 0 && order.items.length > maxItems) {
      this.#log('bad-answer', 'more items than maxItems');
      return null;
    }
    return order;
  }

  #post(xml: string): Promise<{ status: number; headers: IncomingMessage['headers']; body: string }> {
    const service = this.#service;
    if (service === null) return Promise.reject(new Error('no provisioning service'));
    const path = this.#has('other-path') ? '/provisioningService' : '/DeploymentService/LoginService';
    const body = Buffer.from(xml);
    return new Promise((resolve, reject) => {
      const request = httpsRequest(
        {
          host: service.host,
          port: service.port,
          path,
          method: 'POST',
          agent: this.#agent,
          ...(this.#has('tls-abort') ? { maxVersion: 'TLSv1.2', ciphers: 'ECDHE-ECDSA-AES128-GCM-SHA256' } : {}),
          ...(this.#has('other-address') ? { localAddress: '127.0.0.2', agent: false, rejectUnauthorized: false } : {}),
          headers: {
            'Content-Type': 'text/xml',
            'Content-Length': body.length,
            ...(this.#cookie === '' ? {} : { Cookie: this.#cookie }),
            ...(this.#has('close-each') ? { Connection: 'close' } : {}),
          },
        },
        (response) => {
          const [cookie] = response.headers['set-cookie'] ?? [];
          if (cookie !== undefined) this.#cookie = this.#has('whole-cookie') ? cookie : (cookie.split(';')[0] ?? '');
          readText(response).then(
            (text) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }),
            reject,
          );
        },
      );
      request.once('error', reject);
      request.end(body);
    });
  }
}
