import { setMaxListeners } from 'node:events';
import { z } from 'zod';
import type { Failure } from '../../../shared/domain/failure.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { openWebSocket, type WebSocketConnection, type WebSocketOptions } from '../../transport/websocket.ts';
import type { Message } from './wire.ts';

const ANSWER_TIMEOUT_MS = 30_000;
/** A list whose sender never says which part is the last one is taken to be over after this pause. */
const LIST_PAUSE_MS = 3_000;
const KEEP_ALIVE_MS = 30_000;
const WORDS_LENGTH = 500;
const MAX_KEPT = 20;

/** How one message is asked and its answer awaited. */
export interface AskOptions {
  readonly signal: AbortSignal;
  /** Longest pause before the answer and between its parts, in milliseconds. @default 30000 */
  readonly timeoutMs?: number;
  /** Whether the message can change something at the other side: failures say so. @default false */
  readonly isChange?: boolean;
  /** Whether the other side may not know the message: no answer then leaves the connection as it is. @default false */
  readonly isOptional?: boolean;
}

interface Waiting {
  readonly src: string | null;
  readonly names: readonly string[];
  readonly take: (message: Message) => void;
  readonly fail: (cause: Failure) => void;
}

const RECORD = z.record(z.string(), z.unknown());

/**
 * An open WebSocket of JSON messages, each with its name in `mt`.
 *
 * Answers are matched by `src` first, then by name. As long as the other side hasn't been seen to echo `src`, only one message
 * of a name is under way at a time, and one that stays unanswered ends the connection: a late answer can never be taken for
 * that of another message.
 *
 * Source: innovaphone SDK (13r1), AppWebsocket; its Go client.
 */
export class JsonSocket {
  /** Fulfilled with the cause when the connection has ended. */
  readonly closed: Promise<Failure>;
  #connection: WebSocketConnection | null = null;
  #cause: Failure | null = null;
  #end: (cause: Failure) => void = () => {};
  #waiting: readonly Waiting[] = [];
  #listeners = new Map<string, Set<(message: Message) => void>>();
  /** What came while nobody waited: two messages of a dialogue can come in one go. */
  #unclaimed: Message[] = [];
  #turns = new Map<string, Promise<void>>();
  #echoesSource = false;
  readonly #echoed: Promise<void>;
  #tellEchoed: () => void = () => {};
  #asked = 0;
  #keepAlive: NodeJS.Timeout | undefined;

  private constructor() {
    this.closed = new Promise((resolve) => {
      this.#end = resolve;
    });
    this.#echoed = new Promise((resolve) => {
      this.#tellEchoed = resolve;
    });
  }

  /** Connects: network. See `openWebSocket` for what can go wrong; sent is `no`. */
  static async open(url: string, options: WebSocketOptions, signal: AbortSignal): Promise<Result<JsonSocket>> {
    const socket = new JsonSocket();
    const opened = await openWebSocket(
      url,
      options,
      { onText: (text) => socket.#receive(text), onClose: (cause) => socket.#finish(cause) },
      signal,
    );
    if (!opened.ok) return opened;
    socket.#connection = opened.value;
    return success(socket);
  }

  /** Sends `KeepAlive` now and then; the other side doesn't answer it. */
  startKeepAlive(everyMs = KEEP_ALIVE_MS): void {
    clearInterval(this.#keepAlive);
    this.#keepAlive = setInterval(() => this.#connection?.send('{"mt":"KeepAlive"}'), everyMs);
  }

  /**
   * Sends a message and waits for its answer `<mt>Result`, or for one with its own name, which some releases send.
   *
   * @returns `timeout`, `cancelled`, or the cause of the connection's end; what the answer says is the caller's to judge.
   */
  async ask(message: Message, options: AskOptions): Promise<Result<Message>> {
    const parts = await this.#exchange(message, options, () => true);
    if (!parts.ok) return parts;
    return success(parts.value[0] ?? {});
  }

  /** Asks as {@link JsonSocket.ask} does, for an answer in parts of which the last one says `last`. */
  askAll(message: Message, options: AskOptions): Promise<Result<readonly Message[]>> {
    return this.#exchange(message, options, (part) => part.last === true || hasError(part));
  }

  /**
   * Sends a message and waits for the first with one of these names; with `null` for the next one, which may have come already.
   *
   * For dialogues without `src`.
   */
  async next(message: Message | null, names: readonly string[], options: AskOptions): Promise<Result<Message>> {
    if (message === null) {
      const kept = this.#unclaimed.findIndex(({ mt }) => names.includes(String(mt)));
      const [found] = kept < 0 ? [] : this.#unclaimed.splice(kept, 1);
      if (found !== undefined) return success(found);
    } else this.#unclaimed = [];
    const parts = await this.#wait(message, null, names, options, () => true);
    if (!parts.ok) return parts;
    return success(parts.value[0] ?? {});
  }

  /** Sends a message that isn't answered; `false` when the connection has ended. */
  send(message: Message): boolean {
    return this.#connection?.send(JSON.stringify(message)) ?? false;
  }

  /** Calls a listener for messages of a name that answer nothing. @returns what ends it. */
  on(name: string, listener: (message: Message) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener));
    return () => void listeners.delete(listener);
  }

  /** Ends the connection, at once for whoever waits. Safe to repeat. */
  close(cause: Failure = CANCELLED): void {
    this.#finish(cause);
    this.#connection?.close();
  }

  async #exchange(
    message: Message,
    options: AskOptions,
    isLast: (part: Message) => boolean,
  ): Promise<Result<readonly Message[]>> {
    const name = String(message.mt);
    const before = this.#turns.get(name);
    let finish = (): void => {};
    const turn = new Promise<void>((resolve) => {
      finish = resolve;
    });
    this.#turns.set(
      name,
      Promise.all([before, turn]).then(() => {}),
    );
    try {
      if (before !== undefined && !this.#echoesSource) {
        await Promise.race([before, this.#echoed, this.closed, aborted(options.signal)]);
      }
      this.#asked += 1;
      const src = `rollcall-${this.#asked}`;
      return await this.#wait({ ...message, src }, src, [`${name}Result`, name], options, isLast);
    } finally {
      finish();
    }
  }

  #wait(
    message: Message | null,
    src: string | null,
    names: readonly string[],
    options: AskOptions,
    isLast: (part: Message) => boolean,
  ): Promise<Result<readonly Message[]>> {
    const { signal, timeoutMs = ANSWER_TIMEOUT_MS, isChange = false, isOptional = false } = options;
    return new Promise((resolve) => {
      const parts: Message[] = [];
      let timer: NodeJS.Timeout | undefined;
      let hasLeft = false;
      const settle = (result: Result<readonly Message[]>): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', onAbort);
        this.#waiting = this.#waiting.filter((each) => each !== waiting);
        resolve(result);
      };
      const fail = (cause: Failure): void => settle(failure({ ...cause, sent: hasLeft && isChange ? 'maybe' : 'no' }));
      const giveUp = (cause: Failure): void => {
        const isSafe = this.#echoesSource || isOptional || src === null || !hasLeft;
        fail(cause);
        if (!isSafe) this.close(LOST);
      };
      const onAbort = (): void => giveUp(CANCELLED);
      const waiting: Waiting = {
        src,
        names,
        take: (part) => {
          parts.push(part);
          if (isLast(part)) {
            settle(success(parts));
            return;
          }
          clearTimeout(timer);
          timer = setTimeout(() => settle(success(parts)), LIST_PAUSE_MS);
        },
        fail,
      };
      if (signal.aborted) {
        fail(CANCELLED);
        return;
      }
      if (this.#cause !== null) {
        fail(this.#cause);
        return;
      }
      // one signal for a whole run is the rule, and no leak
      setMaxListeners(0, signal);
      signal.addEventListener('abort', onAbort);
      this.#waiting = [...this.#waiting, waiting];
      timer = setTimeout(() => giveUp(timedOut(timeoutMs)), timeoutMs);
      hasLeft = message !== null && this.send(message);
      if (message !== null && !hasLeft) fail(this.#cause ?? LOST);
    });
  }

  #receive(text: string): void {
    const message = readMessage(text);
    if (this.#cause !== null) return;
    if (message === null) {
      this.close(notUnderstood('maybe'));
      return;
    }
    const name = String(message.mt);
    const src = typeof message.src === 'string' ? message.src : null;
    const candidates = this.#waiting.filter(
      (each) => each.names.includes(name) && (src === null || each.src === null || each.src === src),
    );
    const [found] = candidates;
    if (found === undefined) {
      const listeners = this.#listeners.get(name) ?? [];
      for (const listener of listeners) listener(message);
      if (src === null && !this.#listeners.has(name)) this.#unclaimed = [...this.#unclaimed, message].slice(-MAX_KEPT);
      return;
    }
    if (found.src !== null) this.#echoesSource = found.src === src;
    if (this.#echoesSource) this.#tellEchoed();
    // whose answer it is can't be told any more: a code could go to the wrong user
    if (src === null && candidates.length > 1) this.close(notUnderstood('maybe'));
    else found.take(message);
  }

  #finish(cause: Failure): void {
    if (this.#cause !== null) return;
    this.#cause = cause;
    clearInterval(this.#keepAlive);
    for (const waiting of this.#waiting) waiting.fail(cause);
    this.#listeners.clear();
    this.#end(cause);
  }
}

const CANCELLED: Failure = { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false };
const LOST: Failure = {
  kind: 'transport',
  reason: 'unreachable',
  aspect: 'lost',
  sent: 'no',
  concernsAccount: false,
};

function timedOut(timeoutMs: number): Failure {
  return {
    kind: 'timeout',
    reason: 'timeout',
    aspect: 'platform',
    detail: { seconds: timeoutMs / 1000 },
    sent: 'no',
    concernsAccount: false,
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

/**
 * Reads a frame; `null` when it is no JSON object.
 *
 * A challenge can be a JSON number of 16 digits, which a JavaScript number can't hold: it is read as text.
 */
export function readMessage(text: string): Message | null {
  try {
    const parsed = RECORD.safeParse(JSON.parse(text.replace(/("challenge"\s*:\s*)(\d+)(?=\s*[,}])/g, '$1"$2"')));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Whether an answer says that something went wrong: in `error` or `errorText`, the forms that are known. */
export function hasError(message: Message): boolean {
  const { error, errorText } = message;
  return (error !== undefined && error !== null && error !== false && error !== 0 && error !== '') || !!errorText;
}

/** The other side's own words for what went wrong: redacted, at most 500 characters. */
export function errorWords({ error, errorText }: Message): string {
  const words = [error, errorText].filter((word) => typeof word === 'string' || typeof word === 'number');
  return redactText([...new Set(words.map(String))].join(' '))
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, WORDS_LENGTH);
}

/** The failure of an answer that came and says no: nothing was changed. */
export function refused(message: Message): Failure {
  const words = errorWords(message);
  return {
    kind: 'service',
    reason: 'server-error',
    aspect: 'platform',
    ...(words === '' ? {} : { serviceWords: words }),
    sent: 'no',
    concernsAccount: false,
  };
}

/** The failure of an answer that came and can't be understood. */
export function notUnderstood(sent: Failure['sent']): Failure {
  return { kind: 'protocol', reason: 'unexpected-answer', aspect: 'platform', sent, concernsAccount: false };
}
