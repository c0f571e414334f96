import type { RedeemedCode } from '../../shared/domain/code.ts';
import type { OwnCodeStore } from '../services/innovaphone/own-codes.ts';
import { openStoreForChanges, openStoreForReading, type Store } from '../storage/store.ts';

/** How long jobs are taken for what they were, in milliseconds: phones ask far more often than jobs change. */
const JOBS_KEPT_MS = 2_000;

/**
 * Own codes of a data folder that isn't kept open: each step opens it, takes its lock if it changes something, and closes
 * it, so that other commands can issue codes meanwhile.
 *
 * One step at a time: SQLite's locks don't bear that a process opens the same file twice. Who redeemed what is remembered,
 * since nobody else redeems codes while this one serves.
 *
 * Methods reject when the folder can't be used, for instance while a window holds its lock.
 */
export function openBriefly(folder: string): OwnCodeStore {
  let last: Promise<unknown> = Promise.resolve();
  const redeemed = new Map<string, RedeemedCode | null>();
  let jobs: { readonly value: ReturnType<Store['ownCodes']['listJobs']>; readonly atMs: number } | null = null;

  function step<Value>(
    open: typeof openStoreForChanges,
    work: (own: Store['ownCodes']) => Value | Promise<Value>,
  ): Promise<Value> {
    const done = last.then(async () => {
      const store = await open(folder);
      if (!store.ok) throw new Error(store.error.reason);
      try {
        return await work(store.value.ownCodes);
      } finally {
        store.value.close();
      }
    });
    last = done.catch(() => {});
    return done;
  }

  return {
    listLive: (nowMs) => step(openStoreForReading, (own) => own.listLive(nowMs)),
    add: (code) => step(openStoreForChanges, (own) => own.add(code)),
    redeem: async (code, mac, nowMs) => {
      const found = await step(openStoreForChanges, (own) => own.redeem(code, mac, nowMs));
      if (found !== null) redeemed.set(mac, found);
      return found;
    },
    redeemedBy: async (mac) => {
      const known = redeemed.get(mac);
      if (known !== undefined) return known;
      const found = await step(openStoreForReading, (own) => own.redeemedBy(mac));
      redeemed.set(mac, found);
      return found;
    },
    listJobs: async () => {
      if (jobs !== null && performance.now() - jobs.atMs < JOBS_KEPT_MS) return jobs.value;
      const value = await step(openStoreForReading, (own) => own.listJobs());
      jobs = { value, atMs: performance.now() };
      return value;
    },
    keepContacts: (contacts) => step(openStoreForChanges, (own) => own.keepContacts(contacts)),
    listContacts: () => step(openStoreForReading, (own) => own.listContacts()),
  };
}
