import { expect } from 'vitest';
import type { MacAddress } from '../../shared/domain/device.ts';
import type { Failure } from '../../shared/domain/failure.ts';
import { type Entry, NO_ENTRY } from '../../shared/domain/outcome.ts';
import type { Reason } from '../../shared/domain/reason.ts';
import type { DeviceState } from './machine.ts';

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
