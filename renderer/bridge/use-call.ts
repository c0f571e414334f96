import { useCallback, useEffect, useState } from 'react';
import type { ApiFailure } from '../../shared/contract/api-failure.ts';
import type { ArgumentOf, ValueOf } from '../../shared/contract/bridge.ts';
import type { Contract } from '../../shared/contract/contract.ts';
import { call, watchHost } from './bridge.ts';

/** How long a screen stays still before it shows that something is loading. */
const SLOW_MS = 150;

/** Where a reading call stands. */
export interface Loaded<Value> {
  /** The latest value; kept while a newer one is fetched. `null`: none came yet. */
  readonly value: Value | null;
  readonly failure: ApiFailure | null;
  /** Whether it has taken long enough that waiting should be seen. */
  readonly isSlow: boolean;
  /** Asks again. */
  readonly reload: () => void;
}

/**
 * Makes a reading call when the component appears, when its argument changes, when it is told to, and when the host is
 * back.
 *
 * An answer that is overtaken by a newer question is dropped. @param argument `null`: don't ask yet.
 */
export function useCall<Group extends keyof Contract, Name extends keyof Contract[Group]>(
  group: Group,
  name: Name,
  argument: ArgumentOf<Group, Name> | null,
): Loaded<ValueOf<Group, Name>> {
  const [state, setState] = useState<Omit<Loaded<ValueOf<Group, Name>>, 'reload'>>({
    value: null,
    failure: null,
    isSlow: false,
  });
  const [round, setRound] = useState(0);
  const key = argument === null ? null : JSON.stringify(argument);
  useEffect(() => {
    if (key === null) return;
    // From its text, so that a new object with the same content asks nothing anew.
    const asked = JSON.parse(key) as ArgumentOf<Group, Name>;
    setState((before) => (round === 0 ? before : { ...before, failure: null }));
    let isCurrent = true;
    const slow = setTimeout(() => setState((before) => ({ ...before, isSlow: true })), SLOW_MS);
    call(group, name, asked).then((result) => {
      clearTimeout(slow);
      if (!isCurrent) return;
      setState((before) =>
        result.ok
          ? { value: result.value, failure: null, isSlow: false }
          : { value: before.value, failure: result.error, isSlow: false },
      );
    });
    return () => {
      isCurrent = false;
      clearTimeout(slow);
    };
  }, [group, name, key, round]);
  const reload = useCallback(() => setRound((before) => before + 1), []);
  useEffect(() => watchHost((state) => (state === 'back' ? reload() : null)), [reload]);
  return { ...state, reload };
}
