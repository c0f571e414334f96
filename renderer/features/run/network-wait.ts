import { create } from 'zustand';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import { call } from '../../bridge/bridge.ts';
import { jobsOf, type PlanWish, useJobs } from './job-store.ts';

/** How often it is looked whether the network is there, in seconds. */
export const LOOK_SECONDS = 15;

/** What waits for the network: a plan to be made, a plan to be carried out, or one after the other. */
export type WaitingJob =
  | { readonly kind: 'plan' | 'both'; readonly rollout: string; readonly account: string; readonly wish: PlanWish }
  | { readonly kind: 'run'; readonly rollout: string; readonly account: string };

interface NetworkWait {
  readonly waiting: WaitingJob | null;
  /** Why the latest look found nothing; `null` before there was one. */
  readonly lastFailure: ApiFailure | null;
  /** When that was, ISO 8601; `null` before. */
  readonly lastAt: string | null;
  readonly wait: (job: WaitingJob) => void;
  readonly end: () => void;
  /** Looks at once; does nothing while a look is under way. */
  readonly look: () => Promise<void>;
}

/**
 * Tells whether a failure goes away when the network comes: no way to the host, or no answer.
 *
 * A refused login or an untrusted certificate doesn't: waiting would only repeat it.
 */
export function isNetworkFailure(failure: ApiFailure): boolean {
  if (failure.concern === 'input') return false;
  return failure.failure.reason === 'unreachable' || failure.failure.kind === 'timeout';
}

/** What waits for the network, and looks for it; one job at a time, as long as the window is open. */
export const useNetworkWait = create<NetworkWait>((set, get) => {
  let timer: ReturnType<typeof setInterval> | null = null;
  let isLooking = false;

  function stopLooking(): void {
    if (timer !== null) clearInterval(timer);
    timer = null;
    window.removeEventListener('online', look);
  }

  async function look(): Promise<void> {
    const { waiting } = get();
    if (waiting === null || isLooking || useJobs.getState().going !== null) return;
    isLooking = true;
    const tested = await call('accounts', 'test', { name: waiting.account }).finally(() => {
      isLooking = false;
    });
    // It may have been called off, or replaced, while the answer was on its way.
    if (get().waiting !== waiting) return;
    if (!tested.ok && isNetworkFailure(tested.error)) {
      set({ lastFailure: tested.error, lastAt: new Date().toISOString() });
      return;
    }
    get().end();
    const jobs = useJobs.getState();
    if (waiting.kind === 'run') {
      await jobs.start(waiting.rollout);
      return;
    }
    const isPlanned = await jobs.plan(waiting.wish);
    const { plan } = jobsOf(useJobs.getState().byRollout, waiting.rollout);
    if (isPlanned && waiting.kind === 'both' && plan !== null) await jobs.start(waiting.rollout);
  }

  return {
    waiting: null,
    lastFailure: null,
    lastAt: null,
    wait: (job) => {
      stopLooking();
      set({ waiting: job, lastFailure: null, lastAt: null });
      timer = setInterval(look, LOOK_SECONDS * 1_000);
      window.addEventListener('online', look);
      look();
    },
    end: () => {
      stopLooking();
      set({ waiting: null, lastFailure: null, lastAt: null });
    },
    look,
  };
});
