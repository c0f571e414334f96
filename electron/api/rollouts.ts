import { inputFailure } from '../../shared/contract/api-failure.ts';
import type { GroupHandlers } from '../../shared/contract/contract.ts';
import type { RolloutOverview } from '../../shared/contract/rollouts.ts';
import { findUnseenCharacter } from '../../shared/domain/rollout-name.ts';
import { failure, success } from '../../shared/result.ts';
import type { Rollout } from '../storage/rollouts.ts';
import type { Store } from '../storage/store.ts';
import { type ApiContext, requireRollout } from './environment.ts';

/** How many rollouts opened lately are remembered. */
const RECENT_LIMIT = 10;

function toRow(store: Store, rollout: Rollout) {
  return {
    name: rollout.name,
    createdAt: rollout.createdAt,
    devices: store.devices.count(rollout.id),
    unfinishedRun: store.runs.findUnfinished(rollout.id)?.id ?? null,
  };
}

/** The handlers of the contract's group `rollouts`. */
export function createRolloutHandlers({
  store,
  indexes,
  counts,
  work,
  changed,
}: ApiContext): GroupHandlers<'rollouts'> {
  /** Opened lately and still there. */
  function recentOf(names: readonly string[]): string[] {
    return names.filter((name) => store.rollouts.find(name) !== null).slice(0, RECENT_LIMIT);
  }

  return {
    create: async ({ name }) => {
      if (store.rollouts.find(name) !== null) return failure(inputFailure('input.rollout-exists', { name }));
      const unseen = findUnseenCharacter(name);
      if (unseen !== null) return failure(inputFailure('input.bad-rollout-name', unseen));
      store.rollouts.add(name);
      changed(name);
      return success({});
    },
    list: async () => success({ rollouts: store.rollouts.list().map((rollout) => toRow(store, rollout)) }),
    overview: async () => {
      const rows: RolloutOverview[] = [];
      for (const rollout of store.rollouts.list()) {
        const runs = store.runs.list(rollout.id);
        const latest = runs[0];
        const unfinished = runs.find(({ state }) => state !== 'finished');
        const ended = unfinished === undefined ? {} : counts.of(unfinished.id);
        rows.push({
          name: rollout.name,
          createdAt: rollout.createdAt,
          devices: store.devices.count(rollout.id),
          outcomes: { ...(await indexes.outcomes(rollout.id)) },
          latest:
            latest === undefined
              ? null
              : { action: latest.action, startedAt: latest.startedAt, finishedAt: latest.finishedAt },
          unfinished:
            unfinished === undefined
              ? null
              : {
                  run: unfinished.id,
                  devices: Object.values(ended).reduce((sum, count) => sum + count, 0),
                  open: ended.open ?? 0,
                },
        });
      }
      return success({ rollouts: rows });
    },
    show: async ({ name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      const runs = store.runs.list(rollout.value.id).map((run) => ({
        run: run.id,
        account: run.account,
        service: run.service,
        action: run.action,
        undoOf: run.undoOf,
        isFinished: run.state === 'finished',
        startedAt: run.startedAt,
        finishedAt: run.finishedAt,
        counts: { ...counts.of(run.id) },
      }));
      const outcomes = await indexes.outcomes(rollout.value.id);
      return success({ rollout: toRow(store, rollout.value), outcomes: { ...outcomes }, runs });
    },
    remove: async ({ name }) => {
      const rollout = requireRollout(store, name);
      if (!rollout.ok) return rollout;
      // What is under way must find its records at the end.
      if (work.isIn(name)) return failure(inputFailure('input.busy'));
      store.rollouts.remove(rollout.value.id);
      // Another rollout may get its name.
      store.ownCodes.removeJobsOf(rollout.value.name);
      indexes.forget(rollout.value.id);
      // The numbers of its runs may be given again.
      counts.forget();
      changed(rollout.value.name);
      return success({});
    },
    visit: async ({ name }) => {
      const before = store.settings.all.recentRollouts;
      if (name === null || before[0] === name || store.rollouts.find(name) === null) {
        return success({ recent: recentOf(before) });
      }
      const recent = recentOf([name, ...before.filter((other) => other !== name)]);
      store.settings.change({ recentRollouts: recent });
      return success({ recent });
    },
  };
}
