import type { Pushes } from '../../shared/contract/contract.ts';

/** At most ten times a second. */
const INTERVAL_MS = 100;

/** What tells of something to whoever listens. */
export type Emit = <Name extends keyof Pushes>(name: Name, value: Pushes[Name]) => void;

/**
 * Passes values on: the first at once, then at most one every 100 ms, never losing the last one.
 *
 * Keeps no process alive.
 */
export function createThrottle<Value>(tell: (value: Value) => void): (value: Value) => void {
  let isQuiet = false;
  let waiting: { readonly value: Value } | null = null;
  const pass = (value: Value): void => {
    isQuiet = true;
    waiting = null;
    tell(value);
    setTimeout(() => {
      isQuiet = false;
      if (waiting !== null) pass(waiting.value);
    }, INTERVAL_MS).unref();
  };
  return (value) => {
    if (isQuiet) waiting = { value };
    else pass(value);
  };
}

/** Makes the function that tells of changes to a rollout, seldom enough for a window. */
export function createChanges(emit: Emit): (rollout: string) => void {
  const throttles = new Map<string, (rollout: string) => void>();
  return (rollout) => {
    const throttle = throttles.get(rollout) ?? createThrottle<string>((name) => emit('changed', { rollout: name }));
    throttles.set(rollout, throttle);
    throttle(rollout);
  };
}

/** What a window is told: progress seldom enough, and no outcomes, which it reads for the rows that it shows. */
export function emitForWindow(emit: Emit): Emit {
  const progress = createThrottle<Pushes['progress']>((value) => emit('progress', value));
  return (name, value) => {
    if (name === 'progress') progress(value as Pushes['progress']);
    else if (name !== 'outcomes') emit(name, value);
  };
}
