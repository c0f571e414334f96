import type { RollcallBridge } from '../../shared/contract/bridge.ts';
import { CHANNELS } from '../../shared/contract/channels.ts';

/** What the bridge needs of Electron's `ipcRenderer`. */
export interface Wire {
  invoke(channel: string, ...values: readonly unknown[]): Promise<unknown>;
  on(channel: string, listener: (event: unknown, ...values: readonly unknown[]) => void): unknown;
}

/**
 * Makes the window's bridge in Electron: calls, pushes and files, each over its one channel.
 *
 * Electron's own objects (events, senders) never reach the window. Names and arguments are checked by the main
 * process, which believes nothing that comes from here.
 */
export function createBridge(wire: Wire, platform: string): RollcallBridge {
  const listeners = new Map<unknown, Set<(value: never) => void>>();
  wire.on(CHANNELS.push, (_event, name, value) => {
    for (const listener of listeners.get(name) ?? []) listener(value as never);
  });
  return {
    host: 'electron',
    platform,
    call: (group, name, argument) => wire.invoke(CHANNELS.call, group, name, argument) as Promise<never>,
    listen: (name, listener) => {
      const ofName = listeners.get(name) ?? new Set();
      listeners.set(name, ofName);
      // A wrapper of its own, so that the same function may listen twice and stop once.
      const own = (value: never) => listener(value);
      ofName.add(own);
      return () => {
        ofName.delete(own);
      };
    },
    watchHost: () => () => {},
    saveFile: (name, bytes) => wire.invoke(CHANNELS.save, name, bytes) as Promise<string | null>,
  };
}
