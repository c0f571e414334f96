/** The values of a SYSCLIENT line, in the order in which they stand in the URL. */
export const SYSCLIENT_VALUES = ['domain', 'token', 'category'] as const;

/** One of {@link SYSCLIENT_VALUES}. */
export type SysclientValue = (typeof SYSCLIENT_VALUES)[number];

/** What is odd about a SYSCLIENT line, though it can be built. */
export const SYSCLIENT_WARNINGS = ['percent', 'blank', 'plain-ws'] as const;

/**
 * What is odd about a part of a SYSCLIENT line.
 *
 * - `percent`: the value holds `%` and two hex digits, so it looks encoded already; it is encoded once more
 * - `blank`: the value begins or ends with a blank
 * - `plain-ws`: the address begins with `ws:`, so the token travels in plain text
 */
export interface SysclientWarning {
  readonly warning: (typeof SYSCLIENT_WARNINGS)[number];
  readonly part: SysclientValue | 'base';
}

/** Why no SYSCLIENT line can be built, or what is wrong with one. */
export const SYSCLIENT_PROBLEMS = [
  'missing',
  'scheme',
  'host',
  'userinfo',
  'query',
  'sysclients',
  'characters',
  'not-encoded',
  'encoded-twice',
  'parameter-twice',
  'unreadable',
] as const;

/**
 * What is wrong, and with which part.
 *
 * - `missing`: the part is empty
 * - `scheme`: the base begins with neither `ws://` nor `wss://`
 * - `host`, `userinfo`, `query`: no host; `user@` before it; `?` or `#` in the base
 * - `sysclients`: the path doesn't end in `/sysclients`, or names it twice
 * - `characters`: something no URL can hold, blanks and line ends of the base included
 * - `not-encoded`: the line holds the URL unencoded, or a value with bare special characters
 * - `encoded-twice`: what is left after decoding is encoded once more
 * - `parameter-twice`: a parameter comes several times
 * - `unreadable`: a `%` is followed by no two hex digits, or by what is no UTF-8
 */
export interface SysclientProblem {
  readonly problem: (typeof SYSCLIENT_PROBLEMS)[number];
  readonly part: SysclientValue | 'base' | 'line';
}

/** The scripts that can be built. */
export const SCRIPT_KINDS = ['inventory', 'sysclient', 'prompt', 'local', 'v12-clean-up', 'leave'] as const;

/** One of {@link SCRIPT_KINDS}. */
export type ScriptKind = (typeof SCRIPT_KINDS)[number];

/** What is to be known of a script before it is used. */
export const SCRIPT_WARNINGS = ['leave-unproved', 'local-unproved', 'password-inside', 'token-inside'] as const;

/** One of {@link SCRIPT_WARNINGS}: `unproved` lines were never seen on a real phone. */
export type ScriptWarning = (typeof SCRIPT_WARNINGS)[number];

/** What is looked at before codes are given out at a site. */
export const PREFLIGHT_CHECKS = [
  'code-host-http',
  'code-host-https',
  'dhcp-url',
  'devices',
  'category',
  'pbx',
  'object-devices',
  'object-profile',
] as const;

/** One of {@link PREFLIGHT_CHECKS}; what a person has to look at says so. */
export type PreflightCheck = (typeof PREFLIGHT_CHECKS)[number];
