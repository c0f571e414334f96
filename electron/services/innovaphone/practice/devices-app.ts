import type { WebSocket } from 'ws';
import { type AppLogin, AppSocket, type Message, numberOf, type SocketSurroundings, textOf } from './app-socket.ts';
import { randomText } from './cipher.ts';
import type { Category, Code, Device, Domain, Platform } from './platform.ts';

const APP_NAMES = ['innovaphone-devices', 'innovaphone-devices-api'];
/** How many things a message of a list holds. */
const PAGE = 20;

/** What a client that is logged in may see and is told of. */
interface Session {
  readonly domainIds: readonly number[];
  readonly isAdmin: boolean;
  /** Lets HTTP through to registered phones, as long as the connection lives. */
  readonly key: string;
  /** A service, as the app Users is one: it is told of every redeemed code. A person's browser only of its own. */
  readonly isService: boolean;
  /** Codes whose redemption it is told. */
  readonly codes: Set<string>;
  wantsDevices: boolean;
}

/**
 * The app Devices: every documented message, for clients with a domain's password or a user's session.
 *
 * Source: innovaphone SDK, com.innovaphone.devices (13r1 and 14). Error texts are the practice platform's own; the
 * real ones are not documented.
 */
export class DevicesApp {
  readonly #platform: Platform;
  readonly #sessions = new Map<AppSocket, Session>();
  readonly #sysclientsUrl: (domain: Domain) => string;

  constructor(platform: Platform, sysclientsUrl: (domain: Domain) => string) {
    this.#platform = platform;
    this.#sysclientsUrl = sysclientsUrl;
    platform.on('redeemed', (code, device) => this.#tellRedeemed(code, device));
    platform.on('deviceChanged', (mt, device) => {
      for (const [socket, session] of this.#sessions) {
        if (session.wantsDevices && (device.domainId === 0 || session.domainIds.includes(device.domainId)))
          socket.push({ mt, device: this.#toWire(device) });
      }
    });
  }

  /** Whether a key of the HTTP passage to phones is that of a connection that lives. */
  isSessionKey(key: string): boolean {
    return [...this.#sessions.values()].some((session) => session.key === key);
  }

  /** Serves a client. */
  serve(socket: WebSocket, surroundings: SocketSurroundings): void {
    new AppSocket(socket, surroundings, {
      place: 'devices',
      passwordsFor: (login) => this.#passwordsFor(login),
      onLogin: (client, login, password) => this.#welcome(client, login, password),
      onMessage: (client, message) => this.#answer(client, message),
      onClose: (client) => this.#sessions.delete(client),
    });
  }

  #passwordsFor({ app, domain, sip }: AppLogin): readonly string[] {
    const instance = this.#platform.domains.find(({ isInstanceDomain }) => isInstanceDomain)?.password ?? '';
    // Users and app objects are vouched for by the PBX, which knows the instance's password.
    if (sip !== '') return [instance];
    const only = this.#platform.faults.value('login-app');
    if (!(only === null ? APP_NAMES : [only]).includes(app)) return [];
    return this.#platform.domains.filter(({ name }) => name === domain).map(({ password }) => password);
  }

  #welcome(socket: AppSocket, login: AppLogin, password: string): void {
    const { domains } = this.#platform;
    const isAdmin = domains.some((domain) => domain.isInstanceDomain && domain.password === password);
    const session: Session = {
      domainIds: domains.filter((domain) => isAdmin || domain.name === login.domain).map(({ id }) => id),
      isAdmin,
      key: randomText(32),
      isService: !this.#platform.users.some(({ h323 }) => h323 === login.sip),
      codes: new Set(),
      wantsDevices: false,
    };
    this.#sessions.set(socket, session);
    if (!session.isService) return;
    for (const code of this.#platform.codes) {
      if (code.redeemedBy !== null && !code.isDelivered) this.#tell(socket, session, code);
    }
  }

  #tellRedeemed(code: Code, device: Device): void {
    for (const [socket, session] of this.#sessions) this.#tell(socket, session, code, device);
  }

  #tell(socket: AppSocket, session: Session, code: Code, told?: Device): void {
    const device = told ?? this.#platform.findDevice(code.redeemedBy ?? '');
    const isMeant = session.isService ? session.domainIds.includes(code.domainId) : session.codes.has(code.code);
    if (!isMeant || device === null) return;
    socket.push({ mt: 'DeviceProvisioned', device: this.#toWire(device), code: code.code });
    if (session.isService) this.#platform.markDelivered(code.code);
  }

  #answer(socket: AppSocket, message: Message): void {
    const session = this.#sessions.get(socket);
    if (session === undefined) return;
    const mt = textOf(message, 'mt');
    const answers: Readonly<Record<string, () => void>> = {
      GetUserInfo: () => this.#userInfo(socket, message, session),
      GetLoginInfo: () => socket.answer(message, { key: session.key, admin: session.isAdmin }),
      GetDomains: () => this.#domains(socket, message, session),
      GetProvisioningCategories: () => this.#categories(socket, message, session),
      GetProvisioningCode: () => this.#code(socket, message, session),
      GetProvisionedDevice: () => this.#provisionedDevice(socket, message, session),
      GetDevices: () => this.#devices(socket, message, session),
      GetFilteredDevices: () => this.#filteredDevices(socket, message, session),
      GetUnassignedDevicesCount: () =>
        socket.answer(message, { count: this.#platform.devices.filter(({ domainId }) => domainId === 0).length }),
    };
    // Messages nobody documented are passed over.
    if (Object.hasOwn(answers, mt)) answers[mt]?.();
  }

  #userInfo(socket: AppSocket, message: Message, session: Session): void {
    const old = this.#platform.faults.value('old-release');
    if (old === 'silent') return;
    if (old === 'error') socket.answer(message, { error: 'Unknown message' });
    else socket.answer(message, { key: session.key, admin: session.isAdmin });
  }

  #page(socket: AppSocket, message: Message, field: string, things: readonly unknown[], body: Message = {}): void {
    for (let from = 0; from === 0 || from < things.length; from += PAGE) {
      const isLast = from + PAGE >= things.length;
      socket.answer(message, { ...body, [field]: things.slice(from, from + PAGE), ...(isLast && { last: true }) });
    }
  }

  #domains(socket: AppSocket, message: Message, session: Session): void {
    const domains = this.#platform.domains
      .filter(({ id }) => session.domainIds.includes(id))
      .map(({ id, name, isInstanceDomain, deployAdminPasswords, categories }) => ({
        id,
        name,
        isInstanceDomain,
        deployAdminPasswords,
        categories: categories.map((category) => ({ ...toCategory(category), domainId: id })),
      }));
    // One domain a message: a client that doesn't wait for the last one sees only the first.
    for (const [index, domain] of domains.entries())
      socket.answer(message, { domains: [domain], ...(index === domains.length - 1 && { last: true }) });
  }

  /** The domain a message means: the one named, else the first that the session may see. */
  #domainOf(message: Message, session: Session): Domain | null {
    const wanted = numberOf(message, 'domainId') ?? session.domainIds[0];
    return wanted === undefined || !session.domainIds.includes(wanted) ? null : this.#platform.findDomain(wanted);
  }

  #categories(socket: AppSocket, message: Message, session: Session): void {
    const mt = this.#platform.faults.slips('categories') ? { mt: 'GetProvisioningCategories' } : {};
    const domain = this.#domainOf(message, session);
    if (domain === null) {
      socket.answer(message, { ...mt, categories: [], last: true, error: 'No such domain' });
      return;
    }
    const type = textOf(message, 'type');
    const categories = domain.categories
      .filter(({ config, types }) => config && (type === '' || types.includes(type)))
      .map(toCategory);
    this.#page(socket, message, 'categories', categories, mt);
  }

  #code(socket: AppSocket, message: Message, session: Session): void {
    const { faults } = this.#platform;
    if (faults.isOn('cloud-down')) {
      socket.answer(message, { error: 'Could not connect to config.innovaphone.com' });
      return;
    }
    if (faults.strikes('drop-before-issue')) {
      socket.terminate();
      return;
    }
    const domain = this.#domainOf(message, session);
    const name = textOf(message, 'category');
    const category = domain?.categories.find((each) => each.name === name && each.config);
    if (domain === null || category === undefined || faults.value('category-gone') === name) {
      socket.answer(message, { error: domain === null ? 'No such domain' : 'No such provisioning category' });
      return;
    }
    const code = this.#platform.issueCode({
      domainId: domain.id,
      category: name,
      sip: textOf(message, 'sip'),
      rollout: message.rollout === true,
    });
    session.codes.add(code.code);
    if (faults.strikes('drop-after-issue')) {
      socket.terminate();
      return;
    }
    const validUntil = faults.value('valid-until') === 'ms' ? code.validUntilMs : Math.floor(code.validUntilMs / 1000);
    const url = session.isService ? {} : { url: this.#sysclientsUrl(domain) };
    socket.answer(message, { code: code.code, validUntil, ...url });
  }

  #provisionedDevice(socket: AppSocket, message: Message, session: Session): void {
    const digits = textOf(message, 'code');
    const code = this.#platform.findCode(digits);
    const isThere = code !== null && (code.redeemedBy !== null || code.validUntilMs > this.#platform.nowMs);
    if (!isThere || !session.domainIds.includes(code.domainId)) {
      socket.answer(message, { code: digits, error: 'No such code' });
      return;
    }
    session.codes.add(digits);
    const device = code.redeemedBy === null ? null : this.#platform.findDevice(code.redeemedBy);
    if (device === null) {
      socket.answer(message, { code: digits });
      return;
    }
    const wire = this.#toWire(device);
    socket.answer(message, { code: digits, device: this.#platform.faults.slips('device') ? [wire] : wire });
  }

  #devices(socket: AppSocket, message: Message, session: Session): void {
    session.wantsDevices = message.recvUpdates === true;
    const wanted = textOf(message, 'domainIds');
    const domainIds = wanted === '' ? session.domainIds : wanted.split(',').map(Number);
    const categories = textOf(message, 'categories');
    const isWanted = ({ domainId, category }: Device): boolean => {
      if (message.unassigned === true) return domainId === 0;
      const isSeen = session.domainIds.includes(domainId) && domainIds.includes(domainId);
      return isSeen && (categories === '' || categories.split(',').includes(category));
    };
    const found = this.#platform.devices.filter(isWanted).map((device) => this.#toWire(device));
    this.#page(socket, message, 'devices', found);
  }

  #filteredDevices(socket: AppSocket, message: Message, session: Session): void {
    const hwIds = textOf(message, 'hwIds');
    const { types } = message;
    const domainId = numberOf(message, 'domainId');
    const found = this.#platform.devices.filter(
      (device) =>
        session.domainIds.includes(device.domainId) &&
        (domainId === null || device.domainId === domainId) &&
        (hwIds === '' || hwIds.split(',').includes(device.hwId)) &&
        (!Array.isArray(types) || types.includes(device.type)),
    );
    this.#page(
      socket,
      message,
      'devices',
      found.map((device) => this.#toWire(device)),
    );
  }

  #toWire({ id, hwId, name, domainId, product, version, type, address }: Device): Message {
    return {
      id,
      hwId,
      ...(name !== '' && { name }),
      domainId,
      product,
      version,
      type,
      online: this.#platform.isOnline(hwId),
      ethIfs: [{ if: 'ETH0', ipv4: address }],
    };
  }
}

function toCategory({ id, name, config }: Category): Pick<Category, 'id' | 'name' | 'config'> {
  return { id, name, config };
}
