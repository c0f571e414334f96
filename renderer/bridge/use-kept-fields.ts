import { useCallback, useEffect, useRef, useState } from 'react';
import { type ApiFailure, isHostGone } from '../../shared/contract/api-failure.ts';
import type { Result } from '../../shared/result.ts';
import { onceBack } from './bridge.ts';

/** How long a person pauses before what was typed is kept, in milliseconds. */
const PAUSE_MS = 400;

/** Fields that are kept while they are typed. */
export interface KeptFields<Fields> {
  /** `null`: not there yet. */
  readonly fields: Fields | null;
  readonly change: (part: Partial<Fields>) => void;
  /** Keeps at once what was typed last; wait for it before something is made of it. */
  readonly flush: () => Promise<void>;
}

/**
 * Holds fields that the core remembers: shown as they were, kept shortly after each change and when the screen goes.
 *
 * What a host that is gone could not keep is kept once it is back.
 *
 * @param loaded what the core remembered; taken once.
 */
export function useKeptFields<Fields extends object>(
  loaded: Fields | null,
  keep: (fields: Fields) => Promise<Result<unknown, ApiFailure>>,
): KeptFields<Fields> {
  const [own, setOwn] = useState<Fields | null>(null);
  const waiting = useRef<Fields | null>(null);
  const unkept = useRef<Fields | null>(null);
  const keepLatest = useRef(keep);
  keepLatest.current = keep;
  const fields = own ?? loaded;
  const flush = useCallback(async () => {
    const changed = waiting.current;
    waiting.current = null;
    if (changed === null) return;
    const kept = await keepLatest.current(changed);
    if (kept.ok || !isHostGone(kept.error)) return;
    const isFirst = unkept.current === null;
    unkept.current = changed;
    if (!isFirst) return;
    // Also where the screen has gone by then.
    onceBack(() => {
      waiting.current ??= unkept.current;
      unkept.current = null;
      flush();
    });
  }, []);
  useEffect(() => {
    if (own === null) return;
    const timer = setTimeout(flush, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [own, flush]);
  useEffect(
    () => () => {
      flush();
    },
    [flush],
  );
  const change = (part: Partial<Fields>): void => {
    if (fields === null) return;
    const changed = { ...fields, ...part };
    waiting.current = changed;
    setOwn(changed);
  };
  return { fields, change, flush };
}
