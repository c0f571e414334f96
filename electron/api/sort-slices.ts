import { setImmediate } from 'node:timers/promises';

/** How many items are sorted, or merged, before the event loop gets its turn. */
const SLICE = 10_000;

/**
 * Sorts indexes without holding the event loop: slices one after the other, then merges them.
 *
 * Stable: what `compare` finds equal keeps its order.
 *
 * @param count Sorts the indexes 0 to `count` - 1.
 */
export async function sortIndexes(count: number, compare: (a: number, b: number) => number): Promise<Int32Array> {
  let sorted = new Int32Array(count);
  for (let index = 0; index < count; index += 1) sorted[index] = index;
  for (let start = 0; start < count; start += SLICE) {
    sorted.subarray(start, start + SLICE).sort(compare);
    await setImmediate();
  }
  for (let width = SLICE; width < count; width *= 2) {
    const merged = new Int32Array(count);
    let budget = SLICE;
    for (let start = 0; start < count; start += 2 * width) {
      const middle = Math.min(start + width, count);
      const end = Math.min(start + 2 * width, count);
      let left = start;
      let right = middle;
      for (let at = start; at < end; at += 1) {
        const a = sorted[left] ?? 0;
        const b = sorted[right] ?? 0;
        const takesLeft = left < middle && (right >= end || compare(a, b) <= 0);
        merged[at] = takesLeft ? a : b;
        if (takesLeft) left += 1;
        else right += 1;
        budget -= 1;
        if (budget === 0) {
          await setImmediate();
          budget = SLICE;
        }
      }
    }
    sorted = merged;
  }
  return sorted;
}
