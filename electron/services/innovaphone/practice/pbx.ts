import { randomUUID } from 'node:crypto';
import type { WebSocket } from 'ws';
import {
  type AppLogin,
  AppSocket,
  loginDigest,
  type Message,
  readMessage,
  type SocketSurroundings,
  sessionKeyOf,
  textOf,
} from './app-socket.ts';
import { encryptToHex, randomDigits, randomText, sha256 } from './cipher.ts';
import type { PbxUser, Platform } from './platform.ts';

/** Name of the PBX's object whose socket grants the administration of users. */
export const ADMIN_APP = 'rollcall';
const DEVICES_APP = 'devices-api';
const ADMIN_API_APP = 'pbxadminapi';
/** How many users an answer to a search holds. Source: innovaphone SDK, PbxAdminApi. */
const SEARCH_PAGE = 20;

/** Addresses of the PBX and of its apps, which are known only when it listens. */
export interface PbxAddresses {
  /** Devices' address as its app object has it, with the last part. */
  readonly devicesUrl: () => string;
  /** `host:port` of the other PBX, to which a login is redirected. */
  readonly otherHost: () => string;
}

/**
 * The PBX: the login of users (myApps) and the administration of its users for an app object.
 *
 * Source: innovaphone SDK (PbxAdminApi, myApps) and its PHP client for the login.
 */
export class Pbx {
  readonly #platform: Platform;
  readonly #addresses: PbxAddresses;
  /** What ends the login of users who were asked for a number, by user. */
  readonly #waiting = new Map<string, () => void>();
  /** Passwords of resumable sessions by their user. */
  readonly #resumable = new Map<string, { readonly password: string; readonly username: string }>();

  constructor(platform: Platform, addresses: PbxAddresses) {
    this.#platform = platform;
    this.#addresses = addresses;
  }

  /** Confirms the login of a user who was asked for a number; `false` when nobody waits for it. */
  authorize(username: string): boolean {
    const finish = this.#waiting.get(username);
    finish?.();
    return finish !== undefined;
  }

  /** Forgets every resumable session: the next try to resume is told that it has expired. */
  expireSessions(): void {
    this.#resumable.clear();
  }

  /** Serves a user's client. @param isOther Whether it is the PBX to which logins are redirected. */
  serveUser(socket: WebSocket, surroundings: SocketSurroundings, isOther: boolean): void {
    const client = new UserClient(socket, surroundings);
    let open: { readonly type: string; readonly challenge: string } | null = null;
    let user: PbxUser | null = null;
    client.onMessage = (message) => {
      const mt = textOf(message, 'mt');
      if (mt === 'CheckBuild') client.send({ mt: 'CheckBuildResult', build: '130000' });
      else if (mt === 'SubscribeRegister') client.send({ mt: 'SubscribeRegisterResult', ...sourceOf(message) });
      else if (mt === 'Login' && message.method === undefined) {
        open = { type: textOf(message, 'type') || 'user', challenge: randomDigits(10) };
        const { domain } = this;
        client.send({ mt: 'Authenticate', type: open.type, method: 'digest', domain, challenge: open.challenge });
      } else if (mt === 'Login' && open !== null) {
        const attempt = open;
        open = null;
        this.#logIn(client, message, attempt, isOther, (found) => {
          user = found;
        });
      } else if (user !== null) this.#answerUser(client, message, user);
    };
  }

  /** Serves a client of an app object. */
  serveApp(socket: WebSocket, surroundings: SocketSurroundings): void {
    new AppSocket(socket, surroundings, {
      place: 'pbx-app',
      passwordsFor: ({ app, sip }) => {
        const isVouched = app === ADMIN_API_APP && sip !== '';
        return app === ADMIN_APP || isVouched ? [this.#platform.secrets.appPassword] : [];
      },
      onLogin: () => {},
      onMessage: (client, message) => {
        if (message.api === 'PbxAdminApi') this.#administer(client, message);
        if (message.api === 'Services') this.#offerServices(client, message);
      },
      onClose: () => {},
    });
  }

  /** Name of the system. */
  get domain(): string {
    return this.#platform.domains.find(({ isInstanceDomain }) => isInstanceDomain)?.name ?? '';
  }

  #logIn(
    client: UserClient,
    message: Message,
    { type, challenge }: { readonly type: string; readonly challenge: string },
    isOther: boolean,
    accept: (user: PbxUser) => void,
  ): void {
    const { faults, secrets, users } = this.#platform;
    const [username, nonce, method] = ['username', 'nonce', 'method'].map((field) => textOf(message, field));
    if (method !== 'digest' || username === undefined || !/^[0-9a-f]{16}$/i.test(nonce ?? '')) {
      client.send({ mt: 'LoginResult', error: 1, errorText: 'Invalid parameters' });
      return;
    }
    const resumed = type === 'session' ? this.#resumable.get(username) : undefined;
    if (type === 'session' && resumed === undefined) {
      client.send({ mt: 'LoginResult', error: 5, errorText: 'Session expired' });
      return;
    }
    const password = resumed?.password ?? secrets.userPassword;
    const user = users.find(({ h323 }) => h323 === (resumed?.username ?? username));
    const common = `${this.domain}:${username}:${password}:${nonce}:${challenge}`;
    const isRight = sha256(`innovaphoneAppClient:${type}:${common}`) === textOf(message, 'response').toLowerCase();
    if (user === undefined || !isRight || faults.isOn('refuse-login')) {
      client.send({ mt: 'LoginResult', error: 2, errorText: 'Authentication failed' });
      return;
    }
    if (faults.isOn('redirect') && !isOther) {
      client.send({ mt: 'Redirect', info: { host: this.#addresses.otherHost() } });
      return;
    }
    const finish = (): void => {
      this.#waiting.delete(user.h323);
      const info = this.#userInfo(user, `${nonce}`, password);
      const digest = sha256(`innovaphoneAppClient:loginresult:${common}:${JSON.stringify(info)}`);
      accept(user);
      client.send({ mt: 'LoginResult', info, digest });
    };
    const twoFactor = faults.value('two-factor');
    if (twoFactor === null || type === 'session') {
      finish();
      return;
    }
    client.send({ mt: 'Authorize', code: Number(`1${randomDigits(1)}`) });
    if (twoFactor === 'auto') finish();
    else this.#waiting.set(user.h323, finish);
  }

  #userInfo(user: PbxUser, nonce: string, password: string): Message {
    const session = { usr: randomText(16), pwd: randomText(16) };
    this.#resumable.set(session.usr, { password: session.pwd, username: user.h323 });
    return {
      user: { domain: this.domain, sip: user.h323, guid: user.guid, dn: user.dn, num: user.e164 },
      session: {
        usr: encryptToHex(`innovaphoneAppClient:usr:${nonce}:${password}`, session.usr),
        pwd: encryptToHex(`innovaphoneAppClient:pwd:${nonce}:${password}`, session.pwd),
      },
    };
  }

  #answerUser(client: UserClient, message: Message, user: PbxUser): void {
    const mt = textOf(message, 'mt');
    if (mt === 'SubscribeApps') {
      const lacking = this.#platform.faults.value('no-right');
      const apps = [
        { name: 'users', title: 'Users', url: 'http://127.0.0.1/users/', info: {} },
        ...(lacking === 'admin' ? [] : [this.#adminApp]),
        ...(lacking === 'devices' ? [] : [this.#devicesApp]),
      ];
      if (this.#platform.faults.isOn('old-apps')) client.send({ mt: 'UpdateApps', apps });
      else {
        for (const app of apps) client.send({ mt: 'UpdateAppsInfo', app });
        client.send({ mt: 'UpdateAppsComplete' });
      }
    }
    if (mt === 'AppGetLogin') client.send(this.#appLogin(message, user));
  }

  get #devicesApp(): Message {
    const info = { hidden: true, apis: { 'com.innovaphone.devices': {} } };
    return { name: DEVICES_APP, title: 'Devices API', url: this.#addresses.devicesUrl(), info };
  }

  get #adminApp(): Message {
    const url = this.#addresses.devicesUrl().replace(/(?<=:\/\/[^/]*\/).*/, `PBX0/APPS/${ADMIN_API_APP}`);
    return { name: ADMIN_API_APP, title: 'PBX Admin API', url, info: { hidden: true, apis: { PbxAdminApi: {} } } };
  }

  /** What vouches for somebody at Devices: a login that the PBX has signed with the app's password. */
  #devicesLogin(challenge: string, who: Pick<AppLogin, 'sip' | 'guid' | 'dn' | 'info'>): Message {
    const password = this.#platform.domains.find(({ isInstanceDomain }) => isInstanceDomain)?.password ?? '';
    return signed({ app: 'innovaphone-devices-api', domain: this.domain, ...who }, challenge, password, DEVICES_APP);
  }

  #appLogin(message: Message, { h323, guid, dn, cn }: PbxUser): Message {
    const [app, challenge] = [textOf(message, 'app'), textOf(message, 'challenge')];
    const who = { sip: h323, guid, dn, info: { appobj: app, cn, unlicensed: false } };
    const mt = { mt: 'AppGetLoginResult', ...sourceOf(message) };
    const lacking = this.#platform.faults.value('no-right');
    if (app === DEVICES_APP && lacking !== 'devices') return { ...mt, ...this.#devicesLogin(challenge, who) };
    if (app !== ADMIN_API_APP || lacking === 'admin') return { ...mt, error: 1 };
    const login = { app, domain: this.domain, ...who };
    return { ...mt, ...signed(login, challenge, this.#platform.secrets.appPassword, app) };
  }

  /** The Services API of an app object. Source: innovaphone SDK, Services. */
  #offerServices(socket: AppSocket, message: Message): void {
    const mt = textOf(message, 'mt');
    const lacks = this.#platform.faults.value('no-right') === 'devices';
    if (mt === 'SubscribeServices')
      socket.answer(message, { mt: 'ServicesInfo', services: lacks ? [] : [this.#devicesApp] });
    if (mt !== 'GetServiceLogin') return;
    const isThere = textOf(message, 'app') === DEVICES_APP && !lacks;
    const who = { sip: ADMIN_APP, guid: '', dn: ADMIN_APP, info: { appobj: DEVICES_APP } };
    socket.answer(message, isThere ? this.#devicesLogin(textOf(message, 'challenge'), who) : { error: 1 });
  }

  #administer(socket: AppSocket, message: Message): void {
    const answers: Readonly<Record<string, () => Message>> = {
      SearchUsers: () => this.#search(message),
      GetObject: () => this.#find(message) ?? { error: 'No such object' },
      UpdateObject: () => this.#update(message),
      GetRegs: () => {
        const user = this.#find(message);
        return user === null ? { error: 'No such object' } : { regs: this.#platform.registrationsOf(user.guid) };
      },
      GetConfigs: () => ({ configs: [{ cn: 'User', id: 'user' }] }),
      GetNodes: () => ({ nodes: [{ cn: 'root' }] }),
      GetAppObjects: () => ({ apps: [{ cn: 'Phone', h323: 'phone-app', app: 'phone' }] }),
    };
    const answer = answers[textOf(message, 'mt')];
    if (answer !== undefined) socket.answer(message, answer());
  }

  #search(message: Message): Message {
    const from = textOf(message, 'cn');
    const isOn = ({ cn }: PbxUser): boolean => (message.includeMatch === true ? cn >= from : cn > from);
    const found = this.#platform.users
      .filter(isOn)
      .toSorted((one, other) => (one.cn < other.cn ? -1 : 1))
      .slice(0, SEARCH_PAGE);
    return { user: found.map(({ cn, dn, guid, h323 }) => ({ cn, dn, guid, h323 })) };
  }

  #find(message: Message): PbxUser | null {
    const [guid, cn, h323] = ['guid', 'cn', 'h323'].map((field) => textOf(message, field));
    if (guid !== '' && guid !== '*' && guid !== '?') return this.#platform.findUser(guid ?? '');
    return (
      this.#platform.users.find((user) => (cn !== '' ? user.cn === cn : h323 !== '' && user.h323 === h323)) ?? null
    );
  }

  #update(message: Message): Message {
    const { mt, api, src, guid, ...changes } = message;
    const found = this.#find(message);
    if (found === null && guid !== '?') return { error: 'No such object' };
    const user: PbxUser = found ?? {
      guid: randomUUID().replaceAll('-', ''),
      cn: textOf(message, 'cn'),
      dn: textOf(message, 'cn'),
      h323: textOf(message, 'h323'),
      e164: textOf(message, 'e164'),
      devices: [],
    };
    const { faults } = this.#platform;
    if (!faults.isOn('lost-update')) {
      const changed = { ...user, ...changes } as PbxUser;
      const isNew = ({ hw }: { readonly hw: string }): boolean => !changed.devices.some((each) => each.hw === hw);
      const kept = faults.isOn('merge-devices') ? user.devices.filter(isNew) : [];
      this.#platform.keepUser({ ...changed, devices: [...kept, ...changed.devices] });
    }
    return { guid: user.guid };
  }
}

/** A login with its digest and session key, as the PBX hands it to who shall send it on. */
function signed(login: Omit<AppLogin, 'digest'>, challenge: string, password: string, pbxObj: string): Message {
  return {
    ...login,
    digest: loginDigest(login, challenge, password),
    pbxObj,
    key: sessionKeyOf(challenge, password),
    salt: randomDigits(8),
  };
}

function sourceOf(message: Message): Message {
  return message.src === undefined ? {} : { src: message.src };
}

/** The server's end of a user's socket: JSON frames without the login of an app. */
class UserClient {
  onMessage: (message: Message) => void = () => {};
  readonly #socket: WebSocket;
  readonly #surroundings: SocketSurroundings;

  constructor(socket: WebSocket, surroundings: SocketSurroundings) {
    this.#socket = socket;
    this.#surroundings = surroundings;
    socket.on('error', () => socket.terminate());
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : readMessage(String(data));
      if (message === null) {
        socket.close(1003);
        return;
      }
      surroundings.log({ place: 'pbx-user', from: 'client', what: textOf(message, 'mt') });
      this.onMessage(message);
    });
  }

  send(message: Message): void {
    this.#surroundings.log({ place: 'pbx-user', from: 'platform', what: textOf(message, 'mt') });
    this.#socket.send(JSON.stringify(message));
  }
}
