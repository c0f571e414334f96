import type { MacAddress } from '../../../shared/domain/device.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { formatMacPairs } from '../../../shared/domain/mac.ts';
import type { Outcome } from '../../../shared/domain/outcome.ts';
import type { PhoneItem, PhoneItemKey } from '../../../shared/domain/phone-item.ts';
import type { PhoneStage } from '../../../shared/domain/phone-job.ts';
import { failure, type Result, success } from '../../../shared/result.ts';
import type { PhoneAddress, PhoneFile, PhoneLine, PhoneStation, PhoneSystem } from '../../services/phone-service.ts';
import type { Store } from '../../storage/store.ts';
import { nextContactAtMs } from './contact-pace.ts';
import {
  hasChangedSince,
  judgeWrite,
  type PlannedItem,
  planItems,
  toUnsent,
  valueOfItem,
  type WantedItem,
} from './item-plan.ts';
import { failedOutcome, keepReading, keepWritten, makeOutcome, outcomeOfWrite, toStoredOutcome } from './phone-runs.ts';

/** How long a job waits for phones, in milliseconds. */
export interface PhoneTimes {
  /** For the call after a request. */
  readonly callMs: number;
  /** For a phone in a call to be idle again. */
  readonly idleMs: number;
  /** For a phone that restarts to call. */
  readonly restartMs: number;
}

/** See {@link PhoneTimes}: proposals, since the vendor publishes none. */
export const PHONE_TIMES: PhoneTimes = { callMs: 60_000, idleMs: 900_000, restartMs: 600_000 };

/** How many phones are asked to call, or talked with, at once. */
const AT_ONCE = 64;
/** Long enough to find a call that is open already, in milliseconds. */
const OPEN_CALL_MS = 1;
/** How often a busy phone is tried before it is given up. */
const BUSY_TRIES = 5;

/** Items that are read beside those asked for: who it is, what runs on it, and how long it ignores requests. */
const ALWAYS_READ: readonly PhoneItemKey[] = [
  'mac-addr',
  'device-type',
  'software-type',
  'software-version',
  'e164',
  'dls-contact-interval',
].map((name) => ({ name, index: null }));

/** A phone of a job: one of the rollout's, with its address. */
export interface JobPhone extends PhoneAddress {
  readonly mac: MacAddress;
}

/** A phone of a plan. */
export interface PlannedPhone {
  readonly phone: JobPhone | { readonly mac: MacAddress; readonly address: '' };
  readonly items: readonly PlannedItem[];
  /** The outcome it gets without anything being sent; `null` where the run will send. */
  readonly outcome: Outcome | null;
}

/** What a job tells while it goes. */
export interface PhoneJobListener {
  /** A phone is about something else; `untilMs` (since 1970) where it waits for a time. */
  readonly onStage: (mac: MacAddress, stage: PhoneStage, untilMs: number | null) => void;
  /** A phone got its outcome in a run; it is durable. */
  readonly onEnded: (mac: MacAddress, outcome: Outcome) => void;
}

const CANCELLED: Failure = { kind: 'cancelled', reason: 'cancelled', sent: 'no', concernsAccount: false };

function phoneFailure(reason: Failure['reason'], about: Partial<Failure> = {}): Failure {
  return { kind: 'service', reason, sent: 'no', concernsAccount: false, ...about };
}

function hostOf(address: string): string {
  return address.replace(/:\d+$/, '');
}

/**
 * A station at work on a rollout's phones: asks them to call, then reads, writes, sends files or restarts.
 *
 * Phones are dealt with side by side, each of them one step after the other. The station stays the caller's.
 */
export class PhoneJob {
  readonly #store: Store;
  readonly #rolloutId: number;
  readonly #system: PhoneSystem;
  readonly #station: PhoneStation;
  readonly #times: PhoneTimes;
  readonly #listener: PhoneJobListener;
  readonly #signal: AbortSignal;

  constructor(about: {
    readonly store: Store;
    readonly rolloutId: number;
    readonly system: PhoneSystem;
    readonly station: PhoneStation;
    readonly times: PhoneTimes;
    readonly listener: PhoneJobListener;
    readonly signal: AbortSignal;
  }) {
    this.#store = about.store;
    this.#rolloutId = about.rolloutId;
    this.#system = about.system;
    this.#station = about.station;
    this.#times = about.times;
    this.#listener = about.listener;
    this.#signal = about.signal;
  }

  /** Reads items of every phone and keeps them; `all`: every item. */
  read(
    phones: readonly JobPhone[],
    keys: (phone: JobPhone) => readonly PhoneItemKey[] | 'all',
  ): Promise<readonly Result<readonly PhoneItem[]>[]> {
    return this.#forEach(phones, async (phone) => {
      const line = await this.#reach(phone);
      if (!line.ok) return line;
      const items = await this.#readItems(phone, line.value, keys(phone));
      line.value.end(false);
      return items;
    });
  }

  /** Reads what each phone holds and sets what is wanted beside it. Changes nothing. */
  async plan(
    wishes: readonly { readonly phone: PlannedPhone['phone']; readonly wanted: readonly WantedItem[] }[],
    isExpert: boolean,
  ): Promise<readonly PlannedPhone[]> {
    const readable = wishes.filter(({ phone, wanted }) => phone.address !== '' && wanted.length > 0);
    const read = await this.read(
      readable.map(({ phone }) => phone),
      (phone) => wishes.find((wish) => wish.phone === phone)?.wanted ?? [],
    );
    const byPhone = new Map(readable.map(({ phone }, at) => [phone, read[at]]));
    return wishes.map(({ phone, wanted }) => {
      if (phone.address === '') return { phone, items: [], outcome: makeOutcome('skipped', { reason: 'no-address' }) };
      const held = byPhone.get(phone);
      if (held === undefined) return { phone, items: [], outcome: makeOutcome('unchanged') };
      if (!held.ok) return { phone, items: planItems(wanted, [], isExpert), outcome: failedOutcome(held.error) };
      return planPhone(phone, planItems(wanted, held.value, isExpert));
    });
  }

  /** Writes what a plan says, reads it back and stores what came of it; every phone gets exactly one outcome. */
  async write(runId: number, planned: readonly PlannedPhone[]): Promise<void> {
    await this.#run(runId, planned, async (each, position) => {
      if (each.phone.address === '') throw new Error('A phone without address was to be written to.');
      return this.#writePhone(runId, position, each.phone, each.items);
    });
  }

  /** Sends a file, or firmware, and stores what came of it. */
  async deploy(runId: number, phones: readonly JobPhone[], file: PhoneFile): Promise<void> {
    await this.#run(runId, phones.map(toPlanned), async ({ phone }, position) => {
      if (phone.address === '') throw new Error('A phone without address was to get a file.');
      return this.#deployTo(runId, position, phone, file);
    });
  }

  /** Restarts phones, waits until they call again, and stores what came of it. */
  async restart(runId: number, phones: readonly JobPhone[], factoryResetWord: string | null): Promise<void> {
    await this.#run(runId, phones.map(toPlanned), async ({ phone }, position) => {
      if (phone.address === '') throw new Error('A phone without address was to be restarted.');
      const line = await this.#reach(phone);
      if (!line.ok) return failedOutcome(line.error);
      this.#begin(runId, position);
      this.#tell(phone, 'restarting');
      if (!(await line.value.restart(factoryResetWord))) return failedOutcome(lostFailure());
      const hasCalled = await line.value.waitForCall(this.#times.restartMs, this.#signal);
      line.value.end(false);
      // A phone that was reset knows no service any more unless DHCP tells it.
      return hasCalled || factoryResetWord !== null
        ? makeOutcome('done')
        : makeOutcome('unknown', { reason: 'no-answer', aspect: 'phone' });
    });
  }

  async #run(
    runId: number,
    planned: readonly PlannedPhone[],
    work: (each: PlannedPhone, position: number) => Promise<Outcome>,
  ): Promise<void> {
    const open = planned.map((each, position) => ({ each, position })).filter(({ each }) => each.outcome === null);
    await this.#forEach(open, async ({ each, position }) => {
      const outcome = this.#signal.aborted ? failedOutcome(CANCELLED) : await work(each, position);
      this.#store.runs.update(runId, [
        { position, stage: 'ended', sends: 1, isRemoved: false, refusal: null, outcome: toStoredOutcome(outcome) },
      ]);
      this.#listener.onStage(each.phone.mac, 'ended', null);
      this.#listener.onEnded(each.phone.mac, outcome);
    });
    this.#store.runs.finish(runId);
  }

  /** Notes durably that something is about to be sent that changes the phone. */
  #begin(runId: number, position: number): void {
    this.#store.runs.update(runId, [
      { position, stage: 'registering', sends: 1, isRemoved: false, refusal: null, outcome: null },
    ]);
  }

  async #writePhone(
    runId: number,
    position: number,
    phone: JobPhone,
    planned: readonly PlannedItem[],
  ): Promise<Outcome> {
    let line = await this.#reach(phone);
    for (let attempt = 0; attempt < BUSY_TRIES; attempt += 1) {
      if (!line.ok) return failedOutcome(line.error);
      const held = await this.#readItems(phone, line.value, planned);
      if (held.ok && hasChangedSince(planned, held.value)) {
        line.value.end(false);
        return makeOutcome('skipped', { reason: 'changed-since-plan', aspect: 'phone' });
      }
      if (!held.ok && held.error.reason !== 'busy') {
        line.value.end(false);
        return failedOutcome(held.error);
      }
      if (held.ok) {
        const fresh = planned.map((item) => {
          const before = valueOfItem(held.value, item) ?? item.before;
          const isSame = item.change === 'change' && before === item.value;
          return { ...item, before, change: isSame ? 'same' : item.change };
        });
        const outcome = await this.#writeItems(runId, position, phone, line.value, fresh);
        if (outcome !== 'busy') return outcome;
      }
      line = await this.#waitIdle(phone, line.value);
    }
    if (line.ok) line.value.end(false);
    return failedOutcome(phoneFailure('busy', { aspect: 'phone' }));
  }

  async #writeItems(
    runId: number,
    position: number,
    phone: JobPhone,
    line: PhoneLine,
    items: readonly PlannedItem[],
  ): Promise<Outcome | 'busy'> {
    const changes = items.filter(({ change }) => change !== 'same');
    if (changes.length === 0) {
      keepWritten(this.#store, runId, phone.mac, toUnsent(items));
      line.end(false);
      return makeOutcome('unchanged');
    }
    if (this.#signal.aborted) return failedOutcome(CANCELLED);
    this.#tell(phone, 'writing');
    keepWritten(this.#store, runId, phone.mac, judgeWrite(items, null, null));
    this.#begin(runId, position);
    const answer = await line.write(changes, this.#signal);
    if (answer.kind === 'busy') {
      keepWritten(this.#store, runId, phone.mac, toUnsent(items));
      return 'busy';
    }
    const refused = answer.kind === 'accepted' ? answer.items : null;
    const back = answer.kind === 'lost' ? await this.#reach(phone) : success(line);
    const held = back.ok ? await this.#readItems(phone, back.value, items) : back;
    line.end(false);
    const written = judgeWrite(items, refused, held.ok ? held.value : null);
    keepWritten(this.#store, runId, phone.mac, written);
    if (answer.kind === 'failed') {
      const about = { reason: 'unexpected-answer', aspect: 'phone', serviceWords: answer.words } as const;
      return makeOutcome(held.ok && written.every(({ result }) => result !== 'stored') ? 'refused' : 'unknown', about);
    }
    return outcomeOfWrite(written);
  }

  /** Lets a busy phone go and waits until it calls by itself, or asks it again after its gap. */
  async #waitIdle(phone: JobPhone, line: PhoneLine): Promise<Result<PhoneLine>> {
    const callsItself = this.#system.callsBackWhenIdle(line.identity?.softwareVersion ?? '');
    line.end(true);
    this.#tell(phone, 'busy');
    if (!callsItself) return this.#reach(phone);
    if (await line.waitForCall(this.#times.idleMs, this.#signal)) return success(line);
    return failure(this.#signal.aborted ? CANCELLED : phoneFailure('busy', { aspect: 'phone' }));
  }

  async #deployTo(runId: number, position: number, phone: JobPhone, file: PhoneFile): Promise<Outcome> {
    const line = await this.#reach(phone);
    if (!line.ok) return failedOutcome(line.error);
    const before = line.value.identity;
    const isFirmware = file.type === 'APP';
    if (isFirmware && this.#system.isSameVersion(before?.softwareVersion ?? '', file.version) === true) {
      line.value.end(false);
      return makeOutcome('unchanged');
    }
    this.#begin(runId, position);
    this.#tell(phone, isFirmware ? 'restarting' : 'sending-file');
    const softwareType = file.softwareType || (before?.softwareType ?? '');
    const report = await line.value.deploy({ ...file, softwareType }, this.#signal);
    if (report !== null && 'kind' in report) {
      line.value.end(false);
      if (report.kind === 'busy') return failedOutcome(phoneFailure('busy', { aspect: 'phone' }));
      if (report.kind === 'lost') return makeOutcome('unknown', { reason: 'no-answer', aspect: 'phone' });
      return makeOutcome('refused', { reason: 'unexpected-answer', aspect: 'phone', serviceWords: report.words });
    }
    if (report !== null) {
      line.value.end(false);
      const serviceWords = `${report.name}: ${report.status}`.slice(0, 500);
      return report.status === 'ok'
        ? makeOutcome('done', { serviceWords })
        : makeOutcome('refused', { reason: 'unexpected-answer', aspect: 'phone', serviceWords });
    }
    if (!isFirmware || !(await line.value.waitForCall(this.#times.restartMs, this.#signal))) {
      line.value.end(false);
      return makeOutcome('unknown', { reason: 'no-answer', aspect: 'phone' });
    }
    const read = await this.#readItems(phone, line.value, []);
    line.value.end(false);
    const version = read.ok ? (valueOfItem(read.value, { name: 'software-version', index: null }) ?? '') : '';
    const serviceWords = version === '' ? null : version.slice(0, 100);
    if (this.#system.isSameVersion(version, file.version) === true) return makeOutcome('done', { serviceWords });
    if (version === '') return makeOutcome('unknown', { reason: 'no-answer', aspect: 'phone' });
    return makeOutcome('refused', { reason: 'unexpected-answer', aspect: 'phone', serviceWords });
  }

  /**
   * Brings a phone to call: it may do so by itself while its gap is waited for.
   *
   * The request is noted before it is sent, so that no crash makes Rollcall ask too often.
   */
  async #reach(phone: JobPhone): Promise<Result<PhoneLine>> {
    const line = this.#station.line(phone);
    const address = hostOf(phone.address) === '127.0.0.1' ? phone.address : hostOf(phone.address);
    this.#station.setWanted(phone, true);
    try {
      // It may have called by itself already: after a restart, or because it polls.
      if (await line.waitForCall(OPEN_CALL_MS, this.#signal)) return this.#checkIdentity(phone, line);
      for (let attempt = 0; attempt < 2; attempt += 1) {
        const last = this.#store.openstage.contact(address);
        const waitMs = nextContactAtMs(last) - Date.now();
        if (waitMs > 0) {
          this.#listener.onStage(phone.mac, 'gap', Date.now() + waitMs);
          if (await line.waitForCall(waitMs, this.#signal)) return this.#checkIdentity(phone, line);
        }
        if (this.#signal.aborted) return failure(CANCELLED);
        this.#tell(phone, 'contacting');
        const method = last?.method ?? 'POST';
        const note = (wasAccepted: boolean, next: 'POST' | 'GET'): void =>
          this.#store.openstage.noteContact({
            address,
            triedAtMs: Date.now(),
            wasAccepted,
            gapSeconds: null,
            method: next,
          });
        note(true, method);
        const contacted = await this.#station.contact(phone, method, this.#signal);
        if (contacted.kind === 'wrong-method' && method === 'POST') {
          note(false, 'GET');
          continue;
        }
        if (contacted.kind !== 'accepted') {
          note(false, 'POST');
          const { host, port } = { host: hostOf(phone.address), port: this.#station.port };
          return failure(
            this.#signal.aborted
              ? CANCELLED
              : contacted.kind === 'failed'
                ? contacted.failure
                : phoneFailure('no-callback', { aspect: 'odd', detail: { host, port, status: contacted.status } }),
          );
        }
        if (await line.waitForCall(this.#times.callMs, this.#signal)) return this.#checkIdentity(phone, line);
        return failure(this.#signal.aborted ? CANCELLED : this.#station.explainSilence(phone));
      }
      return failure(this.#station.explainSilence(phone));
    } finally {
      this.#station.setWanted(phone, false);
    }
  }

  #checkIdentity(phone: JobPhone, line: PhoneLine): Result<PhoneLine> {
    const found = line.identity?.mac ?? null;
    if (found === null || found === phone.mac) return success(line);
    line.end(false);
    return failure(phoneFailure('other-phone', { detail: { found: formatMacPairs(found) } }));
  }

  /** Reads and keeps items; a phone that turns out to be another one is an error before anything is written. */
  async #readItems(
    phone: JobPhone,
    line: PhoneLine,
    keys: readonly PhoneItemKey[] | 'all',
  ): Promise<Result<readonly PhoneItem[]>> {
    this.#tell(phone, 'reading');
    const wanted =
      keys === 'all'
        ? 'all'
        : [
            ...ALWAYS_READ,
            ...keys.filter(({ name, index }) => index !== null || ALWAYS_READ.every((each) => each.name !== name)),
          ];
    const answer = await line.read(wanted, this.#signal);
    if (this.#signal.aborted) return failure(CANCELLED);
    switch (answer.kind) {
      case 'busy':
        return failure(phoneFailure('busy', { aspect: 'phone' }));
      case 'lost':
        return failure(lostFailure());
      case 'failed':
        return failure(phoneFailure('unexpected-answer', { aspect: 'phone', serviceWords: answer.words }));
      case 'accepted':
        break;
    }
    const found = line.identity?.mac ?? null;
    if (found !== phone.mac)
      return failure(phoneFailure('other-phone', { detail: found === null ? {} : { found: formatMacPairs(found) } }));
    const gap = valueOfItem(answer.items, { name: 'dls-contact-interval', index: null });
    if (gap !== null && /^\d{1,5}$/.test(gap)) this.#noteGap(phone, Number(gap));
    const { model, softwareType, softwareVersion, number } = line.identity ?? EMPTY_IDENTITY;
    keepReading(this.#store, this.#rolloutId, {
      mac: phone.mac,
      model,
      softwareType,
      softwareVersion,
      number,
      items: answer.items,
      readAt: new Date().toISOString(),
    });
    return success(answer.items);
  }

  #noteGap(phone: JobPhone, gapSeconds: number): void {
    const address = hostOf(phone.address) === '127.0.0.1' ? phone.address : hostOf(phone.address);
    const last = this.#store.openstage.contact(address);
    if (last !== null && last.gapSeconds !== gapSeconds) this.#store.openstage.noteContact({ ...last, gapSeconds });
  }

  #tell(phone: JobPhone, stage: PhoneStage): void {
    this.#listener.onStage(phone.mac, stage, null);
  }

  /** Does something for each, some of them at once, in their order. */
  async #forEach<Each, Value>(list: readonly Each[], work: (each: Each) => Promise<Value>): Promise<readonly Value[]> {
    const values: Value[] = [];
    let next = 0;
    const worker = async (): Promise<void> => {
      while (next < list.length) {
        const at = next;
        next += 1;
        const each = list[at];
        if (each !== undefined) values[at] = await work(each);
      }
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, list.length) }, worker));
    return values;
  }
}

const EMPTY_IDENTITY = { model: '', softwareType: '', softwareVersion: '', number: '' } as const;

function lostFailure(): Failure {
  return { kind: 'timeout', reason: 'no-answer', aspect: 'phone', sent: 'no', concernsAccount: false };
}

function toPlanned(phone: JobPhone): PlannedPhone {
  return { phone, items: [], outcome: null };
}

function planPhone(phone: JobPhone, items: readonly PlannedItem[]): PlannedPhone {
  const forbidden = items.filter(({ change }) => change === 'forbidden');
  if (forbidden.length > 0) {
    const names = [...new Set(forbidden.map(({ name }) => name))].join(', ').slice(0, 300);
    return { phone, items, outcome: makeOutcome('skipped', { reason: 'item-not-writable', detail: { items: names } }) };
  }
  const hasMoved = items.some(
    ({ expected, before, change }) =>
      change === 'change' && expected !== undefined && before !== null && before !== expected,
  );
  if (hasMoved)
    return { phone, items, outcome: makeOutcome('skipped', { reason: 'changed-since-plan', aspect: 'phone' }) };
  if (items.every(({ change }) => change === 'same')) return { phone, items, outcome: makeOutcome('unchanged') };
  return { phone, items, outcome: null };
}
