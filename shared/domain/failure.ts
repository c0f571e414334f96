import type { Reason } from './reason.ts';

/** Which side of the wire a failure belongs to; `internal` is a bug. */
export type FailureKind =
  | 'validation'
  | 'auth'
  | 'transport'
  | 'timeout'
  | 'protocol'
  | 'service'
  | 'cancelled'
  | 'storage'
  | 'internal';

/**
 * Whether the request that failed can have changed something.
 *
 * - `no`: it never left, or the other side refused it before acting (401, 407, 429, TLS)
 * - `maybe`: it left and no usable answer came: read back before anything is repeated
 */
export type Sent = 'no' | 'maybe';

/**
 * An expected failure, ready to be worded.
 *
 * Never holds a secret: `detail` and `serviceWords` are redacted by whoever makes the failure.
 */
export interface Failure {
  readonly kind: FailureKind;
  readonly reason: Reason;
  /** Which face of the reason, for instance `dns`, `refused`, `connect`, `answer`, `expired`, `name`, `pin`. */
  readonly aspect?: string;
  /** What the sentence needs: `host`, `port`, `issuer`, `status`, `seconds`, `url` (masked) … */
  readonly detail?: Readonly<Record<string, string | number>>;
  /** The service's own words, redacted, unchanged otherwise; at most 500 characters. */
  readonly serviceWords?: string;
  readonly sent: Sent;
  /** True where the next device would meet the same: login, TLS, proxy, unreachable host. */
  readonly concernsAccount: boolean;
  /** How long the service asked to wait (429, 503), in milliseconds. */
  readonly retryAfterMs?: number;
}
