import type { PhoneItem, PhoneItemKey } from '../../../shared/domain/phone-item.ts';
import { redactText } from '../../../shared/domain/redact.ts';
import type {
  FileReport,
  PhoneAddress,
  PhoneAnswer,
  PhoneFile,
  PhoneIdentity,
  PhoneLine,
  StationTimes,
} from '../phone-service.ts';
import { type DlsAction, mergeItems, type PhoneMessage, splitItems, writeAnswer } from './wire.ts';

/** More fragments than any phone has items for: whoever sends more never ends. */
const FRAGMENTS_MAX = 200;

/** Sends an answer; false when the phone has gone meanwhile. */
export type Respond = (body: Buffer) => boolean;

interface OpenCall {
  readonly message: PhoneMessage;
  readonly respond: Respond;
}

interface Waiter {
  readonly accepts: (message: PhoneMessage) => boolean;
  readonly take: (call: OpenCall | null) => void;
}

const item = (name: string, value: string, index: number | null = null): Omit<PhoneItem, 'status'> => ({
  name,
  index,
  value,
});

function isReply(message: PhoneMessage): boolean {
  return message.reason.toLowerCase() === 'reply-to';
}

/** Whether the phone begins anew, which ends what it was told before. */
function isBeginning(message: PhoneMessage): boolean {
  return /^(?:solicited|start-up)$/i.test(message.reason);
}

/**
 * The conversation with one phone: each of its POSTs is held until there is an answer for it.
 *
 * Only the nonce of the message that is answered is ever sent back (vendor guide A31003-S2000-R102-16-7620,
 * "Message format").
 */
export class OpenStageLine implements PhoneLine {
  readonly phone: PhoneAddress;
  identity: PhoneIdentity | null = null;
  readonly #times: StationTimes;
  #open: OpenCall | null = null;
  #waiter: Waiter | null = null;
  #fragments: (readonly PhoneItem[])[] = [];
  #isTalking = false;
  #isClosed = false;

  constructor(phone: PhoneAddress, times: StationTimes) {
    this.phone = phone;
    this.#times = times;
  }

  /** Takes a message of this phone. What nobody waits for is answered with CleanUp at once. */
  deliver(message: PhoneMessage, respond: Respond): void {
    if (message.fragment === 'next' && this.#fragments.length < FRAGMENTS_MAX) {
      this.#fragments.push(message.items);
      respond(writeAnswer(message.nonce, 'GetNextFragment'));
      return;
    }
    const items = mergeItems([...this.#fragments, message.items]);
    this.#fragments = [];
    const call: OpenCall = { message: { ...message, items }, respond };
    const waiter = this.#waiter;
    if (waiter?.accepts(call.message)) {
      this.#waiter = null;
      this.#replaceOpen(call);
      waiter.take(call);
    } else if (this.#isTalking && waiter === null && isBeginning(message)) {
      // Between two steps of a conversation: the next one answers it.
      this.#replaceOpen(call);
    } else {
      respond(writeAnswer(message.nonce, 'CleanUp'));
    }
  }

  async waitForCall(timeoutMs: number, signal: AbortSignal): Promise<boolean> {
    this.#isTalking = true;
    if (this.#open !== null) return true;
    return (await this.#next(isBeginning, timeoutMs, signal)) !== null;
  }

  async read(keys: readonly PhoneItemKey[] | 'all', signal: AbortSignal): Promise<PhoneAnswer> {
    if (keys === 'all') return this.#exchange('ReadAllItems', [], signal);
    return this.#exchangeAll(
      'ReadItems',
      keys.map(({ name, index }) => item(name, '', index)),
      signal,
    );
  }

  write(items: readonly (PhoneItemKey & { readonly value: string })[], signal: AbortSignal): Promise<PhoneAnswer> {
    return this.#exchangeAll(
      'WriteItems',
      items.map(({ name, index, value }) => item(name, value, index)),
      signal,
    );
  }

  async deploy(
    file: PhoneFile,
    signal: AbortSignal,
  ): Promise<FileReport | Exclude<PhoneAnswer, { kind: 'accepted' }> | null> {
    const isFirmware = file.type === 'APP';
    const action = isFirmware ? 'SoftwareDeployment' : 'FileDeployment';
    if (!this.#answer(action, toFileItems(file))) return { kind: 'lost' };
    for (;;) {
      const wanted = (message: PhoneMessage): boolean =>
        isReply(message) || /^status$/i.test(message.reason) || isBeginning(message);
      const call = await this.#next(wanted, this.#times.fileMs, signal);
      if (call === null) return null;
      const { message } = call;
      const report = toFileReport(message);
      // After firmware the phone starts anew; what it says then is read by who asked for it.
      if (report !== null || isBeginning(message)) return report;
      const answer = toAnswer(message, action);
      if (answer.kind === 'busy' || answer.kind === 'failed') return answer;
      this.end(false);
      this.#isTalking = true;
    }
  }

  async restart(factoryResetWord: string | null): Promise<boolean> {
    const reset = [item('restart-password', factoryResetWord ?? ''), item('restart-type', 'FactoryReset')];
    return this.#answer('Restart', factoryResetWord === null ? [] : reset);
  }

  end(callAgain: boolean): void {
    this.#isTalking = false;
    this.#answer('CleanUp', callAgain ? [item('send-solicited', 'true')] : []);
  }

  /** Lets go of who waits; nothing is answered any more. */
  close(): void {
    this.#isClosed = true;
    this.end(false);
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.take(null);
  }

  #replaceOpen(call: OpenCall): void {
    const old = this.#open;
    this.#open = call;
    old?.respond(writeAnswer(old.message.nonce, 'CleanUp'));
  }

  /** Answers the open call; false when there is none or the phone is gone. */
  #answer(action: DlsAction, items: readonly Omit<PhoneItem, 'status'>[]): boolean {
    const open = this.#open;
    this.#open = null;
    return open?.respond(writeAnswer(open.message.nonce, action, items)) ?? false;
  }

  #next(accepts: Waiter['accepts'], timeoutMs: number, signal: AbortSignal): Promise<OpenCall | null> {
    if (this.#isClosed || signal.aborted) return Promise.resolve(null);
    return new Promise((resolve) => {
      const finish = (call: OpenCall | null): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', give);
        if (this.#waiter === waiter) this.#waiter = null;
        resolve(call);
      };
      const give = (): void => finish(null);
      const waiter: Waiter = { accepts, take: finish };
      const timer = setTimeout(give, timeoutMs);
      signal.addEventListener('abort', give, { once: true });
      this.#waiter = waiter;
    });
  }

  async #exchange(
    action: DlsAction,
    items: readonly Omit<PhoneItem, 'status'>[],
    signal: AbortSignal,
  ): Promise<PhoneAnswer> {
    if (!this.#answer(action, items)) return { kind: 'lost' };
    const call = await this.#next((message) => isReply(message) || isBeginning(message), this.#times.replyMs, signal);
    return call === null || !isReply(call.message) ? { kind: 'lost' } : toAnswer(call.message, action);
  }

  async #exchangeAll(
    action: 'ReadItems' | 'WriteItems',
    items: readonly Omit<PhoneItem, 'status'>[],
    signal: AbortSignal,
  ): Promise<PhoneAnswer> {
    const answered: (readonly PhoneItem[])[] = [];
    for (const part of splitItems(items, this.#open?.message.maxItems ?? null)) {
      const answer = await this.#exchange(action, part, signal);
      if (answer.kind !== 'accepted') return answer;
      answered.push(answer.items);
    }
    return { kind: 'accepted', items: mergeItems(answered) };
  }
}

function toAnswer(message: PhoneMessage, action: DlsAction): PhoneAnswer {
  // A reply to something else than what was asked says nothing about it.
  if (message.action !== '' && message.action !== action) return { kind: 'lost' };
  if (message.status === 'busy') return { kind: 'busy' };
  if (message.status === 'accepted' || message.status === '') return { kind: 'accepted', items: message.items };
  return { kind: 'failed', words: redactText(message.status).slice(0, 200) };
}

function toFileReport({ items }: PhoneMessage): FileReport | null {
  const find = (name: string): string => items.find((each) => each.name === name)?.value ?? '';
  const status = find('file-deployment-status');
  return status === '' ? null : { name: find('file-deployment-name'), status };
}

/** The items that name a file and where it lies; deploying at once, whatever the phone does, is never asked for. */
function toFileItems({ type, url, version, softwareType }: PhoneFile): readonly Omit<PhoneItem, 'status'>[] {
  const parsed = new URL(url);
  const path = decodeURIComponent(parsed.pathname);
  const place =
    parsed.protocol === 'ftp:'
      ? [
          item('file-server', parsed.hostname),
          item('file-port', parsed.port || '21'),
          item('file-path', path.slice(0, path.lastIndexOf('/')).replace(/^\//, '')),
          item('file-name', path.slice(path.lastIndexOf('/') + 1)),
          item('file-username', decodeURIComponent(parsed.username)),
          item('file-pwd', decodeURIComponent(parsed.password)),
        ]
      : [item('file-https-base-url', url)];
  return [
    ...place,
    item('file-type', type),
    ...(type === 'APP'
      ? [item('file-sw-type', softwareType), item('file-sw-version', version)]
      : [item('file-action', 'deploy')]),
    item('file-priority', 'normal'),
  ];
}
