import { type MouseEvent, useCallback, useEffect, useRef } from 'react';

/** How long the mouse rests on a cell before its text is measured, in milliseconds; shorter than a tooltip takes. */
const REST_MS = 150;

/**
 * Shows a grid cell's whole text as the mouse rests on it, where the cell is too narrow for it.
 *
 * Measuring every cell as it is drawn would cost more than drawing it. @returns the grid's `onMouseOver`.
 */
export function useCutText(): (event: MouseEvent<HTMLElement>) => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const titled = useRef<HTMLElement | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  return useCallback((event) => {
    clearTimeout(timer.current);
    // Its element may show another row by now.
    titled.current?.removeAttribute('title');
    titled.current = null;
    if (!(event.target instanceof Element)) return;
    const cell = event.target.closest<HTMLElement>('.grid-body .grid-cell');
    if (cell === null) return;
    timer.current = setTimeout(() => {
      const parts = [cell, ...cell.querySelectorAll<HTMLElement>('.mid-cut > :first-child')];
      if (!parts.some(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth)) return;
      cell.title = cell.textContent ?? '';
      titled.current = cell;
    }, REST_MS);
  }, []);
}
