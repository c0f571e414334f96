/** Hours of a day that follow one another: `first` from its beginning, `last` to its end; 22 to 5 goes over midnight. */
export interface HourSpan {
  readonly first: number;
  readonly last: number;
}

const HOURS_OF_DAY = 24;

/**
 * Reads hours of the day as people write them: `12`, `12,13`, `22-5` (over midnight), `20-23, 0-5`.
 *
 * @returns hours from 0 to 23, ascending, each once; none for an empty text; `null` for anything else.
 */
export function parseHours(text: string): readonly number[] | null {
  const found = new Set<number>();
  if (text.trim() === '') return [];
  const parts = text
    .trim()
    .replace(/\s*[-–]\s*/g, '-')
    .split(/\s*[,;]\s*|\s+/);
  for (const part of parts) {
    const [, from = '', to = from] = /^(\d{1,2})(?:-(\d{1,2}))?$/.exec(part) ?? [];
    const [first, last] = [Number(from), Number(to)];
    if (from === '' || first >= HOURS_OF_DAY || last >= HOURS_OF_DAY) return null;
    for (let hour = first; ; hour = (hour + 1) % HOURS_OF_DAY) {
      found.add(hour);
      if (hour === last) break;
    }
  }
  return [...found].sort((one, other) => one - other);
}

/** Puts hours that follow one another together, around midnight too. @param hours as {@link parseHours} gives them. */
export function hourSpans(hours: readonly number[]): readonly HourSpan[] {
  if (hours.length === HOURS_OF_DAY) return [{ first: 0, last: HOURS_OF_DAY - 1 }];
  const isIn = (hour: number): boolean => hours.includes((hour + HOURS_OF_DAY) % HOURS_OF_DAY);
  return hours
    .filter((hour) => !isIn(hour - 1))
    .map((first) => {
      let last = first;
      while (isIn(last + 1)) last = (last + 1) % HOURS_OF_DAY;
      return { first, last };
    });
}

/** Writes hours as clock times, `22:00–05:59`, with commas between them; empty for any hour. */
export function formatHours(hours: readonly number[]): string {
  const two = (hour: number): string => String(hour).padStart(2, '0');
  return hourSpans(hours)
    .map(({ first, last }) => `${two(first)}:00–${two(last)}:59`)
    .join(', ');
}
