/**
 * Why a row of a list did not become a device: one closed list, worded in `shared/words` (`problem.<id>`).
 */
export const ROW_REASONS = [
  'mac-missing',
  'mac-length',
  'mac-lookalike',
  'mac-exponent',
  'mac-lost-zeros',
  'mac-number-cell',
  'mac-multicast',
  'mac-zero',
  'mac-several',
  'mac-unreadable',
  'check-code-bad',
  'url-bad',
  'url-masked',
  'address-bad',
  'item-masked',
  'duplicate',
  'vault-locked',
  'user-missing',
  'user-duplicate',
  'code-bad',
  'code-number-cell',
  'code-duplicate',
  'language-unknown',
] as const;

/** One of {@link ROW_REASONS}. */
export type RowReason = (typeof ROW_REASONS)[number];

/** A row that did not become a device. Nothing of it is lost: `cells` holds it as it was read. */
export interface RowProblem {
  /** Row as a spreadsheet counts it: 1 is the first line of the file, the header included. */
  readonly row: number;
  /** Header of the column, or its letter (`A`, `B`, … `AA`) where there is none; empty when the whole row is meant. */
  readonly column: string;
  /** The offending text, shortened to 80 characters, passwords in URLs masked. */
  readonly value: string;
  readonly reason: RowReason;
  /** What the sentence needs besides: `length`, `first` (row of the first occurrence), `suggestion` … */
  readonly detail: Readonly<Record<string, string | number>>;
  /** The original cells, for the file of problem rows. */
  readonly cells: readonly string[];
}

/** What is odd about a row that became a device all the same; worded as `warning.<id>`. */
export const ROW_WARNINGS = [
  'check-code-missing',
  'other-vendor',
  'other-service',
  'locally-administered',
  'foreign-placeholder',
] as const;

/** One of {@link ROW_WARNINGS}. */
export type RowWarning = (typeof ROW_WARNINGS)[number];
