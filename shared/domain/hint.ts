/** What a person should know about a phone of a certain model, beside what a service says. */
export const HINTS = ['maxwell-10-timing', 'maxwell-password-in-url', 'dx800-redirection-off'] as const;

/**
 * One of {@link HINTS}.
 *
 * - `maxwell-10-timing`: asks the redirect server about 50 s after it was switched on, is ready after about 2 min
 * - `maxwell-password-in-url`: Maxwell basic, 2, 3 and 4 take `user:password@` in the URL
 * - `dx800-redirection-off`: some DX800 variants have redirection off until a patch switches it on
 */
export type Hint = (typeof HINTS)[number];

/**
 * Finds the hints for a model as lists and labels write it, for instance `Maxwell 10S` or `gigaset maxwell-3 pro`.
 *
 * Source: Gigaset wiki, Redirect server and the Maxwell and DX800 pages beside it.
 */
export function findHints(model: string): readonly Hint[] {
  const words = model.toLowerCase().replaceAll(/[\s_-]+/g, '');
  const hints: Hint[] = [];
  if (/maxwell10/.test(words)) hints.push('maxwell-10-timing');
  if (/maxwell(?:b|2|3|4)(?!\d)/.test(words)) hints.push('maxwell-password-in-url');
  if (/dx800/.test(words)) hints.push('dx800-redirection-off');
  return hints;
}
