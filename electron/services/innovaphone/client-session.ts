import type { Failure } from '../../../shared/domain/failure.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { CodeSession, ConnectionState, PlatformDevice, RedeemedBy } from '../code-service.ts';
import type { OpenAccount } from '../service.ts';
import { checkServiceAddress } from '../xml-rpc-account.ts';
import {
  listCategories,
  listDevices,
  listDomains,
  listenForDevices,
  listenForPhones,
  readProvisioned,
  readUserInfo,
  requestCode,
} from './client-devices.ts';
import { type Connected, Link } from './client-link.ts';
import {
  isWrongPath,
  openApp,
  openUser,
  type Reach,
  type ResumableSession,
  toAppLogin,
  type UserLogin,
  type Vouch,
  vouchAsUser,
  vouchWithPassword,
} from './client-login.ts';
import { assignDevice, readRegistrations, searchUsers, unassignDevice } from './client-pbx.ts';
import { errorWords, hasError, type JsonSocket } from './client-socket.ts';
import type { Message } from './wire.ts';
import type { Domain } from './wire-devices.ts';

const DEVICES_API = 'com.innovaphone.devices';
/** Names under which Devices is listed, best first; which of them a login with a password takes isn't documented. */
const DEVICES_NAMES = ['devices-api', 'devices'];
const DEVICES_APPS = ['innovaphone-devices', 'innovaphone-devices-api'];
const ADMIN_API = 'PbxAdminApi';
const APPS_PATH = '/PBX0/APPS/websocket';
/** Domains whose categories are read at once. */
const CATEGORY_READERS = 4;
/** An object without the right to Services may get no answer at all. */
const SERVICES_TIMEOUT_MS = 10_000;

/** How an account reaches Devices and the PBX, by the form of its address. */
export type AccountForm = 'pbx-user' | 'pbx-app' | 'platform';

/** A checked address, ready to connect. */
export interface Place {
  readonly form: AccountForm;
  /** `ws:` or `wss:`. */
  readonly url: URL;
}

/**
 * Reads the address of an account: `http(s)` and `ws(s)` mean the same.
 *
 * - `…/PBX0/APPCLIENT/…`, or a host alone: a user of the PBX
 * - `…/PBX0/APPS/websocket`: an app object of the PBX
 * - anything else: Devices itself, with a domain's or the instance's password
 *
 * @returns what `checkServiceAddress` says: no plain text but to this computer itself.
 */
export function readPlace(address: string): Result<Place> {
  const checked = checkServiceAddress(address.trim().replace(/^ws(s?):/i, 'http$1:'));
  if (!checked.ok) return checked;
  const url = new URL(checked.value.href.replace(/^http/, 'ws'));
  url.hash = '';
  if (/^\/PBX0\/APPS\/websocket$/i.test(url.pathname)) return success({ form: 'pbx-app', url });
  const isUser = url.pathname === '/' || /\/APPCLIENT\//i.test(url.pathname);
  return success({ form: isUser ? 'pbx-user' : 'platform', url });
}

interface DevicesConnection extends Connected {
  readonly socket: JsonSocket;
  readonly domains: readonly Domain[];
}

interface SocketConnection extends Connected {
  readonly socket: JsonSocket;
}

interface UserConnection extends Connected {
  readonly login: UserLogin;
}

/**
 * Opens the session of an account; no network yet. See `CodeService.connect`.
 *
 * @param retryAfterMs Before the first attempt after a connection broke. @default 1000
 */
export function openSession(
  account: OpenAccount,
  directory: OpenAccount | undefined,
  retryAfterMs?: number,
): Result<CodeSession> {
  const place = readPlace(account.url);
  if (!place.ok) return place;
  const other = directory === undefined ? null : readPlace(directory.url);
  if (other?.ok === false) return other;
  return success(new InnovaphoneSession(account, place.value, directory, other?.value ?? null, retryAfterMs));
}

function reachOf({ ca, pin, proxy }: OpenAccount, own: URL): Reach {
  return {
    optionsFor: (url) => ({
      ...(ca === undefined ? {} : { ca }),
      // a pin names the one certificate of the account's own host; other hosts have others
      ...(pin === undefined || url.host !== own.host ? {} : { pin }),
      ...(proxy === undefined ? {} : { proxy }),
    }),
  };
}

/** The logins of one account at its PBX: a user's connection, from which apps are opened, or an app object's. */
class PbxAccess {
  readonly users: Link<UserConnection> | null;
  readonly directory: Link<SocketConnection>;
  readonly #reach: Reach;
  #resumable: ResumableSession | null = null;

  constructor(
    account: OpenAccount,
    { form, url }: Place,
    onConfirm: (number: string) => void,
    retryAfterMs: number | undefined,
  ) {
    this.#reach = reachOf(account, url);
    const user = { name: account.user, password: account.password };
    const users = new Link<UserConnection>(
      async (signal) => {
        const login = await openUser(url, user, this.#resumable, this.#reach, onConfirm, signal);
        if (!login.ok) return login;
        this.#resumable = login.value.session;
        const { socket } = login.value;
        return success({ login: login.value, closed: socket.closed, close: () => socket.close() });
      },
      () => {},
      retryAfterMs,
    );
    this.users = form === 'pbx-user' ? users : null;
    const subject = { app: account.user, domain: '', sip: '', guid: '', dn: '' };
    const asObject = vouchWithPassword(subject, account.password, account.user);
    this.directory = new Link<SocketConnection>(
      async (signal) => {
        const opened =
          form === 'pbx-user'
            ? await this.#openAdministration(users, signal)
            : await openApp(url, this.#reach, asObject, signal);
        return opened.ok ? success(toConnection(opened.value)) : opened;
      },
      () => {},
      retryAfterMs,
    );
  }

  async #openAdministration(users: Link<UserConnection>, signal: AbortSignal): Promise<Result<JsonSocket>> {
    const user = await users.use(signal);
    if (!user.ok) return user;
    const { apps, socket, url } = user.value.login;
    const app = apps.find(({ name, info }) => offers(info, ADMIN_API) || /^pbx-?admin-?api$/i.test(name));
    if (app === undefined) return failure(noPbx());
    return openApp(new URL(APPS_PATH, url), this.#reach, vouchAsUser(socket, app.name), signal);
  }

  /** Opens Devices as this account may. */
  async openDevices(signal: AbortSignal): Promise<Result<JsonSocket>> {
    if (this.users !== null) {
      const user = await this.users.use(signal);
      if (!user.ok) return user;
      const { apps, socket, url } = user.value.login;
      const app =
        apps.find(({ info }) => offers(info, DEVICES_API)) ?? findNamed(apps, ({ name }) => name.toLowerCase());
      if (app === undefined) return failure(noDevices());
      return openFirst(candidatesOf(app.url, url), this.#reach, [vouchAsUser(socket, app.name)], signal);
    }
    const object = await this.directory.use(signal);
    if (!object.ok) return object;
    const { socket } = object.value;
    const listed = await socket.next({ api: 'Services', mt: 'SubscribeServices' }, ['ServicesInfo'], {
      signal,
      timeoutMs: SERVICES_TIMEOUT_MS,
    });
    if (!listed.ok) return listed.error.kind === 'timeout' ? failure(noDevices()) : listed;
    const services = readServices(listed.value);
    const service =
      services.find(({ info }) => offers(info, DEVICES_API)) ?? findNamed(services, ({ name }) => name.toLowerCase());
    if (service === undefined) return failure(noDevices());
    const vouch: Vouch = async (challenge, abort) => {
      const message = { api: 'Services', mt: 'GetServiceLogin', app: service.name, challenge };
      const answer = await socket.ask(message, { signal: abort });
      if (!answer.ok) return answer;
      const login = hasError(answer.value) ? null : toAppLogin({ app: service.name, ...answer.value });
      return login === null ? failure({ ...noDevices(), serviceWords: errorWords(answer.value) }) : success(login);
    };
    return openFirst(candidatesOf(service.url, null), this.#reach, [vouch], signal);
  }

  close(): void {
    this.directory.close();
    this.users?.close();
  }
}

class InnovaphoneSession implements CodeSession {
  readonly #pbx: PbxAccess | null;
  readonly #devices: Link<DevicesConnection>;
  readonly #form: AccountForm;
  readonly #ownDomain: string;
  readonly #phoneListeners = new Set<(redeemed: RedeemedBy) => void>();
  readonly #deviceListeners = new Set<(device: PlatformDevice) => void>();
  readonly #stateListeners = new Set<(state: ConnectionState) => void>();
  #state: ConnectionState = { kind: 'closed' };
  #hasDirectory: boolean | null = null;
  #writing: Promise<unknown> = Promise.resolve();
  #preferred = 0;

  constructor(
    account: OpenAccount,
    place: Place,
    directory: OpenAccount | undefined,
    other: Place | null,
    retryAfterMs: number | undefined,
  ) {
    const onConfirm = (number: string): void => this.#tell({ kind: 'confirm', number });
    const own = place.form === 'platform' ? null : new PbxAccess(account, place, onConfirm, retryAfterMs);
    const isSeparate = directory !== undefined && other !== null && other.form !== 'platform';
    this.#pbx = isSeparate ? new PbxAccess(directory, other, onConfirm, retryAfterMs) : own;
    this.#form = place.form;
    if (this.#pbx === null) this.#hasDirectory = false;
    this.#ownDomain = account.user === '' ? firstSegment(place.url) : account.user;
    const open =
      own === null
        ? (signal: AbortSignal) => this.#openWithPassword(account, place.url, signal)
        : (signal: AbortSignal) => own.openDevices(signal);
    this.#devices = new Link<DevicesConnection>(
      (signal) => this.#openDevices(open, signal),
      (state) => {
        if (state.kind === 'closed' && own !== this.#pbx) own?.close();
        this.#tell(state);
      },
      retryAfterMs,
    );
  }

  get hasDirectory(): boolean | null {
    return this.#hasDirectory;
  }

  async probe(signal: AbortSignal): Promise<Result<void>> {
    const devices = await this.#devices.use(signal);
    if (!devices.ok) return this.#form === 'pbx-app' ? this.#probeDirectory(devices, signal) : devices;
    const info = await readUserInfo(devices.value.socket, signal);
    if (!info.ok) return failure({ ...info.error, concernsAccount: true });
    if (this.#pbx === null) return success(undefined);
    const directory = await this.#directory(signal);
    // an account that only reaches Devices is a usable one
    return directory.ok || directory.error.aspect === 'no-pbx' ? success(undefined) : directory;
  }

  /** An app object without Devices is still a PBX's account, to be named besides one that has them. */
  async #probeDirectory(devices: Result<never>, signal: AbortSignal): Promise<Result<void>> {
    if (devices.ok || devices.error.aspect !== 'devices-app') return devices;
    const directory = await this.#directory(signal);
    return directory.ok ? success(undefined) : directory;
  }

  async categories(signal: AbortSignal) {
    const devices = await this.#devices.use(signal);
    if (!devices.ok) return devices;
    const { socket, domains } = devices.value;
    const wanted = domains.length === 0 ? [{ id: null, name: this.#ownDomain }] : domains;
    const categories: { readonly name: string; readonly domain: string }[] = [];
    for (let from = 0; from < wanted.length; from += CATEGORY_READERS) {
      const some = wanted.slice(from, from + CATEGORY_READERS);
      const lists = await Promise.all(some.map(({ id }) => listCategories(socket, id, signal)));
      for (const [index, list] of lists.entries()) {
        const domain = some[index]?.name ?? '';
        if (!list.ok) return list;
        categories.push(...list.value.map((name) => ({ name, domain })));
      }
    }
    return success(categories);
  }

  async users(search: string, limit: number, signal: AbortSignal) {
    const directory = await this.#directory(signal);
    return directory.ok ? searchUsers(directory.value.socket, search.trim(), limit, signal) : directory;
  }

  async issueCode(request: Parameters<CodeSession['issueCode']>[0], signal: AbortSignal) {
    const devices = await this.#devices.use(signal);
    if (!devices.ok) return failure({ ...devices.error, sent: 'no' as const });
    const domain = findDomain(devices.value.domains, request.domain);
    if (!domain.ok) return domain;
    return requestCode(devices.value.socket, request, domain.value, signal);
  }

  async readCode(code: Parameters<CodeSession['readCode']>[0], domain: string, signal: AbortSignal) {
    const devices = await this.#devices.use(signal);
    if (!devices.ok) return devices;
    const found = findDomain(devices.value.domains, domain);
    return found.ok ? readProvisioned(devices.value.socket, code, found.value, signal) : found;
  }

  async devices(filter: { readonly isUnassigned: boolean }, signal: AbortSignal) {
    const devices = await this.#devices.use(signal);
    if (!devices.ok) return devices;
    const domainIds = devices.value.domains.map(({ id }) => id);
    return listDevices(devices.value.socket, { ...filter, domainIds }, signal);
  }

  onProvisioned(listener: (redeemed: RedeemedBy) => void): () => void {
    this.#phoneListeners.add(listener);
    return () => void this.#phoneListeners.delete(listener);
  }

  onDevice(listener: (device: PlatformDevice) => void): () => void {
    this.#deviceListeners.add(listener);
    return () => void this.#deviceListeners.delete(listener);
  }

  onConnection(listener: (state: ConnectionState) => void): () => void {
    this.#stateListeners.add(listener);
    listener(this.#state);
    return () => void this.#stateListeners.delete(listener);
  }

  assign(...[user, device, app, signal]: Parameters<CodeSession['assign']>) {
    return this.#write(signal, ({ socket }) => assignDevice(socket, user, device, app, signal));
  }

  unassign(...[user, hardwareId, signal]: Parameters<CodeSession['unassign']>) {
    return this.#write(signal, ({ socket }) => unassignDevice(socket, user, hardwareId, signal));
  }

  async registrations(...[users, signal]: Parameters<CodeSession['registrations']>) {
    const directory = await this.#directory(signal);
    if (!directory.ok) return users.map(() => directory);
    return Promise.all(users.map((user) => readRegistrations(directory.value.socket, user, signal)));
  }

  async close(): Promise<void> {
    this.#devices.close();
    this.#pbx?.close();
    this.#phoneListeners.clear();
    this.#deviceListeners.clear();
    this.#stateListeners.clear();
  }

  /** One write at a time: between reading a user's devices and writing them nothing of ours may come. */
  async #write<Value>(
    signal: AbortSignal,
    work: (connection: SocketConnection) => Promise<Result<Value>>,
  ): Promise<Result<Value>> {
    const directory = await this.#directory(signal);
    if (!directory.ok) return directory;
    const done = this.#writing.then(() => work(directory.value));
    this.#writing = done.catch(() => {});
    return done;
  }

  async #directory(signal: AbortSignal): Promise<Result<SocketConnection>> {
    if (this.#pbx === null) return failure(noPbx());
    const directory = await this.#pbx.directory.use(signal);
    if (directory.ok) this.#hasDirectory = true;
    else if (directory.error.aspect === 'no-pbx') this.#hasDirectory = false;
    return directory;
  }

  async #openDevices(
    open: (signal: AbortSignal) => Promise<Result<JsonSocket>>,
    signal: AbortSignal,
  ): Promise<Result<DevicesConnection>> {
    const opened = await open(signal);
    if (!opened.ok) return opened;
    const socket = opened.value;
    listenForPhones(socket, (redeemed) => {
      for (const listener of this.#phoneListeners) listener(redeemed);
    });
    listenForDevices(socket, (device) => {
      for (const listener of this.#deviceListeners) listener(device);
    });
    const domains = await listDomains(socket, signal);
    // a login without the right to list domains still has its own
    if (!domains.ok && domains.error.kind !== 'service') {
      socket.close();
      return failure({ ...domains.error, sent: 'no' });
    }
    return success({ ...toConnection(socket), domains: domains.ok ? domains.value : [] });
  }

  /** Devices' address without its last part, then whole, each with both names of the app: the one that worked comes first. */
  async #openWithPassword(account: OpenAccount, url: URL, signal: AbortSignal): Promise<Result<JsonSocket>> {
    const vouches = DEVICES_APPS.map((app) =>
      vouchWithPassword({ app, domain: this.#ownDomain, sip: '', guid: '', dn: '' }, account.password),
    );
    const order = [...vouches.slice(this.#preferred), ...vouches.slice(0, this.#preferred)];
    const used: { vouch: Vouch | null } = { vouch: null };
    const opened = await openFirst(strippedFirst(url), reachOf(account, url), order, signal, (vouch) => {
      used.vouch = vouch;
    });
    if (opened.ok && used.vouch !== null) this.#preferred = Math.max(0, vouches.indexOf(used.vouch));
    return opened;
  }

  #tell(state: ConnectionState): void {
    this.#state = state;
    for (const listener of this.#stateListeners) listener(state);
  }
}

function toConnection(socket: JsonSocket): SocketConnection {
  return { socket, closed: socket.closed, close: () => socket.close() };
}

/** Tries addresses until one is a WebSocket, and there logins until one is accepted. */
async function openFirst(
  urls: readonly URL[],
  reach: Reach,
  vouches: readonly Vouch[],
  signal: AbortSignal,
  onUsed: (vouch: Vouch) => void = () => {},
): Promise<Result<JsonSocket>> {
  let last: Result<never> = failure(noDevices());
  for (const url of urls) {
    for (const vouch of vouches) {
      const opened = await openApp(url, reach, vouch, signal);
      if (opened.ok) {
        onUsed(vouch);
        return opened;
      }
      last = opened;
      if (opened.error.reason !== 'auth-failed') break;
    }
    if (last.ok || !isWrongPath(last.error)) return last;
  }
  return last;
}

/**
 * An app's address without its last part, as it is, and with the slash that a person may have left out.
 *
 * Source: innovaphone's PHP client; go-myapps.
 */
function strippedFirst(url: URL): readonly URL[] {
  if (url.pathname.endsWith('/')) return [url];
  const stripped = new URL(url);
  stripped.pathname = url.pathname.replace(/[^/]*$/, '');
  stripped.search = '';
  const completed = new URL(url);
  completed.pathname = `${url.pathname}/`;
  return [stripped, url, completed];
}

/** @param pbx Where the address came from: one in plain text is not followed from an encrypted connection. */
function candidatesOf(address: string, pbx: URL | null): readonly URL[] {
  const text = address.replace(/^ws(s?):/i, 'http$1:');
  const absolute = pbx === null ? text : toAbsolute(text, pbx);
  const encrypted = checkServiceAddress(absolute).ok ? absolute : absolute.replace(/^http:/i, 'https:');
  const checked = checkServiceAddress(encrypted);
  return checked.ok ? strippedFirst(new URL(checked.value.href.replace(/^http/, 'ws'))) : [];
}

function toAbsolute(address: string, pbx: URL): string {
  const base = pbx.href.replace(/^ws/, 'http');
  return URL.canParse(address, base) ? new URL(address, base).href : address;
}

function offers(info: Message, api: string): boolean {
  const { apis } = info;
  return Object.hasOwn(info, api) || (typeof apis === 'object' && apis !== null && Object.hasOwn(apis, api));
}

function findNamed<Item>(items: readonly Item[], nameOf: (item: Item) => string): Item | undefined {
  return DEVICES_NAMES.map((name) => items.find((item) => nameOf(item) === name)).find((item) => item !== undefined);
}

function readServices({ services }: Message): readonly { name: string; url: string; info: Message }[] {
  const listed: readonly unknown[] = Array.isArray(services) ? services : [];
  return listed.flatMap((each) => {
    if (typeof each !== 'object' || each === null) return [];
    const { name, url, info } = each as Message;
    if (typeof name !== 'string' || typeof url !== 'string') return [];
    return [{ name, url, info: typeof info === 'object' && info !== null ? (info as Message) : {} }];
  });
}

function findDomain(domains: readonly Domain[], wanted: string): Result<number | null> {
  if (wanted === '') return success(null);
  const domain = domains.find(({ name }) => name.toLowerCase() === wanted.toLowerCase());
  if (domain !== undefined) return success(domain.id);
  if (domains.length === 0) return success(null);
  return failure({
    kind: 'service',
    reason: 'not-found',
    aspect: 'domain',
    detail: { domain: wanted },
    sent: 'no',
    concernsAccount: false,
  });
}

function firstSegment(url: URL): string {
  return decodeURIComponent(url.pathname.split('/')[1] ?? '');
}

function noPbx(): Failure {
  return { kind: 'auth', reason: 'forbidden', aspect: 'no-pbx', sent: 'no', concernsAccount: true };
}

function noDevices(): Failure {
  return { kind: 'service', reason: 'not-found', aspect: 'devices-app', sent: 'no', concernsAccount: true };
}
