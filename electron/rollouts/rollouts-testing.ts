import { expect } from 'vitest';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import { type Entry, NO_ENTRY } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { Reading, RedirectionSession, ServiceDevice, Target, WriteAnswer } from '../services/service.ts';
import type { DeviceState, Rules } from './machine.ts';

/** Where the devices of these tests shall go. */
export const TARGET = { url: 'https://pbx.example/%MACD.xml', name: 'ACME' } as const;

/** The n-th MAC of these tests, 0 or more. */
export function macOf(n: number): MacAddress {
  return `7c2f80${n.toString(16).padStart(6, '0')}` as MacAddress;
}

/** An entry at a URL, under the name of {@link TARGET} unless another is given. */
export function entryAt(url: string, name: string = TARGET.name): Entry {
  return { ...NO_ENTRY, url, name };
}

/** What the devices of these tests hold before a run. */
export const OLD = entryAt('https://old.example/%MACD.xml', 'Former');

/** A device as it stands when its plan was just read: to be registered at {@link TARGET}, and not there yet. */
export function deviceState(changes: Partial<DeviceState> = {}): DeviceState {
  return {
    position: 0,
    mac: macOf(changes.position ?? 0),
    checkCode: '55DF',
    action: 'register',
    group: 'new',
    target: TARGET,
    before: null,
    stage: 'waiting',
    sends: 0,
    isRemoved: false,
    refusal: null,
    isSettled: true,
    misses: 0,
    failedReads: 0,
    doubt: null,
    outcome: null,
    ...changes,
  };
}

/** A failed call of which it is not known whether it was applied. */
export function lost(reason: Reason = 'timeout', more: Partial<Failure> = {}): Failure {
  return { kind: 'timeout', reason, aspect: 'answer', sent: 'maybe', concernsAccount: false, ...more };
}

/** A call that was turned away or never left. */
export function unsent(reason: Reason = 'rate-limited', more: Partial<Failure> = {}): Failure {
  return { kind: 'service', reason, detail: { seconds: 1 }, sent: 'no', concernsAccount: true, ...more };
}

/** The outcome of a device that must have one. */
export function outcomeOf(state: DeviceState) {
  expect(state.stage).toBe('ended');
  if (state.outcome === null) throw new Error('The device has no outcome.');
  return state.outcome;
}

/** One call as a {@link MemoryService} saw it. */
export interface SeenCall {
  readonly kind: 'probe' | 'read' | 'list' | 'register' | 'deregister';
  readonly macs: readonly MacAddress[];
  readonly target: Target | null;
}

/** What a test makes of a call: a failure instead of an answer, before or after it was applied; `null`: nothing. */
export type Disturbance = { readonly failure: Failure; readonly isApplied: boolean } | null;

/** How a {@link MemoryService} behaves. */
export interface MemoryOptions {
  readonly overwrite?: Rules['overwrite'];
  readonly hasListing?: boolean;
  /** How long each call takes, in milliseconds of whatever clock the test runs on. */
  readonly callMs?: number;
  readonly disturb?: (call: SeenCall, count: number) => Disturbance;
}

/** An account of a service that lives in memory: it keeps entries and tells what was asked of it. */
export class MemoryService {
  readonly entries = new Map<MacAddress, Entry>();
  /** Devices of other accounts. */
  readonly foreign = new Set<MacAddress>();
  /** Registered devices that the listing leaves out. */
  readonly unlisted = new Set<MacAddress>();
  readonly calls: SeenCall[] = [];
  readonly rules: Rules;
  readonly session: RedirectionSession;
  mostAtOnce = 0;
  #atOnce = 0;
  readonly #options: MemoryOptions;

  constructor(options: MemoryOptions = {}) {
    const { overwrite = 'replace', hasListing = false } = options;
    this.#options = options;
    this.rules = { overwrite, hasProviderName: overwrite === 'remove-first' };
    const readAll = (signal: AbortSignal) =>
      this.#call<Result<ReadonlyMap<MacAddress, Entry>>>(
        { kind: 'list', macs: [], target: null },
        signal,
        () => success(new Map([...this.entries].filter(([mac]) => !this.unlisted.has(mac)))),
        failure,
      );
    this.session = {
      probe: async () => success(undefined),
      ...(hasListing ? { readAll } : {}),
      readOne: (device, signal) =>
        this.#call<Reading>(
          { kind: 'read', macs: [device.mac], target: null },
          signal,
          () => this.#read(device.mac),
          (cause) => ({ kind: 'failed', failure: cause }),
        ),
      register: (devices, target, signal) => this.#write('register', devices, target, signal),
      deregister: (devices, signal) => this.#write('deregister', devices, null, signal),
      list: async () => success([]),
      close: async () => {},
    };
  }

  /** The calls of one kind. */
  seen(kind: SeenCall['kind']): readonly SeenCall[] {
    return this.calls.filter((call) => call.kind === kind);
  }

  #read(mac: MacAddress): Reading {
    if (this.foreign.has(mac)) return { kind: 'foreign', words: '' };
    const entry = this.entries.get(mac);
    return entry === undefined ? { kind: 'absent', words: '' } : { kind: 'registered', entry, words: '' };
  }

  #write(
    kind: 'register' | 'deregister',
    devices: readonly ServiceDevice[],
    target: Target | null,
    signal: AbortSignal,
  ): Promise<readonly WriteAnswer[]> {
    return this.#call<readonly WriteAnswer[]>(
      { kind, macs: devices.map(({ mac }) => mac), target },
      signal,
      () => devices.map(({ mac }) => this.#apply(mac, target)),
      (cause) => devices.map(() => ({ kind: 'failed', failure: cause })),
    );
  }

  #apply(mac: MacAddress, target: Target | null): WriteAnswer {
    if (this.foreign.has(mac)) return { kind: 'refused', reason: 'owned-by-other', words: '' };
    if (target === null) {
      return this.entries.delete(mac) ? { kind: 'confirmed', words: 'OK' } : { kind: 'absent', words: '' };
    }
    if (this.rules.overwrite === 'remove-first' && this.entries.has(mac)) return { kind: 'taken', words: '' };
    this.entries.set(mac, entryAt(target.url, target.name));
    return { kind: 'confirmed', words: 'OK' };
  }

  async #call<T>(call: SeenCall, signal: AbortSignal, answer: () => T, fail: (cause: Failure) => T): Promise<T> {
    this.calls.push(call);
    this.#atOnce += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#atOnce);
    const disturbance = this.#options.disturb?.(call, this.calls.length) ?? null;
    try {
      await pass(this.#options.callMs ?? 0, signal);
      if (signal.aborted) return fail(lost('cancelled', { kind: 'cancelled' }));
      if (disturbance === null) return answer();
      if (disturbance.isApplied) answer();
      return fail(disturbance.failure);
    } finally {
      this.#atOnce -= 1;
    }
  }
}

function pass(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** Many devices at positions 0 to `count - 1`. */
export function devices(count: number, changes: Partial<DeviceState> = {}): readonly DeviceState[] {
  return Array.from({ length: count }, (_, position) => deviceState({ ...changes, position, mac: macOf(position) }));
}
