import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { PhoneContact, ProvisioningCode, RedeemedCode, UpdateOutcome } from '../../../shared/domain/code.ts';
import type { MacAddress } from '../../../shared/domain/device.ts';
import { isMacAddress } from '../../../shared/domain/mac.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import { jobsFor } from './jobs.ts';
import { findLiveCode, type OwnCodeStore } from './own-codes.ts';
import { CodeGuard, guardedAddress } from './own-codes-guard.ts';
import {
  maskDigits,
  type PhoneIdentity,
  type PhoneRequest,
  readPhoneRequest,
  writeRaw,
} from './update-server-request.ts';
import { progressOf, type ScriptPlan, type UpdateWindow, writeScript } from './update-server-script.ts';

/** innovaphone's own prefix: the phones that are let in where nobody says otherwise. */
export const INNOVAPHONE_OUI = '009033';
/** Where phones ask for their update; `/init` and what phones append to a URL ending in `/` are served too. */
const UPDATE_PATH = '/innovaphone/update';
const UPLOAD_PATH = '/innovaphone/upload/';
const MACROS = 'mac=#m&hw=#h&type=#t&ip=#i';
const MAX_UPLOAD_BYTES = 64 * 1024;
const MAX_UPLOADS = 4;
const MAX_LOG_LINES = 2_000;
const REQUEST_TIMEOUT_MS = 10_000;
const CONTACTS_EVERY_MS = 1_000;
/** After the same wrong code again the form comes back only after so long. */
const FORM_AGAIN_MS = 60_000;
const MAX_CONNECTIONS = 2_000;
/** Phones in the inventory: MACs can be made up, and a site has fewer. */
const MAX_CONTACTS = 10_000;

const ANY_TIME: UpdateWindow = { hours: [], initialMinutes: 0 };

/** How the update server is set up. */
export interface UpdateServerOptions {
  /** One of this computer's own addresses; never all of them. */
  readonly address: string;
  /** 0 for any free port. */
  readonly port: number;
  /**
   * Phones that are let in: MACs (12 hex digits, lower case) and prefixes of MACs (6).
   *
   * Empty: those with {@link INNOVAPHONE_OUI}.
   */
  readonly allow: readonly string[];
  readonly store: OwnCodeStore;
  /** @default any hour, at once */
  readonly window?: UpdateWindow;
  /** Milliseconds between two writings of the inventory. @default 1000 */
  readonly contactsEveryMs?: number;
  /** Told of every request, as it stands in the log. */
  readonly onRequest?: (line: UpdateLogLine) => void;
  /** @default Date.now */
  readonly nowMs?: () => number;
}

/** A line of the update server's log. */
export interface UpdateLogLine {
  readonly atMs: number;
  readonly address: string;
  readonly mac: MacAddress | null;
  readonly model: string;
  /** Method and target; what can be a code is masked. */
  readonly request: string;
  readonly outcome: UpdateOutcome;
  /** What the code was issued for, when it was redeemed. */
  readonly rowId: number | null;
}

/** An update server that runs. */
export interface UpdateServer {
  readonly address: string;
  readonly port: number;
  /** What phones are pointed to, with the macros that they fill in. */
  readonly url: string;
  /** Requests, oldest first; the latest 2000. */
  readonly log: readonly UpdateLogLine[];
  /** The inventory: every phone that ever asked, by MAC. */
  readonly contacts: readonly PhoneContact[];
  /** When it puts firmware on phones. */
  readonly window: UpdateWindow;
  /** Addresses that are locked out for guessing. */
  readonly locked: readonly string[];
  /** Lets an address try codes again; `false` when nothing was held against it. */
  unlock(address: string): boolean;
  /**
   * Tells every phone at its next poll to ask this computer no more.
   *
   * @param url Where it shall ask instead; empty: nowhere. `null` takes it back.
   */
  leave(url: string | null): void;
  /** Breaks all connections, frees the port, and keeps the inventory. Safe to repeat. */
  close(): Promise<void>;
}

/** What came of a request, ready to be sent. */
interface Answer {
  readonly status: number;
  readonly body: string;
  readonly outcome: UpdateOutcome;
  readonly rowId?: number;
}

/** The store could not be used: the phone asks again, and nothing was promised. */
const FAILED: Answer = { status: 503, body: 'Later.\n', outcome: 'failed' };

function isOwnAddress(address: string): boolean {
  if (/^127(?:\.\d{1,3}){3}$/.test(address)) return true;
  return Object.values(networkInterfaces()).some((list) => list?.some((each) => each.address === address));
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes > MAX_UPLOAD_BYTES) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}

/** Wrong codes of one phone. */
interface WrongTries {
  readonly count: number;
  readonly last: ProvisioningCode;
  readonly atMs: number;
}

/** The code that was redeemed, why none was, or `null` when none was brought that it hasn't redeemed before. */
type Redemption = RedeemedCode | 'wrong-code' | 'slow' | 'locked' | null;

/** What a phone is told: all decisions, without any network. */
class PhoneDesk {
  readonly guard = new CodeGuard();
  readonly log: UpdateLogLine[] = [];
  readonly contacts = new Map<MacAddress, PhoneContact>();
  leaveUrl: string | null = null;
  readonly #options: UpdateServerOptions;
  readonly #base: () => string;
  /** What wrong codes each phone brought: it gets the form again. */
  readonly #tries = new Map<MacAddress, WrongTries>();
  readonly #changed = new Set<MacAddress>();
  /** What each address has under way, fulfilled when it is done. */
  readonly #turns = new Map<string, Promise<void>>();

  constructor(options: UpdateServerOptions, base: () => string) {
    this.#options = options;
    this.#base = base;
  }

  /** Reads the inventory as it was left. */
  async begin(): Promise<void> {
    for (const contact of await this.#options.store.listContacts()) this.contacts.set(contact.mac, contact);
  }

  get nowMs(): number {
    return this.#options.nowMs?.() ?? Date.now();
  }

  async answer(request: PhoneRequest, address: string): Promise<Answer> {
    const identity = readPhoneRequest(request);
    const answer = await this.#decide(request, identity, address).catch(() => FAILED);
    const line: UpdateLogLine = {
      atMs: this.nowMs,
      address,
      mac: identity.mac,
      model: identity.model,
      request: maskDigits(`${request.method} ${request.target}`).slice(0, 500),
      outcome: answer.outcome,
      rowId: answer.rowId ?? null,
    };
    this.log.push(line);
    if (this.log.length > MAX_LOG_LINES) this.log.shift();
    this.#options.onRequest?.(line);
    return answer;
  }

  /** Keeps the lines of the inventory that changed. Those that can't be kept now are kept next time. */
  async keepContacts(): Promise<void> {
    const macs = [...this.#changed];
    if (macs.length === 0) return;
    this.#changed.clear();
    try {
      await this.#options.store.keepContacts(macs.flatMap((mac) => this.contacts.get(mac) ?? []));
    } catch {
      for (const mac of macs) this.#changed.add(mac);
    }
  }

  async #decide(request: PhoneRequest, identity: PhoneIdentity, address: string): Promise<Answer> {
    const [path = ''] = request.target.split('?');
    const { mac } = identity;
    const uploadName = path.startsWith(UPLOAD_PATH) ? path.slice(UPLOAD_PATH.length).split('/')[0] : undefined;
    const isUpdate = path === UPDATE_PATH || path === '/init' || /\/update-[a-z0-9]+\.htm$/i.test(path);
    if (!(request.method === 'PUT' && uploadName !== undefined) && !(request.method === 'GET' && isUpdate))
      return { status: 404, body: 'Nothing here.\n', outcome: 'no-such-page' };
    const isRoom = mac !== null && (this.contacts.has(mac) || this.contacts.size < MAX_CONTACTS);
    if (mac === null || !isRoom || !this.#isAllowed(mac))
      return { status: 403, body: 'Not for this phone.\n', outcome: 'not-allowed' };
    const contact = this.#meet(mac, identity, request, address);
    if (uploadName !== undefined) return this.#takeUpload(contact, uploadName, request.body);
    if (this.leaveUrl !== null) return script({ kind: 'leave', url: this.leaveUrl }, 'leave');

    const typed = identity.typed.length === 0 ? null : await this.#redeemInTurn(identity.typed, mac, address);
    if (typed !== null && typeof typed !== 'string')
      return { ...(await this.#jobs(typed, identity, contact)), outcome: 'redeemed', rowId: typed.rowId };
    const before = await this.#options.store.redeemedBy(mac);
    if (before !== null)
      return { ...(await this.#jobs(before, identity, contact)), ...(typed !== null && { outcome: typed }) };
    const tries = this.#tries.get(mac)?.count ?? 0;
    const upload = contact.uploads.info === undefined ? `${this.#base()}${UPLOAD_PATH}info/${mac}` : null;
    return script({ kind: 'prompt', tries, upload }, typed ?? 'prompt');
  }

  #isAllowed(mac: MacAddress): boolean {
    const allow = this.#options.allow.length === 0 ? [INNOVAPHONE_OUI] : this.#options.allow;
    return allow.some((each) => mac.startsWith(each));
  }

  #meet(mac: MacAddress, identity: PhoneIdentity, request: PhoneRequest, address: string): PhoneContact {
    const known = this.contacts.get(mac);
    const nowMs = this.nowMs;
    const contact: PhoneContact = {
      mac,
      address,
      model: identity.model || (known?.model ?? ''),
      version: identity.version || (known?.version ?? ''),
      firstSeenMs: known?.firstSeenMs ?? nowMs,
      lastSeenMs: nowMs,
      requests: (known?.requests ?? 0) + 1,
      lastRequest: writeRaw(request),
      uploads: known?.uploads ?? {},
      jobs: known?.jobs ?? {},
    };
    this.#note(contact);
    return contact;
  }

  #note(contact: PhoneContact): void {
    this.contacts.set(contact.mac, contact);
    this.#changed.add(contact.mac);
  }

  #takeUpload(contact: PhoneContact, name: string, body: string): Answer {
    const isNew = contact.uploads[name] === undefined;
    const isKept = /^[a-z]{1,16}$/.test(name) && !(isNew && Object.keys(contact.uploads).length >= MAX_UPLOADS);
    if (!isKept) return { status: 404, body: 'Nothing here.\n', outcome: 'no-such-page' };
    this.#note({ ...contact, uploads: { ...contact.uploads, [name]: body } });
    return { status: 200, body: '', outcome: 'uploaded' };
  }

  async #jobs(code: RedeemedCode, identity: PhoneIdentity, contact: PhoneContact): Promise<Answer> {
    const model = identity.model || contact.model;
    const jobs = jobsFor(await this.#options.store.listJobs(), { domain: code.domain, category: code.category, model });
    const window = this.#options.window ?? ANY_TIME;
    this.#noteJobs(contact, progressOf({ jobs, model, check: identity.check, build: identity.build }));
    return script({ kind: 'jobs', jobs, model, window, check: identity.check }, 'jobs');
  }

  /** Writes down what a phone is given, and what it says to have carried out; each the first time only. */
  #noteJobs({ mac }: PhoneContact, { given, done }: ReturnType<typeof progressOf>): void {
    const contact = this.contacts.get(mac);
    if (contact === undefined) return;
    const nowMs = this.nowMs;
    const jobs = { ...contact.jobs };
    for (const id of [...given, ...done]) jobs[id] ??= { givenAtMs: nowMs, doneAtMs: null };
    for (const id of done) jobs[id] = { givenAtMs: nowMs, ...jobs[id], doneAtMs: jobs[id]?.doneAtMs ?? nowMs };
    this.#note({ ...contact, jobs });
  }

  /** A phone may repeat what was typed at every poll: the form must not come back while somebody types. */
  #noteTry(mac: MacAddress, code: ProvisioningCode, nowMs: number): void {
    const before = this.#tries.get(mac);
    if (before?.last === code && nowMs - before.atMs < FORM_AGAIN_MS) return;
    this.#tries.set(mac, { count: (before?.count ?? 0) + 1, last: code, atMs: nowMs });
  }

  /** One after the other for each address: guesses sent at once must not all be judged before the first is counted. */
  async #redeemInTurn(...attempt: readonly [readonly ProvisioningCode[], MacAddress, string]): Promise<Redemption> {
    const key = guardedAddress(attempt[2]);
    const turn = (this.#turns.get(key) ?? Promise.resolve()).then(() => this.#redeem(...attempt));
    const ended = turn.then(
      () => {},
      () => {},
    );
    this.#turns.set(key, ended);
    void ended.then(() => {
      if (this.#turns.get(key) === ended) this.#turns.delete(key);
    });
    return turn;
  }

  async #redeem(typed: readonly ProvisioningCode[], mac: MacAddress, address: string): Promise<Redemption> {
    const { store } = this.#options;
    let outcome: 'wrong-code' | 'slow' | 'locked' | null = null;
    for (const code of typed) {
      // A phone may send what it has redeemed again and again.
      const before = await store.redeemedBy(mac);
      if (before?.code === code) continue;
      const nowMs = this.nowMs;
      const state = this.guard.judge(address, nowMs);
      if (state === 'locked') return 'locked';
      const live = state === 'open' ? findLiveCode(await store.listLive(nowMs), code) : null;
      // What the phone said of itself is kept with the code that it redeemed.
      if (live !== null) await this.keepContacts();
      const redeemed = live === null ? null : await store.redeem(live.code, mac, nowMs);
      if (redeemed !== null) {
        this.#tries.delete(mac);
        return redeemed;
      }
      this.guard.noteWrong(address, code, nowMs);
      this.#noteTry(mac, code, nowMs);
      outcome = state === 'slow' ? 'slow' : 'wrong-code';
    }
    return outcome;
  }
}

function script(plan: ScriptPlan, outcome: UpdateOutcome): Answer {
  return { status: 200, body: writeScript(plan), outcome };
}

/** Puts what a socket brings before the desk, and sends what it says. */
async function serve(
  desk: PhoneDesk,
  request: IncomingMessage,
  response: ServerResponse,
  contactAddress: string,
): Promise<void> {
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : `${value}`,
    ]),
  );
  const target = request.url ?? '/';
  let body: string | null;
  try {
    body = await readBody(request);
  } catch {
    return;
  }
  if (body === null) {
    response.writeHead(413, { Connection: 'close' });
    response.end();
    return;
  }
  const answer = await desk.answer({ method: request.method ?? 'GET', target, headers, body }, contactAddress);
  const later = answer === FAILED ? { 'Retry-After': '60' } : {};
  const type = { 'Content-Type': 'text/plain; charset=utf-8', 'Cache-Control': 'no-store' };
  response.writeHead(answer.status, { ...type, ...later });
  response.end(answer.body);
}

/**
 * Starts the update server for phones of the site: it shows them the form for a code, redeems own codes, brings software
 * and configuration, and keeps an inventory of whoever asks.
 *
 * Listens on one address of this computer only, until it is closed. Real phones' way of sending a typed code is not
 * documented, so redeeming by them is experimental: the inventory keeps what they send.
 *
 * @returns `unreachable`, aspect `own-address`, when the address isn't this computer's; `busy` or
 *   `forbidden`, aspect `port`.
 * Source: innovaphone wiki, Services/Update and Concept Provisioning (13r1).
 */
export async function startUpdateServer(options: UpdateServerOptions): Promise<Result<UpdateServer>> {
  const refused = { kind: 'validation', sent: 'no', concernsAccount: true } as const;
  if (!isOwnAddress(options.address)) {
    const detail = { host: options.address };
    return failure({ ...refused, reason: 'unreachable', aspect: 'own-address', detail });
  }
  let port = options.port;
  const host = options.address.includes(':') ? `[${options.address}]` : options.address;
  const desk = new PhoneDesk(options, () => `http://${host}:${port}`);
  await desk.begin();
  const server = createServer({ requestTimeout: REQUEST_TIMEOUT_MS }, (request, response) => {
    void serve(desk, request, response, request.socket.remoteAddress ?? '');
  });
  server.maxConnections = MAX_CONNECTIONS;
  const found = await listen(server, options.port, options.address);
  if (typeof found !== 'number') {
    const reason = found.code === 'EACCES' ? 'forbidden' : 'busy';
    return failure({ ...refused, reason, aspect: 'port', detail: { port } });
  }
  port = found;
  const timer = setInterval(() => void desk.keepContacts(), options.contactsEveryMs ?? CONTACTS_EVERY_MS);
  timer.unref();
  return success({
    address: options.address,
    port,
    url: `http://${host}:${port}${UPDATE_PATH}?${MACROS}`,
    window: options.window ?? ANY_TIME,
    get log() {
      return desk.log;
    },
    get contacts() {
      return [...desk.contacts.values()].toSorted((one, other) => (one.mac < other.mac ? -1 : 1));
    },
    get locked() {
      return desk.guard.locked;
    },
    unlock: (address) => desk.guard.unlock(address),
    leave: (url) => {
      desk.leaveUrl = url;
    },
    close: async () => {
      clearInterval(timer);
      await closeServer(server);
      await desk.keepContacts();
    },
  });
}

/** Listens; the port, or why it can't be had. */
function listen(server: Server, port: number, address: string): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    // Stays for what comes later: a connection that can't be taken must not end the program.
    server.on('error', resolve);
    server.listen(port, address, () => resolve((server.address() as AddressInfo).port));
  });
}

async function closeServer(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  server.closeAllConnections();
  await closed;
}

/**
 * Reads what shall be let in: a MAC or the first half of one, in any notation.
 *
 * @returns 12 or 6 lower-case hex digits; `null` for anything else.
 */
export function readAllowed(text: string): string | null {
  const bare = text
    .trim()
    .replace(/[-:.\s]/g, '')
    .toLowerCase();
  return isMacAddress(bare) || /^[0-9a-f]{6}$/.test(bare) ? bare : null;
}
