import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { ArgumentOf, ValueOf } from '../../../shared/contract/bridge.ts';
import type { CodeRow } from '../../../shared/contract/codes.ts';
import { call } from '../../bridge/bridge.ts';

/** How many rows one call asks for. */
const PAGE_ROWS = 100;

/** How the board is sorted and filtered. */
export type BoardQuery = Pick<ArgumentOf<'codes', 'board'>, 'sort' | 'filter'>;

/** What a board says beside its rows. */
export type BoardHead = Omit<ValueOf<'codes', 'board'>, 'rows'>;

/** A window on the users of a rollout. */
export interface CodeRows {
  /** `null`: not known yet. */
  readonly head: BoardHead | null;
  readonly failure: ApiFailure | null;
  readonly rowAt: (index: number) => CodeRow | undefined;
  /** A user among the rows that are there, by its number. */
  readonly rowOf: (id: number) => CodeRow | undefined;
  /** Says which rows are seen, so that they are fetched. */
  readonly show: (first: number, last: number) => void;
  readonly reload: () => void;
}

/**
 * Fetches rows as they come into view. Rows stay until newer ones are there, so that nothing flickers.
 *
 * @param revision Another one means that the rows may have changed.
 */
export function useCodeRows(rollout: string, query: BoardQuery, revision: number): CodeRows {
  const key = JSON.stringify({ rollout, ...query });
  const pages = useRef(new Map<number, readonly CodeRow[]>());
  const current = useRef(key);
  const seen = useRef({ first: 0, last: PAGE_ROWS - 1 });
  const [state, setState] = useState<{ head: BoardHead | null; failure: ApiFailure | null }>({
    head: null,
    failure: null,
  });

  const fetchPage = useCallback(async (index: number): Promise<void> => {
    const asked = current.current;
    const { rollout: name, ...wanted } = JSON.parse(asked) as BoardQuery & { readonly rollout: string };
    const page = { offset: index * PAGE_ROWS, limit: PAGE_ROWS };
    const result = await call('codes', 'board', { rollout: name, ...wanted, ...page });
    if (asked !== current.current) return;
    if (!result.ok) {
      setState((before) => ({ ...before, failure: result.error }));
      return;
    }
    const { rows, ...head } = result.value;
    pages.current.set(index, rows);
    setState({ head, failure: null });
  }, []);

  const fetchSeen = useCallback(
    (isOnlyMissing: boolean): void => {
      const { first, last } = seen.current;
      const shown = new Set<number>();
      for (let index = Math.floor(first / PAGE_ROWS); index <= Math.floor(last / PAGE_ROWS); index += 1)
        shown.add(index);
      if (!isOnlyMissing)
        for (const index of [...pages.current.keys()]) if (!shown.has(index)) pages.current.delete(index);
      for (const index of shown) if (!isOnlyMissing || !pages.current.has(index)) void fetchPage(index);
    },
    [fetchPage],
  );

  useEffect(() => {
    if (current.current !== key) {
      seen.current = { first: 0, last: PAGE_ROWS - 1 };
      pages.current.clear();
    }
    current.current = key;
    // A change of the rows asks for those in view anew.
    if (revision >= 0) fetchSeen(false);
  }, [key, revision, fetchSeen]);

  const show = useCallback(
    (first: number, last: number) => {
      seen.current = { first: Math.max(0, first), last: Math.max(0, last) };
      fetchSeen(true);
    },
    [fetchSeen],
  );
  const rowAt = useCallback(
    (index: number) => pages.current.get(Math.floor(index / PAGE_ROWS))?.[index % PAGE_ROWS],
    [],
  );
  const rowOf = useCallback((id: number) => [...pages.current.values()].flat().find((row) => row.id === id), []);
  const reload = useCallback(() => fetchSeen(false), [fetchSeen]);
  return { ...state, rowAt, rowOf, show, reload };
}
