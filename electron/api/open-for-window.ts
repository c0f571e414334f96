import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import { type Result, success } from '../../shared/result.ts';
import type { PdfPrinter } from '../sheets/pdf-printer.ts';
import type { StorageFailure } from '../storage/storage-failure.ts';
import { openStoreForChanges } from '../storage/store.ts';
import { callByName } from './call-by-name.ts';
import { type Emit, emitForWindow } from './changes.ts';
import { createApi } from './index.ts';
import { type StartProcess, startWithNode } from './practice-process.ts';

export type { Emit } from './changes.ts';

/** How long what still runs may take to reach a safe place when the host ends, in milliseconds. */
const STOP_WAIT_MS = 10_000;

/** Makes a call for a window; see `callByName`. `null`: there is no such call. */
export type CallFromWindow = (
  group: unknown,
  name: unknown,
  argument: unknown,
) => Promise<Result<unknown, ApiFailure>> | null;

/** The core as a window's host holds it. */
export interface WindowApi {
  readonly call: CallFromWindow;
  /** Whether a plan or a run is going. */
  readonly isBusy: () => boolean;
  /** Stops what is going, keeping its state, waits until it has stopped (10 s at most), and closes the data folder. */
  readonly close: () => Promise<void>;
}

const JOBS: ReadonlySet<unknown> = new Set(['plan', 'planUndo', 'start', 'resume']);

/**
 * Opens a data folder for a window and keeps its lock until closed.
 *
 * A locked vault is not asked about here: the call that needs it says so, and the window opens it with `vault.open`.
 *
 * @param emit tells the windows that are open; see `emitForWindow` for what it gets.
 * @param startProcess see `ApiEnvironment`.
 * @param printPdf see `ApiEnvironment`.
 * @returns the failures of `openStoreForChanges`.
 */
export async function openForWindow(
  folder: string,
  emit: Emit,
  startProcess: StartProcess = startWithNode,
  printPdf?: PdfPrinter,
): Promise<Result<WindowApi, StorageFailure>> {
  const opened = await openStoreForChanges(folder);
  if (!opened.ok) return opened;
  const store = opened.value;
  const api = createApi({
    store,
    emit: emitForWindow(emit),
    startProcess,
    ...(printPdf === undefined ? null : { printPdf }),
    unlock: async () => store.vault.state === 'open',
  });
  const jobs = new Set<Promise<unknown>>();
  return success({
    call: (group, name, argument) => {
      const work = callByName(api, group, name, argument);
      if (work !== null && group === 'runs' && JOBS.has(name)) {
        const ended = work.catch(() => {}).finally(() => jobs.delete(ended));
        jobs.add(ended);
      }
      return work;
    },
    isBusy: () => jobs.size > 0,
    close: async () => {
      await api.runs.stop({ mode: 'keep' });
      const controller = new AbortController();
      await Promise.race([
        Promise.all(jobs),
        sleep(STOP_WAIT_MS, undefined, { signal: controller.signal, ref: false }),
      ]);
      controller.abort();
      await api.practice.stop({});
      store.close();
    },
  });
}
