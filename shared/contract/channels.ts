/**
 * The channels between Electron's window and its host: one a direction and purpose, whatever the contract holds.
 *
 * `call`: group, name and argument of a call; answered with its result. `push`: name and value, to the window.
 * `save`: a file's name and bytes; answered with where it is now, or `null`.
 */
export const CHANNELS = { call: 'rollcall:call', push: 'rollcall:push', save: 'rollcall:save' } as const;
