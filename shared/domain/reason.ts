/**
 * Why a device, a row or an account did not come through: one closed list for every service.
 *
 * Each has a German and an English sentence in `shared/words` (`reason.<id>`, with `reason.<id>_<aspect>` where one
 * reason has several faces, for instance `unreachable_dns`). What the service itself said is kept beside it.
 */
export const REASONS = [
  // what a service says of one device
  'owned-by-other',
  'bad-mac',
  'bad-check-code',
  'bad-url',
  'bad-name',
  'not-registered',
  'code-expired',
  'busy',
  // what Rollcall finds about one device
  'left-unregistered',
  'changed-since-plan',
  'unexpected-answer',
  'no-answer',
  'wrong-service',
  'vault-locked',
  'interrupted',
  // what a phone that is spoken with directly does
  'no-callback',
  'other-phone',
  'no-address',
  'items-refused',
  'item-not-writable',
  'parked',
  // accounts, network and protocol
  'auth-failed',
  'forbidden',
  'rate-limited',
  'unreachable',
  'tls-untrusted',
  'timeout',
  'proxy',
  'captive-portal',
  'redirected',
  'not-found',
  'server-error',
  'not-xmlrpc',
  'fault',
  'too-large',
  'cancelled',
  // files of this computer
  'file-not-written',
  'pdf-not-made',
] as const;

/** One of {@link REASONS}. */
export type Reason = (typeof REASONS)[number];
