import { macOf } from './list-of-phones.ts';
import type { RunCost } from './run-worker.ts';
import { runWorker, seedPractice, withFolder, withPractice } from './support.ts';

/** Where the phones of every bench shall be redirected to. */
export const TARGET = 'https://provisioning.example/gigaset/%MACD.xml';

/** How a run goes. */
export interface RunWish {
  readonly devices: number;
  /** Devices per call. */
  readonly batch: number;
  /** Calls at once. */
  readonly concurrency: number;
  /** Faults of the practice service, as its command takes them. */
  readonly faults: readonly string[];
  /** Where the account has all these phones before the run; `null`: it has none. */
  readonly heldUrl: string | null;
}

/** Imports, plans and registers once, with a fresh practice service and a fresh data folder, and tells what it cost. */
export function runOnce({ devices, batch, concurrency, faults, heldUrl }: RunWish): Promise<RunCost> {
  return withPractice(faults, (login) =>
    withFolder(async (folder) => {
      if (heldUrl !== null) {
        const held = Array.from({ length: devices }, (_, index) => ({
          mac: macOf(index),
          url: heldUrl,
          name: 'Bench',
        }));
        await seedPractice(login, held);
      }
      const options = {
        folder,
        devices,
        batch,
        concurrency,
        url: login.url,
        user: login.user,
        password: login.password,
        target: TARGET,
      };
      const words = Object.entries(options).flatMap(([name, value]) => [`--${name}=${value}`]);
      return runWorker<RunCost>('run-worker.ts', words);
    }),
  );
}
