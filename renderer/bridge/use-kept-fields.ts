import { useCallback, useEffect, useRef, useState } from 'react';

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
 * @param loaded what the core remembered; taken once.
 */
export function useKeptFields<Fields extends object>(
  loaded: Fields | null,
  keep: (fields: Fields) => Promise<unknown>,
): KeptFields<Fields> {
  const [own, setOwn] = useState<Fields | null>(null);
  const waiting = useRef<Fields | null>(null);
  const keepLatest = useRef(keep);
  keepLatest.current = keep;
  const fields = own ?? loaded;
  const flush = useCallback(async () => {
    const changed = waiting.current;
    waiting.current = null;
    if (changed !== null) await keepLatest.current(changed);
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
