import type { Failure } from './domain/failure.ts';

/**
 * The outcome of anything that can be expected to go wrong.
 *
 * Expected failures are values; only bugs throw. `E` is a {@link Failure} unless a function says otherwise.
 */
export type Result<T, E = Failure> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

/** Wraps a value as a success. */
export function success<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

/** Wraps an error as a failure. */
export function failure<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/**
 * Marks a place the compiler has proved unreachable.
 *
 * @throws Error when it is reached all the same: a bug, shown as one.
 */
export function assertNever(value: never, what: string): never {
  throw new Error(`Unexpected ${what}: ${JSON.stringify(value)}`);
}
