import { create } from 'zustand';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ArgumentOf, ValueOf } from '../../../shared/contract/bridge.ts';
import type { GoingJob, KeptPlanView, RunSummary } from '../../../shared/contract/runs.ts';
import { call, listen, watchHost } from '../../bridge/bridge.ts';

/** What the window knows of one rollout's plan and runs. */
export interface RolloutJobs {
  readonly plan: KeptPlanView | null;
  readonly unfinished: ValueOf<'runs', 'state'>['unfinished'];
  /** How the latest run of this window ended; `null` once a new plan was asked for. */
  readonly summary: RunSummary | null;
  /** Why the latest plan or run did not happen. */
  readonly failure: ApiFailure | null;
}

const NOTHING_YET: RolloutJobs = { plan: null, unfinished: null, summary: null, failure: null };

/** What runs.plan is asked for, without what the window always adds. */
export type PlanWish = Omit<ArgumentOf<'runs', 'plan'>, 'rows'>;

interface JobStore {
  /** The plan or run that goes, of whichever rollout: there is one at a time. */
  readonly going: GoingJob | null;
  readonly byRollout: Readonly<Record<string, RolloutJobs>>;
  /** Counts up with every change of a rollout, so that screens ask again. */
  readonly revisions: Readonly<Record<string, number>>;
  /** Asks the core where things stand. */
  readonly refresh: (rollout: string) => Promise<void>;
  readonly plan: (wish: PlanWish) => Promise<boolean>;
  readonly planUndo: (rollout: string, run: number | null) => Promise<boolean>;
  readonly discard: (rollout: string) => Promise<void>;
  readonly start: (rollout: string) => Promise<void>;
  readonly resume: (rollout: string) => Promise<void>;
  /** Ends an interrupted run: what was begun is read back, the rest is cancelled. */
  readonly cancelRest: (rollout: string) => Promise<void>;
  readonly stop: (mode: 'keep' | 'cancel') => Promise<void>;
}

/** The rollout's part of the store, also before anything is known of it. */
export function jobsOf(byRollout: Readonly<Record<string, RolloutJobs>>, rollout: string): RolloutJobs {
  return byRollout[rollout] ?? NOTHING_YET;
}

/** Whether stopping was what ended a call: the person knows, so nobody needs to be told. */
function isCancelled(failure: ApiFailure): boolean {
  return failure.concern === 'service' && failure.failure.kind === 'cancelled';
}

/** Plans and runs as the window sees them; the core holds the truth. */
export const useJobs = create<JobStore>((set, get) => {
  function patch(rollout: string, part: Partial<RolloutJobs>): void {
    set(({ byRollout }) => ({ byRollout: { ...byRollout, [rollout]: { ...jobsOf(byRollout, rollout), ...part } } }));
  }

  const busy = new Set<string>();

  /** `null`: it failed, or this rollout's work goes already; a second press asks for nothing new. */
  async function carryOut<Value>(
    rollout: string,
    work: () => Promise<{ ok: true; value: Value } | { ok: false; error: ApiFailure }>,
  ): Promise<Value | null> {
    if (busy.has(rollout)) return null;
    busy.add(rollout);
    patch(rollout, { failure: null, summary: null });
    const result = await work().finally(() => busy.delete(rollout));
    if (!result.ok && !isCancelled(result.error)) patch(rollout, { failure: result.error });
    await get().refresh(rollout);
    return result.ok ? result.value : null;
  }

  return {
    going: null,
    byRollout: {},
    revisions: {},
    refresh: async (rollout) => {
      const result = await call('runs', 'state', { rollout });
      if (!result.ok) return;
      const { going, plan, unfinished } = result.value;
      set({ going });
      patch(rollout, { plan, unfinished });
    },
    plan: async (wish) => (await carryOut(wish.rollout, () => call('runs', 'plan', { ...wish, rows: false }))) !== null,
    planUndo: async (rollout, run) =>
      (await carryOut(rollout, () => call('runs', 'planUndo', { rollout, run, rows: false }))) !== null,
    discard: async (rollout) => {
      const { plan } = jobsOf(get().byRollout, rollout);
      if (plan !== null) await call('runs', 'discardPlan', { plan: plan.plan });
      await get().refresh(rollout);
    },
    start: async (rollout) => {
      const { plan } = jobsOf(get().byRollout, rollout);
      if (plan === null) return;
      const summary = await carryOut(rollout, () => call('runs', 'start', { plan: plan.plan }));
      if (summary !== null) patch(rollout, { summary });
    },
    resume: async (rollout) => {
      const value = await carryOut(rollout, () => call('runs', 'resume', { rollout }));
      if (value !== null) patch(rollout, { summary: value.summary });
    },
    cancelRest: async (rollout) => {
      const value = await carryOut(rollout, async () => {
        const resuming = call('runs', 'resume', { rollout });
        await call('runs', 'stop', { mode: 'cancel' });
        return resuming;
      });
      if (value !== null) patch(rollout, { summary: value.summary });
    },
    stop: async (mode) => {
      await call('runs', 'stop', { mode });
    },
  };
});

/** How often a screen is told that a rollout changed, at most. */
const TOLD_EVERY_MS = 250;

/**
 * Keeps the store in step with what the core tells.
 *
 * @returns what ends it.
 */
export function followJobs(): () => void {
  const waiting = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | null = null;
  function tell(): void {
    timer = null;
    const rollouts = [...waiting];
    waiting.clear();
    useJobs.setState(({ revisions }) => ({
      revisions: {
        ...revisions,
        ...Object.fromEntries(rollouts.map((rollout) => [rollout, (revisions[rollout] ?? 0) + 1])),
      },
    }));
    for (const rollout of rollouts) useJobs.getState().refresh(rollout);
  }
  const endChanged = listen('changed', ({ rollout }) => {
    waiting.add(rollout);
    timer ??= setTimeout(tell, TOLD_EVERY_MS);
  });
  // Whatever the host told meanwhile was not heard.
  const endWatching = watchHost((state) => {
    if (state !== 'back') return;
    for (const rollout of Object.keys(useJobs.getState().byRollout)) waiting.add(rollout);
    timer ??= setTimeout(tell, 0);
  });
  return () => {
    endChanged();
    endWatching();
    if (timer !== null) clearTimeout(timer);
  };
}
