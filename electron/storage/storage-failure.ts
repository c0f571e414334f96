/** Why the data folder can't be used: one closed list, worded in `shared/words` (`storage.<id>`). */
export const STORAGE_REASONS = ['locked', 'unusable-folder', 'damaged', 'newer-version'] as const;

/** One of {@link STORAGE_REASONS}. */
export type StorageReason = (typeof STORAGE_REASONS)[number];

/** An expected failure of the data folder, ready to be worded. */
export interface StorageFailure {
  readonly reason: StorageReason;
  /** `folder`, `seconds`, `file` (where the damaged database was set aside), `error` (the system's words). */
  readonly detail: Readonly<Record<string, string | number>>;
}

/** Makes a {@link StorageFailure}, with the system's own words beside it. */
export function storageFailure(
  reason: StorageReason,
  detail: Readonly<Record<string, string | number>>,
  cause?: unknown,
): StorageFailure {
  return { reason, detail: cause instanceof Error ? { ...detail, error: cause.message } : detail };
}
