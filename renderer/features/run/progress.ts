/** Share done, 0..1; 0 of 0 is all. */
export function shareOf({ done, total }: { readonly done: number; readonly total: number }): number {
  return total === 0 ? 1 : Math.min(1, done / total);
}

/** A duration in the unit that fits it, with the rest in the next smaller one. */
export interface SplitDuration {
  readonly unit: 'seconds' | 'minutes' | 'hours';
  readonly value: number;
  readonly rest: number;
}

/** Splits seconds for a text: below a minute seconds, below an hour minutes and seconds, else hours and minutes. */
export function splitDuration(seconds: number): SplitDuration {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return { unit: 'seconds', value: whole, rest: 0 };
  if (whole < 3_600) return { unit: 'minutes', value: Math.floor(whole / 60), rest: whole % 60 };
  return { unit: 'hours', value: Math.floor(whole / 3_600), rest: Math.floor((whole % 3_600) / 60) };
}
