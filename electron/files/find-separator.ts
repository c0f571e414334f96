import { areBlank, looksLikeMac } from './cell-text.ts';
import { isHeaderName } from './header-names.ts';
import { NO_SEPARATOR, readDelimited } from './read-delimited.ts';

/** Where a list's rows begin and what stands between its cells. */
export interface Separation {
  /** One of `,` `;` tab `|`, or `NO_SEPARATOR` for a single column. */
  readonly separator: string;
  /** Index into the text and line number of the first row: after an Excel `sep=;` line, else the start. */
  readonly from: { readonly index: number; readonly line: number };
}

const CANDIDATES = [';', '\t', ',', '|', NO_SEPARATOR] as const;
const SAMPLE_CHARACTERS = 64 * 1024;
const SAMPLE_ROWS = 200;
const HEADER_ROWS = 20;
const SEP_LINE = /^sep=([,;\t|])\n/i;
const CONSISTENT = 0.9;
/**
 * Finds what separates the cells of a text, by its content and never by a file's name.
 *
 * A `sep=;` line, as Excel writes it, decides. Else that separator wins which makes the most cells MACs or known headers;
 * then the one that gives the rows the same number of cells most often; then the one that gives more columns.
 *
 * @param text Text whose line ends are `\n`; its first 64 Ki characters are looked at.
 */
export function findSeparator(text: string): Separation {
  const declared = SEP_LINE.exec(text);
  if (declared?.[1] !== undefined) {
    return { separator: declared[1], from: { index: declared[0].length, line: 2 } };
  }
  const sample = text.slice(0, SAMPLE_CHARACTERS);
  const [best] = CANDIDATES.map((separator) => rate(sample, separator))
    .filter(({ separator, columns }) => separator === NO_SEPARATOR || columns > 1)
    .filter(({ separator, marks, consistency }) => separator === NO_SEPARATOR || marks > 0 || consistency >= CONSISTENT)
    .sort(
      (one, other) => other.marks - one.marks || other.consistency - one.consistency || other.columns - one.columns,
    );
  return { separator: best?.separator ?? NO_SEPARATOR, from: { index: 0, line: 1 } };
}

interface Rating {
  readonly separator: string;
  /** Cells that are MACs, or headers near the start. */
  readonly marks: number;
  /** Share of rows that have the most frequent number of cells; of one-column text 0, so that any even table wins. */
  readonly consistency: number;
  /** The most frequent number of cells, or the largest where most rows have one. */
  readonly columns: number;
}

function rate(sample: string, separator: string): Rating {
  const counts = new Map<number, number>();
  let rows = 0;
  let marks = 0;
  for (const { cells } of readDelimited(sample, separator)) {
    if (areBlank(cells)) continue;
    if (++rows > SAMPLE_ROWS) break;
    counts.set(cells.length, (counts.get(cells.length) ?? 0) + 1);
    for (const cell of cells) {
      if (looksLikeMac(cell) || (rows <= HEADER_ROWS && isHeaderName(cell))) marks++;
    }
  }
  const [columns, frequency] = [...counts].sort((one, other) => other[1] - one[1] || other[0] - one[0])[0] ?? [1, 0];
  const widest = Math.max(1, ...counts.keys());
  return {
    separator,
    marks,
    consistency: separator === NO_SEPARATOR || rows === 0 ? 0 : frequency / rows,
    columns: columns === 1 && marks > 0 ? widest : columns,
  };
}
