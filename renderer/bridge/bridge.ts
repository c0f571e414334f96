import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { ArgumentOf, HostState, RollcallBridge, ValueOf } from '../../shared/contract/bridge.ts';
import type { Contract, Pushes } from '../../shared/contract/contract.ts';
import type { Result } from '../../shared/result.ts';

declare global {
  interface Window {
    /** Put there by the host before the window's own code runs. */
    readonly rollcall: RollcallBridge;
  }
}

/**
 * Makes one call of the contract.
 *
 * @returns the call's value, or why it was not carried out (`HOST_GONE` where the host has ended); rejects only for a bug.
 */
export function call<Group extends keyof Contract, Name extends keyof Contract[Group]>(
  group: Group,
  name: Name,
  argument: ArgumentOf<Group, Name>,
): Promise<Result<ValueOf<Group, Name>, ApiFailure>> {
  return window.rollcall.call(group, name, argument);
}

/** Listens to what the core tells by itself; returns what ends the listening. */
export function listen<Name extends keyof Pushes>(name: Name, listener: (value: Pushes[Name]) => void): () => void {
  return window.rollcall.listen(name, listener);
}

/** Tells when the host is gone and when it is back, or pushes were missed; returns what ends the telling. */
export function watchHost(listener: (state: HostState) => void): () => void {
  return window.rollcall.watchHost(listener);
}

/** Does something once, as soon as the host is back. */
export function onceBack(action: () => void): void {
  const end = watchHost((state) => {
    if (state !== 'back') return;
    end();
    action();
  });
}

/** Tells which host shows the window, and on which system. */
export function hostOf(): Pick<RollcallBridge, 'host' | 'platform'> {
  return { host: window.rollcall.host, platform: window.rollcall.platform };
}

/**
 * Hands a file that came as base64 to the person.
 *
 * @returns where it is now, or `null` when the person decided otherwise.
 */
export function saveFile(file: { readonly name: string; readonly base64: string }): Promise<string | null> {
  return window.rollcall.saveFile(file.name, fromBase64(file.base64));
}

/** Turns base64 into bytes. */
export function fromBase64(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

/** Turns bytes into base64, in pieces: a call with a million arguments would overflow the stack. */
export function toBase64(bytes: Uint8Array): string {
  const PIECE_BYTES = 0x8000;
  let binary = '';
  for (let start = 0; start < bytes.length; start += PIECE_BYTES) {
    binary += String.fromCharCode(...bytes.subarray(start, start + PIECE_BYTES));
  }
  return btoa(binary);
}
