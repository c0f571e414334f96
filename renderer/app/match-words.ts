/**
 * Tells whether every word of a search occurs somewhere in a text; case doesn't matter.
 *
 * An empty search fits everything.
 */
export function matchesWords(text: string, search: string): boolean {
  const lower = text.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
