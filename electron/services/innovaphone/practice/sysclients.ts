import type { WebSocket } from 'ws';
import { type Message, readMessage, type SocketSurroundings, textOf } from './app-socket.ts';
import { encryptToHex, randomDigits, randomText, sha256 } from './cipher.ts';
import type { Device, Platform } from './platform.ts';

const ADMIN = 1;
const TUNNEL = 2;
const IDENTIFY = 0;
const PASSWORD = 1;
const CHALLENGE = 2;
const ADMIN_PASSWORD = 3;
const PROVISION_PORT = 4;
const PROVISION_RESULT = 5;
const CONFIGURATION = 6;
const SEND = 0;
const RECEIVE = 1;
const RECEIVE_RESULT = 2;
const SEND_RESULT = 3;
const SHUTDOWN = 4;
const ADMIN_HEAD = 3;
const TUNNEL_HEAD = 9;
const RECEIVE_BYTES = 8000;
const POLICY_VIOLATION = 1008;

function adminFrame(type: number, body: Message): Buffer {
  const head = Buffer.alloc(ADMIN_HEAD);
  head.writeUInt8(ADMIN, 0);
  head.writeUInt16BE(type, 1);
  return Buffer.concat([head, Buffer.from(JSON.stringify(body), 'utf8')]);
}

function tunnelFrame(session: number, event: number, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const head = Buffer.alloc(TUNNEL_HEAD);
  head.writeUInt8(TUNNEL, 0);
  head.writeUInt32BE(session, 1);
  head.writeUInt32BE(event, 5);
  return Buffer.concat([head, data]);
}

/** One HTTP exchange with a phone through its socket. */
interface Exchange {
  readonly parts: Buffer[];
  readonly finish: (answer: Buffer | null) => void;
}

interface Link {
  readonly socket: WebSocket;
  readonly exchanges: Map<number, Exchange>;
  sessions: number;
}

/**
 * Devices' end of the sysclient protocol: phones identify themselves, redeem codes, prove who they are, and let HTTP
 * through.
 *
 * A code that can't be redeemed ends the connection; what the real Devices does then is not documented.
 * Source: innovaphone SDK, sysclient protocol.
 */
export class Sysclients {
  readonly #platform: Platform;
  readonly #links = new Map<string, Link>();

  constructor(platform: Platform) {
    this.#platform = platform;
  }

  /**
   * Serves a phone.
   *
   * @param domain Name of the domain in the address.
   * @param query What stands after the question mark of the address: `domain`, `token`, `category` for phones that
   *   are provisioned without a code.
   */
  serve(socket: WebSocket, surroundings: SocketSurroundings, domain: string, query: URLSearchParams): void {
    const link: Link = { socket, exchanges: new Map(), sessions: 0 };
    let challenge = '';
    let hwId = '';
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const exchange of link.exchanges.values()) exchange.finish(null);
      if (hwId === '' || this.#links.get(hwId) !== link) return;
      this.#links.delete(hwId);
      this.#platform.unregister(hwId);
      this.#platform.setOnline(hwId, false);
    });
    const send = (type: number, what: string, body: Message): void => {
      surroundings.log({ place: 'sysclient', from: 'platform', what });
      socket.send(adminFrame(type, body));
    };
    const refuse = (why: string): void => {
      surroundings.log({ place: 'sysclient', from: 'platform', what: 'close', error: why });
      socket.close(POLICY_VIOLATION, why);
    };
    const identify = (message: Message): void => {
      const id = textOf(message, 'id').toLowerCase();
      if (!/^[0-9a-f]{12}$/.test(id)) {
        refuse('Bad id');
        return;
      }
      const known = this.#platform.findDevice(id);
      if (known !== null && challenge === '') {
        challenge = randomDigits(10);
        send(CHALLENGE, 'Challenge', { challenge });
        return;
      }
      if (known !== null && !proves(message, id, challenge, known.password)) {
        refuse('Bad digest');
        return;
      }
      const told = this.#toDevice(message, id);
      const met = this.#platform.meet(told);
      if (known === null) send(PASSWORD, 'SysclientPassword', { password: met.password });
      hwId = id;
      this.#links.get(id)?.socket.terminate();
      this.#links.set(id, link);
      this.#platform.setOnline(id, true);
      const code = textOf(message, 'provisioningCode');
      const assigned = this.#assign(met, domain, code, query);
      if (assigned === null) {
        refuse(code === '' ? 'Not accepted' : 'Code refused');
        return;
      }
      if (this.#platform.findDomain(assigned.domainId)?.deployAdminPasswords === true) {
        const seed = randomText(16);
        const pwd = encryptToHex(`${seed}:${assigned.password}`, 'admin password of the practice domain');
        send(ADMIN_PASSWORD, 'AdminPassword', { seed, pwd });
      }
      // What isn't innovaphone's own gets its configuration as JSON; this domain has none for it.
      if (message.other === true) send(CONFIGURATION, 'Configuration', { last: true });
    };
    socket.on('message', (data, isBinary) => {
      const frame = Buffer.isBuffer(data) ? data : Buffer.alloc(0);
      if (!isBinary || frame.length < ADMIN_HEAD) {
        socket.close(1003);
        return;
      }
      if (frame[0] === TUNNEL) {
        this.#tunnel(link, frame);
        return;
      }
      const message = readMessage(frame.subarray(ADMIN_HEAD).toString('utf8'));
      const type = frame.readUInt16BE(1);
      surroundings.log({
        place: 'sysclient',
        from: 'client',
        what: type === IDENTIFY ? 'Identify' : `type ${type}`,
      });
      if (type === IDENTIFY && message !== null) identify(message);
      if (type === PROVISION_PORT && message !== null && hwId !== '') {
        const port = `${hwId}-${textOf(message, 'id').toLowerCase()}`;
        const isDone = this.#redeemForPort(hwId, port, textOf(message, 'code'));
        send(PROVISION_RESULT, 'ProvisionResult', isDone ? {} : { error: 'No such code' });
      }
    });
  }

  /** Ends a phone's connection as a broken network does. */
  disconnect(hwId: string): void {
    this.#links.get(hwId)?.socket.terminate();
  }

  /** Sends HTTP bytes to a phone that is connected; `null` when it isn't, or breaks off. */
  exchange(hwId: string, request: Uint8Array): Promise<Buffer | null> {
    const link = this.#links.get(hwId);
    if (link === undefined) return Promise.resolve(null);
    link.sessions += 1;
    const session = link.sessions;
    return new Promise((resolve) => {
      const finish = (answer: Buffer | null): void => {
        link.exchanges.delete(session);
        resolve(answer);
      };
      link.exchanges.set(session, { parts: [], finish });
      link.socket.send(tunnelFrame(session, SEND, request));
    });
  }

  #tunnel(link: Link, frame: Buffer): void {
    if (frame.length < TUNNEL_HEAD) return;
    const session = frame.readUInt32BE(1);
    const event = frame.readUInt32BE(5);
    const exchange = link.exchanges.get(session);
    if (exchange === undefined) return;
    if (event === SEND_RESULT || event === RECEIVE_RESULT) {
      const data = frame.subarray(TUNNEL_HEAD);
      if (event === RECEIVE_RESULT) {
        if (data.length === 0) {
          link.socket.send(tunnelFrame(session, SHUTDOWN));
          return;
        }
        exchange.parts.push(data);
      }
      const most = Buffer.alloc(4);
      most.writeUInt32BE(RECEIVE_BYTES);
      link.socket.send(tunnelFrame(session, RECEIVE, most));
    }
    if (event === SHUTDOWN) exchange.finish(Buffer.concat(exchange.parts));
  }

  /** An analogue port of a gateway redeems a code: it becomes a device of its own. */
  #redeemForPort(hwId: string, port: string, code: string): boolean {
    const gateway = this.#platform.findDevice(hwId);
    if (gateway === null || this.#platform.findLiveCode(code) === null) return false;
    const { product, version, address } = gateway;
    const met = this.#platform.meet({ hwId: port, name: '', product, version, type: 'FXS', address });
    return this.#platform.redeem(code, met) !== null;
  }

  #toDevice(message: Message, hwId: string): Parameters<Platform['meet']>[0] {
    const platform = message.platform as { readonly type?: unknown } | undefined;
    const [first] = Array.isArray(message.ethIfs) ? (message.ethIfs as readonly { readonly ipv4?: unknown }[]) : [];
    const code = textOf(message, 'provisioningCode');
    return {
      hwId,
      name: textOf(message, 'name'),
      product: (code !== '' && this.#platform.faults.value('wrong-model')) || textOf(message, 'product'),
      version: textOf(message, 'version'),
      type: typeof platform?.type === 'string' ? platform.type : '',
      address: typeof first?.ipv4 === 'string' ? first.ipv4 : '',
    };
  }

  /** The device in its domain and category; unassigned where nothing assigns it; `null` when it has to go. */
  #assign(device: Device, domainName: string, code: string, query: URLSearchParams): Device | null {
    if (code !== '') {
      const redeemed = this.#platform.findCode(code);
      // Asked again after a broken connection: it has redeemed this very code before.
      if (redeemed?.redeemedBy === device.hwId) return device;
      return device.domainId === 0 ? this.#platform.redeem(code, device) : null;
    }
    const token = query.get('token');
    if (token === null || device.domainId !== 0) return device;
    const domain = this.#platform.domains.find(({ name }) => name === domainName);
    const category = domain?.categories.find(({ name, config }) => name === query.get('category') && config);
    const isRight = domain !== undefined && domain.name === query.get('domain') && domain.token === token;
    return isRight && category !== undefined ? this.#platform.assign(device, domain.id, category.name) : null;
  }
}

function proves(message: Message, id: string, challenge: string, password: string): boolean {
  const said = [textOf(message, 'product'), textOf(message, 'version')].join(':');
  return sha256(`${id}:${said}:${challenge}:${password}`) === textOf(message, 'digest').toLowerCase();
}
