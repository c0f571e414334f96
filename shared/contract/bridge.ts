import type { z } from 'zod';
import type { Result } from '../result.ts';
import type { ApiFailure } from './api-failure.ts';
import type { Contract, Pushes } from './contract.ts';

/** The argument of one call of the contract. */
export type ArgumentOf<
  Group extends keyof Contract,
  Name extends keyof Contract[Group],
> = Contract[Group][Name] extends {
  argument: infer Argument extends z.ZodType;
}
  ? z.infer<Argument>
  : never;

/** The value with which one call of the contract succeeds. */
export type ValueOf<Group extends keyof Contract, Name extends keyof Contract[Group]> = Contract[Group][Name] extends {
  value: infer Value extends z.ZodType;
}
  ? z.infer<Value>
  : never;

/**
 * Whether the host that answers the window's calls is there: `gone` when it doesn't answer, `back` when it does again,
 * or when pushes may have been missed.
 */
export type HostState = 'gone' | 'back';

/**
 * Everything a window can do beyond itself, the same in every host: `window.rollcall`.
 *
 * Calls and pushes carry plain JSON; bytes travel in calls as base64.
 */
export interface RollcallBridge {
  /** Makes one call of the contract; its host parses the argument again. */
  call<Group extends keyof Contract, Name extends keyof Contract[Group]>(
    group: Group,
    name: Name,
    argument: ArgumentOf<Group, Name>,
  ): Promise<Result<ValueOf<Group, Name>, ApiFailure>>;
  /** Listens to what the core tells by itself; returns what ends the listening. */
  listen<Name extends keyof Pushes>(name: Name, listener: (value: Pushes[Name]) => void): () => void;
  /**
   * Tells when the host is gone and when it is back; returns what ends the telling. Never in Electron, where a window
   * ends with its host.
   */
  watchHost(listener: (state: HostState) => void): () => void;
  /** Which host shows the window. */
  readonly host: 'electron' | 'browser';
  /** The system, as `process.platform` names it. */
  readonly platform: string;
  /**
   * Hands a file to the person: a dialog in Electron, a download in the browser.
   *
   * @returns where it is now (its name alone in the browser), or `null` when the person decided otherwise.
   */
  saveFile(name: string, bytes: Uint8Array): Promise<string | null>;
}
