import type { WebSocket } from 'ws';
import { randomDigits, sha256 } from './cipher.ts';
import type { PlatformFaults } from './faults.ts';

/** A JSON object as it came over the wire. */
export type Message = Readonly<Record<string, unknown>>;

/** A line of the practice log. Without contents: codes and digests are secrets. */
export interface LogLine {
  readonly at: string;
  /** `devices`, `pbx-user`, `pbx-app`, `sysclient`, `cloud`, `phone`, `passthrough`. */
  readonly place: string;
  readonly from: 'client' | 'platform';
  /** Name of the message, or method and path. */
  readonly what: string;
  readonly src?: string;
  readonly error?: string;
}

/** A login as a client sent it. */
export interface AppLogin {
  readonly app: string;
  readonly domain: string;
  readonly sip: string;
  readonly guid: string;
  readonly dn: string;
  readonly info: object | null;
  readonly digest: string;
}

/** A field's text; empty when it isn't one. Numbers are written out. */
export function textOf(message: Message, field: string): string {
  const value = message[field];
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}

/** A field's number; `null` when it isn't one. */
export function numberOf(message: Message, field: string): number | null {
  const value = message[field];
  return typeof value === 'number' ? value : null;
}

/** Reads one frame; `null` when it is no JSON object. */
export function readMessage(text: string): Message | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Message) : null;
  } catch {
    return null;
  }
}

/**
 * The digest of a login to an app: plain SHA-256 over the fields joined by colons, `info` only where one was sent.
 *
 * Source: innovaphone SDK, AppWebsocket.
 */
export function loginDigest(login: Omit<AppLogin, 'digest'>, challenge: string, password: string): string {
  const { app, domain, sip, guid, dn, info } = login;
  const fields = [app, domain, sip, guid, dn, ...(info === null ? [] : [JSON.stringify(info)]), challenge, password];
  return sha256(fields.join(':'));
}

/** The session key of a login to an app. Source: innovaphone SDK, AppWebsocket. */
export function sessionKeyOf(challenge: string, password: string): string {
  return sha256(`innovaphoneAppSessionKey:${challenge}:${password}`);
}

/** What a socket needs of the platform around it. */
export interface SocketSurroundings {
  readonly faults: PlatformFaults;
  readonly log: (line: Omit<LogLine, 'at'>) => void;
}

/** How an app's socket is served. */
export interface AppHandlers {
  readonly place: string;
  /** Passwords that can be right for what a login says of itself. */
  readonly passwordsFor: (login: AppLogin) => readonly string[];
  /** Called once after a login that was accepted, before its answer's successors. */
  readonly onLogin: (socket: AppSocket, login: AppLogin, password: string) => void;
  /** Called for each further message of a client that is logged in. */
  readonly onMessage: (socket: AppSocket, message: Message) => void;
  readonly onClose: (socket: AppSocket) => void;
}

/** The server's end of an AppWebsocket: JSON frames, challenge, login, then an app's own messages. */
export class AppSocket {
  readonly #socket: WebSocket;
  readonly #surroundings: SocketSurroundings;
  readonly #handlers: AppHandlers;
  #challenge = '';
  #isLoggedIn = false;
  #last: Promise<void> = Promise.resolve();

  constructor(socket: WebSocket, surroundings: SocketSurroundings, handlers: AppHandlers) {
    this.#socket = socket;
    this.#surroundings = surroundings;
    this.#handlers = handlers;
    socket.on('error', () => socket.terminate());
    socket.on('close', () => handlers.onClose(this));
    socket.on('message', (data, isBinary) => {
      const message = isBinary ? null : readMessage(String(data));
      if (message === null) socket.close(1003);
      else this.#take(message);
    });
  }

  /** Sends a message of its own accord. */
  push(message: Message): void {
    this.#surroundings.log({ place: this.#handlers.place, from: 'platform', what: textOf(message, 'mt') });
    this.#send(message);
  }

  /** Answers a message: `<mt>Result` unless the body names another, with its `src`. */
  answer(request: Message, body: Message): void {
    const src = request.src === undefined || this.#surroundings.faults.slips('src') ? {} : { src: request.src };
    const api = request.api === undefined ? {} : { api: request.api };
    const message: Message = { ...api, mt: `${textOf(request, 'mt')}Result`, ...body, ...src };
    this.#surroundings.log({
      place: this.#handlers.place,
      from: 'platform',
      what: textOf(message, 'mt'),
      ...(typeof request.src === 'string' && { src: request.src }),
      ...(typeof message.error === 'string' && { error: message.error }),
    });
    this.#send(message);
  }

  /** Breaks the connection, as a network does. */
  terminate(): void {
    this.#socket.terminate();
  }

  #send(message: Message): void {
    const delayMs = Number(this.#surroundings.faults.value('delay') ?? '0');
    const text = JSON.stringify(message);
    if (delayMs === 0) {
      this.#socket.send(text);
      return;
    }
    const due = new Promise<void>((resolve) => {
      setTimeout(resolve, delayMs).unref();
    });
    // One after the other: a delay must not let answers overtake each other.
    this.#last = this.#last.then(async () => {
      await due;
      this.#socket.send(text);
    });
  }

  #take(message: Message): void {
    const mt = textOf(message, 'mt');
    const src = textOf(message, 'src');
    this.#surroundings.log({ place: this.#handlers.place, from: 'client', what: mt, ...(src !== '' && { src }) });
    if (mt === 'KeepAlive') return;
    if (mt === 'AppChallenge') this.#giveChallenge(message);
    else if (mt === 'AppLogin') this.#logIn(message);
    else if (this.#isLoggedIn) this.#handlers.onMessage(this, message);
    else this.answer(message, { error: 'Not logged in' });
  }

  #giveChallenge(message: Message): void {
    const isNumber = this.#surroundings.faults.slips('challenge');
    this.#challenge = isNumber ? `1${randomDigits(9)}` : randomDigits(16);
    this.answer(message, { challenge: isNumber ? Number(this.#challenge) : this.#challenge });
  }

  #logIn(message: Message): void {
    const { info } = message;
    const login: AppLogin = {
      app: textOf(message, 'app'),
      domain: textOf(message, 'domain'),
      sip: textOf(message, 'sip'),
      guid: textOf(message, 'guid'),
      dn: textOf(message, 'dn'),
      info: typeof info === 'object' ? info : null,
      digest: textOf(message, 'digest').toLowerCase(),
    };
    const challenge = this.#challenge;
    this.#challenge = '';
    const passwords = this.#surroundings.faults.isOn('refuse-login') ? [] : this.#handlers.passwordsFor(login);
    const password = passwords.find((each) => challenge !== '' && loginDigest(login, challenge, each) === login.digest);
    if (password === undefined) {
      this.answer(message, { ok: false, error: 2, errorText: 'Authentication failed' });
      return;
    }
    this.#isLoggedIn = true;
    this.answer(message, { ok: true });
    this.#handlers.onLogin(this, login, password);
  }
}
