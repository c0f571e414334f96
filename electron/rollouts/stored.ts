import { type Action, type Entry, isAction, type Outcome } from '../../shared/domain/outcome.ts';
import { failure, type Result, success } from '../../shared/result.ts';
import type { RunDevice, RunDeviceChange, StoredEntry, StoredOutcome } from '../storage/runs.ts';
import { showUrl, type Vault, type VaultFailure } from '../storage/vault.ts';
import type { DeviceState } from './machine.ts';
import type { PlanItem } from './plan.ts';

function protectUrl(vault: Vault, url: string): string {
  const stored = vault.protectUrl(url);
  // The account's password came out of this vault, so it is open for as long as there is something to store.
  if (!stored.ok) throw new Error('A URL with a password was to be stored while the vault is locked.');
  return stored.value;
}

function storeEntry(vault: Vault, entry: Entry | null): StoredEntry | null {
  if (entry === null || entry.url === null) return entry;
  return { ...entry, url: protectUrl(vault, entry.url) };
}

function revealEntry(vault: Vault, entry: StoredEntry | null): Result<Entry | null, VaultFailure> {
  if (entry === null || entry.url === null) return success(entry);
  const url = vault.revealUrl(entry.url);
  return url.ok ? success({ ...entry, url: url.value }) : url;
}

function storeOutcome(vault: Vault, outcome: Outcome | null): StoredOutcome | null {
  if (outcome === null) return null;
  return { ...outcome, now: storeEntry(vault, outcome.now), endedAt: new Date().toISOString() };
}

/** A plan's device as a run stores it. */
export function toStoredDevice(vault: Vault, item: PlanItem): Omit<RunDevice, 'sends' | 'isRemoved' | 'refusal'> {
  return {
    position: item.position,
    mac: item.mac,
    checkCode: item.checkCode,
    action: item.action,
    group: item.group,
    target: { ...item.target, url: protectUrl(vault, item.target.url) },
    before: storeEntry(vault, item.before),
    stage: item.outcome === null ? 'waiting' : 'ended',
    outcome: storeOutcome(vault, item.outcome),
  };
}

/** What changed for a device, as a run stores it. */
export function toStoredChange(vault: Vault, state: DeviceState): RunDeviceChange {
  return {
    position: state.position,
    stage: state.stage,
    sends: state.sends,
    isRemoved: state.isRemoved,
    refusal: state.refusal,
    outcome: storeOutcome(vault, state.outcome),
  };
}

/** A device of a plan that has just been read, at the beginning of its run. */
export function toFreshState(item: PlanItem): DeviceState {
  return {
    ...item,
    stage: item.outcome === null ? 'waiting' : 'ended',
    sends: 0,
    isRemoved: false,
    refusal: null,
    isSettled: true,
    misses: 0,
    failedReads: 0,
    doubt: null,
  };
}

/**
 * A device of a run that was interrupted: nothing is certain, so it is read before anything else.
 *
 * @returns `locked` or `damaged` when one of its URLs can't be unsealed.
 */
export function toResumedState(vault: Vault, device: RunDevice): Result<DeviceState, VaultFailure> {
  const url = vault.revealUrl(device.target.url);
  if (!url.ok) return url;
  const before = revealEntry(vault, device.before);
  if (!before.ok) return before;
  if (device.outcome !== null || !isAction(device.action)) return failure('damaged');
  return success({
    position: device.position,
    mac: device.mac,
    checkCode: device.checkCode,
    action: device.action,
    group: device.group,
    target: { url: url.value, name: device.target.name },
    before: before.value,
    stage: device.stage,
    // What was cut off counts as one send: being killed often is no reason to give a device up.
    sends: Math.min(device.sends, 1),
    isRemoved: device.isRemoved,
    refusal: device.refusal,
    isSettled: false,
    misses: 0,
    failedReads: 0,
    doubt: null,
    outcome: null,
  });
}

/**
 * A device of an interrupted run whose URL can't be unsealed any more, since its password was kept for a session only.
 *
 * It ends here: `unknown` where something may have been sent, to be read back; `skipped` where nothing was.
 */
export function toForgottenState(device: RunDevice & { readonly action: Action }): DeviceState {
  const isUntouched = device.stage === 'waiting' && device.sends === 0;
  return {
    position: device.position,
    mac: device.mac,
    checkCode: device.checkCode,
    action: device.action,
    group: device.group,
    target: { url: showUrl(device.target.url), name: device.target.name },
    before: null,
    stage: 'ended',
    sends: device.sends,
    isRemoved: device.isRemoved,
    refusal: device.refusal,
    isSettled: true,
    misses: 0,
    failedReads: 0,
    doubt: null,
    outcome: {
      kind: isUntouched ? 'skipped' : 'unknown',
      reason: isUntouched ? 'vault-locked' : 'interrupted',
      aspect: 'forgotten',
      detail: null,
      serviceWords: null,
      now: null,
    },
  };
}

/** The plain form of a stored entry. */
export const revealStoredEntry = revealEntry;
