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

/** How long a Maxwell 10 takes after it was switched on, in seconds. Source: Gigaset wiki, Redirect server. */
export const MAXWELL_10_SECONDS = { asks: 50, ready: 120 } as const;

/**
 * What the patch sets that switches redirection on in those DX800 variants; restored on the phone as a file that comes
 * from Gigaset.
 */
export const DX800_PATCH = [
  'BS_IP_Data1.ucB_HAS_PROVISIONING_CODE=1',
  'BS_IP_Data1.ucB_SHOW_PROVISIONING_CODE_IN_HS=1',
  'BS_IP_Data1.ucB_AUTOPROVISIONING=0',
  'BS_IP_Data1.ucI_AUTOPROVISIONING_STYLE=0',
  'BS_IP_Data1.ucB_AUTO_UPDATE_PROFILE=1',
  'BS_IP_Data3.ucI_ONESHOT_PROVISIONING_MODE_1=1',
  'BS_IP_Data1.aucS_AUTOPROVISIONING_CODE=0x34,0x34,0x34',
] as const;

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
