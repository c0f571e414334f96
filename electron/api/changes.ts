import type { Pushes } from '../../shared/contract/contract.ts';

/** At most ten times a second. */
const INTERVAL_MS = 100;

/**
 * Makes the function that tells of changes to a rollout: at once, then at most every 100 ms, never losing the last one.
 *
 * Keeps no process alive.
 */
export function createChanges(emit: (name: 'changed', value: Pushes['changed']) => void): (rollout: string) => void {
  const quiet = new Map<string, { isDue: boolean }>();
  const tell = (rollout: string): void => {
    const state = { isDue: false };
    quiet.set(rollout, state);
    emit('changed', { rollout });
    setTimeout(() => {
      quiet.delete(rollout);
      if (state.isDue) tell(rollout);
    }, INTERVAL_MS).unref();
  };
  return (rollout) => {
    const state = quiet.get(rollout);
    if (state === undefined) tell(rollout);
    else state.isDue = true;
  };
}
