/**
 * What a menu outside the window can ask of it; see `Pushes.command`.
 *
 * Each is something that the window can do by itself too: a command shows, opens or asks, and sends nothing on its own.
 */
export const WINDOW_COMMANDS = [
  'new-rollout',
  'save-rollout',
  'import',
  'export',
  'rollouts',
  'accounts',
  'activity',
  'settings',
  'devices',
  'plan',
  'pause',
  'cancel-run',
  'practice',
  'search',
  'shortcuts',
  'updates',
  'theme-light',
  'theme-dark',
  'theme-system',
] as const;

/** One of {@link WINDOW_COMMANDS}. */
export type WindowCommand = (typeof WINDOW_COMMANDS)[number];
