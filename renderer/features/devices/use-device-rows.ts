import { useCallback, useEffect, useRef, useState } from 'react';
import type { ApiFailure } from '../../../shared/contract/api-failure.ts';
import type { DeviceFilter, DeviceRow, DeviceSort } from '../../../shared/contract/devices.ts';
import { call } from '../../bridge/bridge.ts';

/** How many rows one call asks for. */
const PAGE_ROWS = 100;
/** How far beyond what is seen rows are asked for, so that scrolling finds them there. */
const AHEAD_ROWS = PAGE_ROWS / 2;
/** How many pages are kept at most: the window holds what is near, not all devices. */
const KEPT_PAGES = 24;

interface Page {
  readonly query: string;
  readonly revision: number;
  readonly rows: readonly DeviceRow[];
}

/** A window on the devices of a rollout. */
export interface DeviceRows {
  /** How many pass the filter; `null`: not known yet. */
  readonly total: number | null;
  /** How many there are. */
  readonly all: number;
  readonly failure: ApiFailure | null;
  /** How many rows got an outcome since they were sorted. */
  readonly changedSince: number;
  /** Sorts and filters anew. */
  readonly sortAgain: () => void;
  /** The row at an index, as far as it was fetched. */
  readonly rowAt: (index: number) => DeviceRow | undefined;
  /** Tells when `rowAt` may answer otherwise; returns what ends the telling. */
  readonly watch: (listener: () => void) => () => void;
  /** Counts how often `rowAt` has changed its answers. */
  readonly version: () => number;
  /** Says which rows are seen, so that they are fetched. */
  readonly show: (first: number, last: number) => void;
  /** Puts an edited row in place at once. */
  readonly replace: (mac: string, row: DeviceRow) => void;
}

/**
 * Fetches rows as they come into view and keeps those nearby.
 *
 * Rows of the last query stay until those of the new one are there, so that typing a filter doesn't flicker.
 * @param revision Another one means that the rows may have changed.
 */
export function useDeviceRows(rollout: string, sort: DeviceSort, filter: DeviceFilter, revision: number): DeviceRows {
  const query = JSON.stringify({ rollout, sort, filter });
  const pages = useRef(new Map<number, Page>());
  const asking = useRef(new Set<string>());
  const current = useRef({ query, revision });
  /** The question whose order is known: its rows keep their places until they are sorted again. */
  const ordered = useRef('');
  const seen = useRef({ first: 0, last: 0 });
  /** How many rows there are as far as known. */
  const known = useRef(0);
  const [state, setState] = useState<{
    total: number | null;
    all: number;
    changedSince: number;
    failure: ApiFailure | null;
  }>({ total: null, all: 0, changedSince: 0, failure: null });
  // Rows that come while one scrolls concern the grid alone: the screen around it is not drawn anew for them.
  const listeners = useRef(new Set<() => void>());
  const versions = useRef(0);
  const tellRows = useCallback(() => {
    versions.current += 1;
    for (const listener of listeners.current) listener();
  }, []);

  const fetchPage = useCallback(
    async (index: number) => {
      const asked = { ...current.current };
      const key = `${asked.query} ${asked.revision} ${index}`;
      if (asking.current.has(key)) return;
      asking.current.add(key);
      const result = await call('devices', 'page', {
        ...(JSON.parse(asked.query) as { rollout: string; sort: DeviceSort; filter: DeviceFilter }),
        offset: index * PAGE_ROWS,
        limit: PAGE_ROWS,
        keepsOrder: ordered.current === asked.query,
      });
      asking.current.delete(key);
      if (asked.query !== current.current.query) return;
      if (!result.ok) {
        setState((before) => ({ ...before, failure: result.error }));
        return;
      }
      const { rows, total, all, changedSince } = result.value;
      ordered.current = asked.query;
      known.current = total;
      for (const [other, page] of pages.current) if (page.query !== asked.query) pages.current.delete(other);
      pages.current.set(index, {
        query: asked.query,
        revision: asked.revision,
        rows: keepUnchanged(pages.current.get(index)?.rows ?? [], rows),
      });
      const middle = Math.floor((seen.current.first + seen.current.last) / 2 / PAGE_ROWS);
      while (pages.current.size > KEPT_PAGES) {
        const furthest = Math.max(...[...pages.current.keys()].map((each) => Math.abs(each - middle)));
        for (const each of pages.current.keys()) if (Math.abs(each - middle) === furthest) pages.current.delete(each);
      }
      setState((before) =>
        before.total === total && before.all === all && before.changedSince === changedSince && before.failure === null
          ? before
          : { total, all, changedSince, failure: null },
      );
      tellRows();
    },
    [tellRows],
  );

  const fetchSeen = useCallback(() => {
    const first = Math.max(0, seen.current.first - AHEAD_ROWS);
    const last = Math.min(seen.current.last + AHEAD_ROWS, Math.max(seen.current.last, known.current - 1));
    for (let index = Math.floor(first / PAGE_ROWS); index <= Math.floor(last / PAGE_ROWS); index += 1) {
      const page = pages.current.get(index);
      const isFresh = page?.query === current.current.query && page.revision === current.current.revision;
      if (!isFresh) fetchPage(index);
    }
  }, [fetchPage]);

  useEffect(() => {
    if (current.current.query !== query) seen.current = { first: 0, last: 0 };
    current.current = { query, revision };
    fetchSeen();
  }, [query, revision, fetchSeen]);

  const show = useCallback(
    (first: number, last: number) => {
      seen.current = { first: Math.max(0, first), last: Math.max(0, last) };
      fetchSeen();
    },
    [fetchSeen],
  );
  const rowAt = useCallback(
    (index: number) => pages.current.get(Math.floor(index / PAGE_ROWS))?.rows[index % PAGE_ROWS],
    [],
  );
  const replace = useCallback(
    (edited: string, row: DeviceRow) => {
      for (const [index, page] of pages.current) {
        if (page.rows.some(({ mac }) => mac === edited)) {
          pages.current.set(index, { ...page, rows: page.rows.map((each) => (each.mac === edited ? row : each)) });
        }
      }
      tellRows();
    },
    [tellRows],
  );
  const watch = useCallback((listener: () => void) => {
    listeners.current.add(listener);
    return () => listeners.current.delete(listener);
  }, []);
  const version = useCallback(() => versions.current, []);

  const sortAgain = useCallback(() => {
    ordered.current = '';
    for (const [index, page] of pages.current) pages.current.set(index, { ...page, revision: -1 });
    fetchSeen();
  }, [fetchSeen]);

  const { total, all, changedSince, failure } = state;
  return { total, all, changedSince, failure, sortAgain, rowAt, watch, version, show, replace };
}

/** The rows that came, each as the object it was before where nothing of it has changed: it needn't be drawn anew. */
function keepUnchanged(before: readonly DeviceRow[], rows: readonly DeviceRow[]): readonly DeviceRow[] {
  return rows.map((row, index) => {
    const old = before[index];
    return old !== undefined && old.mac === row.mac && JSON.stringify(old) === JSON.stringify(row) ? old : row;
  });
}
