const HEX = /[0-9a-f]/;

/**
 * Finds MACs in a text: 12 hex digits with no hex digit before or after them, and pairs joined by colons or dashes.
 *
 * `phone` before a MAC (Poly) ends in a hex digit itself; it is taken off. Linear; without regular expressions over the
 * whole text.
 *
 * @returns 12 lower-case hex digits each, in the text's order, each once.
 */
export function findMacs(text: string): readonly string[] {
  const lower = text.toLowerCase();
  const found = new Set<string>();
  let at = 0;
  while (at < lower.length) {
    if (!HEX.test(lower.charAt(at))) {
      at += 1;
      continue;
    }
    const start = at;
    while (at < lower.length && HEX.test(lower.charAt(at))) at += 1;
    const run = lower.slice(start, at);
    if (run.length === 12) found.add(run);
    else if (run.length === 13 && run.startsWith('e') && lower.slice(0, start).endsWith('phon'))
      found.add(run.slice(1));
    else if (run.length === 2) {
      const mark = lower.charAt(at);
      const pairs = lower.slice(start, start + 17).split(mark);
      const isWhole = pairs.length === 6 && pairs.every((pair) => /^[0-9a-f]{2}$/.test(pair));
      if ((mark === ':' || mark === '-') && isWhole && !HEX.test(lower.charAt(start + 17))) {
        found.add(pairs.join(''));
        at = start + 17;
      }
    }
  }
  return [...found];
}
