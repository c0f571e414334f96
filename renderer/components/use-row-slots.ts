import type { VirtualItem, Virtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';

/** The rows to draw and the elements they are drawn in. */
export interface RowSlots {
  /** In the order in which they are to lie in the document. */
  readonly items: readonly VirtualItem[];
  /** The element of a row, as its number: the key to draw it with. */
  readonly slotOf: (index: number) => number;
}

/**
 * Lets a virtual list draw rows that come into view in the elements of those that left it.
 *
 * Elements are neither made nor thrown away while one scrolls, which is what scrolling through rows of many cells costs
 * most. While one scrolls they also keep their order in the document; at rest they lie as they are seen, for whoever
 * reads them in that order. @param rowPx how high a row is, in CSS pixels.
 */
export function useRowSlots(virtualizer: Virtualizer<HTMLDivElement, Element>, rowPx: number): RowSlots {
  const items = virtualizer.getVirtualItems();
  const { overscan } = virtualizer.options;
  const seen = Math.ceil((virtualizer.scrollRect?.height ?? 0) / rowPx) + 1;
  const slots = Math.max(items.length, seen + overscan * 2);
  const base = useRef(0);
  if (!virtualizer.isScrolling) base.current = items[0]?.index ?? 0;
  const place = (index: number): number => (((index - base.current) % slots) + slots) % slots;
  return {
    items: [...items].sort((a, b) => place(a.index) - place(b.index)),
    slotOf: (index) => index % slots,
  };
}
